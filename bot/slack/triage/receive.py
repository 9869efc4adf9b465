"""`severity`, `status`, `role`, `title`, `service`: typed, pressed, or chosen in a form."""

from bot.domain import foresight
from bot.domain.escalation import State
from bot.domain.events import Milestone
from bot.domain.ids import PersonId
from bot.domain.incident import Incident, Status
from bot.domain.language import Language
from bot.domain.permission import Action
from bot.domain.phrase import Who, phrase
from bot.domain.policy import Policy
from bot.domain.proposal import proposals
from bot.domain.refusal import Refusal
from bot.domain.role import LEAD, RoleName
from bot.domain.service import ServiceName
from bot.domain.text import clip
from bot.i18n import translator
from bot.slack import ids, words
from bot.slack.command import split
from bot.slack.kit import Block, Mrkdwn
from bot.slack.request import Reply, Request, Routes, Verb
from bot.slack.triage import views
from bot.store.work import Work
from bot.usecases import triage

#: Enough of a mistyped word to recognise it in an answer.
_SHOWN = 40


async def severity(request: Request) -> Reply | None:
    request.must_belong()
    if not request.words:
        return await _severity_form(request)
    word, reason = split(request.words)
    return await _reclassify(request, word, await words.said(request, reason))


async def severity_chosen(request: Request) -> Reply | None:
    return await _reclassify(request, *views.severity_said(request.body["view"]))


async def _reclassify(request: Request, name: str, reason: str) -> Reply:
    wanted = request.policy.severity(name)
    async with request.begin() as work:
        incident = await request.about(work)
        request.must(Action.RECLASSIFY, incident)
        incident = await triage.reclassify(work, incident.id, wanted, by=request.by, reason=reason)
        paging = await _paging(work, incident)
    return request.aside(incident, views.reclassified(request.t, incident, wanted, paging))


async def _severity_form(request: Request) -> Reply:
    async with request.read() as work:
        incident = await _open(request, work)
        request.must(Action.RECLASSIFY, incident)
        paging = await _paging(work, incident)
    return Reply(opens=views.severity_form(request.t, incident, request.policy, paging))


async def status(request: Request) -> Reply | None:
    request.must_belong()
    if request.words:
        return await _set_status(request, _status(request.policy, request.words))
    async with request.read() as work:
        incident = await _open(request, work)
    return Reply(opens=views.status_form(request.t, incident, request.policy))


async def status_chosen(request: Request) -> Reply | None:
    return await _set_status(request, views.status_said(request.body["view"]))


async def _set_status(request: Request, wanted: Status) -> Reply:
    request.must_belong()
    async with request.begin() as work:
        incident = await request.about(work)
        incident = await triage.set_status(work, incident.id, wanted, by=request.by)
    told = views.status_set(request.t, incident, request.policy)
    if wanted is not Status.MONITORING:
        return request.aside(incident, told)
    return request.aside(incident, told, await _was_it_mitigated(request, incident, told))


async def _was_it_mitigated(request: Request, incident: Incident, told: Mrkdwn) -> list[Block]:
    """Monitoring says that a fix is in place, and not since when: that is asked, not assumed."""
    async with request.read() as work:
        log = await work.timeline.read(incident.id)
    some = proposals(log).get(Milestone.MITIGATED, ())
    if not some:
        return []
    return views.since_when(request.t, incident, told, some, request.actor.zone)


async def role(request: Request) -> Reply | None:
    """`role lead` takes it, `role lead @user` hands it over."""
    request.must_belong()
    if not request.words:
        async with request.read() as work:
            incident = await _open(request, work)
        return Reply(opens=views.role_form(request.t, incident, request.policy, request.by))
    name, rest = words.role_in(request.policy, request.words)
    person = None
    if rest:
        person, _ = words.person_in(rest, await words.names(request))
        if person is None:
            raise Refusal(
                "Name the person with @, for example `/incident role lead @olena`. "
                "Without a name you take the role yourself."
            )
    return await _hand_over(request, name, person or request.by)


async def lead(request: Request) -> Reply | None:
    """The role that people ask for by its own name."""
    return await role(request.with_words(f"{LEAD} {request.words}"))


async def role_chosen(request: Request) -> Reply | None:
    return await _hand_over(request, *views.role_said(request.body["view"]))


async def take_lead(request: Request) -> Reply | None:
    """The button claims at once, but takes the lead from nobody: it may be an old one."""
    request.must_belong()
    async with request.read() as work:
        incident = await request.about(work)
    if incident.lead is not None and incident.lead != request.by:
        raise Refusal(
            "{person} is the lead already. `/incident role lead` takes it over.",
            person=Who(incident.lead),
        )
    return await _hand_over(request, LEAD, request.by)


async def _hand_over(request: Request, name: RoleName, person: PersonId) -> Reply:
    request.must_belong()
    await _must_be_staff(request, person)
    async with request.begin() as work:
        incident = await request.about(work)
        incident = await triage.take_role(work, incident.id, name, person, by=request.by)
    title = request.policy.role_title(name, request.t.language)
    return request.aside(incident, views.role_taken(request.t, incident, title, person))


async def title(request: Request) -> Reply | None:
    request.must_belong()
    if request.words:
        return await _retitle(request, await words.said(request, request.words))
    async with request.read() as work:
        incident = await _open(request, work)
    return Reply(opens=views.title_form(request.t, incident))


async def title_chosen(request: Request) -> Reply | None:
    return await _retitle(request, views.title_said(request.body["view"]))


async def _retitle(request: Request, wanted: str) -> Reply:
    request.must_belong()
    async with request.begin() as work:
        incident = await request.about(work)
        incident = await triage.retitle(work, incident.id, wanted, by=request.by)
    return request.aside(incident, views.retitled(request.t, incident))


async def service(request: Request) -> Reply | None:
    request.must_belong()
    if request.words:
        return await _set_service(request, words.service_in(request.policy, request.words))
    async with request.read() as work:
        incident = await _open(request, work)
    return Reply(opens=views.service_form(request.t, incident, request.policy))


async def service_chosen(request: Request) -> Reply | None:
    return await _set_service(request, views.service_said(request.body["view"]))


async def _set_service(request: Request, wanted: ServiceName | None) -> Reply:
    request.must_belong()
    async with request.begin() as work:
        incident = await request.about(work)
        incident = await triage.set_service(work, incident.id, wanted, by=request.by)
    known = request.policy.services.get(wanted) if wanted else None
    named = known.title.to(request.t.language) if known else ""
    return request.aside(incident, views.service_set(request.t, incident, named))


async def _open(request: Request, work: Work) -> Incident:
    """A form for what can no longer change would only be refused when it is sent."""
    incident = await request.about(work)
    incident.must_be_open()
    return incident


async def _paging(work: Work, incident: Incident) -> views.Paging:
    """Who is being asked, or who a paging severity would ask."""
    runs = [
        run
        for run in await work.escalations.of_incident(incident.id)
        if run.state is not State.STOPPED
    ]
    if runs:
        run = runs[-1]
        asked = () if run.acknowledged_by else run.paged
        return views.Paging(answered_by=run.acknowledged_by, asked=asked)
    path = work.policy.path_for(incident.service)
    if path is None:
        return views.Paging()
    severity = work.policy.severity(incident.severity)
    on_call = await work.on_call()
    would_ask = foresight.at_start(path, on_call, severity=severity, at=work.now)
    return views.Paging(would_ask=would_ask)


def _status(policy: Policy, said: str) -> Status:
    """By its own name, ours in any language, or the organisation's."""
    wanted = said.strip().casefold()
    for status_ in Status:
        spelled = {views.status_text(translator(one), policy, status_) for one in Language}
        if wanted in {status_.value, *(name.casefold() for name in spelled)}:
            return status_
    raise Refusal(
        "There is no status “{name}”. Choose one of: {known}.",
        name=clip(said, _SHOWN),
        known=", ".join(views.STATUSES),
    )


async def _must_be_staff(request: Request, person: PersonId) -> None:
    """Looked up before the transaction: asking Slack inside it would hold the database."""
    profile = await request.people.profile(person)
    if profile.bot or (profile.guest and person not in request.policy.permissions.guests):
        raise Refusal(
            "{person} is a guest or a bot, and cannot hold a role. Choose somebody from the team.",
            field="person",
            person=Who(person),
        )


ROUTES = Routes(
    verbs=(
        Verb(
            name="severity",
            handler=severity,
            usage=phrase("[SEV2] [reason]"),
            what=phrase("change how bad it is, and what that obliges"),
            aliases=("sev",),
        ),
        Verb(
            name="status",
            handler=status,
            usage=phrase("[identified]"),
            what=phrase("say where the work stands"),
        ),
        Verb(
            name="role",
            handler=role,
            usage=phrase("[lead] [@person]"),
            what=phrase("take a role, or hand it to somebody"),
            aliases=("roles", "assign"),
        ),
        Verb(
            name="lead",
            handler=lead,
            usage=phrase("[@person]"),
            what=phrase("take the lead, or hand it to somebody"),
        ),
        Verb(
            name="title",
            handler=title,
            usage=phrase("[new title]"),
            what=phrase("call the incident something clearer"),
            aliases=("rename",),
        ),
        Verb(
            name="service",
            handler=service,
            usage=phrase("[service]"),
            what=phrase("say which service is affected"),
        ),
    ),
    actions={
        ids.SEVERITY: severity,
        ids.STATUS: status,
        ids.ROLE: role,
        ids.TITLE: title,
        ids.SERVICE: service,
        ids.TAKE_LEAD: take_lead,
    },
    views={
        ids.SEVERITY: severity_chosen,
        ids.STATUS: status_chosen,
        ids.ROLE: role_chosen,
        ids.TITLE: title_chosen,
        ids.SERVICE: service_chosen,
    },
)
