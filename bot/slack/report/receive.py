"""`/incident report`: to those who work on it, and to managers. Clients read neither."""

from bot.domain import milestone, report
from bot.domain.events import Milestone, StakeholderReport, TacticalReport
from bot.domain.ids import RoomId
from bot.domain.incident import Incident
from bot.domain.phrase import phrase
from bot.domain.refusal import Refusal
from bot.domain.text import clip
from bot.slack import ids, words
from bot.slack.command import split
from bot.slack.report import views
from bot.slack.request import Reply, Request, Routes, Verb
from bot.usecases import report as usecase

_TACTICAL = {"tactical", "responders", "room"}
_STAKEHOLDERS = {"stakeholders", "stakeholder", "managers", "executive"}
_SHOWN = 40


async def asked(request: Request) -> Reply:
    request.must_belong()
    word, _ = split(request.words)
    if word in _TACTICAL:
        return await tactical(request)
    if word in _STAKEHOLDERS:
        return await stakeholders(request)
    if word:
        raise Refusal(
            "There is no report “{name}”. `/incident report tactical` is for responders, "
            "`/incident report stakeholders` for managers.",
            name=clip(word, _SHOWN),
        )
    async with request.read() as work:
        incident = await request.about(work)
    text, blocks = views.which(request.t, incident)
    return Reply(text=text, blocks=blocks)


async def tactical(request: Request) -> Reply:
    request.must_belong()
    async with request.read() as work:
        incident = await request.about(work)
        incident.must_be_open()
        log = await work.timeline.read(incident.id)
    known = await words.names(request)
    form = views.tactical_form(
        request.t,
        incident,
        last=report.last(log, TacticalReport),
        actions=report.actions(log),
        lead=known.get(incident.lead, "") if incident.lead else "",
        place=_place(incident, request.policy.reports.tactical),
    )
    return Reply(opens=form)


async def stakeholders(request: Request) -> Reply:
    request.must_belong()
    async with request.read() as work:
        incident = await request.about(work)
        log = await work.timeline.read(incident.id)
    began = milestone.milestones(log).get(Milestone.STARTED)
    form = views.stakeholder_form(
        request.t,
        incident,
        last=report.last(log, StakeholderReport),
        since=began.at if began else None,
        place=_place(incident, request.policy.reports.stakeholders),
    )
    return Reply(opens=form)


async def tactical_written(request: Request) -> Reply:
    request.must_belong()
    filled = views.said(request.body["view"])
    async with request.begin() as work:
        incident = await request.about(work)
        await usecase.tactical(work, incident.id, by=request.by, **filled)
    place = _place(incident, request.policy.reports.tactical)
    return request.aside(incident, views.posted(request.t, incident, place))


async def stakeholders_written(request: Request) -> Reply:
    request.must_belong()
    filled = views.said(request.body["view"])
    async with request.begin() as work:
        incident = await request.about(work)
        await usecase.to_stakeholders(work, incident.id, by=request.by, **filled)
    place = _place(incident, request.policy.reports.stakeholders)
    return request.aside(incident, views.posted(request.t, incident, place))


def _place(incident: Incident, wanted: RoomId | None) -> RoomId | None:
    """Where it will stand; None for the room, which a private incident's never leaves."""
    return None if incident.private else wanted


ROUTES = Routes(
    verbs=(
        Verb(
            name="report",
            handler=asked,
            usage=phrase("[tactical | stakeholders]"),
            what=phrase("tell responders or managers how it stands"),
            aliases=("sitrep",),
        ),
    ),
    actions={ids.REPORT_TACTICAL: tactical, ids.REPORT_STAKEHOLDERS: stakeholders},
    views={views.TACTICAL: tactical_written, views.STAKEHOLDERS: stakeholders_written},
)
