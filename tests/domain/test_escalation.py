"""Who is asked, when, and in what order; and what stops it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import escalation
from bot.domain.escalation import Escalation, Resolve, State
from bot.domain.escalation_path import (
    EscalationPath,
    Level,
    Target,
    ToChannel,
    ToPerson,
    ToRotation,
)
from bot.domain.events import (
    EscalationForced,
    EscalationStarted,
    EscalationStopped,
    Event,
    LevelSkipped,
    PageAcknowledged,
    PageDeclined,
    PersonCalled,
    ResponderPaged,
)
from bot.domain.ids import EscalationId, PersonId
from bot.domain.language import Localised
from bot.domain.on_call import on_call
from bot.domain.refusal import Refusal
from bot.domain.rotation import Kind, Rotation
from bot.domain.service import PathName, RotationName
from tests.domain.sample import AT, INC_7, IRYNA, MINUTE, OLENA, POLICY, ROOM, TARAS

BOSS = PersonId("U0BOSS")
ID = EscalationId("e1")
L1, L2 = RotationName("l1"), RotationName("l2")


def level(*targets: Target, wait: timedelta = 5 * MINUTE) -> Level:
    return Level(name=Localised("Support"), targets=targets, wait=wait)


def path(*levels: Level, rounds: int = 1) -> EscalationPath:
    return EscalationPath(
        name=PathName("payments"), levels=levels, rounds=rounds, last_resort=ToPerson(BOSS)
    )


THREE = path(
    level(ToPerson(OLENA)), level(ToPerson(TARAS), wait=10 * MINUTE), level(ToPerson(IRYNA))
)


def resolve(target: Target) -> str | None:
    """People and channels are themselves; nobody is on call."""
    match target:
        case ToPerson(person=person):
            return person
        case ToChannel(channel=channel):
            return channel
        case ToRotation():
            return None


FIND: Resolve = resolve  # type: ignore[assignment]  # one text is as good as another here


def begun(way: EscalationPath = THREE) -> Escalation:
    """Started, and the first level paged, at `AT`."""
    return escalation.begin(ID, INC_7, way, FIND, by=None, at=AT).state


def brief(event: Event) -> object:
    """A page in short: minute, round, level and whom; a skip without whom."""
    match event:
        case ResponderPaged():
            minute = int((event.at - AT) / MINUTE)
            return minute, event.round, event.level, event.person or event.channel
        case LevelSkipped():
            return int((event.at - AT) / MINUTE), event.round, event.level
        case _:
            return type(event).__name__


def silence(way: EscalationPath, minutes: int) -> list[object]:
    """What happens when nobody answers and the clock ticks every minute."""
    change = escalation.start(ID, INC_7, way, by=None, at=AT)
    told: list[object] = []
    for minute in range(minutes + 1):
        change = escalation.advance(change.state, FIND, at=AT + minute * MINUTE)
        told += map(brief, change.events)
    return told


def test_the_first_level_is_due_at_once() -> None:
    change = escalation.start(ID, INC_7, THREE, by=OLENA, at=AT)
    assert change.state == Escalation(id=ID, incident=INC_7, path=THREE, next_step_at=AT)
    assert change.events == (
        EscalationStarted(
            incident=INC_7, at=AT, by=OLENA, escalation=ID, path="payments", levels=3
        ),
    )


def test_begin_starts_and_pages_in_one_instant() -> None:
    change = escalation.begin(ID, INC_7, THREE, FIND, by=None, at=AT)
    assert list(map(brief, change.events)) == ["EscalationStarted", (0, 1, 1, OLENA)]
    assert change.state.next_step_at == AT + 5 * MINUTE
    assert (change.state.first_paged_at, change.state.paged) == (AT, (OLENA,))


def test_silence_climbs_level_by_level_and_ends_with_the_last_resort_again_and_again() -> None:
    assert silence(THREE, 31) == [
        (0, 1, 1, OLENA),
        (5, 1, 2, TARAS),
        (15, 1, 3, IRYNA),
        (20, 1, 0, BOSS),
        (25, 1, 0, BOSS),
        (30, 1, 0, BOSS),
    ]


def test_the_whole_path_is_walked_once_a_round() -> None:
    assert silence(path(level(ToPerson(OLENA)), level(ToPerson(TARAS)), rounds=2), 20) == [
        (0, 1, 1, OLENA),
        (5, 1, 2, TARAS),
        (10, 2, 1, OLENA),
        (15, 2, 2, TARAS),
        (20, 2, 0, BOSS),
    ]


def test_levels_with_nobody_are_skipped_at_once() -> None:
    empty = level(ToRotation(L1))
    assert silence(path(empty, level(ToPerson(OLENA)), empty, empty), 5) == [
        (0, 1, 1),
        (0, 1, 2, OLENA),
        (5, 1, 3),
        (5, 1, 4),
        (5, 1, 0, BOSS),
    ]


def test_a_path_of_empty_levels_reaches_the_last_resort_at_once() -> None:
    empty = level(ToRotation(L1))
    assert silence(path(empty, empty, rounds=2), 5) == [
        (0, 1, 1),
        (0, 1, 2),
        (0, 2, 1),
        (0, 2, 2),
        (0, 2, 0, BOSS),
        (5, 2, 0, BOSS),
    ]


def test_a_path_without_levels_asks_the_last_resort() -> None:
    assert silence(path(rounds=3), 5) == [(0, 1, 0, BOSS), (5, 1, 0, BOSS)]


def test_the_last_resort_can_be_a_channel() -> None:
    way = replace(path(level(ToPerson(OLENA))), last_resort=ToChannel(ROOM))
    assert silence(way, 5) == [(0, 1, 1, OLENA), (5, 1, 0, ROOM)]


def test_all_targets_of_a_level_are_paged_at_once_and_nobody_twice() -> None:
    way = path(
        level(ToPerson(OLENA), ToRotation(L1), ToChannel(ROOM), ToPerson(TARAS), ToPerson(OLENA))
    )
    assert silence(way, 0) == [(0, 1, 1, OLENA), (0, 1, 1, TARAS), (0, 1, 1, ROOM)]
    assert begun(way).paged == (OLENA, TARAS)


def test_the_whole_of_a_page() -> None:
    (fact,) = escalation.begin(ID, INC_7, THREE, FIND, by=None, at=AT).events[1:]
    assert fact == ResponderPaged(
        incident=INC_7, at=AT, escalation=ID, level=1, round=1, person=OLENA, version=0
    )


@pytest.mark.parametrize(
    ("seconds", "late"), [(0, 0), (29, 0), (29.999, 0), (30, 30), (90.5, 90), (3600, 3600)]
)
def test_a_late_step_says_how_late_and_waits_from_then(seconds: float, late: int) -> None:
    at = AT + 5 * MINUTE + timedelta(seconds=seconds)
    change = escalation.advance(begun(), FIND, at=at)
    (fact,) = change.events
    assert isinstance(fact, ResponderPaged)
    assert (fact.person, fact.late_seconds) == (TARAS, late)
    assert change.state.next_step_at == at + 10 * MINUTE


def test_nothing_happens_before_it_is_due() -> None:
    before = begun()
    change = escalation.advance(before, FIND, at=AT + 5 * MINUTE - timedelta(microseconds=1))
    assert change.state is before
    assert change.events == ()


def test_an_outage_of_hours_pages_one_level_and_not_all_at_once() -> None:
    assert [
        brief(event) for event in escalation.advance(begun(), FIND, at=AT + 300 * MINUTE).events
    ] == [(300, 1, 2, TARAS)]


def test_an_answer_stops_it_and_counts_from_the_first_page() -> None:
    climbed = escalation.advance(begun(), FIND, at=AT + 5 * MINUTE).state
    change = escalation.acknowledge(climbed, by=TARAS, at=AT + 7 * MINUTE)
    assert change.events == (
        PageAcknowledged(incident=INC_7, at=AT + 7 * MINUTE, by=TARAS, escalation=ID, seconds=420),
    )
    state = change.state
    assert (state.state, state.version, state.next_step_at) == (State.ACKNOWLEDGED, 1, None)
    assert (state.acknowledged_by, state.acknowledged_at) == (TARAS, AT + 7 * MINUTE)
    assert not state.answerable
    assert escalation.advance(state, FIND, at=AT + 500 * MINUTE).events == ()


@pytest.mark.parametrize("again", [OLENA, TARAS])
def test_a_second_answer_changes_nothing(again: PersonId) -> None:
    answered = escalation.acknowledge(begun(), by=OLENA, at=AT + MINUTE).state
    change = escalation.acknowledge(answered, by=again, at=AT + 2 * MINUTE)
    assert change.state is answered
    assert change.events == ()


def test_an_answer_after_the_end_changes_nothing() -> None:
    stopped = escalation.stop(begun(), at=AT + MINUTE).state
    assert escalation.acknowledge(stopped, by=OLENA, at=AT + 2 * MINUTE).state is stopped


def test_a_decline_makes_the_next_level_due_at_once() -> None:
    change = escalation.decline(begun(), by=OLENA, reason=" on a plane\x00 ", at=AT + MINUTE)
    assert change.events == (
        PageDeclined(incident=INC_7, at=AT + MINUTE, by=OLENA, escalation=ID, reason="on a plane"),
    )
    assert (change.state.version, change.state.next_step_at) == (1, AT + MINUTE)
    (page,) = escalation.advance(change.state, FIND, at=AT + MINUTE).events
    assert brief(page) == (1, 1, 2, TARAS)
    assert isinstance(page, ResponderPaged)
    # An unsent page of version 0 is now stale: the one who declined is left alone.
    assert page.version == 1


def test_the_one_who_answered_may_still_give_it_back() -> None:
    answered = escalation.acknowledge(begun(), by=OLENA, at=AT + MINUTE).state
    back = escalation.decline(answered, by=OLENA, reason="", at=AT + 2 * MINUTE).state
    assert (back.state, back.acknowledged_by, back.acknowledged_at) == (State.ACTIVE, None, None)
    assert back.next_step_at == AT + 2 * MINUTE


def test_somebody_elses_decline_does_not_undo_an_answer() -> None:
    climbed = escalation.advance(begun(), FIND, at=AT + 5 * MINUTE).state
    answered = escalation.acknowledge(climbed, by=TARAS, at=AT + 6 * MINUTE).state
    change = escalation.decline(answered, by=OLENA, reason="", at=AT + 7 * MINUTE)
    assert change.state is answered
    assert change.events == ()


def test_a_second_decline_moves_nothing_on() -> None:
    once = escalation.decline(begun(), by=OLENA, reason="", at=AT + MINUTE).state
    with pytest.raises(Refusal, match="This page is not waiting for you"):
        escalation.decline(once, by=OLENA, reason="", at=AT + MINUTE)


def test_who_answered_without_being_paged_can_give_it_back() -> None:
    answered = escalation.acknowledge(begun(), by=TARAS, at=AT + MINUTE).state
    change = escalation.decline(answered, by=TARAS, reason="asleep", at=AT + 2 * MINUTE)
    assert change.state.state is State.ACTIVE
    assert change.state.next_step_at == AT + 2 * MINUTE


def test_only_those_who_were_paged_can_decline() -> None:
    with pytest.raises(Refusal, match="This page is not waiting for you"):
        escalation.decline(begun(), by=TARAS, reason="", at=AT)


def test_the_next_level_can_be_asked_for_after_an_answer() -> None:
    answered = escalation.acknowledge(begun(), by=OLENA, at=AT + MINUTE).state
    change = escalation.force(answered, by=OLENA, reason="the bank", at=AT + 2 * MINUTE)
    assert change.events == (
        EscalationForced(
            incident=INC_7, at=AT + 2 * MINUTE, by=OLENA, escalation=ID, reason="the bank"
        ),
    )
    forced = change.state
    assert (forced.state, forced.version, forced.acknowledged_by) == (State.ACTIVE, 2, None)
    assert list(map(brief, escalation.advance(forced, FIND, at=AT + 2 * MINUTE).events)) == [
        (2, 1, 2, TARAS)
    ]


def test_asking_beyond_the_last_level_reaches_the_last_resort() -> None:
    state = begun(path(level(ToPerson(OLENA))))
    forced = escalation.force(state, by=OLENA, reason="", at=AT + MINUTE).state
    assert forced.next_level is None
    assert list(map(brief, escalation.advance(forced, FIND, at=AT + MINUTE).events)) == [
        (1, 1, 0, BOSS)
    ]


def test_a_call_pages_one_person_beside_the_path() -> None:
    before = begun()
    change = escalation.call(before, IRYNA, by=OLENA, reason="knows it", at=AT + MINUTE)
    assert change.events == (
        PersonCalled(
            incident=INC_7, at=AT + MINUTE, by=OLENA, escalation=ID, person=IRYNA,
            reason="knows it",
        ),
    )  # fmt: skip
    assert change.state == replace(before, paged=(OLENA, IRYNA))
    # She was paged, so she may decline.
    assert escalation.decline(change.state, by=IRYNA, reason="", at=AT + MINUTE).events


def test_stopping_lets_everybody_sleep_and_says_so_once() -> None:
    change = escalation.stop(begun(), at=AT + MINUTE)
    assert change.events == (EscalationStopped(incident=INC_7, at=AT + MINUTE, escalation=ID),)
    stopped = change.state
    assert (stopped.state, stopped.version, stopped.next_step_at) == (State.STOPPED, 1, None)
    assert escalation.stop(stopped, at=AT + 2 * MINUTE).events == ()
    assert escalation.advance(stopped, FIND, at=AT + 500 * MINUTE).events == ()


def test_stopping_after_an_answer_is_silent() -> None:
    answered = escalation.acknowledge(begun(), by=OLENA, at=AT + MINUTE).state
    change = escalation.stop(answered, at=AT + 2 * MINUTE)
    assert (change.state.state, change.state.version, change.events) == (State.STOPPED, 2, ())


ASKS: dict[str, Callable[[Escalation], object]] = {
    "decline": lambda e: escalation.decline(e, by=OLENA, reason="", at=AT),
    "force": lambda e: escalation.force(e, by=OLENA, reason="", at=AT),
    "call": lambda e: escalation.call(e, TARAS, by=OLENA, reason="", at=AT),
}


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS.keys())
def test_nothing_more_can_be_asked_after_the_end(ask: Callable[[Escalation], object]) -> None:
    with pytest.raises(Refusal, match="the incident has ended"):
        ask(escalation.stop(begun(), at=AT).state)


def test_the_next_level_is_known_before_it_is_paged() -> None:
    started = escalation.start(ID, INC_7, THREE, by=None, at=AT).state
    assert started.next_level is THREE.levels[0]
    assert begun().next_level is THREE.levels[1]
    assert replace(begun(), position=3).next_level is None
    assert replace(begun(), path=replace(THREE, rounds=2), position=3).next_level is THREE.levels[0]


def test_whoever_is_on_call_stands_behind_a_rotation() -> None:
    turns = Rotation(
        name=L1,
        title=Localised("L1"),
        members=(OLENA, TARAS),
        kind=Kind.DAILY,
        length=1,
        start=datetime(2026, 3, 13, 9),  # noqa: DTZ001 - a wall time, in the rotation's zone
        zone=POLICY.workspace.zone,
        overrides=(),
    )
    find = on_call(replace(POLICY, rotations={L1: turns}), AT)
    assert find(ToRotation(L1)) == OLENA
    assert find(ToRotation(L2)) is None
    assert find(ToPerson(IRYNA)) == IRYNA
    assert find(ToChannel(ROOM)) == ROOM


targets = st.lists(st.sampled_from([ToPerson(OLENA), ToPerson(TARAS), ToRotation(L1)]), max_size=3)
paths = st.builds(
    lambda levels, rounds: path(*(level(*found) for found in levels), rounds=rounds),
    st.lists(targets, max_size=4),
    st.integers(min_value=1, max_value=3),
)


@given(paths, st.integers(min_value=0, max_value=60))
def test_no_path_ends_in_silence(way: EscalationPath, minutes: int) -> None:
    """Whatever the path, an unanswered escalation always has a next step within its wait."""
    state = begun(way)
    for minute in range(minutes):
        at = AT + minute * MINUTE
        state = escalation.advance(state, FIND, at=at).state
        assert state.next_step_at is not None
        assert at < state.next_step_at <= at + 5 * MINUTE
    pages = [found for found in silence(way, 500) if isinstance(found, tuple) and len(found) == 4]
    assert pages[-1][2:] == (0, BOSS)


@given(paths)
def test_each_round_asks_each_level_once_and_in_order(way: EscalationPath) -> None:
    told = [found for found in silence(way, 100) if isinstance(found, tuple)]
    asked = list(dict.fromkeys(found[1:3] for found in told if found[2] != 0))
    assert asked == [
        (turn, number)
        for turn in range(1, way.rounds + 1)
        for number in range(1, len(way.levels) + 1)
    ]


def move(state: Escalation, name: str, at: datetime) -> Escalation:
    match name:
        case "tick":
            return escalation.advance(state, FIND, at=at).state
        case "acknowledge":
            return escalation.acknowledge(state, by=OLENA, at=at).state
        case "decline":
            return escalation.decline(state, by=OLENA, reason="", at=at).state
        case "force":
            return escalation.force(state, by=OLENA, reason="", at=at).state
        case _:
            return escalation.stop(state, at=at).state


@given(st.lists(st.sampled_from(["tick", "acknowledge", "decline", "force", "stop"]), max_size=12))
def test_versions_only_rise_and_only_the_active_wait(names: list[str]) -> None:
    state = begun()
    for minute, name in enumerate(names):
        before = state
        try:
            state = move(state, name, AT + minute * MINUTE)
        except Refusal:
            assert before.state is State.STOPPED or name == "decline"
        assert (state.state is State.ACTIVE) == (state.next_step_at is not None)
        # Every change of mind makes the pages before it stale.
        assert state.version >= before.version + (state.state is not before.state)


def test_a_last_resort_who_declines_is_left_in_peace_for_a_while() -> None:
    way = path(level(ToPerson(OLENA)))
    reached = escalation.advance(begun(way), FIND, at=AT + 5 * MINUTE).state
    declined = escalation.decline(reached, by=BOSS, reason="", at=AT + 6 * MINUTE).state
    assert declined.next_step_at == AT + 11 * MINUTE
    again = escalation.advance(declined, FIND, at=AT + 11 * MINUTE)
    assert [brief(fact) for fact in again.events] == [(11, 1, 0, BOSS)]
