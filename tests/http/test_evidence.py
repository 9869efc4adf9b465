"""Files on the incident's page: for those who may read it, and harmless whatever they are."""

from hashlib import sha256

import aiohttp
import pytest

from bot.domain.effects import KeepEvidence
from bot.domain.ids import EventId, PersonId
from bot.domain.incident import Incident
from bot.usecases import correct, evidence, note
from tests.http.conftest import GUEST, MARKO, OLENA, Site

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


async def keep(site: Site, incident: Incident, name: str, mimetype: str) -> tuple[str, str]:
    """The address of a kept file without a pass, and the id of its entry."""
    async with site.store.begin() as work:
        await note.note(work, incident.id, "Errors since 14:02", by=OLENA)
        entry = work.cite()
        assert entry is not None
        order = KeepEvidence(incident=incident.id, entry=entry, file=f"F-{name}", name=name)
        about = evidence.File(name=name, mimetype=mimetype, size=len(PICTURE), link="")
        await work.flush()
        await evidence.keep(work, order, about, PICTURE)
    async with site.store.read() as work:
        kept = await work.evidence.of_file(incident.id, f"F-{name}")
    assert kept is not None
    assert kept.sha256 == sha256(PICTURE).hexdigest()
    return f"/incidents/{incident.id}/evidence/{kept.id}", entry


def passed(site: Site, path: str, incident: Incident, person: PersonId) -> str:
    return f"{path}?{site.path('incidents', incident, person).partition('?')[2]}"


async def read(site: Site, path: str) -> tuple[int, dict[str, str], bytes]:
    async with aiohttp.ClientSession() as browser, browser.get(f"{site.address}{path}") as answer:
        return answer.status, dict(answer.headers), await answer.read()


async def test_a_picture_shows_itself_and_can_do_nothing(site: Site) -> None:
    incident = await site.declared()
    path, _ = await keep(site, incident, "графік 1.png", "image/png")

    status, headers, content = await read(site, passed(site, path, incident, MARKO))

    assert (status, content) == (200, PICTURE)
    assert headers["Content-Type"] == "image/png"
    name = "%D0%B3%D1%80%D0%B0%D1%84%D1%96%D0%BA%201.png"
    assert headers["Content-Disposition"] == f"inline; filename*=UTF-8''{name}"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == (
        "sandbox; default-src 'none'; frame-ancestors 'none'"
    )
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("name", "mimetype"),
    [("page.html", "text/html"), ("a.svg", "image/svg+xml"), ("a.js", "text/javascript")],
)
async def test_everything_else_is_handed_over_as_bytes(
    site: Site, name: str, mimetype: str
) -> None:
    incident = await site.declared()
    path, _ = await keep(site, incident, name, mimetype)

    status, headers, content = await read(site, passed(site, path, incident, MARKO))

    assert (status, content) == (200, PICTURE)
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"


async def test_only_with_a_pass_of_ones_own_to_this_incident(site: Site) -> None:
    incident, other = await site.declared(), await site.declared(private=True)
    path, _ = await keep(site, incident, "a.png", "image/png")
    hidden, _ = await keep(site, other, "b.png", "image/png")

    for wrong in (
        path,
        f"{path}?pass=forged",
        passed(site, path, other, OLENA),
        passed(site, path, incident, GUEST),
        passed(site, hidden, other, MARKO),
        f"{path}?{site.path('postmortems', incident, MARKO).partition('?')[2]}",
    ):
        status, _, content = await read(site, wrong)
        assert status == 403, wrong
        assert PICTURE not in content
    site.time.later(days=8)
    status, _, _ = await read(site, f"{path}?pass=expired")
    assert status == 403


async def test_a_file_of_another_incident_is_not_there(site: Site) -> None:
    incident, other = await site.declared(), await site.declared()
    path, _ = await keep(site, incident, "a.png", "image/png")
    moved = path.replace(f"/{incident.id}/", f"/{other.id}/", 1)

    status, _, _ = await read(site, passed(site, moved, other, MARKO))

    assert status == 404


async def test_the_page_tells_what_was_changed_and_leads_to_the_file(site: Site) -> None:
    incident = await site.declared()
    path, entry = await keep(site, incident, "a.png", "image/png")
    async with site.store.begin() as work:
        await correct.correct(
            work, incident.id, EventId(entry), text="Errors since <14:00>", reason="UTC", by=MARKO
        )

    page = (await site.get(site.path("incidents", incident, MARKO))).text

    assert "Errors since &lt;14:00&gt;" in page
    assert "before: “Errors since 14:02”: UTC" in page
    assert f'href="{path}?pass=' in page
    link = page.split(f'href="{path}')[1].split('"')[0]
    status, _, content = await read(site, path + link.replace("&amp;", "&"))
    assert (status, content) == (200, PICTURE)


async def test_what_is_struck_out_is_struck_through(site: Site) -> None:
    incident = await site.declared()
    _, entry = await keep(site, incident, "a.png", "image/png")
    async with site.store.begin() as work:
        await correct.strike(work, incident.id, EventId(entry), reason="not ours", by=MARKO)

    page = (await site.get(site.path("incidents", incident, MARKO))).text

    assert "<s>U0OLENA: Errors since 14:02</s>" in page
    assert ": not ours</p>" in page
