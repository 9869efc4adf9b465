"""App Home: shown anew whenever it is opened or refreshed."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.roster import Roster
from bot.slack import ids
from bot.slack.home import views
from bot.slack.home.views import Day, Duty
from bot.slack.request import Reply, Request, Routes
from bot.store.work import Work


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
    return Day(
        duties=_duties((await work.rosters.all()).values(), person, work.now),
        pages=_found(visible, paged),
        open=tuple(visible.values()),
        now=work.now,
    )


def _found(visible: dict[IncidentId, Incident], wanted: list[IncidentId]) -> tuple[Incident, ...]:
    return tuple(visible[id] for id in dict.fromkeys(wanted) if id in visible)


def _duties(rosters: Iterable[Roster], person: PersonId, now: datetime) -> tuple[Duty, ...]:
    return tuple(
        Duty(roster.rotation.title, roster.shift_at(now).end)
        for roster in rosters
        if person in roster.on_call(now)
    )


ROUTES = Routes(
    actions={ids.REFRESH_HOME: refreshed},
    events={"app_home_opened": opened},
)
