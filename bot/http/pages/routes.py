"""The postmortem of an incident, for whoever holds a pass and may still see it."""

from collections.abc import Sequence

from aiohttp import web

from bot.domain import postmortem
from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.http.pages.admission import admit
from bot.http.pages.error import ask_for_a_link
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
            web.get("/style.css", self.style),
        )

    async def postmortem(self, request: web.Request) -> web.Response:
        """The document, written anew from the timeline at every reading."""
        if "pass" not in request.query:
            return ask_for_a_link(request, "/incident postmortem")
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

    async def style(self, _request: web.Request) -> web.Response:
        return web.Response(
            text=self._style, content_type="text/css", headers={"Cache-Control": "max-age=3600"}
        )

    async def _admit(self, work: Work, request: web.Request, page: str) -> tuple[Incident, Writer]:
        incident, _, language = await admit(work, self._links, request, page)
        return incident, Writer(translator(language), incident, await names(work))
