"""When it was, as people write it: “10:05”, “yesterday 23:40”, “20 min ago”, “08:05 UTC”.

Everything is understood on the clock of one zone and answered in UTC. A clock's time alone is
the last time that clock showed it.
"""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.refusal import Refusal
from bot.domain.text import clip
from bot.domain.wall_clock import first_showing, reading
from bot.slack.natural_time import HOUR, Grain, Moment, clock, read, tidy

_SHOWN = 40
_UTC = ZoneInfo("UTC")
#: People say minutes.
_SECONDS = re.compile(r"(?<=\d:\d\d):\d\d(?!\d)")
_IN_UTC = re.compile(r"(?<=\d)\s*(?:z|utc|gmt)$")
_BARE = re.compile(rf"^(?:at|о|об|в|у|во|на)?\s*({HOUR})$")
_NOW = frozenset({"now", "just now", "зараз", "щойно", "сейчас", "только что"})
#: Words of what is to come: it is left there, to be refused as such.
_AHEAD = re.compile(
    r"\b(?:today|tomorrow|next|in|after|сьогодні|сегодня|завтра|через|наступн\w*|следующ\w*)\b"
)
#: Between when it was and why that is known.
_BECAUSE = re.compile(
    r"\s+(?:because(?: of)?|since|бо|тому що|оскільки|потому что|так как|-{1,2}|—)\s+|\s*[:;]\s+",
    re.IGNORECASE,
)
#: So far back a day or weekday without a year is looked for.
_BACK = (timedelta(days=7), timedelta(days=366))


def parted(typed: str) -> tuple[str, str]:
    """“10:05 because the bank's log says so”: when it was, and why that is known."""
    found = _BECAUSE.search(typed)
    if found is None:
        return typed.strip(), ""
    return typed[: found.start()].strip(), typed[found.end() :].strip()


async def moment_in(words: str, *, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment meant, UTC, to the minute; not later than ``now`` where the words leave it open.

    In a thread: the first reading loads dictionaries for half a second, and others wait too.
    A Refusal for what cannot be read, and for a day without a time.
    """
    return await asyncio.to_thread(understood, words, now=now, zone=zone)


def understood(words: str, *, now: datetime, zone: ZoneInfo) -> datetime:
    """`moment_in`, at once."""
    text = _SECONDS.sub("", tidy(words))
    if text in _NOW:
        return now
    told = _IN_UTC.sub("", text)
    if told != text:
        zone = _UTC
    base = reading(now, zone).replace(second=0, microsecond=0, fold=0)
    found = _clock(told, base) or _looking_back(told, base)
    if found is None or found.grain is not Grain.TIME:
        raise Refusal(
            "I do not understand the time “{words}”. Write it like “10:05”, “yesterday 23:40” "
            "or “20 min ago”.",
            field="when",
            words=clip(words.strip(), _SHOWN),
        )
    return first_showing(found.wall, zone).astimezone(UTC)


def _clock(text: str, base: datetime) -> Moment | None:
    """A time of day alone: today, or yesterday where today has not come so far."""
    found = _BARE.match(text)
    hours = clock(found[1]) if found else None
    if hours is None:
        return None
    midnight = base.replace(hour=0, minute=0)
    wall = midnight + timedelta(hours=hours[0], minutes=hours[1])
    return Moment(wall if wall <= base else wall - timedelta(days=1), Grain.TIME)


def _looking_back(text: str, base: datetime) -> Moment | None:
    """Dictionaries look ahead from where they stand, so for the past they stand further back."""
    found = read(text, base)
    if found is None or found.wall <= base or _AHEAD.search(text):
        return found
    for back in _BACK:
        earlier = read(text, base - back)
        if earlier is not None and earlier.wall <= base:
            return earlier
    return found
