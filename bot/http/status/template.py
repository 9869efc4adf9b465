"""HTML of the status page: its own templates, every value escaped."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.i18n import Translator

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent


def html(template: str, t: Translator, **facts: Any) -> str:
    return _environment().get_template(template).render(_=t, language=t.language.value, **facts)


@cache
def _environment() -> "Environment":
    # Imported at the first page: it is slow to load, and the start must be fast.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
