"""The schedule page in a real Chromium: a phone shows its whole width, a screen its bars."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from tests.support.browser import browser, page
from tests.support.world import ANNA, JAMES, MARKO, OLENA, World, world

__all__ = ["browser", "page"]

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PHONE: ViewportSize = {"width": 390, "height": 844}
#: Noon of a Monday in Kyiv.
NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest_asyncio.fixture(loop_scope="session")
async def company(sqlite: str) -> AsyncIterator[World]:
    """The developers' weekend is Marko's, half of tomorrow is James's, and L1 has a hole."""
    async with world(sqlite, start=NOON) as made:
        await made.oncall(ANNA, f"override <@{MARKO}> payments-dev fri 18:00 to mon 9:00")
        await made.oncall(ANNA, "cover me payments-dev tomorrow 9-18")
        [question] = made.dm(JAMES)
        await made.click(JAMES, question, made.dm_channel(JAMES), "take_cover")
        await made.oncall(OLENA, "override remove @taras support-l1 thu 12-18")
        yield made


def address(company: World, person: str, rotation: str = "") -> str:
    return company.bot.links.schedule(person, now=company.now, rotation=rotation)  # type: ignore[arg-type]


async def fits(page: Page) -> bool:
    width = await page.evaluate("document.documentElement.scrollWidth")
    return bool(width == PHONE["width"])


def shift(page: Page, *words: str) -> Locator:
    found = page.locator(".shifts li")
    for each in words:
        found = found.filter(has_text=each)
    return found


async def test_a_phone_shows_who_and_when(page: Page, company: World) -> None:
    await page.set_viewport_size(PHONE)
    await page.goto(address(company, ANNA, "payments-dev"))
    await expect(page.get_by_role("heading", name="Payments developers")).to_be_visible()
    assert await fits(page)
    now = shift(page, "now")
    await expect(now).to_have_count(1)
    await expect(now).to_contain_text("Anna Schmidt")
    await expect(now).to_contain_text("Mon 23 Nov 09:00 – Tue 24 Nov 09:00")
    await expect(now).to_contain_text("Mon 23 Nov 10:00 – Tue 24 Nov 10:00 EET")
    await expect(shift(page, "James Carter", "covers for Anna Schmidt")).to_be_visible()
    await expect(shift(page, "Marko Lysenko", "override")).to_be_visible()
    await expect(page.locator(".days .today")).to_have_count(1)
    await expect(page.locator(".days .today")).to_contain_text("23")
    for each in await page.locator(".shifts li").all():
        box = await each.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


async def test_a_gap_cannot_be_overlooked(page: Page, company: World) -> None:
    await page.set_viewport_size(PHONE)
    await page.goto(address(company, MARKO, "support-l1"))
    await expect(page.get_by_text("1 time nobody is on call here")).to_be_visible()
    await expect(shift(page, "Nobody", "Thu 26 Nov 12:00 – 18:00")).to_be_visible()
    gap = page.locator("rect.gap")
    await expect(gap).to_have_count(1)
    taken = await page.locator("rect").first.evaluate("bar => getComputedStyle(bar).fill")
    assert await gap.evaluate("bar => getComputedStyle(bar).fill") != taken


async def test_all_rotations_fit_a_phone_and_lead_to_each(page: Page, company: World) -> None:
    await page.set_viewport_size(PHONE)
    await page.goto(address(company, JAMES))
    assert await fits(page)
    await page.get_by_role("link", name="Platform DevOps").click()
    await expect(page.get_by_role("heading", name="Platform DevOps")).to_be_visible()
    await page.get_by_role("link", name=re.compile("Later")).click()
    await expect(page.get_by_role("heading", name="21 Dec – 27 Dec")).to_be_visible()
    await page.get_by_role("link", name="Now", exact=True).click()
    await expect(page.locator(".days .today")).to_have_count(1)


async def test_it_is_dark_at_night_and_needs_no_script(browser: Browser, company: World) -> None:
    profile = await browser.new_context(
        viewport=PHONE, color_scheme="dark", java_script_enabled=False
    )
    dark = await profile.new_page()
    await dark.goto(address(company, ANNA, "payments-dev"))
    await expect(shift(dark, "now")).to_be_visible()
    await profile.close()


async def test_bars_carry_names_where_there_is_room(page: Page, company: World) -> None:
    await page.goto(address(company, ANNA, "support-l1"))
    first = page.locator(".week").first
    await expect(first.locator("text.wide").filter(has_text="Olena").first).to_be_visible()
    await expect(first.locator("text.narrow").first).to_be_hidden()
    await page.set_viewport_size(PHONE)
    await expect(first.locator("text.narrow").filter(has_text="OK").first).to_be_visible()
    await expect(first.locator("text.wide").first).to_be_hidden()
