"""A second opinion on who is on call: a walk, minute after minute, that knows no arithmetic.

It asks each zone what its clock shows every minute, keeps the latest time shown so far, and reads
windows and turns off that. It never turns a wall time into an instant, counts turns one by one
from the start, and sweeps nothing, so it shares no step with the code under test.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

from bot.domain.ids import PersonId
from bot.domain.roster import Cover, Override, OverrideKind, Roster
from bot.domain.rotation import Advance, Layer, Rotation
from bot.domain.turns import Kind, Turns
from bot.domain.windows import OnHolidays, Windows
from tests.support.zones import DAY, MINUTE

People = tuple[PersonId, ...]
#: A clock that was set back has shown its latest time within so many minutes before.
_MEMORY = 48 * 60
_MIDNIGHT = time()


@dataclass(frozen=True)
class Walk:
    """So many minutes from an instant (UTC, on a whole minute) on."""

    since: datetime
    minutes: int

    def people(self, roster: Roster) -> list[People]:
        """Who is on call in each minute."""
        at = [self.since + n * MINUTE for n in range(self.minutes)]
        found: list[People] = []
        turns = [(version, self._turns(version.rotation)) for version in roster.versions]
        for n, minute in enumerate(at):
            held: tuple[str, int, PersonId] | None = None
            for version, held_turns in turns:
                if version.effective_from is None or version.effective_from <= minute:
                    held = held_turns[n]
            people = (held[2],) if held else ()
            for cover in roster.covers:
                if held and (cover.shift.layer, cover.shift.index) == held[:2]:
                    people = _covered(people, cover, minute)
            for override in roster.overrides:
                people = _overridden(people, override, minute)
            found.append(people)
        return found

    def _turns(self, rotation: Rotation) -> list[tuple[str, int, PersonId] | None]:
        """Layer, number and owner of the turn in each minute; None where no layer covers."""
        held: list[tuple[str, int, PersonId] | None] = [None] * self.minutes
        for layer in rotation.layers:
            assert isinstance(layer, Layer)
            covered = self._covered(layer.windows)
            for n, number in self._numbers(layer):
                if covered[n]:
                    owner = layer.members[(number + layer.position) % len(layer.members)]
                    held[n] = layer.name, number, owner
        return held

    def _numbers(self, layer: Layer) -> Iterator[tuple[int, int]]:
        """Each minute, and the number of its turn."""
        shown = self._shown(layer.turns.zone)
        active = layer.windows if layer.advance_on is Advance.ACTIVE_SHIFTS else None
        handoffs = list(_counted(layer.turns, active, shown[0], shown[-1]))
        place = 0
        for n, wall in enumerate(shown):
            while place + 1 < len(handoffs) and handoffs[place + 1][0] <= wall:
                place += 1
            assert handoffs[place][0] <= wall
            yield n, handoffs[place][1] + layer.carried

    def _covered(self, windows: Windows | None) -> list[bool]:
        if windows is None:
            return [True] * self.minutes
        covered = [False] * self.minutes
        shown = self._shown(windows.zone)
        for opens, closes in _open(windows, shown[0], shown[-1]):
            for n in range(bisect_left(shown, opens), bisect_left(shown, closes)):
                covered[n] = True
        return covered

    def _shown(self, zone: ZoneInfo) -> list[datetime]:
        """The latest time shown by each minute: never less than before."""
        walls = [
            (self.since + n * MINUTE).astimezone(zone).replace(tzinfo=None, fold=0)
            for n in range(-_MEMORY, self.minutes)
        ]
        return list(accumulate(walls, max))[_MEMORY:]


def _open(
    windows: Windows, since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """The wall times of every window around some days."""
    for n in range(-2, (until - since).days + 4):
        day = since.date() + n * DAY
        midnight = datetime.combine(day, _MIDNIGHT)
        if day in windows.holidays:
            if windows.on_holidays is OnHolidays.OUT:
                continue
            yield midnight, midnight + DAY
        for hours in windows.hours:
            if day.weekday() in hours.weekdays:
                opens = datetime.combine(day, hours.start)
                closes = datetime.combine(day, hours.end)
                yield opens, closes if opens < closes else closes + DAY


def _counted(
    turns: Turns, active: Windows | None, since: datetime, until: datetime
) -> Iterator[tuple[datetime, int]]:
    """The wall time of each hand-off around some days, and its number, counted one by one."""
    walls = [turns.start]
    while walls[-1] <= until:
        walls.append(_wall(turns, len(walls)))
    before: list[datetime] = []
    while (before[-1] if before else turns.start) > since:
        before.append(_wall(turns, -len(before) - 1))
    # One more on either side, so that every turn has both of its ends.
    before.append(_wall(turns, -len(before) - 1))
    walls.append(_wall(turns, len(walls)))
    grid = [*reversed(before), *walls]
    numbers = list(range(-len(before), len(walls)))
    if active:
        used = [is_active(active, a, b) for a, b in pairwise(grid)]
        passed = [0, *accumulate(used)]
        numbers = [passed[n] - passed[len(before)] for n in range(len(grid))]
    yield from zip(grid, numbers, strict=True)


def is_active(windows: Windows, start: datetime, end: datetime) -> bool:
    return any(opens < end and start < closes for opens, closes in _open(windows, start, end))


def _wall(turns: Turns, k: int) -> datetime:
    if turns.kind is not Kind.MONTHLY:
        hours = {Kind.HOURLY: 1, Kind.DAILY: 24, Kind.WEEKLY: 168}[turns.kind]
        return turns.start + timedelta(hours=hours * turns.length * k)
    year, month = turns.start.year, turns.start.month
    for _ in range(abs(k) * turns.length):
        month += 1 if k > 0 else -1
        year, month = year + (month == 13) - (month == 0), {13: 1, 0: 12}.get(month, month)
    day = turns.start.day
    while True:
        try:
            return turns.start.replace(year=year, month=month, day=day)
        except ValueError:
            day -= 1


def _covered(people: People, cover: Cover, at: datetime) -> People:
    if cover.window and not cover.window[0] <= at < cover.window[1]:
        return people
    return _swapped(people, cover.instead_of, cover.person)


def _overridden(people: People, override: Override, at: datetime) -> People:
    person = override.person
    if not override.start <= at < override.end:
        return people
    if override.kind is OverrideKind.REMOVE:
        return tuple(each for each in people if person not in {each, None})
    assert person is not None
    if override.kind is OverrideKind.ADD:
        return _once((*people, person))
    if override.replaced is None:
        return (person,)
    return _swapped(people, override.replaced, person)


def _swapped(people: People, old: PersonId, new: PersonId) -> People:
    return _once([new if each == old else each for each in people])


def _once(people: Sequence[PersonId]) -> People:
    found: list[PersonId] = []
    for each in people:
        if each not in found:
            found.append(each)
    return tuple(found)


def whole_minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)
