"""`/incident clocks`, and the buttons of the board: start, correct, record, dismiss."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain import clock_course
from bot.domain.clock_course import Report
from bot.domain.clock_ledger import Said
from bot.domain.clocks import Clocks
from bot.domain.ids import ClockName, RegimeName
from bot.domain.incident import Incident
from bot.domain.permission import Action
from bot.domain.phrase import phrase
from bot.domain.refusal import Refusal
from bot.domain.regulation import Anchor, Rule
from bot.slack import clock_board, ids, kit
from bot.slack.clock import views
from bot.slack.clock.views import Asked, Start
from bot.slack.clock_board import Board
from bot.slack.past import moment_in
from bot.slack.request import Reply, Request, Routes, Verb
from bot.store.work import Work
from bot.usecases import clock


async def clocks(request: Request) -> Reply:
    """All clocks of an incident, with what can be done, for whoever asks."""
    request.must_belong()
    async with request.read() as work:
        incident = await request.about(work)
        seen = Board(
            incident=incident,
            clocks=await work.clocks.of(incident.id),
            regulation=work.policy.regulation,
            now=work.now,
        )
    text, blocks = clock_board.whole(request.t, seen)
    return Reply(text=kit.escape(text), blocks=blocks)


async def start(request: Request) -> Reply:
    async with request.read() as work:
        incident, held = await _allowed(request, work)
    regime = _regime(request)
    rules = request.policy.regulation.first(regime)
    if rules and all(_runs(held, rule) for rule in rules):
        raise Refusal("These clocks run already. `/incident clocks` shows and corrects them.")
    return Reply(opens=views.start_form(request.t, _asked(request, incident, regime)))


async def start_said(request: Request) -> Reply:
    """Nothing runs yet: what was understood is shown first, with what follows from it."""
    view, regime = request.body["view"], _regime(request)
    anchors = await _moments(request, views.moments_said(view))
    said = Start(regime=regime, anchors=anchors, ground=views.ground_said(view))
    async with request.read() as work:
        incident, held = await _allowed(request, work)
        by = Said(by=request.by, at=work.now, policy=work.policy)
        foreseen = clock_course.start(held, regime, anchors, by, ground=said.ground).state
        group = work.policy.regulation.warn
        invited = work.policy.groups.get(group, ()) if group else ()
        now = work.now
    shown = views.confirm(
        request.t,
        _asked(request, incident, regime),
        said,
        foreseen,
        zone=request.actor.zone,
        now=now,
        invited=invited,
    )
    return Reply(shows=shown)


async def start_confirmed(request: Request) -> Reply:
    said = views.unpacked(request.value)
    async with request.begin() as work:
        incident, _ = await _allowed(request, work)
        made = await clock.start(
            work, incident.id, said.regime, said.anchors, by=request.by, ground=said.ground
        )
        now = work.now
    return _done(request, said.regime, made, now)


async def correct(request: Request) -> Reply:
    async with request.read() as work:
        incident, held = await _allowed(request, work)
    regime = _regime(request)
    written = {
        anchor: views.written(moment, request.actor.zone)
        for anchor, moment in _known(request, held, regime).items()
    }
    return Reply(opens=views.set_form(request.t, _asked(request, incident, regime, written)))


async def correct_said(request: Request) -> Reply:
    """A field left as it was means the moment as it was, to the second."""
    view, regime = request.body["view"], _regime(request)
    async with request.read() as work:
        _, held = await _allowed(request, work)
    known = _known(request, held, regime)
    said = {
        anchor: words
        for anchor, words in views.moments_said(view).items()
        if anchor not in known or words.strip() != views.written(known[anchor], request.actor.zone)
    }
    anchors = await _moments(request, said)
    async with request.begin() as work:
        incident, _ = await _allowed(request, work)
        made = await clock.set_anchors(
            work, incident.id, regime, anchors, by=request.by, reason=views.reason_said(view)
        )
        now = work.now
    return _done(request, regime, made, now)


async def record(request: Request) -> Reply:
    async with request.read() as work:
        incident, held = await _allowed(request, work)
        now = work.now
    name = ClockName(_about(request))
    rule = _rule(request, name)
    return Reply(
        opens=views.submit_form(request.t, incident, rule, clock_course.held(held, name), now)
    )


async def record_said(request: Request) -> Reply:
    name = ClockName(_about(request))
    words, reference, why = views.submission_said(request.body["view"])
    at = await _moment(request, words, views.AT)
    async with request.begin() as work:
        incident, _ = await _allowed(request, work)
        report = Report(at=at, reference=reference, why=why)
        made = await clock.submit(work, incident.id, name, report, by=request.by)
        now = work.now
    return _done(request, _rule(request, name).regime, made, now)


async def dismiss(request: Request) -> Reply:
    async with request.read() as work:
        incident, _ = await _allowed(request, work)
    regime = request.policy.regulation.regime(_regime(request))
    return Reply(opens=views.dismiss_form(request.t, incident, regime))


async def dismiss_said(request: Request) -> Reply:
    """All of an act's clocks that are still open; those already answered stay as they are."""
    regime = _regime(request)
    reason = views.reason_said(request.body["view"])
    async with request.begin() as work:
        incident, held = await _allowed(request, work)
        names = [rule.name for rule in work.policy.regulation.of(regime) if rule.name in held.all]
        made = await clock.dismiss(work, incident.id, names, by=request.by, reason=reason)
        now = work.now
    return _done(request, regime, made, now)


async def _allowed(request: Request, work: Work) -> tuple[Incident, Clocks]:
    request.must_belong()
    incident = await request.about(work)
    request.must(Action.CONFIRM_CLOCKS, incident)
    return incident, await work.clocks.of(incident.id)


def _about(request: Request) -> str:
    """The act or the clock that a button or form carries after the incident's number."""
    parts = request.value.split(":", maxsplit=2)
    if len(parts) < 2:  # noqa: PLR2004 - the number, and what follows it
        raise Refusal("This button or form is out of date. `/incident clocks` shows all.")
    return parts[1]


def _regime(request: Request) -> RegimeName:
    return request.policy.regulation.regime(_about(request)).name


def _rule(request: Request, name: ClockName) -> Rule:
    rule = request.policy.regulation.rules.get(name)
    if rule is None:
        raise Refusal("The policy has no such rules any more. `/incident clocks` shows all.")
    return rule


def _runs(held: Clocks, rule: Rule) -> bool:
    return rule.name in held.all and held.all[rule.name].state.owed


def _asked(
    request: Request,
    incident: Incident,
    regime: RegimeName,
    filled: Mapping[Anchor, str] | None = None,
) -> Asked:
    regulation = request.policy.regulation
    return Asked(
        incident=incident,
        regulation=regulation,
        regime=regulation.regime(regime),
        filled=filled or {},
    )


def _known(request: Request, held: Clocks, regime: RegimeName) -> Mapping[Anchor, datetime]:
    rules = request.policy.regulation.first(regime)
    there = [held.all[rule.name] for rule in rules if rule.name in held.all]
    return {anchor: at for one in there for anchor, at in one.anchors.items()}


async def _moments(request: Request, said: Mapping[Anchor, str]) -> dict[Anchor, datetime]:
    return {anchor: await _moment(request, words, anchor) for anchor, words in said.items()}


async def _moment(request: Request, words: str, field: str) -> datetime:
    """A Refusal stands under the field in which the words are."""
    try:
        return await moment_in(words, now=request.store.clock(), zone=request.actor.zone)
    except Refusal as refusal:
        refusal.field = field
        raise


def _done(request: Request, regime: RegimeName, made: Clocks, now: datetime) -> Reply:
    regulation = request.policy.regulation
    return Reply(shows=views.done(request.t, regulation, regulation.of(regime), made, now))


ROUTES = Routes(
    verbs=(
        Verb(
            name="clocks",
            handler=clocks,
            what=phrase("what authorities must be told, and until when"),
            aliases=("clock",),
        ),
    ),
    actions={
        ids.START_CLOCK: start,
        ids.SET_CLOCK: correct,
        ids.SUBMIT_CLOCK: record,
        ids.DISMISS_CLOCK: dismiss,
    },
    views={
        ids.START_CLOCK: start_said,
        views.CONFIRM: start_confirmed,
        ids.SET_CLOCK: correct_said,
        ids.SUBMIT_CLOCK: record_said,
        ids.DISMISS_CLOCK: dismiss_said,
    },
)
