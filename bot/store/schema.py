"""Whether a database is where the code is. Light: alembic is loaded only to move it."""

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.store.database import Database

#: The newest migration; a test compares it with the files.
HEAD = "0002"


async def revision(database: Database) -> str | None:
    """The migration a database is at; None when it has none, or none of ours."""
    try:
        async with database.read() as connection:
            return (
                await connection.execute(text("SELECT version_num FROM alembic_version"))
            ).scalar()
    except DBAPIError as error:
        missing = str(error.orig)
        if "no such table" in missing or "does not exist" in missing:
            return None
        raise
