"""When something is due next: one look at the partial indexes, whatever waits there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import escalations, incidents

_STEP, _LEAD = escalations.c.next_step_at, incidents.c.lead_due_at
_NEXT = select(
    select(func.min(_STEP)).where(_STEP.is_not(None)).scalar_subquery().label("step"),
    select(func.min(_LEAD)).where(_LEAD.is_not(None)).scalar_subquery().label("lead"),
)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The earliest of each kind, past ones included; UTC."""

    step: datetime | None
    lead: datetime | None

    def passed(self, now: datetime) -> bool:
        return self.next is not None and self.next <= now

    @property
    def next(self) -> datetime | None:
        return min(filter(None, (self.step, self.lead)), default=None)


async def next_deadlines(connection: AsyncConnection) -> Deadlines:
    row = (await connection.execute(_NEXT)).one()
    return Deadlines(row.step, row.lead)
