"""Messages that people picked: which entry each became, and who holds it there."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events.record import NoteKind, Source
from bot.domain.ids import EventId, IncidentId, PersonId, RoomId
from bot.domain.pick import Hand, How, Pick
from bot.store.rows import upsert
from bot.store.tables import picks

# Edits in busy rooms ask this, so the statement is built once; the primary key answers it.
_OF_MESSAGE = (
    select(picks)
    .where(picks.c.channel == bindparam("there"), picks.c.ts == bindparam("then"))
    .order_by(picks.c.incident_id)
)
_ONE = select(picks).where(
    picks.c.channel == bindparam("there"),
    picks.c.ts == bindparam("then"),
    picks.c.incident_id == bindparam("incident"),
)


class Picks:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def find(self, incident: IncidentId, source: Source) -> Pick | None:
        """Lock the incident before: two who pick at once are then one after the other."""
        where = {"there": source.channel, "then": source.ts, "incident": incident}
        row = (await self._db.execute(_ONE, where)).one_or_none()
        return _pick(row) if row else None

    async def of_message(self, source: Source) -> tuple[Pick, ...]:
        """One for each incident that keeps this message."""
        rows = await self._db.execute(_OF_MESSAGE, {"there": source.channel, "then": source.ts})
        return tuple(_pick(row) for row in rows)

    async def put(self, pick: Pick) -> None:
        row = {
            "channel": pick.source.channel,
            "ts": pick.source.ts,
            "incident_id": pick.incident,
            "hands": [[each.person, each.how, each.emoji] for each in pick.hands],
            "kind": pick.kind,
            "entry": pick.entry,
            "picked_at": pick.picked_at,
        }
        await upsert(self._db, picks, row)


def _pick(row: Any) -> Pick:
    return Pick(
        incident=IncidentId(row.incident_id),
        source=Source(channel=RoomId(row.channel), ts=row.ts),
        hands=tuple(
            Hand(person=PersonId(person), how=How(how), emoji=emoji)
            for person, how, emoji in row.hands
        ),
        kind=NoteKind(row.kind) if row.kind else None,
        entry=EventId(row.entry) if row.entry else None,
        picked_at=row.picked_at,
    )
