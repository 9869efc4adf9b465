"""Where the bot's own messages are, so that it can keep them up to date."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import IncidentId, PersonId, RoomId
from bot.store.rows import upsert
from bot.store.tables import cards


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A message of ours. ``kind`` and ``ref`` name what it shows: ``card`` of incident 12."""

    kind: str
    ref: str
    #: None for a message about no incident, such as a request for cover.
    incident: IncidentId | None = None
    channel: RoomId
    ts: str
    person: PersonId | None = None


# Building a statement costs more than running it, so the busiest are built once.
_OF_KIND = select(cards).where(cards.c.kind == bindparam("what"))
_ONE = _OF_KIND.where(cards.c.ref == bindparam("which"))
_FROM = _OF_KIND.where(
    cards.c.ref >= bindparam("first"), cards.c.ref < bindparam("beyond")
).order_by(cards.c.ref)
_ALL = _OF_KIND.where(cards.c.incident_id == bindparam("incident")).order_by(cards.c.ref)

_OF_SEVERAL = select(cards).where(cards.c.incident_id.in_(bindparam("incidents", expanding=True)))


class Cards:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def get(self, kind: str, ref: str) -> Card | None:
        row = (await self._db.execute(_ONE, {"what": kind, "which": ref})).one_or_none()
        return _card(row) if row else None

    async def of(self, kind: str, incident: IncidentId) -> tuple[Card, ...]:
        rows = await self._db.execute(_ALL, {"what": kind, "incident": incident})
        return tuple(_card(row) for row in rows)

    async def of_incidents(self, incidents: Sequence[IncidentId]) -> tuple[Card, ...]:
        rows = await self._db.execute(_OF_SEVERAL, {"incidents": incidents})
        return tuple(_card(row) for row in rows)

    async def beginning(self, kind: str, start: str) -> tuple[Card, ...]:
        """Those whose reference is ``start``, a colon and more."""
        span = {"what": kind, "first": f"{start}:", "beyond": f"{start};"}
        return tuple(_card(row) for row in await self._db.execute(_FROM, span))

    async def put(self, card: Card) -> None:
        row = {
            "kind": card.kind,
            "ref": card.ref,
            "incident_id": card.incident,
            "channel": card.channel,
            "ts": card.ts,
            "person_id": card.person,
        }
        await upsert(self._db, cards, row)

    async def remove(self, kind: str, ref: str) -> None:
        await self._db.execute(cards.delete().where(cards.c.kind == kind, cards.c.ref == ref))


def _card(row: Any) -> Card:
    return Card(
        kind=row.kind,
        ref=row.ref,
        incident=IncidentId(row.incident_id) if row.incident_id else None,
        channel=RoomId(row.channel),
        ts=row.ts,
        person=PersonId(row.person_id) if row.person_id else None,
    )
