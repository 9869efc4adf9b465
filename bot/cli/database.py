"""The database for a command that runs once, or a stop that says why there is none."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from asyncpg import PostgresError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.cli import Stop
from bot.store.database import Database
from bot.store.migrate import upgrade
from bot.store.schema import HEAD, revision


@asynccontextmanager
async def opened(url: str) -> AsyncGenerator[Database]:
    """A connection pool that is closed at the end."""
    database = Database(url)
    try:
        yield database
    except (OSError, SQLAlchemyError, PostgresError) as error:
        shown = make_url(url).render_as_string(hide_password=True)
        reason = str(getattr(error, "orig", None) or error) or type(error).__name__
        raise Stop(
            f"The database {shown} cannot be used ({reason}). Check DATABASE_URL, and that the "
            "database runs and lets this user in."
        ) from error
    finally:
        await database.close()


async def ready(database: Database) -> None:
    """Bring SQLite up to date, as `serve` does; ask a person to do it for PostgreSQL."""
    if await revision(database) == HEAD:
        return
    if not database.sqlite:
        raise Stop("The database's tables are not up to date. Run `tocsin migrate` first.")
    await upgrade(database)
