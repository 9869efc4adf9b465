"""What the roster orders by itself: at which instant, of whom, and once.

Anna's week begins on Monday 23 November 2026 at 10:00 in Kyiv, which is 08:00 UTC.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.domain.amendment import Amendment, NewVersion
from bot.domain.effects import (
    Effect,
    HandOver,
    RemindShift,
    ReportGaps,
    SyncUserGroup,
    WarnOfGaps,
)
from bot.domain.ids import OverrideId, PersonId, RoomId
from bot.domain.roster import Override, OverrideKind
from bot.domain.rotation import Rotation
from bot.domain.service import RotationName
from bot.domain.turns import Kind
from bot.store.database import Database
from bot.store.usergroups import UserGroup
from bot.store.work import Store, Work
from bot.ticker import Ticker
from bot.usecases import remind
from bot.usecases.deliver import Delivery
from tests.domain.rotas import ANNA, DEV, JAMES, OLENA, QA, WORKDAYS, all_week, at, rotation
from tests.support.databases import ManualTime
from tests.support.ledger import effects

TEAM, ALL = RoomId("C0TEAM"), RoomId("C0ALL")
ANNA_BEGINS = at(11, 23, 8)
CHRISTMAS = date(2026, 12, 25)

Run = Callable[..., Awaitable[list[Effect]]]


def rule(store: Store, *rotations: Rotation, announce: RoomId | None = ALL) -> None:
    """A policy of these rotations alone."""
    store.policy = replace(
        store.policy,
        workspace=replace(store.policy.workspace, announce=announce),
        rotations={each.name: each for each in rotations},
    )


@pytest.fixture
def run(store: Store, database: Database, time: ManualTime) -> Run:
    """Do a duty at an instant, as the ticker does; what it put into the outbox, and let leave."""

    async def do(
        duty: Callable[[Work], Awaitable[None]], now: datetime, kind: str = remind.TURN_OVER
    ) -> list[Effect]:
        before = len(await effects(database))
        time.now = now
        async with store.begin() as work:
            if await work.duties.claim(kind, f"{now:%Y-%m-%dT%H:%M:%SZ}"):
                await duty(work)
        async with store.begin() as work:
            soon = now + timedelta(seconds=10)
            parcels = await work.outbox.lease(100, owner="test", now=now, until=soon)
            await work.outbox.settle(parcels, now)
        return (await effects(database))[before:]

    return do


async def amend(store: Store, *overrides: Override) -> None:
    for each in overrides:
        async with store.begin() as work:
            await work.record(Amendment(rotation=DEV, override=each))


def replaced(start: datetime, end: datetime, person: PersonId) -> Override:
    return Override(
        id=OverrideId("o1"), kind=OverrideKind.REPLACE, start=start, end=end, person=person
    )


# Reminders


async def test_people_are_reminded_a_day_and_an_hour_before(store: Store, run: Run) -> None:
    rule(store, rotation(ANNA, JAMES))
    day, hour = ANNA_BEGINS - timedelta(days=1), ANNA_BEGINS - timedelta(hours=1)
    minute = timedelta(minutes=1)

    told = [
        await run(remind.turn_over, now)
        for begins in (day, hour)
        for now in (begins - minute, begins, begins + minute)
    ]

    assert told == [
        [],
        [RemindShift(person=ANNA, start=ANNA_BEGINS, hours=24)],
        [],
        [],
        [RemindShift(person=ANNA, start=ANNA_BEGINS, hours=1)],
        [],
    ]


async def test_nobody_is_reminded_of_going_on(store: Store, run: Run) -> None:
    rule(store, rotation(ANNA, kind=Kind.DAILY, channel=TEAM))
    for minutes in range(0, 26 * 60, 20):
        assert await run(remind.turn_over, at(11, 22, 0) + timedelta(minutes=minutes)) == []


async def test_two_rotations_that_begin_together_are_one_reminder(store: Store, run: Run) -> None:
    rule(store, rotation(ANNA, JAMES), rotation(ANNA, OLENA, name=QA))
    await run(remind.turn_over, ANNA_BEGINS - timedelta(hours=1, minutes=1))
    assert await run(remind.turn_over, ANNA_BEGINS - timedelta(hours=1)) == [
        RemindShift(person=ANNA, start=ANNA_BEGINS, hours=1)
    ]


async def test_it_is_ordered_once_whoever_orders_it(
    store: Store, database: Database, run: Run
) -> None:
    """Two replicas, one of which did not see the other's claim: the key is the same."""
    rule(store, rotation(ANNA, JAMES))
    assert len(await run(remind.turn_over, ANNA_BEGINS - timedelta(hours=1))) == 1
    async with store.begin() as work:
        await remind.turn_over(work)
    assert len(await effects(database)) == 1


async def test_three_replicas_that_tick_at_once_do_everything_once(
    store: Store, database: Database, time: ManualTime
) -> None:
    """A reminder, a note, a report of gaps and a group, each ordered by one of them."""

    async def keep() -> None:
        return

    rule(
        store,
        rotation(ANNA, JAMES, channel=TEAM, usergroup="oncall"),
        rotation(name=QA),
        rotation(OLENA, JAMES, name=RotationName("late"), kind=Kind.DAILY),
    )
    replicas = [
        Ticker(Store(database, time, store.policy, lambda: None), Delivery(store.begin, {}), keep)
        for _ in range(3)
    ]
    for now in (ANNA_BEGINS - timedelta(minutes=1), ANNA_BEGINS, ANNA_BEGINS):
        time.now = now
        await asyncio.gather(*(replica._do_duties() for replica in replicas))

    kinds = Counter(type(each) for each in await effects(database))
    assert kinds == {RemindShift: 1, HandOver: 1, ReportGaps: 1, SyncUserGroup: 1}


async def test_an_outage_is_made_up_for_while_it_is_of_use(store: Store, run: Run) -> None:
    rule(store, rotation(ANNA, JAMES, channel=TEAM))
    day = ANNA_BEGINS - timedelta(days=1)
    await run(remind.turn_over, day - timedelta(hours=5))
    assert await run(remind.turn_over, day + timedelta(hours=2)) == [
        RemindShift(person=ANNA, start=ANNA_BEGINS, hours=24)
    ]
    assert await run(remind.turn_over, ANNA_BEGINS - timedelta(minutes=9)) == []
    assert await run(remind.turn_over, ANNA_BEGINS + timedelta(minutes=59)) == [
        HandOver(channel=TEAM, at=ANNA_BEGINS)
    ]


async def test_a_long_outage_is_not_made_up_for(store: Store, run: Run) -> None:
    rule(store, rotation(ANNA, JAMES, channel=TEAM))
    await run(remind.turn_over, ANNA_BEGINS - timedelta(days=2))
    assert await run(remind.turn_over, ANNA_BEGINS + timedelta(hours=2)) == []


async def test_a_shift_that_moves_takes_its_reminder_along(store: Store, run: Run) -> None:
    rule(store, rotation(ANNA, JAMES))
    later = ANNA_BEGINS + timedelta(hours=3)
    await run(remind.turn_over, ANNA_BEGINS - timedelta(hours=2))
    await amend(store, replaced(ANNA_BEGINS, later, JAMES))

    assert await run(remind.turn_over, ANNA_BEGINS - timedelta(hours=1)) == []
    assert await run(remind.turn_over, later - timedelta(hours=1)) == [
        RemindShift(person=ANNA, start=later, hours=1)
    ]


async def test_who_is_known_by_e_mail_only_cannot_be_written_to(store: Store, run: Run) -> None:
    rule(store, rotation(PersonId("anna@kobzapay.example"), JAMES))
    assert await run(remind.turn_over, ANNA_BEGINS - timedelta(hours=1)) == []


async def test_rotations_that_share_a_channel_share_the_note(store: Store, run: Run) -> None:
    one, two = rotation(ANNA, JAMES, channel=TEAM), rotation(OLENA, JAMES, name=QA, channel=TEAM)
    rule(store, one, two)
    await run(remind.turn_over, ANNA_BEGINS - timedelta(minutes=1))
    assert await run(remind.turn_over, ANNA_BEGINS) == [HandOver(channel=TEAM, at=ANNA_BEGINS)]


async def test_who_has_a_shift_every_day_is_reminded_an_hour_before_it_alone(
    store: Store, run: Run
) -> None:
    rule(store, rotation(ANNA, windows=WORKDAYS, channel=TEAM))
    told = []
    await run(remind.turn_over, at(11, 23, 0))
    for minutes in range(0, 48 * 60, 20):
        told += await run(remind.turn_over, at(11, 24, 0) + timedelta(minutes=minutes))
    assert told == [
        RemindShift(person=ANNA, start=at(11, 24, 7), hours=1),
        HandOver(channel=TEAM, at=at(11, 24, 7)),
        RemindShift(person=ANNA, start=at(11, 25, 7), hours=1),
        HandOver(channel=TEAM, at=at(11, 25, 7)),
    ]


# Gaps


async def test_the_hours_a_rotation_does_not_keep_are_no_gaps(store: Store, run: Run) -> None:
    rule(store, rotation(ANNA, windows=WORKDAYS, channel=TEAM))
    assert await run(remind.report_gaps, at(11, 23, 7), "gap-report") == []
    off = Override(
        id=OverrideId("o1"),
        kind=OverrideKind.REMOVE,
        start=at(11, 24, 10),
        end=at(11, 24, 22),
        person=ANNA,
    )
    await amend(store, off)
    assert await run(remind.report_gaps, at(11, 30, 7), "gap-report") == []
    assert await run(remind.report_gaps, at(11, 23, 8), "gap-report") == [
        ReportGaps(rotations=(DEV,), channel=TEAM)
    ]


async def test_gaps_are_reported_by_place_and_only_where_there_are_any(
    store: Store, run: Run
) -> None:
    rule(store, rotation(channel=TEAM), rotation(OLENA, name=QA))
    assert await run(remind.report_gaps, at(11, 23, 7), "gap-report") == [
        ReportGaps(rotations=(DEV,), channel=TEAM)
    ]
    rule(store, rotation(ANNA, JAMES), rotation(OLENA, name=QA))
    assert await run(remind.report_gaps, at(11, 30, 7), "gap-report") == []


async def test_without_any_channel_the_last_resort_hears_of_gaps(store: Store, run: Run) -> None:
    rule(store, rotation(), announce=None)
    [told] = await run(remind.report_gaps, at(11, 23, 7), "gap-report")
    assert told == ReportGaps(rotations=(DEV,), person=PersonId("U0NATALIA"))


async def test_a_holiday_is_warned_of_once_when_it_comes_into_sight(store: Store, run: Run) -> None:
    rule(store, rotation(ANNA, windows=all_week(CHRISTMAS)), rotation(OLENA, name=QA))
    assert await run(remind.warn_of_holidays, at(11, 25, 7), "holiday-gaps") == []
    assert await run(remind.warn_of_holidays, at(11, 26, 7), "holiday-gaps") == [
        WarnOfGaps(
            rotations=(DEV,),
            since=at(12, 24, 22),
            until=at(12, 25, 22),
            holiday=True,
            channel=ALL,
        )
    ]
    for day in range(27, 31):
        assert await run(remind.warn_of_holidays, at(11, day, 7), "holiday-gaps") == []


async def test_an_edit_that_leaves_nobody_is_warned_of_at_once(store: Store, run: Run) -> None:
    rule(store, rotation(ANNA, JAMES, channel=TEAM))
    now = at(11, 24, 12)
    await run(remind.turn_over, now - timedelta(minutes=1))
    narrow = rotation(ANNA, JAMES, windows=WORKDAYS, channel=TEAM)
    rule(store, narrow)
    async with store.begin() as work:
        for number, (version, since) in enumerate(
            [(rotation(ANNA, JAMES, channel=TEAM), None), (narrow, now)], start=1
        ):
            new = NewVersion(rotation=version, number=number, effective_from=since)
            await work.record(Amendment(rotation=DEV, version=new))

    [told] = await run(remind.turn_over, now)

    assert isinstance(told, WarnOfGaps)
    assert (told.rotations, told.holiday, told.channel) == ((DEV,), False, TEAM)
    assert told.since == at(11, 24, 16)
    assert await run(remind.turn_over, now + timedelta(minutes=1)) == []


# User groups


async def _known(store: Store, *groups: UserGroup) -> None:
    async with store.begin() as work:
        for group in groups:
            await work.usergroups.put(group)


async def test_a_group_is_ordered_when_it_differs_from_what_was_set(store: Store, run: Run) -> None:
    rule(store, rotation(ANNA, JAMES, usergroup="oncall"))
    now = at(11, 24, 12)
    order = [SyncUserGroup(group="oncall")]
    assert await run(remind.sync_groups, now, "groups") == order
    async with store.read() as work:
        assert await work.usergroups.find("oncall") == UserGroup(
            name="oncall", ordered=frozenset({ANNA}), ordered_at=now
        )
    same = UserGroup(name="oncall", members=frozenset({ANNA}), set_at=now, ordered_at=now)
    await _known(store, same)
    assert await run(remind.sync_groups, now + timedelta(minutes=1), "groups") == []
    assert await run(remind.sync_groups, at(11, 30, 8), "groups") == order


async def test_a_group_of_several_rotations_holds_all_their_people(store: Store) -> None:
    rule(
        store,
        rotation(ANNA, JAMES, usergroup="oncall"),
        rotation(OLENA, name=QA, usergroup="oncall"),
    )
    async with store.begin() as work:
        work.now = at(11, 24, 12)
        await remind.sync_groups(work)
        group = await work.usergroups.find("oncall")
    assert group is not None
    assert group.ordered == {ANNA, OLENA}


async def test_a_group_is_never_emptied(store: Store, run: Run) -> None:
    rule(store, rotation(ANNA, windows=WORKDAYS, usergroup="oncall"))
    assert await run(remind.sync_groups, at(11, 24, 20), "groups") == []
    assert await run(remind.sync_groups, at(11, 25, 8), "groups") != []


async def test_what_slack_refused_is_tried_again_after_an_hour_and_not_before(
    store: Store, run: Run
) -> None:
    rule(store, rotation(ANNA, JAMES, usergroup="oncall"))
    now = at(11, 24, 12)
    refused = UserGroup(
        name="oncall", ordered=frozenset({ANNA}), ordered_at=now, error="no_permission"
    )
    await _known(store, refused)
    assert await run(remind.sync_groups, now + timedelta(minutes=59), "groups") == []
    assert len(await run(remind.sync_groups, now + timedelta(minutes=60), "groups")) == 1
    other = replace(refused, ordered=frozenset({JAMES}))
    await _known(store, other)
    assert len(await run(remind.sync_groups, now + timedelta(minutes=61), "groups")) == 1


async def test_a_monday_of_many_groups_is_spread_and_the_oldest_go_first(
    store: Store, run: Run
) -> None:
    names = [f"group-{number:02}" for number in range(40)]
    rule(store, *(rotation(ANNA, name=RotationName(name), usergroup=name) for name in names))
    now = at(11, 24, 12)
    told = [
        await run(remind.sync_groups, now + timedelta(minutes=minute), "groups")
        for minute in range(4)
    ]
    assert [len(orders) for orders in told] == [16, 16, 8, 0]
    groups = [each.group for orders in told for each in orders if isinstance(each, SyncUserGroup)]
    assert groups == names
