"""Who stands in for whom: overrides of a time, and covers of a shift.

A cover is bound to the shift, not to the hours it happens to have: where an edit moves the
shift, the cover moves with it. A swap is two covers of one ``swap``. Covers apply before
overrides, each in the order in which they were made, and each to the outcome of those before:
Anna covered by Borys, covered by Chen, is Chen.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import accumulate

from bot.domain.ids import CoverId, OverrideId, PersonId
from bot.domain.shift import ShiftId
from bot.domain.wall_clock import utc

People = tuple[PersonId, ...]


class OverrideKind(StrEnum):
    ADD = "add"
    REMOVE = "remove"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A change to who is on call in ``[start, end)``, whoever's turn it is.

    ``add``: ``person`` too. ``remove``: without ``person``; without anybody, where that is None.
    ``replace``: ``person`` instead of ``replaced``, where they are on call; instead of everybody,
    or of nobody, where ``replaced`` is None.

    The ends may be given in any zone and are kept in UTC. ValueError for a naive end, for one
    that is not after the start, and for nobody to add or to replace with.
    """

    id: OverrideId
    kind: OverrideKind
    start: datetime
    end: datetime
    person: PersonId | None
    replaced: PersonId | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", utc(self.start))
        object.__setattr__(self, "end", utc(self.end))
        if self.end <= self.start:
            raise ValueError("An override ends after it starts")
        if self.person is None and self.kind is not OverrideKind.REMOVE:
            raise ValueError(f"An override that is to {self.kind} names a person")

    def covers(self, at: datetime) -> bool:
        return self.start <= at < self.end

    def apply(self, people: People) -> People:
        person = self.person
        if person is None:
            return ()
        if self.kind is OverrideKind.REMOVE:
            return tuple(each for each in people if each != person)
        if self.kind is OverrideKind.ADD:
            return people if person in people else (*people, person)
        return (person,) if self.replaced is None else _instead(people, self.replaced, person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """``person`` takes a shift, or the part of it within ``window``, instead of its owner.

    It has no effect where ``instead_of`` is not on call, for example because an edit gave the
    shift to somebody else. The window's ends are kept in UTC. ValueError for a naive end, or one
    that is not after the start.
    """

    id: CoverId
    shift: ShiftId
    person: PersonId
    instead_of: PersonId
    window: tuple[datetime, datetime] | None = None
    #: The id that both covers of a swap share.
    swap: str | None = None

    def __post_init__(self) -> None:
        if self.window is None:
            return
        start, end = (utc(each) for each in self.window)
        object.__setattr__(self, "window", (start, end))
        if end <= start:
            raise ValueError("A cover ends after it starts")

    def covers(self, at: datetime) -> bool:
        """Whether it holds at an instant of its shift."""
        return self.window is None or self.window[0] <= at < self.window[1]

    def apply(self, people: People) -> People:
        return _instead(people, self.instead_of, self.person)


def substituted(
    people: People, substitutions: Iterable[Cover | Override]
) -> tuple[People, tuple[OverrideId | CoverId, ...]]:
    """Who is on call after them all, and the ids of those that changed anything, in order."""
    because: list[OverrideId | CoverId] = []
    for each in substitutions:
        after = each.apply(people)
        if after != people:
            people = after
            because.append(each.id)
    return people, tuple(because)


def _instead(people: People, whom: PersonId, who: PersonId) -> People:
    if whom not in people:
        return people
    return tuple(dict.fromkeys(who if each == whom else each for each in people))


class Substitutions:
    """Overrides and covers, found by time and by shift."""

    __slots__ = ("_by_shift", "_by_start", "_ends", "_starts", "overrides")

    def __init__(self, overrides: Sequence[Override], covers: Iterable[Cover]) -> None:
        self.overrides = overrides
        self._by_shift: dict[ShiftId, list[Cover]] = {}
        for cover in covers:
            self._by_shift.setdefault(cover.shift, []).append(cover)
        #: Places in the order in which they were made, by start.
        self._by_start = sorted(range(len(overrides)), key=lambda n: overrides[n].start)
        self._starts = [overrides[n].start for n in self._by_start]
        #: The latest end of all that start no later.
        self._ends = list(accumulate((overrides[n].end for n in self._by_start), max))

    def of(self, shift: ShiftId | None) -> Sequence[Cover]:
        return self._by_shift.get(shift, ()) if shift else ()

    def at(self, at: datetime) -> list[Override]:
        """The overrides in force at an instant, in the order in which they were made."""
        place = bisect_right(self._starts, at) - 1
        found = []
        while place >= 0 and self._ends[place] > at:
            number = self._by_start[place]
            if self.overrides[number].end > at:
                found.append(number)
            place -= 1
        return [self.overrides[number] for number in sorted(found)]
