"""The status page as a rush of clients reads it: the bot's own process, one core, 200 incidents.

Readers keep their connections, as browsers behind a proxy do, and ask for the front page in
three languages, now and then for a feed, the JSON or an incident. Meanwhile an update is sent
every second, so that every answer after it is written anew.
"""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.rig import Row, percentile
from bot.clock import system_clock
from bot.domain.language import Language
from bot.policy import load
from bot.slack.manifest import manifest
from bot.store.database import Database
from bot.store.migrate import upgrade
from bot.store.work import Store
from sandbox.server import Sandbox
from tests.support.process import BotProcess
from tests.support.publishing import publish, sent
from tests.support.world import FULL_POLICY

INCIDENTS, UPDATES, READERS, SECONDS = 200, 4, 16, 5.0
SERVICES = ("payments-api", "cards", "payouts", "merchant-portal", "webhooks", "kyc")
LETTER = "Some card payments are declined with code 05. A second attempt usually succeeds.\n" * 4
FRONT = ("/status/en", "/status/uk", "/status/ru", "/status")
OTHERS = ("/status/uk/feed.atom", "/status.json", "/status/en/incidents/7", "/status/ru/history")


async def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        database = Database(f"sqlite+aiosqlite:///{folder}/bench.db")
        await upgrade(database)
        policy = load(FULL_POLICY.read_text(encoding="utf-8"), file=Path(FULL_POLICY).name)
        store = Store(database, system_clock, policy, lambda: None)
        await seed(store)
        sandbox = Sandbox(manifest=manifest())
        bot = BotProcess(slack_url=await sandbox.start(), database_url=url)
        await bot.start()
        try:
            quiet = await rush(bot.url, (*FRONT * 4, *OTHERS))
            sending = asyncio.create_task(send(store))
            busy = await rush(bot.url, (*FRONT * 4, *OTHERS))
            sending.cancel()
        finally:
            await bot.stop()
            await sandbox.stop()
            await database.close()
    return [
        *rows("status page", quiet, 20),
        *rows("status page, an update sent every second", busy),
    ]


def rows(name: str, took: Sequence[float], bound: float | None = None) -> list[Row]:
    rate = len(took) / SECONDS
    figure = f"{name}, {INCIDENTS} incidents"
    return [
        Row(figure=f"{figure}: answers", value=rate, unit="/s", bound=1000, least=True),
        Row(figure=f"{figure}: p50", value=percentile(took, 0.5), unit="ms"),
        Row(figure=f"{figure}: p99", value=percentile(took, 0.99), unit="ms", bound=bound),
    ]


async def seed(store: Store) -> None:
    """Two a day for the last hundred days, all over but the newest."""
    texts = dict.fromkeys(Language, LETTER)
    headline = dict.fromkeys(Language, "Some card payments are declined")
    for number in range(1, INCIDENTS + 1):
        begun = datetime.now(UTC) - timedelta(hours=12 * (INCIDENTS - number) + 2)
        states = ["investigating partial_outage", "identified partial_outage", "monitoring"]
        states += ["resolved"] if number < INCIDENTS else []
        services = (SERVICES[number % len(SERVICES)],)
        await publish(
            store,
            *(
                sent(
                    number,
                    place + 1,
                    begun + timedelta(minutes=20 * place),
                    said,
                    services=services,
                    headline=headline,
                    texts=texts,
                )
                for place, said in enumerate(states)
            ),
        )


async def send(store: Store) -> None:
    for number in range(100, 200):
        texts = dict.fromkeys(Language, LETTER)
        now = datetime.now(UTC)
        await publish(store, sent(INCIDENTS, number, now, "monitoring", texts=texts))
        await asyncio.sleep(1)


async def rush(url: str, paths: Sequence[str]) -> list[float]:
    """Milliseconds of each answer within `SECONDS`."""
    where = urlsplit(url)
    for path in dict.fromkeys(paths):
        await reader(where.hostname or "", where.port or 0, [path], time.monotonic() + 0.1)
    until = time.monotonic() + SECONDS
    readers = [
        reader(where.hostname or "", where.port or 0, [*paths[n:], *paths[:n]], until)
        for n in range(READERS)
    ]
    return [each for took in await asyncio.gather(*readers) for each in took]


async def reader(host: str, port: int, paths: Sequence[str], until: float) -> list[float]:
    """One connection, one request after another, packed as browsers ask for it."""
    incoming, outgoing = await asyncio.open_connection(host, port)
    took = []
    for path in cycle(paths):
        if time.monotonic() >= until:
            break
        began = time.perf_counter()
        asked = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n"
        outgoing.write(f"{asked}Accept-Language: uk,en;q=0.8\r\n\r\n".encode())
        head = (await incoming.readuntil(b"\r\n\r\n")).lower()
        assert head.startswith(b"http/1.1 200"), head
        length = int(head.split(b"content-length: ")[1].split(b"\r\n")[0])
        await incoming.readexactly(length)
        took.append((time.perf_counter() - began) * 1000)
    outgoing.close()
    return took
