"""`/incident resolve`: what was wrong, what fixed it, and it is over."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.incident import Incident
from bot.domain.milestone import Milestone, milestones
from bot.domain.permission import Action
from bot.domain.phrase import phrase
from bot.domain.proposal import proposals
from bot.domain.severity import Postmortem
from bot.slack import ids, moments
from bot.slack.kit import View
from bot.slack.request import Reply, Request, Routes, Verb
from bot.slack.resolve import views
from bot.store.timeline import Entry
from bot.usecases import resolve as usecase


async def asked(request: Request) -> Reply:
    """The form; or at once, with the words that were given."""
    if request.words:
        return await _resolve(request, request.words, {})
    async with request.read() as work:
        incident = await request.about(work)
        request.must(Action.RESOLVE, incident)
        incident.must_be_open()
        log = await work.timeline.read(incident.id)
    return Reply(opens=_modal(request, incident, log))


async def written(request: Request) -> Reply:
    view = request.body["view"]
    return await _resolve(request, views.parse(view), moments.said(view))


async def _resolve(
    request: Request, summary: str, said: Mapping[Milestone, datetime | None]
) -> Reply:
    async with request.begin() as work:
        incident = await request.about(work)
        request.must(Action.RESOLVE, incident)
        incident = await usecase.resolve(
            work, incident.id, by=request.by, summary=summary, said=said
        )
    return request.aside(incident, views.done(request.t, incident))


def _modal(request: Request, incident: Incident, log: Sequence[Entry]) -> View:
    severity = request.policy.severity(incident.severity)
    return views.modal(
        request.t,
        incident,
        announce=request.policy.workspace.announce,
        review=severity.postmortem is Postmortem.REQUIRED,
        known=milestones(log),
        offered=proposals(log),
        zone=request.actor.zone,
    )


ROUTES = Routes(
    verbs=(
        Verb(
            name="resolve",
            handler=asked,
            usage=phrase("[what was wrong and what fixed it]"),
            what=phrase("end the incident"),
            aliases=("resolved", "fixed"),
        ),
    ),
    actions={ids.RESOLVE: asked},
    views={views.FORM: written},
)
