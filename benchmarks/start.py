"""How long a start takes, what it imports and what it weighs at rest; how soon a cut link heals."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.rig import Row, percentile, slack_and_bot

ROOT = Path(__file__).resolve().parents[1]


async def run() -> list[Row]:
    return [await _import(), *await _start(), *await _cut()]


async def _import() -> Row:
    took = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", "import bot.app"],
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        took.append(time.perf_counter() - began)
    return Row(
        figure="import bot.app, new interpreter, median",
        value=percentile(took, 0.5),
        unit="s",
        bound=0.6,
        beside="peer 1.1 s",
    )


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
            began = time.perf_counter()
            while True:
                outcome = await sandbox.acts.command("U0OLENA", "C0SUPPORT", "/incident", "help")
                if outcome.acked:
                    break
                await asyncio.sleep(0.02)
            took = time.perf_counter() - began
        rows.append(
            Row(
                figure=f"Socket Mode, {name.split('_')[0]}: until a command is answered",
                value=took,
                unit="s",
                bound=2,
                beside="peer 8 s",
            )
        )
    return rows
