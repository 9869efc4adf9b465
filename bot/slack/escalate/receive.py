"""`escalate` to the next level, another one, a rotation or a person; `page`, `reassign`, skip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import foresight
from bot.domain.escalation import LAST_RESORT, Escalation, State
from bot.domain.escalation_path import EscalationPath, ToRotation
from bot.domain.foresight import OnCall
from bot.domain.goal import NEXT, Goal
from bot.domain.ids import PersonId
from bot.domain.incident import Incident
from bot.domain.phrase import Where, Who, phrase
from bot.domain.refusal import Refusal
from bot.domain.severity import Severity
from bot.slack import goals, ids, kit, rotas, words
from bot.slack.escalate import views
from bot.slack.kit import View
from bot.slack.request import Reply, Request, Routes, Verb
from bot.store.work import Work
from bot.usecases import page


async def escalate(request: Request) -> Reply | None:
    """With words at once, where Slack opens no form too; else shows first who would be paged."""
    request.must_belong()
    if not request.words and request.trigger:
        return Reply(opens=await _form(request, NEXT))
    first, _, rest = request.words.partition(" ")
    if first.casefold() == "skip":
        return await _skip(request, rest.strip())
    if first.casefold() == "to":
        async with request.read() as work:
            path = (await _there(work, await request.about(work))).path
        names = await words.names(request)
        goal, reason = goals.goal_in(rest.strip(), path, request.policy, names)
        return await _page(request, goal, await words.said(request, reason))
    return await _page(request, NEXT, await words.said(request, request.words))


async def goal_chosen(request: Request) -> Reply | None:
    """Another choice in the form: it foretells anew."""
    request.must_belong()
    view = request.body.get("view") or {}
    # Outside our form there is no incident it could be about, whatever the channel.
    about = replace(request, value=str(view.get("private_metadata") or "-"))
    return Reply(shows=await _form(about, views.goal_said(view)))


async def confirmed(request: Request) -> Reply | None:
    request.must_belong()
    view = request.body["view"]
    return await _page(request, views.goal_said(view), views.reason_said(view))


async def _form(request: Request, goal: Goal) -> View:
    names = await words.names(request)
    async with request.read() as work:
        incident = await request.about(work)
        incident.must_be_open()
        at = await _there(work, incident)
        choices = _choices(request, at, names)
        then: tuple[Who | Where, ...] = ()
        instead = None
        try:
            then = _foretold(at, goal)
        except Refusal as no:
            instead = kit.said(request.t, no.phrase)
    ask = views.Ask(incident=incident, choices=choices, goal=goal, then=then, instead=instead)
    return views.escalate_form(request.t, ask)


async def _page(request: Request, goal: Goal, reason: str) -> Reply:
    if goal.person:
        await _must_be_staff(request, (goal.person,), "person")
    async with request.begin() as work:
        incident = await request.about(work)
        incident.must_be_open()
        then = _foretold(await _there(work, incident), goal)
        if goal.person or goal.rotation:
            people = tuple(each.id for each in then if isinstance(each, Who))
            await page.call(
                work, incident.id, people, by=request.by, reason=reason, rotation=goal.rotation
            )
        else:
            await page.escalate(work, incident.id, by=request.by, reason=reason, level=goal.level)
    return request.aside(incident, views.passed_on(request.t, incident, then))


async def _skip(request: Request, typed: str) -> Reply:
    """`escalate skip L2 reason`."""
    async with request.begin() as work:
        incident = await request.about(work)
        at = await _there(work, incident)
        level, reason = goals.level_in(typed, at.path)
        if level is None:
            raise Refusal(
                "Say which level to skip, for example `/incident escalate skip L2 on holiday`."
            )
        now = level == at.run.level if at.run and at.run.answerable else False
        then = foresight.now(at.run, at.on_call, at=work.now) if at.run and now else ()
        said = await words.said(request, reason)
        await page.skip(work, incident.id, level, by=request.by, reason=said)
    name = views.level_name(request.t, at.path, level)
    return request.aside(incident, views.will_skip(request.t, incident, name, then))


async def call(request: Request) -> Reply | None:
    """`page @user @other reason` at once; alone, the form."""
    request.must_belong()
    if not request.words:
        async with request.read() as work:
            incident = await request.about(work)
        incident.must_be_open()
        return Reply(opens=views.call_form(request.t, incident, request.by))
    people, reason = words.people_in(request.words, await words.names(request))
    if not people:
        raise Refusal(
            "Name the person with @, for example `/incident page @olena the bank is asking`. "
            "`/incident escalate` pages whoever is next on call."
        )
    return await _call(request, people, await words.said(request, reason))


async def call_confirmed(request: Request) -> Reply | None:
    request.must_belong()
    return await _call(request, *views.call_said(request.body["view"]))


async def _call(request: Request, people: tuple[PersonId, ...], reason: str) -> Reply:
    await _must_be_staff(request, people, "people")
    async with request.begin() as work:
        incident = await request.about(work)
        await page.call(work, incident.id, people, by=request.by, reason=reason)
    told = views.passed_on(request.t, incident, [Who(person) for person in people])
    return request.aside(incident, told)


async def reassign(request: Request) -> Reply | None:
    """`reassign @user reason` at once; alone, the form."""
    request.must_belong()
    if not request.words:
        async with request.read() as work:
            incident = await request.about(work)
            incident.must_be_open()
            run = await _run(work, incident)
        holders = run.holders if run else ()
        return Reply(opens=views.hand_over_form(request.t, incident, holders))
    person, reason = words.person_in(request.words, await words.names(request))
    if person is None:
        raise Refusal(
            "Name the person with @, for example `/incident reassign @james knows the gateway`."
        )
    return await _hand_over(request, person, await words.said(request, reason))


async def reassigned(request: Request) -> Reply | None:
    request.must_belong()
    return await _hand_over(request, *views.hand_over_said(request.body["view"]))


async def _hand_over(request: Request, person: PersonId, reason: str) -> Reply:
    await _must_be_staff(request, (person,), "person")
    async with request.begin() as work:
        incident = await request.about(work)
        before = await _run(work, incident)
        if before and before.holders == (person,):
            raise Refusal(
                "{person} has it already. Choose somebody else.",
                field="person",
                person=Who(person),
            )
        await page.hand_over(work, incident.id, person, by=request.by, reason=reason)
    return request.aside(incident, views.handed_over(request.t, incident, person))


async def _must_be_staff(request: Request, people: Sequence[PersonId], field: str) -> None:
    """Looked up before the transaction: asking Slack inside it would hold the database."""
    for person in people:
        profile = await request.people.profile(person)
        if profile.bot or (profile.guest and person not in request.policy.permissions.guests):
            raise Refusal(
                "{person} is a guest or a bot, and is not paged. Choose somebody from the team.",
                field=field,
                person=Who(person),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _There:
    """Where paging stands: the run that goes on, or the path that would begin."""

    run: Escalation | None
    path: EscalationPath | None
    severity: Severity
    on_call: OnCall
    now: datetime


async def _there(work: Work, incident: Incident) -> _There:
    run = await _run(work, incident)
    return _There(
        run=run,
        path=run.path if run else work.policy.path_for(incident.service),
        severity=work.policy.severity(incident.severity),
        on_call=await work.on_call(),
        now=work.now,
    )


async def _run(work: Work, incident: Incident) -> Escalation | None:
    """The newest that has not ended."""
    runs = await work.escalations.of_incident(incident.id)
    running = [run for run in runs if run.state is not State.STOPPED]
    return running[-1] if running else None


def _foretold(there: _There, goal: Goal) -> tuple[Who | Where, ...]:
    """Whom this goal would page now. A Refusal where it cannot be."""
    if goal.person:
        return (Who(goal.person),)
    if goal.rotation:
        found = there.on_call(there.now)(ToRotation(goal.rotation))
        if not found:
            raise Refusal(
                "Nobody is on call in {rotation} now. Choose a level or a person.",
                field="to",
                rotation=goal.rotation,
            )
        return tuple(Who(PersonId(each)) for each in found)
    if there.run:
        level, on_call = goal.level, there.on_call
        return foresight.if_demanded(there.run, on_call, level=level, at=there.now)
    if there.path is None:
        return ()
    return foresight.at_start(
        there.path, there.on_call, severity=there.severity, level=goal.level, at=there.now
    )


def _choices(request: Request, there: _There, names: Mapping[PersonId, str]) -> list[views.Choice]:
    """The next level, each level, the last resort, then rotations; with whom each would page."""
    t, policy = request.t, request.policy
    levels = len(there.path.levels) if there.path else 0
    found = [(NEXT, t("The next level"))]
    found += [
        (Goal(level=number), views.level_name(t, there.path, number))
        for number in (*range(1, levels + 1), LAST_RESORT)
    ]
    found += [
        (Goal(rotation=name), rotas.title(policy, name, t.language)) for name in policy.rotations
    ]
    return [views.Choice(goal, title, _plainly(there, goal, names)) for goal, title in found]


def _plainly(there: _There, goal: Goal, names: Mapping[PersonId, str]) -> str:
    """Whom a goal would page, as menus show it: by name, and channels not at all."""
    try:
        then = _foretold(there, goal)
    except Refusal:
        return ""
    return ", ".join(names.get(each.id, each.id) for each in then if isinstance(each, Who))


ROUTES = Routes(
    verbs=(
        Verb(
            name="escalate",
            handler=escalate,
            usage=phrase("[reason] | to L3 [reason] | skip L2 [reason]"),
            what=phrase("page the next level now, another one, a rotation or a person"),
        ),
        Verb(
            name="page",
            handler=call,
            usage=phrase("[@person …] [reason]"),
            what=phrase("page people by name"),
        ),
        Verb(
            name="reassign",
            handler=reassign,
            usage=phrase("[@person] [reason]"),
            what=phrase("hand the page over to somebody else"),
        ),
    ),
    actions={
        ids.ESCALATE: escalate,
        views.TO: goal_chosen,
        views.TO_PERSON: goal_chosen,
    },
    views={
        ids.ESCALATE: confirmed,
        views.CALL: call_confirmed,
        views.HAND_OVER: reassigned,
    },
)
