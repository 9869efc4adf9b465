"""End it: say what was wrong, let the people being paged sleep."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from bot.domain import escalation, lifecycle, milestone
from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.milestone import Milestone
from bot.store.work import Work


async def resolve(
    work: Work,
    id: IncidentId,
    *,
    by: PersonId,
    summary: str,
    said: Mapping[Milestone, datetime | None] = MappingProxyType({}),
) -> Incident:
    """``said``: milestones that came with it; those left empty stay unknown."""
    incident = await work.incidents.get(id, for_update=True)
    if known := {each: moment for each, moment in said.items() if moment is not None}:
        log = await work.timeline.read(id, milestone.KINDS)
        incident = await work.record(milestone.set_all(incident, log, known, by=by, at=work.now))
    severity = work.policy.severity(incident.severity)
    change = lifecycle.resolve(incident, summary=summary, severity=severity, by=by, at=work.now)
    resolved = await work.record(change)
    for run in await work.escalations.of_incident(id, for_update=True):
        await work.record(escalation.stop(run, at=work.now))
    return resolved
