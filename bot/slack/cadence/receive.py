"""“Nothing has changed” in one click, and a snooze with its reason."""

from bot.domain.permission import Action
from bot.slack import drafts, ids, writing
from bot.slack.cadence import views
from bot.slack.request import Reply, Request, Routes
from bot.usecases import remind_clients, update


async def no_change(request: Request) -> Reply:
    """The last update with a new promise, as a preview: one more press sends it."""
    request.must_belong()
    async with request.begin() as work:
        incident = await request.about(work)
        request.must(Action.UPDATE_CLIENTS, incident)
        last = await work.client_updates.last_sent(incident.id)
        state = last.state if last else None
        again = await update.no_change(
            work,
            incident.id,
            by=request.by,
            render=request.letters.render,
            next_by=writing.promise(work, incident, state) if state else None,
        )
        shown = await drafts.shown(request, work, again)
    return Reply(opens=shown)


async def snooze(request: Request) -> Reply:
    request.must_belong()
    async with request.read() as work:
        incident = await request.about(work)
        request.must(Action.UPDATE_CLIENTS, incident)
    return Reply(opens=views.snooze_form(request.t, incident))


async def snoozed(request: Request) -> Reply:
    length, reason = views.snooze_said(request.body["view"])
    async with request.begin() as work:
        incident = await request.about(work)
        request.must(Action.UPDATE_CLIENTS, incident)
        until = work.now + length
        await remind_clients.snooze(work, incident.id, until=until, reason=reason, by=request.by)
    return request.aside(incident, views.snoozed(request.t, incident, until))


ROUTES = Routes(
    actions={ids.NO_CHANGE: no_change, ids.SNOOZE: snooze},
    views={views.SNOOZE: snoozed},
)
