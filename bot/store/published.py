"""Sent updates that the public may read: of incidents that are neither private nor drills now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import ClientUpdateId
from bot.domain.published import Published, published
from bot.store.tables import client_updates, incidents
from bot.store.update_rows import update_of

# Spelled as in the partial index, so that both databases see that it answers this.
_PRIVATE = select(func.count()).select_from(incidents).where(text("private"))
_SENT = client_updates.c.sent_at
_STAMP = select(func.count(_SENT), func.max(_SENT), _PRIVATE.scalar_subquery()).where(
    _SENT.is_not(None)
)
_IDS = (
    select(client_updates.c.id)
    .join(incidents, incidents.c.id == client_updates.c.incident_id)
    .where(_SENT.is_not(None), incidents.c.private.is_(False), incidents.c.drill.is_(False))
)
_SEVERAL = _IDS.with_only_columns(client_updates).where(
    client_updates.c.id.in_(bindparam("them", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Differs when something was sent, or became private, since."""

    sent: int
    last_at: datetime | None
    private: int


class PublishedUpdates:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def stamp(self) -> Stamp:
        """Two counts over small indexes: cheap enough for every second."""
        return Stamp(*(await self._db.execute(_STAMP)).one())

    async def ids(self) -> frozenset[ClientUpdateId]:
        """Of all that may be read now, and of sent updates that never went to the page."""
        return frozenset(ClientUpdateId(row.id) for row in await self._db.execute(_IDS))

    async def several(self, ids: Collection[ClientUpdateId]) -> Sequence[Published]:
        """Those of them that went to the page and may be read still."""
        rows = await self._db.execute(_SEVERAL, {"them": list(ids)})
        found = (published(update_of(row)) for row in rows)
        return [each for each in found if each]
