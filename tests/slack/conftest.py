"""A world for the stories of each slice; the walks tell the long ones."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.world import World, world


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    """SQLite and Socket Mode: what a newcomer runs."""
    async with world(f"sqlite+aiosqlite:///{tmp_path}/slice.db") as made:
        yield made
