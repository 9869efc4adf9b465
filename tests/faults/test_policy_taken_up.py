"""A policy is taken up whole: in force, and its rotations recorded; or later, but not by halves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.service import RotationName
from tests.support.world import FULL_POLICY, START, World, world

DEV = RotationName("payments-dev")


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(f"sqlite+aiosqlite:///{tmp_path}/policy.db") as made:
        yield made


async def _run(world: World, statement: str) -> None:
    async with world.bot.database.write() as connection:
        await connection.execute(text(statement))


async def test_what_fails_half_way_is_tried_again(here: World) -> None:
    source = FULL_POLICY.read_text(encoding="utf-8")
    edited = source.replace("members: [U0ANNA, U0JAMES]", "members: [U0MARKO]")
    assert edited != source
    async with here.bot.store.begin() as work:
        await work.policies.add(edited, file="full.yaml", now=work.now)
    await _run(here, "ALTER TABLE roster_log RENAME TO away")

    await here.later(seconds=1)
    async with here.bot.store.read() as work:
        assert work.policy.version == 1
        assert (await work.rosters.get(DEV)).on_call(START) == ("U0ANNA",)

    await _run(here, "ALTER TABLE away RENAME TO roster_log")
    await here.later(seconds=1)
    async with here.bot.store.read() as work:
        assert work.policy.version == 2
        assert (await work.rosters.get(DEV)).on_call(here.now) == ("U0MARKO",)
        assert len(await work.roster_log.read(DEV, START)) == 2
