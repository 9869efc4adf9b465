"""The pages of one incident, for whoever holds a pass and may still see it."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from aiohttp import web

from bot.domain import postmortem
from bot.domain.ids import EvidenceId, label
from bot.domain.incident import Incident
from bot.http.pages.admission import admit
from bot.http.pages.error import preferred
from bot.http.pages.show import Writer
from bot.http.pages.template import FOLDER, html
from bot.i18n import translator
from bot.links import Links
from bot.store.work import Store, Work
from bot.usecases.review import names


class Pages:
    def __init__(self, store: Store, links: Links) -> None:
        self._store = store
        self._links = links
        self._style = (FOLDER / "style.css").read_text(encoding="utf-8")

    def routes(self) -> Sequence[web.RouteDef]:
        return (
            web.get(r"/postmortems/{n:\d{1,9}}", self.postmortem),
            web.get(r"/incidents/{n:\d{1,9}}", self.incident),
            web.get("/style.css", self.style),
        )

    async def postmortem(self, request: web.Request) -> web.Response:
        """The document, written anew from the timeline at every reading."""
        if "pass" not in request.query:
            return self._ask(request, "/incident postmortem")
        async with self._store.read() as work:
            incident, writer = await self._admit(work, request, "postmortems")
            entries = await work.timeline.read(incident.id)
            document = postmortem.write(incident, entries, work.policy)
            now = work.now
        return html(
            "postmortem.html",
            writer.t,
            incident=incident,
            name=label(incident.id),
            head=writer.facts(document.head, document.numbers),
            sections=writer.parts(document),
            read_at=writer.clock(now),
        )

    async def incident(self, request: web.Request) -> web.Response:
        """The incident as it is at this reading, the newest event first."""
        if "pass" not in request.query:
            return self._ask(request, "/incident timeline")
        async with self._store.read() as work:
            incident, writer = await self._admit(work, request, "incidents")
            entries = await work.timeline.read(incident.id)
            head = postmortem.head(incident, entries, work.policy)
            now = work.now
        moments = postmortem.timeline(entries)
        numbers = {moment.id: moment.number for moment in moments}
        return html(
            "incident.html",
            writer.t,
            incident=incident,
            name=label(incident.id),
            head=writer.facts(head, numbers),
            moments=writer.moments(moments[::-1]),
            read_at=writer.clock(now),
        )

    async def style(self, _request: web.Request) -> web.Response:
        return web.Response(
            text=self._style, content_type="text/css", headers={"Cache-Control": "max-age=3600"}
        )

    async def _admit(self, work: Work, request: web.Request, page: str) -> tuple[Incident, Writer]:
        incident, _, language = await admit(work, self._links, request, page)
        token = quote(request.query["pass"])

        def file(id: EvidenceId) -> str:
            return f"{self._links.base}/incidents/{incident.id}/evidence/{id}?pass={token}"

        reader = Writer(translator(language), incident, await names(work))
        return incident, replace(reader, file=file) if page == "incidents" else reader

    def _ask(self, request: web.Request, command: str) -> web.Response:
        """No pass: nothing is said of the incident, not even whether there is one."""
        t = translator(preferred(request))
        said = t(
            "This page opens with a link of your own. "
            "Write `{command}` in the incident's room, and Tocsin gives you one.",
            command=command,
        )
        return html("error.html", t, 403, title=t("Get your own link"), said=said)
