"""A roster as weeks for the page: bars to see at a glance, and a line for each shift. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.gaps import closed
from bot.domain.ids import PersonId
from bot.domain.roster import Roster, Shift
from bot.domain.substitution import Cover, Override
from bot.domain.wall_clock import first_showing, reading
from bot.i18n import Translator

_WEEK = timedelta(weeks=1)
_DAYS = 7
#: How many colours people have; with more people than that, some share one.
TONES = 8
#: The strip's width in pixels on a phone and on a desk, and that of a letter.
_PHONE, _DESK, _LETTER = 320, 760, 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One shift, or its part, within a week. ``left`` and ``width`` are percentages."""

    left: float
    width: float
    tone: int
    gap: bool
    #: Nobody is on call because it is out of the rotation's hours.
    closed: bool
    changed: bool
    #: What fits into it on a phone, and on a desk.
    narrow: str
    wide: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One shift in words. ``other`` is its time on the rotation's clock, where that differs."""

    who: str
    when: str
    other: str
    marks: tuple[str, ...]
    tone: int
    gap: bool
    now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    name: str
    number: int
    today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """``now`` is where the present moment is, in percent; None in other weeks."""

    title: str
    days: tuple[Day, ...]
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    now: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Whose clock the weeks are on, and from which Monday on they are shown."""

    zone: ZoneInfo
    monday: date
    weeks: int
    #: UTC.
    now: datetime
    names: Mapping[PersonId, str]
    tones: Mapping[PersonId, int]

    @property
    def start(self) -> datetime:
        return self.midnight(0)

    @property
    def end(self) -> datetime:
        return self.midnight(self.weeks)

    def midnight(self, week: int) -> datetime:
        """When a week begins, UTC."""
        return first_showing(datetime.combine(self.monday + week * _WEEK, time()), self.zone)

    @property
    def today(self) -> date:
        return reading(self.now, self.zone).date()


def tones(rosters: Sequence[Roster], since: datetime, until: datetime) -> dict[PersonId, int]:
    """A colour for everybody on the page, the same wherever they appear."""
    people = {
        person
        for roster in rosters
        for shift in roster.schedule(since, until)
        for person in shift.people
    }
    return {person: number % TONES for number, person in enumerate(sorted(people))}


def weeks(t: Translator, roster: Roster, frame: Frame) -> tuple[Week, ...]:
    """Each week with its bars; a shift is told in the week in which it begins, or is seen first.

    Hours in which the rotation is closed have a bar, but no line.
    """
    shifts = roster.schedule(frame.start, frame.end)
    made = _Made(roster)
    return tuple(_week(t, roster, shifts, frame, made, number) for number in range(frame.weeks))


class _Made:
    """What an override or a cover is called, by its id."""

    def __init__(self, roster: Roster) -> None:
        self._by_id: dict[str, Override | Cover] = {each.id: each for each in roster.overrides}
        self._by_id |= {each.id: each for each in roster.covers}

    def marks(self, t: Translator, shift: Shift, names: Mapping[PersonId, str]) -> Iterator[str]:
        for id in shift.because:
            match self._by_id.get(id):
                case Cover(swap=None) as cover:
                    owner = names.get(cover.instead_of, cover.instead_of)
                    yield t("covers for {person}", person=owner)
                case Cover(instead_of=owner):
                    yield t("swapped with {person}", person=names.get(owner, owner))
                case _:
                    yield t("override")


def _week(
    t: Translator,
    roster: Roster,
    shifts: Sequence[Shift],
    frame: Frame,
    made: _Made,
    number: int,
) -> Week:
    monday = frame.monday + number * _WEEK
    start, end = frame.midnight(number), frame.midnight(number + 1)
    here = [shift for shift in shifts if start < shift.end and shift.start < end]
    begun = [shift for shift in here if shift.start >= start or number == 0]
    told = [shift for shift in begun if not closed(roster, shift.start)]
    days = tuple(monday + timedelta(days=each) for each in range(_DAYS))
    return Week(
        title=f"{t.short_date(days[0])} – {t.short_date(days[-1])}",  # noqa: RUF001 - a dash between dates
        days=tuple(
            Day(name=t.weekday(day), number=day.day, today=day == frame.today) for day in days
        ),
        bars=tuple(_bar(roster, shift, frame, start, end) for shift in here),
        lines=tuple(_line(t, roster, shift, frame, made) for shift in told),
        now=_percent(frame.now, start, end) if start <= frame.now < end else None,
    )


def _percent(at: datetime, start: datetime, end: datetime) -> float:
    return round(100 * ((at - start) / (end - start)), 3)


def _bar(roster: Roster, shift: Shift, frame: Frame, start: datetime, end: datetime) -> Bar:
    left = _percent(max(shift.start, start), start, end)
    width = round(_percent(min(shift.end, end), start, end) - left, 3)
    names = [frame.names.get(person, person) for person in shift.people]
    first = ", ".join(name.split()[0] for name in names)
    initials = ", ".join("".join(word[0] for word in name.split()[:2]) for name in names)
    return Bar(
        left=left,
        width=width,
        tone=frame.tones.get(shift.people[0], 0) if shift.people else 0,
        gap=not shift.people,
        closed=closed(roster, shift.start),
        changed=bool(shift.because),
        narrow=_fitting(width, _PHONE, first, initials),
        wide=_fitting(width, _DESK, first, initials),
    )


def _fitting(width: float, strip: int, *texts: str) -> str:
    room = width / 100 * strip
    return next((text for text in texts if (len(text) + 1) * _LETTER <= room), "")


def _line(t: Translator, roster: Roster, shift: Shift, frame: Frame, made: _Made) -> Line:
    theirs = roster.rotation.zone
    differs = any(
        at.astimezone(theirs).utcoffset() != at.astimezone(frame.zone).utcoffset()
        for at in (shift.start, shift.end)
    )
    names = [frame.names.get(person, person) for person in shift.people]
    return Line(
        who=", ".join(names) or t("Nobody"),
        when=t.between(shift.start, shift.end, frame.zone, named=False),
        other=t.between(shift.start, shift.end, theirs) if differs else "",
        marks=tuple(made.marks(t, shift, frame.names)),
        tone=frame.tones.get(shift.people[0], 0) if shift.people else 0,
        gap=not shift.people,
        now=shift.start <= frame.now < shift.end,
    )
