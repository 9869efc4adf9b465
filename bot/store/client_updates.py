"""Client updates, drafted, agreed to and sent, in and out of the database."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.client_update import ClientUpdate
from bot.domain.ids import ClientUpdateId, IncidentId
from bot.domain.incident import Incident
from bot.domain.refusal import Refusal
from bot.store.incidents import Incidents
from bot.store.rows import upsert
from bot.store.tables import client_updates
from bot.store.update_rows import row_of, update_of

_PENDING = and_(client_updates.c.sent_at.is_(None), client_updates.c.withdrawn_at.is_(None))


class ClientUpdates:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    def new_id(self) -> ClientUpdateId:
        return ClientUpdateId(uuid4().hex)

    async def next_number(self, incident: IncidentId) -> int:
        """Whoever asks holds the incident's lock."""
        highest = select(func.max(client_updates.c.number))
        of = highest.where(client_updates.c.incident_id == incident)
        return ((await self._db.execute(of)).scalar_one() or 0) + 1

    async def find(self, id: ClientUpdateId, *, for_update: bool = False) -> ClientUpdate | None:
        wanted = select(client_updates).where(client_updates.c.id == id)
        if for_update:
            wanted = wanted.with_for_update()
        row = (await self._db.execute(wanted)).one_or_none()
        return update_of(row) if row else None

    async def get(self, id: ClientUpdateId, *, for_update: bool = False) -> ClientUpdate:
        update = await self.find(id, for_update=for_update)
        if update is None:
            raise Refusal("That draft is gone. Write the update again with `/incident update`.")
        return update

    async def locked(self, id: ClientUpdateId) -> tuple[Incident, ClientUpdate]:
        """Both as they are now, the incident locked first: everybody locks in this order."""
        about = (await self.get(id)).incident
        incident = await Incidents(self._db).get(about, for_update=True)
        return incident, await self.get(id, for_update=True)

    async def last_sent(self, incident: IncidentId) -> ClientUpdate | None:
        wanted = (
            select(client_updates)
            .where(client_updates.c.incident_id == incident, client_updates.c.sent_at.is_not(None))
            .order_by(client_updates.c.sent_at.desc(), client_updates.c.number.desc())
        )
        row = (await self._db.execute(wanted.limit(1))).first()
        return update_of(row) if row else None

    async def of_incident(self, incident: IncidentId) -> tuple[ClientUpdate, ...]:
        """All, drafts included, by their numbers."""
        wanted = select(client_updates).where(client_updates.c.incident_id == incident)
        rows = await self._db.execute(wanted.order_by(client_updates.c.number))
        return tuple(update_of(row) for row in rows)

    async def waiting(
        self, incident: IncidentId, *, for_update: bool = False
    ) -> tuple[ClientUpdate, ...]:
        """Those that may still be sent, by their numbers."""
        wanted = (
            select(client_updates)
            .where(client_updates.c.incident_id == incident, _PENDING)
            .order_by(client_updates.c.number)
        )
        if for_update:
            wanted = wanted.with_for_update()
        return tuple(update_of(row) for row in await self._db.execute(wanted))

    async def expired(self, now: datetime, limit: int) -> tuple[ClientUpdateId, ...]:
        """Those whose approval has ended, by incident. Not locked: incidents are, before them."""
        wanted = (
            select(client_updates.c.id, client_updates.c.incident_id)
            .where(client_updates.c.approval_ends_at <= now)
            .order_by(client_updates.c.approval_ends_at)
            .limit(limit)
        )
        due = wanted.subquery()
        ordered = select(due.c.id).order_by(due.c.incident_id, due.c.id)
        return tuple(ClientUpdateId(row.id) for row in await self._db.execute(ordered))

    async def save(self, update: ClientUpdate) -> None:
        await upsert(self._db, client_updates, row_of(update))
