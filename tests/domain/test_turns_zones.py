"""Every IANA zone, around every transition, against a walk that knows no arithmetic.

The walk asks the zone what its clock shows, minute after minute, and writes down when a
hand-off's time, or a later one, is first shown. It never turns a wall time into an instant,
so it shares no step with the code under test.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.turns import Kind, Turns
from tests.support.zones import DAY, MINUTE, Transition, places, unlike

TICK = timedelta(microseconds=1)
#: How far the walk goes on either side of a transition.
AROUND = timedelta(hours=30)


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

    def handoffs(self, turns: Turns) -> dict[int, datetime]:
        """When each hand-off within the walk happens, by its number."""
        first, last = self.shown[0], self.shown[-1]
        return {
            k: self.minutes[bisect_left(self.shown, wall)]
            for k, wall in grid(turns, first, last)
            if first < wall <= last
        }


def grid(turns: Turns, first: datetime, last: datetime) -> Iterator[tuple[int, datetime]]:
    """The numbered wall times of a grid over some days, counted one by one."""
    if turns.kind is Kind.MONTHLY:
        yield from monthly_grid(turns, first, last)
        return
    unit = {Kind.HOURLY: 1, Kind.DAILY: 24, Kind.WEEKLY: 7 * 24}[turns.kind]
    step = timedelta(hours=unit * turns.length)
    k, wall = 0, turns.start
    while wall > first:
        k, wall = k - 1, wall - step
    while wall <= last:
        yield k, wall
        k, wall = k + 1, wall + step


def monthly_grid(turns: Turns, first: datetime, last: datetime) -> Iterator[tuple[int, datetime]]:
    start = turns.start
    for n in range((last - first).days + 2):
        date = first.date() + n * DAY
        ends_month = (date + DAY).month != date.month
        months = 12 * (date.year - start.year) + date.month - start.month
        due = date.day == start.day or (ends_month and date.day < start.day)
        if due and months % turns.length == 0:
            yield months // turns.length, datetime.combine(date, start.time())


def check(turns: Turns, walk: Walk) -> None:
    """The turns agree with the walk on every hand-off and, around each, on the number."""
    expected = walk.handoffs(turns)
    assert {k: turns.handoff(k) for k in expected} == expected
    instants = list(expected.values())
    assert instants == sorted(instants)
    if not expected:
        return
    last_before = min(expected) - 1
    for at in {at + nudge for at in instants for nudge in (-TICK, timedelta(0), TICK, 59 * MINUTE)}:
        if walk.minutes[0] <= at <= walk.minutes[-1]:
            k = last_before + bisect_right(instants, at)
            assert turns.index(at) == k


@st.composite
def grids(draw: st.DrawFn, zone: ZoneInfo, middle: datetime) -> Turns:
    """Turns that change hands at, or a little before or after, what the clock shows then."""
    shown = middle.astimezone(zone).replace(tzinfo=None, fold=0)
    kind = draw(st.sampled_from(Kind))
    days = draw(st.integers(-40, 40)) if kind is Kind.HOURLY else draw(st.integers(-500, 500))
    minutes = draw(st.integers(-150, 150) | st.sampled_from([-120, -60, -30, 0, 30, 60]))
    return Turns(
        kind=kind,
        length=draw(st.sampled_from([1, 1, 1, 2, 3, 4, 7])),
        start=shown + days * DAY + minutes * MINUTE,
        zone=zone,
    )


@given(st.data())
@settings(max_examples=150)
def test_the_closed_form_agrees_with_the_walk(data: st.DataObject) -> None:
    zone, middle = data.draw(places())
    check(data.draw(grids(zone, middle)), Walk.around(middle, zone))


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("part", range(8))
def test_every_transition_of_every_zone(part: int) -> None:
    """Zones that changed alike at the same instant are walked once."""
    changes = unlike()
    assert len(changes) > 1000
    for number, (change, zone) in enumerate(changes.items()):
        if number % 8 == part:
            walk = Walk.around(change.at, zone)
            for turns in grids_near(change, zone):
                check(turns, walk)


def grids_near(change: Transition, zone: ZoneInfo) -> Iterator[Turns]:
    """Turns of each kind and length on each quarter of an hour that the transition could touch."""
    width = abs(change.after - change.before)
    first = (change.at + min(change.before, change.after)).replace(tzinfo=None)
    quarter = timedelta(minutes=15)
    for n in range(-2, width // quarter + 3):
        for kind in Kind:
            for length in (1, 2, 3, 4):
                start = first + n * quarter
                yield Turns(kind=kind, length=length, start=start, zone=zone)
