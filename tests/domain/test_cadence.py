"""When clients must hear from us next, and the alarms about it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import cadence
from bot.domain.events import UpdateEscalated, UpdateMissed, UpdateReminded, UpdateSnoozed
from bot.domain.incident import OPEN, Incident, Status, UpdateAlarm
from bot.domain.refusal import Refusal
from bot.domain.role import COMMS, LEAD
from bot.domain.severity import ClientState, Severity
from bot.domain.update_rules import UpdateRules
from tests.domain.sample import (
    ACME,
    AT,
    INC_7,
    IRYNA,
    MINUTE,
    OLENA,
    SEV1,
    SEV2,
    SEV3,
    TARAS,
    incident,
)
from tests.domain.updates import ALTYN, MANAGERS, NATALIA, OLEH, POLICY, PROTECTION

INVESTIGATING, IDENTIFIED, MONITORING, RESOLVED = ClientState
DUE = AT + 30 * MINUTE
ORDINARY, KEYED = incident(clients=(ACME,)), incident(clients=(ACME, ALTYN))


def owing(due: datetime = DUE, **changes: object) -> Incident:
    return cadence.owe(incident(update_due_at=None, **changes), due, POLICY, at=AT)


@pytest.mark.parametrize(
    ("severity", "burning", "first", "then"),
    [
        (SEV2, ORDINARY, 30, {INVESTIGATING: 60}),
        # The duty of SEV1 where that asks for more; SEV1 has nothing worse.
        (SEV2, KEYED, 15, {INVESTIGATING: 15, MONITORING: 30}),
        (SEV1, KEYED, 15, {INVESTIGATING: 15, MONITORING: 30}),
        (SEV3, ORDINARY, None, {}),
        (SEV3, KEYED, 30, {INVESTIGATING: 60}),
    ],
)
def test_a_key_client_raises_the_duty_and_not_the_severity(
    severity: Severity, burning: Incident, first: int | None, then: dict[ClientState, int]
) -> None:
    found = cadence.duty(severity, burning, POLICY)
    assert found == cadence.Duty(
        first * MINUTE if first else None, {state: wait * MINUTE for state, wait in then.items()}
    )
    assert burning.severity == SEV2.name


def test_a_key_client_never_waits_longer_than_others() -> None:
    odd = replace(POLICY, severities=(replace(SEV1, first_update=timedelta(hours=9)), SEV2))
    assert cadence.duty(SEV2, KEYED, odd).first == 30 * MINUTE


@pytest.mark.parametrize(
    ("state", "promised", "due", "is_promise"),
    [
        (INVESTIGATING, None, AT + 60 * MINUTE, False),
        (INVESTIGATING, AT + 7 * MINUTE, AT + 7 * MINUTE, True),
        (IDENTIFIED, AT + 90 * MINUTE, AT + 90 * MINUTE, True),
        (IDENTIFIED, None, None, False),
        (RESOLVED, None, None, False),
        (RESOLVED, AT + 7 * MINUTE, None, False),
    ],
)
def test_the_promise_goes_before_the_cadence(
    state: ClientState, promised: datetime | None, due: datetime | None, *, is_promise: bool
) -> None:
    told = cadence.told(ORDINARY, state, promised, SEV2, POLICY, at=AT)
    assert (told.client_state, told.update_due_at, told.update_promised) == (state, due, is_promise)


def test_what_is_over_inside_owes_nothing_after_the_last_word() -> None:
    told = cadence.told(incident(status=Status.RESOLVED), MONITORING, None, SEV1, POLICY, at=AT)
    assert (told.update_due_at, told.update_alarm, told.update_alarm_at) == (None, None, None)


def test_another_severity_breaks_no_promise() -> None:
    promised = cadence.told(ORDINARY, INVESTIGATING, AT + 50 * MINUTE, SEV2, POLICY, at=AT)
    assert cadence.reclassify(promised, SEV1, POLICY, at=AT + 5 * MINUTE) is promised


def test_a_key_client_found_later_may_not_wait_as_long_and_nobody_waits_longer() -> None:
    later = AT + 4 * MINUTE
    keyed = cadence.affecting(ORDINARY, (ACME, ALTYN), POLICY, at=later)
    assert (keyed.clients, keyed.update_due_at) == ((ACME, ALTYN), AT + 15 * MINUTE)
    back = cadence.affecting(keyed, (ACME,), POLICY, at=later)
    assert (back.clients, back.update_due_at) == ((ACME,), AT + 15 * MINUTE)


@pytest.mark.parametrize(
    ("due", "reminded"),
    [
        (AT + 30 * MINUTE, AT + 25 * MINUTE),
        (AT + 10 * MINUTE, AT + 5 * MINUTE),
        # Five minutes before would be at once, or in the past: half-way.
        (AT + 6 * MINUTE, AT + 3 * MINUTE),
        (AT, AT),
        (AT - MINUTE, AT - MINUTE),
    ],
)
def test_the_reminder_comes_before_it_is_due_and_not_with_the_update_itself(
    due: datetime, reminded: datetime
) -> None:
    owed = owing(due)
    assert (owed.update_alarm, owed.update_alarm_at) == (UpdateAlarm.REMIND, reminded)


def test_the_three_alarms_ring_once_each_in_their_turn() -> None:
    burning = owing(roles={LEAD: OLENA, COMMS: IRYNA})
    facts = []
    for minutes in range(60):
        change = cadence.ring(burning, (OLEH,), POLICY, at=AT + minutes * MINUTE)
        burning = change.state
        facts += change.events
    assert facts == [
        UpdateReminded(
            incident=INC_7, at=AT + 25 * MINUTE, due_at=DUE, people=(IRYNA, OLENA), first=True
        ),
        UpdateMissed(incident=INC_7, at=DUE, due_at=DUE, people=(IRYNA, OLENA), first=True),
        UpdateEscalated(
            incident=INC_7, at=DUE + 10 * MINUTE, due_at=DUE, people=(OLEH,), first=True
        ),
    ]
    assert (burning.update_due_at, burning.update_alarm, burning.update_alarm_at) == (
        DUE,
        None,
        None,
    )


def test_after_an_outage_what_was_missed_is_said_without_a_late_reminder() -> None:
    late = DUE + 45 * MINUTE
    missed = cadence.ring(owing(client_state=INVESTIGATING), (), POLICY, at=late)
    assert missed.events == (UpdateMissed(incident=INC_7, at=late, due_at=DUE),)
    escalated = cadence.ring(missed.state, (), POLICY, at=late)
    assert escalated.events == (UpdateEscalated(incident=INC_7, at=late, due_at=DUE, people=()),)


def test_what_clients_were_promised_they_are_owed_after_it_is_over_inside_too() -> None:
    burning = replace(ORDINARY, update_due_at=None)
    promised = cadence.told(burning, MONITORING, DUE, SEV2, POLICY, at=AT)
    over = cadence.resolved(replace(promised, status=Status.RESOLVED))
    assert (over.update_due_at, over.update_alarm_at) == (DUE, DUE - 5 * MINUTE)
    missed = cadence.ring(over, (), POLICY, at=DUE)
    assert missed.events == (UpdateMissed(incident=INC_7, at=DUE, due_at=DUE),)
    assert cadence.reopen(over, SEV1, POLICY, at=AT) is over
    again = cadence.told(over, MONITORING, DUE + MINUTE, SEV2, POLICY, at=DUE)
    assert again.update_due_at == DUE + MINUTE
    told = cadence.told(again, RESOLVED, None, SEV2, POLICY, at=DUE)
    assert (told.update_due_at, told.update_promised, told.update_alarm) == (None, False, None)


def test_what_was_only_due_by_the_severity_ends_with_the_incident() -> None:
    due = cadence.told(ORDINARY, INVESTIGATING, None, SEV2, POLICY, at=AT)
    over = cadence.resolved(replace(due, status=Status.RESOLVED))
    assert (over.update_due_at, over.update_alarm, over.update_alarm_at) == (None, None, None)


@pytest.mark.parametrize("status", sorted(set(Status) - OPEN - {Status.RESOLVED}))
def test_what_is_over_rings_no_more(status: Status) -> None:
    change = cadence.ring(owing(status=status), (), POLICY, at=DUE)
    assert (change.events, change.state.update_alarm, change.state.update_alarm_at) == (
        (),
        None,
        None,
    )


def test_an_alarm_before_its_time_is_no_alarm() -> None:
    burning = owing()
    assert cadence.ring(burning, (), POLICY, at=AT + 24 * MINUTE).state is burning


def test_one_person_in_both_roles_is_reminded_once() -> None:
    assert cadence.writers(incident(roles={LEAD: OLENA, COMMS: OLENA})) == (OLENA,)
    assert cadence.writers(incident()) == ()


@pytest.mark.parametrize(
    ("rules", "groups", "people"),
    [
        (UpdateRules(escalate_to=PROTECTION), {PROTECTION: (IRYNA,), MANAGERS: (OLEH,)}, (IRYNA,)),
        (UpdateRules(), {PROTECTION: (IRYNA,), MANAGERS: (OLEH, NATALIA)}, (OLEH, NATALIA)),
        (UpdateRules(), {PROTECTION: (IRYNA,)}, (IRYNA,)),
        (UpdateRules(), {}, ()),
    ],
)
def test_whom_a_missed_update_is_escalated_to(
    rules: UpdateRules, groups: dict[object, object], people: tuple[object, ...]
) -> None:
    policy = replace(
        POLICY,
        client_updates=rules,
        groups=groups,
        severities=(replace(SEV2, approvers=PROTECTION),),
    )
    assert cadence.above(incident(), policy) == people


def test_a_snooze_puts_the_alarm_off_and_says_why() -> None:
    until = AT + 40 * MINUTE
    change = cadence.snooze(owing(), until, reason=" the bank sleeps ", by=TARAS, at=AT)
    assert change.events == (
        UpdateSnoozed(
            incident=INC_7, at=AT, by=TARAS, until=until, reason="the bank sleeps", due_at=DUE
        ),
    )
    quiet = change.state
    assert (quiet.update_due_at, quiet.update_snoozed_until) == (DUE, until)
    assert cadence.ring(quiet, (), POLICY, at=until - MINUTE).events == ()
    # It was missed meanwhile, and that is what rings.
    rung = cadence.ring(quiet, (), POLICY, at=until)
    assert rung.events == (UpdateMissed(incident=INC_7, at=until, due_at=DUE, first=True),)
    assert rung.state.update_snoozed_until is None


def test_a_snooze_never_brings_an_alarm_forward() -> None:
    change = cadence.snooze(owing(), AT + MINUTE, reason="so", by=TARAS, at=AT)
    assert change.state.update_alarm_at == AT + 25 * MINUTE


@pytest.mark.parametrize(
    ("until", "reason", "field"),
    [
        (AT, "why", "until"),
        (AT - MINUTE, "why", "until"),
        (AT + timedelta(hours=24, seconds=1), "why", "until"),
        (AT + MINUTE, " \u200b ", "reason"),
    ],
)
def test_a_snooze_needs_a_future_and_a_reason(until: datetime, reason: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        cadence.snooze(owing(), until, reason=reason, by=TARAS, at=AT)
    assert refused.value.field == field


def test_where_nothing_is_due_nothing_is_put_off() -> None:
    with pytest.raises(Refusal, match="No client update is due"):
        cadence.snooze(cadence.nothing_owed(incident()), DUE, reason="so", by=TARAS, at=AT)


@given(
    due=st.integers(0, 120),
    snoozes=st.lists(st.tuples(st.integers(0, 150), st.integers(1, 60)), max_size=3),
    steps=st.lists(st.integers(0, 30), min_size=1, max_size=12),
)
def test_whatever_happens_each_alarm_rings_at_most_once_and_in_order(
    due: int, snoozes: list[tuple[int, int]], steps: list[int]
) -> None:
    burning, minute, told = owing(AT + due * MINUTE), 0, []
    for step in steps:
        minute += step
        now = AT + minute * MINUTE
        for at, length in snoozes:
            if at == minute and burning.update_alarm:
                until = now + length * MINUTE
                burning = cadence.snooze(burning, until, reason="so", by=TARAS, at=now).state
        change = cadence.ring(burning, (), POLICY, at=now)
        burning = change.state
        told += [type(event) for event in change.events]
        snoozed = burning.update_snoozed_until
        assert not (change.events and snoozed and snoozed > now)
    order = [UpdateReminded, UpdateMissed, UpdateEscalated]
    assert told == [kind for kind in order if kind in told]
    assert (UpdateReminded not in told) or due > 0
