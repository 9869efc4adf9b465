"""Send is pressed: how long until every client's channel has it, and until mails are queued."""

import asyncio
import sqlite3
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from benchmarks import postgres
from benchmarks.rig import Row, percentile
from benchmarks.rooms import Watch
from bot.app import Bot
from bot.clock import system_clock
from bot.config import Settings
from bot.domain.client_update import Recipient
from bot.domain.medium import Medium
from bot.opening import open_store
from bot.slack.manifest import manifest
from bot.store.database import Database
from bot.store.migrate import upgrade
from bot.store.work import Store
from sandbox import rooms
from sandbox.server import Sandbox
from tests.support import sent as updates
from tests.support.world import FULL_POLICY, free_port

LATENCY, CHANNELS, MAILS, TIMES = 0.1, 20, 500, 5


async def run() -> list[Row]:
    return [await _channels(), *await _mails()]


async def _channels() -> Row:
    """The bot whole, in this process; the use case's own write is what the button does."""
    with tempfile.TemporaryDirectory() as folder:
        slack = Sandbox(manifest=manifest())
        url = await slack.start()
        made = [
            rooms.create(slack.workspace, f"client-{n}", by=slack.workspace.bot_user).id
            for n in range(CHANNELS)
        ]
        settings = Settings(
            _env_file=None,
            slack_bot_token="xoxb-sandbox",
            slack_app_token="xapp-sandbox",
            slack_api_url=f"{url}/api/",
            database_url=f"sqlite:///{folder}/bench.db",
            tocsin_policy=FULL_POLICY,
            port=free_port(),
        )
        bot = Bot(settings, *await open_store(settings), system_clock)
        await bot.start()
        try:
            await updates.incident(bot.store)
            slack.faults.latency("*", LATENCY)
            readers = [updates.reader(Medium.CHANNEL, channel) for channel in made]
            took = [await _posted(slack, bot.store, readers, n) for n in range(1, TIMES + 1)]
        finally:
            await bot.stop()
            await slack.stop()
    return Row(
        figure=f"Send pressed → posted to {CHANNELS} channels at 100 ms a call",
        value=percentile(took, 0.5),
        unit="×",
        bound=3,
        beside=f"floor 1; slowest of {TIMES}: {max(took):.2f} ×",
    )


async def _posted(slack: Sandbox, store: Store, readers: list[Recipient], number: int) -> float:
    """In units of one call's latency, until the last channel has it."""
    # Slack takes a message a second in a channel, and so does the bot's own pace.
    await asyncio.sleep(1.5)
    watch = Watch(slack)
    began = time.perf_counter()
    await updates.send(store, readers, number=number)
    while len(watch.of("chat.postMessage")) < len(readers):
        await asyncio.sleep(0.002)
    return (max(watch.of("chat.postMessage")) - began) / LATENCY


async def _mails() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.db"
        lite = await _queued(f"sqlite+aiosqlite:///{file}")
        floor = _plain(Path(folder) / "floor.db")
    with postgres.server() as url:
        heavy = await _queued(url)
    return [
        _row("SQLite", lite, f"the same rows by a bare script {floor:.1f} ms"),
        _row("PostgreSQL", heavy, ""),
    ]


def _row(where: str, took: list[float], beside: str) -> Row:
    return Row(
        figure=f"{MAILS} client e-mails queued, {where}",
        value=percentile(took, 0.5),
        unit="ms",
        bound=500,
        beside=beside,
    )


async def _queued(url: str) -> list[float]:
    """Milliseconds for the whole transaction: the update, a row and an order for each mail."""
    database = Database(url)
    await upgrade(database)
    settings = Settings(
        _env_file=None,
        slack_bot_token="xoxb-x",
        slack_app_token="xapp-x",
        database_url=url,
        tocsin_policy=FULL_POLICY,
    )
    opened, policy = await open_store(settings)
    await opened.close()
    store = Store(database, system_clock, policy, wake=lambda: None)
    await updates.incident(store)
    readers = updates.mail_to(*(f"contact{n}@acme.example" for n in range(MAILS)))
    took = []
    for number in range(1, TIMES + 1):
        began = time.perf_counter()
        await updates.send(store, readers, number=number)
        took.append((time.perf_counter() - began) * 1000)
    await database.close()
    return took


def _plain(file: Path) -> float:
    """The floor: as many rows of the same size in two tables, by the standard library."""
    database = sqlite3.connect(file)
    database.execute("PRAGMA journal_mode=WAL")
    for table in ("deliveries", "outbox"):
        database.execute(f"CREATE TABLE {table} (id TEXT PRIMARY KEY, a TEXT, b TEXT)")
    began = time.perf_counter()
    for table in ("deliveries", "outbox"):
        rows = [(f"{n:040}", "x" * 120, "y" * 120) for n in range(MAILS)]
        database.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", rows)
    database.commit()
    took = (time.perf_counter() - began) * 1000
    database.close()
    return took


async def main() -> None:
    for row in await run():
        print(row)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main())
