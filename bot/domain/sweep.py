"""The final schedule by one sweep: turns, cut and changed by covers and overrides.

With E bounds in all it takes O(E log E): each bound is sorted once and passed once. At any time
only the substitutions then in force are looked at.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

from bot.domain.ids import CoverId, OverrideId, PersonId
from bot.domain.rotation import Stretch
from bot.domain.service import RotationName
from bot.domain.shift import Shift, ShiftId
from bot.domain.substitution import Cover, Override, Substitutions, substituted

#: Who, why, and in whose turn: a shift without its ends.
_Held: TypeAlias = tuple[tuple[PersonId, ...], tuple[OverrideId | CoverId, ...], ShiftId | None]


def sweep(
    name: RotationName,
    stretches: Iterable[Stretch],
    substitutions: Substitutions,
) -> Iterator[Shift]:
    """Contiguous stretches as shifts; what differs in nothing is one shift."""
    current = _InForce(substitutions.overrides)
    held: _Held | None = None
    since = until = None
    for stretch in stretches:
        turn = stretch.turn
        id = ShiftId(name, turn.layer, turn.number) if turn else None
        owners = turn.people if turn else ()
        covers = substitutions.of(id)
        edges = [edge for cover in covers if cover.window for edge in cover.window]
        for start in current.cuts(stretch.start, stretch.end, edges):
            own = [cover for cover in covers if cover.covers(start)] if covers else []
            found: list[Cover | Override] = [*own, *current.at(start)]
            people, because = substituted(owners, found) if found else (owners, ())
            if held != (people, because, id):
                if held and since:
                    yield _shift(since, start, held)
                held, since = (people, because, id), start
        until = stretch.end
    if held and since and until:
        yield _shift(since, until, held)


def _shift(start: datetime, end: datetime, held: _Held) -> Shift:
    people, because, id = held
    return Shift(start=start, end=end, people=people, id=id, because=because)


class _InForce:
    """The overrides in force at an instant, for instants that never go back."""

    def __init__(self, overrides: Sequence[Override]) -> None:
        self._overrides = overrides
        self._bounds = sorted({bound for each in overrides for bound in (each.start, each.end)})
        self._starting = sorted(
            ((each.start, order) for order, each in enumerate(overrides)), reverse=True
        )
        self._passed = 0
        #: Their places in the order in which they were made; and themselves.
        self._places: list[int] = []
        self._now: list[Override] = []

    def cuts(self, start: datetime, end: datetime, edges: Sequence[datetime]) -> list[datetime]:
        """The start, and in order the overrides' bounds and these edges before the end."""
        low = bisect_right(self._bounds, start)
        high = bisect_left(self._bounds, end, lo=low)
        if not edges:
            return [start, *self._bounds[low:high]]
        inner = {*self._bounds[low:high], *(edge for edge in edges if start < edge < end)}
        return [start, *sorted(inner)]

    def at(self, at: datetime) -> Sequence[Override]:
        before = self._passed
        while self._passed < len(self._bounds) and self._bounds[self._passed] <= at:
            self._passed += 1
        if self._passed == before:
            return self._now
        self._places = [n for n in self._places if at < self._overrides[n].end]
        while self._starting and self._starting[-1][0] <= at:
            _, order = self._starting.pop()
            if at < self._overrides[order].end:
                insort(self._places, order)
        self._now = [self._overrides[n] for n in self._places]
        return self._now
