"""End it: say what was wrong, let the people being paged sleep."""

from bot.domain import escalation, lifecycle
from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Incident
from bot.store.work import Work


async def resolve(work: Work, id: IncidentId, *, by: PersonId, summary: str) -> Incident:
    incident = await work.incidents.get(id, for_update=True)
    severity = work.policy.severity(incident.severity)
    change = lifecycle.resolve(incident, summary=summary, severity=severity, by=by, at=work.now)
    resolved = await work.record(change)
    for run in await work.escalations.of_incident(id, for_update=True):
        await work.record(escalation.stop(run, at=work.now))
    return resolved
