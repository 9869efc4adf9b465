"""Overrides: who is on call instead, too, or no longer, and what cannot be.

On Monday 23 November 2026 at 11:00 in Kyiv it is Anna's week of payments-dev, until the next
Monday 10:00 (08:00 UTC); then it is James's.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.effects import TellOfRoster
from bot.domain.events.on_call import OverrideAdded, OverrideRemoved
from bot.domain.ids import PersonId
from bot.domain.override import Wish
from bot.domain.person import Profile
from bot.domain.phrase import Who, phrase
from bot.domain.refusal import Refusal
from bot.domain.roster import Override, OverrideKind
from bot.domain.service import RotationName
from bot.store.database import Database
from bot.store.work import Store
from bot.usecases import cover
from tests.support.databases import START, ManualTime
from tests.support.ledger import effects

ANNA, JAMES, MARKO = PersonId("U0ANNA"), PersonId("U0JAMES"), PersonId("U0MARKO")
OLEH, GUEST, NOBODY = PersonId("U0OLEH"), PersonId("U0GUEST"), PersonId("U0NOBODY")
DEV = RotationName("payments-dev")
ADD, REMOVE, REPLACE = OverrideKind.ADD, OverrideKind.REMOVE, OverrideKind.REPLACE
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOMORROW = START + DAY


def wish(person: PersonId | None = MARKO, kind: OverrideKind = REPLACE, **more: Any) -> Wish:
    given = {"start": TOMORROW, "end": TOMORROW + HOUR, **more}
    return Wish(kind=kind, person=person, **given)


async def put(store: Store, wanted: Wish, *, by: PersonId = OLEH) -> Override:
    async with store.begin() as work:
        made, _ = await cover.override(work, DEV, wanted, by=by)
    return made


async def on_call(store: Store, at: datetime) -> tuple[PersonId, ...]:
    async with store.read() as work:
        return (await work.rosters.get(DEV)).on_call(at)


async def around(store: Store, start: datetime, end: datetime) -> list[tuple[PersonId, ...]]:
    """Who is on call just before a time, at its start, just before its end, and at its end."""
    tick = timedelta(microseconds=1)
    return [await on_call(store, at) for at in (start - tick, start, end - tick, end)]


async def test_a_replacement_holds_from_its_start_to_its_end(store: Store) -> None:
    await put(store, wish())
    assert await around(store, TOMORROW, TOMORROW + HOUR) == [(ANNA,), (MARKO,), (MARKO,), (ANNA,)]


async def test_one_who_is_added_is_on_call_too(store: Store) -> None:
    await put(store, wish(kind=ADD))
    assert await on_call(store, TOMORROW) == (ANNA, MARKO)


async def test_one_who_is_taken_off_leaves_nobody(store: Store) -> None:
    await put(store, wish(ANNA, REMOVE))
    assert await around(store, TOMORROW, TOMORROW + HOUR) == [(ANNA,), (), (), (ANNA,)]


async def test_everybody_is_taken_off(store: Store) -> None:
    await put(store, wish(None, REMOVE))
    assert await on_call(store, TOMORROW) == ()


async def test_one_gives_way_only_where_they_are_on_call(store: Store) -> None:
    """From Sunday to Tuesday, Marko for Anna: her week ends on Monday."""
    handoff = datetime(2026, 11, 30, 8, tzinfo=UTC)
    await put(store, wish(replaced=ANNA, start=handoff - DAY, end=handoff + DAY))
    assert await around(store, handoff - DAY, handoff) == [(ANNA,), (MARKO,), (MARKO,), (JAMES,)]


async def test_it_is_written_down_and_told_to_those_it_concerns(
    store: Store, database: Database
) -> None:
    made = await put(store, wish(reason="  a flight\n"))

    async with store.read() as work:
        [entry] = await work.roster_log.read(DEV, START)
    assert entry.event == OverrideAdded(
        rotation=DEV,
        at=START,
        by=OLEH,
        override=made.id,
        kind="replace",
        person=MARKO,
        start=TOMORROW,
        end=TOMORROW + HOUR,
        displaced=(ANNA,),
        reason="a flight",
    )
    assert await effects(database) == [
        TellOfRoster(event=entry.id, person=MARKO),
        TellOfRoster(event=entry.id, person=ANNA),
    ]


async def test_whoever_did_it_is_not_told(store: Store, database: Database) -> None:
    await put(store, wish(), by=ANNA)
    async with store.read() as work:
        [entry] = await work.roster_log.read(DEV, START)
    assert await effects(database) == [TellOfRoster(event=entry.id, person=MARKO)]


async def test_a_start_that_has_passed_counts_from_now(store: Store, time: ManualTime) -> None:
    made = await put(store, wish(start=START - DAY))
    assert (made.start, made.end) == (START, TOMORROW + HOUR)


async def test_times_of_any_zone_are_one(store: Store) -> None:
    local = datetime(2026, 11, 24, 11, tzinfo=ZoneInfo("Europe/Kyiv"))
    made = await put(store, wish(start=local, end=local + HOUR))
    assert str(made.start) == "2026-11-24 09:00:00+00:00"


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (wish(start=START - DAY, end=START - HOUR), "That time is over"),
        (wish(start=START - DAY, end=START), "That time is over"),
        (wish(end=TOMORROW), "The end is not after the start"),
        (wish(end=TOMORROW - HOUR), "The end is not after the start"),
        (wish(None), "Say who is to be on call"),
        (wish(MARKO, replaced=MARKO), "Nobody can replace themselves"),
        (wish(NOBODY), "I do not know"),
        (wish(ANNA), "is on call already"),
        (wish(ANNA, ADD), "is on call already"),
        (wish(JAMES, REMOVE), "is not on call between"),
        (wish(MARKO, replaced=JAMES), "is not on call between"),
    ],
)
async def test_what_cannot_be_is_refused(
    store: Store, database: Database, wanted: Wish, why: str
) -> None:
    with pytest.raises(Refusal, match=why):
        await put(store, wanted)

    assert await on_call(store, TOMORROW) == (ANNA,)
    assert await effects(database) == []


async def test_a_rotation_that_is_not_there_is_refused_by_name(store: Store) -> None:
    with pytest.raises(Refusal, match="There is no rotation “paymnets”"):
        async with store.begin() as work:
            await cover.override(work, RotationName("paymnets"), wish(), by=OLEH)


@pytest.mark.parametrize(
    "profile",
    [
        Profile(id=GUEST, name="Sam Rivers", guest=True),
        Profile(id=GUEST, name="Deploys", guest=False, bot=True),
    ],
    ids=["guest", "bot"],
)
async def test_guests_and_bots_are_not_put_on_call(store: Store, profile: Profile) -> None:
    async with store.begin() as work:
        await work.profiles.put(profile, now=work.now)
    with pytest.raises(Refusal, match="is a guest or a bot"):
        await put(store, wish(GUEST))


# Two at once


async def test_an_override_that_would_hide_another_is_refused(store: Store) -> None:
    await put(store, wish(end=TOMORROW + 2 * HOUR))
    with pytest.raises(Refusal, match=r"An override stands from .* already") as refused:
        await put(store, wish(JAMES, start=TOMORROW + HOUR, end=TOMORROW + 3 * HOUR))
    assert refused.value.phrase.slots["what"] == phrase("{person} alone", person=Who(MARKO))


async def test_overrides_that_touch_do_not_overlap(store: Store) -> None:
    await put(store, wish())
    await put(store, wish(JAMES, start=TOMORROW + HOUR, end=TOMORROW + 2 * HOUR))
    assert await on_call(store, TOMORROW + HOUR) == (JAMES,)


async def test_overrides_of_different_people_stand_beside_each_other(store: Store) -> None:
    await put(store, wish(MARKO, ADD))
    await put(store, wish(JAMES, ADD))
    assert await on_call(store, TOMORROW) == (ANNA, MARKO, JAMES)


async def test_whoever_names_the_replacement_may_replace_them_in_turn(store: Store) -> None:
    await put(store, wish(MARKO))
    await put(store, wish(JAMES, replaced=MARKO))
    assert await on_call(store, TOMORROW) == (JAMES,)


# Taken back


async def test_before_its_start_it_is_taken_back_whole(store: Store, database: Database) -> None:
    made = await put(store, wish())
    async with store.begin() as work:
        await cover.remove_override(work, made.id, by=MARKO)

    assert await on_call(store, TOMORROW) == (ANNA,)
    async with store.read() as work:
        entry = (await work.roster_log.read(DEV, START))[-1]
    assert entry.event == OverrideRemoved(
        rotation=DEV,
        at=START,
        by=MARKO,
        override=made.id,
        kind="replace",
        person=MARKO,
        start=TOMORROW,
        end=TOMORROW + HOUR,
        displaced=(ANNA,),
    )
    assert (await effects(database))[2:] == [TellOfRoster(event=entry.id, person=ANNA)]


async def test_what_has_been_stays_when_it_is_taken_back(store: Store, time: ManualTime) -> None:
    made = await put(store, wish())
    time.later(days=1, minutes=20)
    async with store.begin() as work:
        await cover.remove_override(work, made.id, by=OLEH)

    assert await around(store, TOMORROW, time.now) == [(ANNA,), (MARKO,), (MARKO,), (ANNA,)]


async def test_one_that_is_over_cannot_be_taken_back(store: Store, time: ManualTime) -> None:
    made = await put(store, wish())
    time.later(days=1, hours=1)
    with pytest.raises(Refusal, match="That override is over"):
        async with store.begin() as work:
            await cover.remove_override(work, made.id, by=OLEH)
    assert await on_call(store, TOMORROW) == (MARKO,)


async def test_it_is_taken_back_once(store: Store) -> None:
    made = await put(store, wish())
    async with store.begin() as work:
        await cover.remove_override(work, made.id, by=OLEH)
    with pytest.raises(Refusal, match="no longer there"):
        async with store.begin() as work:
            await cover.remove_override(work, made.id, by=OLEH)


async def test_two_who_override_at_once_on_two_replicas(
    store: Store, database_url: str, time: ManualTime
) -> None:
    """One is made; the other hears of it, and nothing is hidden."""
    databases = [Database(database_url) for _ in range(2)]
    replicas = [Store(each, time, store.policy, lambda: None) for each in databases]
    try:
        wishes = zip(replicas, (wish(MARKO), wish(JAMES)), strict=True)
        done = await asyncio.gather(*(put(*each) for each in wishes), return_exceptions=True)
    finally:
        for each in databases:
            await each.close()

    [made] = [each for each in done if isinstance(each, Override)]
    [refused] = [each for each in done if isinstance(each, BaseException)]
    assert isinstance(refused, Refusal)
    assert refused.phrase.msgid.startswith("An override stands from")
    assert await on_call(store, TOMORROW) == (made.person,)
