"""When a wall clock first shows a time. Pure arithmetic on UTC instants and naive local times.

Python adds, subtracts and compares datetimes of one zone as if their offsets were equal, and
never finds a folded datetime equal to another zone's. So nothing here keeps an aware local
datetime: instants are UTC, wall times are naive, and these functions go between the two.
"""

from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)
#: The same moment on UTC's clock, as an instant and as a wall time. Going over them is several
#: times faster than `datetime.replace`, and here it counts.
_INSTANT, _WALL = datetime(1970, 1, 1, tzinfo=UTC), datetime(1970, 1, 1)  # noqa: DTZ001


def utc(at: datetime) -> datetime:
    """The same instant in UTC. ValueError for a naive datetime, which names no instant."""
    if at.tzinfo is UTC:
        return at
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone, so it is not an instant")
    return at.astimezone(UTC)


def reading(at: datetime, zone: ZoneInfo) -> datetime:
    """What the zone's clock shows at an instant: naive, ``fold=1`` when shown a second time."""
    local = at.astimezone(zone)
    wall = _WALL + (at - _INSTANT + _offset(local, zone))
    return wall.replace(fold=1) if local.fold else wall


def first_showing(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant, in UTC, at which the zone's clock shows ``wall`` or later.

    A time shown twice happens the first time. A time never shown happens at the first instant
    after the gap, be the gap an hour or a whole day. A later ``wall`` never happens earlier.
    """
    # A zone reads the clock's time and fold alone, so a naive wall time will do.
    earlier = _offset(wall.replace(fold=0) if wall.fold else wall, zone)
    shown = _INSTANT + (wall - _WALL - earlier)
    # Inside a gap, and only there, `fold=0` reads the offset before the gap, which is over.
    if _offset(shown.astimezone(zone), zone) == earlier:
        return shown
    later = _offset(wall.replace(fold=1), zone)
    return _end_of_gap(wall, zone, gap=(wall - later, wall - earlier))


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    offset = zone.utcoffset(at)
    if offset is None:  # pragma: no cover - a ZoneInfo always has an offset
        raise ValueError(f"{zone} has no offset at {at.isoformat()}")
    return offset


def _end_of_gap(wall: datetime, zone: ZoneInfo, gap: tuple[datetime, datetime]) -> datetime:
    """The instant of the transition, a whole second within ``gap`` (naive UTC), by bisection."""
    before, after = (edge.replace(tzinfo=UTC, microsecond=0) for edge in gap)
    seconds = range((after - before) // _SECOND)
    passed = bisect_left(
        seconds, x=True, key=lambda second: reading(before + second * _SECOND, zone) >= wall
    )
    return before + passed * _SECOND
