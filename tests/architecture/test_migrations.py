"""Migrations on both databases: one head; up, down and up again; no difference from the code."""

from pathlib import Path

import pytest

from bot.store import migrate
from bot.store.database import Database
from bot.store.schema import HEAD, revision


def test_there_is_one_head_and_the_code_knows_it() -> None:
    assert migrate.heads() == (HEAD,)


async def _up_down_up(url: str) -> None:
    database = Database(url)
    try:
        assert await revision(database) is None
        await migrate.upgrade(database)
        assert await revision(database) == HEAD
        assert await migrate.differences(database) == []
        await migrate.downgrade(database)
        await migrate.upgrade(database)
        assert await migrate.differences(database) == []
    finally:
        await database.close()


async def test_sqlite(tmp_path: Path) -> None:
    await _up_down_up(f"sqlite+aiosqlite:///{tmp_path}/migrated.db")


@pytest.mark.postgres
async def test_postgresql(empty_postgres: str) -> None:
    await _up_down_up(empty_postgres)
