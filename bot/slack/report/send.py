"""A report goes where the policy says; of a private incident, to its room alone."""

from datetime import timedelta

from bot.domain.audience import announced
from bot.domain.delivery import Later
from bot.domain.effects import PostReport
from bot.domain.events import StakeholderReport, TacticalReport
from bot.slack.desk import Desk, key
from bot.slack.report import views
from bot.store.outbox import Parcel
from bot.usecases.deliver import After, Senders

#: A room is opened within seconds.
_SOON = timedelta(seconds=5)


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
        if place is None:
            # Made private, it has no room yet: what was written is not lost meanwhile.
            raise Later(desk.store.clock() + _SOON)
        await desk.slack.post(place, str(text), blocks, key=key(parcel))
        return None

    return {PostReport: post}
