"""aiosqlite with fewer trips to its thread.

SQLAlchemy asks a driver for a cursor, its rows and its end one by one, and aiosqlite makes each
a trip to the thread that owns the connection: four for a statement. The trips, not SQLite, are
what a transaction costs. So this cursor runs, reads and closes in one call, on the event loop:
its statements touch rows by key, WAL readers wait for nobody, and a writer holds the file's lock
before its first statement. Only ending a write, which waits for the disk, leaves
the loop, and beginning one while another process writes. See docs/adr/0005.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self

import aiosqlite

#: Takes the file's write lock at once, so that no statement after it has to wait.
BEGIN_WRITING = "BEGIN IMMEDIATE"
#: Copies what was committed into the database file. It waits for the disk, and for nobody.
CHECKPOINT = "PRAGMA wal_checkpoint(PASSIVE)"
#: How long a call in place may wait for another process. Longer waits leave the event loop.
GLANCE_MS = 5


class Connection(aiosqlite.Connection):
    #: Whether a write transaction is under way.
    writing = False
    #: How long a writer waits for another process to release the file.
    patience_ms = 0

    def cursor(self) -> Any:
        return Cursor(self)

    async def commit(self) -> None:
        self.writing = False
        await super().commit()

    async def rollback(self) -> None:
        if self.writing:
            self.writing = False
            await super().rollback()
        else:
            self._conn.rollback()

    def run(self, sql: str, parameters: Any, *, many: bool) -> sqlite3.Cursor:
        cursor = self._conn.cursor()
        return cursor.executemany(sql, parameters) if many else cursor.execute(sql, parameters)


class Cursor:
    """What SQLAlchemy uses of an aiosqlite cursor. The rows are read with the statement."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> Self:
        await self._trip(sql, parameters, many=False)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> Self:
        await self._trip(sql, parameters, many=True)
        return self

    async def _trip(self, sql: str, parameters: Any, *, many: bool) -> None:
        if sql == BEGIN_WRITING:
            await self._begin()
        elif sql == CHECKPOINT:
            run = partial(self._all, sql, parameters, many=many)
            await self._connection._execute(run)  # type: ignore[no-untyped-call] # noqa: SLF001
        else:
            self._all(sql, parameters, many=many)

    async def _begin(self) -> None:
        """Writers of this process have queued already, so the file is nearly always free."""
        try:
            self._all(BEGIN_WRITING, (), many=False)
        except sqlite3.OperationalError as busy:
            if busy.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            run = partial(self._wait_and_begin, self._connection.patience_ms)
            await self._connection._execute(run)  # type: ignore[no-untyped-call] # noqa: SLF001
        self._connection.writing = True

    def _wait_and_begin(self, patience_ms: int) -> None:
        """On the connection's own thread: another process is writing."""
        self._all(f"PRAGMA busy_timeout = {patience_ms}", (), many=False)
        try:
            self._all(BEGIN_WRITING, (), many=False)
        finally:
            self._all(f"PRAGMA busy_timeout = {GLANCE_MS}", (), many=False)

    def _all(self, sql: str, parameters: Any, *, many: bool) -> None:
        cursor = self._connection.run(sql, parameters, many=many)
        self.description = cursor.description
        self._rows = cursor.fetchall() if cursor.description else ()
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        cursor.close()

    async def fetchall(self) -> Sequence[Any]:
        rows, self._rows = self._rows, ()
        return rows

    async def close(self) -> None:
        """Nothing is open any more."""


def connect(path: Path | str, *, wait_seconds: float) -> Connection:
    """A connection to await. ``wait_seconds``: for another process to release the file."""

    def open_file() -> sqlite3.Connection:
        # The driver's own transactions begin too late to hold a write lock; ours are begun by hand.
        # Two threads use it, one after the other, never at once.
        return sqlite3.connect(
            path, timeout=GLANCE_MS / 1000, isolation_level=None, check_same_thread=False
        )

    made = Connection(open_file, iter_chunk_size=64)
    made.patience_ms = int(wait_seconds * 1000)
    # A process that is told to stop must not wait for an idle connection's thread.
    made._thread.daemon = True  # noqa: SLF001 - what SQLAlchemy does to connections it makes
    return made
