"""E-mails to clients as people see them in the sandbox: a badge, a list, and the mail itself."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.support import sent as updates
from tests.support.browser import browser, page
from tests.support.sent import mail_to, send
from tests.support.world import OLENA, SUPPORT, World, world

__all__ = ["browser", "page"]

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def demo(sqlite: str) -> AsyncIterator[World]:
    async with world(sqlite) as made:
        yield made


async def test_a_mail_is_announced_listed_and_read(page: Page, demo: World) -> None:
    await page.goto(f"{demo.slack.workspace.base_url}/#/as/{OLENA}/{SUPPORT}")
    button = page.get_by_test_id("mailbox")
    await button.press("Enter")
    box = page.get_by_test_id("mailbox-list")
    await expect(box).to_contain_text("No client has been written to yet.")
    await page.keyboard.press("Escape")

    await updates.incident(demo.bot.store)
    await send(demo.bot.store, mail_to("ops@acme.example", "noc@zoria.example"))
    await demo.settle()
    await expect(page.get_by_test_id("mailbox-badge")).to_have_text("2")
    await expect(button).to_have_accessible_name("E-mails to clients: 2 new")

    await button.press("Enter")
    await expect(page.get_by_test_id("mail")).to_have_count(2)
    await expect(page.get_by_test_id("mailbox-badge")).to_have_count(0)
    mail = box.locator('[data-to="ops@acme.example"]')
    await expect(mail.get_by_text("Card payments fail", exact=True)).to_be_visible()
    text = mail.get_by_text("Payments by card fail. We are working on it.")
    await expect(text).to_be_hidden()
    await mail.locator("summary").press("Enter")
    await expect(text).to_be_visible()
    await expect(mail).to_contain_text("Kobza Pay <status@kobzapay.example>")
    await expect(mail).to_contain_text("mailto:unsubscribe@kobzapay.example")
