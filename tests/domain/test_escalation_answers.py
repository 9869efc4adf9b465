"""What an acknowledgement, a decline and a sign of life change, and what they leave alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import escalation
from bot.domain.escalation import STILL_WAIT, Ack, Escalation, State
from bot.domain.escalation_answers import acknowledge, alive, decline
from bot.domain.escalation_path import ToPerson
from bot.domain.escalation_wishes import call
from bot.domain.events import (
    AckConfirmed,
    AckLapsed,
    AckQuestioned,
    Because,
    PageAcknowledged,
    PageDeclined,
    ResponderPaged,
)
from bot.domain.ids import PersonId
from bot.domain.refusal import Refusal
from bot.domain.role import COMMS, LEAD
from tests.domain.paths import (
    ANNA,
    BOSS,
    BOTH,
    FIND,
    ID,
    THREE,
    begun,
    brief,
    level,
    path,
    ticked,
)
from tests.domain.sample import AT, INC_7, IRYNA, MINUTE, OLENA, SEV1, TARAS

TWO = replace(SEV1, acks=2, ack_roles=(LEAD, COMMS))
LAPSING = replace(SEV1, ack_timeout=30 * MINUTE)


def acked(run: Escalation, by: PersonId, minute: float = 1) -> Escalation:
    return acknowledge(run, by=by, at=AT + minute * MINUTE).state


def called(run: Escalation, person: PersonId) -> Escalation:
    return call(run, person, by=OLENA, reason="", at=AT + MINUTE).state


# Acknowledge


def test_an_answer_stops_it_and_counts_from_the_first_page() -> None:
    change = acknowledge(ticked(begun(), 5), by=TARAS, at=AT + 7 * MINUTE)
    assert change.events == (
        PageAcknowledged(incident=INC_7, at=AT + 7 * MINUTE, by=TARAS, escalation=ID, seconds=420),
    )
    state = change.state
    assert (state.state, state.version, state.next_step_at) == (State.ACKNOWLEDGED, 1, None)
    assert state.acks == (Ack(TARAS, AT + 7 * MINUTE),)
    assert (state.acknowledged_by, state.acknowledged_at) == (TARAS, AT + 7 * MINUTE)
    assert not state.answerable
    assert ticked(state, 500) is state


@pytest.mark.parametrize("again", [OLENA, TARAS])
def test_a_second_answer_changes_nothing(again: PersonId) -> None:
    answered = acked(begun(), OLENA)
    change = acknowledge(answered, by=again, at=AT + 2 * MINUTE)
    assert change.state is answered
    assert change.events == ()


def test_an_answer_after_the_end_changes_nothing() -> None:
    stopped = escalation.stop(begun(), at=AT + MINUTE).state
    assert acknowledge(stopped, by=OLENA, at=AT + 2 * MINUTE).state is stopped


def test_whoever_was_called_by_name_is_heard_after_another_has_it() -> None:
    held = acked(called(begun(), ANNA), OLENA)
    change = acknowledge(held, by=ANNA, at=AT + 3 * MINUTE)
    (fact,) = change.events
    assert isinstance(fact, PageAcknowledged)
    assert (fact.by, fact.count, fact.seconds) == (ANNA, 2, 180)
    assert change.state.holders == (OLENA, ANNA)
    assert (change.state.acknowledged_by, change.state.version) == (OLENA, held.version)
    assert acknowledge(change.state, by=ANNA, at=AT + 4 * MINUTE).events == ()


# Two acknowledgements


def test_where_two_are_needed_the_path_goes_on_after_the_first() -> None:
    one = acked(begun(severity=TWO), OLENA)
    assert (one.state, one.missing, one.version) == (State.ACTIVE, 1, 0)
    assert one.next_step_at == AT + 5 * MINUTE
    (page,) = escalation.advance(one, FIND, at=AT + 5 * MINUTE).events
    assert isinstance(page, ResponderPaged)
    assert (page.person, page.because, page.after_level) == (TARAS, Because.MISSING, None)
    climbed = ticked(one, 5)
    assert climbed.waiting == (TARAS,)
    change = acknowledge(climbed, by=TARAS, at=AT + 6 * MINUTE)
    (fact,) = change.events
    assert isinstance(fact, PageAcknowledged)
    assert (fact.count, fact.needed) == (2, 2)
    assert (change.state.state, change.state.next_step_at) == (State.ACKNOWLEDGED, None)


def test_the_same_person_does_not_answer_for_two() -> None:
    one = acked(begun(severity=TWO), OLENA)
    assert acknowledge(one, by=OLENA, at=AT + 2 * MINUTE).events == ()


def test_whoever_has_answered_is_not_asked_again_for_the_second_answer() -> None:
    way = path(level(BOTH), level(ToPerson(OLENA)), level(ToPerson(IRYNA)))
    one = acked(begun(way, severity=TWO), OLENA)
    change = escalation.advance(one, FIND, at=AT + 5 * MINUTE)
    assert list(map(brief, change.events)) == [(5, 1, 2, "answered"), (5, 1, 3, IRYNA)]


def test_the_last_resort_is_asked_until_the_second_has_answered() -> None:
    run = acked(begun(path(level(ToPerson(OLENA))), severity=TWO), OLENA)
    run = ticked(run, 5)
    assert run.waiting == (BOSS,)
    run = acked(ticked(run, 10), BOSS, 11)
    assert run.state is State.ACKNOWLEDGED


def test_a_page_not_yet_sent_stays_wanted_after_the_first_of_two_answers() -> None:
    run = begun(path(level(BOTH)), severity=TWO)
    one = acked(run, OLENA)
    assert one.awaits(TARAS, run.version)
    assert not one.awaits(OLENA, run.version)
    assert not acked(one, TARAS, 2).awaits(TARAS, run.version)


# Decline


def test_a_decline_makes_the_next_level_due_at_once() -> None:
    change = decline(begun(), by=OLENA, reason=" on a plane\x00 ", at=AT + MINUTE)
    assert change.events == (
        PageDeclined(incident=INC_7, at=AT + MINUTE, by=OLENA, escalation=ID, reason="on a plane"),
    )
    assert (change.state.version, change.state.next_step_at) == (1, AT + MINUTE)
    (page,) = escalation.advance(change.state, FIND, at=AT + MINUTE, because=Because.DECLINE).events
    assert brief(page) == (1, 1, 2, TARAS)
    assert isinstance(page, ResponderPaged)
    # An unsent page of version 0 is now stale: the one who declined is left alone.
    assert (page.version, page.because, page.after_level) == (1, Because.DECLINE, None)


def test_while_others_of_the_level_are_asked_a_decline_moves_nothing_on() -> None:
    run = begun(path(level(BOTH), level(ToPerson(IRYNA))))
    first = decline(run, by=OLENA, reason="", at=AT + MINUTE)
    assert len(first.events) == 1
    assert (first.state.version, first.state.next_step_at) == (0, AT + 5 * MINUTE)
    assert (first.state.waiting, first.state.paged) == ((TARAS,), (TARAS,))
    second = decline(first.state, by=TARAS, reason="", at=AT + 2 * MINUTE).state
    assert (second.version, second.next_step_at) == (1, AT + 2 * MINUTE)


def test_a_late_decline_of_an_earlier_level_moves_nothing_on() -> None:
    climbed = ticked(begun(), 5)
    change = decline(climbed, by=OLENA, reason="asleep", at=AT + 6 * MINUTE)
    assert len(change.events) == 1
    assert change.state == replace(climbed, paged=(TARAS,))


def test_the_decline_of_somebody_called_by_name_moves_nothing_on() -> None:
    run = called(begun(), ANNA)
    change = decline(run, by=ANNA, reason="no idea of it", at=AT + 2 * MINUTE)
    assert [type(fact) for fact in change.events] == [PageDeclined]
    assert change.state == begun()


def test_somebody_called_by_name_can_decline_after_another_has_it() -> None:
    held = acked(called(begun(), ANNA), OLENA)
    change = decline(held, by=ANNA, reason="", at=AT + 3 * MINUTE)
    assert len(change.events) == 1
    assert (change.state.state, change.state.holders) == (State.ACKNOWLEDGED, (OLENA,))
    assert change.state.version == held.version


def test_the_one_who_answered_may_still_give_it_back() -> None:
    back = decline(acked(begun(), OLENA), by=OLENA, reason="", at=AT + 2 * MINUTE).state
    assert (back.state, back.acks) == (State.ACTIVE, ())
    assert (back.version, back.next_step_at) == (2, AT + 2 * MINUTE)


def test_one_of_two_gives_it_back_and_the_other_keeps_it() -> None:
    both = acked(acked(begun(path(level(BOTH)), severity=TWO), OLENA), TARAS, 2)
    back = decline(both, by=OLENA, reason="", at=AT + 3 * MINUTE).state
    assert (back.state, back.holders, back.missing) == (State.ACTIVE, (TARAS,), 1)
    assert back.next_step_at == AT + 3 * MINUTE


def test_one_too_many_gives_it_back_and_nobody_is_asked() -> None:
    both = acked(acked(called(begun(), ANNA), OLENA), ANNA, 2)
    back = decline(both, by=OLENA, reason="", at=AT + 3 * MINUTE).state
    assert (back.state, back.holders, back.version) == (
        State.ACKNOWLEDGED, (ANNA,), both.version,
    )  # fmt: skip


def test_somebody_elses_decline_does_not_undo_an_answer() -> None:
    answered = acked(ticked(begun(), 5), TARAS, 6)
    change = decline(answered, by=OLENA, reason="", at=AT + 7 * MINUTE)
    assert change.state is answered
    assert change.events == ()


def test_a_second_decline_moves_nothing_on() -> None:
    once = decline(begun(), by=OLENA, reason="", at=AT + MINUTE).state
    with pytest.raises(Refusal, match="This page is not waiting for you"):
        decline(once, by=OLENA, reason="", at=AT + MINUTE)


def test_who_answered_without_being_paged_can_give_it_back() -> None:
    change = decline(acked(begun(), TARAS), by=TARAS, reason="asleep", at=AT + 2 * MINUTE)
    assert (change.state.state, change.state.next_step_at) == (State.ACTIVE, AT + 2 * MINUTE)


def test_only_those_who_were_paged_can_decline() -> None:
    with pytest.raises(Refusal, match="This page is not waiting for you"):
        decline(begun(), by=TARAS, reason="", at=AT)


def test_nothing_can_be_declined_after_the_end() -> None:
    with pytest.raises(Refusal, match="the incident has ended"):
        decline(escalation.stop(begun(), at=AT).state, by=OLENA, reason="", at=AT)


def test_a_last_resort_who_declines_is_left_in_peace_for_a_while() -> None:
    reached = ticked(begun(path(level(ToPerson(OLENA)))), 5)
    declined = decline(reached, by=BOSS, reason="", at=AT + 6 * MINUTE).state
    assert declined.next_step_at == AT + 11 * MINUTE
    again = escalation.advance(declined, FIND, at=AT + 11 * MINUTE)
    assert [brief(fact) for fact in again.events] == [(11, 1, 0, BOSS)]


# Signs of life


def test_an_answer_holds_for_the_severitys_limit_and_is_then_questioned_once() -> None:
    held = acked(begun(severity=LAPSING), OLENA)
    assert held.next_step_at == AT + 31 * MINUTE
    assert ticked(held, 30.9) is held
    change = escalation.advance(held, FIND, at=AT + 31 * MINUTE)
    assert change.events == (
        AckQuestioned(
            incident=INC_7, at=AT + 31 * MINUTE, escalation=ID, people=(OLENA,),
            silent_seconds=1800, version=1,
        ),
    )  # fmt: skip
    asked = change.state
    assert (asked.state, asked.version) == (State.ACKNOWLEDGED, 1)
    assert asked.next_step_at == AT + 31 * MINUTE + STILL_WAIT
    assert ticked(asked, 35.9) is asked


def test_silence_after_the_question_pages_the_next_level_in_the_same_step() -> None:
    asked = ticked(acked(begun(severity=LAPSING), OLENA), 31)
    change = escalation.advance(asked, FIND, at=AT + 36 * MINUTE)
    lapsed, page = change.events
    assert lapsed == AckLapsed(incident=INC_7, at=AT + 36 * MINUTE, escalation=ID, people=(OLENA,))
    assert isinstance(page, ResponderPaged)
    assert (page.person, page.level, page.because, page.version) == (TARAS, 2, Because.ABSENCE, 2)
    assert (change.state.state, change.state.acks) == (State.ACTIVE, ())
    assert change.state.next_step_at == AT + 46 * MINUTE


def test_a_sign_of_life_puts_the_question_off_without_a_word() -> None:
    held = acked(begun(severity=LAPSING), OLENA)
    change = alive(held, by=OLENA, at=AT + 20 * MINUTE)
    assert change.events == ()
    assert change.state == replace(held, next_step_at=AT + 50 * MINUTE)


def test_an_answered_question_is_told_and_the_next_one_comes_a_whole_limit_later() -> None:
    asked = ticked(acked(begun(severity=LAPSING), OLENA), 31)
    change = alive(asked, by=OLENA, at=AT + 32 * MINUTE)
    assert change.events == (
        AckConfirmed(incident=INC_7, at=AT + 32 * MINUTE, by=OLENA, escalation=ID),
    )
    assert change.state.questioned_at is None
    # A question not yet sent is stale.
    assert (change.state.version, change.state.next_step_at) == (2, AT + 62 * MINUTE)
    assert isinstance(
        escalation.advance(change.state, FIND, at=AT + 62 * MINUTE).events[0], AckQuestioned
    )


@pytest.mark.parametrize("who", [TARAS, IRYNA])
def test_only_those_who_have_it_show_life(who: PersonId) -> None:
    held = acked(begun(severity=LAPSING), OLENA)
    assert alive(held, by=who, at=AT + 20 * MINUTE).state is held


def test_without_a_limit_an_answer_holds_for_ever() -> None:
    held = acked(begun(THREE), OLENA)
    assert alive(held, by=OLENA, at=AT + timedelta(days=1)).state is held
    assert ticked(held, 10_000) is held


def test_after_the_end_nobody_is_questioned() -> None:
    held = acked(begun(severity=LAPSING), OLENA)
    over = escalation.stop(held, at=AT + 5 * MINUTE).state
    assert (over.next_step_at, ticked(over, 500)) == (None, over)
    assert alive(over, by=OLENA, at=AT + 6 * MINUTE).state is over
