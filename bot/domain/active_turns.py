"""Turns counted only where somebody is wanted: a closed form, without walking from the start.

A turn is active when the wall clock, between its hand-offs, shows any time of a window. Weekly
hours repeat after a week, so the activity of equal turns repeats after at most 168 of them: one
period is tabulated. Each holiday then corrects the few turns around it.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from math import gcd

from bot.domain.turns import Turns
from bot.domain.windows import Hours, Windows

_DAY, _WEEK, _HOUR = timedelta(days=1), timedelta(weeks=1), timedelta(hours=1)
_HOURS_A_WEEK = _WEEK // _HOUR
#: Any will do: weekly hours are the same in every week.
_MONDAY = date(2024, 1, 1)
#: Beyond this, a number belongs to no turn of the calendar.
_FARTHEST = 1 << 40


@dataclass(frozen=True, slots=True)
class ActiveTurns:
    """The numbers of active turns: from turn 0 on they count from 0, before it down from -1."""

    #: How many of the first ``n`` turns of a period are active by the weekly hours alone.
    counts: tuple[int, ...]
    #: Turns, in order, that only a holiday makes active, or idle.
    gained: tuple[int, ...]
    lost: tuple[int, ...]

    def number(self, k: int) -> int:
        """The number of turn ``k``; of the next active one, where it is idle."""
        return self._total(k) - self._total(0)

    def turn(self, number: int) -> int:
        """The active turn with a number. OverflowError where there is none."""
        wanted = number + self._total(0)
        low, high = -1, 1
        while self._total(low) > wanted:
            low *= 2
            if low < -_FARTHEST:
                raise OverflowError(f"There is no active turn {number}")
        while self._total(high) <= wanted:
            high *= 2
            if high > _FARTHEST:
                raise OverflowError(f"There is no active turn {number}")
        between = range(low, high)
        return between[bisect_left(between, x=True, key=lambda k: self._total(k + 1) > wanted)]

    def _total(self, k: int) -> int:
        """How many active turns are before ``k``, from an arbitrary zero."""
        periods, rest = divmod(k, len(self.counts) - 1)
        regular = periods * self.counts[-1] + self.counts[rest]
        return regular + bisect_left(self.gained, k) - bisect_left(self.lost, k)


@lru_cache(maxsize=16_384)
def active_turns(turns: Turns, windows: Windows) -> ActiveTurns:
    """The count of some turns within some windows, kept for the next question."""
    monday = datetime.combine(turns.start.date() - turns.start.weekday() * _DAY, time())
    regular = _regular(turns.start - monday, turns.span, windows.hours)
    gained: list[int] = []
    lost: list[int] = []
    touched = {k for day in windows.holidays for k in _turns_around(turns, day)}
    for k in sorted(touched):
        now, usual = _active(turns, windows, k), regular[k % len(regular)]
        if now != usual:
            (gained if now else lost).append(k)
    return ActiveTurns((0, *accumulate(regular)), tuple(gained), tuple(lost))


@lru_cache(maxsize=4_096)
def _regular(
    start: timedelta, span: timedelta | None, hours: tuple[Hours, ...]
) -> tuple[bool, ...]:
    """Whether each turn of one period is active by the weekly hours alone.

    ``start`` is how far into its week turn 0 starts. A turn of a week or more, and so a month,
    holds every hour there is.
    """
    if span is None or span >= _WEEK:
        return (bool(hours),)
    period = _HOURS_A_WEEK // gcd(span // _HOUR, _HOURS_A_WEEK)
    active = [False] * period
    for each in hours:
        opens, closes = each.on(_MONDAY)
        into = opens - datetime.combine(_MONDAY, time())
        for days in (
            weekday + 7 * week
            for week in range(period * span // _WEEK)
            for weekday in each.weekdays
        ):
            since = days * _DAY + into - start
            first, last = since // span, -((opens - closes - since) // span)
            for k in range(first, last):
                active[k % period] = True
    return tuple(active)


def _turns_around(turns: Turns, day: date) -> range:
    """The turns that the windows opening on a day can touch."""
    midnight = datetime.combine(day, time())
    return range(turns.by(midnight), turns.by(midnight + 2 * _DAY) + 1)


def _active(turns: Turns, windows: Windows, k: int) -> bool:
    start, end = turns.wall(k), turns.wall(k + 1)
    first, last = start.date() - _DAY, end.date()
    return any(
        opens < end and start < closes
        for n in range((last - first).days + 1)
        for opens, closes in windows.on(first + n * _DAY)
    )
