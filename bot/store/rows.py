"""The one statement both databases spell differently: insert, or update what is there."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def _insert(connection: AsyncConnection, table: Table) -> Any:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


async def upsert(connection: AsyncConnection, table: Table, values: Mapping[str, Any]) -> None:
    """Write the row, whether or not one with its primary key is there."""
    statement = _insert(connection, table)
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in values if name not in keys}
    await connection.execute(
        statement.on_conflict_do_update(index_elements=keys, set_=changed), [dict(values)]
    )


async def insert_new(
    connection: AsyncConnection, table: Table, rows: Iterable[Mapping[str, Any]]
) -> int:
    """Insert rows that are not there yet; how many were new is known for a single row only."""
    statement = _insert(connection, table).on_conflict_do_nothing()
    result = await connection.execute(statement, [dict(row) for row in rows])
    return int(result.rowcount)
