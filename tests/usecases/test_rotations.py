"""A policy changes rotations: versions from now on, history as it was, and those concerned told.

payments-dev hands off on Mondays at 10:00 in Kyiv: Anna until 30 November 08:00 UTC, then James.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.effects import TellOfRoster
from bot.domain.events.on_call import (
    RosterEvent,
    RotationAdded,
    RotationEdited,
    RotationRetired,
)
from bot.domain.ids import EventId, PersonId
from bot.domain.layer import Layer
from bot.domain.person import Profile
from bot.domain.policy import Policy
from bot.domain.roster import Roster
from bot.domain.rotation import Rotation
from bot.domain.service import RotationName
from bot.store.database import Database
from bot.store.work import Store
from bot.usecases import cover, rotations
from tests.support.databases import START, ManualTime
from tests.support.ledger import effects, last_row

ANNA, JAMES, MARKO = PersonId("U0ANNA"), PersonId("U0JAMES"), PersonId("U0MARKO")
DEV = RotationName("payments-dev")
HOUR, WEEK, TICK = timedelta(hours=1), timedelta(weeks=1), timedelta(microseconds=1)
FIRST = datetime(2026, 11, 30, 8, tzinfo=UTC)
SECOND = FIRST + WEEK


def changed(policy: Policy, change: Callable[[Layer], Layer]) -> Policy:
    """The policy with payments-dev's only layer changed."""
    dev = policy.rotations[DEV]
    [layer] = dev.layers
    assert isinstance(layer, Layer)
    return with_dev(policy, replace(dev, layers=(change(layer),)))


def with_dev(policy: Policy, rotation: Rotation | None) -> Policy:
    kept = {name: each for name, each in policy.rotations.items() if name != DEV}
    return replace(policy, rotations=kept if rotation is None else {**kept, DEV: rotation})


def members(*people: PersonId) -> Callable[[Layer], Layer]:
    return lambda layer: replace(layer, members=people)


def later(layer: Layer) -> Layer:
    """Hand-offs at noon instead of 10:00."""
    turns = replace(layer.turns, start=layer.turns.start.replace(hour=12))
    return replace(layer, turns=turns)


async def take_up(store: Store, policy: Policy | None = None) -> int:
    if policy is not None:
        store.policy = policy
    async with store.begin() as work:
        return await rotations.take_up(work)


async def roster(store: Store) -> Roster:
    async with store.read() as work:
        return await work.rosters.get(DEV, since=START - WEEK)


async def log(store: Store) -> list[tuple[EventId, RosterEvent]]:
    async with store.read() as work:
        return [(each.id, each.event) for each in await work.roster_log.read(DEV, START)]


async def test_the_first_policy_tells_how_it_has_always_been(
    store: Store, policy: Policy, database: Database
) -> None:
    assert await take_up(store) == len(policy.rotations)

    found = await roster(store)
    [version] = found.versions
    assert (version.effective_from, version.rotation) == (None, policy.rotations[DEV])
    assert [fact for _, fact in await log(store)] == [
        RotationAdded(rotation=DEV, at=START, version=1)
    ]
    assert await effects(database) == []


async def test_the_same_policy_changes_nothing(store: Store, time: ManualTime) -> None:
    await take_up(store)
    time.later(days=3)
    assert await take_up(store) == 0


async def test_an_edit_holds_from_now_on(
    store: Store, policy: Policy, database: Database, time: ManualTime
) -> None:
    """Marko comes second: Anna stays until the hand-off, what was before stays as it was."""
    await take_up(store)
    before = await roster(store)
    past = [before.on_call(START - hours * HOUR) for hours in range(150)]
    time.later(days=2)

    assert await take_up(store, changed(policy, members(ANNA, MARKO, JAMES))) == 1

    after = await roster(store)
    assert [after.on_call(START - hours * HOUR) for hours in range(150)] == past
    moments = (time.now, FIRST - TICK, FIRST, SECOND, SECOND + WEEK)
    assert [after.on_call(at) for at in moments] == [(ANNA,), (ANNA,), (MARKO,), (JAMES,), (ANNA,)]
    id, fact = (await log(store))[-1]
    assert isinstance(fact, RotationEdited)
    assert (fact.at, fact.version, set(fact.moved)) == (time.now, 2, {ANNA, JAMES, MARKO})
    assert await effects(database) == [TellOfRoster(event=id, person=who) for who in fact.moved]


async def test_only_those_hear_of_it_whose_next_shifts_move(
    store: Store, policy: Policy, database: Database
) -> None:
    """A title is nobody's shift."""
    await take_up(store)
    dev = policy.rotations[DEV]
    assert await take_up(store, with_dev(policy, replace(dev, channel=None, usergroup="S1"))) == 1
    _, fact = (await log(store))[-1]
    assert fact == RotationEdited(rotation=DEV, at=START, version=2, moved=())
    assert await effects(database) == []


async def test_replicas_tell_it_once(
    store: Store, policy: Policy, database_url: str, time: ManualTime
) -> None:
    await take_up(store)
    time.later(days=2)
    edited = changed(policy, members(ANNA, MARKO, JAMES))
    databases = [Database(database_url) for _ in range(3)]
    replicas = [Store(each, time, edited, lambda: None) for each in databases]
    try:
        done = await asyncio.gather(*(take_up(each) for each in replicas))
        found = [await roster(each) for each in replicas]
    finally:
        for each in databases:
            await each.close()

    assert sorted(done) == [0, 0, 1]
    assert [len(each.versions) for each in found] == [2, 2, 2]
    assert [type(fact) for _, fact in await log(store)] == [RotationAdded, RotationEdited]
    assert [type(effect) for effect in await effects(store.database)] == [TellOfRoster] * 3


async def test_a_replica_with_an_older_policy_changes_nothing(
    store: Store, policy: Policy, time: ManualTime
) -> None:
    await take_up(store)
    async with store.begin() as work:
        for _ in range(2):
            newest = await work.policies.add("text", file="a file", now=work.now)
    time.later(days=2)
    edited = changed(policy, members(ANNA, MARKO))
    assert await take_up(store, replace(edited, version=newest)) == 1
    assert await take_up(store, replace(policy, version=newest - 1)) == 0
    assert (await roster(store)).on_call(FIRST) == (MARKO,)


async def test_a_swap_moves_with_its_shifts(store: Store, policy: Policy, time: ManualTime) -> None:
    await take_up(store)
    found = await roster(store)
    mine, theirs = found.shift_at(FIRST).id, found.shift_at(SECOND).id
    assert mine
    assert theirs
    async with store.begin() as work:
        request = await cover.ask_swap(work, mine, theirs, by=JAMES)
        await cover.accept_swap(work, request.id, by=ANNA)
    time.later(days=2)

    await take_up(store, changed(policy, later))

    after = await roster(store)
    moments = (FIRST, FIRST + 2 * HOUR, SECOND, SECOND + 2 * HOUR, SECOND + WEEK + 2 * HOUR)
    assert [after.on_call(at) for at in moments] == [(ANNA,), (ANNA,), (ANNA,), (JAMES,), (JAMES,)]
    assert [shift.id for shift in after.schedule(FIRST + 2 * HOUR, SECOND + WEEK)] == [mine, theirs]


async def test_a_cover_whose_shift_moves_far_away_is_not_forgotten(
    store: Store, policy: Policy, time: ManualTime
) -> None:
    """Weeks become half-years: James's turn is from March to July, and Anna covers it still."""
    await take_up(store)
    async with store.begin() as work:
        [request] = await cover.ask_cover(work, by=JAMES, rotation=DEV)
        await cover.take_cover(work, request.id, by=ANNA)
    time.later(days=1)

    def rarely(layer: Layer) -> Layer:
        return replace(layer, turns=replace(layer.turns, length=20))

    await take_up(store, changed(policy, rarely))

    async with store.read() as work:
        shifts = (await work.rosters.get(DEV)).shifts_of(ANNA, time.now, time.now + 60 * WEEK)
    [covered] = [shift for shift in shifts if shift.because]
    assert (covered.start.isoformat()[:10], covered.end.isoformat()[:10]) == (
        "2027-03-01",
        "2027-07-19",
    )
    time.now = covered.end - TICK
    async with store.read() as work:
        assert (await work.rosters.all())[DEV].on_call(time.now) == (ANNA,)


async def test_a_rotation_that_is_new_begins_now(
    store: Store, policy: Policy, time: ManualTime
) -> None:
    await take_up(store, with_dev(policy, None))
    time.later(days=2)
    assert await take_up(store, policy) == 1
    found = await roster(store)
    assert [found.on_call(at) for at in (START, time.now - TICK, time.now)] == [(), (), (ANNA,)]


async def test_a_rotation_that_is_gone_keeps_its_history(
    store: Store, policy: Policy, database: Database, time: ManualTime
) -> None:
    await take_up(store)
    time.later(days=2)
    before = await last_row(database)
    assert await take_up(store, with_dev(policy, None)) == 1
    assert await take_up(store) == 0

    found = await roster(store)
    assert [found.on_call(at) for at in (START, time.now - TICK, time.now, FIRST)] == [
        (ANNA,),
        (ANNA,),
        (),
        (),
    ]
    id, fact = (await log(store))[-1]
    assert fact == RotationRetired(rotation=DEV, at=time.now, version=2, moved=(ANNA, JAMES))
    assert await effects(database, after=before) == [
        TellOfRoster(event=id, person=ANNA),
        TellOfRoster(event=id, person=JAMES),
    ]
    async with store.read() as work:
        assert DEV not in await work.rosters.all()
        assert (await work.rosters.all(since=START))[DEV].on_call(START) == (ANNA,)


async def test_a_rotation_that_comes_back_begins_again(
    store: Store, policy: Policy, time: ManualTime
) -> None:
    await take_up(store)
    time.later(hours=1)
    await take_up(store, with_dev(policy, None))
    time.later(hours=1)
    await take_up(store, policy)
    found = await roster(store)
    moments = (START, START + HOUR, START + 2 * HOUR)
    assert [found.on_call(at) for at in moments] == [(ANNA,), (), (ANNA,)]


async def test_two_edits_at_one_instant_are_one_version(store: Store, policy: Policy) -> None:
    await take_up(store)
    await take_up(store, changed(policy, members(MARKO)))
    await take_up(store, changed(policy, members(JAMES)))
    found = await roster(store)
    assert [version.effective_from for version in found.versions] == [None, START]
    assert found.on_call(START) == (JAMES,)


async def test_people_known_by_address_are_the_same_people_once_they_are_known(
    store: Store, policy: Policy, database: Database, time: ManualTime
) -> None:
    """Slack did not say at first who anna@ is. No version begins when it does, nobody is told."""
    address = PersonId("anna.schmidt@kobzapay.example")
    await take_up(store, changed(policy, members(address, JAMES)))
    assert (await roster(store)).on_call(START) == (address,)
    time.later(minutes=5)
    async with store.begin() as work:
        known = Profile(id=ANNA, name="Anna Schmidt", guest=False)
        await work.profiles.put(known, email=address, now=work.now)

    assert await take_up(store, policy) == 1

    found = await roster(store)
    assert [version.effective_from for version in found.versions] == [None]
    assert found.on_call(START) == (ANNA,)
    assert await effects(database) == []


async def test_every_definition_comes_back_as_it_was(store: Store, policy: Policy) -> None:
    await take_up(store)
    fresh = Store(store.database, store.clock, replace(policy, rotations={}), lambda: None)
    async with fresh.read() as work:
        found = await work.rosters.all(since=START)
    assert {name: each.rotation for name, each in found.items()} == policy.rotations


async def test_clocks_that_differ_do_not_turn_versions_round(
    store: Store, policy: Policy, time: ManualTime
) -> None:
    ahead = timedelta(seconds=2)
    await take_up(store)
    time.now = START + ahead
    await take_up(store, changed(policy, members(MARKO)))
    time.now = START
    await take_up(store, changed(policy, members(JAMES)))
    found = await roster(store)
    assert [version.effective_from for version in found.versions] == [None, START + ahead]
    assert found.on_call(START + ahead) == (JAMES,)
