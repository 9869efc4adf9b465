"""How an update leaves, what it is a fact of, and what it obliges us to."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain import sending
from bot.domain.events import ApprovalGiven, ClientUpdateSent
from bot.domain.ids import RoomId
from bot.domain.incident import Flag, UpdateAlarm
from bot.domain.refusal import Refusal
from bot.domain.role import LEAD
from bot.domain.severity import ClientState
from tests.domain.sample import ACME, AT, INC_7, MINUTE, OLENA, SEV3, TARAS, incident
from tests.domain.updates import EN, LATER, OLEH, POLICY, UK, approved, update

FREE = incident(clients=(ACME,), severity=SEV3.name, update_due_at=AT + 5 * MINUTE)
DRAFT = update(FREE, next_by=AT + 40 * MINUTE)


def send(made: Any = DRAFT, burning: Any = FREE, **given: Any) -> Any:
    return sending.send(made, burning, POLICY, **{"by": OLENA, "at": LATER, **given})


def test_what_leaves_is_a_fact_with_when_it_was_due() -> None:
    sent, told = send(seen=DRAFT.digest)
    assert sent.state == replace(DRAFT, sent_by=OLENA, sent_at=LATER)
    assert sent.events == ()
    assert told.events == (
        ClientUpdateSent(
            incident=INC_7,
            at=LATER,
            by=OLENA,
            update=DRAFT.id,
            state=ClientState.INVESTIGATING,
            languages=(EN,),
            channels=(RoomId("C0ACME"), RoomId("C0SUPPORT")),
            next_by=AT + 40 * MINUTE,
            text="Some cards are declined.",
            number=1,
            headline="Оплата карткою не проходить",
            headlines=DRAFT.headline,
            due_at=AT + 5 * MINUTE,
            drafted_by=OLENA,
        ),
    )
    after = told.state
    assert (after.client_state, after.update_due_at, after.update_promised) == (
        ClientState.INVESTIGATING,
        AT + 40 * MINUTE,
        True,
    )
    assert (after.update_alarm, after.update_alarm_at) == (UpdateAlarm.REMIND, AT + 35 * MINUTE)


@pytest.mark.parametrize(("minutes", "late"), [(4, False), (5, False), (6, True)])
def test_late_is_after_it_was_due(minutes: int, *, late: bool) -> None:
    _, told = send(at=AT + minutes * MINUTE)
    assert told.events[0].late is late


def test_what_was_not_due_is_not_late() -> None:
    _, told = send(burning=replace(FREE, update_due_at=None))
    assert (told.events[0].due_at, told.events[0].late) == (None, False)


def test_pressed_twice_it_changes_nothing() -> None:
    sent, told = send()
    again, after = send(sent.state, told.state, at=LATER + MINUTE)
    assert (again.state, again.events, after.state, after.events) == (
        sent.state,
        (),
        told.state,
        (),
    )


def test_whoever_may_agree_agrees_by_sending() -> None:
    led = incident(clients=(ACME,), roles={LEAD: TARAS})
    sent, told = send(update(led), led, by=TARAS)
    [fact] = sent.events
    assert isinstance(fact, ApprovalGiven)
    assert (fact.by, sent.state.approval.by, told.events[0].approved_by) == (TARAS, TARAS, TARAS)


def test_what_was_agreed_to_is_sent_by_whoever_writes_to_clients() -> None:
    secret = incident(clients=(ACME,), private=True, flags=frozenset({Flag.MONEY}))
    made = approved(update(secret), secret, OLEH)
    sent, told = send(made, secret)
    assert sent.events == ()
    assert told.events[0].approved_by == OLEH
    assert told.events[0].channels == (RoomId("C0ACME"),)


def test_a_correction_says_what_it_corrects() -> None:
    wrong = replace(DRAFT, id="u0", number=4)
    made = replace(DRAFT, corrects="u0")
    _, told = send(made, corrected=wrong)
    assert (told.events[0].corrects, told.events[0].corrects_number) == ("u0", 4)


@pytest.mark.parametrize(
    ("made", "burning", "given", "said"),
    [
        (DRAFT, replace(FREE, drill=True), {}, "is a drill"),
        (replace(DRAFT, withdrawn_at=AT), FREE, {}, "was withdrawn"),
        (DRAFT, FREE, {"seen": "another"}, "changed after you opened it"),
        (DRAFT, replace(FREE, private=True), {}, "became private"),
        (update(incident(clients=(ACME,))), incident(clients=(ACME,)), {}, "nobody leads yet"),
    ],
)
def test_what_does_not_leave(made: Any, burning: Any, given: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        send(made, burning, **given)


def test_the_timeline_keeps_the_words_in_our_own_language() -> None:
    texts = {(EN, "Europe/Kyiv"): "Cards fail.", (UK, "Europe/Kyiv"): "Картки не працюють."}
    _, told = send(replace(DRAFT, texts=texts))
    assert told.events[0].text == "Картки не працюють."
