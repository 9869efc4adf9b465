"""The outbox: order, lanes, twins, leases that run out, fences, and rows given up."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.domain.delivery import backoff
from bot.domain.effects import (
    Announce,
    Effect,
    OpenRoom,
    PagePerson,
    PostCard,
    RefreshCard,
    RetireRoom,
    SetTopic,
    TellRoom,
    order,
)
from bot.domain.ids import EscalationId, EventId, IncidentId, PersonId, RoomId
from bot.domain.incident import Incident
from bot.store.database import Database
from bot.store.outbox import Parcel
from bot.store.work import Store
from tests.support.databases import ManualTime
from tests.support.ledger import rows

ONE = IncidentId(1)
LEASE = timedelta(seconds=10)
CARD, TOPIC = RefreshCard(incident=ONE), SetTopic(incident=ONE)
OPEN = OpenRoom(incident=ONE)
CHORE = RetireRoom(incident=ONE, room=RoomId("C0OLD"))
PAGE = PagePerson(
    incident=ONE,
    escalation=EscalationId("e"),
    version=0,
    level=1,
    round=1,
    person=PersonId("U0TARAS"),
)

pytestmark = pytest.mark.usefixtures("incident")


def _told(number: int) -> TellRoom:
    return TellRoom(incident=ONE, event=EventId(f"event{number}"))


async def _put(store: Store, *effects: Effect, first: int = 0) -> int:
    async with store.begin() as work:
        keyed = [(f"k{first + number}", effect) for number, effect in enumerate(effects)]
        return await work.outbox.enqueue(keyed, work.now)


async def _lease(
    store: Store, limit: int = 10, *, owner: str = "a", least: int = order.CHORE
) -> list[Parcel]:
    async with store.begin() as work:
        return await work.outbox.lease(
            limit, owner=owner, now=work.now, until=work.now + LEASE, least=least
        )


async def _settle(store: Store, parcels: Sequence[Parcel]) -> None:
    async with store.begin() as work:
        await work.outbox.settle(parcels, work.now)


def _effects(parcels: Sequence[Parcel]) -> list[Effect]:
    return [parcel.effect for parcel in parcels]


async def test_what_is_leased_is_what_was_put_in(store: Store, time: ManualTime) -> None:
    await _put(store, OPEN)

    (parcel,) = await _lease(store)

    assert parcel == Parcel(
        id=1,
        key="k0",
        effect=OPEN,
        attempt=1,
        uncertain=False,
        owner="a",
        created_at=time.now,
        due_at=time.now,
    )


async def test_a_page_goes_before_all_that_came_earlier(store: Store) -> None:
    await _put(store, CHORE, TOPIC, CARD, OPEN, PAGE)

    assert _effects(await _lease(store, 2)) == [PAGE, OPEN]
    assert _effects(await _lease(store)) == [CARD, TOPIC, CHORE]


async def test_within_a_priority_the_older_goes_first(store: Store) -> None:
    await _put(store, OPEN)
    await _put(store, OPEN, first=1)

    assert [parcel.key for parcel in await _lease(store, 1)] == ["k0"]
    assert [parcel.key for parcel in await _lease(store, 1)] == ["k1"]


async def test_only_urgent_ones_are_taken_when_asked(store: Store) -> None:
    await _put(store, OPEN, PAGE)

    assert _effects(await _lease(store, least=0)) == [PAGE]
    assert _effects(await _lease(store, least=0)) == []


async def test_one_lane_leaves_one_by_one_in_order(store: Store) -> None:
    await _put(store, _told(1), _told(2), _told(3))

    for number in (1, 2, 3):
        parcels = await _lease(store)
        assert _effects(parcels) == [_told(number)]
        assert await _lease(store) == []
        await _settle(store, parcels)
    assert await _lease(store) == []


async def test_a_lane_waits_for_one_that_is_put_back(store: Store, time: ManualTime) -> None:
    """The second message does not overtake the first while the first waits for its next try."""
    await _put(store, _told(1), _told(2))
    (first,) = await _lease(store)
    async with store.begin() as work:
        due = work.now + timedelta(seconds=2)
        await work.outbox.put_back(first, due_at=due, error="503", uncertain=True)

    assert await _lease(store) == []
    time.later(seconds=2)
    assert _effects(await _lease(store)) == [_told(1)]


async def test_a_buried_one_lets_its_lane_go_on(store: Store) -> None:
    await _put(store, _told(1), _told(2))
    (first,) = await _lease(store)
    async with store.begin() as work:
        await work.outbox.bury(first, error="channel_not_found", uncertain=False, now=work.now)

    assert _effects(await _lease(store)) == [_told(2)]


async def test_different_lanes_leave_side_by_side(store: Store) -> None:
    await _put(store, CARD, TOPIC, _told(1), OPEN)

    assert len(await _lease(store)) == 4


async def test_a_waiting_twin_makes_a_second_one_needless(store: Store) -> None:
    assert await _put(store, CARD, CARD, TOPIC) == 2
    assert await _put(store, CARD, Announce(incident=ONE), first=3) == 1

    assert _effects(await _lease(store)) == [CARD, TOPIC, Announce(incident=ONE)]


async def test_a_leased_twin_does_not_swallow_news(store: Store) -> None:
    """It may have read the state before our change, so one more must follow it."""
    await _put(store, CARD)
    leased = await _lease(store)

    assert await _put(store, CARD, first=1) == 1
    assert await _lease(store) == []
    await _settle(store, leased)
    assert [parcel.key for parcel in await _lease(store)] == ["k1"]


async def test_what_is_not_a_twin_is_never_swallowed(store: Store) -> None:
    assert await _put(store, PostCard(incident=ONE), PostCard(incident=ONE)) == 2


async def test_one_key_is_one_effect_even_after_it_left(store: Store) -> None:
    """A button pressed again and again orders the same thing under the same key."""
    await _put(store, OPEN)
    await _put(store, OPEN)
    parcels = await _lease(store)
    assert [parcel.key for parcel in parcels] == ["k0"]
    await _settle(store, parcels)

    await _put(store, OPEN)

    assert await _lease(store) == []


async def test_a_lease_that_runs_out_is_taken_over_as_uncertain(
    store: Store, time: ManualTime
) -> None:
    await _put(store, OPEN)
    await _lease(store, owner="dead")
    time.later(seconds=9)
    assert await _lease(store, owner="b") == []
    time.later(seconds=1)

    (parcel,) = await _lease(store, owner="b")

    assert (parcel.owner, parcel.attempt, parcel.uncertain) == ("b", 2, True)


async def test_a_holder_that_only_seemed_dead_writes_nothing(
    store: Store, database: Database, time: ManualTime
) -> None:
    await _put(store, OPEN)
    (lost,) = await _lease(store, owner="slow")
    time.later(seconds=10)
    (held,) = await _lease(store, owner="b")

    async with store.begin() as work:
        await work.outbox.settle([lost], work.now)
        await work.outbox.bury(lost, error="late", uncertain=False, now=work.now)
        await work.outbox.put_back(lost, due_at=work.now, error="late", uncertain=False)
        await work.outbox.extend([lost.id], owner="slow", until=work.now + 9 * LEASE)

    (row,) = await rows(database)
    assert (row.owner, row.leased_until, row.settled_at, row.buried_at, row.error) == (
        "b",
        time.now + LEASE,
        None,
        None,
        "",
    )
    await _settle(store, [held])
    (row,) = await rows(database)
    assert row.settled_at == time.now


async def test_the_same_owner_is_fenced_by_the_attempt(
    store: Store, database: Database, time: ManualTime
) -> None:
    await _put(store, OPEN)
    (lost,) = await _lease(store)
    time.later(seconds=10)
    await _lease(store)

    await _settle(store, [lost])

    (row,) = await rows(database)
    assert row.settled_at is None


async def test_a_slow_holder_keeps_its_lease(store: Store, time: ManualTime) -> None:
    await _put(store, OPEN)
    (parcel,) = await _lease(store)
    time.later(seconds=8)
    async with store.begin() as work:
        await work.outbox.extend([parcel.id], owner="a", until=work.now + LEASE)
    time.later(seconds=9)

    assert await _lease(store, owner="b") == []


async def test_a_failure_counts_and_a_wait_does_not(store: Store, time: ManualTime) -> None:
    await _put(store, OPEN)
    (first,) = await _lease(store)
    async with store.begin() as work:
        await work.outbox.put_back(first, due_at=work.now, error="503", uncertain=True)
    (second,) = await _lease(store)
    assert (second.attempt, second.uncertain) == (2, True)

    async with store.begin() as work:
        later = work.now + timedelta(seconds=30)
        await work.outbox.put_back(
            second, due_at=later, error="", uncertain=second.uncertain, counted=False
        )
    assert await _lease(store) == []
    time.later(seconds=30)

    (third,) = await _lease(store)
    assert (third.attempt, third.uncertain) == (2, True)


async def test_what_was_given_up_is_shown_and_dug_up_once(
    store: Store, database: Database, time: ManualTime
) -> None:
    await _put(store, OPEN)
    (parcel,) = await _lease(store)
    async with store.begin() as work:
        await work.outbox.bury(parcel, error="restricted_action", uncertain=False, now=work.now)
    assert await _lease(store) == []
    async with store.read() as work:
        assert await work.outbox.buried(ONE) == [(1, "OpenRoom", "restricted_action")]

    time.later(minutes=5)
    async with store.begin() as work:
        assert await work.outbox.retry(1, work.now) == (ONE, "OpenRoom")
        assert await work.outbox.retry(1, work.now) is None
        assert await work.outbox.retry(99, work.now) is None
        assert await work.outbox.buried(ONE) == []

    (again,) = await _lease(store)
    assert (again.key, again.attempt, again.due_at) == ("k0", 1, time.now)


async def test_what_was_sent_is_not_dug_up(store: Store) -> None:
    await _put(store, OPEN)
    await _settle(store, await _lease(store))

    async with store.begin() as work:
        assert await work.outbox.retry(1, work.now) is None


async def test_a_start_frees_what_a_crash_left_leased(store: Store) -> None:
    await _put(store, OPEN, TOPIC, CHORE)
    parcels = await _lease(store, owner="dead")
    await _settle(store, parcels[:1])

    async with store.begin() as work:
        assert await work.outbox.release_all(work.now) == 2

    freed = await _lease(store, owner="b")
    assert [(parcel.effect, parcel.uncertain) for parcel in freed] == [
        (TOPIC, True),
        (CHORE, True),
    ]


async def test_depth_and_age_count_what_is_pending(store: Store, time: ManualTime) -> None:
    async with store.read() as work:
        assert await work.outbox.depth(work.now) == (0, 0.0)
        assert await work.outbox.next_due() is None
    await _put(store, OPEN, TOPIC)
    began = time.now
    time.later(seconds=7)

    async with store.read() as work:
        assert await work.outbox.depth(work.now) == (2, 7.0)
        assert await work.outbox.next_due() == began


async def test_what_was_sent_long_ago_is_forgotten(
    store: Store, database: Database, time: ManualTime
) -> None:
    await _put(store, OPEN, TOPIC)
    await _settle(store, await _lease(store, 1))
    time.later(days=30)

    async with store.begin() as work:
        await work.outbox.forget(work.now - timedelta(days=7))

    assert [row.kind for row in await rows(database)] == ["SetTopic"]


def test_the_waits_between_tries_grow_and_end() -> None:
    waits = [backoff(attempt) for attempt in range(1, 10)]

    assert [wait.total_seconds() if wait else None for wait in waits] == [
        0.5,
        1,
        2,
        5,
        10,
        20,
        30,
        60,
        None,
    ]


async def test_two_workers_never_take_the_same_row(store: Store) -> None:
    await _put(store, *[OPEN] * 20)

    taken = await asyncio.gather(*(_lease(store, 5, owner=str(n)) for n in range(4)))

    ids = [parcel.id for parcels in taken for parcel in parcels]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_worker_skips_what_another_is_taking(store: Store) -> None:
    """Neither waits: while one has not committed, the other takes the next rows."""
    await _put(store, OPEN, TOPIC, CHORE)

    async with store.begin() as first, store.begin() as second:
        until = first.now + LEASE
        mine = await first.outbox.lease(2, owner="a", now=first.now, until=until)
        theirs = await second.outbox.lease(2, owner="b", now=first.now, until=until)

    assert (_effects(mine), _effects(theirs)) == ([OPEN, TOPIC], [CHORE])


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_twin_being_leased_by_another_does_not_swallow_news(
    store: Store, incident: Incident
) -> None:
    """The other worker's lease is not committed yet, and its sender may read the old state."""
    await _put(store, CARD)

    async with store.begin() as leasing, store.begin() as deciding:
        now = leasing.now
        await leasing.outbox.lease(1, owner="a", now=now, until=now + LEASE)
        added = await deciding.outbox.enqueue([("k1", CARD)], now)

    assert added == 1


async def test_an_effect_with_its_own_time_leaves_then_or_when_hastened(
    store: Store, time: ManualTime
) -> None:
    """A page's later methods: due by their delays, or at once when Slack takes no page."""
    now, later = time.now, time.now + timedelta(minutes=5)
    async with store.begin() as work:
        for key in ("sms", "phone"):
            work.appoint(PAGE, key=key, due_at=later)
            work.appoint(PAGE, key=key, due_at=now)
    assert await _lease(store) == []

    async with store.begin() as work:
        await work.outbox.hasten(["phone", "unheard of"], now)
    assert [parcel.key for parcel in await _lease(store)] == ["phone"]

    async with store.begin() as work:
        await work.outbox.hasten(["sms", "phone"], later + timedelta(hours=1))
    time.now = later
    assert [parcel.key for parcel in await _lease(store)] == ["sms", "phone"]


async def test_a_key_that_grew_too_long_is_still_one_of_a_kind(store: Store) -> None:
    """Effects order effects whose keys hold their own: PostgreSQL would refuse the column."""
    grown = "C0000001NY.c684f935765049f1899948b1e94385b9+RefreshPages+90.368748+RefreshBundle"
    async with store.begin() as work:
        added = await work.outbox.enqueue([(grown, OPEN), (f"{grown}2", OPEN)], work.now)
        again = await work.outbox.enqueue([(grown, OPEN)], work.now)
        await work.outbox.hasten([grown], work.now)
    leased = await _lease(store)
    assert (added, again, len(leased)) == (2, 1, 2)
    assert {len(parcel.key) for parcel in leased} == {64}
