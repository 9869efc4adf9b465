"""A layer of a rotation: people who take turns, always or within windows; or a calendar."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from bot.domain.active_turns import active_turns
from bot.domain.ids import PersonId
from bot.domain.spans import Span, span_at
from bot.domain.turns import Turns
from bot.domain.wall_clock import utc
from bot.domain.windows import Windows

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE: Final = timedelta(minutes=1)

#: The name of the only layer of a rotation that was written without layers.
MAIN = "main"


class Advance(StrEnum):
    """What consumes a turn."""

    #: The calendar: a turn that falls wholly outside the windows is its owner's rest.
    CALENDAR = "calendar"
    #: Only turns that hold covered time; the others are nobody's, and take nothing from anybody.
    ACTIVE_SHIFTS = "active_shifts"


class Turn(NamedTuple):
    """One turn of one layer, and whose it is. An edit of the rotation keeps its number."""

    layer: str
    number: int
    people: tuple[PersonId, ...]


class Stretch(NamedTuple):
    """Time in ``[start, end)``, UTC, that belongs to one turn, or to nobody's."""

    start: datetime
    end: datetime
    turn: Turn | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """People who take turns, always or within windows. Without members it covers nothing.

    An edit carries two numbers over from the version before. ``carried`` is added to the grid's
    numbers, so that turns are numbered on; ``position`` moves the members along, so that whoever
    is on call stays.
    """

    name: str = MAIN
    members: tuple[PersonId, ...]
    turns: Turns
    windows: Windows | None = None
    advance_on: Advance = Advance.CALENDAR
    carried: int = 0
    position: int = 0

    def index(self, at: datetime) -> int:
        """The number of the turn at an instant; of the next active one, where turns are skipped."""
        return self.number(self.turns.index(at))

    def number(self, k: int) -> int:
        """The number of the grid's turn ``k``."""
        if self.windows is None or self.advance_on is Advance.CALENDAR:
            return k + self.carried
        return active_turns(self.turns, self.windows).number(k) + self.carried

    def owner(self, index: int) -> PersonId:
        """Whose turn a number is. Needs members."""
        return self.members[(index + self.position) % len(self.members)]

    def turn(self, at: datetime) -> Turn | None:
        """Whose turn it is at an instant; None outside the windows."""
        if not self.members or (self.windows is not None and not self.windows.covers(at)):
            return None
        return self._turn(self.turns.index(at))

    def bounds(self, at: datetime) -> tuple[datetime, datetime]:
        """The hand-offs, in UTC, around an instant."""
        k = self.turns.index(at)
        return self.turns.handoff(k), self.turns.handoff(k + 1)

    def span(self, index: int) -> tuple[datetime, datetime]:
        """The hand-offs, in UTC, between which the turn with this number lies.

        OverflowError for a number that no turn has.
        """
        k = index - self.carried
        if self.windows is not None and self.advance_on is Advance.ACTIVE_SHIFTS:
            k = active_turns(self.turns, self.windows).turn(k)
        return self.turns.handoff(k), self.turns.handoff(k + 1)

    def stretches(self, since: datetime, until: datetime) -> Iterator[Stretch]:
        """The covered part of ``[since, until)``, turn by turn, in order."""
        if not self.members:
            return
        pieces = self.windows.pieces(since, until) if self.windows else iter([(since, until)])
        k = self.turns.index(since)
        end = self.turns.handoff(k + 1)
        for opens, closes in pieces:
            start = opens
            while end <= start:
                k, end = k + 1, self.turns.handoff(k + 2)
            while end < closes:
                if start < end:
                    yield Stretch(start, end, self._turn(k))
                start, k, end = end, k + 1, self.turns.handoff(k + 2)
            yield Stretch(start, closes, self._turn(k))

    def _turn(self, k: int) -> Turn:
        index = self.number(k)
        return Turn(self.name, index, (self.owner(index),))


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarLayer:
    """Who is on call when, written out by hand: an imported calendar.

    The spans are in order and apart. A span's number is the minute at which it starts, from the
    Unix epoch, so it keeps its number whatever is added before it.
    """

    name: str
    spans: tuple[Span, ...]

    @property
    def members(self) -> tuple[PersonId, ...]:
        return tuple(dict.fromkeys(person for span in self.spans for person in span.people))

    def turn(self, at: datetime) -> Turn | None:
        """Whose span holds an instant; None between spans."""
        place = span_at(self.spans, utc(at))
        return None if place is None else self._turn(self.spans[place])

    def bounds(self, at: datetime) -> tuple[datetime, datetime]:
        """The ends of the span at an instant. ValueError between spans."""
        place = span_at(self.spans, utc(at))
        if place is None:
            raise ValueError(f"Layer {self.name} has no span at {at.isoformat()}")
        return self.spans[place].start, self.spans[place].end

    def span(self, index: int) -> tuple[datetime, datetime]:
        """The ends of the span with this number. OverflowError where there is none."""
        for span in self.spans:
            if _number(span) == index:
                return span.start, span.end
        raise OverflowError(f"Layer {self.name} has no span {index}")

    def stretches(self, since: datetime, until: datetime) -> Iterator[Stretch]:
        """The covered part of ``[since, until)``, span by span, in order."""
        for span in self.spans[bisect_right(self.spans, since, key=_end) :]:
            if span.start >= until:
                return
            yield Stretch(max(since, span.start), min(until, span.end), self._turn(span))

    def _turn(self, span: Span) -> Turn:
        return Turn(self.name, _number(span), span.people)


def _number(span: Span) -> int:
    return (span.start - _EPOCH) // _MINUTE


def _end(span: Span) -> datetime:
    return span.end
