"""The timeline: events appended, read back in the order they happened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import and_, bindparam, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event
from bot.domain.ids import EventId, IncidentId, PersonId
from bot.store.bulk import MANY, insert_all
from bot.store.codec import PAYLOAD, decode_event, encode, encode_text
from bot.store.tables import events

# Building a statement costs more than running it, so they are built once.
_APPEND = insert(events)
_STORY = (
    select(events)
    .where(events.c.incident_id == bindparam("incident"))
    .order_by(events.c.at, events.c.seq)
)
_OF_KINDS = _STORY.where(events.c.kind.in_(bindparam("kinds", expanding=True)))
#: Where each entry stands, without what it says: ten thousand of them are read in no time.
_PLACES = (
    select(
        events.c.id,
        events.c.kind,
        events.c.at,
        events.c.payload["said_at"].as_string().label("said_at"),
        events.c.payload["entry"].as_string().label("entry"),
        events.c.payload["moment"].as_string().label("moment"),
    )
    .where(events.c.incident_id == bindparam("incident"))
    .order_by(events.c.at, events.c.seq)
)
_SOME = (
    select(events)
    .where(
        events.c.incident_id == bindparam("incident"),
        or_(
            events.c.id.in_(bindparam("ids", expanding=True)),
            and_(
                events.c.kind.in_(("EntryCorrected", "EntryRemoved", "EvidenceKept")),
                events.c.payload["entry"].as_string().in_(bindparam("about", expanding=True)),
            ),
        ),
    )
    .order_by(events.c.at, events.c.seq)
)
_NEWEST = select(func.max(events.c.seq)).where(events.c.incident_id == bindparam("incident"))
_STORIES = (
    select(events)
    .where(events.c.incident_id.in_(bindparam("incidents", expanding=True)))
    .order_by(events.c.at, events.c.seq)
)
_ONE = select(events).where(events.c.id == bindparam("it"))

_PERSON = events.c.payload["person"].as_string()
_PAGES = (
    select(_PERSON.label("person"), func.count().label("pages"))
    .where(
        events.c.kind.in_(("ResponderPaged", "PersonCalled")),
        events.c.at >= bindparam("since", type_=events.c.at.type),
    )
    .group_by("person")
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event with the id by which effects and postmortems cite it."""

    id: EventId
    event: Event


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands: ``at`` is when it happened, UTC, as far as that was corrected."""

    id: EventId
    kind: str
    at: datetime


class Timeline:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    def new_id(self) -> EventId:
        return EventId(uuid4().hex[:16])

    async def append(self, entries: Sequence[Entry]) -> None:
        if len(entries) < MANY:
            await self._db.execute(_APPEND, [_row(entry, encode) for entry in entries])
        else:
            rows = [_row(entry, encode_text) for entry in entries]
            await insert_all(self._db, events, rows, texts=PAYLOAD)

    async def read(
        self, incident: IncidentId, kinds: Sequence[type[Event]] = ()
    ) -> tuple[Entry, ...]:
        """In the order it was recorded; with ``kinds``, only those."""
        told = {"incident": incident}
        if not kinds:
            rows = await self._db.execute(_STORY, told)
        else:
            rows = await self._db.execute(_OF_KINDS, {**told, "kinds": [k.__name__ for k in kinds]})
        return tuple(_entry(row) for row in rows)

    async def places(self, incident: IncidentId) -> tuple[Place, ...]:
        """Every entry in the order it happened."""
        rows = (await self._db.execute(_PLACES, {"incident": incident})).all()
        corrected = {
            row.entry: row.moment for row in rows if row.kind == "EntryCorrected" and row.moment
        }
        found = [
            Place(EventId(row.id), row.kind, _happened(row, corrected.get(row.id))) for row in rows
        ]
        return tuple(sorted(found, key=lambda place: place.at))

    async def some(self, incident: IncidentId, ids: Sequence[EventId]) -> tuple[Entry, ...]:
        """These entries, and what was said later about them, in the order it was recorded."""
        wanted = {"incident": incident, "ids": ids, "about": ids}
        rows = await self._db.execute(_SOME, wanted)
        return tuple(_entry(row) for row in rows)

    async def newest(self, incident: IncidentId) -> int:
        """A number that grows with every entry; 0 where there is none."""
        return await self._db.scalar(_NEWEST, {"incident": incident}) or 0

    async def of_incidents(self, incidents: Sequence[IncidentId]) -> tuple[Entry, ...]:
        """All timelines of several incidents, in the order of time."""
        rows = await self._db.execute(_STORIES, {"incidents": incidents})
        return tuple(_entry(row) for row in rows)

    async def get(self, id: EventId) -> Entry | None:
        row = (await self._db.execute(_ONE, {"it": id})).one_or_none()
        return _entry(row) if row else None

    async def pages(self, since: datetime) -> dict[PersonId, int]:
        """How often each person was paged from an instant on, by any incident."""
        rows = await self._db.execute(_PAGES, {"since": since})
        return {PersonId(row.person): row.pages for row in rows if row.person}


def _row(entry: Entry, encode: Callable[[Event], tuple[str, Any]]) -> dict[str, Any]:
    kind, payload = encode(entry.event)
    return {
        "id": entry.id,
        "incident_id": entry.event.incident,
        "at": entry.event.at,
        "kind": kind,
        "payload": payload,
    }


def _happened(row: Any, corrected: str | None) -> datetime:
    """A note happened when it was said, or when it is said to have been."""
    told = corrected or (row.said_at if row.kind == "NoteAdded" else None)
    at: datetime = datetime.fromisoformat(told) if told else row.at
    return at


def _entry(row: Any) -> Entry:
    return Entry(EventId(row.id), decode_event(row.kind, row.payload))
