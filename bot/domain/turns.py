"""When turns change hands: a pure function of a wall-clock grid and an instant.

Hand-off ``k`` happens at the first instant at which the wall clock of the zone shows
``start + k * length`` or later. The grid is wall-clock for every kind, hourly included: a
two-hour rotation hands off on even hours, always. From this one rule it follows that

* a hand-off time shown twice happens the first time; in the repeated hour nothing happens again,
  so an hourly turn that covers it lasts two hours;
* a hand-off time skipped by the clock happens at the first instant after the gap, be the gap an
  hour at 02:00, an hour at midnight or a whole day;
* hand-offs never go back in time, and a turn ends where the next one starts, by construction.

Several hand-offs can fall on one instant: every hourly one within a gap and the one at its end,
or both midnights around a day that the zone skipped. All but the last of those turns are empty.
They keep their number, so that the turns after them fall where the wall clock says, but they
hold no instant: their owner loses that turn, and no schedule shows them.

Instants are taken in any zone, and returned in UTC. Turns are half-open: ``[start, end)``.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.wall_clock import first_showing, reading, utc

_MONTHS_A_YEAR = 12


class Kind(StrEnum):
    """The unit of a turn's length."""

    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


_UNIT = {
    Kind.HOURLY: timedelta(hours=1),
    Kind.DAILY: timedelta(days=1),
    Kind.WEEKLY: timedelta(weeks=1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """A grid of hand-offs. ValueError for a length below 1, or a start that names a zone."""

    kind: Kind
    #: A turn lasts this many of the kind's units: two weeks are weekly times 2.
    length: int = 1
    #: Hand-off 0: naive, as the zone's wall clock shows it.
    start: datetime
    zone: ZoneInfo

    def __post_init__(self) -> None:
        if self.length < 1:
            raise ValueError(f"A turn's length of {self.length} is below 1")
        if self.start.tzinfo is not None:
            raise ValueError(f"The start of turns is a wall time of {self.zone}")

    def handoff(self, k: int) -> datetime:
        """When turn ``k - 1`` ends and turn ``k`` starts, in UTC.

        OverflowError outside the years 1 to 9999.
        """
        return first_showing(self.wall(k), self.zone)

    def index(self, at: datetime) -> int:
        """The number of the turn at an instant: the largest ``k`` handed off by then."""
        at = utc(at)
        wall = reading(at, self.zone)
        k = self.by(wall)
        # What the clock shows has happened. What it showed in its first pass has, too.
        if wall.fold:
            while self.handoff(k + 1) <= at:
                k += 1
        return k

    def wall(self, k: int) -> datetime:
        """What the clock shows at hand-off ``k``; a short month's last day stands for a later."""
        if self.kind is not Kind.MONTHLY:
            return self.start + k * self.length * _UNIT[self.kind]
        # Counted from the start, not from the last hand-off: 31 January, 28 February, 31 March.
        months = self.start.month - 1 + k * self.length
        year, month = self.start.year + months // _MONTHS_A_YEAR, months % _MONTHS_A_YEAR + 1
        if not MINYEAR <= year <= MAXYEAR:
            raise OverflowError(f"Hand-off {k} is in the year {year}")
        day = min(self.start.day, monthrange(year, month)[1])
        return self.start.replace(year=year, month=month, day=day)

    def by(self, wall: datetime) -> int:
        """The largest ``k`` whose wall time is not after ``wall``."""
        if self.kind is not Kind.MONTHLY:
            return (wall - self.start) // (self.length * _UNIT[self.kind])
        years, months = wall.year - self.start.year, wall.month - self.start.month
        k = (years * _MONTHS_A_YEAR + months) // self.length
        return k if self.wall(k) <= wall else k - 1

    @property
    def span(self) -> timedelta | None:
        """How long a turn lasts on the wall clock; None for months, which differ."""
        return None if self.kind is Kind.MONTHLY else self.length * _UNIT[self.kind]
