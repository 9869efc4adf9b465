"""What both databases have in common, as far as the rest of the bot can see it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.store.database import Database

WORDS = "what a person wrote"


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
