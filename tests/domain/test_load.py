"""How heavy the pager was: hours, nights and weekends, counted on the right clock."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.load import Load, loads
from bot.domain.service import RotationName
from bot.domain.turns import Kind
from bot.domain.windows import BUSINESS, Windows
from tests.support.rosters import ANNA, BORYS, KYIV, add, at, layer, remove, roster

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = at("2024-06-10T09:00+03:00")
BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")


def test_a_week_of_two_people_taking_days() -> None:
    found = loads([roster(layer(members=(ANNA, BORYS)))], MONDAY, MONDAY + 7 * DAY, {})
    # Anna has Monday, Wednesday, Friday and Sunday from 09:00 on, Borys the days between.
    assert found == (
        Load(
            person=ANNA,
            zone=KYIV,
            time=4 * DAY,
            nights=4,
            night_time=32 * HOUR,
            weekends=1,
            weekend_time=24 * HOUR,
        ),
        Load(
            person=BORYS,
            zone=KYIV,
            time=3 * DAY,
            nights=3,
            night_time=24 * HOUR,
            weekends=1,
            weekend_time=24 * HOUR,
        ),
    )
    assert [each.hours for each in found] == [96, 72]


def test_business_hours_are_neither_nights_nor_weekends() -> None:
    office = layer(members=(ANNA,), windows=Windows(zone=KYIV, hours=BUSINESS))
    (anna,) = loads([roster(office)], MONDAY, MONDAY + 7 * DAY, {})
    assert (anna.hours, anna.nights, anna.weekends) == (45, 0, 0)
    assert (anna.night_time, anna.weekend_time) == (timedelta(), timedelta())


def test_a_night_is_one_of_the_persons_own_clock() -> None:
    """09:00 to 18:00 in Kyiv is 15:00 to midnight in Tokyo: two hours of each night."""
    office = layer(members=(ANNA,), windows=Windows(zone=KYIV, hours=BUSINESS))
    (anna,) = loads([roster(office)], MONDAY, MONDAY + 7 * DAY, {ANNA: TOKYO})
    assert (anna.zone, anna.nights, anna.night_time) == (TOKYO, 5, 10 * HOUR)


def test_time_on_two_rotations_at_once_counts_once() -> None:
    one = roster(layer(members=(ANNA,)))
    two = replace(one, name=RotationName("other"))
    (anna,) = loads([one, two], MONDAY, MONDAY + 2 * DAY, {})
    assert (anna.time, anna.nights) == (2 * DAY, 2)


def test_a_night_counts_once_any_of_it_was_on_call_and_the_range_cuts() -> None:
    evening = at("2024-06-10T22:30+03:00")
    found = roster(layer(members=(ANNA,)), overrides=[add(BORYS, evening, evening + HOUR)])
    (anna, borys) = loads([found], MONDAY, evening + timedelta(minutes=30), {})
    assert (anna.time, anna.nights, anna.night_time) == (14 * HOUR, 1, HOUR)
    assert (borys.time, borys.nights, borys.night_time) == (
        timedelta(minutes=30),
        1,
        timedelta(minutes=30),
    )


def test_a_night_interrupted_is_one_night() -> None:
    night = at("2024-06-11T01:00+03:00")
    found = roster(layer(members=(ANNA,)), overrides=[remove(ANNA, night, night + HOUR)])
    (anna,) = loads([found], MONDAY, MONDAY + DAY, {})
    assert (anna.nights, anna.night_time) == (1, 7 * HOUR)


def test_the_night_on_which_the_clocks_go_back_has_nine_hours() -> None:
    since = at("2024-10-26T12:00+03:00")
    week = roster(layer(kind=Kind.WEEKLY, members=(ANNA,)))
    (anna,) = loads([week], since, at("2024-10-27T12:00+02:00"), {})
    assert (anna.time, anna.nights, anna.night_time) == (25 * HOUR, 1, 9 * HOUR)


def test_who_never_served_has_no_load_and_the_heaviest_comes_first() -> None:
    found = roster(layer(members=(BORYS, ANNA)))
    assert [each.person for each in loads([found], MONDAY, MONDAY + 3 * DAY, {})] == [BORYS, ANNA]
    assert loads([roster(layer(members=()))], MONDAY, MONDAY + 3 * DAY, {}) == ()
    assert loads([], MONDAY, MONDAY + DAY, {ANNA: BERLIN}) == ()
