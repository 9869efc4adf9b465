"""`escalate`, `page @user`, and the buttons of a page: acknowledge, can't take it, escalate."""

from bot.domain import foresight
from bot.domain.escalation import Escalation, State
from bot.domain.ids import EscalationId, IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.phrase import Slot, Who, phrase
from bot.domain.refusal import Refusal
from bot.slack import bundled, ids, words
from bot.slack.page import views
from bot.slack.request import Reply, Request, Routes, Verb, number
from bot.store.work import Work
from bot.usecases import page


async def acknowledge(request: Request) -> Reply | None:
    """At once. Whoever is second hears who was first."""
    request.must_belong()
    async with request.begin() as work:
        incident, run = await _paged(request, work)
        if run.state is State.STOPPED:
            raise Refusal("The incident has ended, so nobody needs to answer. Thank you.")
        run = await page.acknowledge(work, run.id, by=request.by)
    who, at = run.acknowledged_by, run.acknowledged_at
    if who and at and who != request.by:
        return Reply(text=views.theirs(request.t, incident, who, at))
    return Reply(text=views.yours(request.t, incident))


async def acknowledge_all(request: Request) -> Reply | None:
    """Every page of one message. What has ended meanwhile needs nobody."""
    request.must_belong()
    count = 0
    async with request.begin() as work:
        for number, id in bundled.all_paged(request.value):
            incident = await work.incidents.get(IncidentId(number))
            run = await work.escalations.get(id)
            if request.by not in run.paged:
                await request.must_see(work, incident)
            if run.state is not State.STOPPED:
                run = await page.acknowledge(work, id, by=request.by)
                count += request.by in run.holders
    return Reply(text=bundled.all_yours(request.t, count))


async def decline(request: Request) -> Reply | None:
    request.must_belong()
    async with request.read() as work:
        incident, run = await _paged(request, work)
        if run.state is State.STOPPED:
            raise Refusal("This page is over: the incident has ended.")
        if request.by not in run.paged:
            raise Refusal(
                "This page is not waiting for you. Use `/incident escalate` to page the next level."
            )
        then = foresight.now(run, work.policy, at=work.now)
    return Reply(opens=views.decline_form(request.t, incident, run.id, then))


async def declined(request: Request) -> Reply | None:
    request.must_belong()
    async with request.begin() as work:
        _, run = await _paged(request, work)
        reason = views.reason_said(request.body["view"])
        await page.decline(work, run.id, by=request.by, reason=reason)
    return Reply(closes=True)


async def escalate(request: Request) -> Reply | None:
    """With a reason, or where Slack opens no form, at once; else shows first who is asked."""
    request.must_belong()
    if request.words or not request.trigger:
        return await _escalate(request, await words.said(request, request.words))
    async with request.read() as work:
        incident = await request.about(work)
        incident.must_be_open()
        then = await _next(work, incident)
    return Reply(opens=views.escalate_form(request.t, incident, then))


async def escalate_confirmed(request: Request) -> Reply | None:
    request.must_belong()
    return await _escalate(request, views.reason_said(request.body["view"]))


async def _escalate(request: Request, reason: str) -> Reply:
    async with request.begin() as work:
        incident = await request.about(work)
        then = await _next(work, incident)
        await page.escalate(work, incident.id, by=request.by, reason=reason)
    return request.aside(incident, views.passed_on(request.t, incident, then))


async def call(request: Request) -> Reply | None:
    """`page @user reason` at once; alone, the form."""
    request.must_belong()
    if not request.words:
        async with request.read() as work:
            incident = await request.about(work)
        incident.must_be_open()
        return Reply(opens=views.call_form(request.t, incident, request.by))
    person, reason = words.person_in(request.words, await words.names(request))
    if person is None:
        raise Refusal(
            "Name the person with @, for example `/incident page @olena the bank is asking`. "
            "`/incident escalate` pages whoever is next on call."
        )
    return await _call(request, person, await words.said(request, reason))


async def call_confirmed(request: Request) -> Reply | None:
    request.must_belong()
    return await _call(request, *views.call_said(request.body["view"]))


async def _call(request: Request, person: PersonId, reason: str) -> Reply:
    # Looked up before the transaction: asking Slack inside it would hold the database.
    profile = await request.people.profile(person)
    if profile.bot or (profile.guest and person not in request.policy.permissions.guests):
        raise Refusal(
            "{person} is a guest or a bot, and is not paged. Choose somebody from the team.",
            field="person",
            person=Who(person),
        )
    async with request.begin() as work:
        incident = await request.about(work)
        await page.call(work, incident.id, person, by=request.by, reason=reason)
    return request.aside(incident, views.passed_on(request.t, incident, (Who(person),)))


async def _paged(request: Request, work: Work) -> tuple[Incident, Escalation]:
    """The page a button or form is about. Whoever was paged may see it: they were asked."""
    _, _, id = request.value.partition(":")
    incident = await work.incidents.get(IncidentId(number(request.value)))
    run = await _run(work, incident, EscalationId(id))
    if request.by not in run.paged:
        await request.must_see(work, incident)
    return incident, run


async def _run(work: Work, incident: Incident, id: EscalationId) -> Escalation:
    """The run a page names; for a button of the card, the newest one."""
    if id:
        return await work.escalations.get(id)
    runs = await work.escalations.of_incident(incident.id)
    if not runs:
        raise Refusal("Nobody has been paged yet. `/incident escalate` pages whoever is on call.")
    return runs[-1]


async def _next(work: Work, incident: Incident) -> tuple[Slot, ...]:
    """Whom `escalate` would page now."""
    runs = await work.escalations.of_incident(incident.id)
    running = [run for run in runs if run.state is not State.STOPPED]
    if running:
        return foresight.now(running[-1], work.policy, at=work.now)
    path = work.policy.path_for(incident.service)
    return foresight.at_start(path, work.policy, at=work.now) if path else ()


ROUTES = Routes(
    verbs=(
        Verb(
            name="escalate",
            handler=escalate,
            usage=phrase("[reason]"),
            what=phrase("page the next level now"),
        ),
        Verb(
            name="page",
            handler=call,
            usage=phrase("[@person] [reason]"),
            what=phrase("page one person by name"),
        ),
    ),
    actions={
        ids.ACKNOWLEDGE: acknowledge,
        ids.ACKNOWLEDGE_ALL: acknowledge_all,
        ids.DECLINE: decline,
        ids.ESCALATE: escalate,
    },
    views={
        ids.DECLINE: declined,
        ids.ESCALATE: escalate_confirmed,
        views.CALL: call_confirmed,
    },
)
