"""HTML from templates: one environment, every value escaped, sentences from the catalogue."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.i18n import Translator

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

FOLDER = Path(__file__).parent
_CODE = re.compile(r"`([^`]+)`")


def html(template: str, t: Translator, status: int = 200, **facts: Any) -> web.Response:
    """A page in one language. Links in it are for one person, so nobody may keep it."""
    text = _environment().get_template(template).render(_=t, language=t.language.value, **facts)
    return web.Response(
        text=text,
        status=status,
        content_type="text/html",
        charset="utf-8",
        headers={"Content-Language": t.language.value, "Vary": "Accept-Language"},
    )


@cache
def _environment() -> "Environment":
    # Imported at the first page: it is slow to load, and the start must be fast.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"prose": prose, "code": code}
    return environment


def prose(text: str) -> "Markup":
    """What a person wrote, with the little Markdown people use; HTML stays text."""
    from markupsafe import Markup

    return Markup(_markdown().render(text))  # noqa: S704 - written by a renderer without HTML


@cache
def _markdown() -> Any:
    from markdown_it import MarkdownIt

    # Headings and images are left out: they would speak over the page, or load from elsewhere.
    allowed = ["autolink", "backticks", "emphasis", "escape", "fence", "link", "list", "newline"]
    return MarkdownIt("zero", {"html": False, "breaks": True}).enable(allowed)


def code(text: str) -> "Markup":
    """A sentence of ours in which `commands` stand between backticks."""
    from markupsafe import Markup, escape

    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped here
