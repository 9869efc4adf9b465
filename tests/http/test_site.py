"""The bot's own web, asked over real HTTP."""

import re
from collections.abc import AsyncIterator
from io import BytesIO

import aiohttp
import pytest

from bot import metrics
from bot.domain.ids import IncidentId
from bot.usecases import note, resolve
from tests.http.conftest import GUEST, MARKO, OLENA, Site


def said(page: str) -> str:
    """The sentence of a page that says no."""
    found = re.search(r"<p>(.*?)</p>", page, re.DOTALL)
    assert found, page
    return found[1]


# Machines


async def test_alive(site: Site) -> None:
    answer = await site.get("/healthz")
    assert (answer.status, answer.text) == (200, '{"status": "ok"}')


async def test_ready_or_why_not(site: Site) -> None:
    answer = await site.get("/readyz")
    assert (answer.status, answer.text) == (200, '{"status": "ready", "problems": []}')
    site.problems.append("No Socket Mode link is up.")
    answer = await site.get("/readyz")
    assert answer.status == 503
    assert answer.text == '{"status": "unready", "problems": ["No Socket Mode link is up."]}'


async def test_metrics_count_what_waits_in_the_outbox(site: Site) -> None:
    await site.declared()
    site.time.later(seconds=42)
    answer = await site.get("/metrics")
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    async with site.store.read() as work:
        depth, _ = await work.outbox.depth(work.now)
    assert f"\ntocsin_outbox_depth {float(depth)}\n" in answer.text
    assert "\ntocsin_outbox_oldest_seconds 42.0\n" in answer.text


async def test_metrics_answer_without_a_database(site: Site) -> None:
    metrics.OUTBOX_DEPTH.set(7)
    async with site.store.database.write() as connection:
        await connection.exec_driver_sql("DROP TABLE outbox")
    answer = await site.get("/metrics")
    assert answer.status == 200
    assert "\ntocsin_outbox_depth 7.0\n" in answer.text


# Who may read


@pytest.mark.parametrize("page", ["incidents", "postmortems"])
async def test_a_pass_opens_its_page_in_its_holders_language(site: Site, page: str) -> None:
    incident = await site.declared()
    english = await site.get(site.path(page, incident, MARKO), Accept_Language="ru")
    assert english.status == 200
    assert '<html lang="en">' in english.text
    assert "Card &lt;payments&gt; fail" in english.text
    assert "<payments>" not in english.text
    ukrainian = await site.get(site.path(page, incident, OLENA), Accept_Language="ru")
    assert '<html lang="uk">' in ukrainian.text
    assert "Обробка карток" in ukrainian.text


async def test_a_head_request_has_the_headers_and_no_body(site: Site) -> None:
    incident = await site.declared()
    answer = await site.get(site.path("incidents", incident, MARKO), method="HEAD")
    assert (answer.status, answer.text) == (200, "")
    assert int(answer.headers["Content-Length"]) > 1000


async def test_a_pass_is_for_one_page_of_one_incident(site: Site) -> None:
    incident = await site.declared()
    other = await site.declared()
    path = site.path("incidents", incident, MARKO)
    for wrong in (
        path.replace("/incidents/", "/postmortems/"),
        path.replace(f"/{incident.id}?", f"/{other.id}?"),
        path[:-1] + ("A" if path[-1] != "A" else "B"),
        f"/incidents/{incident.id}?pass=",
        f"/incidents/{incident.id}?pass=%00%FF",
    ):
        answer = await site.get(wrong)
        assert answer.status == 403, wrong
        assert said(answer.text) == (
            "This link is not valid. Ask for a new one in the incident&#39;s room."
        )
        assert "payments" not in answer.text


async def test_a_pass_ends_after_seven_days(site: Site) -> None:
    incident = await site.declared()
    path = site.path("postmortems", incident, MARKO)
    site.time.later(days=7, seconds=-1)
    assert (await site.get(path)).status == 200
    site.time.later(seconds=1)
    answer = await site.get(path)
    assert answer.status == 403
    assert said(answer.text) == (
        "This link has expired. Ask for a new one in the incident&#39;s room."
    )


async def test_a_private_incident_is_for_those_who_are_members_now(site: Site) -> None:
    incident = await site.declared(private=True)
    member = site.path("incidents", incident, OLENA)
    assert (await site.get(member)).status == 200
    assert (await site.get(site.path("incidents", incident, MARKO))).status == 403
    async with site.store.begin() as work:
        await work.incidents.remove_member(incident.id, OLENA)
    answer = await site.get(member)
    assert answer.status == 403
    assert "payments" not in answer.text


async def test_guests_and_strangers_see_no_page(site: Site) -> None:
    incident = await site.declared()
    for person in (GUEST, "U0STRANGER"):
        answer = await site.get(site.path("incidents", incident, person))
        assert answer.status == 403


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("uk-UA,uk;q=0.9,en;q=0.8", "uk"),
        ("fr, ru;q=0.5", "ru"),
        ("en;q=0.4, uk;q=0.7", "uk"),
        ("de", "en"),
        ("uk;q=nonsense, en;q=0.1", "en"),
        ("", "en"),
    ],
)
async def test_without_a_pass_a_page_says_how_to_get_one(
    site: Site, accepted: str, language: str
) -> None:
    incident = await site.declared()
    known = await site.get(f"/postmortems/{incident.id}", Accept_Language=accepted)
    unknown = await site.get("/postmortems/999", Accept_Language=accepted)
    assert known.status == unknown.status == 403
    assert f'<html lang="{language}">' in known.text
    assert "<code>/incident postmortem</code>" in known.text
    # Nothing tells whether there is such an incident.
    assert known.text == unknown.text


async def test_the_page_is_read_anew_each_time(site: Site) -> None:
    incident = await site.declared()
    path = site.path("incidents", incident, MARKO)
    assert "Rolled back" not in (await site.get(path)).text
    async with site.store.begin() as work:
        await note.note(work, IncidentId(incident.id), "Rolled back", by=OLENA)
    assert "Rolled back" in (await site.get(path)).text


# Nothing but sentences


@pytest.mark.parametrize(
    ("method", "path", "status", "sentence"),
    [
        ("GET", "/nowhere", 404, "There is no such page."),
        ("GET", "/incidents/abc", 404, "There is no such page."),
        ("GET", "/incidents/9999999999", 404, "There is no such page."),
        ("GET", "/../../etc/passwd", 404, "There is no such page."),
        ("POST", "/healthz", 405, "This page can only be read."),
        ("DELETE", "/incidents/1", 405, "This page can only be read."),
        ("GET", "/broken", 500, "Something went wrong on Tocsin&#39;s side."),
    ],
)
async def test_every_no_is_a_sentence(
    site: Site, method: str, path: str, status: int, sentence: str
) -> None:
    answer = await site.get(path, method=method)
    assert answer.status == status
    assert said(answer.text).startswith(sentence)
    assert "Traceback" not in answer.text
    assert "a secret detail" not in answer.text


async def test_a_wrong_method_is_told_the_right_ones(site: Site) -> None:
    answer = await site.get("/healthz", method="POST")
    assert answer.headers["Allow"] == "GET,HEAD"


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_over_the_limit_is_refused_in_words(site: Site, chunked: bool) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(33):
            yield b"x" * 32 * 1024

    data = pieces() if chunked else BytesIO(b"x" * (1024 * 1024 + 1))
    async with (
        aiohttp.ClientSession() as browser,
        browser.post(f"{site.address}/slack/events", data=data) as answer,
    ):
        assert answer.status == 413
        assert said(await answer.text()) == "That is more than Tocsin takes at once."


@pytest.mark.parametrize("path", ["/healthz", "/nowhere", "/style.css", "/incidents/1", "/broken"])
async def test_every_answer_forbids_what_it_does_not_need(site: Site, path: str) -> None:
    headers = (await site.get(path)).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self';")
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    kept = "max-age=3600" if path == "/style.css" else "no-store"
    assert headers["Cache-Control"] == kept


async def test_pages_load_nothing_from_elsewhere(site: Site) -> None:
    incident = await site.declared()
    page = (await site.get(site.path("postmortems", incident, MARKO))).text
    loaded = re.findall(r"""(?:src|href)=["']([^"'#]+)""", page)
    assert set(loaded) == {"/style.css"}
    assert "<script" not in page
    assert " style=" not in page
    assert "url(" not in (await site.get("/style.css")).text


async def test_words_of_people_are_text_with_a_little_markdown(site: Site) -> None:
    incident = await site.declared()
    summary = "# Not a heading\n**Rolled** back `2.14`\n<img src=x> ![x](http://e.example/x.png)"
    async with site.store.begin() as work:
        await resolve.resolve(work, incident.id, by=OLENA, summary=summary)
    page = (await site.get(site.path("incidents", incident, MARKO))).text
    assert "# Not a heading<br>" in page
    assert "<strong>Rolled</strong> back <code>2.14</code>" in page
    assert "&lt;img src=x&gt;" in page
    assert "<img" not in page
