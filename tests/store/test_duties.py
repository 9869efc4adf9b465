"""A duty is claimed once, by whoever comes first, together with the work it is for."""

import asyncio
from datetime import timedelta

import pytest

from bot.store.work import Store
from tests.support.databases import ManualTime


async def test_a_bucket_is_claimed_once(store: Store) -> None:
    async with store.begin() as work:
        assert await work.duties.claim("gaps", "2026-W48")
        assert not await work.duties.claim("gaps", "2026-W48")
    async with store.begin() as work:
        assert not await work.duties.claim("gaps", "2026-W48")
        assert await work.duties.claim("gaps", "2026-W49")
        assert await work.duties.claim("digest", "2026-W48")


async def test_a_claim_vanishes_with_work_that_failed(store: Store) -> None:
    async def claim_and_fail() -> None:
        async with store.begin() as work:
            assert await work.duties.claim("gaps", "2026-W48")
            raise RuntimeError("power")

    with pytest.raises(RuntimeError, match="power"):
        await claim_and_fail()
    async with store.begin() as work:
        assert await work.duties.claim("gaps", "2026-W48")


async def test_twenty_at_once_do_it_once(store: Store) -> None:
    async def claim() -> bool:
        async with store.begin() as work:
            return await work.duties.claim("gaps", "2026-W48")

    assert sorted(await asyncio.gather(*(claim() for _ in range(20)))) == [False] * 19 + [True]


async def test_old_claims_are_forgotten(store: Store, time: ManualTime) -> None:
    async with store.begin() as work:
        await work.duties.claim("gaps", "2026-W48")
    time.later(days=2)
    async with store.begin() as work:
        await work.duties.forget(work.now - timedelta(days=1))

    async with store.begin() as work:
        assert await work.duties.claim("gaps", "2026-W48")
