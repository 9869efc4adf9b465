"""What people type, made safe to keep: one place that cleans it."""

import re
import unicodedata

#: A title fits a header, a topic and a phone; longer ones are cut with an ellipsis.
TITLE_LIMIT = 120
#: Slack's own limit for a text field in a modal.
TEXT_LIMIT = 3000


#: U+2028 and U+2029 break lines too, unseen in most editors.
_BREAK = re.compile("\r\n|[\r\n\u2028\u2029]")


def clean(text: str, limit: int) -> str:
    """Without control and invisible formatting characters, trimmed, at most ``limit`` long.

    Line breaks stay. Bidirectional overrides go: they can make a sentence read as another.
    """
    lines = _BREAK.split(text)
    kept = ("".join(c for c in line.replace("\t", " ") if _visible(c)).rstrip() for line in lines)
    return clip("\n".join(kept).strip().strip("\u200d"), limit)


def _visible(character: str) -> bool:
    # Cf holds joiners that emoji sequences need (U+200D) beside the overrides that deceive.
    # Cn stays: an emoji newer than this Python's Unicode tables is unassigned to it.
    if character == "\u200d":
        return True
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"}


def clip(text: str, limit: int) -> str:
    """At most ``limit`` characters, the last one an ellipsis when something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
