"""A text as words and marks: what the lexicons are matched against."""

import re
from dataclasses import dataclass

#: A word with its inner apostrophes and hyphens; a number with its separators; one mark.
_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+(?:['-][^\W\d_]+)*)|\d+(?:[.,:]\d+)*|[.!?…;,:()\n\u2013\u2014%$€£₴₽<>@#-]"
)
#: A line that goes on in small letters is the same sentence, wrapped.
_WRAPPED = re.compile(r"\n(?=[^\S\n]*[a-zа-яєіїґ])")  # noqa: RUF001 - Cyrillic
#: No phrase reaches over these, nor over a line's end.
_BREAKS = frozenset(".!?…;,:()\n\u2013\u2014-<>@#")
_ENDS = frozenset(".!?…;\n")


@dataclass(frozen=True, slots=True)
class Words:
    """Tokens in lower case, each with its place in the sight they were read from."""

    tokens: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    #: Whether the token began with a capital letter.
    capital: tuple[bool, ...]


def words(text: str) -> Words:
    """Read a sight's text. Lengths stay: a wrapped line's break becomes a space."""
    found = list(_TOKEN.finditer(_WRAPPED.sub(" ", text)))
    return Words(
        tuple(token[0].lower() for token in found),
        tuple(token.start() for token in found),
        tuple(token.end() for token in found),
        tuple(token[0][0].isupper() for token in found),
    )


def is_break(token: str) -> bool:
    """Whether a clause ends here."""
    return token in _BREAKS


def ends_sentence(token: str) -> bool:
    """Whether a sentence ends here."""
    return token in _ENDS
