"""Worlds for these tests: `world` over both transports, the others over one."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from tests.sandbox.delivery.world import World, start_world


@pytest.fixture(params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def world(transport: str) -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        yield await start_world(stack, transport)


@pytest.fixture
async def socket_world() -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        yield await start_world(stack, "socket")


@pytest.fixture
async def http_world() -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        yield await start_world(stack, "http")
