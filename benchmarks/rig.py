"""What the benchmarks share: a local Slack, the bot as a process beside it, and honest figures."""

import asyncio
import hashlib
import hmac
import math
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import aiohttp

from bot.slack.manifest import manifest
from sandbox.server import Sandbox
from tests.support.process import BotProcess

SECRET = "s" * 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure beside its bound and what it is compared with."""

    figure: str
    value: float
    unit: str
    bound: float | None = None
    beside: str = ""
    least: bool = False

    @property
    def held(self) -> bool | None:
        if self.bound is None:
            return None
        return self.value >= self.bound if self.least else self.value <= self.bound

    def __str__(self) -> str:
        mark = {True: "ok", False: "MISSED", None: ""}[self.held]
        sign = "≥" if self.least else "≤"
        bound = f"{sign} {self.bound:g}" if self.bound is not None else ""
        return (
            f"{self.figure:<66}{self.value:>9.2f} {self.unit:<5}{bound:>9}  {mark:<7}{self.beside}"
        )


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def signed(body: str) -> dict[str, str]:
    """Slack's headers for a body, signed now."""
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
        "Content-Type": "application/x-www-form-urlencoded",
    }


def command(text: str, number: int, *, user: str = "U0OLENA") -> str:
    """The body of a slash command as Slack sends it."""
    return urlencode(
        {
            "token": "t",
            "team_id": "T0KOBZA",
            "channel_id": "C0SUPPORT",
            "channel_name": "support",
            "user_id": user,
            "command": "/incident",
            "text": text,
            "response_url": "http://127.0.0.1:1/none",
            "trigger_id": f"{number}.{time.monotonic_ns()}",
            "api_app_id": "A0TOCSIN",
        }
    )


async def send(session: aiohttp.ClientSession, url: str, body: str) -> float:
    """Milliseconds until the answer; a refusal is an error."""
    began = time.perf_counter()
    async with session.post(url, data=body, headers=signed(body)) as answer:
        await answer.read()
        assert answer.status == 200, answer.status
    return (time.perf_counter() - began) * 1000


@asynccontextmanager
async def slack_and_bot(
    *, database_url: str = "", http: bool = False
) -> AsyncIterator[tuple[Sandbox, BotProcess]]:
    """The sandbox in this process, the bot in its own; ``http``: signed requests straight to it."""
    with tempfile.TemporaryDirectory() as folder:
        sandbox = Sandbox(manifest=manifest(), signing_secret=SECRET)
        url = await sandbox.start()
        bot = BotProcess(
            slack_url=url,
            database_url=database_url or f"sqlite:///{folder}/bench.db",
            http_secret=SECRET if http else "",
            cold=True,
        )
        await bot.start()
        try:
            yield sandbox, bot
        finally:
            await bot.stop()
            await sandbox.stop()


def environment() -> dict[str, str]:
    """Our modules can be found from any folder."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}


@asynccontextmanager
async def process(script: Path, *arguments: str) -> AsyncIterator[str]:
    """A helper process that prints its address on its first line."""
    made = await asyncio.create_subprocess_exec(
        sys.executable, str(script), *arguments, stdout=asyncio.subprocess.PIPE, env=environment()
    )
    assert made.stdout is not None
    try:
        yield (await made.stdout.readline()).decode().strip()
    finally:
        made.terminate()
        await made.wait()
