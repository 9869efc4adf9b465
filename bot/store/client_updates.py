"""Client updates, drafted and sent, in and out of the database."""

from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.client_update import ClientUpdate, Recipient
from bot.domain.ids import ClientUpdateId, IncidentId, PersonId, RoomId
from bot.domain.language import Language
from bot.domain.refusal import Refusal
from bot.domain.severity import ClientState
from bot.store.rows import upsert
from bot.store.tables import client_updates


class ClientUpdates:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    def new_id(self) -> ClientUpdateId:
        return ClientUpdateId(uuid4().hex)

    async def get(self, id: ClientUpdateId, *, for_update: bool = False) -> ClientUpdate:
        wanted = select(client_updates).where(client_updates.c.id == id)
        if for_update:
            wanted = wanted.with_for_update()
        row = (await self._db.execute(wanted)).one_or_none()
        if row is None:
            raise Refusal("That draft is gone. Write the update again with `/incident update`.")
        return _update(row)

    async def last_sent(self, incident: IncidentId) -> ClientUpdate | None:
        wanted = (
            select(client_updates)
            .where(client_updates.c.incident_id == incident, client_updates.c.sent_at.is_not(None))
            .order_by(client_updates.c.sent_at.desc())
        )
        row = (await self._db.execute(wanted.limit(1))).first()
        return _update(row) if row else None

    async def save(self, update: ClientUpdate) -> None:
        row = {
            "id": update.id,
            "incident_id": update.incident,
            "state": update.state,
            "texts": dict(update.texts),
            "recipients": [[r.channel, list(r.languages)] for r in update.recipients],
            "next_by": update.next_by,
            "drafted_by": update.drafted_by,
            "drafted_at": update.drafted_at,
            "sent_at": update.sent_at,
        }
        await upsert(self._db, client_updates, row)


def _update(row: Any) -> ClientUpdate:
    return ClientUpdate(
        id=ClientUpdateId(row.id),
        incident=IncidentId(row.incident_id),
        state=ClientState(row.state),
        texts={Language(language): text for language, text in row.texts.items()},
        recipients=tuple(
            Recipient(channel=RoomId(channel), languages=tuple(map(Language, languages)))
            for channel, languages in row.recipients
        ),
        next_by=row.next_by,
        drafted_by=PersonId(row.drafted_by),
        drafted_at=row.drafted_at,
        sent_at=row.sent_at,
    )
