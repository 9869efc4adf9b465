"""Many escalations at once, put into a database as declares would have left them."""

from datetime import datetime, timedelta

from sqlalchemy import insert

from bot.domain.escalation import Escalation
from bot.domain.ids import EscalationId, IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.domain.service import ServiceName
from bot.domain.severity import SeverityName
from bot.store import escalation_rows, incidents
from bot.store.database import Database
from bot.store.tables import escalations
from bot.store.tables import incidents as incidents_table

#: Whom the payments path asked first, five minutes before the storm.
FIRST, SERVICE = PersonId("U0OLENA"), ServiceName("payments-api")
_AT_ONCE = 500


async def brew(
    database: Database,
    policy: Policy,
    count: int,
    due_at: datetime,
    *,
    spread: timedelta = timedelta(),
    first: int = 1,
) -> None:
    """So many incidents, each waiting for level 2 of its path; due at once, or spread evenly."""
    path = policy.path_for(SERVICE)
    assert path is not None
    began = due_at - path.levels[0].wait
    for low in range(first, first + count, _AT_ONCE):
        numbers = range(low, min(low + _AT_ONCE, first + count))
        opened = [
            Incident(
                id=IncidentId(number),
                title="Card payments fail",
                severity=SeverityName("SEV1"),
                impact="Card payments fail",
                service=SERVICE,
                declared_by=FIRST,
                declared_at=began,
            )
            for number in numbers
        ]
        runs = [
            Escalation(
                id=EscalationId(f"{number:032}"),
                incident=IncidentId(number),
                path=path,
                position=1,
                next_step_at=due_at + spread * ((number - first) / count),
                paged=(FIRST,),
                waiting=(FIRST,),
                first_paged_at=began,
            )
            for number in numbers
        ]
        async with database.write() as connection:
            rows = [incidents._row(each) for each in opened]
            await connection.execute(insert(incidents_table), rows)
            await connection.execute(
                insert(escalations), [escalation_rows.row(run) for run in runs]
            )
