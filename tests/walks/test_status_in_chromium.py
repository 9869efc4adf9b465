"""The status page in a real Chromium: three languages, a phone, paper, a keyboard, no script."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect

from bot.domain.client_update import ClientUpdate
from bot.domain.language import Language
from tests.support.browser import browser, page
from tests.support.publishing import hide, publish, sent
from tests.support.world import World, world

__all__ = ["browser", "page"]

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PHONE: ViewportSize = {"width": 390, "height": 844}
#: Eleven in the morning in Kyiv.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EN, UK, RU = Language.EN, Language.UK, Language.RU
HEADLINE = {
    EN: "Card payments are declined for some clients",
    UK: "Частина карткових платежів не проходить",
    RU: "Часть карточных платежей не проходит",
}
LETTER = {
    EN: "A second attempt usually succeeds. See https://help.kobzapay.example/" + "retry" * 12,
    UK: "Повторна спроба зазвичай успішна.",
    RU: "Повторная попытка обычно проходит.",
}
#: The least contrast between what is read and what is behind it, over a whole page.
CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const light = colour => {
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(each => each / 255)
      .map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
      .reduce((sum, each, n) => sum + each * [0.2126, 0.7152, 0.0722][n], 0);
  };
  const behind = element => {
    for (; element; element = element.parentElement) {
      const colour = getComputedStyle(element).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") return light(colour);
    }
  };
  const read = [...document.querySelectorAll("body *")].filter(element =>
    [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())
    && !element.closest("svg"));
  return Math.min(...read.map(element => {
    const [one, two] = [light(getComputedStyle(element).color), behind(element)];
    return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
  }));
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def company(sqlite: str) -> AsyncIterator[World]:
    """INC-41 is open and was corrected once; INC-7 of last week is over."""

    def ago(**of: float) -> datetime:
        return NOW - timedelta(**of)

    def told(incident: int, number: int, at: datetime, said: str, **more: int) -> ClientUpdate:
        services = ("cards",) if incident == 41 else ("payouts",)
        words = {"headline": HEADLINE, "texts": LETTER, "services": services}
        return sent(incident, number, at, said, **words, **more)  # type: ignore[arg-type]

    async with world(sqlite, start=NOW) as made:
        await publish(
            made.bot.store,
            told(7, 1, ago(days=6), "investigating major_outage"),
            told(7, 2, ago(days=6, minutes=-80), "resolved"),
            told(41, 1, ago(hours=1), "investigating partial_outage"),
            told(41, 2, ago(minutes=9), "investigating partial_outage", corrects=1),
        )
        yield made


def address(company: World, path: str = "") -> str:
    return f"{company.bot.settings.public_url}/status{path}"


async def fits(page: Page) -> bool:
    width = await page.evaluate("document.documentElement.scrollWidth")
    return bool(width == PHONE["width"])


async def test_three_languages_one_click_apart(page: Page, company: World) -> None:
    await page.set_extra_http_headers({"Accept-Language": "ru"})
    await page.goto(address(company))
    html = page.locator("html")
    await expect(html).to_have_attribute("lang", "ru")
    for name, code, language in (("Українська", "uk", UK), ("English", "en", EN)):
        await page.get_by_role("link", name=name).click()
        await expect(html).to_have_attribute("lang", code)
        await expect(page.get_by_role("link", name=HEADLINE[language]).first).to_be_visible()
        await expect(page.locator(".letter").first).to_contain_text(LETTER[language])
        await expect(page.locator(".languages [aria-current]")).to_have_text(name)
    await page.get_by_role("link", name=HEADLINE[EN]).first.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE[EN])
    # The switch stays on the page that one reads.
    await page.get_by_role("link", name="Русский").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE[RU])


async def test_what_a_client_sees_first(page: Page, company: World) -> None:
    await page.goto(address(company, "/en"))
    await expect(page.get_by_role("heading", level=1)).to_have_text("Some systems are partly down")
    cards = page.locator(".component").filter(has_text="Card processing")
    await expect(cards.locator(".state")).to_have_text("Partial outage")
    await expect(cards.get_by_role("img")).to_have_attribute(
        "aria-label", "Card processing, the last 90 days: 1 h affected"
    )
    await expect(cards.locator("path.partial_outage title")).to_have_text(
        "23 Nov: Partial outage, 1 h"
    )
    await expect(page.get_by_text("Corrects the update of 23 Nov 2026, 10:00 EET")).to_be_visible()
    await expect(page.locator(".past")).to_contain_text(
        "Resolved · 1 h 20 min · at worst: Major outage"
    )


async def test_each_state_has_a_shape_of_its_own(page: Page, company: World) -> None:
    """Colour is never the only sign: neither in a bar nor beside a word."""
    await page.goto(address(company, "/en"))
    bars = await page.locator(".legend path").evaluate_all(
        "paths => paths.map(path => path.getAttribute('d'))"
    )
    assert len(bars) == len(set(bars)) == 5
    signs = {
        await page.locator(f".{place} .sign").first.inner_html()
        for place in ("overall", "component:first-child", "past .case:has-text('INC-7')")
    }
    assert len(signs) == 3


async def test_a_phone_shows_its_width_and_thirty_days(page: Page, company: World) -> None:
    await page.set_viewport_size(PHONE)
    for path in ("/en", "/uk", "/ru", "/en/incidents/41", "/uk/history"):
        await page.goto(address(company, path))
        assert await fits(page), path
    await page.goto(address(company, "/en"))
    row = page.locator(".component").first
    await expect(row.get_by_text("30 days ago")).to_be_visible()
    await expect(row.get_by_text("90 days ago")).to_be_hidden()
    frame = await row.locator(".bars").bounding_box()
    bars = [await row.locator(".bars path").nth(n).bounding_box() for n in (59, 60, 89)]
    assert frame
    assert [bool(bar and bar["x"] >= frame["x"]) for bar in bars] == [False, True, True]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_can_be_read_by_tired_eyes(page: Page, company: World, scheme: str) -> None:
    """WCAG AA: 4.5 to 1 for all that is read."""
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in ("/en", "/en/incidents/41", "/en/incidents/7", "/en/history"):
        await page.goto(address(company, path))
        assert await page.evaluate(CONTRAST) >= 4.5, path


async def test_a_keyboard_reaches_everything(page: Page, company: World) -> None:
    await page.goto(address(company, "/en"))
    await page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("html")).to_have_attribute("lang", "uk")
    reached = set()
    for _ in range(40):
        await page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if await page.locator("summary:focus").count():
            await page.keyboard.press("Enter")
        elif await focused.count():
            reached.add(await focused.get_attribute("href"))
    links = await page.locator("a").evaluate_all("them => them.map(a => a.getAttribute('href'))")
    assert reached >= set(links)


async def test_it_needs_no_script_and_asks_nobody_else(browser: Browser, company: World) -> None:
    profile = await browser.new_context(viewport=PHONE, java_script_enabled=False)
    plain, asked = await profile.new_page(), []
    plain.on("request", lambda request: asked.append(request.url))
    await plain.goto(address(company, "/en"))
    await expect(plain.get_by_role("heading", level=1)).to_be_visible()
    await plain.get_by_role("link", name=HEADLINE[EN]).first.click()
    await expect(plain.get_by_role("heading", level=1)).to_have_text(HEADLINE[EN])
    await profile.close()
    assert {url.removeprefix(company.bot.settings.public_url) for url in asked} == {
        "/status/en",
        "/status/style.css",
        "/status/en/incidents/41",
    }


async def test_on_paper_there_is_only_what_is_read(page: Page, company: World) -> None:
    await page.emulate_media(media="print", color_scheme="dark")
    await page.goto(address(company, "/en"))
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(page.locator(".letter").first).to_be_visible()
    for left_out in (".languages", "footer ul", ".more"):
        await expect(page.locator(left_out).first).to_be_hidden()
    ink = await page.locator(".letter").first.evaluate("it => getComputedStyle(it).color")
    assert ink == "rgb(0, 0, 0)"
    paper = await page.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) <= 3


async def test_made_private_it_is_gone_at_the_next_look(page: Page, company: World) -> None:
    await page.goto(address(company, "/en"))
    await expect(page.locator("article.open")).to_have_count(1)
    await hide(company.bot.store, 41)
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_have_text("All systems operational")
    assert "INC-41" not in await page.content()
    await expect(page.locator("path.partial_outage")).to_have_count(1)  # the legend's own
    await expect(page.locator(".past")).to_contain_text("INC-7")
