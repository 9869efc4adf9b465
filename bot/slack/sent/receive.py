"""`/incident updates`: what clients were told, who got it, and a text for the helpdesk."""

from bot.domain.client_update import ClientUpdate
from bot.domain.incident import Incident
from bot.domain.permission import Action
from bot.domain.phrase import phrase
from bot.slack import ids
from bot.slack.preview import pressed
from bot.slack.request import Reply, Request, Routes, Verb
from bot.slack.sent import views
from bot.store.work import Work
from bot.usecases import update as usecase


async def listed(request: Request) -> Reply:
    request.must_belong()
    async with request.read() as work:
        incident = await request.about(work)
        updates = await work.client_updates.of_incident(incident.id)
        story = await _story(work, incident, updates)
    return Reply(opens=views.listed(request.t, story))


async def whereabouts(request: Request) -> Reply:
    """Who got it; pressed inside its own modal, that shows how it stands now."""
    async with request.read() as work:
        incident, update = await _named(request, work)
        story = await _story(work, incident, [update])
    shown = views.whereabouts(request.t, story, update)
    view = request.body.get("view") or {}
    if view.get("callback_id") == views.WHEREABOUTS:
        return Reply(shows=shown)
    return Reply(opens=shown)


async def copied(request: Request) -> Reply:
    async with request.read() as work:
        _, update = await _named(request, work)
    return Reply(opens=views.macro(request.t, update))


async def withdrawn(request: Request) -> Reply:
    """A draft that nobody is to read: it waits for no approval any more. The list shows it so."""
    async with request.begin() as work:
        incident, update = await _named(request, work)
        request.must(Action.UPDATE_CLIENTS, incident)
        await usecase.withdraw(work, update.id, by=request.by)
        updates = await work.client_updates.of_incident(incident.id)
        story = await _story(work, incident, updates)
    return Reply(shows=views.listed(request.t, story))


async def _named(request: Request, work: Work) -> tuple[Incident, ClientUpdate]:
    request.must_belong()
    update = await work.client_updates.get(pressed(request.value).update)
    incident = await work.incidents.get(update.incident)
    await request.must_see(work, incident)
    return incident, update


async def _story(work: Work, incident: Incident, updates: views.Updates) -> views.Story:
    sent = [update.id for update in updates if update.sent_at is not None]
    return views.Story(
        incident=incident,
        policy=work.policy,
        updates=updates,
        deliveries={id: await work.deliveries.of_update(id) for id in sent[-views.SHOWN :]},
    )


ROUTES = Routes(
    verbs=(Verb(name="updates", handler=listed, what=phrase("list what clients were told")),),
    actions={
        ids.UPDATE_STATE: whereabouts,
        ids.COPY_UPDATE: copied,
        ids.WITHDRAW_UPDATE: withdrawn,
    },
)
