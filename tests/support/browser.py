"""A real Chromium for tests: one for the whole run, a fresh profile for each test.

Import the fixtures where they are used: `from tests.support.browser import browser, page`, and mark
the module `pytest.mark.asyncio(loop_scope="session")`: starting the browser's driver takes longer
than most tests, so it lives as long as the run, and what talks to it must share its event loop.
Fixtures beside `page` say `@pytest_asyncio.fixture(loop_scope="session")` for the same reason.
Without a Chromium the tests are skipped, visibly; with TOCSIN_REQUIRE_BROWSER set they fail.
"""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

REQUIRED = "TOCSIN_REQUIRE_BROWSER"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 5_000
"""Milliseconds an expectation waits before it fails."""


def chromium() -> str:
    """The path of an installed Chromium. Skips the test, or fails it where one is required."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is not None:
        return found
    if os.environ.get(REQUIRED):
        pytest.fail(f"no Chromium on the PATH, and {REQUIRED} is set")
    pytest.skip("no Chromium on the PATH")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        try:
            yield launched
        finally:
            await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page that fails its test when a script on it failed or complained."""
    profile = await browser.new_context(viewport={"width": 1360, "height": 860})
    opened = await profile.new_page()
    opened.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda line: _collect(line, complaints))
    yield opened
    await profile.close()
    assert complaints == []


def _collect(line: ConsoleMessage, complaints: list[str]) -> None:
    if line.type == "error":
        complaints.append(line.text)
