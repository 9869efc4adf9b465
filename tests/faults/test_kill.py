"""kill -9 at every step of a declare: after the restart nothing is missing and nothing is twice."""

import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from bot.slack.manifest import manifest
from sandbox.server import Sandbox
from sandbox.traffic import Call, Delivery
from tests.support.complete import assert_complete
from tests.support.process import BotProcess, until
from tests.support.world import OLENA, SUPPORT, world

DECLARE = "declare SEV1 Card payments fail for everyone"
#: The effective calls of a declare, each by its method and which of that method's calls it is.
STEPS = [
    *((method, 1) for method in ("conversations.create", "conversations.invite")),
    *((method, 1) for method in ("conversations.setTopic", "pins.add", "chat.update")),
    *(("bookmarks.add", nth) for nth in (1, 2)),
    *(("chat.postMessage", nth) for nth in range(1, 7)),
]
#: `make test` kills at every other step, `make test-all` at each.
STRUCK = [
    pytest.param(*step, marks=pytest.mark.slow if number % 2 else ())
    for number, step in enumerate(STEPS)
]
#: Calls that change nothing: killing after one is killing before the next.
READS = {"auth.test", "apps.connections.open", "users.info"}


@asynccontextmanager
async def running(database_url: str) -> AsyncIterator[tuple[Sandbox, BotProcess]]:
    sandbox = Sandbox(manifest=manifest())
    url = await sandbox.start()
    try:
        async with BotProcess(slack_url=url, database_url=database_url) as bot:
            yield sandbox, bot
    finally:
        await sandbox.stop()


def at_step(sandbox: Sandbox, method: str, nth: int, strike: Callable[[], None]) -> None:
    """Strike once, when this call has taken effect and its answer has not left yet."""
    seen = 0

    def watch(item: Call | Delivery) -> None:
        nonlocal seen
        if isinstance(item, Call) and item.ok and item.method == method:
            seen += 1
            if seen == nth:
                sandbox.traffic.listeners.remove(watch)
                strike()

    sandbox.traffic.listeners.append(watch)


async def declare(sandbox: Sandbox) -> None:
    done = await sandbox.acts.command(OLENA, SUPPORT, "/incident", DECLARE)
    assert done.acked


async def restarted(bot: BotProcess, sandbox: Sandbox) -> None:
    """It comes back, finds what was left, and finishes; and still stops as it should."""
    await bot.gone()
    await bot.start()
    await until(bot.idle)
    assert_complete(sandbox, declarer=OLENA)
    assert await bot.stop() == 0


async def test_a_declare_has_these_steps(sqlite: str) -> None:
    async with world(sqlite) as made:
        await made.command(OLENA, SUPPORT, DECLARE)
        assert_complete(made.slack, declarer=OLENA)
        made_of = Counter(call.method for call in made.slack.traffic.calls())
    last = dict(STEPS)  # the last of each method
    assert {method: count for method, count in made_of.items() if method not in READS} == last


@pytest.mark.parametrize(("method", "nth"), STRUCK)
async def test_killed_before_the_answer(method: str, nth: int, tmp_path: Path) -> None:
    """The call took effect; its answer never arrives."""
    async with running(f"sqlite:///{tmp_path}/k.db") as (sandbox, bot):
        at_step(sandbox, method, nth, bot.kill)
        await declare(sandbox)
        await restarted(bot, sandbox)


async def test_killed_after_the_ack(tmp_path: Path) -> None:
    """What was promised is kept, though nothing of it was begun."""
    async with running(f"sqlite:///{tmp_path}/k.db") as (sandbox, bot):

        def strike(item: Call | Delivery) -> None:
            if isinstance(item, Delivery):
                sandbox.traffic.listeners.remove(strike)
                bot.kill()

        sandbox.traffic.listeners.append(strike)
        await declare(sandbox)
        await restarted(bot, sandbox)


@pytest.mark.parametrize(
    ("method", "nth"), [("conversations.create", 1), ("chat.postMessage", 4), ("pins.add", 1)]
)
async def test_killed_before_it_is_booked(method: str, nth: int, tmp_path: Path) -> None:
    """The answer arrived, and nothing can be written: the test holds SQLite's write lock."""
    file = tmp_path / "k.db"
    heard = f'tocsin_slack_calls_total{{method="{method}",outcome="ok"}}'
    async with running(f"sqlite:///{file}") as (sandbox, bot):
        with closing(sqlite3.connect(file, isolation_level=None)) as held:

            def hold() -> None:
                held.execute("BEGIN IMMEDIATE")

            async def answered() -> bool:
                return held.in_transaction and await bot.measure(heard) >= nth

            at_step(sandbox, method, nth, hold)
            await declare(sandbox)
            await until(answered)
            bot.kill()
            await bot.gone()
        await restarted(bot, sandbox)


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("method", "nth"),
    [
        ("conversations.create", 1),
        pytest.param("bookmarks.add", 2, marks=pytest.mark.slow),
    ],
)
async def test_killed_on_postgresql(method: str, nth: int, postgres: str) -> None:
    """Another replica may hold the lease, so the next process waits until it has run out."""
    async with running(postgres) as (sandbox, bot):
        at_step(sandbox, method, nth, bot.kill)
        await declare(sandbox)
        await restarted(bot, sandbox)
