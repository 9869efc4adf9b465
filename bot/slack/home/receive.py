"""App Home: shown anew whenever it is opened or refreshed."""

from datetime import timedelta
from functools import partial

from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.standing import Turn, on_duty, turns_of
from bot.slack import ids
from bot.slack.home import views
from bot.slack.home.views import Day, Duty
from bot.slack.request import Reply, Request, Routes
from bot.store.work import Work

#: How many shifts to come it shows, and how far ahead it looks.
NEXT = 3
AHEAD = timedelta(days=30)


async def opened(request: Request) -> Reply | None:
    """Slack tells of the Messages tab with the same event."""
    if request.body["event"].get("tab") != "home":
        return None
    return Reply(then=partial(_publish, request))


async def refreshed(request: Request) -> Reply:
    return Reply(then=partial(_publish, request))


async def _publish(request: Request) -> None:
    """After the ack: an event names no actor, so who it is may have to be asked first."""
    actor = await request.people.actor(request.by)
    allowed = not actor.guest or actor.id in request.policy.permissions.guests
    if allowed:
        async with request.read() as work:
            day = await _day(work, actor.id)
        view = views.page(actor.t, request.policy, day)
    else:
        view = views.stranger(actor.t)
    await request.slack.publish_home(actor.id, view)


async def _day(work: Work, person: PersonId) -> Day:
    member_of = await work.incidents.of_member(person)
    visible = {
        incident.id: incident
        for incident in await work.incidents.open()
        if not incident.private or incident.id in member_of
    }
    paged = [run.incident for run in await work.escalations.active() if person in run.paged]
    rosters = await work.rosters.all()
    coming = turns_of(rosters, person, work.now, work.now + AHEAD)
    later = [turn for turn in coming if turn.shift.start > work.now]
    return Day(
        duties=tuple(_duty(work, turn) for turn in on_duty(rosters, person, work.now)),
        next=tuple(_duty(work, turn) for turn in later[:NEXT]),
        pages=_found(visible, paged),
        open=tuple(visible.values()),
        now=work.now,
    )


def _found(visible: dict[IncidentId, Incident], wanted: list[IncidentId]) -> tuple[Incident, ...]:
    return tuple(visible[id] for id in dict.fromkeys(wanted) if id in visible)


def _duty(work: Work, turn: Turn) -> Duty:
    rotation = work.policy.rotations[turn.rotation]
    return Duty(rotation.title, turn.shift.start, turn.shift.end)


ROUTES = Routes(
    actions={ids.REFRESH_HOME: refreshed},
    events={"app_home_opened": opened},
)
