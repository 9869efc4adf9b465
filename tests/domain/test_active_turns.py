"""Turns that count: the closed form against counting one by one, near the start and far away."""

from datetime import date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.active_turns import active_turns
from bot.domain.turns import Kind, Turns
from bot.domain.windows import BUSINESS, WEEKENDS, Hours, OnHolidays, Windows
from tests.support.oracle import is_active

KYIV = ZoneInfo("Europe/Kyiv")
FIRST = date(2024, 1, 1)

turns = st.builds(
    Turns,
    kind=st.sampled_from(Kind),
    length=st.integers(1, 9),
    start=st.datetimes(datetime(2024, 1, 1), datetime(2024, 2, 1)),  # noqa: DTZ001 - wall times
    zone=st.just(KYIV),
)
hours = st.builds(
    Hours,
    st.frozensets(st.integers(0, 6), min_size=1, max_size=3),
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 30])),
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 30])),
)
holidays = st.frozensets(st.integers(-40, 60).map(lambda n: FIRST + timedelta(days=n)), max_size=8)


@given(
    turns, st.lists(hours, min_size=1, max_size=2).map(tuple), holidays, st.sampled_from(OnHolidays)
)
@settings(deadline=None)
def test_numbers_are_what_counting_one_by_one_gives(
    grid: Turns, of: tuple[Hours, ...], days: frozenset[date], on_holidays: OnHolidays
) -> None:
    windows = Windows(zone=KYIV, hours=of, holidays=days, on_holidays=on_holidays)
    counted = active_turns(grid, windows)
    ahead = [is_active(windows, grid.wall(k), grid.wall(k + 1)) for k in range(60)]
    assert [counted.number(k) for k in range(61)] == [0, *accumulate(ahead)]
    behind = [is_active(windows, grid.wall(k), grid.wall(k + 1)) for k in range(-1, -41, -1)]
    assert [counted.number(k) for k in range(-1, -41, -1)] == [-n for n in accumulate(behind)]
    for k, active in zip([*range(60), *range(-1, -41, -1)], [*ahead, *behind], strict=True):
        if active:
            assert counted.turn(counted.number(k)) == k


def test_a_number_far_away_is_found_at_once() -> None:
    grid = Turns(kind=Kind.DAILY, start=datetime(2024, 6, 10, 9), zone=KYIV)  # noqa: DTZ001
    working = active_turns(grid, Windows(zone=KYIV, hours=BUSINESS))
    assert working.number(7 * 1_000_000) == 5 * 1_000_000
    assert working.turn(5 * 1_000_000) == 7 * 1_000_000
    assert working.turn(-5 * 1_000_000 - 1) == -7 * 1_000_000 - 3
    weekend = active_turns(grid, Windows(zone=KYIV, hours=WEEKENDS))
    # Friday's turn ends on Saturday at 09:00, so it counts.
    assert [weekend.number(k) for k in range(8)] == [0, 0, 0, 0, 0, 1, 2, 3]


def test_a_turn_that_is_not_there_is_an_overflow() -> None:
    grid = Turns(kind=Kind.DAILY, start=datetime(2024, 6, 10), zone=KYIV)  # noqa: DTZ001
    days = frozenset({date(2024, 6, 12), date(2024, 6, 8)})
    alone = Windows(zone=KYIV, hours=(), holidays=days, on_holidays=OnHolidays.IN)
    counted = active_turns(grid, alone)
    assert (counted.turn(0), counted.turn(-1)) == (2, -2)
    for number in (1, -2):
        with pytest.raises(OverflowError, match=f"no active turn {number}"):
            counted.turn(number)
