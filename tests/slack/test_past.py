"""When it was, as people write it, in three languages and two clocks."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.refusal import Refusal
from bot.slack.past import understood

KYIV = ZoneInfo("Europe/Kyiv")
#: A Monday, 11:30 in Kyiv.
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("10:05", "2026-11-23 10:05"),
        ("at 10:05", "2026-11-23 10:05"),
        ("10:05:30", "2026-11-23 10:05"),
        ("о 10:05", "2026-11-23 10:05"),
        ("в 10:05", "2026-11-23 10:05"),
        ("10am", "2026-11-23 10:00"),
        ("now", "2026-11-23 11:30"),
        ("щойно", "2026-11-23 11:30"),
        # The clock showed it last yesterday.
        ("23:40", "2026-11-22 23:40"),
        ("yesterday 23:40", "2026-11-22 23:40"),
        ("вчора 23:40", "2026-11-22 23:40"),
        ("вчера в 23:40", "2026-11-22 23:40"),
        ("20 min ago", "2026-11-23 11:10"),
        ("20 хв тому", "2026-11-23 11:10"),
        ("20 минут назад", "2026-11-23 11:10"),
        ("8:05 UTC", "2026-11-23 10:05"),
        ("08:05Z", "2026-11-23 10:05"),
        ("mon 10:05", "2026-11-23 10:05"),
        ("friday 18:00", "2026-11-20 18:00"),
        ("22.11 10:05", "2026-11-22 10:05"),
        ("1 dec 10:05", "2025-12-01 10:05"),
        ("2026-11-20 10:05", "2026-11-20 10:05"),
        # What is said to come is left there, for the caller to refuse.
        ("tomorrow 10:05", "2026-11-24 10:05"),
        ("today 23:00", "2026-11-23 23:00"),
    ],
)
def test_understood(words: str, expected: str) -> None:
    found = understood(words, now=NOW, zone=KYIV)
    assert found.tzinfo is UTC
    assert f"{found.astimezone(KYIV):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize("words", ["tea time", "yesterday", "25:99", "", "10:05 or so maybe"])
def test_what_cannot_be_read_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(Refusal, match="Write it like “10:05”"):
        understood(words, now=NOW, zone=KYIV)


def test_an_hour_shown_twice_happened_the_first_time() -> None:
    after = datetime(2026, 10, 25, 6, 0, tzinfo=UTC)
    assert understood("3:30", now=after, zone=KYIV) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
