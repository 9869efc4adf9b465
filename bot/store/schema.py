"""Whether a database is where the code is. Light: alembic is loaded only to move it."""

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.store.database import Database
from bot.store.tables import metadata

#: The newest migration; a test compares it with the files.
HEAD = "0003"


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


async def create(database: Database) -> bool:
    """Give an empty database the present tables; False when it has any tables already.

    The same schema as all migrations one after the other: a test compares the two.
    """
    from bot.store import indexes

    assert indexes.PARTIAL  # importing them adds them to the tables

    def make(connection: Connection) -> bool:
        if inspect(connection).get_table_names():
            return False
        metadata.create_all(connection)
        connection.execute(text(_VERSION_TABLE))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})
        return True

    async with database.write() as connection:
        return await connection.run_sync(make)


#: As alembic makes it.
_VERSION_TABLE = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)
