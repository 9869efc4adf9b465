"""What is covered: tables of facts about weekly hours, nights, holidays and changed clocks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.windows import (
    ALWAYS,
    BUSINESS,
    NIGHTS,
    WEEKENDS,
    Hours,
    Interval,
    OnHolidays,
    Windows,
    joined,
)
from tests.support.rosters import KYIV, at
from tests.support.zones import places

TICK = timedelta(microseconds=1)
EVERY_DAY = frozenset(range(7))
SANTIAGO, CHICAGO = ZoneInfo("America/Santiago"), ZoneInfo("America/Chicago")
EARLY = (Hours(EVERY_DAY, time(1), time(2)),)
APIA = ZoneInfo("Pacific/Apia")

# Each row: the windows, a range, and what of it is covered.
PIECES = {
    "business hours, over a weekend": (
        Windows(zone=KYIV, hours=BUSINESS), "2024-06-14T00:00+03:00", "2024-06-18T00:00+03:00",
        [("2024-06-14T09:00+03:00", "2024-06-14T18:00+03:00"),
         ("2024-06-17T09:00+03:00", "2024-06-17T18:00+03:00")],
    ),
    "a weekend is one piece, in its spring an hour shorter": (
        Windows(zone=KYIV, hours=WEEKENDS), "2024-03-29T00:00+02:00", "2024-04-02T00:00+03:00",
        [("2024-03-30T00:00+02:00", "2024-04-01T00:00+03:00")],
    ),
    "nights, clipped by the range": (
        Windows(zone=KYIV, hours=NIGHTS), "2024-06-14T03:00+03:00", "2024-06-14T23:00+03:00",
        [("2024-06-14T03:00+03:00", "2024-06-14T06:00+03:00"),
         ("2024-06-14T22:00+03:00", "2024-06-14T23:00+03:00")],
    ),
    "a night over the repeated hour is nine hours": (
        Windows(zone=KYIV, hours=NIGHTS), "2024-10-26T12:00+03:00", "2024-10-27T12:00+02:00",
        [("2024-10-26T22:00+03:00", "2024-10-27T06:00+02:00")],
    ),
    "the repeated hour itself is covered twice, without a break": (
        Windows(zone=CHICAGO, hours=EARLY), "2020-11-01T00:00-05:00", "2020-11-02T00:00-06:00",
        [("2020-11-01T01:00-05:00", "2020-11-01T02:00-06:00")],
    ),
    "a window that the clock skips holds nothing": (
        Windows(zone=SANTIAGO, hours=(Hours(EVERY_DAY, time(0), time(1)),)),
        "2024-09-07T12:00-04:00", "2024-09-09T12:00-03:00",
        [("2024-09-09T00:00-03:00", "2024-09-09T01:00-03:00")],
    ),
    "a night into a day that the zone skips ends with the day before": (
        Windows(zone=APIA, hours=NIGHTS), "2011-12-29T12:00-10:00", "2011-12-31T12:00+14:00",
        [("2011-12-29T22:00-10:00", "2011-12-31T06:00+14:00")],
    ),
    "hours that touch are one piece": (
        Windows(zone=KYIV, hours=(Hours(EVERY_DAY, time(8), time(12)),
                                  Hours(EVERY_DAY, time(11), time(13)),
                                  Hours(EVERY_DAY, time(13), time(14)))),
        "2024-06-14T00:00+03:00", "2024-06-15T00:00+03:00",
        [("2024-06-14T08:00+03:00", "2024-06-14T14:00+03:00")],
    ),
    "a holiday out of business hours": (
        Windows(zone=KYIV, hours=BUSINESS, holidays=frozenset({date(2024, 6, 13)})),
        "2024-06-12T00:00+03:00", "2024-06-15T00:00+03:00",
        [("2024-06-12T09:00+03:00", "2024-06-12T18:00+03:00"),
         ("2024-06-14T09:00+03:00", "2024-06-14T18:00+03:00")],
    ),
    "a holiday takes out the night that begins on it, and all of it": (
        Windows(zone=KYIV, hours=NIGHTS, holidays=frozenset({date(2024, 6, 13)})),
        "2024-06-12T12:00+03:00", "2024-06-15T00:00+03:00",
        [("2024-06-12T22:00+03:00", "2024-06-13T06:00+03:00"),
         ("2024-06-14T22:00+03:00", "2024-06-15T00:00+03:00")],
    ),
    "weekends and holidays": (
        Windows(zone=KYIV, hours=WEEKENDS, holidays=frozenset({date(2024, 6, 17)}),
                on_holidays=OnHolidays.IN),
        "2024-06-14T00:00+03:00", "2024-06-19T00:00+03:00",
        [("2024-06-15T00:00+03:00", "2024-06-18T00:00+03:00")],
    ),
    "holidays alone": (
        Windows(zone=KYIV, hours=(), holidays=frozenset({date(2024, 6, 13)}),
                on_holidays=OnHolidays.IN),
        "2024-06-12T00:00+03:00", "2024-06-15T00:00+03:00",
        [("2024-06-13T00:00+03:00", "2024-06-14T00:00+03:00")],
    ),
    "always but holidays": (
        Windows(zone=KYIV, hours=ALWAYS, holidays=frozenset({date(2024, 6, 13)})),
        "2024-06-12T00:00+03:00", "2024-06-15T00:00+03:00",
        [("2024-06-12T00:00+03:00", "2024-06-13T00:00+03:00"),
         ("2024-06-14T00:00+03:00", "2024-06-15T00:00+03:00")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PIECES)
def test_pieces_of_a_range(case: str) -> None:
    windows, since, until, expected = PIECES[case]
    assert list(windows.pieces(at(since), at(until))) == [(at(a), at(b)) for a, b in expected]


@pytest.mark.parametrize("case", PIECES)
def test_an_instant_is_covered_where_a_piece_is(case: str) -> None:
    windows, since, until, pieces = PIECES[case]
    for start, end in pieces:
        assert windows.covers(at(start))
        assert windows.covers(at(end) - TICK)
        if start != since:
            assert not windows.covers(at(start) - TICK)
        if end != until:
            assert not windows.covers(at(end))


def test_a_window_may_be_asked_about_in_any_zone() -> None:
    windows = Windows(zone=KYIV, hours=BUSINESS)
    assert windows.covers(datetime(2024, 6, 14, 23, 59, tzinfo=ZoneInfo("Asia/Tokyo")))
    assert not windows.covers(datetime(2024, 6, 15, 0, 0, tzinfo=ZoneInfo("Asia/Tokyo")))


def test_a_window_that_opened_before_the_clock_went_back_a_day_stays_open() -> None:
    """In Saint John's the clock showed a minute of Sunday, then 23:01 on Saturday again."""
    windows = Windows(
        zone=ZoneInfo("America/St_Johns"), hours=(Hours(EVERY_DAY, time(0), time(6)),)
    )
    assert not windows.covers(at("2010-11-06T23:30-02:30"))
    assert windows.covers(at("2010-11-07T00:00-02:30"))
    assert windows.covers(at("2010-11-06T23:30-03:30"))
    since, until = at("2010-11-06T12:00-02:30"), at("2010-11-07T12:00-03:30")
    assert list(windows.pieces(since, until)) == [
        (at("2010-11-07T00:00-02:30"), at("2010-11-07T06:00-03:30"))
    ]


def test_windows_that_cover_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="cover nothing"):
        Windows(zone=KYIV, hours=())
    for weekdays in (frozenset[int](), frozenset({7}), frozenset({-1, 3})):
        with pytest.raises(ValueError, match="one weekday or more, from 0 to 6"):
            Hours(weekdays)


hours = st.builds(
    Hours,
    st.frozensets(st.integers(0, 6), min_size=1),
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30])),
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30])),
)


@given(places(), st.lists(hours, min_size=1, max_size=3), st.data())
@settings(max_examples=150)
def test_pieces_are_what_is_covered(
    place: tuple[ZoneInfo, datetime], of: list[Hours], data: st.DataObject
) -> None:
    """In every zone, around its transitions, instant by instant."""
    zone, middle = place
    days = [middle.astimezone(zone).date() + timedelta(days=n) for n in range(-3, 4)]
    windows = Windows(
        zone=zone,
        hours=tuple(of),
        holidays=data.draw(st.frozensets(st.sampled_from(days))),
        on_holidays=data.draw(st.sampled_from(OnHolidays)),
    )
    since, until = middle - timedelta(days=3), middle + timedelta(days=3)
    pieces = list(windows.pieces(since, until))
    bounds = {since, middle, *(bound for piece in pieces for bound in piece)}
    for bound in bounds:
        for instant in (bound - TICK, bound, bound + TICK):
            if since <= instant < until:
                within = any(start <= instant < end for start, end in pieces)
                assert windows.covers(instant) == within
    assert all(start < end for start, end in pieces)
    assert all(a[1] < b[0] for a, b in pairwise(pieces))


def test_intervals_join_where_they_touch() -> None:
    def hour(start: int, end: int) -> Interval:
        return datetime(2024, 6, 1, start, tzinfo=UTC), datetime(2024, 6, 1, end, tzinfo=UTC)

    given = [hour(5, 6), hour(1, 3), hour(2, 4), hour(4, 5), hour(8, 9), hour(2, 3)]
    assert list(joined(given)) == [hour(1, 6), hour(8, 9)]
    assert list(joined([])) == []
