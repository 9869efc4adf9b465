"""The page behind a link that left Slack: reading shows, only a press acts, and only once."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus

import aiohttp
import pytest

from bot.domain.escalation_run import Escalation, State
from bot.domain.ids import PersonId
from bot.domain.incident import Incident
from bot.domain.lifecycle import Declaration
from bot.domain.service import ServiceName
from bot.usecases import page, resolve
from bot.usecases.declare import declare
from tests.http.conftest import MARKO, OLENA, Answer, Site

NATALIA = PersonId("U0NATALIA")
TITLE, IMPACT = "Cards fail", "Every <card> is declined"


@dataclass(frozen=True)
class Called:
    """Somebody who was paged by name, and the link that reached them."""

    site: Site
    incident: Incident
    run: Escalation
    person: PersonId
    path: str

    async def get(self, method: str = "GET") -> Answer:
        return await self.site.get(self.path, method=method)

    async def post(self, **fields: str) -> Answer:
        async with (
            aiohttp.ClientSession() as browser,
            browser.post(f"{self.site.address}{self.path}", data=fields) as answer,
        ):
            return Answer(answer.status, dict(answer.headers), await answer.text())

    async def stands(self) -> Escalation:
        async with self.site.store.read() as work:
            return await work.escalations.get(self.run.id)


async def called(site: Site, person: PersonId = MARKO, *, private: bool = False) -> Called:
    said = Declaration(impact=IMPACT, title=TITLE, service=ServiceName("cards"), private=private)
    async with site.store.begin() as work:
        severity = work.policy.severity("SEV1")
        incident = await declare(work, said, severity=severity, by=OLENA)
    async with site.store.begin() as work:
        run = await page.call(work, incident.id, (person,), by=OLENA)
    link = site.links.answer(incident.id, run.id, person, now=site.time.now)
    return Called(site, incident, run, person, link)


def buttons(answer: Answer) -> list[str]:
    return re.findall(r'name="answer" value="(\w+)"', answer.text)


async def test_it_tells_what_is_needed_and_offers_both_answers(site: Site) -> None:
    shown = await (await called(site)).get()

    assert shown.status == HTTPStatus.OK
    for words in ("SEV1", "INC-1", TITLE, "Every &lt;card&gt; is declined", "Card processing"):
        assert words in shown.text
    assert buttons(shown) == ["acknowledge", "decline"]
    assert 'lang="en"' in shown.text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_preview_answers_nothing(site: Site, method: str) -> None:
    link = await called(site)

    for _ in range(3):
        assert (await link.get(method)).status == HTTPStatus.OK

    run = await link.stands()
    assert (run.state, run.holders, MARKO in run.paged) == (State.ACTIVE, (), True)


async def test_the_press_acknowledges_and_the_page_then_says_so(site: Site) -> None:
    link = await called(site)
    site.time.now += timedelta(seconds=42)

    after = await link.post(answer="acknowledge")

    assert (await link.stands()).holders == (MARKO,)
    assert after.status == HTTPStatus.OK
    assert "You have it since" in after.text
    assert buttons(after) == []


async def test_a_link_used_twice_answers_once(site: Site) -> None:
    link = await called(site)
    await link.post(answer="acknowledge")
    first = await link.stands()
    site.time.now += timedelta(minutes=1)

    again = await link.post(answer="acknowledge")

    assert await link.stands() == first
    assert "You have it since" in again.text


async def test_whoever_comes_second_reads_who_was_first(site: Site) -> None:
    link = await called(site)
    [first] = [who for who in link.run.waiting if who != MARKO][:1]
    async with site.store.begin() as work:
        await page.acknowledge(work, link.run.id, by=first)
        await page.acknowledge(work, link.run.id, by=NATALIA)
    late = site.links.answer(link.incident.id, link.run.id, NATALIA, now=site.time.now)

    shown = await site.get(late)

    assert "Already acknowledged" in shown.text or "Вже" in shown.text
    assert buttons(shown) == []


async def test_declining_pages_the_next_one_and_keeps_the_reason(site: Site) -> None:
    link = await called(site)
    [first] = link.run.waiting[:1]
    path = site.links.answer(link.incident.id, link.run.id, first, now=site.time.now)
    theirs = replace(link, person=first, path=path)

    await theirs.post(answer="decline", reason="On a plane")

    run = await link.stands()
    assert first not in run.paged
    assert run.level == 2
    assert "decline" not in buttons(await theirs.get())
    async with site.store.read() as work:
        story = await work.timeline.read(link.incident.id)
    assert "On a plane" in [getattr(entry.event, "reason", "") for entry in story]


async def test_whoever_could_not_take_it_reads_so(site: Site) -> None:
    after = await (await called(site)).post(answer="decline", reason="On a plane")

    assert "You could not take it at" in after.text
    assert buttons(after) == ["acknowledge"]


async def test_after_the_end_nobody_needs_to_answer(site: Site) -> None:
    link = await called(site)
    async with site.store.begin() as work:
        await resolve.resolve(work, link.incident.id, by=OLENA, summary="Fixed")

    shown = await link.get()
    pressed = await link.post(answer="acknowledge")

    for answer in (shown, pressed):
        assert "The incident has ended. Nobody needs to answer any more." in answer.text
        assert buttons(answer) == []
    assert (await link.stands()).holders == ()


async def test_of_a_private_incident_the_page_tells_only_how_bad_it_is(site: Site) -> None:
    link = await called(site, private=True)

    for shown in (await link.get(), await link.post(answer="acknowledge"), await link.get()):
        assert shown.status == HTTPStatus.OK
        assert "SEV1" in shown.text
        for secret in (TITLE, "card", "Card", "INC-1"):
            assert secret not in shown.text
    assert (await link.stands()).holders == (MARKO,)


async def test_it_speaks_the_language_of_whom_it_was_sent_to(site: Site) -> None:
    link = await called(site, OLENA)

    shown = await site.get(link.path, Accept_Language="en")

    assert 'lang="uk"' in shown.text


async def test_a_link_that_is_not_ours_is_refused_in_a_sentence(site: Site) -> None:
    link = await called(site)
    forged = link.path[:-4] + ("AAAA" if not link.path.endswith("AAAA") else "BBBB")
    other = site.links.to("incidents", link.incident.id, MARKO, now=site.time.now)
    foreign = f"/page?pass={other.partition('pass=')[2]}"

    for path in (forged, foreign, "/page?pass=", "/page"):
        for method in ("GET", "POST"):
            shown = await site.get(path, method=method)
            assert shown.status == HTTPStatus.FORBIDDEN
            assert "This link is not valid. Answer the page in Slack." in shown.text
    assert (await link.stands()).holders == ()


async def test_an_expired_link_says_so(site: Site) -> None:
    link = await called(site)
    site.time.now += timedelta(days=1)

    shown = await link.post(answer="acknowledge")

    assert shown.status == HTTPStatus.FORBIDDEN
    assert "This link has expired. Answer the page in Slack." in shown.text
    assert (await link.stands()).holders == ()


@pytest.mark.parametrize("fields", [{}, {"answer": "everything"}])
async def test_a_form_that_is_not_ours_does_nothing(site: Site, fields: dict[str, str]) -> None:
    link = await called(site)

    assert (await link.post(**fields)).status == HTTPStatus.BAD_REQUEST
    assert (await link.stands()).holders == ()


async def test_only_this_page_has_a_form_and_nothing_is_loaded_from_elsewhere(site: Site) -> None:
    policy = (await (await called(site)).get()).headers["Content-Security-Policy"]

    assert "form-action 'self'" in policy
    assert "default-src 'none'" in policy
