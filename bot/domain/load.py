"""How heavily each person has carried the pager: hours, nights and weekends over a range.

Time on two rotations at once counts once: a person has one night to lose. Pages are counted
elsewhere, since they are facts and not a schedule.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import PersonId
from bot.domain.roster import Roster
from bot.domain.wall_clock import utc
from bot.domain.windows import NIGHTS, WEEKENDS, Hours, Interval, Windows, joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One person's time on call within a range.

    Nights are 22:00 to 06:00 and weekends Saturday 00:00 to Monday 00:00, both on the clock of
    ``zone``: the person's where it is known, otherwise the one of the first of the rosters that
    they served on. A night or weekend counts once any of it was on call.
    """

    person: PersonId
    zone: ZoneInfo
    time: timedelta
    nights: int
    night_time: timedelta
    weekends: int
    weekend_time: timedelta

    @property
    def hours(self) -> float:
        return self.time / timedelta(hours=1)


def loads(
    rosters: Iterable[Roster],
    since: datetime,
    until: datetime,
    zones: Mapping[PersonId, ZoneInfo],
) -> tuple[Load, ...]:
    """Everybody who was on call in ``[since, until)``, the most loaded first."""
    since, until = utc(since), utc(until)
    times: defaultdict[PersonId, list[Interval]] = defaultdict(list)
    served: dict[PersonId, ZoneInfo] = {}
    for roster in rosters:
        for shift in roster.schedule(since, until):
            for person in shift.people:
                times[person].append((max(since, shift.start), min(until, shift.end)))
                served.setdefault(person, roster.rotation.zone)
    carried = [_load(each, zones.get(each, served[each]), times[each]) for each in times]
    return tuple(sorted(carried, key=lambda load: (-load.time, -load.night_time, load.person)))


def _load(person: PersonId, zone: ZoneInfo, times: Iterable[Interval]) -> Load:
    on_call = list(joined(times))
    nights, night_time = _within(NIGHTS, zone, on_call)
    weekends, weekend_time = _within(WEEKENDS, zone, on_call)
    return Load(
        person=person,
        zone=zone,
        time=sum((end - start for start, end in on_call), timedelta()),
        nights=nights,
        night_time=night_time,
        weekends=weekends,
        weekend_time=weekend_time,
    )


def _within(
    hours: tuple[Hours, ...], zone: ZoneInfo, on_call: Sequence[Interval]
) -> tuple[int, timedelta]:
    """How many windows some time touches, and how much of it lies within them."""
    count, time, place = 0, timedelta(), 0
    for opens, closes in Windows(zone=zone, hours=hours).pieces(on_call[0][0], on_call[-1][1]):
        within = timedelta()
        while place < len(on_call) and on_call[place][1] <= opens:
            place += 1
        for start, end in on_call[place:]:
            if start >= closes:
                break
            within += min(end, closes) - max(start, opens)
        count += bool(within)
        time += within
    return count, time
