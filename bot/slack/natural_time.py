"""One moment as people write it, in English, Ukrainian or Russian. The reading is dateparser's.

What it reads is a wall time; which instant that is, and which of two, is decided by the caller.
What is added here is what its dictionaries lack: the cases in which Slavic weekdays stand after
“from” and “to”, a bare hour after a day, a day and a month with a dot between.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

#: An hour, with or without minutes: ``9``, ``9:30``, ``9pm``.
HOUR = r"\d{1,2}(?::\d{2})?(?:\s?[ap]m\b)?"
_LANGUAGES = ["en", "uk", "ru"]
_DASHES = re.compile(r"[‐-―−]")
_DAY_DOT_MONTH = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})(?!\.?\d)")
_PREPOSITION = re.compile(r"^(?:on|at|у|в|во|о|об|на)\s+(?!наступн|следующ)")
_AT_HOUR = re.compile(r"\b(?:at|о|об|в|у)\s+(\d{1,2})(?![\d:./])(?:\s+(?:год\w*|час\w*))?")
_LAST_NUMBER = re.compile(r"^(.*[^\W\d])\s+(\d{1,2})$")
_FIRST_HOUR = re.compile(rf"^({HOUR})\s+(?=\D)")
#: What dateparser's dictionaries lack, as they have it.
_CASES = {
    "понеділка": "понеділок",
    "вівторка": "вівторок",
    "середи": "середа",
    "четверга": "четвер",
    "п'ятниці": "п'ятниця",
    "п'ятницю": "п'ятниця",
    "суботи": "субота",
    "суботу": "субота",
    "неділі": "неділя",
    "неділю": "неділя",
    "понедельника": "понедельник",
    "вторника": "вторник",
    "среды": "среда",
    "пятницы": "пятница",
    "субботы": "суббота",
    "воскресенья": "воскресенье",
    "наступний тиждень": "наступного тижня",
    "следующая неделя": "на следующей неделе",
    "следующую неделю": "на следующей неделе",
    "опівдні": "12:00",
    "опівночі": "24:00",
    "полудня": "12:00",
    "полдень": "12:00",
    "полночь": "24:00",
    "полуночи": "24:00",
    "midnight": "24:00",
}
_CASE = re.compile(rf"\b(?:{'|'.join(map(re.escape, _CASES))})\b")


class Grain(StrEnum):
    """What was named: an instant, or a stretch of which ``wall`` is some instant."""

    TIME = "time"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Moment:
    """``wall`` is naive: what the reader's clock shows."""

    wall: datetime
    grain: Grain


def tidy(words: str) -> str:
    """Lower case, one kind of dash and apostrophe, the spellings that dictionaries know."""
    dashed = _DASHES.sub("-", words.casefold())
    for mark in "’ʼ`´":
        dashed = dashed.replace(mark, "'")
    text = " ".join(dashed.split()).strip(" ,.;!?")
    return _CASE.sub(lambda found: _CASES[found[0]], text)


def clock(text: str) -> tuple[int, int] | None:
    """Hour and minute; 24:00 is the end of a day. None for what no clock shows."""
    found = re.fullmatch(r"(\d{1,2})(?::(\d{2}))?\s?([ap]m)?", text.strip())
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - a half day
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    whole = hour == 24 and minute == 0  # noqa: PLR2004 - the end of a day
    return (hour, minute) if whole or (hour < 24 and minute < 60) else None  # noqa: PLR2004


def read(words: str, base: datetime) -> Moment | None:
    """A moment at or after ``base`` (naive) where the words leave it open; None if unreadable."""
    text = _PREPOSITION.sub("", tidy(words))
    text = _AT_HOUR.sub(lambda found: f"{found[1]}:00", text)
    text = _DAY_DOT_MONTH.sub(r"\1/\2", text)
    ends_day = text.endswith("24:00")
    if ends_day:
        text = text.removesuffix("24:00").strip()
    bare = _LAST_NUMBER.match(text)
    if bare and (day := _parsed(bare[1], base)) and day.grain is Grain.DAY:
        text = f"{bare[1]} {bare[2]}:00"
    first = _FIRST_HOUR.match(text)
    if first and (day := _parsed(text[first.end() :], base)) and day.grain is Grain.DAY:
        hours = clock(first[1])
        text = f"{text[first.end() :]} {hours[0]}:{hours[1]:02}" if hours else text
    if ends_day:
        return _end_of_day(text, base)
    return _weekday_today(text, base, _parsed(text, base))


def _end_of_day(text: str, base: datetime) -> Moment | None:
    day = _weekday_today(text, base, _parsed(text, base)) if text else Moment(base, Grain.DAY)
    if day is None:
        return None
    midnight = day.wall.replace(hour=0, minute=0, second=0, microsecond=0)
    return Moment(midnight + timedelta(days=1), Grain.TIME)


def _weekday_today(text: str, base: datetime, found: Moment | None) -> Moment | None:
    """“Friday 18:00” said on Friday morning is today; dateparser takes the one in a week.

    A weekday is recognised by its answers: seen from yesterday it is exactly a week earlier.
    """
    if found is None or re.search(r"\b(?:next|наступн|следующ)", text):
        return found
    earlier = _parsed(text, base - timedelta(days=1))
    if earlier is None or found.wall - earlier.wall != timedelta(days=7):
        return found
    ahead = earlier.wall > base or (found.grain is Grain.DAY and earlier.wall.date() == base.date())
    return earlier if ahead else found


def _parsed(text: str, base: datetime) -> Moment | None:
    if not text or text.isdigit():
        return None
    data = _parser(base).get_date_data(text)
    wall: datetime | None = data.date_obj
    if wall is None:
        return None
    grain = {"part_of_day": "time"}.get(data.period, data.period)
    return Moment(wall.replace(second=0, microsecond=0, tzinfo=None), Grain(grain))


def _parser(base: datetime) -> Any:
    # Imported at the first use: its dictionaries take a third of a second to load.
    from dateparser.date import DateDataParser

    return DateDataParser(
        languages=_LANGUAGES,
        use_given_order=True,
        settings={
            "RELATIVE_BASE": base,
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": "DMY",
            "RETURN_TIME_AS_PERIOD": True,
        },
    )
