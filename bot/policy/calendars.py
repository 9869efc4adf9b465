"""Layers that come from a calendar: an .ics file beside the policy, as spans of people on call.

An event says who by its attendees' e-mail addresses or, without any that we know, by its summary,
which holds a person's e-mail address or name. All-day events and floating times are of the
rotation's zone. Events that recur are written out as far as the horizon.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.domain.ids import PersonId
from bot.domain.spans import Span, merged
from bot.domain.text import clip
from bot.domain.wall_clock import first_showing

if TYPE_CHECKING:
    from icalendar import Calendar, Event

#: How far back and ahead of the reading events are taken. What lies further is taken when the
#: policy is applied again.
BEHIND, AHEAD = timedelta(days=35), timedelta(days=400)
#: More than any team's calendar has in that time.
MOST_EVENTS = 5_000
MOST_BYTES = 2_000_000
_TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY"})
_DECLINED, _CANCELLED = "DECLINED", "CANCELLED"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a calendar, and how to mend it: clauses without a full stop."""

    wrong: str
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """``people`` by folded e-mail address and by folded name; ``at`` is the instant of reading."""

    people: Mapping[str, PersonId]
    zone: ZoneInfo
    at: datetime

    def spans(self, text: str) -> tuple[tuple[Span, ...], tuple[Trouble, ...]]:
        """Who is on call when; and every sentence there is to say about the file."""
        from icalendar import Calendar

        if len(text) > MOST_BYTES:
            return (), (Trouble("is larger than 2 MB", "export the coming year only"),)
        try:
            calendar = Calendar.from_ical(text)
        except (ValueError, IndexError, KeyError) as error:
            said = clip(str(error).splitlines()[0] if str(error) else type(error).__name__, 120)
            return (), (Trouble(f"is not a calendar ({said})", "export it again as .ics"),)
        found: list[Span] = []
        troubles: list[Trouble] = []
        for series in _series(calendar):
            try:
                found += self._expanded(series)
            except _BadEvent as bad:
                troubles.append(bad.trouble)
            if len(found) > MOST_EVENTS:
                many = f"has more than {MOST_EVENTS} events in the coming year"
                return (), (Trouble(many, "split it, or let its events recur less often"),)
        if not found and not troubles:
            empty = "has no event between last month and the coming year"
            return (), (Trouble(empty, "add events, or remove the layer"),)
        return merged(found), tuple(troubles)

    def _expanded(self, series: "list[Event]") -> Iterator[Span]:
        """One series: its recurring event, and the occurrences that differ from it."""
        for event in series:
            _check(event)
            # The expansion leaves out what ends before it begins, without a word.
            self._ends(event)
        for event in _occurrences(series, self.at - BEHIND, self.at + AHEAD):
            if str(event.get("STATUS", "")).upper() == _CANCELLED:
                continue
            start, end = self._ends(event)
            yield Span(start, end, self._who(event))

    def _ends(self, event: "Event") -> tuple[datetime, datetime]:
        first, last = self._instant(event.start), self._instant(event.end)
        if last <= first:
            raise _BadEvent(event, "ends before it begins", "give it an end after its start")
        return first, last

    def _instant(self, when: date | datetime) -> datetime:
        if not isinstance(when, datetime):
            return first_showing(datetime(when.year, when.month, when.day), self.zone)  # noqa: DTZ001 - a wall time
        return first_showing(when, self.zone) if when.tzinfo is None else when.astimezone(UTC)

    def _who(self, event: "Event") -> tuple[PersonId, ...]:
        invited = [self.people.get(address) for address in _attendees(event)]
        known = tuple(dict.fromkeys(person for person in invited if person))
        if known:
            return known
        summary = " ".join(str(event.get("SUMMARY", "")).casefold().split())
        named = [person for spelled, person in self.people.items() if _stands_in(spelled, summary)]
        if not named:
            raise _BadEvent(
                event,
                "names nobody of section “people”",
                "invite a person by e-mail, or put their name or e-mail into its title",
            )
        return tuple(dict.fromkeys(named))


class _BadEvent(Exception):
    def __init__(self, event: "Event", wrong: str, fix: str) -> None:
        super().__init__(wrong)
        name = clip(" ".join(str(event.get("SUMMARY", "")).split()), 60) or "without a title"
        shown = f"event “{name}”" if event.get("SUMMARY") else f"an event {name}"
        day = _day(event)
        self.trouble = Trouble(f"has {shown}{f' on {day}' if day else ''}, which {wrong}", fix)


def _series(calendar: "Calendar") -> "Iterator[list[Event]]":
    """Events that share a UID: a recurring one and its exceptions. One without stands alone."""
    by_uid: dict[str, list[Event]] = {}
    for number, event in enumerate(calendar.walk("VEVENT")):
        by_uid.setdefault(str(event.get("UID", "")) or f"#{number}", []).append(event)  # type: ignore[arg-type] # walk says Component
    yield from by_uid.values()


def _check(event: "Event") -> None:
    """What the expansion would trip over, or guess at, in silence."""
    if _day(event) == "":
        raise _BadEvent(event, "has no readable start", "give it a start")
    for name in ("DTSTART", "DTEND"):
        held = event.get(name)
        zone = held.params.get("TZID") if held is not None else None
        if zone and isinstance(held.dt, datetime) and held.dt.tzinfo is None:
            raise _BadEvent(
                event, f"is in an unknown time zone, “{zone}”", "name one like Europe/Kyiv"
            )
    rules = event.get("RRULE")
    for rule in rules if isinstance(rules, list) else [rules] if rules else []:
        often = {str(each).upper() for each in rule.get("FREQ", ())} if _readable(rule) else set()
        if not often:
            raise _BadEvent(event, "recurs in a way nobody can read", "set its recurrence again")
        if often & _TOO_OFTEN:
            raise _BadEvent(event, "recurs every minute", "let it recur hourly at most")


def _readable(rule: Any) -> bool:
    return isinstance(rule, Mapping)


def _day(event: "Event") -> str:
    """The day it starts on, for a sentence; empty when there is none to read."""
    held = event.get("DTSTART")
    when = getattr(held, "dt", None) if held is not None and _parsed(held) else None
    return f"{when:%Y-%m-%d}" if isinstance(when, date) else ""


def _parsed(held: Any) -> bool:
    """The library keeps what it cannot read, and says so only when it is asked for."""
    try:
        held.dt  # noqa: B018 - asked for its refusal
    except Exception:  # noqa: BLE001 - whatever it says, there is no date
        return False
    return True


def _occurrences(series: "list[Event]", since: datetime, until: datetime) -> "list[Event]":
    from icalendar import Calendar
    from recurring_ical_events import of

    calendar = Calendar()
    for event in series:
        calendar.add_component(event)
    try:
        found: list[Event] = of(calendar).between(since, until)
    except Exception as error:
        # The library passes on whatever its own libraries raise of a broken rule.
        raise _BadEvent(
            series[0], "recurs in a way nobody can read", "set its recurrence again"
        ) from error
    return found


def _attendees(event: "Event") -> Iterator[str]:
    """The addresses of those invited who have not declined, folded."""
    held = event.get("ATTENDEE", [])
    for one in held if isinstance(held, list) else [held]:
        answer = str(one.params.get("PARTSTAT", "")).upper() if hasattr(one, "params") else ""
        if answer != _DECLINED:
            yield str(one).strip().casefold().removeprefix("mailto:")


def _stands_in(spelled: str, summary: str) -> bool:
    """As whole words: “Ann” is not in “Anna”."""
    place = summary.find(spelled)
    while place >= 0:
        before, after = summary[:place][-1:], summary[place + len(spelled) :][:1]
        if not (before.isalnum() or after.isalnum()):
            return True
        place = summary.find(spelled, place + 1)
    return False


def spellings(people: Mapping[str, Any]) -> dict[str, PersonId]:
    """How a calendar may call each person of a policy: e-mail addresses and names, folded.

    ``people`` are the policy's entries by id: a Slack id or an e-mail address. A name that two
    people share calls nobody.
    """
    found: dict[str, PersonId] = {}
    shared: set[str] = set()
    for id, each in people.items():
        spelled = {" ".join(each.name.casefold().split()), (each.email or "").casefold()}
        if "@" in id:
            spelled.add(id.casefold())
        for spelling in spelled - {""}:
            if found.setdefault(spelling, PersonId(id)) != PersonId(id):
                shared.add(spelling)
    return {spelling: person for spelling, person in found.items() if spelling not in shared}
