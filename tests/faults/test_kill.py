"""kill -9 at every step of a declare: after the restart nothing is missing and nothing is twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.slack.manifest import manifest
from sandbox.server import Sandbox
from sandbox.traffic import Call, Delivery
from tests.support.complete import assert_complete
from tests.support.process import BotProcess
from tests.support.world import OLENA, SUPPORT

#: What a SEV1 declare about cards calls, by what one look at the traffic counts. A call that only
#: reads is no step; killing after it is killing before the next.
READS = {
    "auth.test",
    "apps.connections.open",
    "users.info",
    "conversations.history",
    "conversations.open",
    "users.conversations",
    "bookmarks.list",
    "conversations.replies",
}


@asynccontextmanager
async def slack() -> AsyncIterator[tuple[Sandbox, str]]:
    sandbox = Sandbox(manifest=manifest())
    url = await sandbox.start()
    try:
        yield sandbox, url
    finally:
        await sandbox.stop()


async def until_quiet(sandbox: Sandbox, seconds: float = 1.0) -> None:
    """No call for a while: real time, since the process has a clock of its own."""
    seen, still = -1, 0.0
    async with asyncio.timeout(45):
        while still < seconds:
            count = len(sandbox.traffic.calls())
            still = still + 0.1 if count == seen else 0.0
            seen = count
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("step", range(1, 15))
async def test_killed_after_step(step: int, tmp_path: Path) -> None:
    async with slack() as (sandbox, url):
        bot = BotProcess(slack_url=url, database_url=f"sqlite:///{tmp_path}/kill.db")
        await bot.start()
        writes = 0

        def count(item: Call | Delivery) -> None:
            nonlocal writes
            if isinstance(item, Call) and item.ok and item.method not in READS:
                writes += 1
                if writes == step and bot.alive:
                    bot.kill()  # it took effect; the answer never arrives

        sandbox.traffic.listeners.append(count)
        declared = await sandbox.acts.command(
            OLENA, SUPPORT, "/incident", "declare SEV1 Card payments fail for everyone"
        )
        assert declared.acked
        await until_quiet(sandbox)
        if not bot.alive or writes >= step:
            await bot.gone()
            sandbox.traffic.listeners.remove(count)
            await bot.start()
            await until_quiet(sandbox)
        else:
            pytest.fail(f"a declare makes only {writes} calls: shorten the range")
        try:
            assert_complete(sandbox, declarer=OLENA)
        finally:
            assert await bot.stop() == 0
