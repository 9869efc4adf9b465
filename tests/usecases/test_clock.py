"""Regulatory clocks on real databases: kept whole, told once by all replicas, shown on the row."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import delete

from bot.domain import lifecycle
from bot.domain.clock_course import Report
from bot.domain.clocks import Clock, Clocks, State, Submission
from bot.domain.effects import InvitePeople, RefreshCard, ShowClocks, TellOfClock, TellRoom
from bot.domain.events import (
    ClockDismissed,
    ClockMissed,
    ClocksProposed,
    ClockStarted,
    ClockWarned,
    FlagsChanged,
    MadePrivate,
)
from bot.domain.ids import ClockName, IncidentId, PersonId, RegimeName, RoomId
from bot.domain.incident import Flag, Incident, NearestClock
from bot.domain.lifecycle import Declaration
from bot.domain.refusal import Refusal
from bot.domain.regulation import Anchor, Deadline
from bot.store.database import Database
from bot.store.tables import outbox
from bot.store.work import Store
from bot.ticker import fire_due
from bot.usecases import clock, declare, triage
from tests.support.databases import START, ManualTime
from tests.support.ledger import effects, events, last_row

ONE = IncidentId(1)
MARKO, KATE = PersonId("U0MARKO"), PersonId("U0KATE")
GDPR, DORA = RegimeName("gdpr"), RegimeName("dora")
BREACH, FIRST, SECOND = map(ClockName, ("gdpr-33", "dora-initial", "dora-intermediate"))
HOUR = timedelta(hours=1)
AWARE = START - 10 * HOUR


async def flagged(store: Store, *flags: Flag) -> Incident:
    said = Declaration(impact="Admin tokens are for sale", flags=frozenset(flags))
    async with store.begin() as work:
        sev3 = work.policy.severity("SEV3")
        return await declare.declare(work, said, severity=sev3, by=MARKO)


async def started(store: Store, regime: RegimeName = GDPR) -> Clocks:
    async with store.begin() as work:
        return await clock.start(work, ONE, regime, {Anchor.AWARE: AWARE}, by=MARKO)


async def held(store: Store) -> Clocks:
    async with store.read() as work:
        return await work.clocks.of(ONE)


async def the_incident(store: Store) -> Incident:
    async with store.read() as work:
        return await work.incidents.get(ONE)


async def ring(store: Store) -> int:
    async with store.begin() as work:
        return await clock.ring(work)


async def all_left(database: Database) -> None:
    """As if everything ordered so far had been delivered."""
    async with database.write() as connection:
        await connection.execute(delete(outbox))


async def test_a_flagged_incident_proposes_in_the_same_transaction(store: Store) -> None:
    await flagged(store, Flag.PERSONAL_DATA, Flag.SECURITY)

    [_, proposed] = await events(store, ONE)
    assert isinstance(proposed, ClocksProposed)
    assert proposed.clocks == (BREACH, FIRST, "nis2-warning", "nis2-notification")
    assert proposed.titles[0] == "GDPR: повідомити наглядовий орган"
    assert {one.state for one in (await held(store)).all.values()} == {State.PROPOSED}
    assert (await the_incident(store)).clock is None


async def test_an_ordinary_incident_has_none(store: Store) -> None:
    await flagged(store)
    assert await held(store) == Clocks(ONE)
    assert [type(one).__name__ for one in await events(store, ONE)] == ["IncidentDeclared"]


async def test_the_board_is_shown_once_there_is_a_room(store: Store, database: Database) -> None:
    await flagged(store, Flag.SECURITY)
    await all_left(database)
    async with store.begin() as work:
        await declare.room_opened(work, ONE, RoomId("C1"), "inc-1", runbooks=())
    shown = [one for one in await effects(database) if isinstance(one, ShowClocks)]
    assert shown == [ShowClocks(incident=ONE)]


async def test_everything_said_of_a_clock_comes_back_as_it_was(
    store: Store, time: ManualTime
) -> None:
    await flagged(store, Flag.MONEY)
    async with store.begin() as work:
        anchors = {Anchor.AWARE: AWARE, Anchor.CLASSIFIED: AWARE + 8 * HOUR}
        await clock.start(work, ONE, DORA, anchors, by=MARKO, ground="the bank called")
    time.later(minutes=30)
    report = Report(at=START, reference="NB-77", why="")
    async with store.begin() as work:
        told = await clock.submit(work, ONE, FIRST, report, by=KATE)

    assert await held(store) == told
    assert told.all[FIRST] == Clock(
        name=FIRST,
        state=State.SUBMITTED,
        anchors=anchors,
        deadline=Deadline(since=AWARE + 8 * HOUR, at=AWARE + 12 * HOUR),
        warned=50,
        started_by=MARKO,
        submissions=(Submission(at=START, by=KATE, recorded_at=time.now, reference="NB-77"),),
    )
    assert told.all[SECOND].started_by == KATE
    assert (await the_incident(store)).clock == NearestClock(SECOND, START + 72 * HOUR)


async def test_starting_tells_the_room_and_lets_the_policys_group_in(
    store: Store, database: Database
) -> None:
    await flagged(store, Flag.PERSONAL_DATA)
    await all_left(database)
    await started(store)

    [fact] = [one for one in await events(store, ONE) if isinstance(one, ClockStarted)]
    assert (fact.by, fact.due_at, fact.invited) == (MARKO, AWARE + 72 * HOUR, (KATE,))
    orders = await effects(database)
    assert [type(one) for one in orders] == [RefreshCard, ShowClocks, TellRoom, InvitePeople]


async def test_saving_the_incident_leaves_what_its_clocks_wrote(store: Store) -> None:
    await flagged(store, Flag.PERSONAL_DATA)
    async with store.begin() as work:
        stale = await work.incidents.get(ONE, for_update=True)
        await clock.start(work, ONE, GDPR, {Anchor.AWARE: AWARE}, by=MARKO)
        await work.incidents.save(stale)
    assert (await the_incident(store)).clock == NearestClock(BREACH, AWARE + 72 * HOUR)


async def test_each_warning_once_by_the_tick_and_kept_over_a_restart(
    store: Store, database: Database, time: ManualTime
) -> None:
    await flagged(store, Flag.PERSONAL_DATA)
    await started(store)
    before = await last_row(database)
    for _ in range(70):
        time.later(hours=1)
        await fire_due(store)
        await fire_due(Store(database, time, store.policy, lambda: None))

    told = [
        (type(one), getattr(one, "percent", None), one.at)
        for one in await events(store, ONE)
        if isinstance(one, ClockWarned | ClockMissed)
    ]
    assert told == [
        (ClockWarned, 50, AWARE + 36 * HOUR),
        (ClockWarned, 80, AWARE + 58 * HOUR),
        (ClockWarned, 95, AWARE + 69 * HOUR),
        (ClockMissed, None, AWARE + 72 * HOUR),
    ]
    warned = [one for one in await effects(database, after=before) if isinstance(one, TellOfClock)]
    assert [one.person for one in warned] == [None, MARKO, KATE] * 4
    assert (await the_incident(store)).clock == NearestClock(BREACH, AWARE + 72 * HOUR, missed=True)
    async with store.read() as work:
        assert (await work.deadlines()).clock is None


async def test_replicas_that_ring_at_once_tell_once(store: Store, time: ManualTime) -> None:
    await flagged(store, Flag.PERSONAL_DATA)
    await started(store)
    time.later(hours=30)

    looked = await asyncio.gather(*(ring(store) for _ in range(8)))

    assert sum(looked) == 1
    assert [type(one).__name__ for one in await events(store, ONE)].count("ClockWarned") == 1


async def test_a_button_and_a_tick_at_once_do_not_undo_each_other(
    store: Store, time: ManualTime
) -> None:
    """Submitted in the very second in which it would be missed: whichever was first."""
    await flagged(store, Flag.PERSONAL_DATA)
    await started(store)
    time.later(hours=62)

    async def submit() -> None:
        async with store.begin() as work:
            await clock.submit(work, ONE, BREACH, Report(at=START), by=MARKO)

    await asyncio.gather(submit(), ring(store))

    assert (await held(store)).all[BREACH].state is State.SUBMITTED
    assert (await the_incident(store)).clock is None
    time.later(hours=9)
    assert await ring(store) == 0


async def test_a_flag_after_declare_hides_it_and_proposes(
    store: Store, database: Database, time: ManualTime
) -> None:
    await flagged(store)
    async with store.begin() as work:
        await declare.room_opened(work, ONE, RoomId("C1"), "inc-1-tokens", runbooks=())
    time.later(minutes=20)
    async with store.begin() as work:
        incident = await triage.flag(work, ONE, {Flag.SECURITY}, by=KATE, reason="tokens")

    assert (incident.private, incident.room, incident.flags) == (True, None, {Flag.SECURITY})
    assert (await events(store, ONE))[-3:-1] == [
        FlagsChanged(incident=ONE, at=time.now, by=KATE, added=("security",), reason="tokens"),
        MadePrivate(incident=ONE, at=time.now, by=KATE, old_room=RoomId("C1")),
    ]
    assert isinstance((await events(store, ONE))[-1], ClocksProposed)
    async with store.read() as work:
        assert await work.incidents.members(ONE) == {MARKO, KATE}


async def test_the_same_flag_again_changes_nothing(store: Store) -> None:
    await flagged(store, Flag.SECURITY)
    before = await events(store, ONE)
    async with store.begin() as work:
        await triage.flag(work, ONE, {Flag.SECURITY}, by=KATE)
    assert await events(store, ONE) == before


async def test_a_flag_is_taken_away_with_a_reason_and_nothing_opens_again(store: Store) -> None:
    await flagged(store, Flag.SECURITY, Flag.MONEY)
    with pytest.raises(Refusal, match="Say why"):
        async with store.begin() as work:
            await triage.unflag(work, ONE, {Flag.MONEY}, by=MARKO, reason=" ")
    async with store.begin() as work:
        incident = await triage.unflag(work, ONE, {Flag.MONEY}, by=MARKO, reason="a test")
    assert (incident.flags, incident.private) == ({Flag.SECURITY}, True)
    assert (await held(store)).all[FIRST].state is State.PROPOSED
    with pytest.raises(Refusal, match="no such flag"):
        async with store.begin() as work:
            await triage.unflag(work, ONE, {Flag.MONEY}, by=MARKO, reason="a test")


async def test_what_is_resolved_and_private_can_still_be_flagged(store: Store) -> None:
    await flagged(store, Flag.SECURITY)
    async with store.begin() as work:
        incident = await work.incidents.get(ONE, for_update=True)
        sev3 = work.policy.severity("SEV3")
        await work.record(
            lifecycle.resolve(incident, summary="Revoked.", severity=sev3, by=KATE, at=work.now)
        )
    async with store.begin() as work:
        incident = await triage.flag(work, ONE, {Flag.PERSONAL_DATA}, by=KATE)
    assert incident.flags == {Flag.SECURITY, Flag.PERSONAL_DATA}
    assert BREACH in (await held(store)).all


async def test_dismissed_by_name_with_a_reason(store: Store) -> None:
    await flagged(store, Flag.SECURITY)
    async with store.begin() as work:
        await clock.dismiss(work, ONE, [FIRST], by=KATE, reason="no EU entity")
    fact = (await events(store, ONE))[-1]
    assert isinstance(fact, ClockDismissed)
    assert (fact.by, fact.clocks, fact.reason) == (KATE, (FIRST,), "no EU entity")
    assert (await held(store)).all[FIRST].reason == "no EU entity"
