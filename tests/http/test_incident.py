"""The live page of an incident: renewed by a tag, filtered, turned, linked to; who has seen it."""

import re
from datetime import timedelta
from html import unescape

import pytest

from bot.domain.events import (
    ClientUpdateSent,
    EntryRemoved,
    EvidenceKept,
    Milestone,
    NoteAdded,
    PersonJoined,
)
from bot.domain.events.record import Why
from bot.domain.ids import ClientUpdateId, EventId, EvidenceId, IncidentId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.severity import ClientState
from bot.store.timeline import Entry
from bot.usecases import note
from bot.usecases.milestone import set_milestones
from tests.http.conftest import MARKO, OLENA, Site

FIRST, AGAIN = {"X_Tocsin_Look": "first"}, {"X_Tocsin_Look": "again"}


async def noted(site: Site, incident: Incident, count: int) -> None:
    """A note a minute; the last one is the newest."""
    async with site.store.begin() as work:
        entries = []
        for n in range(count):
            at = work.now + timedelta(minutes=n)
            said = NoteAdded(
                incident=incident.id, at=at, by=OLENA, text=f"step {n}", author=OLENA, said_at=at
            )
            entries.append(Entry(EventId(f"n{n}"), said))
        await work.timeline.append(entries)


async def told(site: Site, *events: Entry) -> None:
    async with site.store.begin() as work:
        await work.timeline.append(list(events))


def rows(page: str) -> list[str]:
    """What each entry says, from the top."""
    return [unescape(one) for one in re.findall(r"</time>\s*<p>(.*?)</p>", page, re.DOTALL)]


def link(page: str, text: str) -> str:
    found = re.search(rf'<a href="([^"]+)"[^>]*>{re.escape(text)}</a>', page)
    assert found, text
    return unescape(found[1])


async def looked(site: Site, incident: Incident) -> bool:
    async with site.store.read() as work:
        return await work.looks.last(incident.id, MARKO) is not None


# Live


async def test_nothing_new_costs_nothing(site: Site) -> None:
    incident = await site.declared()
    path = site.path("incidents", incident, MARKO)
    first = await site.get(path)
    tag = first.headers["Etag"]
    assert f'<main data-tag="{tag.replace(chr(34), "&#34;")}">' in first.text
    again = await site.get(path, If_None_Match=tag)
    assert (again.status, again.text, again.headers["Etag"]) == (304, "", tag)
    await noted(site, incident, 1)
    fresh = await site.get(path, If_None_Match=tag)
    assert fresh.status == 200
    assert fresh.headers["Etag"] != tag
    assert "step 0" in fresh.text


async def test_whoever_is_shut_out_hears_it_at_the_next_look(site: Site) -> None:
    incident = await site.declared(private=True)
    path = site.path("incidents", incident, OLENA)
    tag = (await site.get(path)).headers["Etag"]
    async with site.store.begin() as work:
        await work.incidents.remove_member(incident.id, OLENA)
    answer = await site.get(path, If_None_Match=tag)
    assert answer.status == 403
    assert "payments" not in answer.text


async def test_the_script_is_ours_and_the_page_allows_no_other(site: Site) -> None:
    incident = await site.declared()
    page = await site.get(site.path("incidents", incident, MARKO))
    assert re.findall(r"<script[^>]*>", page.text) == ['<script src="/live.js" defer>']
    assert page.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    script = await site.get("/live.js")
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "innerHTML" not in script.text
    assert "eval" not in script.text


# Who has seen it


@pytest.mark.parametrize(
    ("headers", "seen"),
    [
        pytest.param({"Sec_Fetch_Dest": "document"}, True, id="a browser opens it"),
        pytest.param(FIRST, True, id="its script looks"),
        pytest.param(AGAIN, True, id="its script finds something new"),
        pytest.param({}, False, id="a robot follows a link"),
    ],
)
async def test_a_look_is_a_persons(site: Site, headers: dict[str, str], seen: bool) -> None:
    incident = await site.declared()
    await site.get(site.path("incidents", incident, MARKO), **headers)
    assert await looked(site, incident) is seen


async def test_a_part_of_it_is_no_look_at_the_whole(site: Site) -> None:
    incident = await site.declared()
    path = site.path("incidents", incident, MARKO)
    await site.get(f"{path}&show=notes", Sec_Fetch_Dest="document")
    assert not await looked(site, incident)
    tag = (await site.get(path)).headers["Etag"]
    await site.get(path, If_None_Match=tag, **AGAIN)
    assert not await looked(site, incident), "nothing was new"


# Its parts


async def test_a_strand_alone(site: Site) -> None:
    incident = await site.declared()
    await noted(site, incident, 3)
    path = site.path("incidents", incident, MARKO)
    page = (await site.get(path)).text
    assert rows(page)[0].endswith(": step 2")
    notes = (await site.get(link(page, "Decisions and notes"))).text
    assert [row.split(": ")[1] for row in rows(notes)] == ["step 2", "step 1", "step 0"]
    assert 'aria-current="true">Decisions and notes' in notes
    people = (await site.get(link(notes, "People"))).text
    assert rows(people) == []
    assert "Nothing of this kind has happened." in people
    nonsense = (await site.get(f"{path}&show=gossip&start=-1")).text
    assert rows(nonsense) == rows(page)


async def test_leaves_are_turned_by_plain_links(site: Site) -> None:
    incident = await site.declared()
    await noted(site, incident, 250)
    path = site.path("incidents", incident, MARKO)
    first = (await site.get(path)).text
    assert rows(first)[0].endswith(": step 249")
    assert len(rows(first)) == 100
    assert ">Newer</a>" not in first
    second = (await site.get(link(first, "Older"))).text
    assert rows(second)[0].endswith(": step 149")
    third = (await site.get(link(second, "Older"))).text
    assert rows(third)[-1].endswith("declared SEV3: Card <payments> fail")
    assert ">Older</a>" not in third
    assert rows((await site.get(link(second, "Newer"))).text) == rows(first)


async def test_an_entry_has_an_address_of_its_own(site: Site) -> None:
    incident = await site.declared()
    await noted(site, incident, 250)
    path = site.path("incidents", incident, MARKO)
    page = (await site.get(f"{path}&entry=n7")).text
    assert '<li id="n7"' in page
    address = re.search(r'<li id="n7"[^>]*>\s*<time[^>]*><a href="([^"]+)"', page)
    assert address
    assert unescape(address[1]).endswith("&entry=n7#n7")
    assert '<li id="n7"' in (await site.get(unescape(address[1]))).text
    # What stands above cites entries wherever they are.
    newest = (await site.get(path)).text
    declared = re.search(r'<dt>Severity</dt><dd>SEV3 <span class="cites"><a href="([^"]+)"', newest)
    assert declared
    assert "declared SEV3" in (await site.get(unescape(declared[1]))).text


async def test_milestones_say_what_is_unknown(site: Site) -> None:
    incident = await site.declared()
    async with site.store.begin() as work:
        said = {Milestone.DETECTED: work.now - timedelta(minutes=5)}
        await set_milestones(work, incident.id, said, by=OLENA)
    page = (await site.get(site.path("incidents", incident, MARKO))).text
    milestones = page[page.index('id="milestones"') : page.index('id="impact"')]
    facts = re.findall(r"<dt>(.*?)</dt><dd([^>]*)>([^<]*?) ?<", milestones)
    assert [(name, value.strip()) for name, _, value in facts] == [
        ("Impact began", "unknown"),
        ("Noticed", "23 Nov 2026, 08:55 UTC"),
        ("Declared", "23 Nov 2026, 09:00 UTC"),
        ("First acknowledged", "unknown"),
        ("Mitigated", "unknown"),
    ]
    assert [name for name, css, _ in facts if "unknown" in css] == [
        "Impact began",
        "First acknowledged",
        "Mitigated",
    ]


async def test_what_clients_were_told_by_whom_and_whether_on_time(site: Site) -> None:
    incident = await site.declared()
    at = site.time.now
    sent = ClientUpdateSent(
        incident=incident.id,
        at=at + timedelta(minutes=20),
        by=MARKO,
        update=ClientUpdateId("u1"),
        state=ClientState.IDENTIFIED,
        languages=(Language.EN,),
        channels=(),
        text="We know the <cause>.",
        number=2,
        due_at=at + timedelta(minutes=15),
        drafted_by=OLENA,
        approved_by=OLENA,
        next_by=at + timedelta(minutes=50),
    )
    await told(site, Entry(EventId("sent"), sent))
    page = (await site.get(site.path("incidents", incident, MARKO))).text
    part = page[page.index('id="updates"') : page.index('id="timeline"')]
    assert "2. Identified" in part
    assert (
        "drafted by U0OLENA · approved by U0OLENA · sent by U0MARKO · 5 min late · "
        "next one promised by 23 Nov 2026, 09:50 UTC"
    ) in part
    assert "We know the &lt;cause&gt;." in part
    assert "entry=sent#sent" in part


async def test_pictures_of_entries_that_stand(site: Site) -> None:
    incident = await site.declared()
    at = site.time.now

    def kept(entry: str, name: str, mimetype: str) -> Entry:
        fact = EvidenceKept(
            incident=incident.id,
            at=at,
            entry=EventId(entry),
            file="F1",
            name=name,
            mimetype=mimetype,
            size=9,
            evidence=EvidenceId("0" * 31 + entry[-1]),
        )
        return Entry(EventId(f"k{entry}"), fact)

    gone = EntryRemoved(incident=incident.id, at=at, entry=EventId("e2"), why=Why.HAND, text="x")
    await told(
        site,
        kept("e1", "graph.png", "image/png"),
        kept("e2", "secret.png", "image/png"),
        kept("e3", "log.txt", "text/plain"),
        Entry(EventId("gone"), gone),
    )
    page = (await site.get(site.path("incidents", incident, MARKO))).text
    pictures = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', page)
    assert [name for _, name in pictures] == ["graph.png"]
    assert unescape(pictures[0][0]).startswith(f"/incidents/1/evidence/{'0' * 31}1?pass=")


async def test_ten_thousand_entries_are_read_like_ten(site: Site) -> None:
    incident = await site.declared()
    came = [
        Entry(
            EventId(f"p{n}"),
            PersonJoined(incident=incident.id, at=site.time.now, by=OLENA, person=OLENA),
        )
        for n in range(10_000)
    ]
    async with site.store.begin() as work:
        await work.incidents.get(IncidentId(incident.id), for_update=True)
        await work.timeline.append(came)
    page = (await site.get(site.path("incidents", incident, MARKO))).text
    assert len(rows(page)) == 100
    assert len(page) < 100_000
    assert "9,902 to 10,001 of 10,001" in page or "9902 to 10001 of 10001" in page


async def test_the_page_is_as_it_was_for_those_without_a_script(site: Site) -> None:
    incident = await site.declared()
    path = site.path("incidents", incident, MARKO)
    page = (await site.get(path)).text
    async with site.store.begin() as work:
        await note.note(work, incident.id, "Rolled back", by=OLENA)
    assert "Rolled back" in (await site.get(link(page, "Read again"))).text
