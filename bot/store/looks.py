"""Who has seen how much of an incident."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import IncidentId, PersonId
from bot.store.rows import upsert
from bot.store.tables import looks

_LAST = select(looks.c.at).where(
    looks.c.incident_id == bindparam("it"), looks.c.person_id == bindparam("person")
)


class Looks:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def last(self, incident: IncidentId, person: PersonId) -> datetime | None:
        """When they last looked, UTC; None for somebody who never did."""
        found: datetime | None = await self._db.scalar(_LAST, {"it": incident, "person": person})
        return found

    async def took(self, incident: IncidentId, person: PersonId, now: datetime) -> None:
        await upsert(self._db, looks, {"incident_id": incident, "person_id": person, "at": now})
