"""The one statement both databases spell differently: insert, or update what is there."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection


def _insert(dialect: str, table: Table) -> Any:
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


@cache  # building the statement costs more than running it
def _upsert(dialect: str, table: Table, names: tuple[str, ...]) -> Any:
    statement = _insert(dialect, table)
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in names if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=changed)


@cache
def _insert_new(dialect: str, table: Table) -> Any:
    return _insert(dialect, table).on_conflict_do_nothing()


async def upsert(connection: AsyncConnection, table: Table, values: Mapping[str, Any]) -> None:
    """Write the row, whether or not one with its primary key is there."""
    statement = _upsert(connection.dialect.name, table, tuple(values))
    await connection.execute(statement, [dict(values)])


async def insert_new(
    connection: AsyncConnection, table: Table, rows: Iterable[Mapping[str, Any]]
) -> int:
    """Insert rows that are not there yet; how many were new is known for a single row only."""
    statement = _insert_new(connection.dialect.name, table)
    result = await connection.execute(statement, [dict(row) for row in rows])
    return int(result.rowcount)
