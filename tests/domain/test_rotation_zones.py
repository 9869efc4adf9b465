"""Every IANA zone, around every transition, against a walk that knows no arithmetic.

The walk asks the zone what its clock shows, minute after minute, and writes down when a
hand-off's time, or a later one, is first shown. It never turns a wall time into an instant,
so it shares no step with the code under test.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ids import PersonId
from bot.domain.language import Localised
from bot.domain.rotation import Kind, Override, Rotation
from bot.domain.service import RotationName

PEOPLE = tuple(PersonId(name) for name in ("ANNA", "BORYS", "CHEN", "DARYNA", "EMIL"))
SINCE, UNTIL = datetime(2015, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
DAY, MINUTE, TICK = timedelta(days=1), timedelta(minutes=1), timedelta(microseconds=1)
#: How far the walk goes on either side of a transition.
AROUND = timedelta(hours=30)
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


@dataclass(frozen=True)
class Walk:
    """What a clock has shown by each minute around an instant: never less than before."""

    minutes: list[datetime]
    shown: list[datetime]

    @classmethod
    def around(cls, middle: datetime, zone: ZoneInfo) -> "Walk":
        span = range(-(AROUND // MINUTE), AROUND // MINUTE + 1)
        minutes = [middle + n * MINUTE for n in span]
        readings = (minute.astimezone(zone).replace(tzinfo=None, fold=0) for minute in minutes)
        return cls(minutes, list(accumulate(readings, max)))

    def handoffs(self, rotation: Rotation) -> dict[int, datetime]:
        """When each hand-off within the walk happens, by its number."""
        first, last = self.shown[0], self.shown[-1]
        return {
            k: self.minutes[bisect_left(self.shown, wall)]
            for k, wall in grid(rotation, first, last)
            if first < wall <= last
        }


def grid(rotation: Rotation, first: datetime, last: datetime) -> Iterator[tuple[int, datetime]]:
    """The numbered wall times of a rotation over some days, counted one by one."""
    if rotation.kind is Kind.MONTHLY:
        yield from monthly_grid(rotation, first, last)
        return
    unit = {Kind.HOURLY: 1, Kind.DAILY: 24, Kind.WEEKLY: 7 * 24}[rotation.kind]
    step = timedelta(hours=unit * rotation.length)
    k, wall = 0, rotation.start
    while wall > first:
        k, wall = k - 1, wall - step
    while wall <= last:
        yield k, wall
        k, wall = k + 1, wall + step


def monthly_grid(
    rotation: Rotation, first: datetime, last: datetime
) -> Iterator[tuple[int, datetime]]:
    start = rotation.start
    for n in range((last - first).days + 2):
        date = first.date() + n * DAY
        ends_month = (date + DAY).month != date.month
        months = 12 * (date.year - start.year) + date.month - start.month
        due = date.day == start.day or (ends_month and date.day < start.day)
        if due and months % rotation.length == 0:
            yield months // rotation.length, datetime.combine(date, start.time())


def check(rotation: Rotation, walk: Walk) -> None:
    """The rotation agrees with the walk on every hand-off and, around each, on the owner."""
    expected = walk.handoffs(rotation)
    assert {k: rotation.handoff(k) for k in expected} == expected
    instants = list(expected.values())
    assert instants == sorted(instants)
    if not expected:
        return
    last_before = min(expected) - 1
    for at in {at + nudge for at in instants for nudge in (-TICK, timedelta(0), TICK, 59 * MINUTE)}:
        if walk.minutes[0] <= at <= walk.minutes[-1]:
            k = last_before + bisect_right(instants, at)
            assert rotation.shift_index(at) == k
            assert rotation.on_call(at) == rotation.members[k % len(rotation.members)]


@st.composite
def places(draw: st.DrawFn) -> tuple[ZoneInfo, datetime]:
    """A zone, and an instant at one of its transitions; any instant, where it has none."""
    zone = draw(st.sampled_from(ZONES))
    changes = transitions(zone)
    if changes:
        return ZoneInfo(zone), draw(st.sampled_from(changes)).at
    minute = draw(st.integers(0, (UNTIL - SINCE) // MINUTE))
    return ZoneInfo(zone), SINCE + minute * MINUTE


@st.composite
def rotations(draw: st.DrawFn, zone: ZoneInfo, middle: datetime) -> Rotation:
    """A rotation that hands off at, or a little before or after, what the clock shows then."""
    shown = middle.astimezone(zone).replace(tzinfo=None, fold=0)
    kind = draw(st.sampled_from(Kind))
    days = draw(st.integers(-40, 40)) if kind is Kind.HOURLY else draw(st.integers(-500, 500))
    minutes = draw(st.integers(-150, 150) | st.sampled_from([-120, -60, -30, 0, 30, 60]))
    return Rotation(
        name=RotationName("support"),
        title=Localised("Support"),
        members=PEOPLE[: draw(st.integers(1, len(PEOPLE)))],
        kind=kind,
        length=draw(st.sampled_from([1, 1, 1, 2, 3, 7])),
        start=shown + days * DAY + minutes * MINUTE,
        zone=zone,
    )


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_the_closed_form_agrees_with_the_walk(data: st.DataObject) -> None:
    zone, middle = data.draw(places())
    check(data.draw(rotations(zone, middle)), Walk.around(middle, zone))


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_shifts_leave_no_gap_and_belong_to_whoever_is_on_call(data: st.DataObject) -> None:
    zone, middle = data.draw(places())
    rotation = data.draw(rotations(zone, middle))
    window = middle - AROUND, middle + AROUND
    minute = st.integers(-(AROUND // MINUTE), AROUND // MINUTE)
    spans = st.tuples(minute, st.integers(1, 600), st.sampled_from([*PEOPLE, None]))
    overrides = tuple(
        Override(middle + start * MINUTE, middle + (start + length) * MINUTE, who)
        for start, length, who in data.draw(st.lists(spans, max_size=4))
    )
    rotation = replace(rotation, overrides=overrides)
    shifts = list(rotation.shifts(*window))

    assert shifts[0].start <= window[0] < shifts[0].end
    assert shifts[-1].start < window[1] <= shifts[-1].end
    for earlier, later in pairwise(shifts):
        assert earlier.end == later.start
        assert (earlier.index, earlier.who) != (later.index, later.who)
        assert rotation.next_shift(earlier.start) == later
    for shift in shifts:
        assert shift.start < shift.end
        assert shift.index == rotation.shift_index(shift.start)
        for at in (shift.start, shift.start + (shift.end - shift.start) / 2, shift.end - TICK):
            covering = [each.who for each in overrides if each.start <= at < each.end]
            owner = rotation.members[shift.index % len(rotation.members)]
            assert shift.who == (covering[-1] if covering else owner)
            assert rotation.on_call(at) == shift.who
            assert rotation.shift_at(at) == shift


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("part", range(8))
def test_every_transition_of_every_zone(part: int) -> None:
    """Zones that changed alike at the same instant are walked once."""
    unlike = {each: zone for zone in ZONES for each in transitions(zone)}
    assert len(unlike) > 1000
    for number, (change, zone) in enumerate(unlike.items()):
        if number % 8 == part:
            clock = ZoneInfo(zone)
            walk = Walk.around(change.at, clock)
            for rotation in grids_near(change, clock):
                check(rotation, walk)


GRIDS = (
    *((Kind.HOURLY, length) for length in (1, 2, 5)),
    *((Kind.DAILY, length) for length in (1, 2)),
    (Kind.WEEKLY, 1),
    (Kind.MONTHLY, 1),
)


def grids_near(change: Transition, zone: ZoneInfo) -> Iterator[Rotation]:
    """Rotations of each kind on each quarter of an hour that the transition could touch."""
    width = abs(change.after - change.before)
    first = (change.at + min(change.before, change.after)).replace(tzinfo=None)
    quarter = timedelta(minutes=15)
    for n in range(-2, width // quarter + 3):
        for kind, length in GRIDS:
            yield Rotation(
                name=RotationName("support"),
                title=Localised("Support"),
                members=PEOPLE,
                kind=kind,
                length=length,
                start=first + n * quarter,
                zone=zone,
            )
