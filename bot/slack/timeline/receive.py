"""`/incident timeline`: what happened, in Slack, and a link to the page that lives."""

from bot.domain.incident import Incident
from bot.domain.phrase import phrase
from bot.slack import ids
from bot.slack.kit import View
from bot.slack.request import Reply, Request, Routes, Verb
from bot.slack.timeline import views
from bot.slack.timeline.views import Line, Place, Window
from bot.usecases.timeline import leaf


async def timeline(request: Request) -> Reply:
    """The newest of everything, and where a button says; in the modal it stands in."""
    request.must_belong()
    incident, view = await _read(request, Place.read(request.value))
    if not request.trigger:  # by mention, from which no modal opens
        url = _url(request, incident)
        return Reply(text=views.link(request.t, incident, url))
    within = request.body.get("view", {}).get("callback_id") == ids.TIMELINE
    return Reply(shows=view) if within else Reply(opens=view)


async def _read(request: Request, place: Place) -> tuple[Incident, View]:
    async with request.read() as work:
        incident = await request.about(work)
        found = await leaf(work, incident.id, place.strand, size=views.SIZE, start=place.start)
        now = work.now
    window = Window(
        lines=[Line(at=row.at, told=row.told) for row in found.rows],
        start=found.start,
        total=found.total,
    )
    if place == Place():
        async with request.store.begin() as work:
            await work.looks.took(incident.id, request.by, now)
    return incident, views.modal(request.t, incident, place, window, _url(request, incident))


def _url(request: Request, incident: Incident) -> str:
    return request.links.to("incidents", incident.id, request.by, now=request.store.clock())


ROUTES = Routes(
    verbs=(
        Verb(
            name="timeline",
            handler=timeline,
            what=phrase("all that happened, in order"),
            aliases=("history",),
        ),
    ),
    actions={ids.TIMELINE: timeline},
)
