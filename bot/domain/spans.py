"""Fixed stretches of time, each with its people: a layer that a calendar names by hand.

Spans are sorted and do not overlap, so who is on call is found by bisection.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from bot.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class Span:
    """These people, in ``[start, end)``, UTC."""

    start: datetime
    end: datetime
    people: tuple[PersonId, ...]


def span_at(spans: Sequence[Span], at: datetime) -> int | None:
    """The place of the span that holds an instant; None in between. O(log n)."""
    place = bisect_right(spans, at, key=_start) - 1
    return place if place >= 0 and at < spans[place].end else None


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in any order, overlapping or not, as sorted ones that do not overlap.

    Where several overlap, all their people are on call, those first who began first.
    """
    given = sorted(spans, key=lambda span: (span.start, span.end, span.people))
    edges = sorted({edge for span in given for edge in (span.start, span.end)})
    found: list[Span] = []
    running: list[Span] = []
    coming = iter([*given, None])
    following = next(coming)
    for start, end in pairwise(edges):
        running = [span for span in running if span.end > start]
        while following is not None and following.start <= start:
            running.append(following)
            following = next(coming)
        people = tuple(dict.fromkeys(person for span in running for person in span.people))
        if people:
            found.append(Span(start, end, people))
    return tuple(found)


def _start(span: Span) -> datetime:
    return span.start
