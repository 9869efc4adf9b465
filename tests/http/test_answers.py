"""The page behind a link to many pages: reading shows them all, a press answers one."""

import re
from http import HTTPStatus

import aiohttp

from bot.domain.ids import PersonId
from tests.http.conftest import MARKO, OLENA, Answer, Site
from tests.http.test_answer import IMPACT, TITLE, Called, called

NATALIA = PersonId("U0NATALIA")


async def post(site: Site, path: str, page: str) -> Answer:
    async with (
        aiohttp.ClientSession() as browser,
        browser.post(f"{site.address}{path}", data={"page": page}) as answer,
    ):
        return Answer(answer.status, dict(answer.headers), await answer.text())


def waiting(answer: Answer) -> list[str]:
    return re.findall(r'name="page" value="(\w+)"', answer.text)


async def holders(*links: Called) -> list[tuple[PersonId, ...]]:
    return [(await link.stands()).holders for link in links]


async def test_each_page_is_answered_by_itself(site: Site) -> None:
    one, two = await called(site), await called(site)
    path = site.links.answers(MARKO, now=site.time.now)

    for method in ("HEAD", "GET"):
        assert (await site.get(path, method=method)).status == HTTPStatus.OK
    shown = await site.get(path)
    assert waiting(shown) == [one.run.id, two.run.id]
    assert await holders(one, two) == [(), ()]

    after = await post(site, path, two.run.id)

    assert await holders(one, two) == [(), (MARKO,)]
    assert waiting(after) == [one.run.id]
    assert after.text.count("You have it since") == 1


async def test_it_leads_to_where_a_page_is_declined(site: Site) -> None:
    link = await called(site)
    shown = await site.get(site.links.answers(MARKO, now=site.time.now))
    [single] = re.findall(r'href="(/page\?pass=[^"]+)"', shown.text)
    assert 'value="decline"' in (await site.get(single)).text
    assert await holders(link) == [()]


async def test_of_a_private_incident_only_the_severity_is_told(site: Site) -> None:
    link = await called(site, private=True)
    shown = await site.get(site.links.answers(MARKO, now=site.time.now))
    assert waiting(shown) == [link.run.id]
    assert "SEV1" in shown.text
    for word in (TITLE, IMPACT, "INC-1"):
        assert word not in shown.text


async def test_a_page_of_somebody_else_cannot_be_answered(site: Site) -> None:
    link = await called(site)
    path = site.links.answers(NATALIA, now=site.time.now)
    assert waiting(await site.get(path)) == []
    assert (await post(site, path, link.run.id)).status == HTTPStatus.FORBIDDEN
    assert (await post(site, path, "")).status == HTTPStatus.FORBIDDEN
    assert await holders(link) == [()]


async def test_a_link_of_another_kind_or_too_old_is_refused(site: Site) -> None:
    link = await called(site)
    old = site.links.answers(MARKO, now=site.time.now)
    token = link.path.partition("pass=")[2]
    for path in (f"/pages?pass={token}", "/pages?pass=", "/pages", f"{old[:-4]}AAAA"):
        assert (await site.get(path)).status == HTTPStatus.FORBIDDEN
    site.time.later(hours=24)
    assert "has expired" in (await site.get(old)).text


async def test_nothing_waits(site: Site) -> None:
    shown = await site.get(site.links.answers(OLENA, now=site.time.now))
    assert shown.status == HTTPStatus.OK
    assert waiting(shown) == []
