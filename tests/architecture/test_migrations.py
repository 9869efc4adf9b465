"""Migrations on both databases: one head; up, down and up again; no difference from the code."""

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store import migrate
from bot.store.database import Database
from bot.store.schema import HEAD, create, revision


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


async def _indexes(database: Database) -> list[tuple[str, str]]:
    """Every index that we named, as SQLite wrote it down."""
    wanted = text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    async with database.read() as connection:
        return sorted((row.name, row.sql) for row in await connection.execute(wanted))


async def test_a_new_file_gets_what_all_migrations_make(tmp_path: Path) -> None:
    new, moved = (Database(f"sqlite+aiosqlite:///{tmp_path}/{name}.db") for name in "nm")
    try:
        assert await create(new)
        await migrate.upgrade(moved)
        assert await revision(new) == HEAD
        assert await migrate.differences(new) == []
        assert await _indexes(new) == await _indexes(moved)
        assert not await create(new), "it has tables now"
    finally:
        await new.close()
        await moved.close()
