"""From when until when, as people write it: “tomorrow 9-18”, “fri 18:00 to mon 9:00”, “2h”.

Everything is understood on the clock of one zone and answered in UTC. A time that the clock
shows twice, or skips, is decided here and said: ``notes`` tell what was chosen.
"""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.phrase import Phrase, phrase
from bot.domain.refusal import Refusal
from bot.domain.text import clip
from bot.domain.wall_clock import first_showing, reading
from bot.slack.natural_time import HOUR, Grain, Moment, clock, read, tidy

#: Further away, a day without a year was probably meant otherwise.
FARTHEST = timedelta(days=366)
_WEEK = timedelta(days=7)
_SHOWN = 40
_FROM = r"(?:from|since|з|із|зі|с|со|від|от)\s+"
_HOURS = re.compile(
    rf"^(?P<before>.*?)\s*(?:{_FROM})?(?<![\d.:/-])(?P<first>{HOUR})"
    rf"\s*(?:-|to|till|until|до|по)\s*(?P<last>{HOUR})(?![\d.:/-])\s*(?P<after>.*)$"
)
#: The second word tells whether a day named after it still belongs: “to Friday” includes it.
_BETWEEN = re.compile(r"\s+(to|through|till|until|до|по)\s+|\s*(-)\s*")
_OUTSIDE = frozenset({"till", "until", "до"})
_BEGINS = re.compile(rf"^{_FROM}")
_UNTIL = re.compile(r"^(?:till|until|to|до|по)\s+")
_LASTS = re.compile(r"^(?P<start>.*?)\s*\b(?:for|на|протягом|в течение)\s+(?P<length>.+)$")
_WEEKEND = re.compile(
    r"^(?:(?:this|the|on the|на|у|в|цих|эти|ці)\s+)?(?:weekend|вихідн\w+|выходн\w+)$"
)
_LENGTH = re.compile(
    r"^(?:(?:\d+\s*[^\W\d]+\s*(?:and\s|і\s|и\s)?)+|(?:an?|пів)\s\w+|тиждень|неделю)$"
)
_LEFT_OVER = re.compile(r"\d\s?-|-\s?\d")
_DATE = re.compile(r"\b\d{1,4}-\d{1,2}-\d{1,4}\b")
_UNSURE_UNIT = re.compile(r"(?<=\d)\s*нед\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """``[start, end)`` in UTC, never empty. ``notes`` say what had to be chosen."""

    start: datetime
    end: datetime
    notes: tuple[Phrase, ...] = ()


async def period_in(words: str, *, now: datetime, zone: ZoneInfo) -> Period:
    """What is meant, seen from ``now``. A Refusal for what is over, reversed or unreadable.

    In a thread: the first reading loads dictionaries for half a second, and others wait too.
    """
    return await asyncio.to_thread(understood, words, now=now, zone=zone)


async def length_in(words: str) -> timedelta | None:
    """A length such as ``2w``, ``10 days``, ``2 тижні``; None when it is none."""
    return await asyncio.to_thread(_length, tidy(words), datetime(2000, 1, 1))  # noqa: DTZ001 - any


def understood(words: str, *, now: datetime, zone: ZoneInfo) -> Period:
    """`period_in`, at once."""
    base = reading(now, zone).replace(second=0, microsecond=0, fold=0)
    text = tidy(words)
    for ends in _readings(text, base):
        return _settled(ends, now=now, zone=zone, words=words)
    begins = read(_BEGINS.sub("", text), base)
    if begins is not None and begins.grain is Grain.TIME:
        example = clip(f"{text} - 18:00", _SHOWN)
        raise Refusal("Say until when too, for example “{example}”.", field="when", example=example)
    raise Refusal(
        "I do not understand the time “{words}”. Write it like “tomorrow 9-18”, "
        "“fri 18:00 to mon 9:00” or “2h”.",
        field="when",
        words=clip(words.strip(), _SHOWN),
    )


@dataclass(frozen=True, slots=True)
class _Ends:
    """Wall times; an instant where a length of hours was counted from now."""

    start: datetime
    end: datetime
    from_now: bool = False
    hours: timedelta | None = None


def _readings(text: str, base: datetime) -> Iterator[_Ends]:
    """Every way to understand the words, the likeliest first."""
    for way in (_weekend, _hours_of_a_day, _between, _lasting, _from_now, _whole):
        found = way(text, base)
        if found:
            yield found


def _weekend(text: str, base: datetime) -> _Ends | None:
    if not _WEEKEND.match(text):
        return None
    monday = _midnight(base) - timedelta(days=base.weekday())
    return _Ends(monday + timedelta(days=5), monday + timedelta(days=7))


def _hours_of_a_day(text: str, base: datetime) -> _Ends | None:
    """“tomorrow 9-18”, “з 9 до 18 завтра”, and “5-7 dec”, which are days."""
    found = _HOURS.match(text)
    if found is None:
        return None
    named = f"{found['before']} {found['after']}".strip()
    first, last = clock(found["first"]), clock(found["last"])
    day = read(named, base) if named else Moment(base, Grain.DAY)
    if day is not None and day.grain is Grain.MONTH:
        return _days(f"{found['first']} {named}", f"{found['last']} {named}", base)
    if first is None or last is None or day is None or day.grain is not Grain.DAY:
        return None
    start, end = _at(day.wall, first), _at(day.wall, last)
    if end <= start:
        end += timedelta(days=1)
    if end <= base and not named:
        start, end = start + timedelta(days=1), end + timedelta(days=1)
    return _Ends(start, end)


def _days(first: str, last: str, base: datetime) -> _Ends | None:
    start, end = read(first, base), read(last, base)
    if start is None or end is None:
        return None
    return _Ends(_midnight(start.wall), _midnight(end.wall) + timedelta(days=1))


def _between(text: str, base: datetime) -> _Ends | None:
    """“fri 18:00 to mon 9:00”, at whichever separator both sides can be read."""
    rest = _BEGINS.sub("", text)
    last = _UNTIL.match(rest)
    if last:
        end = _end(rest[last.end() :], base, base, inside="по" in last[0])
        return _Ends(base, end, from_now=True) if end else None
    dates = [found.span() for found in _DATE.finditer(rest)]
    for between in _BETWEEN.finditer(rest):
        word = between[1] or between[2]
        if any(since < between.start() < until for since, until in dates):
            continue
        start = read(rest[: between.start()], base)
        if start is None:
            continue
        wall = _begin(start)
        end = _end(rest[between.end() :], base, wall, inside=word not in _OUTSIDE)
        if end is not None:
            now = rest[: between.start()] in {"now", "зараз", "сейчас"}
            return _Ends(wall, end, from_now=now)
    return None


def _end(text: str, base: datetime, start: datetime, *, inside: bool) -> datetime | None:
    """The end named after a start: a clock alone is the next one, a weekday the next such."""
    if re.fullmatch(HOUR, text):
        hours = clock(text)
        end = _at(start, hours) if hours else None
        return end + timedelta(days=1) if end and end <= start else end
    found = read(text, base)
    if found is None:
        return None
    end = _edge(found, inside=inside)
    if end <= start:
        again = read(text, max(start, base) + timedelta(days=1))
        later = _edge(again, inside=inside) if again else end
        end = later if later - start <= _WEEK + timedelta(days=1) else end
    return end


def _begin(moment: Moment) -> datetime:
    return moment.wall if moment.grain is Grain.TIME else _midnight(moment.wall)


def _edge(moment: Moment, *, inside: bool) -> datetime:
    whole = inside and moment.grain is not Grain.TIME
    return _begin(moment) + timedelta(days=1 if whole else 0)


def _lasting(text: str, base: datetime) -> _Ends | None:
    """“tomorrow 9:00 for 2h”, “for 2 hours”."""
    found = _LASTS.match(text)
    length = _length(found["length"], base) if found else None
    if found is None or length is None:
        return None
    if not found["start"] or found["start"] in {"now", "зараз", "сейчас"}:
        return _Ends(base, base + length, from_now=True, hours=_short(length))
    start = read(found["start"], base)
    wall = _begin(start) if start else None
    return _Ends(wall, wall + length, hours=_short(length)) if wall else None


def _from_now(text: str, base: datetime) -> _Ends | None:
    length = _length(text, base) if text[:1].isdigit() else None
    return _Ends(base, base + length, from_now=True, hours=_short(length)) if length else None


def _whole(text: str, base: datetime) -> _Ends | None:
    """A day, or a week from Monday to Monday. dateparser overlooks hours it cannot read."""
    if _LEFT_OVER.search(_DATE.sub("", text)):
        return None
    found = read(text, base)
    if found is None or found.grain not in {Grain.DAY, Grain.WEEK}:
        return None
    midnight = _midnight(found.wall)
    if found.grain is Grain.DAY:
        return _Ends(midnight, midnight + timedelta(days=1))
    monday = midnight - timedelta(days=midnight.weekday())
    return _Ends(monday, monday + _WEEK)


def _length(text: str, base: datetime) -> timedelta | None:
    """Read as the distance to “in …”, which dateparser knows in every language."""
    if not _LENGTH.match(text):
        return None
    text = _UNSURE_UNIT.sub(" недели", text)
    later = base + timedelta(days=1)
    for ahead in ("in", "через"):
        found, again = read(f"{ahead} {text}", base), read(f"{ahead} {text}", later)
        if found is None or again is None or not base < found.wall < base + FARTHEST:
            continue
        # A day such as “16 dec” is where it is, wherever one counts from.
        if found.wall - base == again.wall - later:
            return found.wall - base
    return None


def _short(length: timedelta) -> timedelta | None:
    """Hours are counted on a stopwatch; days and weeks on the calendar."""
    return length if length % timedelta(days=1) else None


def _settled(ends: _Ends, *, now: datetime, zone: ZoneInfo, words: str) -> Period:
    notes: list[Phrase] = []
    start = now if ends.from_now else _instant(ends.start, zone, notes)
    end = start + ends.hours if ends.hours else _instant(ends.end, zone, notes)
    shown = clip(words.strip(), _SHOWN)
    if end <= start:
        raise Refusal(
            "“{words}” ends before it starts. Write it like “fri 18:00 to mon 9:00”.",
            field="when",
            words=shown,
        )
    if end <= now:
        raise Refusal(
            "“{words}” is over already. Name a time that is still to come, "
            "for example “tomorrow 9-18”.",
            field="when",
            words=shown,
        )
    if start - now > FARTHEST or end - start > FARTHEST:
        raise Refusal(
            "“{words}” is more than a year away. Write the day with its year, "
            "for example “2026-12-24 9:00 to 18:00”.",
            field="when",
            words=shown,
        )
    if start < now:
        start = now
        if not ends.from_now:
            notes.append(phrase("Its beginning has passed, so it starts now."))
    return Period(start=start, end=end, notes=tuple(notes))


def _instant(wall: datetime, zone: ZoneInfo, notes: list[Phrase]) -> datetime:
    at = first_showing(wall, zone)
    shown = reading(at, zone)
    if shown.replace(fold=0) != wall:
        notes.append(
            phrase(
                "The clocks skip {time} that night, so I took {taken}.",
                time=f"{wall:%H:%M}",
                taken=f"{shown:%H:%M}",
            )
        )
    elif wall.replace(tzinfo=zone, fold=1).astimezone(UTC) > at:
        notes.append(
            phrase(
                "The clocks show {time} twice that night; I took the first.", time=f"{wall:%H:%M}"
            )
        )
    return at


def _midnight(wall: datetime) -> datetime:
    return wall.replace(hour=0, minute=0, second=0, microsecond=0)


def _at(day: datetime, hours: tuple[int, int]) -> datetime:
    return _midnight(day) + timedelta(hours=hours[0], minutes=hours[1])
