"""When somebody is wanted at all: weekly hours on a zone's wall clock, with or without holidays.

A window opens and closes at the first instant at which the clock shows its time or later, the
rule of hand-offs: a window at the repeated hour happens once and holds both passes, one within
a gap holds no instant. A window belongs to the day on which it opens, so that a night shift is
taken out, or not, as a whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.wall_clock import first_showing, reading, utc

_DAY = timedelta(days=1)
_MIDNIGHT = time()

#: Half-open, in order and apart: instants in UTC, or wall times.
Interval = tuple[datetime, datetime]


class OnHolidays(StrEnum):
    """What a holiday does to the hours of its day."""

    #: The windows that open on it do not open.
    OUT = "out"
    #: It is covered from midnight to midnight, whatever the hours say.
    IN = "in"


@dataclass(frozen=True, slots=True)
class Hours:
    """From one clock time to another on some weekdays; Monday is 0.

    An end that is not after the start is one of the next day: 22:00 to 06:00 is a night, 00:00
    to 00:00 a whole day. ValueError without weekdays, or for one that is none.
    """

    weekdays: frozenset[int]
    start: time = _MIDNIGHT
    end: time = _MIDNIGHT

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= EVERY_DAY:
            raise ValueError("Hours are of one weekday or more, from 0 to 6")

    def on(self, day: date) -> Interval:
        """The wall times between which the window that opens on this day is open."""
        last = day if self.start < self.end else day + _DAY
        return datetime.combine(day, self.start), datetime.combine(last, self.end)


EVERY_DAY = frozenset(range(7))
ALWAYS = (Hours(EVERY_DAY),)
BUSINESS = (Hours(frozenset(range(5)), time(9), time(18)),)
WEEKENDS = (Hours(frozenset({5, 6})),)
NIGHTS = (Hours(EVERY_DAY, time(22), time(6)),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Weekly hours, and the holidays of some years. ValueError where nothing is ever covered.

    Hours that overlap are one window. Without hours, only the holidays are covered.
    """

    zone: ZoneInfo
    hours: tuple[Hours, ...] = ALWAYS
    holidays: frozenset[date] = frozenset()
    on_holidays: OnHolidays = OnHolidays.OUT

    def __post_init__(self) -> None:
        if not self.hours and self.on_holidays is OnHolidays.OUT:
            raise ValueError("Windows without hours cover nothing")

    def covers(self, at: datetime) -> bool:
        """Whether an instant is within a window."""
        at = utc(at)
        wall = reading(at, self.zone)
        if not wall.fold:
            # What the clock shows, and only that, has happened: no instant is needed.
            return self._shown(wall)
        # In the repeated hour, the day after may have begun, in the first pass.
        today = wall.date()
        return any(
            first_showing(opens, self.zone) <= at < first_showing(closes, self.zone)
            for day in (today - _DAY, today, today + _DAY)
            for opens, closes in self.on(day)
        )

    def _shown(self, wall: datetime) -> bool:
        """Whether a wall time is within a window that opened on its day or the day before."""
        today, clock = wall.date(), wall.time()
        opens, opened = True, True
        if self.holidays:
            if self.on_holidays is OnHolidays.IN:
                if today in self.holidays:
                    return True
            else:
                opens, opened = today not in self.holidays, today - _DAY not in self.holidays
        weekday = today.weekday()
        for hours in self.hours:
            start, end = hours.start, hours.end
            if start < end:
                if opens and start <= clock < end and weekday in hours.weekdays:
                    return True
            elif (opens and clock >= start and weekday in hours.weekdays) or (
                opened and clock < end and (weekday - 1) % 7 in hours.weekdays
            ):
                return True
        return False

    def pieces(self, since: datetime, until: datetime) -> Iterator[Interval]:
        """What is covered of ``[since, until)``, in UTC: in order, apart, and never empty."""
        since, until = utc(since), utc(until)
        day = reading(since, self.zone).date() - _DAY
        last = reading(until, self.zone).date() + _DAY
        spans = []
        while day <= last:
            for opens, closes in self.on(day):
                start = max(since, first_showing(opens, self.zone))
                end = min(until, first_showing(closes, self.zone))
                if start < end:
                    spans.append((start, end))
            day += _DAY
        return joined(spans)

    def on(self, day: date) -> list[Interval]:
        """The wall times of the windows that open on a day."""
        holiday = day in self.holidays
        if holiday and self.on_holidays is OnHolidays.OUT:
            return []
        weekday = day.weekday()
        spans = [hours.on(day) for hours in self.hours if weekday in hours.weekdays]
        return [*spans, ALWAYS[0].on(day)] if holiday else spans


def joined(spans: Iterable[Interval]) -> Iterator[Interval]:
    """The same time in order; what overlaps or touches is one."""
    open_: Interval | None = None
    for start, end in sorted(spans):
        if open_ is None:
            open_ = start, end
        elif start <= open_[1]:
            open_ = open_[0], max(open_[1], end)
        else:
            yield open_
            open_ = start, end
    if open_:
        yield open_
