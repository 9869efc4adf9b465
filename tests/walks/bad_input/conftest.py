"""One busy workspace for each table of bad input: none of it may change a thing there."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests.support.unchanged import everything, no_errors
from tests.support.world import GUEST, MARKO, NATALIA, OLENA, SUPPORT, TARAS, World, world
from tests.walks.bad_input.answers import room_of


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def busy(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """INC-1 is open, INC-2 resolved, INC-3 cancelled, INC-4 closed. Nothing here changes them."""
    folder = tmp_path_factory.mktemp("bad_input")
    async with world(f"sqlite+aiosqlite:///{folder}/bad.db") as made:
        for title in ("SEV3 Card payments fail", "SEV4 Second", "SEV4 Third", "SEV4 Fourth"):
            await made.command(TARAS, SUPPORT, f"declare {title}")
        await made.command(TARAS, SUPPORT, "resolve INC-2 It was a typo. It is corrected.")
        await made.command(NATALIA, SUPPORT, "cancel INC-3 nothing was wrong")
        await made.command(TARAS, SUPPORT, "resolve INC-4 It was a typo. It is corrected.")
        await made.command(TARAS, SUPPORT, "close INC-4")
        room = await room_of(made)
        for person in (OLENA, MARKO, NATALIA):
            await made.slack.acts.join(person, room)
        await made.slack.acts.invite(TARAS, room, GUEST)
        await made.settle()
        yield made


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def nothing_changes(busy: World) -> AsyncIterator[None]:
    before = await everything(busy)
    yield
    busy.slack.interaction.views.stacks.clear()
    assert await everything(busy) == before


@pytest.fixture(autouse=True)
def nothing_breaks() -> Iterator[None]:
    with no_errors():
        yield
