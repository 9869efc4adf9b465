"""The page of an incident, live: read like any other, and renewed by a small script of ours.

The script asks with the tag of what it shows, so that a page on which nothing is new costs one
look at the newest entry.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from aiohttp import web

from bot.domain import milestone, postmortem
from bot.domain.events import (
    ClientUpdateSent,
    EntryRemoved,
    EvidenceKept,
    RoleTaken,
    ServiceChanged,
    SeverityChanged,
    StatusChanged,
)
from bot.domain.events.course import IncidentCancelled, IncidentMerged
from bot.domain.ids import EventId, EvidenceId, PersonId, label
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.strand import Strand, strand_name
from bot.http.pages.admission import admit
from bot.http.pages.clients import updates
from bot.http.pages.error import ask_for_a_link
from bot.http.pages.evidence import PICTURES
from bot.http.pages.show import Writer
from bot.http.pages.template import FOLDER, html
from bot.i18n import translator
from bot.links import Links
from bot.store.timeline import Entry, Place
from bot.store.work import Store, Work
from bot.usecases.review import names
from bot.usecases.timeline import Leaf, leaf

#: A phone renders so many at once without stuttering.
SIZE = 100
#: As for every page of ours, but that this one has a script, which asks for itself, and pictures.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
#: What stands above the timeline is made of these, however long it is.
_ABOVE = (
    *milestone.KINDS,
    SeverityChanged,
    ServiceChanged,
    StatusChanged,
    IncidentCancelled,
    IncidentMerged,
    RoleTaken,
    ClientUpdateSent,
    EvidenceKept,
    EntryRemoved,
)
_LOOK = "X-Tocsin-Look"


@dataclass(frozen=True, slots=True)
class Where:
    """What part of the timeline was asked for; from an address, which anybody may write."""

    strand: Strand = Strand.ALL
    start: int | None = None
    entry: EventId | None = None

    @classmethod
    def of(cls, request: web.Request) -> "Where":
        wanted, start = request.query.get("show", ""), request.query.get("start", "")
        return cls(
            strand=Strand(wanted) if wanted in set(Strand) else Strand.ALL,
            start=int(start) if start.isascii() and start.isdigit() and len(start) < 10 else None,  # noqa: PLR2004
            entry=EventId(request.query["entry"]) if "entry" in request.query else None,
        )


class Addresses:
    """Where each entry is read, by its number or its id."""

    def __init__(self, request: web.Request, places: Sequence[Place]) -> None:
        self._request = request
        self._places = places

    def __getitem__(self, key: int | str) -> str:
        id = self._places[key - 1].id if isinstance(key, int) else key
        return f"{self.to(entry=id)}#{id}"

    def to(self, **query: str) -> str:
        """This page with another query; the pass stays."""
        given = {name: value for name, value in query.items() if value}
        url = self._request.rel_url.with_query({**self._pass, **given})
        return str(url.with_fragment(None))

    def file(self, id: EvidenceId) -> str:
        path = f"{self._request.path}/evidence/{id}"
        return str(self._request.rel_url.with_path(path).with_query(self._pass))

    @property
    def _pass(self) -> dict[str, str]:
        return {"pass": self._request.query["pass"]}


class IncidentPages:
    def __init__(self, store: Store, links: Links) -> None:
        self._store = store
        self._links = links
        self._script = (FOLDER / "live.js").read_text(encoding="utf-8")

    def routes(self) -> Sequence[web.RouteDef]:
        return (
            web.get(r"/incidents/{n:\d{1,9}}", self.incident),
            web.get("/live.js", self.script),
        )

    async def script(self, _request: web.Request) -> web.Response:
        return web.Response(
            text=self._script,
            content_type="text/javascript",
            headers={"Cache-Control": "max-age=3600"},
        )

    async def incident(self, request: web.Request) -> web.Response:
        """The incident as it is at this reading, the newest entry first."""
        if "pass" not in request.query:
            return ask_for_a_link(request, "/incident timeline")
        where = Where.of(request)
        async with self._store.read() as work:
            incident, reader, language = await admit(work, self._links, request, "incidents")
            newest = await work.timeline.newest(incident.id)
            tag = _tag(request, incident, work.policy.version, newest)
            known = request.headers.get("If-None-Match") == tag
            page = None if known else await _page(work, request, incident, language, where)
        await self._remember(request, incident, reader, where, new=not known)
        if page is None:
            return web.Response(status=304, headers={"ETag": tag})
        response = html("incident.html", translator(language), tag=tag, **page)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["ETag"] = tag
        return response

    async def _remember(
        self, request: web.Request, incident: Incident, reader: PersonId, where: Where, *, new: bool
    ) -> None:
        """Whoever reads the newest has seen it. Robots that follow links in messages do not count.

        A browser says what a page is for; where it does not, the page's script does.
        """
        if where != Where():
            return
        look = request.headers.get(_LOOK, "")
        opened = request.headers.get("Sec-Fetch-Dest") == "document"
        if look == "first" or (new and (look or opened)):
            async with self._store.begin() as work:
                await work.looks.took(incident.id, reader, work.now)


async def _page(
    work: Work, request: web.Request, incident: Incident, language: Language, where: Where
) -> dict[str, Any]:
    places = await work.timeline.places(incident.id)
    found = await leaf(
        work,
        incident.id,
        where.strand,
        size=SIZE,
        start=where.start,
        around=where.entry,
        places=places,
    )
    above = await work.timeline.read(incident.id, _ABOVE)
    at = Addresses(request, places)
    numbers = {place.id: number for number, place in enumerate(places, start=1)}
    bare = Writer(translator(language), incident, await names(work))
    writer = replace(bare, file=at.file)
    rows = [postmortem.row(row.number, row.told) for row in reversed(found.rows)]
    return {
        "incident": incident,
        "name": label(incident.id),
        "read_at": writer.clock(work.now),
        "at": at,
        "here": at.to(show=_asked(where.strand)),
        "head": writer.facts(postmortem.head(incident, above, work.policy), numbers),
        "milestones": writer.facts(postmortem.moments(incident, above), numbers),
        "updates": updates(above, writer),
        "pictures": _pictures(above, at),
        "moments": writer.moments(rows),
        **_turns(writer, at, where, found),
    }


def _turns(writer: Writer, at: Addresses, where: Where, found: Leaf) -> dict[str, Any]:
    """The kinds to choose among, and the leaves before and after."""
    show = _asked(where.strand)
    older = at.to(show=show, start=str(max(0, found.start - SIZE))) if found.start else ""
    newest = found.start + 2 * SIZE >= found.total
    newer = at.to(show=show, start="" if newest else str(found.start + SIZE))
    return {
        "strands": [
            {
                "name": writer.say(strand_name(each)),
                "address": at.to(show=_asked(each)),
                "chosen": each is where.strand,
            }
            for each in Strand
        ],
        "older": older,
        "newer": newer if found.end < found.total else "",
        "counted": writer.t(
            "{first} to {last} of {total}",
            first=found.start + 1,
            last=found.end,
            total=found.total,
        ),
    }


def _pictures(above: Sequence[Entry], at: Addresses) -> list[dict[str, str]]:
    """Kept pictures of entries that stand."""
    gone = {one.event.entry for one in above if isinstance(one.event, EntryRemoved)}
    return [
        {"id": one.id, "name": one.event.name, "file": at.file(one.event.evidence)}
        for one in above
        if isinstance(one.event, EvidenceKept)
        and one.event.evidence is not None
        and one.event.mimetype in PICTURES
        and one.event.entry not in gone
    ]


def _asked(strand: Strand) -> str:
    return "" if strand is Strand.ALL else strand


def _tag(request: web.Request, incident: Incident, policy: int, newest: int) -> str:
    """Everything that the page is made of; of the timeline its last entry says enough."""
    of = f"{request.rel_url}|{policy}|{newest}|{incident!r}"
    return f'"{sha256(of.encode()).hexdigest()[:20]}"'
