"""Runbook pages: whole and harmless, for those who were given the link."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web

from bot.domain.runbook import Runbook
from bot.http.pages.runbook import RunbookPages
from bot.links import Links

LINKS = Links("http://127.0.0.1:1", b"a secret of thirty-two characters")
BOOKS = {
    "cards": Runbook(
        slug="cards",
        title="Cards <fail>",
        owners=("#team-payments",),
        body="## First\n\n1. **Look**\n\n<script>x()</script>\n\n![x](http://evil.example/x.png)",
    )
}


@pytest.fixture
async def base() -> AsyncIterator[str]:
    site = web.Application()
    site.add_routes(RunbookPages(BOOKS, LINKS).routes())
    runner = web.AppRunner(site)
    await runner.setup()
    listening = web.TCPSite(runner, "127.0.0.1", 0)
    await listening.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def read(base: str, path: str) -> tuple[int, str]:
    async with ClientSession() as session, session.get(f"{base}{path}") as answer:
        return answer.status, await answer.text()


async def test_the_link_in_the_room_opens_the_page(base: str) -> None:
    status, page = await read(base, LINKS.runbook("cards").removeprefix(LINKS.base))
    assert status == 200
    assert "<h1>Cards &lt;fail&gt;</h1>" in page
    assert "Runbook, kept by #team-payments" in page
    assert "<h2>First</h2>" in page
    assert "<strong>Look</strong>" in page
    assert "<script>" not in page
    assert "<img" not in page


async def test_a_runbook_that_is_gone_is_not_found(base: str) -> None:
    status, _ = await read(base, LINKS.runbook("gone").removeprefix(LINKS.base))
    assert status == 404


@pytest.mark.parametrize("seal", ["", "forged", LINKS.runbook("other").partition("=")[2]])
def test_only_links_the_bot_gave_out_are_sealed(seal: str) -> None:
    assert not LINKS.sealed(seal, "cards")
    assert LINKS.sealed(LINKS.runbook("cards").partition("=")[2], "cards")


def test_another_secret_seals_nothing() -> None:
    other = Links(LINKS.base, b"another secret of many characters")
    assert not LINKS.sealed(other.runbook("cards").partition("=")[2], "cards")
