"""How fast a command is answered, and a declare committed and answered."""

import asyncio
import time
from pathlib import Path

import aiohttp

from benchmarks.postgres import migrated, server
from benchmarks.rig import Row, command, percentile, process, send, slack_and_bot
from sandbox.server import Sandbox

HELPS, DECLARES, BURST, IN_FLIGHT = 2000, 100, 1000, 50


async def run() -> list[Row]:
    rows = await _help()
    rows += await _declares("SQLite", "")
    with server() as url:
        await migrated(url)
        rows += await _declares("PostgreSQL", url)
    return rows


async def _help() -> list[Row]:
    async with process(Path(__file__).parent / "trivial_bolt.py") as floor_url:
        floor = await _serial(f"{floor_url}/slack/events", "help", HELPS)
    async with slack_and_bot(http=True) as (_, bot):
        ours = await _serial(f"{bot.url}/slack/events", "help", HELPS)
    low, high = percentile(floor, 0.99), percentile(ours, 0.99)
    beside = f"trivial Bolt handler p50 {percentile(floor, 0.5):.2f} ms, p99 {low:.2f} ms"
    return [
        Row(figure="/incident help, one connection, p50", value=percentile(ours, 0.5), unit="ms"),
        Row(
            figure="/incident help, one connection, p99",
            value=high,
            unit="ms",
            bound=round(2 * low, 2),
            beside=beside,
        ),
    ]


async def _serial(url: str, text: str, count: int) -> list[float]:
    async with aiohttp.ClientSession() as session:
        for number in range(100):
            await send(session, url, command(text, number))
        return [await send(session, url, command(text, number)) for number in range(count)]


async def _declares(name: str, database_url: str) -> list[Row]:
    async with slack_and_bot(http=True, database_url=database_url) as (sandbox, bot):
        alone = await _alone(f"{bot.url}/slack/events", sandbox)
    async with slack_and_bot(http=True, database_url=database_url) as (_, bot):
        rate = await _burst(f"{bot.url}/slack/events", "declare SEV3 Reports are late")
    return [
        Row(
            figure=f"declare, commit and ack, {name}, p50", value=percentile(alone, 0.5), unit="ms"
        ),
        Row(
            figure=f"declare, commit and ack, {name}, p99",
            value=percentile(alone, 0.99),
            unit="ms",
            bound=40,
        ),
        Row(
            figure=f"declares acked with {IN_FLIGHT} in flight, {name}",
            value=rate,
            unit="/s",
            bound=200,
            least=True,
        ),
    ]


async def _alone(url: str, sandbox: Sandbox) -> list[float]:
    """Each declare begins when the room of the one before is complete."""
    text = "declare SEV1 Card payments fail for everyone"
    took = []
    async with aiohttp.ClientSession() as session:
        for number in range(DECLARES + 5):
            took.append(await send(session, url, command(text, number)))
            calls = -1
            while len(sandbox.traffic.log) != calls:
                calls = len(sandbox.traffic.log)
                await asyncio.sleep(0.05)
            sandbox.traffic.clear()
    return took[5:]


async def _burst(url: str, text: str) -> float:
    slots = asyncio.Semaphore(IN_FLIGHT)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=IN_FLIGHT)) as session:

        async def one(number: int) -> None:
            async with slots:
                await send(session, url, command(text, number))

        await asyncio.gather(*(one(number) for number in range(IN_FLIGHT)))
        began = time.perf_counter()
        await asyncio.gather(*(one(number) for number in range(BURST)))
        return BURST / (time.perf_counter() - began)
