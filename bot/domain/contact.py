"""How a person is reached outside Slack: by which methods, when, and when rather not.

A page begins a walk through the person's methods. Each has a delay after the page, which lets
Slack, and then a gentler method, have their turn. A page that is not urgent waits for the end of
the person's quiet hours; an urgent one never waits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.wall_clock import first_showing, reading

#: Slack has this long to take a page; then every other method is due at once.
SLACK_LIMIT = timedelta(seconds=10)
#: A method that clearly failed is tried again after these waits, and then no more.
AGAIN = (timedelta(seconds=30), timedelta(minutes=2))
#: The one method everybody has; no contact may take its name.
SLACK = "slack"


class Use(StrEnum):
    """For which pages a method is used."""

    ALWAYS = "always"
    URGENT = "urgent"
    NORMAL = "normal"


class Outcome(StrEnum):
    """What became of one attempt to reach somebody."""

    #: The service took it. Whether it rang, and whether anybody looked, no service tells.
    DELIVERED = "delivered"
    FAILED = "failed"
    #: No answer came: it may have arrived. It is never sent again blindly.
    UNKNOWN = "unknown"


class Why(StrEnum):
    """What kept an attempt from succeeding."""

    NONE = ""
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    NO_ANSWER = "no_answer"
    #: The bot stopped in the middle of sending.
    INTERRUPTED = "interrupted"
    #: The URL names a secret that the bot's environment does not have.
    NO_SECRET = "no_secret"  # noqa: S105 - it says that there is none
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One method. ``url`` is Apprise's, with ``${NAME}`` for secrets: never shown, never logged."""

    #: Unique among the person's methods: what the timeline calls it.
    name: str
    url: str = field(repr=False)
    #: From the page, so that Slack has its turn first.
    after: timedelta = timedelta(0)
    use: Use = Use.ALWAYS

    def fits(self, *, urgent: bool) -> bool:
        return self.use in {Use.ALWAYS, Use.URGENT if urgent else Use.NORMAL}


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``start`` until ``end`` on the person's clock; past midnight when the end is earlier."""

    start: time
    end: time

    def over(self, at: datetime, zone: ZoneInfo) -> datetime:
        """The instant itself, or when it falls into them, the instant at which they end."""
        wall = reading(at, zone)
        now, day = wall.time(), wall.date()
        if self.start < self.end:
            inside = self.start <= now < self.end
        else:
            inside = now >= self.start or now < self.end
            if now >= self.start:
                day += timedelta(days=1)
        if not inside:
            return at
        # In the hour that a clock shows twice, the end may have been shown already.
        return max(at, first_showing(datetime.combine(day, self.end), zone))


@dataclass(frozen=True, slots=True)
class Ring:
    """A method and the instant, in UTC, at which it is due. ``place`` counts from 0.

    ``deferred``: quiet hours moved it.
    """

    place: int
    contact: Contact
    at: datetime
    deferred: bool = False


def rings(
    contacts: Sequence[Contact],
    quiet: QuietHours | None,
    zone: ZoneInfo,
    *,
    urgent: bool,
    at: datetime,
    at_once: bool = False,
) -> tuple[Ring, ...]:
    """The walk that a page at this instant begins, the earliest first.

    Quiet hours move the whole walk, so the delays between methods hold after them too.
    ``at_once``: Slack is no help, so no method waits for another.
    """

    def free(instant: datetime) -> datetime:
        return instant if urgent or quiet is None else quiet.over(instant, zone)

    start, walk = free(at), []
    for place, contact in enumerate(contacts):
        if contact.fits(urgent=urgent):
            wished = start if at_once else start + contact.after
            due = free(wished)
            walk.append(Ring(place, contact, due, deferred=start != at or due != wished))
    return tuple(sorted(walk, key=lambda ring: (ring.at, ring.place)))
