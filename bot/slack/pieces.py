"""A text in pieces that Slack takes, none cut within a word or an entity where it can be helped."""

import re

#: An escaped character counts as long as it is written, and must not be cut in two.
_UNIT = re.compile(r"&(?:amp|lt|gt);|.", re.DOTALL)


def pieces(text: str, limit: int) -> list[str]:
    """Each at most ``limit`` long: cut between paragraphs, else lines, else words, else letters.

    ``text`` is escaped already.
    """
    found = []
    rest = text
    while len(rest) > limit:
        end = _end(rest, limit)
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*found, rest]


def _end(text: str, limit: int) -> int:
    """Where the first piece ends. Not so early that it holds next to nothing."""
    for between in ("\n\n", "\n", " "):
        at = text.rfind(between, limit // 4, limit + 1)
        if at > 0:
            return _before_entity(text, at)
    end = 0
    for unit in _UNIT.finditer(text):
        if unit.end() > limit:
            break
        end = unit.end()
    return end


def _before_entity(text: str, at: int) -> int:
    """The spaces in ``<!date^0^{date} {time}|then>`` are no place to cut it."""
    opened = text.rfind("<", 0, at)
    return opened if opened > max(0, text.rfind(">", 0, at)) else at
