"""The answers to a page: acknowledge, can't take it."""

from bot.domain import foresight
from bot.domain.escalation import Escalation, State
from bot.domain.ids import EscalationId, IncidentId
from bot.domain.incident import Incident
from bot.domain.phrase import phrase
from bot.domain.refusal import Refusal
from bot.slack import bundled, ids
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
    if who and at and request.by not in run.holders:
        return Reply(text=views.theirs(request.t, incident, who, at))
    return Reply(text=views.yours(request.t, incident, run, request.by))


async def acknowledge_all(request: Request) -> Reply | None:
    """Every page of one message. What has ended meanwhile needs nobody."""
    request.must_belong()
    count = 0
    async with request.begin() as work:
        for about in request.value.split(","):
            incident = await work.incidents.get(IncidentId(number(about)))
            id = EscalationId(about.partition(":")[2])
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
        if request.by not in {*run.paged, *run.holders}:
            raise Refusal(
                "This page is not waiting for you. Use `/incident escalate` to page the next level."
            )
        then = foresight.if_declined(run, await work.on_call(), by=request.by, at=work.now)
    return Reply(opens=views.decline_form(request.t, incident, run.id, then))


async def declined(request: Request) -> Reply | None:
    request.must_belong()
    async with request.begin() as work:
        _, run = await _paged(request, work)
        reason = views.reason_said(request.body["view"])
        await page.decline(work, run.id, by=request.by, reason=reason)
    return Reply(closes=True)


async def _paged(request: Request, work: Work) -> tuple[Incident, Escalation]:
    """The page a button or form is about, or that of the room in which somebody typed.

    Whoever was paged may see it: they were asked.
    """
    if not request.value:
        incident = await request.incident(work)
        return incident, await _run(work, incident, EscalationId(""))
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


ROUTES = Routes(
    verbs=(
        Verb(
            name="ack",
            handler=acknowledge,
            what=phrase("acknowledge the page: you take it, and nobody else is asked"),
            aliases=("acknowledge", "take"),
        ),
    ),
    actions={
        ids.ACKNOWLEDGE: acknowledge,
        ids.ACKNOWLEDGE_ALL: acknowledge_all,
        ids.DECLINE: decline,
    },
    views={ids.DECLINE: declined},
)
