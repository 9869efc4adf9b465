"""A runbook as a page, for whoever holds a link that the bot gave out."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.domain.refusal import Refusal
from bot.domain.runbook import Runbook
from bot.http.pages.error import preferred
from bot.http.pages.template import html
from bot.i18n import translator
from bot.links import Links

if TYPE_CHECKING:
    from markupsafe import Markup


class RunbookPages:
    def __init__(self, runbooks: Mapping[str, Runbook], links: Links) -> None:
        self._runbooks = runbooks
        self._links = links

    def routes(self) -> Sequence[web.RouteDef]:
        return (web.get("/runbooks/{slug}", self.runbook),)

    async def runbook(self, request: web.Request) -> web.Response:
        slug = request.match_info["slug"]
        if not self._links.sealed(request.query.get("seal", ""), slug):
            raise Refusal("This link is not valid. Ask for a new one in the incident's room.")
        book = self._runbooks.get(slug)
        if book is None:
            raise web.HTTPNotFound
        return html(
            "runbook.html",
            translator(preferred(request)),
            title=book.title,
            owners=", ".join(book.owners),
            body=_rendered(book.body),
        )


def _rendered(body: str) -> "Markup":
    from markupsafe import Markup

    return Markup(_markdown().render(body))  # noqa: S704 - written by a renderer without HTML


@cache
def _markdown() -> Any:
    # Imported at the first page: the start must be fast. Images would load from elsewhere.
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
