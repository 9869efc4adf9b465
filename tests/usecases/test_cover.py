"""Cover: asked of all, taken by the first, refused to the second; and what cannot be.

On Monday 23 November 2026 at 11:00 in Kyiv Anna has payments-dev until the next Monday 10:00
(08:00 UTC), then James; Olena has support-l1 until tomorrow 09:00 (07:00 UTC), then Taras.
"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.cover_request import CoverRequest, RequestState
from bot.domain.effects import AskForCover, RefreshCoverAsks, TellOfRoster
from bot.domain.events.on_call import (
    CoverAsked,
    CoverDeclined,
    CoverExpired,
    CoverTaken,
    CoverUndone,
    CoverWithdrawn,
    RosterEvent,
)
from bot.domain.ids import CoverId, EventId, PersonId
from bot.domain.layer import Layer
from bot.domain.override import Wish
from bot.domain.phrase import Who
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.roster import OverrideKind
from bot.domain.service import RotationName
from bot.store.database import Database
from bot.store.work import Store
from bot.usecases import cover
from tests.support.databases import START, ManualTime
from tests.support.ledger import effects, last_row

ANNA, JAMES, OLENA = PersonId("U0ANNA"), PersonId("U0JAMES"), PersonId("U0OLENA")
TARAS, MARKO = PersonId("U0TARAS"), PersonId("U0MARKO")
DEV, L1 = RotationName("payments-dev"), RotationName("support-l1")
HOUR, DAY, TICK = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
HANDOFF = datetime(2026, 11, 30, 8, tzinfo=UTC)
#: Tomorrow from 9:00 to 18:00 in Kyiv.
NINE, SIX = datetime(2026, 11, 24, 7, tzinfo=UTC), datetime(2026, 11, 24, 16, tzinfo=UTC)


async def ask(
    store: Store,
    start: datetime | None = NINE,
    end: datetime | None = SIX,
    *,
    by: PersonId = ANNA,
    reason: str = "",
    rotation: RotationName = DEV,
) -> CoverRequest:
    async with store.begin() as work:
        [made] = await cover.ask_cover(
            work, by=by, start=start, end=end, rotation=rotation, reason=reason
        )
    return made


async def take(store: Store, request: CoverRequest, by: PersonId = JAMES) -> CoverRequest:
    async with store.begin() as work:
        return await cover.take_cover(work, request.id, by=by)


async def around(
    store: Store, start: datetime, end: datetime, rotation: RotationName = DEV
) -> list[tuple[PersonId, ...]]:
    """Who is on call just before a time, at its start, just before its end, and at its end."""
    async with store.read() as work:
        roster = await work.rosters.get(rotation)
    return [roster.on_call(at) for at in (start - TICK, start, end - TICK, end)]


async def log(store: Store, rotation: RotationName = DEV) -> list[tuple[EventId, RosterEvent]]:
    async with store.read() as work:
        return [(e.id, e.event) for e in await work.roster_log.read(rotation, START)]


# Asked


async def test_everybody_else_of_the_rotation_is_asked(store: Store, database: Database) -> None:
    request = await ask(store, reason="the dentist")

    assert (request.asker, request.asked, request.state) == (ANNA, (JAMES,), RequestState.OPEN)
    assert (request.mine.start, request.mine.end, request.mine.whole) == (NINE, SIX, False)
    assert (request.expires_at, request.reason) == (SIX, "the dentist")
    [(_, fact)] = await log(store)
    assert fact == CoverAsked(
        rotation=DEV,
        at=START,
        by=ANNA,
        request=request.id,
        asker=ANNA,
        asked=(JAMES,),
        start=NINE,
        end=SIX,
        reason="the dentist",
    )
    assert await effects(database) == [AskForCover(request=request.id, person=JAMES)]
    assert await around(store, NINE, SIX) == [(ANNA,)] * 4


async def test_without_times_it_is_the_rest_of_my_shift(store: Store) -> None:
    request = await ask(store, None, None)
    assert (request.mine.start, request.mine.end, request.mine.whole) == (START, HANDOFF, False)


async def test_without_times_it_is_my_next_shift_when_i_have_none_now(store: Store) -> None:
    request = await ask(store, None, None, by=JAMES)
    assert request.mine.whole
    assert (request.mine.start, request.mine.end) == (HANDOFF, HANDOFF + 7 * DAY)


async def test_a_time_that_holds_my_whole_shift_is_bound_to_the_shift(store: Store) -> None:
    request = await ask(store, HANDOFF - DAY, HANDOFF + 8 * DAY, by=JAMES)
    assert request.mine.whole
    assert (request.mine.start, request.mine.end) == (HANDOFF, HANDOFF + 7 * DAY)


async def test_one_request_for_each_shift_of_mine(store: Store) -> None:
    """Taras has L1 tomorrow and on Thursday."""
    async with store.begin() as work:
        made = await cover.ask_cover(work, by=TARAS, start=NINE, end=NINE + 3 * DAY, rotation=L1)
    days = [(request.mine.start, request.mine.end) for request in made]
    assert days == [(NINE, NINE + DAY), (NINE + 2 * DAY, NINE + 3 * DAY)]


async def test_without_a_rotation_it_is_asked_in_all_of_mine(store: Store) -> None:
    """Anna has the ledger watch too, from 9:00 to 15:00 in Berlin; the others have other hours."""
    async with store.begin() as work:
        made = await cover.ask_cover(work, by=ANNA, start=NINE, end=SIX)
    assert [(each.rotation, each.mine.start, each.mine.end, each.asked) for each in made] == [
        ("ledger-watch", NINE + HOUR, SIX - 2 * HOUR, ("U0MAKSYM", "U0DARYNA", "U0PAVLO", JAMES)),
        (DEV, NINE, SIX, (JAMES,)),
    ]
    assert [each.mine.whole for each in made] == [False, False]


@pytest.mark.parametrize(
    ("start", "end", "by", "why"),
    [
        (START - DAY, START, ANNA, "That time is over"),
        (SIX, NINE, ANNA, "The end is not after the start"),
        (NINE, SIX, JAMES, "You are not on call then"),
        (NINE, SIX, PersonId("U0NOBODY"), "You are not on call then"),
        (None, None, PersonId("U0KATE"), "You are not on call then"),
    ],
)
async def test_what_cannot_be_asked_is_refused(
    store: Store,
    database: Database,
    start: datetime | None,
    end: datetime | None,
    by: PersonId,
    why: str,
) -> None:
    with pytest.raises(Refusal, match=why):
        await ask(store, start, end, by=by)
    assert await effects(database) == []


async def test_the_same_time_is_not_asked_for_twice(store: Store) -> None:
    await ask(store)
    with pytest.raises(Refusal, match="You have asked already"):
        await ask(store, SIX - HOUR, SIX + HOUR)
    later = await ask(store, SIX, SIX + HOUR)
    assert later.open


async def test_an_override_is_not_a_shift_to_give_away(store: Store) -> None:
    wish = Wish(kind=OverrideKind.REPLACE, person=MARKO, start=NINE, end=SIX)
    async with store.begin() as work:
        await cover.override(work, DEV, wish, by=ANNA)
    with pytest.raises(Refusal, match="by an override, not by a turn"):
        await ask(store, by=MARKO)


async def test_nobody_is_asked_who_is_on_call_then(store: Store) -> None:
    wish = Wish(kind=OverrideKind.ADD, person=JAMES, start=NINE, end=NINE + HOUR)
    async with store.begin() as work:
        await cover.override(work, DEV, wish, by=ANNA)
    with pytest.raises(Refusal, match="nobody else in this rotation who is free"):
        await ask(store)


# Answered


async def test_the_first_to_accept_has_it(store: Store, database: Database) -> None:
    request = await ask(store)
    before = await last_row(database)

    taken = await take(store, request)

    assert (taken.state, taken.answered_by, taken.answered_at) == (
        RequestState.TAKEN,
        JAMES,
        START,
    )
    assert await around(store, NINE, SIX) == [(ANNA,), (JAMES,), (JAMES,), (ANNA,)]
    id, fact = (await log(store))[-1]
    assert isinstance(fact, CoverTaken)
    assert (fact.asker, fact.person, fact.start, fact.end) == (ANNA, JAMES, NINE, SIX)
    assert await effects(database, after=before) == [
        RefreshCoverAsks(request=request.id),
        TellOfRoster(event=id, person=ANNA),
    ]


async def test_the_second_hears_who_was_first(store: Store, wide: Store) -> None:
    request = await ask(wide)
    await take(wide, request, JAMES)
    with pytest.raises(Refusal) as refused:
        await take(wide, request, MARKO)
    assert refused.value.phrase.msgid.startswith("{person} has taken it already")
    assert refused.value.phrase.slots["person"] == Who(JAMES)


async def test_two_who_accept_at_once_on_two_replicas(
    database_url: str, wide: Store, time: ManualTime
) -> None:
    """One has it, the other is told; whichever comes first."""
    request = await ask(wide)
    databases = [Database(database_url) for _ in range(2)]
    replicas = [Store(each, time, wide.policy, lambda: None) for each in databases]
    try:
        done = await asyncio.gather(
            *(take(*pair) for pair in zip(replicas, [request] * 2, [JAMES, MARKO], strict=True)),
            return_exceptions=True,
        )
    finally:
        for each in databases:
            await each.close()

    [taken] = [each for each in done if isinstance(each, CoverRequest)]
    [refused] = [each for each in done if isinstance(each, BaseException)]
    assert isinstance(refused, Refusal)
    assert refused.phrase.slots["person"] == Who(PersonId(str(taken.answered_by)))
    assert [type(fact) for _, fact in await log(wide)] == [CoverAsked, CoverTaken]
    async with wide.read() as work:
        roster = await work.rosters.get(DEV)
    assert [each.person for each in roster.covers] == [taken.answered_by]


async def test_of_a_shift_that_has_begun_the_rest_is_taken(store: Store, time: ManualTime) -> None:
    request = await ask(store)
    time.now = NINE + HOUR
    await take(store, request)
    assert await around(store, NINE + HOUR, SIX) == [(ANNA,), (JAMES,), (JAMES,), (ANNA,)]


async def test_a_cover_may_be_covered_in_turn(store: Store) -> None:
    await take(store, await ask(store))
    again = await ask(store, NINE + HOUR, NINE + 2 * HOUR, by=JAMES)
    await take(store, again, ANNA)
    assert await around(store, NINE + HOUR, NINE + 2 * HOUR) == [
        (JAMES,),
        (ANNA,),
        (ANNA,),
        (JAMES,),
    ]


@pytest.mark.parametrize(
    ("by", "why"),
    [(ANNA, "This is your own request"), (MARKO, "has not asked you")],
)
async def test_only_those_who_were_asked_can_take_it(store: Store, by: PersonId, why: str) -> None:
    request = await ask(store)
    with pytest.raises(Refusal, match=why):
        await take(store, request, by)
    assert await around(store, NINE, SIX) == [(ANNA,)] * 4


async def test_whoever_is_on_call_by_now_cannot_take_it(store: Store) -> None:
    request = await ask(store)
    wish = Wish(kind=OverrideKind.ADD, person=JAMES, start=NINE, end=NINE + HOUR)
    async with store.begin() as work:
        await cover.override(work, DEV, wish, by=ANNA)
    with pytest.raises(Refusal, match="You are on call yourself"):
        await take(store, request)


async def test_what_an_override_has_taken_since_cannot_be_taken(store: Store) -> None:
    request = await ask(store)
    wish = Wish(kind=OverrideKind.REPLACE, person=MARKO, start=NINE, end=NINE + HOUR)
    async with store.begin() as work:
        await cover.override(work, DEV, wish, by=ANNA)
    with pytest.raises(Refusal, match="Because of an override"):
        await take(store, request)
    async with store.begin() as work:
        await cover.withdraw_cover(work, request.id, by=ANNA)
    with pytest.raises(Refusal, match="Because of an override"):
        await ask(store)


async def test_what_is_over_cannot_be_taken(store: Store, time: ManualTime) -> None:
    request = await ask(store)
    time.now = SIX
    with pytest.raises(Refusal, match="That is over"):
        await take(store, request)


async def test_the_last_to_decline_is_news_to_the_asker(wide: Store, database: Database) -> None:
    request = await ask(wide)
    before = await last_row(database)
    for person in (JAMES, MARKO, MARKO):
        async with wide.begin() as work:
            request = await cover.decline_cover(work, request.id, by=person)

    facts = (await log(wide))[1:]
    assert [(type(fact), fact.left) for _, fact in facts if isinstance(fact, CoverDeclined)] == [
        (CoverDeclined, 1),
        (CoverDeclined, 0),
    ]
    assert await effects(database, after=before) == [
        RefreshCoverAsks(request=request.id),
        TellOfRoster(event=facts[-1][0], person=ANNA),
    ]
    # Minds change: it stays open until it is over.
    assert (await take(wide, request, MARKO)).answered_by == MARKO


async def test_what_was_withdrawn_cannot_be_taken(store: Store, database: Database) -> None:
    request = await ask(store)
    before = await last_row(database)
    with pytest.raises(Refusal, match="can withdraw this request"):
        async with store.begin() as work:
            await cover.withdraw_cover(work, request.id, by=JAMES)
    async with store.begin() as work:
        await cover.withdraw_cover(work, request.id, by=ANNA)
    assert isinstance((await log(store))[-1][1], CoverWithdrawn)
    assert await effects(database, after=before) == [RefreshCoverAsks(request=request.id)]
    with pytest.raises(Refusal, match="has withdrawn this request"):
        await take(store, request)


async def test_what_nobody_took_expires_once(
    store: Store, database: Database, time: ManualTime
) -> None:
    request = await ask(store)
    before = await last_row(database)
    for moment in (SIX - TICK, SIX, SIX):
        time.now = moment
        async with store.begin() as work:
            await cover.expire_requests(work)
        if moment < SIX:
            assert await effects(database, after=before) == []
    id, fact = (await log(store))[-1]
    assert isinstance(fact, CoverExpired)
    assert await effects(database, after=before) == [
        RefreshCoverAsks(request=request.id),
        TellOfRoster(event=id, person=ANNA),
    ]


# Taken back


async def covering(store: Store) -> CoverId:
    async with store.read() as work:
        [found] = (await work.rosters.get(DEV)).covers
    return found.id


async def undo(store: Store, by: PersonId) -> None:
    id = await covering(store)
    async with store.begin() as work:
        await cover.undo_cover(work, id, by=by)


async def test_who_was_covered_takes_the_shift_back(store: Store, database: Database) -> None:
    await take(store, await ask(store))
    before = await last_row(database)
    await undo(store, ANNA)

    assert await around(store, NINE, SIX) == [(ANNA,)] * 4
    id, fact = (await log(store))[-1]
    assert isinstance(fact, CoverUndone)
    assert (fact.person, fact.instead_of, fact.start, fact.end) == (JAMES, ANNA, NINE, SIX)
    assert await effects(database, after=before) == [TellOfRoster(event=id, person=JAMES)]


async def test_what_has_been_covered_stays_covered(store: Store, time: ManualTime) -> None:
    await take(store, await ask(store))
    time.now = NINE + HOUR
    await undo(store, ANNA)
    assert await around(store, NINE, NINE + HOUR) == [(ANNA,), (JAMES,), (JAMES,), (ANNA,)]


@pytest.mark.parametrize(
    ("by", "why"),
    [(JAMES, "You took this shift from"), (MARKO, "can take this shift back")],
)
async def test_nobody_gets_a_shift_back_unawares(store: Store, by: PersonId, why: str) -> None:
    await take(store, await ask(store))
    with pytest.raises(Refusal, match=why):
        await undo(store, by)
    assert await around(store, NINE, SIX) == [(ANNA,), (JAMES,), (JAMES,), (ANNA,)]


async def test_a_cover_that_is_over_stays(store: Store, time: ManualTime) -> None:
    await take(store, await ask(store))
    time.now = SIX
    with pytest.raises(Refusal, match="nothing to take back"):
        await undo(store, ANNA)


async def test_after_it_was_taken_back_it_can_be_asked_for_again(store: Store) -> None:
    await take(store, await ask(store))
    await undo(store, ANNA)
    await take(store, await ask(store))
    assert await around(store, NINE, SIX) == [(ANNA,), (JAMES,), (JAMES,), (ANNA,)]


@pytest.fixture
def wide(store: Store, policy: Policy) -> Store:
    """Three developers take turns: Anna, James and Marko."""
    dev = policy.rotations[DEV]
    [layer] = dev.layers
    assert isinstance(layer, Layer)
    three = (ANNA, JAMES, MARKO)
    # Whoever the number of the turn falls on, it is Anna's.
    shifted = replace(layer, members=three, position=-layer.index(START) % len(three))
    rotations = {**policy.rotations, DEV: replace(dev, layers=(shifted,))}
    store.policy = replace(policy, rotations=rotations)
    return store
