"""From the press of Send to the status page: the very words, and at once."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.client_update import ClientUpdate, Draft
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.lifecycle import Declaration
from bot.domain.medium import Medium
from bot.domain.service import ServiceName
from bot.domain.severity import ClientState
from bot.integrations.templates import Templates
from bot.usecases import update
from bot.usecases.declare import declare
from bot.usecases.triage import make_private
from tests.http.conftest import OLENA, Site

EN, UK, RU = Language.EN, Language.UK, Language.RU
SAID = Draft(
    state=ClientState.INVESTIGATING,
    headline={EN: "Card payments are declined", UK: "Картки відхиляються"},
    impact={EN: "Some payments fail.", UK: "Частина платежів не проходить."},
    doing={EN: "We look for the cause.", UK: "Ми шукаємо причину."},
)


async def declared(site: Site) -> Incident:
    async with site.store.begin() as work:
        said = Declaration(impact="Secret words of ours", service=ServiceName("cards"))
        return await declare(work, said, severity=work.policy.severity("SEV4"), by=OLENA)


async def drafted(site: Site, said: Draft = SAID) -> ClientUpdate:
    render = Templates(clock=site.time).render
    async with site.store.begin() as work:
        return await update.draft(work, IncidentId(1), said, by=OLENA, render=render)


async def send(site: Site, draft: ClientUpdate) -> ClientUpdate:
    async with site.store.begin() as work:
        sent, _ = await update.send(work, draft.id, by=OLENA)
    return sent


async def test_what_was_sent_is_on_the_page_and_what_was_drafted_is_not(site: Site) -> None:
    incident = await declared(site)
    promised = replace(SAID, next_by=site.time.now + timedelta(minutes=30))
    draft = await drafted(site, promised)
    quiet = await site.get("/status/en")
    assert "Card payments are declined" not in quiet.text

    sent = await send(site, draft)

    page = await site.get("/status/en/incidents/1")
    assert page.status == 200
    [recipient] = [each for each in sent.recipients if each.medium is Medium.PAGE]
    assert recipient.languages == (UK, EN)
    for line in sent.texts[EN, "Europe/Kyiv"].splitlines():
        assert line.replace("'", "&#39;") in page.text
    front = await site.get("/status/en")
    assert "Degraded · Card processing · " in front.text
    assert "Next update by <time" in front.text
    assert "Secret words" not in front.text + page.text
    assert incident.title not in front.text + page.text


async def test_a_language_that_no_client_reads_has_the_first_one_marked(site: Site) -> None:
    await declared(site)
    await send(site, await drafted(site))
    page = (await site.get("/status/ru/incidents/1")).text
    assert '<span lang="uk">Картки відхиляються</span>' in page
    assert '<div class="letter" lang="uk">' in page


async def test_a_correction_through_the_use_case(site: Site) -> None:
    await declared(site)
    wrong = await send(site, await drafted(site))
    site.time.later(minutes=3)
    other = replace(SAID, services=(ServiceName("payouts"),))
    async with site.store.begin() as work:
        right = await update.correct(
            work, wrong.id, other, by=OLENA, render=Templates(clock=site.time).render
        )
    await send(site, right)
    page = (await site.get("/status/en/incidents/1")).text
    corrects = "Corrects the update of 23 Nov 2026, 11:00 EET"
    assert f'<a href="/status/en/incidents/1#update-1-1">{corrects}</a>' in page
    assert "Degraded · Payouts · " in page


async def test_private_before_it_was_sent_it_never_reaches_the_page(site: Site) -> None:
    await declared(site)
    await drafted(site)
    async with site.store.begin() as work:
        await make_private(work, IncidentId(1), by=OLENA)
    restricted = await drafted(site)
    assert Medium.PAGE not in {each.medium for each in restricted.recipients}
    for path in ("/status/en", "/status.json", "/status/en/feed.atom"):
        assert "Card payments are declined" not in (await site.get(path)).text
    assert (await site.get("/status/en/incidents/1")).status == 404


async def test_private_after_it_was_sent_it_is_gone_at_once(site: Site) -> None:
    await declared(site)
    await send(site, await drafted(site))
    assert "Card payments are declined" in (await site.get("/status/en")).text
    async with site.store.begin() as work:
        await make_private(work, IncidentId(1), by=OLENA)
    for path in ("/status/en", "/status.json", "/status/en/feed.atom", "/status/en/history"):
        assert "Card payments are declined" not in (await site.get(path)).text
