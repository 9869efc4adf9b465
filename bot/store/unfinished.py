"""What somebody has typed of a client update: kept, so that a closed form loses nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.client_update import Draft
from bot.domain.ids import ClientUpdateId, IncidentId, PersonId
from bot.store.codec import adapter
from bot.store.rows import upsert
from bot.store.tables import unfinished_updates

_ONE = and_(
    unfinished_updates.c.incident_id == bindparam("about"),
    unfinished_updates.c.person_id == bindparam("whose"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """As far as it was typed; nothing in it is checked. ``update`` is the draft it continues."""

    incident: IncidentId
    person: PersonId
    update: ClientUpdateId | None = None
    said: Draft
    saved_at: datetime


class UnfinishedUpdates:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def get(self, incident: IncidentId, person: PersonId) -> Unfinished | None:
        wanted = select(unfinished_updates).where(_ONE)
        row = (await self._db.execute(wanted, {"about": incident, "whose": person})).one_or_none()
        if row is None:
            return None
        return Unfinished(
            incident=incident,
            person=person,
            update=ClientUpdateId(row.update_id) if row.update_id else None,
            said=adapter(Draft).validate_python(row.said),
            saved_at=row.saved_at,
        )

    async def save(self, paper: Unfinished) -> None:
        row = {
            "incident_id": paper.incident,
            "person_id": paper.person,
            "update_id": paper.update,
            "said": adapter(Draft).dump_python(paper.said, mode="json"),
            "saved_at": paper.saved_at,
        }
        await upsert(self._db, unfinished_updates, row)

    async def drop(self, incident: IncidentId, person: PersonId) -> None:
        gone = unfinished_updates.delete().where(_ONE)
        await self._db.execute(gone, {"about": incident, "whose": person})
