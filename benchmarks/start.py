"""How long a start takes, what it imports and what it weighs at rest; how soon a cut link heals."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.rig import Row, environment, percentile, slack_and_bot
from sandbox.server import Sandbox

ROOT = Path(__file__).resolve().parents[1]


async def run() -> list[Row]:
    return [await _import(), *await _start(), *await _cut()]


async def _import() -> Row:
    ours, floor = _imports("bot.app"), _imports("slack_bolt.async_app")
    return Row(
        figure="import bot.app, new interpreter, median",
        value=ours,
        unit="s",
        bound=0.6,
        beside=f"Bolt alone {floor:.2f} s; peer 1.1 s",
    )


def _imports(module: str) -> float:
    """Seconds a new interpreter takes to start, import a module and end; the median of five."""
    took = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", f"import {module}"], check=True, cwd=ROOT, env=environment()
        )
        took.append(time.perf_counter() - began)
    return percentile(took, 0.5)


async def _start() -> list[Row]:
    took, weights = [], []
    for _ in range(5):
        began = time.perf_counter()
        async with slack_and_bot() as (_, bot):
            took.append(time.perf_counter() - began)
            await asyncio.sleep(2)
            assert bot._process is not None
            weights.append(_resident(bot._process.pid))
    return [
        Row(
            figure="serve: start to ready, new SQLite file, median",
            value=percentile(took, 0.5),
            unit="s",
            bound=0.9,
            beside="peer 1.0 s; migrates the file",
        ),
        Row(
            figure="serve: memory at rest",
            value=percentile(weights, 0.5),
            unit="MiB",
            bound=110,
            beside="peer 137 MiB",
        ),
    ]


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def _cut() -> list[Row]:
    rows = []
    for name in ("close_sockets", "reset_sockets", "freeze_sockets"):
        async with slack_and_bot() as (sandbox, _):
            await sandbox.acts.command("U0OLENA", "C0SUPPORT", "/incident", "help")
            getattr(sandbox.faults, name)()
            took = await _until_answered(sandbox)
        figure = f"Socket Mode, both links {WORDS[name]}: until a command is answered"
        rows.append(Row(figure=figure, value=took, unit="s", bound=2, beside="peer 8 s"))
    return rows


WORDS = {"close_sockets": "closed", "reset_sockets": "reset", "freeze_sockets": "frozen"}


async def _until_answered(sandbox: Sandbox) -> float:
    """Somebody tries again every tenth of a second; a lost command is not waited for."""
    began = time.perf_counter()
    first: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    async def ask() -> None:
        outcome = await sandbox.acts.command("U0OLENA", "C0SUPPORT", "/incident", "help")
        if outcome.acked and not first.done():
            first.set_result(time.perf_counter() - began)

    tries: list[asyncio.Task[None]] = []
    while not first.done() and len(tries) < 300:
        tries.append(asyncio.create_task(ask()))
        await asyncio.sleep(0.1)
    await asyncio.gather(*tries)
    return first.result()
