"""Everything the card and the panel show of one incident, read in one transaction."""

from collections.abc import Iterable

from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.domain.roll_call import roll_call
from bot.slack.panel import Glance, Stuck
from bot.store.sight import Sight, Story
from bot.store.work import Work


async def glance(work: Work, incident: Incident) -> Glance:
    entries = await work.timeline.read(incident.id)
    return Glance(
        incident=incident,
        policy=work.policy,
        runs=await work.escalations.of_incident(incident.id),
        calls=roll_call(entry.event for entry in entries),
        stuck=_stuck((row, kind) for row, kind, _ in await work.outbox.buried(incident.id)),
        troubled=tuple((await work.deliveries.troubled([incident.id])).get(incident.id, ())),
    )


def glance_of(policy: Policy, sight: Sight, story: Story) -> Glance:
    """The same, of what was read for many senders at once."""
    return Glance(
        incident=sight.incident,
        policy=policy,
        runs=sight.runs,
        calls=roll_call(story.events),
        stuck=_stuck(story.buried),
        troubled=story.troubled,
    )


def _stuck(buried: Iterable[tuple[int, str]]) -> tuple[Stuck, ...]:
    """What was given up. An edit of the card is left out: whoever reads this sees a newer one."""
    return tuple(Stuck(row, kind) for row, kind in buried if kind != "RefreshCard")
