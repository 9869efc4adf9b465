"""Hours and holidays as people write them, and the windows they make."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.layer import Advance, Layer
from bot.domain.service import RotationName
from bot.domain.windows import ALWAYS, BUSINESS, EVERY_DAY, NIGHTS, WEEKENDS, Hours, OnHolidays
from bot.domain.windows import Windows as Covered
from bot.policy import load
from bot.policy.hours import spelled

KYIV = ZoneInfo("Europe/Kyiv")
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
NINE, SIX = time(9), time(18)
MIDNIGHT = time()


def layers(*lines: str) -> tuple[Layer, ...]:
    text = "\n".join(
        [
            "workspace: {name: A, timezone: Europe/Kyiv}",
            "severities: [{name: SEV1, criteria: Bad}]",
            "people: {U0A1: {name: Ann}, U0B1: {name: Bob}}",
            "rotations:",
            "  week:",
            "    title: Week",
            *(f"    {line}" for line in lines),
        ]
    )
    found = load(text, file="p.yaml").rotations[RotationName("week")].layers
    assert all(isinstance(layer, Layer) for layer in found)
    return tuple(layer for layer in found if isinstance(layer, Layer))


def windows(*lines: str) -> Covered | None:
    simple = ("kind: daily", "start: 2026-01-05 09:00", "members: [U0A1, U0B1]")
    (layer,) = layers(*simple, *lines)
    return layer.windows


def days(*weekdays: int) -> frozenset[int]:
    return frozenset(weekdays)


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("business", BUSINESS),
        ("Weekends", WEEKENDS),
        ("nights", NIGHTS),
        ("mon-fri 09:00-18:00", BUSINESS),
        ("[mon-thu 9:00-18:00, fri 9:00-17:00]",
         (Hours(days(MON, TUE, WED, THU), NINE, SIX), Hours(days(FRI), NINE, time(17)))),
        ('"sat,sun"', WEEKENDS),
        ('"mon, wed-fri 10:30-11:00"',
         (Hours(days(MON, WED, THU, FRI), time(10, 30), time(11)),)),
        ("fri-mon", (Hours(days(FRI, SAT, SUN, MON)),)),
        ('"22:00-06:00"', NIGHTS),
        ("sun 18:00-24:00", (Hours(days(SUN), SIX, MIDNIGHT),)),
        ("fri 18:00-mon 09:00",
         (Hours(days(FRI), SIX, MIDNIGHT), Hours(days(SAT, SUN)),
          Hours(days(MON), MIDNIGHT, NINE))),
        ("fri 18:00 - sun 24:00", (Hours(days(FRI), SIX, MIDNIGHT), Hours(days(SAT, SUN)))),
        ("mon 09:00-mon 18:00", (Hours(days(MON), NINE, SIX),)),
        ("mon 18:00-tue 09:00", (Hours(days(MON), SIX, MIDNIGHT), Hours(days(TUE), end=NINE))),
        ("mon 18:00-mon 09:00",
         (Hours(days(MON), SIX, MIDNIGHT), Hours(EVERY_DAY - days(MON)),
          Hours(days(MON), MIDNIGHT, NINE))),
    ],
)  # fmt: skip
def test_hours_as_people_write_them(written: str, hours: tuple[Hours, ...]) -> None:
    assert windows(f"hours: {written}") == Covered(zone=KYIV, hours=hours)


def test_without_hours_and_holidays_a_layer_always_covers() -> None:
    assert windows() is None


def test_the_holidays_of_a_country_are_left_out() -> None:
    found = windows("hours: business", "holidays: DE")
    assert found is not None
    assert (found.hours, found.on_holidays) == (BUSINESS, OnHolidays.OUT)
    assert date(2026, 10, 3) in found.holidays
    assert date(2026, 3, 8) not in found.holidays


def test_a_region_has_holidays_of_its_own() -> None:
    found = windows("holidays: DE-BE")
    assert found is not None
    assert found.hours == ALWAYS
    assert date(2026, 3, 8) in found.holidays


def test_holidays_can_be_what_is_covered() -> None:
    alone = windows("holidays: {country: PL, mode: in}")
    assert alone is not None
    assert (alone.hours, alone.on_holidays) == ((), OnHolidays.IN)
    weekends_too = windows("hours: weekends", "holidays: {country: PL, mode: in}")
    assert weekends_too is not None
    assert weekends_too.hours == WEEKENDS


def test_ukraine_works_on_its_holidays_under_martial_law_unless_the_policy_says_otherwise() -> None:
    law, custom = windows("holidays: UA"), windows("holidays: {country: UA, worked: true}")
    assert law is not None
    assert custom is not None
    assert date(2026, 8, 24) not in law.holidays
    assert date(2026, 8, 24) in custom.holidays


def test_layers_keep_their_order_their_zones_and_their_way_to_count() -> None:
    nights, sun = layers(
        "timezone: Europe/Berlin",
        "layers:",
        "  - {name: nights, kind: weekly, start: 2026-01-05 09:00, members: [U0A1, U0B1]}",
        "  - name: sun",
        "    kind: daily",
        "    start: 2026-01-05 09:00",
        "    timezone: Asia/Tokyo",
        "    members: [U0B1]",
        "    hours: business",
        "    advance_on: active_shifts",
    )
    assert (nights.name, nights.members) == ("nights", ("U0A1", "U0B1"))
    assert (nights.turns.zone.key, nights.windows) == ("Europe/Berlin", None)
    assert nights.advance_on is Advance.CALENDAR
    assert (sun.name, sun.turns.zone.key) == ("sun", "Asia/Tokyo")
    assert sun.windows == Covered(zone=ZoneInfo("Asia/Tokyo"), hours=BUSINESS)
    assert sun.advance_on is Advance.ACTIVE_SHIFTS


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (BUSINESS[0], "mon,tue,wed,thu,fri 09:00-18:00"),
        (WEEKENDS[0], "sat,sun 00:00-24:00"),
        (NIGHTS[0], "mon,tue,wed,thu,fri,sat,sun 22:00-06:00"),
    ],
)
def test_hours_are_spelled_as_the_file_takes_them(hours: Hours, text: str) -> None:
    assert spelled(hours) == text
    assert windows(f'hours: "{text}"') == Covered(zone=KYIV, hours=(hours,))


def test_every_holiday_is_of_a_year_the_reader_promises() -> None:
    found = windows("holidays: GB-ENG")
    assert found is not None
    years = sorted({day.year for day in found.holidays})
    assert years == list(range(2020, 2051))
    assert max(found.holidays) - min(found.holidays) > timedelta(days=365 * 30)
