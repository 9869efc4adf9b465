"""A report goes where the policy says; of a private incident, to its room alone."""

from bot.domain.audience import announced
from bot.domain.effects import PostReport
from bot.domain.events import StakeholderReport, TacticalReport
from bot.slack.desk import Desk, key
from bot.slack.report import views
from bot.store.outbox import Parcel
from bot.usecases.deliver import After, Senders


def senders(desk: Desk) -> Senders:
    async def post(effect: PostReport, parcel: Parcel) -> After | None:
        async with desk.store.read() as work:
            entry = await work.timeline.get(effect.event)
            # Read last: whether it may be told elsewhere is decided by what is true now.
            incident = await work.incidents.get(effect.incident)
        if entry is None:
            return None
        t, reports = desk.room_language(), desk.store.policy.reports
        match entry.event:
            case TacticalReport() as report:
                wanted = reports.tactical
                text, blocks = views.tactical(t, incident, report)
            case StakeholderReport() as report:
                wanted = reports.stakeholders
                outside = wanted is not None and announced(incident)
                text, blocks = views.stakeholder(t, incident, report, outside=outside)
            case _:
                return None
        place = wanted if wanted is not None and announced(incident) else incident.room
        if place is not None:
            await desk.slack.post(place, str(text), blocks, key=key(parcel))
        return None

    return {PostReport: post}
