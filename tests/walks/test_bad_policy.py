"""A bad policy while the bot runs: said with file, line and fix, and nothing changes."""

import asyncio
import os
import sys
from pathlib import Path

from bot.clock import system_clock
from bot.domain.events import ResponderPaged
from bot.store.policies import Policies
from tests.support.unchanged import everything, no_errors
from tests.support.world import FULL_POLICY, GENERAL, OLENA, ROOT, World

BROKEN = FULL_POLICY.read_text(encoding="utf-8").replace("ack_limit: 5m", "ack_limits: 5m")
NOT_YAML = "workspace: {name: [\n"


async def test_applied_by_hand(here: World, tmp_path: Path) -> None:
    file = tmp_path / "tocsin.yaml"
    file.write_text(BROKEN, encoding="utf-8")
    before, policy = await everything(here), here.bot.store.policy
    with no_errors():
        status, said = await run(here, "policy", "apply", str(file))
        await here.later(seconds=1)
    assert status != 0
    assert "Traceback" not in said
    line = BROKEN[: BROKEN.index("ack_limits")].count("\n") + 1
    assert f"{file}:{line}: unknown key “ack_limits” in severity “SEV1”" in said
    assert "did you mean “ack_limit”?" in said
    assert here.bot.store.policy is policy
    assert await everything(here) == before


async def test_stored_by_another_release(here: World) -> None:
    """The policy in force stays in force, it is said once, and nobody is forgotten meanwhile."""
    policy = here.bot.store.policy
    for source in (NOT_YAML, BROKEN):
        async with here.bot.database.write() as connection:
            await Policies(connection).add(source, file="other.yaml", now=system_clock())
        with no_errors() as lines:
            for _ in range(3):
                await here.later(seconds=1)
        [refused] = [line for line in lines if line["event"] == "policy_refused"]
        assert "other.yaml" in refused["problems"]
        assert here.bot.store.policy is policy

    await here.command(OLENA, GENERAL, "declare SEV2 Card payments fail")
    with no_errors():
        await here.later(minutes=5)
    async with here.bot.store.read() as work:
        entries = await work.timeline.read((await here.incident()).id)
    levels = [entry.event.level for entry in entries if isinstance(entry.event, ResponderPaged)]
    assert levels == [1, 2]


async def test_the_next_good_one_is_taken_up(here: World) -> None:
    good = FULL_POLICY.read_text(encoding="utf-8").replace("name: Kobza Pay", "name: Kobza Bank")
    for source in (BROKEN, good):
        async with here.bot.database.write() as connection:
            await Policies(connection).add(source, file="tocsin.yaml", now=system_clock())
        await here.later(seconds=1)
    assert here.bot.store.policy.workspace.name == "Kobza Bank"


async def run(made: World, *words: str) -> tuple[int, str]:
    """`tocsin …` on the same database; its status and all it printed."""
    url = made.bot.settings.database_url.get_secret_value()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *words,
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "TOCSIN_POLICY": str(FULL_POLICY)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()
