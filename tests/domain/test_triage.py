"""What people learn and decide while an incident is open."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain import triage
from bot.domain.change import Change
from bot.domain.events import (
    LeadMissed,
    NoteAdded,
    PersonJoined,
    PersonLeft,
    RoleTaken,
    ServiceChanged,
    SeverityChanged,
    StatusChanged,
    TitleChanged,
)
from bot.domain.incident import OPEN, Incident, Status
from bot.domain.language import Localised
from bot.domain.refusal import Refusal
from bot.domain.role import COMMS, LEAD
from bot.domain.severity import ClientState, Severity
from tests.domain.sample import (
    ACME,
    AT,
    CARDS,
    INC_7,
    IRYNA,
    MINUTE,
    OLENA,
    PAYOUTS,
    POLICY,
    SEV1,
    SEV2,
    SEV3,
    TARAS,
    ZORIA,
    incident,
)

LATER = AT + 12 * MINUTE
ENDED = sorted(set(Status) - OPEN)


def reclassify(before: Incident, to: Severity, old: Severity = SEV2) -> Change[Incident]:
    return triage.reclassify(
        before, to, old=old, policy=POLICY, by=TARAS, at=LATER, reason=" all banks "
    )


@pytest.mark.parametrize(("to", "worse"), [(SEV1, True), (SEV3, False)])
def test_changing_the_severity(to: Severity, *, worse: bool) -> None:
    change = reclassify(incident(), to)
    assert change.state.severity == to.name
    assert change.events == (
        SeverityChanged(
            incident=INC_7,
            at=LATER,
            by=TARAS,
            old=SEV2.name,
            new=to.name,
            worse=worse,
            reason="all banks",
        ),
    )


@pytest.mark.parametrize(
    ("to", "client_state", "due"),
    [
        # Before the first update the limit runs from declare, as it is measured.
        (SEV1, None, AT + 15 * MINUTE),
        (SEV3, None, None),
        # After it, the new cadence starts now.
        (SEV1, ClientState.INVESTIGATING, LATER + 15 * MINUTE),
        (SEV1, ClientState.MONITORING, LATER + 30 * MINUTE),
        (SEV1, ClientState.IDENTIFIED, None),
        (SEV3, ClientState.INVESTIGATING, None),
    ],
)
def test_the_duty_to_update_clients_follows_the_new_severity(
    to: Severity, client_state: ClientState | None, due: datetime | None
) -> None:
    assert reclassify(incident(client_state=client_state), to).state.update_due_at == due


def test_the_same_severity_changes_nothing() -> None:
    before = incident()
    change = reclassify(before, SEV2)
    assert change.state is before
    assert change.events == ()


@pytest.mark.parametrize("to", sorted(OPEN - {Status.INVESTIGATING}))
def test_moving_among_the_open_statuses(to: Status) -> None:
    change = triage.set_status(incident(), to, by=TARAS, at=LATER)
    assert change.state == replace(incident(), status=to)
    assert change.events == (
        StatusChanged(incident=INC_7, at=LATER, by=TARAS, old="investigating", new=to.value),
    )


def test_the_same_status_changes_nothing() -> None:
    before = incident()
    assert triage.set_status(before, Status.INVESTIGATING, by=TARAS, at=LATER).state is before


@pytest.mark.parametrize("to", ENDED)
def test_ends_have_verbs_of_their_own(to: Status) -> None:
    with pytest.raises(Refusal) as caught:
        triage.set_status(incident(), to, by=TARAS, at=LATER)
    assert str(caught.value) == (
        "Use `/incident resolve`, `/incident cancel` or `/incident merge` to end INC-7."
    )


def test_taking_the_lead_ends_the_wait_for_one() -> None:
    change = triage.take_role(incident(), LEAD, TARAS, by=TARAS, at=LATER)
    assert change.state == replace(incident(), roles={LEAD: TARAS}, lead_due_at=None)
    assert change.state.lead == TARAS
    assert change.events == (
        RoleTaken(incident=INC_7, at=LATER, by=TARAS, role=LEAD, person=TARAS, previous=None),
    )


def test_another_role_does_not_end_the_wait() -> None:
    state = triage.take_role(incident(), COMMS, TARAS, by=OLENA, at=LATER).state
    assert state.lead_due_at == AT + 5 * MINUTE
    assert state.lead is None


def test_handing_over_names_the_one_before() -> None:
    before = incident(roles={LEAD: OLENA, COMMS: IRYNA})
    change = triage.take_role(before, LEAD, TARAS, by=OLENA, at=LATER)
    assert change.state.roles == {LEAD: TARAS, COMMS: IRYNA}
    assert before.roles == {LEAD: OLENA, COMMS: IRYNA}
    assert change.events == (
        RoleTaken(incident=INC_7, at=LATER, by=OLENA, role=LEAD, person=TARAS, previous=OLENA),
    )


def test_taking_what_one_has_changes_nothing() -> None:
    before = incident(roles={LEAD: OLENA})
    assert triage.take_role(before, LEAD, OLENA, by=OLENA, at=LATER).state is before


def test_a_missing_lead_is_told_once() -> None:
    change = triage.miss_lead(incident(), at=LATER)
    assert change.state.lead_due_at is None
    assert change.events == (LeadMissed(incident=INC_7, at=LATER, after_seconds=720),)


@pytest.mark.parametrize(
    "before",
    [incident(roles={LEAD: OLENA}), *(incident(status=status) for status in ENDED)],
    ids=["led", *ENDED],
)
def test_a_lead_is_not_missed_where_there_is_one_or_no_need(before: Incident) -> None:
    change = triage.miss_lead(before, at=LATER)
    assert change.state.lead_due_at is None
    assert change.events == ()


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        (" Cards\u202e fail ", "Cards fail"),
        ("Two\nlines", "Two lines"),
        ("x" * 121, "x" * 119 + "…"),
    ],
)
def test_changing_the_title(typed: str, title: str) -> None:
    change = triage.retitle(incident(), typed, by=TARAS, at=LATER)
    assert change.state.title == title
    assert change.events == (
        TitleChanged(incident=INC_7, at=LATER, by=TARAS, old="Card payments fail", new=title),
    )


def test_the_same_title_changes_nothing() -> None:
    before = incident()
    assert triage.retitle(before, " Card payments fail ", by=TARAS, at=LATER).state is before


@pytest.mark.parametrize("typed", ["", " \n", "…", "\u200b"])
def test_a_title_has_words(typed: str) -> None:
    with pytest.raises(Refusal, match="Give the new title in words") as caught:
        triage.retitle(incident(), typed, by=TARAS, at=LATER)
    assert caught.value.field == "title"


def test_changing_the_service_keeps_the_clients_that_are_known() -> None:
    before = incident(clients=(ACME,))
    change = triage.set_service(before, PAYOUTS, policy=POLICY, by=TARAS, at=LATER)
    assert change.state == replace(before, service=PAYOUTS)
    assert change.events == (
        ServiceChanged(
            incident=INC_7, at=LATER, by=TARAS, old=CARDS, new=PAYOUTS, title=Localised("Payouts")
        ),
    )


def test_a_service_found_later_brings_its_clients() -> None:
    unknown = incident(service=None)
    found = triage.set_service(unknown, CARDS, policy=POLICY, by=TARAS, at=LATER).state
    assert (found.service, found.clients) == (CARDS, (ACME, ZORIA))
    again = triage.set_service(found, CARDS, policy=POLICY, by=TARAS, at=LATER)
    assert again.state is found
    assert again.events == ()


def test_a_note_keeps_who_said_it_and_when() -> None:
    before = incident()
    said_at = AT - timedelta(seconds=40)
    change = triage.add_note(
        before,
        " Rolled back 2.14\x00 ",
        author=IRYNA,
        said_at=said_at,
        by=OLENA,
        at=LATER,
        permalink="https://kobzapay.example/p1",
    )
    assert change.state is before
    assert change.events == (
        NoteAdded(
            incident=INC_7,
            at=LATER,
            by=OLENA,
            text="Rolled back 2.14",
            author=IRYNA,
            said_at=said_at,
            permalink="https://kobzapay.example/p1",
        ),
    )


def test_a_note_can_be_added_after_the_end() -> None:
    ended = incident(status=Status.CLOSED)
    assert triage.add_note(ended, "Late", author=OLENA, said_at=LATER, by=OLENA, at=LATER).events


def test_an_empty_note_is_refused() -> None:
    with pytest.raises(Refusal, match="Write the note after the word") as caught:
        triage.add_note(incident(), " \x00", author=OLENA, said_at=LATER, by=OLENA, at=LATER)
    assert caught.value.field == "note"


def test_who_came_and_went() -> None:
    before = incident()
    came = triage.join(before, TARAS, at=LATER)
    went = triage.leave(before, TARAS, at=LATER)
    assert came.state is went.state is before
    assert came.events == (PersonJoined(incident=INC_7, at=LATER, by=TARAS, person=TARAS),)
    assert went.events == (PersonLeft(incident=INC_7, at=LATER, by=TARAS, person=TARAS),)


NEED_OPEN: dict[str, Callable[[Incident], object]] = {
    "severity": lambda it: reclassify(it, SEV1),
    "status": lambda it: triage.set_status(it, Status.MONITORING, by=TARAS, at=LATER),
    "role": lambda it: triage.take_role(it, LEAD, TARAS, by=TARAS, at=LATER),
}


@pytest.mark.parametrize("status", ENDED)
@pytest.mark.parametrize("change", NEED_OPEN.values(), ids=NEED_OPEN.keys())
def test_what_has_ended_is_not_changed(
    change: Callable[[Incident], object], status: Status
) -> None:
    with pytest.raises(Refusal, match=r"^INC-7 (is not open any more|was cancelled or merged)\."):
        change(incident(status=status))
