"""Bring a database's schema to where the code is, by alembic."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from bot.store.database import Database
from bot.store.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

ROOT = Path(__file__).resolve().parents[2]


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    return config


def heads() -> tuple[str, ...]:
    """The newest revisions; more than one means that two migrations forked."""
    from alembic.script import ScriptDirectory

    return tuple(ScriptDirectory.from_config(_config()).get_heads())


async def upgrade(database: Database, to: str = "head") -> None:
    from alembic import command

    async with database.engine.begin() as connection:
        await connection.run_sync(lambda link: command.upgrade(_config(link), to))


async def downgrade(database: Database, to: str = "base") -> None:
    from alembic import command

    async with database.engine.begin() as connection:
        await connection.run_sync(lambda link: command.downgrade(_config(link), to))


async def differences(database: Database) -> list[object]:
    """What the code's tables have that the database lacks, and the reverse."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from bot.store import indexes

    assert indexes.PARTIAL

    def compare(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    async with database.read() as connection:
        return await connection.run_sync(compare)
