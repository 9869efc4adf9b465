"""Swaps: my shift for yours, both or neither, bound to the shifts and not to their hours.

Anna has payments-dev until Monday 30 November 08:00 UTC, then James for a week, then Anna again.
"""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.cover_request import CoverRequest, RequestKind, RequestState
from bot.domain.effects import AskForCover, RefreshCoverAsks, TellOfRoster
from bot.domain.events.on_call import (
    CoverUndone,
    RosterEvent,
    SwapAccepted,
    SwapAsked,
    SwapDeclined,
)
from bot.domain.ids import EventId, PersonId
from bot.domain.override import Wish
from bot.domain.refusal import Refusal
from bot.domain.roster import OverrideKind, Roster, ShiftId
from bot.domain.service import RotationName
from bot.store.database import Database
from bot.store.work import Store
from bot.usecases import cover
from tests.support.databases import START, ManualTime
from tests.support.ledger import effects, last_row

ANNA, JAMES, MARKO = PersonId("U0ANNA"), PersonId("U0JAMES"), PersonId("U0MARKO")
DEV, L2 = RotationName("payments-dev"), RotationName("support-l2")
WEEK, TICK = timedelta(weeks=1), timedelta(microseconds=1)
#: When James's week begins, when Anna's next one does, and when that ends.
FIRST = datetime(2026, 11, 30, 8, tzinfo=UTC)
SECOND, END = FIRST + WEEK, FIRST + 2 * WEEK


async def roster(store: Store, name: RotationName = DEV) -> Roster:
    async with store.read() as work:
        return await work.rosters.get(name)


async def shift(store: Store, at: datetime, name: RotationName = DEV) -> ShiftId:
    id = (await roster(store, name)).shift_at(at).id
    assert id
    return id


async def ask(store: Store, *, by: PersonId = JAMES) -> CoverRequest:
    """James offers his week for Anna's next."""
    mine, theirs = await shift(store, FIRST), await shift(store, SECOND)
    async with store.begin() as work:
        return await cover.ask_swap(work, mine, theirs, by=by, reason="a wedding")


async def accept(store: Store, request: CoverRequest, by: PersonId = ANNA) -> CoverRequest:
    async with store.begin() as work:
        return await cover.accept_swap(work, request.id, by=by)


async def weeks(store: Store) -> list[tuple[PersonId, ...]]:
    """Who is on call this week, and in the three that follow."""
    found = await roster(store)
    return [found.on_call(at) for at in (START, FIRST, SECOND, END)]


async def log(store: Store) -> list[tuple[EventId, RosterEvent]]:
    async with store.read() as work:
        return [(each.id, each.event) for each in await work.roster_log.read(DEV, START)]


async def test_the_other_is_asked(store: Store, database: Database) -> None:
    request = await ask(store)

    assert (request.kind, request.state, request.asked) == (
        RequestKind.SWAP,
        RequestState.OPEN,
        (ANNA,),
    )
    assert request.expires_at == FIRST
    [(_, fact)] = await log(store)
    assert fact == SwapAsked(
        rotation=DEV,
        at=START,
        by=JAMES,
        request=request.id,
        asker=JAMES,
        other=ANNA,
        start=FIRST,
        end=SECOND,
        their_rotation=DEV,
        their_start=SECOND,
        their_end=END,
        reason="a wedding",
    )
    assert await effects(database) == [AskForCover(request=request.id, person=ANNA)]
    assert await weeks(store) == [(ANNA,), (JAMES,), (ANNA,), (JAMES,)]


async def test_both_shifts_change_hands(store: Store, database: Database) -> None:
    request = await ask(store)
    before = await last_row(database)

    accepted = await accept(store, request)

    assert (accepted.state, accepted.answered_by) == (RequestState.TAKEN, ANNA)
    assert await weeks(store) == [(ANNA,), (ANNA,), (JAMES,), (JAMES,)]
    one, two = (await roster(store)).covers
    assert one.swap == two.swap == request.id
    assert {(each.person, each.instead_of) for each in (one, two)} == {
        (ANNA, JAMES),
        (JAMES, ANNA),
    }
    id, fact = (await log(store))[-1]
    assert isinstance(fact, SwapAccepted)
    assert await effects(database, after=before) == [
        RefreshCoverAsks(request=request.id),
        TellOfRoster(event=id, person=JAMES),
    ]


async def test_the_same_button_takes_a_cover_and_a_swap(store: Store) -> None:
    request = await ask(store)
    async with store.begin() as work:
        assert (await cover.take_cover(work, request.id, by=ANNA)).state is RequestState.TAKEN
    assert await weeks(store) == [(ANNA,), (ANNA,), (JAMES,), (JAMES,)]


async def test_a_swap_is_taken_once(store: Store) -> None:
    request = await ask(store)
    await accept(store, request)
    with pytest.raises(Refusal, match="has taken it already"):
        await accept(store, request)
    assert len((await roster(store)).covers) == 2


async def test_a_no_is_told(store: Store, database: Database) -> None:
    request = await ask(store)
    before = await last_row(database)
    async with store.begin() as work:
        declined = await cover.decline_swap(work, request.id, by=ANNA, reason="away too")
    assert declined.state is RequestState.DECLINED
    id, fact = (await log(store))[-1]
    assert isinstance(fact, SwapDeclined)
    assert (fact.other, fact.reason) == (ANNA, "away too")
    assert await effects(database, after=before) == [
        RefreshCoverAsks(request=request.id),
        TellOfRoster(event=id, person=JAMES),
    ]
    with pytest.raises(Refusal, match="has declined it already"):
        await accept(store, request)


@pytest.mark.parametrize(
    ("by", "why"), [(JAMES, "This is your own request"), (MARKO, "has not asked you")]
)
async def test_only_the_other_can_answer(store: Store, by: PersonId, why: str) -> None:
    request = await ask(store)
    with pytest.raises(Refusal, match=why):
        await accept(store, request, by)
    with pytest.raises(Refusal, match=why):
        async with store.begin() as work:
            await cover.decline_swap(work, request.id, by=by)


async def test_shifts_of_others_cannot_be_offered(store: Store) -> None:
    with pytest.raises(Refusal, match="That shift is not yours"):
        await ask(store, by=MARKO)


async def test_what_is_mine_already_needs_no_swap(store: Store) -> None:
    mine, also = await shift(store, FIRST), await shift(store, END)
    with pytest.raises(Refusal, match="That shift is yours already"):
        async with store.begin() as work:
            await cover.ask_swap(work, mine, also, by=JAMES)


async def test_a_shift_that_has_begun_is_not_swapped(store: Store) -> None:
    mine, theirs = await shift(store, FIRST), await shift(store, START)
    with pytest.raises(Refusal, match="A shift that has begun cannot be swapped"):
        async with store.begin() as work:
            await cover.ask_swap(work, mine, theirs, by=JAMES)


async def test_a_swap_that_comes_too_late_is_refused(store: Store, time: ManualTime) -> None:
    request = await ask(store)
    time.now = FIRST
    with pytest.raises(Refusal, match="That is over"):
        await accept(store, request)
    assert (await roster(store)).covers == ()


async def test_nobody_ends_up_on_call_twice_at_once(store: Store) -> None:
    request = await ask(store)
    wish = Wish(kind=OverrideKind.ADD, person=ANNA, start=FIRST, end=FIRST + timedelta(hours=1))
    async with store.begin() as work:
        await cover.override(work, DEV, wish, by=JAMES)
    with pytest.raises(Refusal, match="is on call already") as refused:
        await accept(store, request)
    assert refused.value.phrase.slots["start"] == FIRST


async def test_shifts_of_two_rotations_are_swapped(store: Store) -> None:
    """Iryna and Marko take turns in L2: this week is hers, the next his."""
    mine, theirs = await shift(store, FIRST), await shift(store, FIRST, L2)
    async with store.begin() as work:
        request = await cover.ask_swap(work, mine, theirs, by=JAMES)
    assert (await accept(store, request, MARKO)).state is RequestState.TAKEN
    assert (await roster(store)).on_call(FIRST) == (MARKO,)
    assert (await roster(store, L2)).on_call(FIRST) == (JAMES,)


async def test_a_swap_is_taken_back_by_either_of_the_two(store: Store, database: Database) -> None:
    await accept(store, await ask(store))
    before = await last_row(database)
    id = (await roster(store)).covers[0].id
    async with store.begin() as work:
        await cover.undo_cover(work, id, by=JAMES)

    assert await weeks(store) == [(ANNA,), (JAMES,), (ANNA,), (JAMES,)]
    undone = [(id, fact) for id, fact in await log(store) if isinstance(fact, CoverUndone)]
    assert [(fact.person, fact.start, fact.end) for _, fact in undone] == [
        (ANNA, FIRST, SECOND),
        (JAMES, SECOND, END),
    ]
    assert await effects(database, after=before) == [
        TellOfRoster(event=id, person=ANNA) for id, _ in undone
    ]


async def test_the_half_that_is_over_stays(store: Store, time: ManualTime) -> None:
    await accept(store, await ask(store))
    time.now = SECOND - timedelta(days=1)
    id = (await roster(store)).covers[0].id
    async with store.begin() as work:
        await cover.undo_cover(work, id, by=ANNA)
    found = await roster(store)
    moments = (FIRST, time.now - TICK, time.now, SECOND)
    assert [found.on_call(at) for at in moments] == [(ANNA,), (ANNA,), (JAMES,), (ANNA,)]


@pytest.mark.parametrize("by", [JAMES, ANNA])
async def test_a_swap_is_undone_by_its_request(store: Store, by: PersonId) -> None:
    request = await accept(store, await ask(store))
    async with store.begin() as work:
        await cover.undo_swap(work, request.id, by=by)
    assert await weeks(store) == [(ANNA,), (JAMES,), (ANNA,), (JAMES,)]
    with pytest.raises(Refusal, match="That swap is no longer there"):
        async with store.begin() as work:
            await cover.undo_swap(work, request.id, by=by)


async def test_a_swap_that_has_begun_stands(store: Store, time: ManualTime) -> None:
    request = await accept(store, await ask(store))
    time.now = FIRST
    with pytest.raises(Refusal, match="A shift of this swap has begun"):
        async with store.begin() as work:
            await cover.undo_swap(work, request.id, by=JAMES)
    assert await weeks(store) == [(ANNA,), (ANNA,), (JAMES,), (JAMES,)]


async def test_nobody_else_undoes_a_swap(store: Store) -> None:
    request = await accept(store, await ask(store))
    with pytest.raises(Refusal, match="can take this shift back"):
        async with store.begin() as work:
            await cover.undo_swap(work, request.id, by=MARKO)
