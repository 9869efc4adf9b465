"""Links that open nothing: expired, forged, made for another page, another incident, nobody."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

import aiohttp
import pytest

from bot.domain.ids import IncidentId, PersonId
from bot.links import LIFE
from tests.support.world import GUEST, MARKO, World

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOT_VALID = "This link is not valid. Ask for a new one in the incident's room."
NO_PAGE = (
    "There is no such page. Pages of incidents open from Slack: "
    "/incident timeline or /incident postmortem."
)


def link(
    made: World,
    page: str = "incidents",
    number: int = 1,
    who: str = MARKO,
    *,
    ago: timedelta = timedelta(0),
) -> str:
    """Made as the bot makes them, ``ago`` in the past."""
    links = made.bot.links
    return links.to(page, IncidentId(number), PersonId(who), now=made.now - ago)


def at(path: str) -> Callable[[World], str]:
    return lambda made: f"{made.bot.settings.public_url.rstrip('/')}{path}"


@dataclass(frozen=True, slots=True)
class Followed:
    """A link somebody follows, and the page they get."""

    name: str
    url: Callable[[World], str]
    status: int
    said: str
    language: str = "en"

    def __str__(self) -> str:
        return f"{self.name}-{self.language}"


FOLLOWED = (
    Followed(
        "no pass",
        at("/incidents/1"),
        403,
        "This page opens with a link of your own. "
        "Write /incident timeline in the incident's room, and Tocsin gives you one.",
    ),
    Followed(
        "no pass",
        at("/postmortems/1"),
        403,
        "Ця сторінка відкривається за вашим власним посиланням. "
        "Напишіть /incident postmortem у кімнаті інциденту, і Tocsin дасть його вам.",
        "uk",
    ),
    Followed("forged", at("/incidents/1?pass=forged.pass"), 403, NOT_VALID),
    Followed("empty", at("/incidents/1?pass="), 403, NOT_VALID),
    Followed("huge", at(f"/incidents/1?pass={'x' * 5000}"), 403, NOT_VALID),
    Followed("control characters", at("/incidents/1?pass=%00%1b%ff"), 403, NOT_VALID),
    Followed(
        "changed",
        lambda made: link(made)[:-1] + ("A" if link(made)[-1] != "A" else "B"),
        403,
        NOT_VALID,
    ),
    Followed(
        "forged",
        at("/incidents/1?pass=forged.pass"),
        403,
        "Це посилання недійсне. Попросіть нове в кімнаті інциденту.",
        "uk",
    ),
    Followed(
        "of another page",
        lambda made: link(made, "postmortems").replace("/postmortems/", "/incidents/"),
        403,
        NOT_VALID,
    ),
    Followed(
        "of another incident",
        lambda made: link(made, number=2).replace("/incidents/2", "/incidents/1"),
        403,
        NOT_VALID,
    ),
    Followed("of an incident that never was", lambda m: link(m, number=999), 403, NOT_VALID),
    Followed("of a guest who is not there", lambda m: link(m, number=2, who=GUEST), 403, NOT_VALID),
    Followed("of nobody we know", lambda made: link(made, who="U0NOBODY"), 403, NOT_VALID),
    Followed(
        "expired",
        lambda made: link(made, ago=LIFE),
        403,
        "This link has expired. Ask for a new one in the incident's room.",
    ),
    Followed(
        "expired",
        lambda made: link(made, ago=LIFE),
        403,
        "Термін дії цього посилання минув. Попросіть нове в кімнаті інциденту.",
        "uk",
    ),
    Followed("of no page", at("/nothing"), 404, NO_PAGE),
    Followed("of a number too long", at("/incidents/9999999999?pass=x"), 404, NO_PAGE),
    Followed("up and out", at("/incidents/..%2f..%2fetc%2fpasswd"), 404, NO_PAGE),
)


@pytest.mark.parametrize("followed", FOLLOWED, ids=str)
async def test_a_link_that_opens_nothing(busy: World, followed: Followed) -> None:
    headers = {"Accept-Language": followed.language}
    async with (
        aiohttp.ClientSession(headers=headers) as browser,
        browser.get(followed.url(busy)) as answer,
    ):
        page = await answer.text()
    assert answer.status == followed.status
    assert followed.said in read(page)
    assert "Card payments fail" not in page


async def test_a_page_can_only_be_read(busy: World) -> None:
    async with aiohttp.ClientSession() as browser, browser.post(link(busy)) as answer:
        page = await answer.text()
    assert answer.status == 405
    assert "This page can only be read." in read(page)


async def test_a_link_opens_until_its_last_second(busy: World) -> None:
    """The other side of “expired”: what is refused above is refused for its age alone."""
    url = link(busy, ago=LIFE - timedelta(seconds=1))
    async with aiohttp.ClientSession() as browser, browser.get(url) as answer:
        page = await answer.text()
    assert answer.status == 200
    assert "Card payments fail" in page


def read(page: str) -> str:
    """The words of a page, on one line."""
    body = page[page.index("<body") :]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", body)))
