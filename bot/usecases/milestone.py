"""Say when it began, was noticed, was over; or say it better than before."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain import milestone
from bot.domain.events import MilestoneSet
from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.milestone import Milestone
from bot.store.work import Work


async def set_milestones(
    work: Work,
    id: IncidentId,
    said: Mapping[Milestone, datetime | None],
    *,
    by: PersonId,
    reason: str = "",
) -> tuple[Incident, tuple[MilestoneSet, ...]]:
    """All of them or none, and what changed. ``said`` in UTC; None for what nobody knows."""
    incident = await work.incidents.get(id, for_update=True)
    log = await work.timeline.read(id, milestone.KINDS)
    change = milestone.set_all(incident, log, said, reason=reason, by=by, at=work.now)
    facts = tuple(event for event in change.events if isinstance(event, MilestoneSet))
    return await work.record(change), facts
