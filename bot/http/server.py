"""The bot's own web: health for machines, pages for people, sentences instead of stack traces."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import structlog
from aiohttp import web

from bot.domain.refusal import Refusal
from bot.http import health
from bot.http.calendar import Calendars
from bot.http.pages import error
from bot.http.pages.answer import AnswerPages
from bot.http.pages.answers import AnswersPages
from bot.http.pages.evidence import EvidencePages
from bot.http.pages.incident import IncidentPages
from bot.http.pages.routes import Pages
from bot.http.pages.schedule import SchedulePages
from bot.http.status.routes import StatusPages
from bot.links import Links
from bot.store.work import Store

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

#: Slack's largest payload is a view of 250 kB; nothing else sends us anything.
BODY_LIMIT = 1024 * 1024
#: Nothing may be loaded but our own style; nothing is kept, framed, or told to other sites.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_ERROR = 400

log = structlog.get_logger(__name__)


def build(
    store: Store, links: Links, *, ready: Callable[[], Awaitable[list[str]]]
) -> web.Application:
    """The site. ``ready`` names what keeps this process from its work; empty: nothing does.

    The composition root may add routes of its own, such as Slack's endpoint.
    """
    site = web.Application(middlewares=[_answers], client_max_size=BODY_LIMIT)
    site.add_routes(health.routes(store, ready))
    site.add_routes(IncidentPages(store, links).routes())
    site.add_routes(Pages(store, links).routes())
    site.add_routes(EvidencePages(store, links).routes())
    site.add_routes(Calendars(store, links).routes())
    site.add_routes(AnswerPages(store, links).routes())
    site.add_routes(AnswersPages(store, links).routes())
    site.add_routes(SchedulePages(store, links).routes())
    site.add_routes(StatusPages(store, links).routes())
    return site


@web.middleware
async def _answers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever happens, a page a person can read, with the headers that keep it ours."""
    response = await _answer(request, handler)
    if not response.prepared:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
    return response


async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        if (request.content_length or 0) > BODY_LIMIT:
            return error.page(request, web.HTTPRequestEntityTooLarge.status_code)
        return await handler(request)
    except Refusal as refusal:
        return error.refused(request, refusal)
    except web.HTTPException as status:
        if status.status < _ERROR:
            raise
        page = error.page(request, status.status)
        if "Allow" in status.headers:
            page.headers["Allow"] = status.headers["Allow"]
        return page
    except Exception:
        log.exception("page_failed", path=request.path)
        return error.page(request, 500)
