"""Whose turn it is: a pure function of a rotation and an instant.

Hand-off ``k`` happens at the first instant at which the wall clock of the rotation's zone shows
``start + k * length`` or later. The grid is wall-clock for every kind, hourly included: a
two-hour rotation hands off on even hours, always. From this one rule it follows that

* a hand-off time shown twice happens the first time; in the repeated hour nothing happens again,
  so an hourly shift that covers it lasts two hours;
* a hand-off time skipped by the clock happens at the first instant after the gap, be the gap an
  hour at 02:00, an hour at midnight or a whole day;
* hand-offs never go back in time, and a shift ends where the next one starts, by construction.

Several hand-offs can fall on one instant: every hourly one within a gap and the one at its end,
or both midnights around a day that the zone skipped. All but the last of those shifts are empty.
They keep their number, so that the turns after them fall where the wall clock says, but they
hold no instant: their owner loses that turn, and no function here returns them.

Instants are taken in any zone, and returned in UTC. Shifts are half-open: ``[start, end)``.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, datetime, timedelta
from enum import StrEnum
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from bot.domain.ids import PersonId
from bot.domain.language import Localised
from bot.domain.service import RotationName
from bot.domain.wall_clock import first_showing, reading, utc

_MONTHS_A_YEAR = 12


class Kind(StrEnum):
    """The unit of a rotation's length."""

    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


_UNIT = {
    Kind.HOURLY: timedelta(hours=1),
    Kind.DAILY: timedelta(days=1),
    Kind.WEEKLY: timedelta(weeks=1),
}


@dataclass(frozen=True, slots=True)
class Override:
    """Someone else, or nobody (``who=None``), instead of whoever's turn it is in ``[start, end)``.

    Both ends may be given in any zone and are kept in UTC. ValueError for a naive end, or for
    an end that is not after the start.
    """

    start: datetime
    end: datetime
    who: PersonId | None

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", utc(self.start))
        object.__setattr__(self, "end", utc(self.end))
        if self.end <= self.start:
            raise ValueError("An override ends after it starts")

    def covers(self, at: datetime) -> bool:
        return self.start <= at < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One person, or nobody, on call in ``[start, end)``, in UTC. Never empty.

    ``index`` is the number of the turn, negative before the rotation's start. An override may
    cut one turn into several shifts, all with its number.
    """

    start: datetime
    end: datetime
    who: PersonId | None
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """People who take turns. ValueError for a length below 1, or a start that names a zone.

    Turn ``k`` belongs to member ``k mod n``, before the start as well as after it. Where
    overrides overlap, the later in the tuple wins.
    """

    name: RotationName
    title: Localised
    members: tuple[PersonId, ...]
    kind: Kind
    #: A turn lasts this many of the kind's units: two weeks are weekly times 2.
    length: int = 1
    #: Hand-off 0: naive, as the zone's wall clock shows it.
    start: datetime
    zone: ZoneInfo
    overrides: tuple[Override, ...] = ()

    def __post_init__(self) -> None:
        if self.length < 1:
            raise ValueError(f"Rotation {self.name}: a length of {self.length} is below 1")
        if self.start.tzinfo is not None:
            raise ValueError(f"Rotation {self.name}: the start is a wall time of {self.zone}")

    def handoff(self, k: int) -> datetime:
        """When turn ``k - 1`` ends and turn ``k`` starts, in UTC.

        OverflowError outside the years 1 to 9999.
        """
        return first_showing(self._wall(k), self.zone)

    def shift_index(self, at: datetime) -> int:
        """The number of the turn at an instant: the largest ``k`` handed off by then."""
        at = utc(at)
        wall = reading(at, self.zone)
        k = self._turns_by(wall)
        # What the clock shows has happened. What it showed in its first pass has, too.
        if wall.fold:
            while self.handoff(k + 1) <= at:
                k += 1
        return k

    def on_call(self, at: datetime) -> PersonId | None:
        """Who is on call at an instant. None without members, or when an override removes."""
        at = utc(at)
        override = self._override(at)
        return override.who if override else self._owner(self.shift_index(at))

    def shift_at(self, at: datetime) -> Shift:
        """The shift that holds an instant."""
        at = utc(at)
        k = self.shift_index(at)
        shifts = self._cut(k, self.handoff(k), self.handoff(k + 1))
        return next(shift for shift in shifts if at < shift.end)

    def next_shift(self, at: datetime) -> Shift:
        """The shift after the one that holds an instant; its owner may be the same person."""
        return self.shift_at(self.shift_at(at).end)

    def shifts(self, since: datetime, until: datetime) -> Iterator[Shift]:
        """The shifts that overlap ``[since, until)``, whole, in order, without gaps between."""
        since, until = utc(since), utc(until)
        if until <= since:
            return
        k = self.shift_index(since)
        start = self.handoff(k)
        while start < until:
            end = self.handoff(k + 1)
            if start < end:
                for shift in self._cut(k, start, end):
                    if since < shift.end and shift.start < until:
                        yield shift
            k, start = k + 1, end

    def _wall(self, k: int) -> datetime:
        """What the clock shows at hand-off ``k``; a short month's last day stands for a later."""
        if self.kind is not Kind.MONTHLY:
            return self.start + k * self.length * _UNIT[self.kind]
        # Counted from the start, not from the last hand-off: 31 January, 28 February, 31 March.
        months = self.start.month - 1 + k * self.length
        year, month = self.start.year + months // _MONTHS_A_YEAR, months % _MONTHS_A_YEAR + 1
        if not MINYEAR <= year <= MAXYEAR:
            raise OverflowError(f"Rotation {self.name}: hand-off {k} is in the year {year}")
        day = min(self.start.day, monthrange(year, month)[1])
        return self.start.replace(year=year, month=month, day=day)

    def _turns_by(self, wall: datetime) -> int:
        """The largest ``k`` whose wall time is not after ``wall``."""
        if self.kind is not Kind.MONTHLY:
            return (wall - self.start) // (self.length * _UNIT[self.kind])
        years, months = wall.year - self.start.year, wall.month - self.start.month
        k = (years * _MONTHS_A_YEAR + months) // self.length
        return k if self._wall(k) <= wall else k - 1

    def _owner(self, k: int) -> PersonId | None:
        return self.members[k % len(self.members)] if self.members else None

    def _override(self, at: datetime) -> Override | None:
        return next((each for each in reversed(self.overrides) if each.covers(at)), None)

    def _cut(self, k: int, start: datetime, end: datetime) -> Iterator[Shift]:
        """Turn ``k`` as shifts: one, or more where overrides change who is on call."""
        bounds = {bound for each in self.overrides for bound in (each.start, each.end)}
        cuts = [start, *sorted(bound for bound in bounds if start < bound < end), end]
        pieces = (Shift(start=a, end=b, who=self._who(k, a), index=k) for a, b in pairwise(cuts))
        for _, same in groupby(pieces, key=lambda piece: piece.who):
            first, *rest = same
            yield replace(first, end=rest[-1].end) if rest else first

    def _who(self, k: int, at: datetime) -> PersonId | None:
        override = self._override(at)
        return override.who if override else self._owner(k)
