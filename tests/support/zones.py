"""Every IANA zone, and every instant from 2015 to 2035 at which its clock was changed."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import strategies as st

SINCE, UNTIL = datetime(2015, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ZONES = sorted(available_timezones() - {"localtime", "Factory"})


@dataclass(frozen=True)
class Transition:
    """The first instant of a new offset."""

    at: datetime
    before: timedelta
    after: timedelta


@cache
def transitions(zone: str) -> tuple[Transition, ...]:
    """Every change of offset, to the minute: zones have changed on whole minutes since 1972."""
    clock = ZoneInfo(zone)

    def offset(at: datetime) -> timedelta:
        return at.astimezone(clock).utcoffset() or timedelta(0)

    days = [SINCE + n * DAY for n in range((UNTIL - SINCE).days + 1)]
    found = []
    for (day, before), (_, after) in pairwise((day, offset(day)) for day in days):
        if before != after:
            minutes = [day + n * MINUTE for n in range(1, DAY // MINUTE + 1)]
            changed = bisect_left(minutes, x=True, key=lambda at: offset(at) != before)
            found.append(Transition(minutes[changed], before, after))
    return tuple(found)


def unlike() -> dict[Transition, ZoneInfo]:
    """Every transition there was, once, with one of the zones that had it."""
    return {each: ZoneInfo(zone) for zone in ZONES for each in transitions(zone)}


@st.composite
def places(draw: st.DrawFn) -> tuple[ZoneInfo, datetime]:
    """A zone, and an instant at one of its transitions; any instant, where it has none."""
    zone = draw(st.sampled_from(ZONES))
    changes = transitions(zone)
    if changes:
        return ZoneInfo(zone), draw(st.sampled_from(changes)).at
    minute = draw(st.integers(0, (UNTIL - SINCE) // MINUTE))
    return ZoneInfo(zone), SINCE + minute * MINUTE
