"""Clocks of an incident: proposed, started by a person, warned of, answered, corrected."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import clock_course
from bot.domain.change import Change
from bot.domain.clock_course import Report
from bot.domain.clock_ledger import Said
from bot.domain.clocks import Clocks, State
from bot.domain.events import (
    AnchorSet,
    ClockDismissed,
    ClockMissed,
    ClocksProposed,
    ClockStarted,
    ClockSubmitted,
    ClockWarned,
)
from bot.domain.ids import ClockName, IncidentId, PersonId, RegimeName
from bot.domain.incident import Flag
from bot.domain.language import Localised
from bot.domain.person import GroupName
from bot.domain.refusal import Refusal
from bot.domain.regulation import Anchor, Limit, Regime, Regulation, Rule, Term
from tests.domain.sample import INC_7, OLENA, POLICY, TARAS, incident

HOUR = timedelta(hours=1)
#: Yesterday, 23:10 in Kyiv.
AWARE = datetime(2026, 3, 13, 21, 10, tzinfo=UTC)
NOW = AWARE + 10 * HOUR
KATE = PersonId("U0KATE")
DORA, GDPR, NBU = RegimeName("dora"), RegimeName("gdpr"), RegimeName("nbu")
FIRST, SECOND, LAST, BREACH, EMPTY = map(ClockName, ("first", "second", "last", "breach", "empty"))


def rule(name: ClockName, regime: RegimeName, **fields: Any) -> Rule:
    return Rule(name=name, regime=regime, title=Localised(name.title()), **fields)


RULES = (
    rule(
        FIRST,
        DORA,
        limit=Limit(4 * HOUR),
        after=Anchor.CLASSIFIED,
        cap=Term(Limit(24 * HOUR), Anchor.AWARE),
    ),
    rule(SECOND, DORA, limit=Limit(72 * HOUR), after=FIRST),
    rule(LAST, DORA, limit=Limit(months=1), after=SECOND),
    rule(BREACH, GDPR, limit=Limit(72 * HOUR)),
    rule(EMPTY, NBU),
)
REGIMES = (
    Regime(name=DORA, title=Localised("DORA"), flags=frozenset({Flag.SECURITY, Flag.MONEY})),
    Regime(name=GDPR, title=Localised("GDPR"), flags=frozenset({Flag.PERSONAL_DATA})),
    Regime(name=NBU, title=Localised("NBU"), flags=frozenset({Flag.MONEY})),
)
POLICIES = replace(
    POLICY,
    groups={GroupName("data-protection"): (KATE, OLENA)},
    regulation=Regulation(
        rules={one.name: one for one in RULES},
        regimes={one.name: one for one in REGIMES},
        warn=GroupName("data-protection"),
        zone=ZoneInfo("Europe/Kyiv"),
    ),
)
NONE = Clocks(INC_7)


def said(at: datetime = NOW) -> Said:
    return Said(by=TARAS, at=at, policy=POLICIES)


def start(
    regime: RegimeName, clocks: Clocks = NONE, at: datetime = NOW, **anchors: datetime
) -> Change[Clocks]:
    named = {Anchor(name): moment for name, moment in anchors.items()}
    return clock_course.start(clocks, regime, named, said(at))


def ring(clocks: Clocks, at: datetime) -> Change[Clocks]:
    return clock_course.ring(clocks, policy=POLICIES, at=at)


def refused(act: Any, *args: Any, **fields: Any) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as caught:
        act(*args, **fields)
    return str(caught.value), caught.value.field


def told(change: Change[Clocks], *kinds: type[Any]) -> list[Any]:
    found = [event for event in change.events if isinstance(event, kinds or object)]
    assert {event.incident for event in found} <= {IncidentId(7)}
    return found


# Proposing


def test_flags_propose_and_nothing_runs() -> None:
    touched = incident(flags=frozenset({Flag.MONEY}))
    change = clock_course.propose(NONE, touched, policy=POLICIES, at=NOW)
    [fact] = told(change)
    assert isinstance(fact, ClocksProposed)
    assert (fact.clocks, fact.titles, fact.by) == ((FIRST, EMPTY), ("First", "Empty"), None)
    assert [(one.name, one.state) for one in change.state.all.values()] == [
        (FIRST, State.PROPOSED),
        (EMPTY, State.PROPOSED),
    ]
    assert (change.state.alarm_at, change.state.nearest) == (None, None)


def test_what_was_proposed_or_dismissed_is_not_proposed_again() -> None:
    touched = incident(flags=frozenset({Flag.MONEY}))
    clocks = clock_course.propose(NONE, touched, policy=POLICIES, at=NOW).state
    clocks = clock_course.dismiss(clocks, [FIRST], said(), reason="no").state
    assert clock_course.propose(clocks, touched, policy=POLICIES, at=NOW) == Change(clocks)
    more = replace(touched, flags=frozenset(Flag))
    [fact] = told(clock_course.propose(clocks, more, policy=POLICIES, at=NOW))
    assert fact.clocks == (BREACH,)


def test_without_flags_nothing_is_proposed() -> None:
    assert clock_course.propose(NONE, incident(), policy=POLICIES, at=NOW) == Change(NONE)


# Starting


def test_a_named_person_starts_it_from_the_moment_they_name() -> None:
    change = start(GDPR, aware=AWARE)
    [fact] = told(change, ClockStarted)
    assert fact == ClockStarted(
        incident=INC_7,
        at=NOW,
        by=TARAS,
        clock=BREACH,
        title="Breach",
        anchors={"aware": AWARE},
        due_at=AWARE + 72 * HOUR,
        invited=(KATE, OLENA),
    )
    clock = change.state.all[BREACH]
    assert (clock.state, clock.started_by, clock.warned) == (State.RUNNING, TARAS, 0)
    assert change.state.alarm_at == AWARE + 36 * HOUR
    assert change.state.nearest == clock


def test_it_can_be_started_where_nobody_proposed_it_and_after_it_was_dismissed() -> None:
    clocks = start(GDPR, aware=AWARE).state
    clocks = clock_course.dismiss(clocks, [BREACH], said(), reason="a test account").state
    again = start(GDPR, clocks, aware=AWARE).state
    assert again.all[BREACH].state is State.RUNNING


def test_unclassified_it_runs_to_the_latest_it_could_be() -> None:
    change = start(DORA, aware=AWARE)
    [fact] = told(change, ClockStarted)
    assert (fact.due_at, fact.firm) == (AWARE + 24 * HOUR, False)
    assert set(change.state.all) == {FIRST}, "the next ones hang on its submission"


def test_without_a_limit_it_runs_and_warns_of_nothing() -> None:
    change = start(NBU, aware=AWARE)
    [fact] = told(change, ClockStarted)
    assert fact.due_at is None
    assert change.state.alarm_at is None


@pytest.mark.parametrize(
    ("anchors", "sentence", "field"),
    [
        ({}, "Say when you became aware: the time counts from then.", "aware"),
        (
            {"classified": AWARE},
            "Say when you became aware: the time counts from then.",
            "aware",
        ),
        (
            {"aware": NOW + HOUR},
            (
                "2026-03-14 08:10:00+00:00 is still to come. Name a time that has passed, "
                "for example “yesterday 23:10”."
            ),
            "aware",
        ),
        (
            {"aware": AWARE, "classified": AWARE - HOUR},
            "It cannot have been classified before anybody was aware of it. Check both times.",
            "classified",
        ),
    ],
)
def test_what_cannot_be_is_refused_under_its_field(
    anchors: Mapping[str, datetime], sentence: str, field: str
) -> None:
    assert refused(start, DORA, **anchors) == (sentence, field)


def test_what_runs_is_not_started_twice() -> None:
    clocks = start(GDPR, aware=AWARE).state
    assert refused(start, GDPR, clocks, aware=AWARE) == (
        "These clocks run already. `/incident clocks` shows and corrects them.",
        None,
    )


# Time


def test_half_of_the_time_then_four_fifths_then_nearly_all_then_missed() -> None:
    clocks = start(GDPR, aware=AWARE).state
    seen: list[tuple[str, int]] = []
    for hour in range(80):
        change = ring(clocks, AWARE + hour * HOUR)
        clocks = change.state
        seen += [(type(one).__name__, getattr(one, "percent", 100)) for one in change.events]
    assert seen == [
        ("ClockWarned", 50),
        ("ClockWarned", 80),
        ("ClockWarned", 95),
        ("ClockMissed", 100),
    ]
    assert clocks.all[BREACH].state is State.MISSED
    assert clocks.alarm_at is None
    assert clocks.nearest == clocks.all[BREACH], "it is still owed"


def test_whoever_started_it_and_the_policys_group_are_told_once_each() -> None:
    clocks = start(GDPR, aware=AWARE).state
    [warned] = told(ring(clocks, AWARE + 36 * HOUR), ClockWarned)
    assert warned == ClockWarned(
        incident=INC_7,
        at=AWARE + 36 * HOUR,
        clock=BREACH,
        title="Breach",
        percent=50,
        due_at=AWARE + 72 * HOUR,
        people=(TARAS, KATE, OLENA),
    )


def test_after_an_outage_the_highest_is_told_alone() -> None:
    clocks = start(GDPR, aware=AWARE).state
    [warned] = told(ring(clocks, AWARE + 70 * HOUR))
    assert warned.percent == 95
    [missed] = told(ring(clocks, AWARE + 90 * HOUR))
    assert isinstance(missed, ClockMissed)


def test_what_had_gone_when_it_was_started_is_not_warned_of() -> None:
    clocks = start(GDPR, aware=AWARE, at=AWARE + 60 * HOUR).state
    assert clocks.all[BREACH].warned == 80
    assert clocks.alarm_at == AWARE + timedelta(hours=68, minutes=24)


def test_started_too_late_it_is_missed_at_the_next_tick() -> None:
    clocks = start(GDPR, aware=AWARE, at=AWARE + 100 * HOUR).state
    assert clocks.alarm_at == AWARE + 72 * HOUR
    assert isinstance(told(ring(clocks, AWARE + 100 * HOUR))[0], ClockMissed)


def test_unclassified_the_end_of_the_day_misses_nothing() -> None:
    """Article 5(2): classified later, it has four hours from then."""
    clocks = start(DORA, aware=AWARE).state
    change = ring(clocks, AWARE + 24 * HOUR)
    [fact] = told(change, ClockWarned)
    assert (fact.percent, fact.firm) == (100, False)
    assert change.state.all[FIRST].state is State.RUNNING
    assert change.state.alarm_at is None
    late = AWARE + 30 * HOUR
    change = clock_course.set_anchors(
        change.state, DORA, {Anchor.CLASSIFIED: late}, said(late + HOUR)
    )
    [named] = told(change, AnchorSet)
    assert (named.due_at, named.firm) == (late + 4 * HOUR, True)
    assert change.state.alarm_at == late + 2 * HOUR


def test_ringing_early_tells_nothing() -> None:
    clocks = start(GDPR, aware=AWARE).state
    assert ring(clocks, AWARE + 36 * HOUR - timedelta(seconds=1)) == Change(clocks)


# Submissions


def test_the_next_clock_hangs_on_the_recorded_submission() -> None:
    clocks = start(DORA, aware=AWARE, classified=AWARE + HOUR).state
    sent = Report(at=AWARE + 3 * HOUR, reference="NB-77")
    change = clock_course.submit(clocks, FIRST, sent, said())
    submitted, started = told(change)
    assert submitted == ClockSubmitted(
        incident=INC_7,
        at=NOW,
        by=TARAS,
        clock=FIRST,
        title="First",
        moment=AWARE + 3 * HOUR,
        reference="NB-77",
        due_at=AWARE + 5 * HOUR,
    )
    assert started == ClockStarted(
        incident=INC_7,
        at=NOW,
        by=TARAS,
        clock=SECOND,
        title="Second",
        anchors={"submitted": AWARE + 3 * HOUR},
        due_at=AWARE + 75 * HOUR,
    )
    assert change.state.all[FIRST].state is State.SUBMITTED
    assert change.state.nearest == change.state.all[SECOND]


def test_an_updated_report_moves_what_hangs_on_it() -> None:
    """The final report counts from the latest intermediate one."""
    clocks = start(DORA, aware=AWARE, classified=AWARE).state
    clocks = clock_course.submit(clocks, FIRST, Report(at=AWARE + HOUR), said()).state
    clocks = clock_course.submit(clocks, SECOND, Report(at=AWARE + 2 * HOUR), said()).state
    later = AWARE + 50 * HOUR
    change = clock_course.submit(clocks, SECOND, Report(at=later), said(later))
    submitted, moved = told(change)
    assert submitted.again
    assert (moved.clock, moved.anchor, moved.moment, moved.previous) == (
        LAST,
        "submitted",
        later,
        AWARE + 2 * HOUR,
    )
    due = change.state.all[LAST].deadline
    assert due is not None
    assert due.at == datetime(2026, 4, 15, 22, 10, tzinfo=UTC), "00:10 on the 16th, in summer"
    assert len(change.state.all[SECOND].submissions) == 2


def test_late_it_needs_a_reason_and_is_on_record() -> None:
    clocks = start(GDPR, aware=AWARE).state
    late = AWARE + 73 * HOUR
    clocks = ring(clocks, late).state
    assert refused(clock_course.submit, clocks, BREACH, Report(at=late), said(late)) == (
        "It is late. Say why: the authority asks for the reasons.",
        "why",
    )
    report = Report(at=late, why="the register was down")
    change = clock_course.submit(clocks, BREACH, report, said(late))
    [fact] = told(change)
    assert (fact.why, fact.due_at) == ("the register was down", AWARE + 72 * HOUR)
    assert change.state.all[BREACH].state is State.SUBMITTED


def test_in_time_but_recorded_after_the_deadline_is_in_time() -> None:
    clocks = ring(start(GDPR, aware=AWARE).state, AWARE + 80 * HOUR).state
    change = clock_course.submit(
        clocks, BREACH, Report(at=AWARE + 71 * HOUR), said(AWARE + 81 * HOUR)
    )
    assert change.state.all[BREACH].state is State.SUBMITTED


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        (
            NOW + HOUR,
            (
                "2026-03-14 08:10:00+00:00 is still to come. Name a time that has passed, "
                "for example “yesterday 23:10”."
            ),
        ),
        (
            AWARE - HOUR,
            "A report cannot go out before the clock began. Check the time.",
        ),
    ],
)
def test_a_submission_has_a_time_that_can_be(at: datetime, sentence: str) -> None:
    clocks = start(GDPR, aware=AWARE).state
    report = Report(at=at)
    assert refused(clock_course.submit, clocks, BREACH, report, said()) == (sentence, "at")


def test_nothing_is_submitted_before_the_report_it_follows() -> None:
    clocks = start(DORA, aware=AWARE, classified=AWARE).state
    clocks = clock_course.submit(clocks, FIRST, Report(at=AWARE + 2 * HOUR), said()).state
    report = Report(at=AWARE + HOUR)
    assert refused(clock_course.submit, clocks, SECOND, report, said()) == (
        "A report cannot go out before the clock began. Check the time.",
        "at",
    )


def test_what_does_not_run_cannot_be_submitted() -> None:
    touched = incident(flags=frozenset({Flag.PERSONAL_DATA}))
    clocks = clock_course.propose(NONE, touched, policy=POLICIES, at=NOW).state
    assert refused(clock_course.submit, clocks, BREACH, Report(at=NOW), said()) == (
        "This clock does not run. Start it first: `/incident clocks`.",
        None,
    )
    assert refused(clock_course.submit, clocks, LAST, Report(at=NOW), said()) == (
        "This incident has no such clock. `/incident clocks` shows all.",
        None,
    )


# Corrections


def test_a_correction_keeps_the_old_time_and_asks_for_a_reason() -> None:
    clocks = start(GDPR, aware=AWARE).state
    earlier = {Anchor.AWARE: AWARE - 2 * HOUR}
    assert refused(clock_course.set_anchors, clocks, GDPR, earlier, said()) == (
        "Say why the time changes: the old one stays on record.",
        "reason",
    )
    change = clock_course.set_anchors(clocks, GDPR, earlier, said(), reason="the log")
    [fact] = told(change)
    assert fact == AnchorSet(
        incident=INC_7,
        at=NOW,
        by=TARAS,
        clock=BREACH,
        title="Breach",
        anchor="aware",
        moment=AWARE - 2 * HOUR,
        previous=AWARE,
        due_at=AWARE + 70 * HOUR,
        reason="the log",
    )


def test_the_same_time_again_changes_nothing() -> None:
    clocks = start(GDPR, aware=AWARE).state
    change = clock_course.set_anchors(clocks, GDPR, {Anchor.AWARE: AWARE}, said())
    assert change == Change(clocks)


def test_missed_by_the_wrong_time_it_runs_again() -> None:
    clocks = ring(start(GDPR, aware=AWARE).state, AWARE + 72 * HOUR).state
    now, right = AWARE + 73 * HOUR, AWARE + 60 * HOUR
    change = clock_course.set_anchors(
        clocks, GDPR, {Anchor.AWARE: right}, said(now), reason="it was another alert"
    )
    clock = change.state.all[BREACH]
    assert (clock.state, clock.warned) == (State.RUNNING, 0)
    assert change.state.alarm_at == right + 36 * HOUR


def test_what_does_not_run_is_not_corrected() -> None:
    assert refused(clock_course.set_anchors, NONE, GDPR, {Anchor.AWARE: AWARE}, said()) == (
        "These clocks do not run yet. Start them first: `/incident clocks`.",
        None,
    )


# Dismissals


def test_dismissed_with_a_reason_it_is_silent() -> None:
    clocks = start(DORA, aware=AWARE, classified=AWARE).state
    clocks = clock_course.submit(clocks, FIRST, Report(at=AWARE + HOUR), said()).state
    assert refused(clock_course.dismiss, clocks, [SECOND], said(), reason=" ") == (
        "Say why it does not apply: the reason stays on record.",
        "reason",
    )
    change = clock_course.dismiss(clocks, [FIRST, SECOND], said(), reason="not major after all")
    [fact] = told(change, ClockDismissed)
    assert (fact.clocks, fact.titles, fact.reason) == (
        (SECOND,),
        ("Second",),
        "not major after all",
    )
    assert change.state.all[FIRST].state is State.SUBMITTED, "what was sent stays sent"
    assert (change.state.alarm_at, change.state.nearest) == (None, None)
    assert refused(clock_course.dismiss, change.state, [FIRST, SECOND], said(), reason="x") == (
        "There is nothing left to dismiss. `/incident clocks` shows all.",
        None,
    )


# Properties


@given(
    known=st.integers(0, 60 * 24 * 4),
    steps=st.lists(st.integers(1, 60 * 30), min_size=1, max_size=40),
)
def test_however_often_it_rings_each_is_told_once_and_in_order(
    known: int, steps: list[int]
) -> None:
    now = AWARE + timedelta(minutes=known)
    clocks = start(GDPR, aware=AWARE, at=now).state
    told_of: list[int] = []
    for step in steps:
        now += timedelta(minutes=step)
        change = ring(clocks, now)
        clocks = change.state
        told_of += [getattr(event, "percent", 100) for event in change.events]
        assert ring(clocks, now) == Change(clocks)
        assert clocks.alarm_at is None or clocks.alarm_at > now
    assert all(first < second for first, second in pairwise(told_of))
    assert (100 in told_of) == (now >= AWARE + 72 * HOUR)
