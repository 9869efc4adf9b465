"""How a component fared: from what clients were told, and from nothing else. Pure arithmetic.

A trouble begins with the update that first tells of it and ends with the one that says it is
over. Before the page's first day nothing is known, and unknown stays unknown.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.component import Health
from bot.domain.wall_clock import first_showing, reading

#: How many days the page looks back.
DAYS = 90
_DAY = timedelta(days=1)
#: The worst first.
_TROUBLES = sorted(set(Health) - {Health.OPERATIONAL}, key=lambda each: -each.badness)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A component was not operational from ``start``, UTC, until ``end``; None: it still is not."""

    start: datetime
    end: datetime | None
    health: Health


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day in the page's zone. ``health`` is the day's worst; None before the page began."""

    date: date
    health: Health | None
    #: For how long it was not operational.
    affected: timedelta = timedelta()


def overlaid(spells: Iterable[Spell], now: datetime) -> tuple[Spell, ...]:
    """Spells of several incidents as one course: one after another, the worst where they meet."""
    bounds = sorted(_bounds(spells, now), key=lambda bound: bound[0])
    course: list[Spell] = []
    active = dict.fromkeys(_TROUBLES, 0)
    since = now
    for at, health, step in bounds:
        worst = next((each for each in _TROUBLES if active[each]), None)
        if worst and at > since:
            _append(course, Spell(start=since, end=at, health=worst))
        active[health] += step
        since = at
    return tuple(course)


def _bounds(spells: Iterable[Spell], now: datetime) -> Iterable[tuple[datetime, Health, int]]:
    for spell in spells:
        end = min(spell.end or now, now)
        if spell.start < end and spell.health is not Health.OPERATIONAL:
            yield spell.start, spell.health, 1
            yield end, spell.health, -1


def _append(course: list[Spell], spell: Spell) -> None:
    """One that goes on as the last one ended is the same spell."""
    if course and course[-1].end == spell.start and course[-1].health is spell.health:
        spell = Spell(start=course.pop().start, end=spell.end, health=spell.health)
    course.append(spell)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The last days up to today, with the instants at which each begins."""

    now: datetime
    zone: ZoneInfo
    dates: tuple[date, ...]
    #: One more than there are dates: the last is the end of today.
    midnights: tuple[datetime, ...]
    #: The page's first day.
    since: date

    def days(self, course: Sequence[Spell]) -> tuple[Day, ...]:
        """Each day's worst, and how much of it was affected. ``course`` is `overlaid`."""
        affected = [timedelta()] * len(self.dates)
        worst = [Health.OPERATIONAL] * len(self.dates)
        for spell in course:
            assert spell.end is not None
            first = max(0, bisect_right(self.midnights, spell.start) - 1)
            for place in range(first, len(self.dates)):
                start = max(spell.start, self.midnights[place])
                end = min(spell.end, self.midnights[place + 1])
                if start >= end:
                    break
                affected[place] += end - start
                worst[place] = Health.worst((worst[place], spell.health))
        return tuple(
            Day(date=day, health=worst[place], affected=affected[place])
            if day >= self.since
            else Day(date=day, health=None)
            for place, day in enumerate(self.dates)
        )


def calendar(now: datetime, zone: ZoneInfo, since: date, count: int = DAYS) -> Calendar:
    today = reading(now, zone).date()
    dates = tuple(today - back * _DAY for back in range(count - 1, -1, -1))
    midnights = tuple(
        first_showing(datetime.combine(day, time()), zone) for day in (*dates, today + _DAY)
    )
    return Calendar(now, zone, dates, midnights, since)
