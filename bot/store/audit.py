"""Questions whose answer is nothing as long as the rules hold. Each reads an index, not a table."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import BindParameter, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.effects import PAGE
from bot.domain.ids import EscalationId, IncidentId
from bot.domain.incident import OPEN
from bot.domain.severity import SeverityName
from bot.store.tables import escalations, incidents, outbox

_STEP = escalations.c.next_step_at
_BEFORE = bindparam("before", type_=_STEP.type)
_TAKE: BindParameter[int] = bindparam("take")
_OPEN = incidents.c.status.in_(sorted(OPEN))
_PENDING = and_(outbox.c.settled_at.is_(None), outbox.c.buried_at.is_(None))

_UNPAGED = (
    select(incidents.c.id)
    .where(_OPEN, incidents.c.severity.in_(bindparam("paging", expanding=True)))
    .where(func.coalesce(incidents.c.service, "").not_in(bindparam("pathless", expanding=True)))
    .where(~select(escalations.c.id).where(escalations.c.incident_id == incidents.c.id).exists())
    .limit(_TAKE)
    .with_for_update(skip_locked=True)
)
_OUTLIVED = (
    select(escalations.c.id)
    .join(incidents, incidents.c.id == escalations.c.incident_id)
    .where(_STEP <= _BEFORE, ~_OPEN)
    .limit(_TAKE)
)
_FAR_OFF = select(escalations.c.id).where(_STEP > _BEFORE).limit(_TAKE)
_OVERDUE = select(func.count()).select_from(escalations).where(_STEP <= _BEFORE)
_ABANDONED = select(func.count()).where(_PENDING, outbox.c.leased_until <= _BEFORE)
_UNTRIED = select(func.count()).where(
    _PENDING,
    outbox.c.priority <= PAGE,
    outbox.c.due_at <= _BEFORE,
    outbox.c.attempts == 0,
)


class Audit:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def unpaged(
        self, paging: Collection[SeverityName], pathless: Collection[str], limit: int
    ) -> list[IncidentId]:
        """Open incidents of these severities without an escalation, locked.

        ``pathless``: services that page nobody; "" stands for an unknown service.
        """
        given = {"paging": list(paging), "pathless": list(pathless), "take": limit}
        found = await self._db.execute(_UNPAGED, given)
        return [IncidentId(id) for id in found.scalars()]

    async def outlived(self, before: datetime, limit: int) -> list[EscalationId]:
        """Runs of ended incidents whose next step would fire by then."""
        found = await self._db.execute(_OUTLIVED, {"before": before, "take": limit})
        return [EscalationId(id) for id in found.scalars()]

    async def far_off(self, after: datetime, limit: int) -> list[EscalationId]:
        """Runs whose next step is after that."""
        found = await self._db.execute(_FAR_OFF, {"before": after, "take": limit})
        return [EscalationId(id) for id in found.scalars()]

    async def overdue(self, before: datetime) -> int:
        """How many steps were due by then, and have not been fired."""
        return int(await self._db.scalar(_OVERDUE, {"before": before}) or 0)

    async def abandoned(self, before: datetime) -> int:
        """How many leases ran out by then, and nobody has taken the effect up."""
        return int(await self._db.scalar(_ABANDONED, {"before": before}) or 0)

    async def untried(self, before: datetime) -> int:
        """How many pages were due by then, and nobody has tried to send them."""
        return int(await self._db.scalar(_UNTRIED, {"before": before}) or 0)
