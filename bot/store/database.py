"""The engine for each database, and what each needs to keep its promises."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import aiosqlite
from pydantic_core import from_json, to_json
from sqlalchemy import Connection, event, make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store.sqlite_driver import BEGIN_WRITING, CHECKPOINT, connect

#: Slack waits three seconds for an answer; a statement may not take them all.
STATEMENT_SECONDS = 2
#: In a burst a writer may queue this long for a connection; less than Slack's three seconds.
POOL_SECONDS = 2.5
SQLITE_CONNECTIONS = 32
_WRITES = "tocsin_writes"
_NOW = text("SELECT clock_timestamp()")
#: JSON is most of what is written, and the standard library's is the slower way to it. A failed
#: statement is logged without its values: they are people's words, of private incidents too.
_ALIKE: dict[str, Any] = {
    "json_serializer": lambda value: to_json(value).decode(),
    "json_deserializer": from_json,
    "hide_parameters": True,
}


class Database:
    """Transactions for writing and for reading.

    SQLite has one writer: writers of this process queue on a lock instead of polling for it,
    and take the file's write lock when they begin, so that none fails half-way.
    """

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.sqlite = url.startswith("sqlite")
        self.url = url
        self.engine = _sqlite(url) if self.sqlite else _postgresql(url, pool_size)
        self._writer = asyncio.Lock()

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[AsyncConnection]:
        if not self.sqlite:
            async with self.engine.begin() as connection:
                yield connection
            return
        async with self._writer, self.engine.connect() as connection:
            await connection.execution_options(**{_WRITES: True})
            async with connection.begin():
                yield connection

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncConnection]:
        async with self.engine.connect() as connection:
            yield connection

    async def checkpoint(self) -> None:
        """Once a tick, beside whoever writes: SQLite's log into its file. Nothing on PostgreSQL."""
        if self.sqlite:
            async with self.engine.connect() as connection:
                await connection.execution_options(isolation_level="AUTOCOMMIT")
                await connection.exec_driver_sql(CHECKPOINT)

    async def now(self) -> datetime:
        """PostgreSQL's clock. SQLite has none of its own."""
        async with self.engine.connect() as connection:
            there: datetime = (await connection.execute(_NOW)).scalar_one()
        return there.astimezone(UTC)

    async def close(self) -> None:
        await self.engine.dispose()


def _sqlite(url: str) -> AsyncEngine:
    path = make_url(url).database or ":memory:"

    async def creator() -> aiosqlite.Connection:
        return await connect(path, wait_seconds=STATEMENT_SECONDS)

    engine = create_async_engine(
        url,
        **_ALIKE,
        async_creator=creator,
        # Every transaction here is ended by hand; one more rollback a time is a trip for nothing.
        pool_reset_on_return=None,
        # A connection is a thread and a handful of pragmas: kept, not made anew in a burst.
        pool_size=SQLITE_CONNECTIONS,
        max_overflow=SQLITE_CONNECTIONS,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        # By itself SQLite copies the log into the file during somebody's commit, every 1,000 pages.
        ours = "wal_autocheckpoint=0"
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", ours):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql(BEGIN_WRITING if writes else "BEGIN")

    return engine


def _postgresql(url: str, pool_size: int) -> AsyncEngine:
    settings = {
        "statement_timeout": f"{STATEMENT_SECONDS}s",
        "application_name": "tocsin",
        # A kept plan may come from when a table was all but empty: a storm makes one grow a
        # thousandfold, and every lease would search it from end to end until the next ANALYZE.
        "plan_cache_mode": "force_custom_plan",
    }
    return create_async_engine(
        url,
        **_ALIKE,
        # None beyond these: opening a connection, and closing it again after a burst, costs more
        # than most of what is done with it.
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
        pool_pre_ping=True,
        connect_args={"server_settings": settings, "timeout": STATEMENT_SECONDS},
    )
