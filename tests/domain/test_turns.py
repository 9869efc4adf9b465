"""Tables of facts: what the wall clocks of the world did, and when turns changed hands then."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.turns import Kind, Turns

TICK = timedelta(microseconds=1)


def turns_of(zone: str, start: str, *, kind: Kind = Kind.DAILY, length: int = 1) -> Turns:
    return Turns(kind=kind, length=length, start=datetime.fromisoformat(start), zone=ZoneInfo(zone))


def at(text: str) -> datetime:
    """An instant, written as a wall time with its offset."""
    return datetime.fromisoformat(text).astimezone(UTC)


# Each row: zone, start (hand-off 0), and hand-offs 0, 1, 2 … as wall times with their offsets.
DAILY = {
    "Kyiv, 03:00 to 04:00, skipped": (
        "Europe/Kyiv", "2024-03-30T03:30",
        "2024-03-30T03:30+02:00", "2024-03-31T04:00+03:00", "2024-04-01T03:30+03:00",
    ),
    "Kyiv, 04:00 to 03:00, shown twice": (
        "Europe/Kyiv", "2024-10-26T03:30",
        "2024-10-26T03:30+03:00", "2024-10-27T03:30+03:00", "2024-10-28T03:30+02:00",
    ),
    "Kyiv, the end of the gap itself": (
        "Europe/Kyiv", "2024-03-30T04:00",
        "2024-03-30T04:00+02:00", "2024-03-31T04:00+03:00", "2024-04-01T04:00+03:00",
    ),
    "Kyiv, the end of the repeated hour is shown once": (
        "Europe/Kyiv", "2024-10-26T04:00",
        "2024-10-26T04:00+03:00", "2024-10-27T04:00+02:00", "2024-10-28T04:00+02:00",
    ),
    "Dublin, where summer is standard time": (
        "Europe/Dublin", "2024-10-26T01:30",
        "2024-10-26T01:30+01:00", "2024-10-27T01:30+01:00", "2024-10-28T01:30+00:00",
    ),
    "Chicago, skipped": (
        "America/Chicago", "2021-03-13T02:30",
        "2021-03-13T02:30-06:00", "2021-03-14T03:00-05:00", "2021-03-15T02:30-05:00",
    ),
    "Chicago, skipped, not on a whole second": (
        "America/Chicago", "2021-03-13T02:30:17.5",
        "2021-03-13T02:30:17.5-06:00", "2021-03-14T03:00-05:00", "2021-03-15T02:30:17.5-05:00",
    ),
    "Chicago, shown twice": (
        "America/Chicago", "2020-10-31T01:30",
        "2020-10-31T01:30-05:00", "2020-11-01T01:30-05:00", "2020-11-02T01:30-06:00",
    ),
    "Cairo, a day without midnight": (
        "Africa/Cairo", "2024-04-25T00:00",
        "2024-04-25T00:00+02:00", "2024-04-26T01:00+03:00", "2024-04-27T00:00+03:00",
    ),
    "Cairo, a day like any other after midnight": (
        "Africa/Cairo", "2024-04-25T22:40",
        "2024-04-25T22:40+02:00", "2024-04-26T22:40+03:00", "2024-04-27T22:40+03:00",
    ),
    "Cairo, midnight back to 23:00": (
        "Africa/Cairo", "2024-10-30T23:40",
        "2024-10-30T23:40+03:00", "2024-10-31T23:40+03:00", "2024-11-01T23:40+02:00",
    ),
    "Cairo, the midnight that was put off": (
        "Africa/Cairo", "2024-10-31T00:00",
        "2024-10-31T00:00+03:00", "2024-11-01T00:00+02:00", "2024-11-02T00:00+02:00",
    ),
    "Beirut": (
        "Asia/Beirut", "2024-03-30T22:40",
        "2024-03-30T22:40+02:00", "2024-03-31T22:40+03:00", "2024-04-01T22:40+03:00",
    ),
    "Beirut, midnight": (
        "Asia/Beirut", "2024-03-30T00:00",
        "2024-03-30T00:00+02:00", "2024-03-31T01:00+03:00", "2024-04-01T00:00+03:00",
    ),
    "Santiago, 09:00 around a day without midnight": (
        "America/Santiago", "2024-09-07T09:00",
        "2024-09-07T09:00-04:00", "2024-09-08T09:00-03:00", "2024-09-09T09:00-03:00",
    ),
    "Santiago, midnight": (
        "America/Santiago", "2024-09-07T00:00",
        "2024-09-07T00:00-04:00", "2024-09-08T01:00-03:00", "2024-09-09T00:00-03:00",
    ),
    "São Paulo": (
        "America/Sao_Paulo", "2018-11-03T00:30",
        "2018-11-03T00:30-03:00", "2018-11-04T01:00-02:00", "2018-11-05T00:30-02:00",
    ),
    "Havana, skipped": (
        "America/Havana", "2024-03-09T00:15",
        "2024-03-09T00:15-05:00", "2024-03-10T01:00-04:00", "2024-03-11T00:15-04:00",
    ),
    "Havana, midnight shown twice": (
        "America/Havana", "2024-11-02T00:00",
        "2024-11-02T00:00-04:00", "2024-11-03T00:00-04:00", "2024-11-04T00:00-05:00",
    ),
    "Asunción": (
        "America/Asuncion", "2023-09-30T00:00",
        "2023-09-30T00:00-04:00", "2023-10-01T01:00-03:00", "2023-10-02T00:00-03:00",
    ),
    "Lord Howe, half an hour skipped": (
        "Australia/Lord_Howe", "2024-10-05T02:15",
        "2024-10-05T02:15+10:30", "2024-10-06T02:30+11:00", "2024-10-07T02:15+11:00",
    ),
    "Lord Howe, half an hour shown twice": (
        "Australia/Lord_Howe", "2024-04-06T01:45",
        "2024-04-06T01:45+11:00", "2024-04-07T01:45+11:00", "2024-04-08T01:45+10:30",
    ),
    "Kathmandu, no daylight saving": (
        "Asia/Kathmandu", "2024-03-30T09:00",
        "2024-03-30T09:00+05:45", "2024-03-31T09:00+05:45", "2024-04-01T09:00+05:45",
    ),
    "Kathmandu, the quarter of an hour of 1986": (
        "Asia/Kathmandu", "1985-12-31T00:05",
        "1985-12-31T00:05+05:30", "1986-01-01T00:15+05:45", "1986-01-02T00:05+05:45",
    ),
    "Apia, Friday 30 December 2011 was skipped": (
        "Pacific/Apia", "2011-12-29T09:00",
        "2011-12-29T09:00-10:00", "2011-12-31T00:00+14:00", "2011-12-31T09:00+14:00",
    ),
    "Casablanca, Ramadan starts": (
        "Africa/Casablanca", "2024-03-09T02:30",
        "2024-03-09T02:30+01:00", "2024-03-10T02:30+01:00", "2024-03-11T02:30+00:00",
    ),
    "Casablanca, Ramadan ends": (
        "Africa/Casablanca", "2024-04-13T02:30",
        "2024-04-13T02:30+00:00", "2024-04-14T03:00+01:00", "2024-04-15T02:30+01:00",
    ),
    "Troll, two hours shown twice": (
        "Antarctica/Troll", "2024-10-26T01:30",
        "2024-10-26T01:30+02:00", "2024-10-27T01:30+02:00", "2024-10-28T01:30+00:00",
    ),
    "UTC": (
        "UTC", "2024-02-28T00:00",
        "2024-02-28T00:00+00:00", "2024-02-29T00:00+00:00", "2024-03-01T00:00+00:00",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DAILY)
def test_daily_handoffs_follow_the_wall_clock(case: str) -> None:
    zone, start, *expected = DAILY[case]
    turns = turns_of(zone, start)
    assert [turns.handoff(k) for k in range(3)] == [at(each) for each in expected]


@pytest.mark.parametrize("case", DAILY)
def test_a_turn_starts_at_its_handoff_and_not_before(case: str) -> None:
    zone, start, *expected = DAILY[case]
    turns = turns_of(zone, start)
    for k, handoff in enumerate(expected):
        assert turns.index(at(handoff) - TICK) == k - 1
        assert turns.index(at(handoff)) == k


# Each row: zone, kind, length, start, the first hand-off of the list, and the list.
OTHERS = {
    "weekly, into summer": (
        "Europe/Kyiv", Kind.WEEKLY, 1, "2024-03-25T09:00", 0,
        ["2024-03-25T09:00+02:00", "2024-04-01T09:00+03:00", "2024-04-08T09:00+03:00"],
    ),
    "two-weekly, out of summer": (
        "Europe/Kyiv", Kind.WEEKLY, 2, "2024-10-14T09:00", 0,
        ["2024-10-14T09:00+03:00", "2024-10-28T09:00+02:00", "2024-11-11T09:00+02:00"],
    ),
    "three-daily, before the start": (
        "Europe/Kyiv", Kind.DAILY, 3, "2024-04-02T09:00", -2,
        ["2024-03-27T09:00+02:00", "2024-03-30T09:00+02:00", "2024-04-02T09:00+03:00"],
    ),
    "two-hourly on even hours, skipped": (
        "America/Chicago", Kind.HOURLY, 2, "2021-03-14T00:00", 0,
        ["2021-03-14T00:00-06:00", "2021-03-14T03:00-05:00", "2021-03-14T04:00-05:00"],
    ),
    "two-hourly on even hours, shown twice": (
        "America/Chicago", Kind.HOURLY, 2, "2020-11-01T00:00", 0,
        ["2020-11-01T00:00-05:00", "2020-11-01T02:00-06:00", "2020-11-01T04:00-06:00"],
    ),
    "hourly, a turn of two hours": (
        "America/Chicago", Kind.HOURLY, 1, "2020-11-01T00:00", 0,
        ["2020-11-01T00:00-05:00", "2020-11-01T01:00-05:00", "2020-11-01T02:00-06:00"],
    ),
    "hourly, an empty turn": (
        "America/Chicago", Kind.HOURLY, 1, "2021-03-14T01:00", 0,
        ["2021-03-14T01:00-06:00", "2021-03-14T03:00-05:00", "2021-03-14T03:00-05:00",
         "2021-03-14T04:00-05:00"],
    ),
    "hourly, half an hour skipped": (
        "Australia/Lord_Howe", Kind.HOURLY, 1, "2024-10-06T01:00", 0,
        ["2024-10-06T01:00+10:30", "2024-10-06T02:30+11:00", "2024-10-06T03:00+11:00"],
    ),
    "monthly, clamped from the start": (
        "Europe/Kyiv", Kind.MONTHLY, 1, "2024-01-31T09:00", -3,
        ["2023-10-31T09:00+02:00", "2023-11-30T09:00+02:00", "2023-12-31T09:00+02:00",
         "2024-01-31T09:00+02:00", "2024-02-29T09:00+02:00", "2024-03-31T09:00+03:00",
         "2024-04-30T09:00+03:00"],
    ),
    "monthly, skipped": (
        "America/Chicago", Kind.MONTHLY, 1, "2021-02-14T02:30", 0,
        ["2021-02-14T02:30-06:00", "2021-03-14T03:00-05:00", "2021-04-14T02:30-05:00"],
    ),
    "quarterly, over new year": (
        "Europe/Kyiv", Kind.MONTHLY, 3, "2023-08-31T00:00", 0,
        ["2023-08-31T00:00+03:00", "2023-11-30T00:00+02:00", "2024-02-29T00:00+02:00"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", OTHERS)
def test_hourly_weekly_and_monthly_handoffs_follow_the_wall_clock(case: str) -> None:
    zone, kind, length, start, first, expected = OTHERS[case]
    turns = turns_of(zone, start, kind=kind, length=length)
    handoffs = [turns.handoff(first + n) for n in range(len(expected))]
    assert handoffs == [at(each) for each in expected]


def test_the_second_pass_of_an_hour_hands_nothing_off() -> None:
    turns = turns_of("America/Chicago", "2020-10-31T01:30")
    assert turns.index(at("2020-11-01T01:10-06:00")) == 1
    assert turns.handoff(1) == at("2020-11-01T01:30-05:00")
    assert turns.handoff(2) == at("2020-11-02T01:30-06:00")


def test_an_hourly_turn_within_a_gap_is_lost_and_the_next_one_keeps_its_hour() -> None:
    turns = turns_of("America/Chicago", "2021-03-14T01:00", kind=Kind.HOURLY)
    assert turns.index(at("2021-03-14T03:00-05:00") - TICK) == 0
    assert turns.index(at("2021-03-14T03:00-05:00")) == 2


def test_apia_loses_the_turn_of_its_skipped_day_when_turns_change_at_midnight() -> None:
    turns = turns_of("Pacific/Apia", "2011-12-29T00:00")
    assert turns.index(at("2011-12-29T23:59-10:00")) == 0
    assert turns.index(at("2011-12-31T00:00+14:00")) == 2


def test_turns_before_the_start_count_backwards() -> None:
    turns = turns_of("Europe/Kyiv", "2024-06-10T09:00", kind=Kind.WEEKLY)
    assert turns.index(at("2024-06-03T08:59+03:00")) == -2
    assert turns.handoff(-2) == at("2024-05-27T09:00+03:00")


def test_an_instant_may_be_given_in_any_zone_and_comes_back_in_utc() -> None:
    turns = turns_of("Europe/Kyiv", "2024-06-10T09:00")
    assert turns.index(datetime(2024, 6, 10, 15, 0, tzinfo=ZoneInfo("Asia/Tokyo"))) == 0
    assert turns.index(datetime(2024, 6, 10, 14, 59, tzinfo=ZoneInfo("Asia/Tokyo"))) == -1
    assert turns.handoff(0).tzinfo is UTC


def test_a_naive_datetime_is_not_an_instant() -> None:
    noon = datetime(2024, 6, 10, 12, 0)  # noqa: DTZ001 - the error under test
    with pytest.raises(ValueError, match="2024-06-10T12:00:00 has no time zone"):
        turns_of("Europe/Kyiv", "2024-06-10T09:00").index(noon)


def test_what_makes_no_turns_is_refused() -> None:
    with pytest.raises(ValueError, match="a wall time of Europe/Kyiv"):
        turns_of("Europe/Kyiv", "2024-06-10T09:00+03:00")
    with pytest.raises(ValueError, match="length of 0 is below 1"):
        turns_of("Europe/Kyiv", "2024-06-10T09:00", length=0)


def test_no_turn_is_too_far_from_the_start_to_be_found_at_once() -> None:
    turns = turns_of("UTC", "0001-01-01T00:00", kind=Kind.HOURLY)
    assert turns.index(at("9998-12-31T23:30+00:00")) == 3_651_694 * 24 - 1


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("k", [-10_000_000, 100_000_000])
def test_a_handoff_outside_the_calendar_is_an_overflow(kind: Kind, k: int) -> None:
    with pytest.raises(OverflowError):
        turns_of("Europe/Kyiv", "2024-06-10T09:00", kind=kind, length=100).handoff(k)
