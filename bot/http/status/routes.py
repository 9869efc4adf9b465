"""The public status page: for everybody, so nothing here asks who reads.

`/status` speaks the reader's language by Accept-Language, `/status/uk` speaks Ukrainian to all.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from bot.domain.component import Health
from bot.domain.language import Language
from bot.domain.phrase import Phrase, phrase
from bot.http.pages import template as pages
from bot.http.pages.error import preferred
from bot.http.status.boards import Boards, Showing
from bot.http.status.document import document
from bot.http.status.press import Press, answer
from bot.http.status.show import NAMES, Writer
from bot.http.status.template import FOLDER, html
from bot.i18n import translator
from bot.links import Links
from bot.store.work import Store

_MISSING = 404
#: Programs of other sites may read these.
_OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
_SENTENCES: dict[Health, Phrase] = {
    Health.OPERATIONAL: phrase("All systems operational"),
    Health.MAINTENANCE: phrase("Maintenance under way"),
    Health.DEGRADED: phrase("Some systems are degraded"),
    Health.PARTIAL_OUTAGE: phrase("Some systems are partly down"),
    Health.MAJOR_OUTAGE: phrase("Major outage"),
}


class StatusPages:
    def __init__(self, store: Store, links: Links, boards: Boards | None = None) -> None:
        self._boards = boards or Boards(store)
        self._press = Press(store.clock)
        self._base = links.base
        self._style = (FOLDER / "style.css").read_text(encoding="utf-8")

    def routes(self) -> Sequence[web.RouteDef]:
        """GET, and HEAD by aiohttp's own doing. Each page twice: negotiated, and by language."""
        found = [web.get("/status.json", self.json), web.get("/status/style.css", self.style)]
        for prefix in ("/status", "/status/{language:[a-z]{2}}"):
            found += [
                web.get(prefix, self.home),
                web.get(prefix + r"/incidents/{n:\d{1,9}}", self.incident),
                web.get(prefix + "/history", self.history),
                web.get(prefix + r"/history/{month:\d{4}-\d{2}}", self.history),
                web.get(prefix + "/feed.{kind:atom|rss}", self.feed),
            ]
        return found

    async def home(self, request: web.Request) -> web.StreamResponse:
        showing = await self._boards.current()
        language = _language(request, showing)
        if showing is None or language is None:
            return self._missing(request, showing)
        version = (showing.edition, showing.minute)
        return await self._html(
            request, ("home", language), version, lambda: self._home(Writer(showing, language))
        )

    async def incident(self, request: web.Request) -> web.StreamResponse:
        """One that is private now is answered like a number that was never given."""
        showing = await self._boards.current()
        language = _language(request, showing)
        if showing is None or language is None:
            return self._missing(request, showing)
        incident = showing.board.incident(int(request.match_info["n"]))
        if incident is None:
            return self._missing(request, showing)
        version = (showing.edition, None if incident.over else showing.minute)

        def make() -> str:
            w = Writer(showing, language)
            here = f"/incidents/{incident.id}"
            return self._written("incident.html", w, here, case=w.case(incident))

        return await self._html(request, ("incident", incident.id, language), version, make)

    async def history(self, request: web.Request) -> web.StreamResponse:
        """A month; the present one unless the address names another since the page began."""
        showing = await self._boards.current()
        language = _language(request, showing)
        if showing is None or language is None:
            return self._missing(request, showing)
        months = _months(showing)
        wanted = request.match_info.get("month", months[-1].strftime("%Y-%m"))
        place = next((n for n, each in enumerate(months) if f"{each:%Y-%m}" == wanted), None)
        if place is None:
            return self._missing(request, showing)

        def make() -> str:
            return self._history(Writer(showing, language), months, place)

        version = (showing.edition, showing.board.calendar.dates[-1])
        return await self._html(request, ("history", wanted, language), version, make)

    async def feed(self, request: web.Request) -> web.StreamResponse:
        # Imported at the first feed: XML is slow to load, and the start must be fast.
        from bot.http.status import feeds

        showing = await self._boards.current()
        language = _language(request, showing)
        if showing is None or language is None:
            return self._missing(request, showing)
        kind = request.match_info["kind"]
        write = feeds.atom if kind == "atom" else feeds.rss
        printed = await self._press.printed(
            (kind, language),
            showing.edition,
            f"application/{kind}+xml",
            lambda: write(Writer(showing, language), self._base),
        )
        return answer(request, printed, negotiated=_negotiated(request), more=_OPEN)

    async def json(self, request: web.Request) -> web.StreamResponse:
        showing = await self._boards.current()
        if showing is None:
            return self._missing(request, showing)
        printed = await self._press.printed(
            "json",
            (showing.edition, showing.minute),
            "application/json",
            lambda: document(showing, self._base),
        )
        return answer(request, printed, negotiated=False, more=_OPEN)

    async def style(self, request: web.Request) -> web.StreamResponse:
        printed = await self._press.printed("style", 0, "text/css", lambda: self._style)
        more = {"Cache-Control": "public, max-age=3600"}
        return answer(request, printed, negotiated=False, more=more)

    async def _html(
        self, request: web.Request, name: Hashable, version: Hashable, make: Callable[[], str]
    ) -> web.StreamResponse:
        printed = await self._press.printed(name, version, "text/html", make)
        return answer(request, printed, negotiated=_negotiated(request))

    def _home(self, w: Writer) -> str:
        board = w.showing.board
        return self._written(
            "page.html",
            w,
            "",
            kind=board.health.value,
            sentence=w.say(_SENTENCES[board.health]),
            open=[w.case(incident) for incident in board.open],
            groups=list(w.groups()),
            legend=list(w.legend()),
            recent=w.recent(),
            as_of=w.moment(board.at),
        )

    def _history(self, w: Writer, months: Sequence[date], place: int) -> str:
        first = months[place]
        return self._written(
            "history.html",
            w,
            f"/history/{first:%Y-%m}",
            month=w.t.month(first),
            days=w.month(first, _next(first)),
            earlier=_turn(w, months[place - 1]) if place else None,
            later=_turn(w, months[place + 1]) if place + 1 < len(months) else None,
        )

    def _written(self, template: str, w: Writer, here: str | None, **facts: Any) -> str:
        """``here`` is the page's address after the language; None for one that has none."""
        page = w.showing.page
        return html(
            template,
            w.t,
            w=w,
            here=here,
            base=self._base,
            languages=[{"code": each.value, "name": NAMES[each]} for each in page.languages],
            support=page.support,
            zone=page.zone.key,
            **facts,
        )

    def _missing(self, request: web.Request, showing: Showing | None) -> web.Response:
        """The same words for what is not public, what never was, and what is no page at all."""
        if showing is None:
            t = translator(preferred(request))
            title, said = t("Nothing here"), t("There is no status page here.")
            return pages.html("error.html", t, _MISSING, title=title, said=said)
        language = _language(request, showing) or showing.page.languages[0]
        text = self._written("missing.html", Writer(showing, language), None)
        return web.Response(text=text, status=_MISSING, content_type="text/html")


def _language(request: web.Request, showing: Showing | None) -> Language | None:
    """The one in the address, else the reader's best; None for one that the page has not."""
    if showing is None:
        return None
    languages = showing.page.languages
    if _negotiated(request):
        return preferred(request, languages)
    named = request.match_info["language"]
    return next((language for language in languages if language == named), None)


def _negotiated(request: web.Request) -> bool:
    return "language" not in request.match_info


def _months(showing: Showing) -> Sequence[date]:
    """The first days of all months since the page began, or its first incident."""
    board = showing.board
    days = [board.begun_on(incident) for incident in board.incidents[-1:]]
    first, today = min([board.calendar.since, *days]), board.calendar.dates[-1]
    months = [min(first, today).replace(day=1)]
    while _next(months[-1]) <= today:
        months.append(_next(months[-1]))
    return months


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _turn(w: Writer, first: date) -> dict[str, str]:
    return {"key": f"{first:%Y-%m}", "name": w.t.month(first)}
