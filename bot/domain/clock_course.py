"""What people decide about regulatory clocks, and what time does to them. Pure.

Nothing runs until a named person has said from when. Every function takes the clocks of an
incident as they are and returns a `Change`; what cannot be is a `Refusal` in words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.change import Change
from bot.domain.clock_ledger import Ledger, Said, begun
from bot.domain.clocks import OVER, Clock, Clocks, State, Submission
from bot.domain.events import Event
from bot.domain.events.clocks import ClockDismissed, ClockMissed, ClocksProposed, ClockWarned
from bot.domain.ids import ClockName, RegimeName
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.regulation import Anchor
from bot.domain.text import TEXT_LIMIT, clean


def propose(clocks: Clocks, incident: Incident, *, policy: Policy, at: datetime) -> Change[Clocks]:
    """What its flags call for. A clock that was proposed once is not proposed again."""
    rules = [
        rule
        for regime in policy.regulation.proposed_by(incident.flags)
        for rule in policy.regulation.first(regime.name)
        if rule.name not in clocks.all
    ]
    if not rules:
        return Change(clocks)
    fact = ClocksProposed(
        incident=clocks.incident,
        at=at,
        clocks=tuple(rule.name for rule in rules),
        titles=tuple(rule.title.to(policy.workspace.language) for rule in rules),
    )
    return Change(clocks.put(Clock(name=rule.name) for rule in rules), (fact,))


def start(
    clocks: Clocks,
    regime: RegimeName,
    anchors: Mapping[Anchor, datetime],
    said: Said,
    *,
    ground: str = "",
) -> Change[Clocks]:
    """A named person confirms from when an act's first clocks run."""
    rules = said.policy.regulation.first(said.policy.regulation.regime(regime).name)
    waiting = [rule for rule in rules if not begun(clocks, rule)]
    if not waiting:
        raise Refusal("These clocks run already. `/incident clocks` shows and corrects them.")
    known = _checked(anchors, said)
    ledger = Ledger(clocks, said)
    for rule in waiting:
        ledger.begin(rule, known, ground=clean(ground, TEXT_LIMIT))
    return ledger.change()


def set_anchors(
    clocks: Clocks,
    regime: RegimeName,
    anchors: Mapping[Anchor, datetime],
    said: Said,
    *,
    reason: str = "",
) -> Change[Clocks]:
    """Name a moment later, or correct it: the old one stays on record, with the reason.

    A clock that was missed by the wrong moment runs again; a report that was sent stays sent.
    """
    rules = [rule for rule in said.policy.regulation.first(regime) if begun(clocks, rule)]
    if not rules:
        raise Refusal("These clocks do not run yet. Start them first: `/incident clocks`.")
    known = {at: moment for rule in rules for at, moment in clocks.all[rule.name].anchors.items()}
    new = {anchor: moment for anchor, moment in anchors.items() if known.get(anchor) != moment}
    why = clean(reason, TEXT_LIMIT)
    if new.keys() & known.keys() and not why:
        raise Refusal("Say why the time changes: the old one stays on record.", field="reason")
    _checked({**known, **new}, said)
    ledger = Ledger(clocks, said)
    for anchor, moment in new.items():
        for rule in rules:
            if anchor in rule.anchors:
                ledger.correct(rule, anchor, moment, why)
    return ledger.change()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a person says of a report that went to the authority."""

    at: datetime
    reference: str = ""
    why: str = ""


def submit(clocks: Clocks, name: ClockName, report: Report, said: Said) -> Change[Clocks]:
    """Record a report. The clocks that hang on it start, or move with it."""
    clock = held(clocks, name)
    if clock.state in {State.PROPOSED, State.DISMISSED}:
        raise Refusal("This clock does not run. Start it first: `/incident clocks`.")
    _not_ahead(report.at, said, field="at")
    since = [*clock.anchors.values(), *((clock.deadline.since,) if clock.deadline else ())]
    if since and report.at < min(since):
        raise Refusal("A report cannot go out before the clock began. Check the time.", field="at")
    again, why = bool(clock.submissions), clean(report.why, TEXT_LIMIT)
    late = clock.deadline is not None and clock.deadline.firm and report.at > clock.deadline.at
    if late and not again and not why:
        raise Refusal("It is late. Say why: the authority asks for the reasons.", field="why")
    sent = Submission(
        at=report.at,
        by=said.by,
        recorded_at=said.at,
        reference=clean(report.reference, TEXT_LIMIT),
        why=why,
    )
    ledger = Ledger(clocks, said)
    ledger.submitted(clock, sent, again=again)
    return ledger.change()


def dismiss(
    clocks: Clocks, names: Iterable[ClockName], said: Said, *, reason: str
) -> Change[Clocks]:
    """These do not apply, and why. A report that was sent cannot be taken back."""
    wanted = [held(clocks, name) for name in names]
    gone = [one for one in wanted if one.state is State.PROPOSED or one.state.owed]
    if not gone:
        raise Refusal("There is nothing left to dismiss. `/incident clocks` shows all.")
    why = clean(reason, TEXT_LIMIT)
    if not why:
        raise Refusal("Say why it does not apply: the reason stays on record.", field="reason")
    rules = said.policy.regulation.rules
    fact = ClockDismissed(
        incident=clocks.incident,
        at=said.at,
        by=said.by,
        clocks=tuple(one.name for one in gone),
        titles=tuple(
            said.title(rules[one.name]) if one.name in rules else one.name for one in gone
        ),
        reason=why,
    )
    after = (replace(one, state=State.DISMISSED, reason=why, deadline=None) for one in gone)
    return Change(clocks.put(after), (fact,))


def ring(clocks: Clocks, *, policy: Policy, at: datetime) -> Change[Clocks]:
    """Tell of every clock whose time has come, each once: of several percentages the highest."""
    rung = [clock for clock in clocks.all.values() if clock.alarm and clock.alarm[0] <= at]
    after: list[Clock] = []
    events: list[Event] = []
    for clock in rung:
        now, fact = _rung(clock, clocks, policy, at)
        after.append(now)
        events.append(fact)
    return Change(clocks.put(after), tuple(events))


def held(clocks: Clocks, name: ClockName) -> Clock:
    clock = clocks.all.get(name)
    if clock is None:
        raise Refusal("This incident has no such clock. `/incident clocks` shows all.")
    return clock


def _rung(
    clock: Clock, clocks: Clocks, policy: Policy, at: datetime
) -> tuple[Clock, ClockWarned | ClockMissed]:
    assert clock.deadline is not None
    due = clock.deadline
    rule = policy.regulation.rules.get(clock.name)
    title = rule.title.to(policy.workspace.language) if rule else clock.name
    group = policy.groups.get(policy.regulation.warn, ()) if policy.regulation.warn else ()
    people = tuple(dict.fromkeys((*((clock.started_by,) if clock.started_by else ()), *group)))
    if due.at <= at and due.firm:
        missed = ClockMissed(
            incident=clocks.incident,
            at=at,
            clock=clock.name,
            title=title,
            due_at=due.at,
            people=people,
        )
        return replace(clock, state=State.MISSED, warned=OVER), missed
    over = due.at <= at
    percent = OVER if over else clock.passed(at)
    told = ClockWarned(
        incident=clocks.incident,
        at=at,
        clock=clock.name,
        title=title,
        percent=percent,
        due_at=due.at,
        firm=due.firm,
        people=people,
    )
    # A cap that has passed binds no more: the limit begins with the anchor that is still unknown.
    return replace(clock, warned=percent, deadline=None if over else due), told


def _checked(anchors: Mapping[Anchor, datetime], said: Said) -> Mapping[Anchor, datetime]:
    """Known moments in their order: nobody classifies what they are not aware of."""
    aware, classified = anchors.get(Anchor.AWARE), anchors.get(Anchor.CLASSIFIED)
    if aware is None:
        raise Refusal("Say when you became aware: the time counts from then.", field=Anchor.AWARE)
    for anchor, moment in anchors.items():
        _not_ahead(moment, said, field=anchor)
    if classified is not None and classified < aware:
        raise Refusal(
            "It cannot have been classified before anybody was aware of it. Check both times.",
            field=Anchor.CLASSIFIED,
        )
    return anchors


def _not_ahead(moment: datetime, said: Said, *, field: str) -> None:
    if moment > said.at:
        raise Refusal(
            "{time} is still to come. Name a time that has passed, for example “yesterday 23:10”.",
            field=field,
            time=moment,
        )
