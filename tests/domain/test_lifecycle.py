"""How an incident lives: each way in, each way on, and each no."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.domain import lifecycle
from bot.domain.events import (
    IncidentAbsorbed,
    IncidentCancelled,
    IncidentClosed,
    IncidentDeclared,
    IncidentMerged,
    IncidentReopened,
    IncidentResolved,
    MadePrivate,
    RoomOpened,
)
from bot.domain.incident import OPEN, Flag, Incident, Status, UpdateAlarm
from bot.domain.lifecycle import Declaration
from bot.domain.refusal import Refusal
from bot.domain.severity import ClientState, Postmortem, Severity
from tests.domain.sample import (
    ACME,
    AT,
    CARDS,
    INC_7,
    INC_8,
    MINUTE,
    OLENA,
    OTHER_ROOM,
    PAYOUTS,
    POLICY,
    ROOM,
    SEV1,
    SEV2,
    SEV3,
    TARAS,
    ZORIA,
    incident,
)

LATER = AT + 40 * MINUTE


def declared(severity: Severity = SEV2, **said: Any) -> Incident:
    declaration = Declaration(**{"impact": "Card payments fail", **said})
    change = lifecycle.declare(
        INC_7, declaration, severity=severity, policy=POLICY, by=OLENA, at=AT
    )
    return change.state


def test_a_declaration_as_a_whole() -> None:
    said = Declaration(
        impact="Card payments fail\nAcme called twice",
        service=CARDS,
        started_at=AT - 10 * MINUTE,
        tickets=("ZD-1",),
    )
    change = lifecycle.declare(INC_7, said, severity=SEV2, policy=POLICY, by=OLENA, at=AT)
    assert change.state == Incident(
        id=INC_7,
        title="Card payments fail",
        severity=SEV2.name,
        impact="Card payments fail\nAcme called twice",
        service=CARDS,
        clients=(ACME, ZORIA),
        declared_by=OLENA,
        declared_at=AT,
        started_at=AT - 10 * MINUTE,
        tickets=("ZD-1",),
        lead_due_at=AT + 5 * MINUTE,
        update_due_at=AT + 30 * MINUTE,
        update_alarm=UpdateAlarm.REMIND,
        update_alarm_at=AT + 25 * MINUTE,
    )
    assert change.events == (
        IncidentDeclared(
            incident=INC_7,
            at=AT,
            by=OLENA,
            title="Card payments fail",
            severity=SEV2.name,
            impact="Card payments fail\nAcme called twice",
            service=CARDS,
            clients=(ACME, ZORIA),
            started_at=AT - 10 * MINUTE,
            tickets=("ZD-1",),
        ),
    )


def test_a_severity_without_an_update_limit_sets_no_deadline() -> None:
    assert declared(SEV3).update_due_at is None


@pytest.mark.parametrize(
    ("said", "title", "impact"),
    [
        ({"impact": " Cards\x00 fail "}, "Cards fail", "Cards fail"),
        ({"impact": "One\nTwo"}, "One", "One\nTwo"),
        ({"impact": "Long story", "title": "Cards"}, "Cards", "Long story"),
        ({"impact": " ", "title": "Cards"}, "Cards", "Cards"),
        ({"impact": "Long story", "title": "Cards\nfail"}, "Cards fail", "Long story"),
        ({"impact": "Не проходять платежі"}, "Не проходять платежі", "Не проходять платежі"),
        ({"impact": "x" * 121}, "x" * 119 + "…", "x" * 121),
        ({"impact": "x" * 3001}, "x" * 119 + "…", "x" * 2999 + "…"),
    ],
)
def test_the_title_is_made_of_the_impact_when_it_is_not_given(
    said: dict[str, Any], title: str, impact: str
) -> None:
    found = declared(SEV2, **said)
    assert (found.title, found.impact) == (title, impact)


@pytest.mark.parametrize("impact", ["", "  \n", "🔥🔥🔥", "\u200b\u202e", "…—!"])
def test_words_are_needed(impact: str) -> None:
    with pytest.raises(Refusal, match="Say in a few words what clients see") as caught:
        declared(impact=impact)
    assert caught.value.field == "impact"


def test_it_cannot_start_in_the_future() -> None:
    assert declared(started_at=AT).started_at == AT
    with pytest.raises(Refusal, match="cannot have started in the future") as caught:
        declared(started_at=AT + MINUTE)
    assert caught.value.field == "started_at"


@pytest.mark.parametrize("flag", Flag)
def test_every_flag_makes_it_private(flag: Flag) -> None:
    found = declared(flags=frozenset({flag}))
    assert found.private
    assert found.flags == {flag}


def test_private_without_a_flag() -> None:
    assert declared(private=True).private
    assert not declared().private


def test_named_clients_outweigh_those_of_the_service() -> None:
    assert declared(service=CARDS, clients=(ACME,)).clients == (ACME,)
    assert declared(service=PAYOUTS).clients == ()
    assert declared(service="unheard-of").clients == ()


def test_a_room_is_opened_once() -> None:
    change = lifecycle.open_room(declared(), ROOM, "inc-7-cards", runbooks=("cards",), at=LATER)
    state = change.state
    assert (state.room, state.room_name, state.room_count) == (ROOM, "inc-7-cards", 1)
    assert change.events == (
        RoomOpened(
            incident=INC_7,
            at=LATER,
            room=ROOM,
            name="inc-7-cards",
            declarer=OLENA,
            runbooks=("cards",),
        ),
    )
    again = lifecycle.open_room(state, ROOM, "inc-7-cards", at=LATER)
    assert again.state is state
    assert again.events == ()


def test_making_it_private_leaves_the_room_for_a_new_one() -> None:
    change = lifecycle.make_private(incident(), by=TARAS, at=LATER)
    state = change.state
    assert (state.private, state.room, state.room_name, state.room_count) == (True, None, "", 1)
    assert change.events == (MadePrivate(incident=INC_7, at=LATER, by=TARAS, old_room=ROOM),)
    assert lifecycle.make_private(state, by=TARAS, at=LATER).events == ()
    moved = lifecycle.open_room(state, OTHER_ROOM, "inc-7-private", at=LATER).state
    assert (moved.room, moved.room_count) == (OTHER_ROOM, 2)


@pytest.mark.parametrize(
    ("postmortem", "needs"),
    [(Postmortem.REQUIRED, True), (Postmortem.OPTIONAL, False), (Postmortem.NONE, False)],
)
@pytest.mark.parametrize("status", sorted(OPEN))
def test_resolving(status: Status, postmortem: Postmortem, *, needs: bool) -> None:
    before = incident(status=status)
    change = lifecycle.resolve(
        before,
        summary=" Rolled back. ",
        severity=replace(SEV2, postmortem=postmortem),
        by=TARAS,
        at=LATER,
    )
    assert change.state == replace(
        before,
        status=Status.RESOLVED,
        summary="Rolled back.",
        resolved_at=LATER,
        lead_due_at=None,
        update_due_at=None,
    )
    assert change.events == (
        IncidentResolved(
            incident=INC_7, at=LATER, by=TARAS, summary="Rolled back.", needs_postmortem=needs
        ),
    )


def test_resolving_needs_a_summary() -> None:
    with pytest.raises(Refusal, match="Say in two sentences") as caught:
        lifecycle.resolve(incident(), summary=" \x00", severity=SEV1, by=TARAS, at=LATER)
    assert caught.value.field == "summary"


def test_resolving_twice_is_refused_in_words() -> None:
    with pytest.raises(Refusal) as caught:
        lifecycle.resolve(
            incident(status=Status.RESOLVED), summary="So", severity=SEV1, by=TARAS, at=LATER
        )
    assert str(caught.value) == "INC-7 is already resolved. `/incident reopen` opens it again."


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.CLOSED])
def test_reopening(status: Status) -> None:
    before = incident(status=status, resolved_at=AT, closed_at=AT)
    change = lifecycle.reopen(
        before, reason=" again ", severity=SEV1, policy=POLICY, by=TARAS, at=LATER
    )
    state = change.state
    assert state.lead_due_at == LATER + POLICY.workspace.lead_within
    assert state.update_due_at == LATER + SEV1.cadence[ClientState.INVESTIGATING]
    assert (state.status, state.resolved_at, state.closed_at) == (
        Status.INVESTIGATING,
        None,
        None,
    )
    assert change.events == (IncidentReopened(incident=INC_7, at=LATER, by=TARAS, reason="again"),)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        *((status, "INC-7 is open already.") for status in sorted(OPEN)),
        *(
            (
                status,
                "INC-7 was cancelled or merged. Declare a new one with `/incident declare`.",
            )
            for status in (Status.CANCELLED, Status.MERGED)
        ),
    ],
)
def test_what_cannot_be_reopened(status: Status, said: str) -> None:
    with pytest.raises(Refusal) as caught:
        lifecycle.reopen(
            incident(status=status), reason="", severity=SEV1, policy=POLICY, by=TARAS, at=LATER
        )
    assert str(caught.value) == said


def test_closing() -> None:
    resolved = incident(status=Status.RESOLVED, resolved_at=AT)
    change = lifecycle.close(resolved, by=TARAS, at=LATER)
    assert change.state == replace(resolved, status=Status.CLOSED, closed_at=LATER)
    assert change.events == (IncidentClosed(incident=INC_7, at=LATER, by=TARAS),)
    assert lifecycle.close(change.state, by=TARAS, at=LATER).events == ()


@pytest.mark.parametrize("status", sorted(OPEN))
def test_only_a_resolved_one_is_closed(status: Status) -> None:
    with pytest.raises(Refusal, match="Resolve INC-7 first"):
        lifecycle.close(incident(status=status), by=TARAS, at=LATER)


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.MERGED])
def test_nothing_is_left_to_close_of_a_cancelled_or_merged_one(status: Status) -> None:
    with pytest.raises(Refusal, match="INC-7 was cancelled or merged, so there is nothing left"):
        lifecycle.close(incident(status=status), by=TARAS, at=LATER)


@pytest.mark.parametrize("status", sorted(OPEN))
def test_cancelling(status: Status) -> None:
    before = incident(status=status)
    change = lifecycle.cancel(before, reason="a test", by=TARAS, at=LATER)
    assert change.state == replace(
        before, status=Status.CANCELLED, lead_due_at=None, update_due_at=None
    )
    assert change.events == (
        IncidentCancelled(incident=INC_7, at=LATER, by=TARAS, reason="a test"),
    )


def test_merging_ends_one_and_leaves_the_other_as_it_was() -> None:
    other = incident(id=INC_8)
    gone, kept = lifecycle.merge(incident(), other, by=TARAS, at=LATER)
    assert gone.state == replace(
        incident(), status=Status.MERGED, merged_into=INC_8, lead_due_at=None, update_due_at=None
    )
    assert gone.events == (IncidentMerged(incident=INC_7, at=LATER, by=TARAS, into=INC_8),)
    assert kept.state is other
    assert kept.events == (IncidentAbsorbed(incident=INC_8, at=LATER, by=TARAS, other=INC_7),)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (
            {},
            {},
            "INC-7 cannot be merged into itself. Name another: `/incident merge INC-7`.",
        ),
        (
            {},
            {"id": INC_8, "status": Status.RESOLVED},
            "INC-8 is not open, so nothing can be merged into it.",
        ),
        (
            {"private": True},
            {"id": INC_8},
            "INC-7 is private and INC-8 is not. Make INC-8 private first.",
        ),
    ],
)
def test_what_cannot_be_merged(one: dict[str, Any], other: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal) as caught:
        lifecycle.merge(incident(**one), incident(**other), by=TARAS, at=LATER)
    assert str(caught.value) == said


def test_a_private_one_takes_in_a_public_one_and_another_private_one() -> None:
    private = incident(id=INC_8, private=True)
    for one in (incident(), incident(private=True)):
        gone, _ = lifecycle.merge(one, private, by=TARAS, at=LATER)
        assert gone.state.merged_into == INC_8


CHANGES: dict[str, Callable[[Incident], object]] = {
    "private": lambda it: lifecycle.make_private(it, by=TARAS, at=LATER),
    "cancel": lambda it: lifecycle.cancel(it, reason="", by=TARAS, at=LATER),
    "merge": lambda it: lifecycle.merge(it, incident(id=INC_8), by=TARAS, at=LATER),
    "resolve": lambda it: lifecycle.resolve(it, summary="So", severity=SEV1, by=TARAS, at=LATER),
}
#: Each says what can still be done: only these two ways lead back.
NOT_OPEN = {
    Status.RESOLVED: "`/incident reopen` opens it again.",
    Status.CLOSED: "`/incident reopen` opens it again.",
    Status.CANCELLED: "Declare a new one with `/incident declare`.",
    Status.MERGED: "Declare a new one with `/incident declare`.",
}


@pytest.mark.parametrize(("status", "way_on"), NOT_OPEN.items())
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_has_ended_is_not_changed(
    change: Callable[[Incident], object], status: Status, way_on: str
) -> None:
    with pytest.raises(Refusal) as caught:
        change(incident(status=status))
    assert str(caught.value).endswith(way_on)


def test_every_end_has_a_way_on() -> None:
    assert NOT_OPEN.keys() | OPEN == set(Status)
