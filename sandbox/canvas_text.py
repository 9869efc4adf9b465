"""A canvas's Markdown, cut into the sections Slack lets an app address."""

import re
from collections.abc import Callable

from sandbox.documents import Section

_FENCE = re.compile(r"^\s*(```|~~~)")
_HEADING = re.compile(r"^(#{1,6})\s+\S")


def sections(markdown: str, new_id: Callable[[], str]) -> list[Section]:
    """A section for each heading and each run of lines between blank ones; fences stay whole."""
    pieces: list[list[str]] = [[]]
    fenced = False
    for line in markdown.strip().splitlines():
        heading = not fenced and _HEADING.match(line) is not None
        blank = not fenced and not line.strip()
        if _FENCE.match(line):
            fenced = not fenced
        if blank or heading:
            pieces.append([])
        if not blank:
            pieces[-1].append(line)
        if heading:
            pieces.append([])
    kept = ["\n".join(piece) for piece in pieces if piece]
    return [Section(id=f"temp:C:{new_id()}", markdown=piece) for piece in kept]


def heading_level(markdown: str) -> int:
    """1 to 6 for a heading, 0 for anything else."""
    found = _HEADING.match(markdown)
    return len(found[1]) if found else 0
