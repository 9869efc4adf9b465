"""Say how it stands: to those who work on it, and to managers."""

from bot.domain import milestone, report
from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.milestone import Milestone
from bot.store.work import Work


async def tactical(
    work: Work, id: IncidentId, *, conditions: str, actions: str, needs: str = "", by: PersonId
) -> Incident:
    incident = await work.incidents.get(id, for_update=True)
    change = report.tactical(
        incident, conditions=conditions, actions=actions, needs=needs, by=by, at=work.now
    )
    return await work.record(change)


async def to_stakeholders(
    work: Work,
    id: IncidentId,
    *,
    summary: str,
    seen: str,
    doing: str,
    needs: str = "",
    by: PersonId,
) -> Incident:
    incident = await work.incidents.get(id, for_update=True)
    began = milestone.milestones(await work.timeline.read(id)).get(Milestone.STARTED)
    change = report.to_stakeholders(
        incident,
        summary=summary,
        seen=seen,
        doing=doing,
        needs=needs,
        since=began.at if began else None,
        by=by,
        at=work.now,
    )
    return await work.record(change)
