"""Hundreds of rows in one statement: for a storm, where every microsecond a row counts.

SQLAlchemy prepares each parameter of each row apart, which costs more than the databases do.
Here a whole column is converted at once, by the very converters SQLAlchemy would use, so that
what is stored is the same; then SQLite gets it in one call, and PostgreSQL by COPY or as arrays.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Dialect, String, Table, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import Instant

#: Fewer rows than this are as quick the ordinary way.
MANY = 24


async def insert_all(
    connection: AsyncConnection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    texts: frozenset[str] = frozenset(),
) -> None:
    """Insert rows with the same columns, of which none is there yet, in an open transaction.

    JSON of the columns in ``texts`` is text already.
    """
    names = tuple(rows[0])
    columns = _columns(connection.dialect, table, names, rows, texts)
    if connection.dialect.name == "postgresql":
        raw: Any = (await connection.get_raw_connection()).driver_connection
        # Outside a transaction the copy would stay although what belongs to it is rolled back.
        assert raw.is_in_transaction()
        await raw.copy_records_to_table(table.name, records=_rows(columns), columns=names)
    else:
        sql = _insert(connection.dialect, table, names)
        await connection.exec_driver_sql(sql, _rows(columns))


async def update_all(
    connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Write these columns of rows that are there, each found by its ``id``."""
    names = tuple(rows[0])
    columns = _columns(connection.dialect, table, names, rows)
    if connection.dialect.name == "postgresql":
        await connection.exec_driver_sql(_update_from(connection.dialect, table, names), columns)
    else:
        sql = _update(connection.dialect, table, names)
        places = [*(place for place, name in enumerate(names) if name != "id"), names.index("id")]
        await connection.exec_driver_sql(sql, _rows([columns[place] for place in places]))


def _columns(
    dialect: Dialect,
    table: Table,
    names: tuple[str, ...],
    rows: Sequence[Mapping[str, Any]],
    texts: frozenset[str] = frozenset(),
) -> tuple[list[Any], ...]:
    """The rows turned on their side, as the driver wants the values."""
    made = []
    for name, convert in zip(names, _converters(dialect, table, names, texts), strict=True):
        values = [row[name] for row in rows]
        made.append([convert(value) for value in values] if convert else values)
    return tuple(made)


def _rows(columns: Sequence[list[Any]]) -> list[tuple[Any, ...]]:
    return list(zip(*columns, strict=True))


@lru_cache(64)
def _converters(
    dialect: Dialect, table: Table, names: tuple[str, ...], texts: frozenset[str]
) -> tuple[Callable[[Any], Any] | None, ...]:
    found = []
    for name in names:
        kind = table.c[name].type
        plain = name in texts
        convert = None if plain else kind.dialect_impl(dialect).bind_processor(dialect)
        # A batch happens at one instant, so its rows hold the same few.
        found.append(lru_cache(64)(convert) if convert and isinstance(kind, Instant) else convert)
    return tuple(found)


@lru_cache(64)
def _insert(dialect: Dialect, table: Table, names: tuple[str, ...]) -> str:
    return str(insert(table).compile(dialect=dialect, column_keys=list(names)))


@lru_cache(64)
def _update(dialect: Dialect, table: Table, names: tuple[str, ...]) -> str:
    """The columns in their order, and the id at the end."""
    moved = ", ".join(f"{name} = ?" for name in names if name != "id")
    return f"UPDATE {table.name} SET {moved} WHERE id = ?"  # noqa: S608 - our own names


@lru_cache(64)
def _update_from(dialect: Dialect, table: Table, names: tuple[str, ...]) -> str:
    arrays, values = [], []
    for place, name in enumerate(names, start=1):
        column = table.c[name].type
        json = isinstance(column, JSON)
        # A cast to a length would cut what is too long; the assignment refuses it.
        kind = "text" if json or isinstance(column, String) else column.compile(dialect)
        arrays.append(f"${place}::{kind}[]")
        values.append(f"{name} = given.{name}{'::json' if json else ''}")
    given = f"unnest({', '.join(arrays)}) AS given({', '.join(names)})"
    moved = ", ".join(value for name, value in zip(names, values, strict=True) if name != "id")
    return f"UPDATE {table.name} SET {moved} FROM {given} WHERE {table.name}.id = given.id"  # noqa: S608 - our own names
