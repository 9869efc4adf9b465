"""What people ask of paging, what a changed severity asks, and what none of them may."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain import escalation
from bot.domain.escalation import LAST_RESORT_WAIT, Escalation, State
from bot.domain.escalation_answers import acknowledge, decline
from bot.domain.escalation_path import Condition, ToPerson
from bot.domain.escalation_wishes import call, force, hand_over, reclassify, skip
from bot.domain.events import Because, EscalationForced, PersonCalled, ResponderPaged, SkipAsked
from bot.domain.refusal import Refusal
from bot.domain.service import RotationName
from tests.domain.paths import ANNA, BOSS, FIND, ID, THREE, begun, brief, level, path, ticked
from tests.domain.sample import AT, INC_7, IRYNA, MINUTE, OLENA, SEV1, SEV2, TARAS

SOON = AT + 2 * MINUTE
WORST_ONLY = Condition(severities=(SEV1.name,))


def told(run: Escalation, because: Because = Because.DEMAND) -> list[object]:
    return list(map(brief, escalation.advance(run, FIND, at=SOON, because=because).events))


# Escalate


def test_the_next_level_can_be_asked_for_after_an_answer() -> None:
    answered = acknowledge(begun(), by=OLENA, at=AT + MINUTE).state
    change = force(answered, by=OLENA, reason=" the bank ", at=SOON)
    assert change.events == (
        EscalationForced(incident=INC_7, at=SOON, by=OLENA, escalation=ID, reason="the bank"),
    )
    forced = change.state
    assert (forced.state, forced.version, forced.acks) == (State.ACTIVE, 2, ())
    assert told(forced) == [(2, 1, 2, TARAS)]


def test_asking_beyond_the_last_level_reaches_the_last_resort() -> None:
    forced = force(begun(path(level(ToPerson(OLENA)))), by=OLENA, reason="", at=SOON).state
    assert forced.next_level is None
    assert told(forced) == [(2, 1, 0, BOSS)]


@pytest.mark.parametrize(
    ("wanted", "page"),
    [(1, (2, 1, 1, OLENA)), (2, (2, 1, 2, TARAS)), (3, (2, 1, 3, IRYNA)), (0, (2, 1, 0, BOSS))],
)
def test_any_level_can_be_asked_for_and_the_path_goes_on_from_there(
    wanted: int, page: object
) -> None:
    change = force(begun(), level=wanted, by=ANNA, reason="", at=SOON)
    (fact,) = change.events
    assert isinstance(fact, EscalationForced)
    assert fact.level == wanted
    assert told(change.state) == [page]
    after = escalation.advance(change.state, FIND, at=SOON).state
    onward = {1: TARAS, 2: IRYNA, 3: BOSS, 0: BOSS}[wanted]
    assert ticked(after, 60).waiting == (onward,)


def test_the_last_resort_can_be_asked_for_in_the_first_of_many_rounds() -> None:
    forced = force(begun(replace(THREE, rounds=3)), level=0, by=ANNA, reason="", at=SOON).state
    assert told(forced) == [(2, 3, 0, BOSS)]


@pytest.mark.parametrize("wanted", [-1, 4, 99])
def test_a_level_that_does_not_exist_is_refused_with_those_that_do(wanted: int) -> None:
    with pytest.raises(Refusal, match=f"has no level {wanted}. Its levels are 1 to 3"):
        force(begun(), level=wanted, by=ANNA, reason="", at=SOON)


# Skip


def test_the_level_being_asked_is_skipped_at_once() -> None:
    change = skip(begun(), 1, by=ANNA, reason="on holiday", at=SOON)
    assert change.events == (
        SkipAsked(
            incident=INC_7, at=SOON, by=ANNA, escalation=ID, level=1, reason="on holiday"
        ),
    )  # fmt: skip
    assert (change.state.version, change.state.next_step_at) == (1, SOON)
    assert told(change.state, Because.SKIP) == [(2, 1, 2, TARAS)]


def test_a_later_level_is_skipped_when_its_turn_comes_and_in_every_round() -> None:
    run = skip(begun(replace(THREE, rounds=2)), 2, by=ANNA, reason="", at=SOON).state
    assert (run.version, run.next_step_at) == (0, AT + 5 * MINUTE)
    story = []
    for minute in range(5, 20):
        change = escalation.advance(run, FIND, at=AT + minute * MINUTE)
        run, story = change.state, [*story, *map(brief, change.events)]
    assert story == [
        (5, 1, 2, "wish"),
        (5, 1, 3, IRYNA),
        (10, 2, 1, OLENA),
        (15, 2, 2, "wish"),
        (15, 2, 3, IRYNA),
    ]


def test_a_level_is_skipped_once_and_asked_for_after_all() -> None:
    run = skip(begun(), 2, by=ANNA, reason="", at=SOON).state
    assert skip(run, 2, by=ANNA, reason="", at=SOON).events == ()
    assert told(force(run, level=2, by=ANNA, reason="", at=SOON).state) == [(2, 1, 2, TARAS)]


def test_with_every_level_skipped_the_last_resort_is_asked() -> None:
    run = begun()
    for number in (2, 3, 1):
        run = skip(run, number, by=ANNA, reason="", at=SOON).state
    assert told(run) == [(2, 1, 2, "wish"), (2, 1, 3, "wish"), (2, 1, 0, BOSS)]


def test_an_answered_page_is_not_reopened_by_a_skip() -> None:
    held = acknowledge(begun(), by=OLENA, at=AT + MINUTE).state
    assert skip(held, 1, by=ANNA, reason="", at=SOON).state == replace(held, skipped=(1,))


def test_the_last_resort_cannot_be_skipped() -> None:
    with pytest.raises(Refusal, match="never ends in silence"):
        skip(begun(), 0, by=ANNA, reason="", at=SOON)


# By name


def test_a_call_pages_one_person_beside_the_path() -> None:
    before = begun()
    change = call(before, IRYNA, by=OLENA, reason="knows it", at=SOON)
    assert change.events == (
        PersonCalled(
            incident=INC_7, at=SOON, by=OLENA, escalation=ID, person=IRYNA, reason="knows it"
        ),
    )
    assert change.state == replace(before, paged=(OLENA, IRYNA), called=(IRYNA,))


def test_a_call_says_for_which_rotation_somebody_is_asked() -> None:
    (fact,) = call(
        begun(), IRYNA, by=OLENA, reason="", at=SOON, rotation=RotationName("dev")
    ).events
    assert isinstance(fact, PersonCalled)
    assert (fact.rotation, fact.handed) == ("dev", False)


def test_a_path_that_has_asked_nobody_waits_for_whoever_is_called() -> None:
    started = escalation.start(ID, INC_7, THREE, by=ANNA, at=AT).state
    run = call(started, IRYNA, by=ANNA, reason="", at=AT).state
    assert run.next_step_at == AT + LAST_RESORT_WAIT
    assert ticked(run, 4.9) is run
    assert ticked(run, 5).waiting == (OLENA,)


def test_somebody_called_whom_the_path_then_asks_is_asked_by_the_path() -> None:
    run = ticked(call(begun(), TARAS, by=OLENA, reason="", at=SOON).state, 5)
    assert (run.called, run.waiting) == ((), (TARAS,))
    assert decline(run, by=TARAS, reason="", at=AT + 6 * MINUTE).state.version == 1


# Hand over


def test_the_page_is_handed_over_and_the_path_waits_for_the_new_one() -> None:
    held = acknowledge(ticked(begun(), 5), by=TARAS, at=AT + 6 * MINUTE).state
    change = hand_over(held, ANNA, by=TARAS, reason="her code", at=AT + 7 * MINUTE)
    (fact,) = change.events
    assert isinstance(fact, PersonCalled)
    assert (fact.person, fact.handed, fact.reason) == (ANNA, True, "her code")
    run = change.state
    assert (run.state, run.acks, run.waiting, run.version) == (State.ACTIVE, (), (ANNA,), 2)
    # As long as the level would have had: ten minutes.
    assert run.next_step_at == AT + 17 * MINUTE
    assert ticked(run, 17).waiting == (IRYNA,)
    declined = decline(run, by=ANNA, reason="", at=AT + 8 * MINUTE).state
    assert declined.next_step_at == AT + 8 * MINUTE


def test_handing_it_to_whoever_has_it_changes_nothing() -> None:
    held = acknowledge(begun(), by=OLENA, at=AT + MINUTE).state
    assert hand_over(held, OLENA, by=TARAS, reason="", at=SOON).state is held


# Severity


def test_a_level_only_the_old_severity_kept_out_is_asked_at_once() -> None:
    way = path(level(ToPerson(OLENA), when=WORST_ONLY), level(ToPerson(TARAS)))
    run = begun(way, severity=SEV2)
    assert run.waiting == (TARAS,)
    change = reclassify(run, FIND, to=SEV1, at=SOON)
    assert list(map(brief, change.events)) == [(2, 1, 1, OLENA)]
    (page,) = change.events
    assert isinstance(page, ResponderPaged)
    assert page.because is Because.SEVERITY
    after = change.state
    assert (after.waiting, after.position, after.severity) == ((TARAS, OLENA), 2, SEV1.name)
    assert after.next_step_at == SOON + 5 * MINUTE


def test_a_severity_that_goes_to_and_fro_asks_nobody_twice() -> None:
    way = path(level(ToPerson(OLENA), when=WORST_ONLY), level(ToPerson(TARAS)))
    run = reclassify(begun(way, severity=SEV2), FIND, to=SEV1, at=SOON).state
    lower = reclassify(ticked(run, 10), FIND, to=SEV2, at=AT + 11 * MINUTE).state
    assert reclassify(lower, FIND, to=SEV1, at=AT + 12 * MINUTE).events == ()


def test_a_later_level_is_judged_by_the_severity_of_its_time() -> None:
    way = path(level(ToPerson(OLENA)), level(ToPerson(TARAS), when=WORST_ONLY))
    change = reclassify(begun(way, severity=SEV2), FIND, to=SEV1, at=SOON)
    assert change.events == ()
    assert ticked(change.state, 5).waiting == (TARAS,)
    lower = reclassify(begun(way, severity=SEV1), FIND, to=SEV2, at=SOON).state
    assert ticked(lower, 5).waiting == (BOSS,)


def test_a_severity_that_needs_more_answers_takes_the_path_up_again() -> None:
    held = acknowledge(begun(severity=SEV2), by=OLENA, at=AT + MINUTE).state
    run = reclassify(held, FIND, to=replace(SEV1, acks=2), at=SOON).state
    assert (run.state, run.holders, run.missing) == (State.ACTIVE, (OLENA,), 1)
    assert (run.version, run.next_step_at) == (2, SOON)
    assert told(run, Because.SEVERITY) == [(2, 1, 2, TARAS)]


def test_a_severity_that_needs_fewer_answers_is_content_with_those_there_are() -> None:
    run = begun(severity=replace(SEV1, acks=2))
    one = acknowledge(run, by=OLENA, at=AT + MINUTE).state
    content = reclassify(one, FIND, to=SEV2, at=SOON).state
    assert (content.state, content.holders, content.next_step_at) == (
        State.ACKNOWLEDGED, (OLENA,), None,
    )  # fmt: skip


def test_a_held_page_gets_the_new_severitys_limit() -> None:
    held = acknowledge(begun(severity=SEV2), by=OLENA, at=AT + MINUTE).state
    run = reclassify(held, FIND, to=replace(SEV1, ack_timeout=10 * MINUTE), at=SOON).state
    assert (run.state, run.next_step_at) == (State.ACKNOWLEDGED, SOON + 10 * MINUTE)


def test_the_same_severity_changes_nothing() -> None:
    run = begun(severity=SEV2)
    assert reclassify(run, FIND, to=SEV2, at=SOON).state is run


# After the end

WISHES: dict[str, Callable[[Escalation], object]] = {
    "force": lambda run: force(run, by=OLENA, reason="", at=AT),
    "skip": lambda run: skip(run, 1, by=OLENA, reason="", at=AT),
    "call": lambda run: call(run, TARAS, by=OLENA, reason="", at=AT),
    "hand over": lambda run: hand_over(run, TARAS, by=OLENA, reason="", at=AT),
}


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES.keys())
def test_nothing_more_can_be_asked_after_the_end(wish: Callable[[Escalation], object]) -> None:
    with pytest.raises(Refusal, match="the incident has ended"):
        wish(escalation.stop(begun(), at=AT).state)


def test_a_severity_changes_nothing_after_the_end() -> None:
    over = escalation.stop(begun(), at=AT).state
    assert reclassify(over, FIND, to=SEV1, at=AT).state is over
