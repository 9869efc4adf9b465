"""Everything the card and the panel show of one incident, read in one transaction."""

from bot.domain.incident import Incident
from bot.domain.roll_call import roll_call
from bot.slack.panel import Glance, Stuck
from bot.store.work import Work


async def glance(work: Work, incident: Incident) -> Glance:
    entries = await work.timeline.read(incident.id)
    return Glance(
        incident=incident,
        policy=work.policy,
        runs=await work.escalations.of_incident(incident.id),
        calls=roll_call(entry.event for entry in entries),
        stuck=await _stuck(work, incident),
    )


async def _stuck(work: Work, incident: Incident) -> tuple[Stuck, ...]:
    """What was given up. An edit of the card is left out: whoever reads this sees a newer one."""
    buried = await work.outbox.buried(incident.id)
    return tuple(Stuck(row, kind) for row, kind, _ in buried if kind != "RefreshCard")
