"""The whole demo in a real Chromium, driven like a person: every act a click, every proof a sight.

The bot, its Slack and the policy are the demo's own, and delivery runs by itself. Nothing here
looks inside.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, ViewportSize, expect

from tests.support.browser import browser, page
from tests.support.world import OLENA, SUPPORT, World, world

__all__ = ["browser", "page"]

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TITLE = "Оплата карткою не проходить"
ROOM = "inc-1-oplata-kartkoyu-ne-prokhodit"
#: Four minutes past three in Kyiv: Taras is on call, and then Marko.
NIGHT = datetime(2026, 11, 23, 1, 4, tzinfo=UTC)
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest_asyncio.fixture(loop_scope="session")
async def demo(sqlite: str) -> AsyncIterator[World]:
    async with world(sqlite, ticking=True, start=NIGHT) as made:
        yield made


@dataclass(frozen=True, slots=True)
class Screen:
    """What a person has before them: the page, and the places on it they would point at."""

    page: Page

    async def arrive(self, address: str, person: str, channel: str) -> None:
        await self.page.goto(f"{address}/#/as/{person}/{channel}")
        await expect(self.page.get_by_test_id("composer")).to_be_visible()

    async def act_as(self, name: str) -> None:
        await self.page.get_by_test_id("act-as").click()
        await self.page.get_by_test_id("act-as-list-search").fill(name)
        await self.page.get_by_role("option", name=re.compile(name)).click()
        await expect(self.page.get_by_test_id("act-as")).to_contain_text(name)

    async def go(self, channel: str) -> None:
        await self.page.get_by_test_id(f"sidebar-channel-{channel}").click()
        await expect(self.page.get_by_test_id("channel-header")).to_contain_text(channel)

    async def read_direct_messages(self) -> None:
        await self.page.get_by_test_id("sidebar-app").click()
        await self.page.get_by_test_id("tab-messages").click()

    async def type(self, words: str) -> None:
        await self.page.get_by_test_id("composer").fill(words)
        await self.page.get_by_test_id("composer").press("Enter")

    async def press(self, button: str) -> None:
        await self.page.get_by_test_id("block-button").filter(has_text=button).click()

    async def submit(self) -> None:
        await self.page.get_by_test_id("modal-submit").click()

    def message(self, *words: str) -> Locator:
        found = self.page.get_by_test_id("message-list").get_by_test_id("message")
        for each in words:
            found = found.filter(has_text=each)
        return found

    @property
    def modal(self) -> Locator:
        return self.page.get_by_test_id("modal")

    def field(self, block: str) -> Locator:
        """By its name; what makes its id unique follows a colon."""
        found = self.modal.locator(f"[data-block='{block}'], [data-block^='{block}:']")
        return found.get_by_role("textbox")

    @property
    def card(self) -> Locator:
        """The pinned message, as whoever enters the room sees it."""
        return self.message("Pinned", TITLE)


async def test_the_whole_path_as_people_see_it(page: Page, demo: World) -> None:
    screen = Screen(page)
    await screen.arrive(demo.slack.workspace.base_url, OLENA, SUPPORT)
    await _declare(screen)
    await _see_the_room(screen)
    await _acknowledge(screen)
    await _lead_and_raise_the_severity(screen)
    await _tell_clients(screen)
    await _resolve(screen)
    await _read_the_postmortem(screen)


async def _declare(screen: Screen) -> None:
    """Olena, first level of support, has nothing but what a client told her."""
    await screen.type("/incident")
    await expect(screen.modal.get_by_role("heading", name="Оголосити інцидент")).to_be_visible()
    await screen.field("impact").fill(TITLE)
    await screen.modal.get_by_role("radio", name=re.compile("SEV2")).check()
    await screen.modal.locator("[data-block=service]").get_by_test_id("select").click()
    await screen.page.get_by_test_id("select-search").fill("карт")
    await screen.page.get_by_role("option", name="Обробка карток").click()
    await screen.submit()
    await expect(screen.modal).to_contain_text(f"Оголошено INC-1: SEV2 {TITLE}")
    await screen.page.get_by_test_id("modal-dismiss").click()


async def _see_the_room(screen: Screen) -> None:
    await screen.go(ROOM)
    header = screen.page.get_by_test_id("channel-header")
    await expect(header.get_by_test_id("topic")).to_contain_text("SEV2 · Досліджуємо")
    for words in (
        f"SEV2 INC-1 {TITLE}",
        "СервісОбробка карток",
        "КлієнтиAcme Marketplace, Zoria Bank, Northwind Retail",
        "Підтримка L1: @Taras Bondar",
        "Якщо ніхто не відповість: Підтримка L2",
    ):
        await expect(screen.card).to_contain_text(words)
    await expect(screen.message("Card payments fail", "Who is affected?")).to_be_visible()
    await expect(screen.page.get_by_test_id("bookmarks")).to_contain_text("Сторінка інциденту")

    await screen.go("incidents")
    await expect(screen.message(f"SEV2 INC-1 {TITLE}", f"#{ROOM}")).to_be_visible()


async def _acknowledge(screen: Screen) -> None:
    """Taras is on call: it is dark, and the page is all that he sees."""
    await screen.page.emulate_media(color_scheme="dark")
    await screen.act_as("Taras Bondar")
    await expect(screen.page.get_by_test_id("sidebar-app")).to_contain_text("1")
    await screen.read_direct_messages()
    called = screen.message(f"SEV2 INC-1 {TITLE}", "Ви чергуєте: рівень 1 з 4.")
    await expect(called).to_contain_text("Marko Lysenko")
    assert await _brightness(called) < 100

    await called.get_by_role("button", name="Беру").click()
    await expect(called).to_contain_text("@Taras Bondar: виклик прийнято")
    await expect(called.get_by_role("button", name="Беру")).to_have_count(0)
    await screen.page.emulate_media(color_scheme="light")


async def _lead_and_raise_the_severity(screen: Screen) -> None:
    await screen.go(ROOM)
    await expect(screen.card).to_contain_text("Підтримка L1: @Taras Bondar")
    await expect(screen.card).not_to_contain_text("Якщо ніхто не відповість")
    await screen.press("Очолити")
    await expect(screen.card).to_contain_text("Керівник інциденту@Taras Bondar")
    await expect(screen.card.get_by_role("button", name="Очолити")).to_have_count(0)

    await screen.press("Серйозність")
    await screen.modal.get_by_role("radio", name=re.compile("SEV1")).check()
    await screen.field("reason").fill("усі картки")
    await screen.submit()
    await expect(screen.card).to_contain_text(f"SEV1 INC-1 {TITLE}")
    changed = "@Taras Bondar: серйозність змінено з SEV2 на SEV1: усі картки"
    await expect(screen.message(changed)).to_be_visible()


async def _tell_clients(screen: Screen) -> None:
    await screen.press("Повідомити клієнтів")
    await screen.field("impact_uk").fill("Оплати карткою не проходять.")
    await screen.field("doing_uk").fill("Перемикаємо на запасний канал.")
    await screen.submit()
    # The English page: his own words stand beside each field.
    await expect(screen.modal).to_contain_text("Перемикаємо на запасний канал.")
    await screen.field("impact_en").fill("Card payments fail.")
    await screen.field("doing_en").fill("We are switching to a reserve channel.")
    await screen.submit()

    await expect(screen.modal).to_contain_text("Перевірте кожне слово")
    await expect(screen.modal).to_contain_text("Що ми робимо: Перемикаємо на запасний канал.")
    letter = "What we are doing: We are switching to a reserve channel."
    await expect(screen.modal).to_contain_text(letter)
    await screen.submit()
    await expect(screen.modal).to_have_count(0)
    await _approve(screen, letter)
    sent = screen.message("@Oleh Sydorenko: надіслано повідомлення клієнтам (Досліджуємо)")
    await expect(sent).to_contain_text("Оплати карткою не проходять.")

    await screen.go("client-acme")
    await expect(screen.message("Card payments fail.", letter)).to_be_visible()
    await screen.go("client-zoria-bank")
    await expect(screen.message("Що ви можете помітити: Оплати карткою")).to_be_visible()


async def _approve(screen: Screen, letter: str) -> None:
    """SEV1 asks for a manager: Oleh reads the same words in his messages, and lets them out."""
    await screen.act_as("Oleh Sydorenko")
    await screen.read_direct_messages()
    question = screen.message("asks for approval of what clients will read about INC-1", letter)
    await question.get_by_role("button", name="Approve and send").click()
    await expect(screen.message("Oleh Sydorenko sent it")).to_be_visible()
    await screen.act_as("Taras Bondar")
    await screen.go(ROOM)


async def _resolve(screen: Screen) -> None:
    await screen.go(ROOM)
    await screen.press("Вирішити")
    await expect(screen.modal).to_contain_text("Останнє, що знають клієнти: «Досліджуємо».")
    await screen.field("summary").fill("Закінчився сертифікат еквайра. Оновили.")
    await screen.submit()
    await expect(screen.card).to_contain_text("СтатусВирішено")
    await expect(screen.card).to_contain_text("Закінчився сертифікат еквайра. Оновили.")
    await expect(screen.message("INC-1-postmortem.md")).to_be_visible()
    # Clients still believe that it is being investigated: the last word is one press away.
    await expect(screen.card.get_by_role("button", name="Повідомити клієнтів")).to_be_visible()


async def _read_the_postmortem(screen: Screen) -> None:
    """The link in the direct message opens the page, and a phone shows its whole width."""
    await screen.read_direct_messages()
    href = await screen.page.locator("a[href*='/postmortems/']").last.get_attribute("href")
    assert href is not None
    await screen.page.set_viewport_size(PHONE)
    await screen.page.goto(href)
    await expect(screen.page.get_by_role("heading", name=TITLE)).to_be_visible()
    text = screen.page.locator("body")
    for words in (
        "Закінчився сертифікат еквайра. Оновили.",
        "Taras Bondar: серйозність змінено з SEV2 на SEV1: усі картки",
        "Acme Marketplace, Zoria Bank, Northwind Retail",
    ):
        await expect(text).to_contain_text(words)
    width = await screen.page.evaluate("document.documentElement.scrollWidth")
    assert width == PHONE["width"]


async def _brightness(of: Locator) -> int:
    """Of what stands behind it, 0 to 255: the first parent that paints anything."""
    return int(
        await of.evaluate(
            """node => {
              for (let at = node; at; at = at.parentElement) {
                const colour = getComputedStyle(at).backgroundColor;
                const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
                if (a) return (r + g + b) / 3;
              }
              return 255;
            }"""
        )
    )
