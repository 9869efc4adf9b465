"""Reminders of client updates: once each, whoever looks, and put off with a reason."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.effects import EscalateUpdate, RemindOfUpdate, TellUpdateMissed
from bot.domain.events import (
    ClientUpdateSent,
    Event,
    UpdateEscalated,
    UpdateMissed,
    UpdateReminded,
    UpdateSnoozed,
)
from bot.domain.incident import UpdateAlarm
from bot.domain.refusal import Refusal
from bot.domain.role import COMMS, LEAD
from bot.store.database import Database
from bot.store.work import Store
from bot.ticker import fire_due
from bot.usecases import remind_clients, triage
from bot.usecases.resolve import resolve
from tests.support.databases import START, ManualTime
from tests.support.ledger import effects, events
from tests.usecases.conftest import Declare
from tests.usecases.written import NATALIA, OLEH, OLENA, ONE, TARAS, sent

MINUTE = timedelta(minutes=1)
#: Acme is a key client, so SEV4 owes what SEV3 does: the first word within an hour.
DUE = START + 60 * MINUTE


async def alarms(store: Store) -> list[Event]:
    told = UpdateReminded | UpdateMissed | UpdateEscalated | UpdateSnoozed
    return [event for event in await events(store, ONE) if isinstance(event, told)]


async def test_reminded_missed_and_escalated_once_by_however_many_replicas(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV4")
    async with store.begin() as work:
        await triage.take_role(work, ONE, LEAD, TARAS, by=TARAS)
        await triage.take_role(work, ONE, COMMS, OLENA, by=TARAS)

    for minutes in (54, 1, 4, 1, 9, 1, 30):
        time.later(minutes=minutes)
        await asyncio.gather(*(fire_due(store) for _ in range(3)))

    people = (OLENA, TARAS)
    assert await alarms(store) == [
        UpdateReminded(incident=ONE, at=DUE - 5 * MINUTE, due_at=DUE, people=people, first=True),
        UpdateMissed(incident=ONE, at=DUE, due_at=DUE, people=people, first=True),
        UpdateEscalated(
            incident=ONE,
            at=DUE + 10 * MINUTE,
            due_at=DUE,
            people=(NATALIA, OLEH),
            first=True,
        ),
    ]
    told = [
        each
        for each in await effects(database)
        if isinstance(each, RemindOfUpdate | TellUpdateMissed | EscalateUpdate)
    ]
    assert told == [
        RemindOfUpdate(incident=ONE, person=OLENA, due_at=DUE),
        RemindOfUpdate(incident=ONE, person=TARAS, due_at=DUE),
        TellUpdateMissed(incident=ONE, person=OLENA, due_at=DUE),
        TellUpdateMissed(incident=ONE, person=TARAS, due_at=DUE),
        EscalateUpdate(incident=ONE, person=NATALIA, due_at=DUE),
        EscalateUpdate(incident=ONE, person=OLEH, due_at=DUE),
    ]
    async with store.read() as work:
        assert (await work.deadlines()).update is None


async def test_a_sent_update_arms_the_next_one(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV4")
    time.later(minutes=61)
    await fire_due(store)
    await sent(store, next_by=time.now + 20 * MINUTE)
    promised = time.now + 20 * MINUTE
    time.later(minutes=15)
    await fire_due(store)

    missed, reminded = await alarms(store)
    assert isinstance(missed, UpdateMissed)
    assert reminded == UpdateReminded(
        incident=ONE, at=time.now, due_at=promised, people=(), first=False
    )
    late = next(e for e in await events(store, ONE) if isinstance(e, ClientUpdateSent))
    assert (late.due_at, late.late) == (DUE, True)


async def test_after_an_outage_what_was_missed_is_said_at_once(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV4")
    time.later(minutes=200)
    await fire_due(store)
    await fire_due(store)
    await fire_due(store)

    assert [(type(event), event.at) for event in await alarms(store)] == [
        (UpdateMissed, time.now),
        (UpdateEscalated, time.now),
    ]


async def test_a_snooze_puts_it_off_for_every_replica_and_stays_on_record(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV4")
    until = START + 90 * MINUTE
    async with store.begin() as work:
        await remind_clients.snooze(work, ONE, until=until, reason="The bank sleeps", by=TARAS)
    time.later(minutes=89)
    await fire_due(store)
    assert await alarms(store) == [
        UpdateSnoozed(
            incident=ONE, at=START, by=TARAS, until=until, reason="The bank sleeps", due_at=DUE
        )
    ]
    async with store.read() as work:
        kept = await work.incidents.get(ONE)
    assert (kept.update_due_at, kept.update_alarm, kept.update_alarm_at) == (
        DUE,
        UpdateAlarm.REMIND,
        until,
    )
    assert kept.update_snoozed_until == until

    time.later(minutes=1)
    await fire_due(store)
    [_, missed] = await alarms(store)
    assert missed == UpdateMissed(incident=ONE, at=until, due_at=DUE, first=True)


async def test_what_is_resolved_rings_no_more(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV4")
    async with store.begin() as work:
        await resolve(work, ONE, by=TARAS, summary="Rolled back.")
    time.later(minutes=200)
    await fire_due(store)

    assert await alarms(store) == []
    with pytest.raises(Refusal, match="No client update is due"):
        async with store.begin() as work:
            await remind_clients.snooze(work, ONE, until=time.now + MINUTE, reason="so", by=TARAS)


async def test_of_a_private_incident_only_those_inside_hear(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV4", private=True)
    async with store.begin() as work:
        await work.incidents.add_members(ONE, (OLEH,), work.now)
    time.later(minutes=75)
    await fire_due(store)
    await fire_due(store)

    [_, escalated] = await alarms(store)
    assert isinstance(escalated, UpdateEscalated)
    assert escalated.people == (OLEH,)
