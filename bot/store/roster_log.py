"""The roster's log: what happened to who is on call, appended, read back in its order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events.on_call import RosterEvent
from bot.domain.ids import EventId
from bot.domain.service import RotationName
from bot.store.codec import decode_roster_event, encode
from bot.store.tables import roster_log

# Building a statement costs more than running it, so they are built once.
_APPEND = insert(roster_log)
_ONE = select(roster_log).where(roster_log.c.id == bindparam("it"))
_SINCE = (
    select(roster_log)
    .where(
        roster_log.c.rotation == bindparam("of"),
        roster_log.c.at >= bindparam("since", type_=roster_log.c.at.type),
    )
    .order_by(roster_log.c.at, roster_log.c.seq)
)


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One fact with the id by which effects cite it."""

    id: EventId
    event: RosterEvent


class RosterLog:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    def new_id(self) -> EventId:
        return EventId(uuid4().hex[:16])

    async def append(self, entries: Sequence[RosterEntry]) -> None:
        await self._db.execute(_APPEND, [_row(entry) for entry in entries])

    async def get(self, id: EventId) -> RosterEntry | None:
        row = (await self._db.execute(_ONE, {"it": id})).one_or_none()
        return _entry(row) if row else None

    async def read(self, rotation: RotationName, since: datetime) -> tuple[RosterEntry, ...]:
        """What happened to one rotation's roster from an instant on."""
        rows = await self._db.execute(_SINCE, {"of": rotation, "since": since})
        return tuple(_entry(row) for row in rows)


def _row(entry: RosterEntry) -> dict[str, Any]:
    kind, payload = encode(entry.event)
    return {
        "id": entry.id,
        "rotation": entry.event.rotation,
        "at": entry.event.at,
        "kind": kind,
        "payload": payload,
    }


def _entry(row: Any) -> RosterEntry:
    return RosterEntry(EventId(row.id), decode_roster_event(row.kind, row.payload))
