"""A page outside Slack as people see it: the phone in the sandbox, its link, one big button.

At night, on a phone's screen, in the dark. Every act is a click or a key.
"""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, ViewportSize, expect

from tests.support.browser import browser, page
from tests.support.world import OLENA, SUPPORT, TARAS, World, world

__all__ = ["browser", "page"]

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TITLE = "Card payments fail"
#: Eleven in the evening in Kyiv: Olena is the first level until nine.
NIGHT = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
PHONE: ViewportSize = {"width": 390, "height": 844}
#: What a thumb hits without looking, in CSS pixels.
THUMB = 80


@pytest_asyncio.fixture(loop_scope="session")
async def demo(sqlite: str) -> AsyncIterator[World]:
    async with world(sqlite, start=NIGHT) as made:
        yield made


async def paged(demo: World, *, private: bool = False) -> None:
    """Olena has not looked at Slack for a minute, so her phone has an SMS."""
    await demo.command(TARAS, SUPPORT, "declare")
    values = {"impact": TITLE, "severity": "SEV1"}
    await demo.submit(TARAS, {**values, "private": ["yes"]} if private else values)
    await demo.later(minutes=1)


async def opened(page: Page, demo: World) -> Page:
    """The link in the phone, followed by the keyboard alone."""
    await page.set_viewport_size(PHONE)
    await page.emulate_media(color_scheme="dark")
    await page.goto(f"{demo.slack.workspace.base_url}/#/as/{OLENA}/{SUPPORT}")
    await expect(page.get_by_test_id("phone-badge")).to_have_text("1")
    await page.get_by_test_id("phone").press("Enter")
    screen = page.get_by_test_id("phone-screen")
    await expect(screen).to_contain_text("SMS")
    await expect(page.get_by_test_id("phone-badge")).to_have_count(0)
    context: BrowserContext = page.context
    async with context.expect_page() as coming:
        await screen.get_by_role("link").press("Enter")
    tab = await coming.value
    await tab.set_viewport_size(PHONE)
    await tab.emulate_media(color_scheme="dark")
    await expect(tab.get_by_role("heading")).to_be_visible()
    return tab


async def fits(tab: Page) -> bool:
    """Whether nothing is wider than the screen."""
    return bool(await tab.evaluate("document.documentElement.scrollWidth") == PHONE["width"])


async def test_the_phone_rings_and_one_press_answers(page: Page, demo: World) -> None:
    await paged(demo)
    tab = await opened(page, demo)
    take = tab.get_by_role("button", name="Беру")
    await expect(tab.get_by_role("heading", name=TITLE)).to_be_visible()
    await expect(tab.locator("body")).to_contain_text("SEV1")
    box = await take.bounding_box()
    assert box
    assert (box["height"] >= THUMB, box["width"] > 300) == (True, True)
    assert box["y"] + box["height"] < PHONE["height"]
    assert await fits(tab)
    ground = await tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(map(int, re.findall(r"\d+", ground))) < 60

    await take.press("Enter")

    await expect(tab.get_by_role("status")).to_contain_text("#inc-1-")
    await expect(tab.get_by_role("button")).to_have_count(0)
    await demo.settle()
    assert (await demo.story()).count("PageAcknowledged") == 1
    await tab.reload()
    await expect(tab.get_by_role("button")).to_have_count(0)
    assert (await demo.story()).count("PageAcknowledged") == 1
    await tab.close()


async def test_who_cannot_take_it_says_why_and_the_next_is_asked(page: Page, demo: World) -> None:
    await paged(demo)
    tab = await opened(page, demo)
    reason = tab.get_by_role("textbox")
    await expect(reason).to_be_hidden()

    await tab.locator("summary").click()
    await reason.fill("у дорозі")
    await reason.press("Enter")

    await expect(tab.locator("summary")).to_have_count(0)
    await demo.settle()
    assert len(await demo.bot_paged()) == 2
    assert await fits(tab)
    await tab.close()


async def test_of_a_private_incident_the_phone_shows_no_word(page: Page, demo: World) -> None:
    await paged(demo, private=True)
    tab = await opened(page, demo)

    await expect(tab.locator("body")).to_contain_text("SEV1")
    await expect(tab.locator("body")).not_to_contain_text(TITLE)
    await expect(page.get_by_test_id("phone-screen")).not_to_contain_text(TITLE)
    await tab.close()
