"""What both databases have in common, as far as the rest of the bot can see it."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot import log
from bot.store.database import Database

WORDS = "what a person wrote"


@pytest.fixture(params=[True, False])
def logged(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """The log as columns and as JSON."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    log.configure("INFO", human=request.param, stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


async def test_a_failed_statement_tells_none_of_its_values(database_url: str) -> None:
    """They are words of incidents, private ones too, and errors go to the log."""
    database = Database(database_url)
    wrong = text("INSERT INTO nowhere (said) VALUES (:said)")
    try:
        with pytest.raises(DBAPIError) as caught:
            async with database.write() as connection:
                await connection.execute(wrong, {"said": WORDS})
    finally:
        await database.close()
    assert "INSERT INTO nowhere" in str(caught.value)
    assert WORDS not in str(caught.value)


async def test_the_log_tells_no_row_that_a_rule_refused(
    database_url: str, logged: io.StringIO
) -> None:
    """PostgreSQL quotes it, line breaks, brackets and all."""
    database = Database(database_url)
    try:
        async with database.write() as connection:
            table = "CREATE TEMP TABLE notes (said text CHECK (length(said) < 3), more text)"
            await connection.execute(text(table))
            row = {"said": f"{WORDS}.\n(twice).", "more": f"{WORDS})"}
            await connection.execute(text("INSERT INTO notes VALUES (:said, :more)"), row)
    except IntegrityError:
        structlog.get_logger("bot.test").exception("request_failed")
    finally:
        await database.close()
    assert "INSERT INTO notes" in logged.getvalue()
    assert "what a person" not in logged.getvalue()
    assert "twice" not in logged.getvalue()
