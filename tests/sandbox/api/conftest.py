"""A fresh workspace for each test, its clock standing still."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import ManualClock
from sandbox.events import Event
from sandbox.server import Sandbox
from tests.sandbox.api.workspace import client_of, manifest


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def sandbox(clock: ManualClock) -> AsyncIterator[Sandbox]:
    running = Sandbox(manifest=manifest(), clock=clock)
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
def client(sandbox: Sandbox) -> AsyncWebClient:
    return client_of(sandbox)


@pytest.fixture
def events(sandbox: Sandbox) -> list[Event]:
    """Everything emitted after the seed."""
    heard: list[Event] = []
    sandbox.workspace.on_event(heard.append)
    return heard
