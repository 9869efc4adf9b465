"""A probe app beside a sandbox, and a browser that looks at it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest_asyncio

from tests.sandbox.page.probe import Probe, start_probe
from tests.support.browser import browser, page

__all__ = ["browser", "page"]


@pytest_asyncio.fixture(loop_scope="session")
async def probe() -> AsyncIterator[Probe]:
    async with AsyncExitStack() as stack:
        yield await start_probe(stack)
