"""Same input, once: whoever claims first acts, and a claim lives and dies with its change."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.ids import IncidentId, PersonId
from bot.domain.lifecycle import Declaration
from bot.store.work import Store
from bot.usecases.declare import declare
from tests.support.databases import ManualTime


async def test_a_request_is_claimed_once(store: Store) -> None:
    async with store.begin() as work:
        assert await work.inbox.claim("view:1", work.now)
        assert not await work.inbox.claim("view:1", work.now)
    async with store.begin() as work:
        assert not await work.inbox.claim("view:1", work.now)
        assert await work.inbox.claim("view:2", work.now)


async def test_a_claim_vanishes_with_its_change(store: Store) -> None:
    async def claim_and_fail() -> None:
        async with store.begin() as work:
            assert await work.inbox.claim("view:1", work.now)
            raise RuntimeError("power")

    with pytest.raises(RuntimeError, match="power"):
        await claim_and_fail()
    async with store.begin() as work:
        assert await work.inbox.claim("view:1", work.now)


async def test_a_repeat_hears_the_same_answer(store: Store) -> None:
    async with store.begin() as work:
        await work.inbox.claim("view:1", work.now)
        await work.inbox.remember("view:1", {"text": "INC-1"})

    async with store.read() as work:
        assert await work.inbox.answer("view:1") == {"text": "INC-1"}
        assert await work.inbox.answer("view:2") is None


async def test_old_claims_are_forgotten(store: Store, time: ManualTime) -> None:
    async with store.begin() as work:
        await work.inbox.claim("old", work.now)
    time.later(days=2)
    async with store.begin() as work:
        await work.inbox.claim("new", work.now)
        await work.inbox.forget(work.now - timedelta(days=1))

    async with store.begin() as work:
        assert await work.inbox.claim("old", work.now)
        assert not await work.inbox.claim("new", work.now)


async def test_the_same_submission_at_once_makes_one_incident(store: Store) -> None:
    async def submit() -> bool:
        async with store.begin() as work:
            if not await work.inbox.claim("view:1", work.now):
                return False
            severity = work.policy.severity("SEV3")
            await declare(
                work, Declaration(impact="Down"), severity=severity, by=PersonId("U0TARAS")
            )
            return True

    results = await asyncio.gather(submit(), submit(), submit())

    assert sorted(results) == [False, False, True]
    async with store.read() as work:
        assert [incident.id for incident in await work.incidents.open()] == [IncidentId(1)]


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_the_second_claimer_waits_for_the_first(store: Store) -> None:
    """Two replicas: while the first is undecided the second neither wins nor loses."""
    decided = asyncio.Event()
    claimed = asyncio.Event()

    async def first() -> None:
        async with store.begin() as work:
            assert await work.inbox.claim("view:1", work.now)
            claimed.set()
            await decided.wait()

    async def second() -> bool:
        await claimed.wait()
        async with store.begin() as work:
            return await work.inbox.claim("view:1", work.now)

    one, two = asyncio.create_task(first()), asyncio.create_task(second())
    await claimed.wait()
    done, _ = await asyncio.wait({two}, timeout=0.2)
    assert done == set()
    decided.set()
    await one
    assert await two is False


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_the_second_claimer_wins_when_the_first_fails(store: Store) -> None:
    failing = asyncio.Event()
    claimed = asyncio.Event()

    async def first() -> None:
        async with store.begin() as work:
            assert await work.inbox.claim("view:1", work.now)
            claimed.set()
            await failing.wait()
            raise RuntimeError("power")

    async def second() -> bool:
        await claimed.wait()
        async with store.begin() as work:
            return await work.inbox.claim("view:1", work.now)

    one, two = asyncio.create_task(first()), asyncio.create_task(second())
    await claimed.wait()
    failing.set()
    with pytest.raises(RuntimeError, match="power"):
        await one
    assert await two is True
