"""Every walk gets a world; those that ask for `anywhere` run on both databases and transports."""

from collections.abc import AsyncIterator

import pytest

from tests.support.world import World, world


@pytest.fixture
async def here(sqlite: str) -> AsyncIterator[World]:
    """SQLite and Socket Mode: what a newcomer runs."""
    async with world(sqlite) as made:
        yield made


@pytest.fixture(params=["sqlite-socket", "sqlite-http", "postgres-socket", "postgres-http"])
def place(request: pytest.FixtureRequest) -> tuple[str, bool]:
    """A database's URL, and whether Slack comes by signed HTTP."""
    database, transport = request.param.split("-")
    return request.getfixturevalue(database), transport == "http"


@pytest.fixture
async def anywhere(place: tuple[str, bool]) -> AsyncIterator[World]:
    url, http = place
    async with world(url, http=http) as made:
        yield made
