"""When something is due next: one look at the partial indexes, whatever waits there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import client_updates, escalations, incidents

_STEP, _LEAD = escalations.c.next_step_at, incidents.c.lead_due_at
_CLOCK = incidents.c.clock_alarm_at
_UPDATE, _APPROVAL = incidents.c.update_alarm_at, client_updates.c.approval_ends_at
_NEXT = select(
    select(func.min(_STEP)).where(_STEP.is_not(None)).scalar_subquery().label("step"),
    select(func.min(_LEAD)).where(_LEAD.is_not(None)).scalar_subquery().label("lead"),
    select(func.min(_CLOCK)).where(_CLOCK.is_not(None)).scalar_subquery().label("clock"),
    select(func.min(_UPDATE)).where(_UPDATE.is_not(None)).scalar_subquery().label("update"),
    select(func.min(_APPROVAL)).where(_APPROVAL.is_not(None)).scalar_subquery().label("approval"),
)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The earliest of each kind, past ones included; UTC."""

    step: datetime | None
    lead: datetime | None
    #: The next alarm of a regulatory clock.
    clock: datetime | None
    #: The next alarm about a client update.
    update: datetime | None
    #: The end of an approval.
    approval: datetime | None

    def passed(self, now: datetime) -> bool:
        return self.next is not None and self.next <= now

    @property
    def next(self) -> datetime | None:
        kinds = (self.step, self.lead, self.clock, self.update, self.approval)
        return min(filter(None, kinds), default=None)


async def next_deadlines(connection: AsyncConnection) -> Deadlines:
    row = (await connection.execute(_NEXT)).one()
    return Deadlines(row.step, row.lead, row.clock, row.update, row.approval)
