"""The final schedule by one sweep: turns, cut and changed by covers and overrides.

With E bounds in all it takes O(E log E): each bound is sorted once and passed once. At any time
only the substitutions then in force are looked at.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from bot.domain.rotation import Stretch
from bot.domain.service import RotationName
from bot.domain.shift import Shift, ShiftId
from bot.domain.substitution import Override, Substitutions, substituted


def sweep(
    name: RotationName,
    stretches: Iterable[Stretch],
    substitutions: Substitutions,
) -> Iterator[Shift]:
    """Contiguous stretches as shifts; what differs in nothing is one shift."""
    current = _InForce(substitutions.overrides)
    last: Shift | None = None
    for stretch in stretches:
        turn = stretch.turn
        id = ShiftId(name, turn.layer, turn.index) if turn else None
        owners = turn.people if turn else ()
        own = substitutions.of(id)
        edges = {edge for cover in own if cover.window for edge in cover.window}
        for start, end in pairwise(current.cuts(stretch.start, stretch.end, edges)):
            people, because = owners, ()
            found = [*(cover for cover in own if cover.covers(start)), *current.at(start)]
            if found:
                people, because = substituted(owners, found)
            if last and (last.people, last.id, last.because) == (people, id, because):
                start = last.start  # noqa: PLW2901 - the same shift goes on
            elif last:
                yield last
            last = Shift(start=start, end=end, people=people, id=id, because=because)
    if last:
        yield last


class _InForce:
    """The overrides in force at an instant, for instants that never go back."""

    def __init__(self, overrides: Sequence[Override]) -> None:
        self._overrides = overrides
        self._bounds = sorted({bound for each in overrides for bound in (each.start, each.end)})
        self._starting = sorted(
            ((each.start, order) for order, each in enumerate(overrides)), reverse=True
        )
        #: Their places in the order in which they were made.
        self._now: list[int] = []
        self._passed = 0

    def cuts(self, start: datetime, end: datetime, edges: Iterable[datetime]) -> list[datetime]:
        """The two ends, and between them the overrides' bounds and these edges, in order."""
        low = bisect_right(self._bounds, start)
        high = low
        while high < len(self._bounds) and self._bounds[high] < end:
            high += 1
        inner = self._bounds[low:high]
        if edges:
            inner = sorted({*inner, *(edge for edge in edges if start < edge < end)})
        return [start, *inner, end]

    def at(self, at: datetime) -> Sequence[Override]:
        while self._passed < len(self._bounds) and self._bounds[self._passed] <= at:
            self._passed += 1
            self._now = [n for n in self._now if at < self._overrides[n].end]
        while self._starting and self._starting[-1][0] <= at:
            _, order = self._starting.pop()
            if at < self._overrides[order].end:
                insort(self._now, order)
        return [self._overrides[n] for n in self._now]
