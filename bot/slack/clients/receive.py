"""`/incident clients`: see and change who is affected, and so who is written to."""

from collections.abc import Sequence

from bot.domain.permission import Action
from bot.domain.phrase import phrase
from bot.domain.service import ClientName
from bot.slack import audiences, words
from bot.slack.clients import views
from bot.slack.request import Reply, Request, Routes, Verb
from bot.usecases import update


async def asked(request: Request) -> Reply:
    """With names at once; alone, the form."""
    request.must_belong()
    if request.words:
        typed = await words.said(request, request.words)
        return await _set(request, views.clients_in(request.policy, typed))
    async with request.read() as work:
        incident = await request.about(work)
        request.must(Action.UPDATE_CLIENTS, incident)
    return Reply(opens=views.clients_form(request.t, incident, request.policy))


async def chosen(request: Request) -> Reply:
    return await _set(request, views.clients_said(request.body["view"]))


async def _set(request: Request, clients: Sequence[ClientName]) -> Reply:
    async with request.begin() as work:
        incident = await request.about(work)
        request.must(Action.UPDATE_CLIENTS, incident)
        incident = await update.set_clients(work, incident.id, clients, by=request.by)
    return request.aside(incident, views.changed(request.t, incident, request.policy))


async def offered(request: Request) -> Reply:
    """The menu of clients, here and in the form of an update."""
    request.must_belong()
    found = [audiences.client_option(request.policy, name) for name in request.policy.clients]
    return Reply(options=audiences.matching(found, request.words))


ROUTES = Routes(
    verbs=(
        Verb(
            name="clients",
            handler=asked,
            usage=phrase("[name, name …]"),
            what=phrase("say which clients are affected"),
        ),
    ),
    views={views.FORM: chosen},
    options={audiences.CLIENTS: offered},
)
