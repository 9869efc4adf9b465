"""What a decision wrote: the events of a timeline, and the effects in the outbox."""

from typing import Any

from sqlalchemy import select

from bot.domain.effects import Effect
from bot.domain.events import Event
from bot.domain.ids import IncidentId
from bot.store.codec import decode_effect
from bot.store.database import Database
from bot.store.tables import outbox
from bot.store.work import Store


async def events(store: Store, incident: IncidentId) -> list[Event]:
    """The whole timeline, oldest first."""
    async with store.read() as work:
        return [entry.event for entry in await work.timeline.read(incident)]


async def effects(database: Database, *, after: int = 0) -> list[Effect]:
    """What the outbox holds, in the order it was put in; only rows with a higher id."""
    return [decode_effect(row.kind, row.payload) for row in await rows(database, after=after)]


async def rows(database: Database, *, after: int = 0) -> list[Any]:
    wanted = select(outbox).where(outbox.c.id > after).order_by(outbox.c.id)
    async with database.read() as connection:
        return list((await connection.execute(wanted)).all())


async def last_row(database: Database) -> int:
    """The id of the newest row; 0 when there is none."""
    found = await rows(database)
    return int(found[-1].id) if found else 0
