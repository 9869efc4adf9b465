"""The incident's page in a real Chromium: it renews itself and keeps the reader's place."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect

from bot.domain.ids import IncidentId, PersonId
from bot.usecases import note, triage
from tests.support.browser import browser, page
from tests.support.stories import declared
from tests.support.world import GENERAL, MARKO, OLENA, World, world

__all__ = ["browser", "page"]

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PHONE: ViewportSize = {"width": 390, "height": 844}
INC_1 = IncidentId(1)
#: The page looks every five seconds.
SOON = 12_000


@pytest_asyncio.fixture(loop_scope="session")
async def incident(sqlite: str) -> AsyncIterator[World]:
    """Half an hour of it, with more on its timeline than a screen holds."""
    async with world(sqlite) as made:
        await declared(made, severity="SEV2")
        await made.command(MARKO, GENERAL, "list")
        for n in range(40):
            await noted(made, f"step {n}")
            made.time.now += 45
        yield made


async def noted(made: World, text: str) -> None:
    async with made.bot.store.begin() as work:
        await note.note(work, INC_1, text, by=PersonId(OLENA))


def address(made: World) -> str:
    return made.bot.links.to("incidents", INC_1, PersonId(MARKO), now=made.now)


async def test_it_renews_itself_and_the_reader_keeps_their_place(
    page: Page, incident: World
) -> None:
    await page.goto(address(incident))
    await expect(page.get_by_role("heading", name="INC-1")).to_be_visible()
    await expect(page.get_by_text("Live: it renews itself.")).to_be_visible(timeout=SOON)

    # Whoever reads further down is left where they are.
    row = page.locator(".timeline li").filter(has_text=re.compile(r"step 12\b"))
    await row.evaluate("row => row.scrollIntoView({block: 'center', behavior: 'instant'})")
    before = await row.bounding_box()
    await noted(incident, "The certificate expired")
    new = page.locator(".timeline li").filter(has_text="The certificate expired")
    await expect(new).to_have_count(1, timeout=SOON)
    after = await row.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2

    # What stands above the timeline changes too.
    async with incident.bot.store.begin() as work:
        sev1 = work.policy.severity("SEV1")
        await triage.reclassify(work, INC_1, sev1, by=PersonId(OLENA), reason="all banks")
    await expect(page.locator("header .tag")).to_have_text("SEV1", timeout=SOON)
    async with incident.bot.store.read() as work:
        assert await work.looks.last(INC_1, PersonId(MARKO)) == incident.now


async def test_a_link_to_an_entry_leads_to_it(page: Page, incident: World) -> None:
    await page.goto(address(incident))
    row = page.locator(".timeline li").filter(has_text=re.compile(r"step 3\b"))
    await row.get_by_role("link").first.click()
    await expect(row).to_be_in_viewport()
    await expect(row).to_have_class(re.compile("here"))
    assert re.search(r"&entry=(\w+)#\1$", page.url)


async def test_kinds_are_chosen_by_links(page: Page, incident: World) -> None:
    await page.goto(address(incident))
    await page.get_by_role("link", name="Severity and status").click()
    rows = page.locator(".timeline li[id]")
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("declared SEV2")
    await expect(page.get_by_role("link", name="Severity and status")).to_have_attribute(
        "aria-current", "true"
    )


async def test_a_phone_shows_its_whole_width(page: Page, incident: World) -> None:
    await page.set_viewport_size(PHONE)
    await page.goto(address(incident))
    await expect(page.get_by_text("step 39")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


async def test_without_a_script_it_is_read_again_by_its_link(
    browser: Browser, incident: World
) -> None:
    profile = await browser.new_context(java_script_enabled=False, viewport=PHONE)
    plain = await profile.new_page()
    await plain.goto(address(incident))
    await expect(plain.get_by_text("Live: it renews itself.")).to_be_hidden()
    await noted(incident, "Traffic moved")
    await plain.get_by_role("link", name="Read again").click()
    await expect(plain.get_by_text("Traffic moved")).to_be_visible()
    await profile.close()


async def test_on_paper_there_is_no_navigation(page: Page, incident: World) -> None:
    await page.goto(address(incident))
    await page.emulate_media(media="print")
    await expect(page.get_by_role("navigation", name="Kinds of entries")).to_be_hidden()
    await expect(page.get_by_text("step 39")).to_be_visible()


async def test_whoever_is_shut_out_keeps_nothing_on_the_screen(
    browser: Browser, sqlite: str
) -> None:
    profile = await browser.new_context()
    opened = await profile.new_page()
    async with world(sqlite) as made:
        await declared(made)
        async with made.bot.store.begin() as work:
            await work.incidents.add_members(INC_1, (PersonId(MARKO),), work.now)
            await triage.make_private(work, INC_1, by=PersonId(OLENA))
        await opened.goto(address(made))
        await expect(opened.get_by_text("Live: it renews itself.")).to_be_visible(timeout=SOON)
        async with made.bot.store.begin() as work:
            await work.incidents.remove_member(INC_1, PersonId(MARKO))
        await expect(opened.get_by_text("This link is not valid.")).to_be_visible(timeout=SOON)
        await expect(opened.get_by_text("Оплата карткою")).to_have_count(0)
    await profile.close()
