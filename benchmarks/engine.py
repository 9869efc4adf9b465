"""The engine of escalations: storms, lateness, idleness, pages behind a backlog, a lost replica."""

import asyncio
import gc
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import text

from benchmarks.postgres import migrated, server
from benchmarks.rig import Row, command, percentile, send, slack_and_bot
from bot.clock import SteadyClock, system_clock
from bot.domain.effects import Announce
from bot.domain.ids import EscalationId, IncidentId
from bot.domain.policy import Policy
from bot.policy import load
from bot.slack import ids
from bot.slack.manifest import manifest
from bot.store.database import Database
from bot.store.work import Store
from bot.ticker import Ticker, fire_due
from bot.usecases import page
from bot.usecases.deliver import Delivery
from sandbox.server import Sandbox
from sandbox.traffic import Call
from tests.faults.test_storm import fired, some_fired
from tests.support.process import BotProcess, until
from tests.support.storm import FIRST, brew
from tests.support.world import FULL_POLICY

PENDING, WATCHED = 100_000, 20
DECLARES, BACKLOG = 40, 5_000
#: Within a level's wait, as everything pending is: what is further away the auditor moves up.
FAR = timedelta(seconds=290)
BAR = "Iris 6,000 in 10 s"


async def run() -> list[Row]:
    rows = []
    for name in ("SQLite", "PostgreSQL"):
        for count, bound in ((6_000, 2 if name == "SQLite" else 1), (60_000, 10)):
            async with fresh(name) as url:
                rows += await _storm(name, url, count, bound)
    for name in ("SQLite", "PostgreSQL"):
        async with fresh(name) as url:
            rows.append(await _lateness(name, url))
        async with fresh(name) as url:
            rows.append(await _idle(name, url))
        async with fresh(name) as url:
            rows.append(await _first_page(name, url, backlog=0, bound=150))
        async with fresh(name) as url:
            rows.append(await _first_page(name, url, backlog=BACKLOG, bound=1000))
    async with fresh("PostgreSQL") as url:
        rows.append(await _lost_replica(url))
    return rows


def policy() -> Policy:
    return replace(load(FULL_POLICY.read_text(encoding="utf-8"), file="full.yaml"), version=1)


@asynccontextmanager
async def fresh(name: str) -> AsyncIterator[str]:
    """The URL of a migrated, empty database."""
    if name == "SQLite":
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{Path(folder) / 'engine.db'}"
            await migrated(url)
            yield url
        return
    with server() as url:
        await migrated(url)
        yield url


@asynccontextmanager
async def stored(
    url: str, count: int, due: datetime, *, clock: Callable[[], datetime]
) -> AsyncIterator[Store]:
    """A store with so many runs waiting, and statistics as autovacuum leaves them."""
    database = Database(url)
    await brew(database, policy(), count, due)
    if not database.sqlite:
        async with database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("ANALYZE incidents, escalations"))
    gc.collect()
    gc.freeze()  # as the bot does after its start
    gc.set_threshold(20_000)
    try:
        yield Store(database, clock, policy(), lambda: None)
    finally:
        await database.close()
        gc.unfreeze()


async def _storm(name: str, url: str, count: int, bound: float) -> list[Row]:
    now = system_clock()
    async with stored(url, count, now, clock=lambda: now) as store:
        answers: list[float] = []
        people = asyncio.create_task(_people(store, count, answers))
        began = time.perf_counter()
        await fire_due(store)
        took = time.perf_counter() - began
        people.cancel()
        async with store.read() as work:
            assert (await work.deadlines()).step > now  # type: ignore[operator]
        assert await some_fired(store.database, count - len(answers) - 1)
    figure = f"{count:,} steps due at once, to all pages in the outbox, {name}"
    rows = [Row(figure=figure, value=took, unit="s", bound=bound, beside=BAR)]
    if count > 10_000:
        figure = f"an acknowledgement committed amid that, p99, {name}"
        rows.append(Row(figure=figure, value=percentile(answers, 0.99) * 1000, unit="ms"))
    return rows


async def _people(store: Store, count: int, answers: list[float]) -> None:
    """Somebody acknowledges every 50 ms, from the end of the queue backwards."""
    for number in range(count, 0, -1):
        began = time.perf_counter()
        async with store.begin() as work:
            await page.acknowledge(work, EscalationId(f"{number:032}"), by=FIRST)
        answers.append(time.perf_counter() - began)
        await asyncio.sleep(0.05)


async def _lateness(name: str, url: str) -> Row:
    """Fifty steps fall due every second, among a hundred thousand that do not."""
    clock, seconds = SteadyClock(), timedelta(seconds=WATCHED)
    async with stored(url, PENDING, clock() + FAR, clock=clock) as store:
        due, count = clock() + timedelta(seconds=5), 50 * WATCHED
        await brew(store.database, policy(), count, due, spread=seconds, first=PENDING + 1)

        async def nothing() -> None:
            return

        ticker = Ticker(store, Delivery(store.begin, {}), nothing, ())
        ticker.start()
        await asyncio.sleep((due + seconds - clock()).total_seconds() + 1)
        ticker.stop()
        pages = await fired(store.database)
    places = [(number - PENDING - 1, at) for number, at in pages]
    late = [(at - due - seconds * (place / count)).total_seconds() for place, at in places]
    assert len(late) == count, len(late)
    return Row(
        figure=f"lateness of a step with {PENDING:,} pending, p99, {name}",
        value=percentile(late, 0.99) * 1000,
        unit="ms",
        bound=250,
        beside="GoAlert's loop turns every 5 s, Iris's every 60 s",
    )


async def _idle(name: str, url: str) -> Row:
    async with stored(url, PENDING, system_clock() + FAR, clock=system_clock):
        pass
    async with slack_and_bot(database_url=url) as (_, bot):
        await asyncio.sleep(5)
        assert bot._process is not None
        before = _cpu(bot._process.pid)
        await asyncio.sleep(WATCHED)
        used = _cpu(bot._process.pid) - before
    return Row(
        figure=f"CPU of an idle bot with {PENDING:,} pending, {name}",
        value=100 * used / WATCHED,
        unit="%",
        bound=1,
    )


def _cpu(pid: int) -> float:
    """Seconds of CPU that a process has used, by the kernel's count of hundredths."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


async def _first_page(name: str, url: str, *, backlog: int, bound: float) -> Row:
    """From the request's departure to the page's arrival at Slack."""
    if backlog:
        await _pile_up(url, backlog)
    took = []
    async with slack_and_bot(http=True, database_url=url) as (sandbox, bot):
        await asyncio.sleep(3)
        async with aiohttp.ClientSession() as session:
            for number in range(DECLARES + 3):
                took.append(await _page(session, bot, sandbox, number))
                await asyncio.sleep(0.25 if backlog else 0.5)
    behind = f"behind {backlog:,} other effects" if backlog else "idle"
    return Row(
        figure=f"declare to the first page leaving for Slack, {behind}, p99, {name}",
        value=percentile(took[3:], 0.99),
        unit="ms",
        bound=bound,
        beside="GoAlert ≤ 5 s, Iris ≤ 60 s",
    )


async def _page(
    session: aiohttp.ClientSession, bot: BotProcess, sandbox: Sandbox, number: int
) -> float:
    """Milliseconds. The page is the first message with a button that acknowledges."""
    arrived = asyncio.get_running_loop().create_future()

    def watch(item: Any) -> None:
        posted = isinstance(item, Call) and item.method == "chat.postMessage" and item.ok
        if posted and ids.ACKNOWLEDGE in str(item.args.get("blocks")) and not arrived.done():
            arrived.set_result(time.perf_counter())

    sandbox.traffic.listeners.append(watch)
    began = time.perf_counter()
    said = command("declare SEV1 Card payments fail for everyone", number)
    await send(session, f"{bot.url}/slack/events", said)
    at = await asyncio.wait_for(arrived, 30)
    sandbox.traffic.listeners.remove(watch)
    return float(at - began) * 1000


async def _pile_up(url: str, count: int) -> None:
    """Announcements of as many incidents: Slack takes about one a second of them."""
    async with stored(url, count, system_clock() + FAR, clock=system_clock) as store:
        orders = [(f"pile.{n}", Announce(incident=IncidentId(n))) for n in range(1, count + 1)]
        for low in range(0, count, 500):
            async with store.begin() as work:
                await work.outbox.enqueue(orders[low : low + 500], work.now)


async def _lost_replica(url: str) -> Row:
    """Three processes, 6,000 steps at one instant; one is killed when the first are fired."""
    count = 6_000
    async with AsyncExitStack() as ends:
        sandbox = Sandbox(manifest=manifest())
        slack_url = await sandbox.start()
        ends.push_async_callback(sandbox.stop)
        due = system_clock() + timedelta(seconds=60)
        async with stored(url, count, due, clock=system_clock) as store:
            bots = [
                await ends.enter_async_context(BotProcess(slack_url=slack_url, database_url=url))
                for _ in range(3)
            ]
            await until(partial(some_fired, store.database, 1), seconds=90)
            bots[0].kill()
            await until(partial(some_fired, store.database, count), seconds=60)
            pages = await fired(store.database)
    assert len({incident for incident, _ in pages}) == len(pages) == count
    return Row(
        figure=f"one of three replicas killed amid {count:,} steps, to the last one fired",
        value=max((at - due).total_seconds() for _, at in pages),
        unit="s",
        bound=10,
        beside="Iris rebalances in 30 s",
    )
