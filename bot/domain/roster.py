"""Who is on call: a rotation's versions, with its overrides and covers. The one truth.

`Roster.on_call` answers for an instant, `Roster.schedule` sweeps a range; at every instant they
agree, which tests hold. Everything is a pure function of UTC instants.

An edit makes a new version from an instant on, so what was before never changes. The version
carries its numbers over: turns are numbered on, so covers keep their shift, and whoever is on
call stays until the next hand-off.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

from bot.domain.carry import carried
from bot.domain.ids import CoverId, OverrideId, PersonId
from bot.domain.rotation import Rotation, Stretch
from bot.domain.service import RotationName
from bot.domain.shift import Shift, ShiftId
from bot.domain.substitution import Cover, Override, OverrideKind, Substitutions, substituted
from bot.domain.sweep import sweep
from bot.domain.wall_clock import utc
from bot.domain.windows import Interval, joined

__all__ = ["Cover", "Override", "OverrideKind", "Roster", "Shift", "ShiftId", "Version", "moved"]

_TICK = timedelta(microseconds=1)
#: How far from an instant a shift is looked for, in days: nearby first, a year at most.
_REACHES = tuple(timedelta(days=days) for days in (2, 16, 128, 400))


@dataclass(frozen=True, slots=True)
class Version:
    """What the rotation is from an instant (UTC) on; None is since ever."""

    effective_from: datetime | None
    rotation: Rotation

    def __post_init__(self) -> None:
        if self.effective_from is not None:
            object.__setattr__(self, "effective_from", utc(self.effective_from))


@dataclass(frozen=True, slots=True)
class _Held:
    """A shift without its ends."""

    people: tuple[PersonId, ...]
    id: ShiftId | None
    because: tuple[OverrideId | CoverId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """ValueError without versions, or where they are not in the order of their instants.

    Before the first version's instant nobody is on call. Overrides and covers are in the order
    in which they were made.
    """

    name: RotationName
    versions: tuple[Version, ...]
    overrides: tuple[Override, ...] = ()
    covers: tuple[Cover, ...] = ()
    _substitutions: Substitutions = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_substitutions", Substitutions(self.overrides, self.covers))
        later = [version.effective_from for version in self.versions[1:]]
        instants = [self.versions[0].effective_from or None, *later] if self.versions else []
        ordered = all(b is not None and (a is None or a < b) for a, b in pairwise(instants))
        if not self.versions or not ordered:
            raise ValueError(f"Roster {self.name}: versions follow each other")

    @property
    def rotation(self) -> Rotation:
        """The latest version."""
        return self.versions[-1].rotation

    def version_at(self, at: datetime) -> Version | None:
        """The version in force at an instant (UTC); None before the first."""
        for version in reversed(self.versions):
            if version.effective_from is None or version.effective_from <= at:
                return version
        return None

    def on_call(self, at: datetime) -> tuple[PersonId, ...]:
        """Who is on call at an instant: nobody is ``()``."""
        return self._held(utc(at)).people

    def schedule(self, since: datetime, until: datetime) -> tuple[Shift, ...]:
        """Every shift that overlaps ``[since, until)``, in order, without gaps between.

        Shifts are whole, also where they began before or end after the range. Only a stretch
        that no layer covers, and no override fills, is cut at the range's edges: it may be
        endless. O(E log E) for E bounds of turns, windows, overrides and covers.
        """
        since, until = utc(since), utc(until)
        if until <= since:
            return ()
        whole = self._stretches(self._opening(since), self._closing(until))
        shifts = sweep(self.name, whole, self._substitutions)
        return tuple(each for each in shifts if since < each.end and each.start < until)

    def shift_at(self, at: datetime) -> Shift:
        """The shift that holds an instant. One of nobody's is looked for a year each way."""
        at = utc(at)
        (shift,) = self.schedule(at, at + _TICK)
        if shift.id or shift.because:
            return shift
        for reach in _REACHES:
            shifts = self.schedule(at - reach, at + reach)
            shift = next(each for each in shifts if at < each.end)
            if shift.start > at - reach and shift.end < at + reach:
                break
        return shift

    def next_shift(self, at: datetime) -> Shift | None:
        """The first shift, after the one that holds an instant, on which somebody is on call.

        It may be the same person's. None where nobody is within a year.
        """
        end = self.shift_at(at).end
        for reach in _REACHES:
            for shift in self.schedule(end, end + reach):
                if shift.people:
                    return shift
        return None

    def gaps(self, since: datetime, until: datetime) -> tuple[Shift, ...]:
        """When nobody is on call within ``[since, until)``, cut at its edges."""
        since, until = utc(since), utc(until)
        return tuple(
            replace(shift, start=max(since, shift.start), end=min(until, shift.end))
            for shift in self.schedule(since, until)
            if not shift.people
        )

    def shifts_of(self, person: PersonId, since: datetime, until: datetime) -> tuple[Shift, ...]:
        """A person's shifts that overlap a range, whole."""
        return tuple(each for each in self.schedule(since, until) if person in each.people)

    def span(self, shift: ShiftId, at: datetime) -> tuple[datetime, datetime] | None:
        """The hand-offs of a shift as the version in force at ``at`` has it.

        None where that version has no such shift.
        """
        version = self.version_at(utc(at))
        layer = version.rotation.layer(shift.layer) if version else None
        try:
            return layer.span(shift.index) if layer else None
        except OverflowError:
            return None

    def edited(self, rotation: Rotation, effective_from: datetime) -> "Roster":
        """With another rotation from an instant on, carried over from the one in force then.

        The same roster where nothing differs. A version of the same instant is replaced.
        ValueError where a later version exists: history never changes.
        """
        start = utc(effective_from)
        latest = self.versions[-1].effective_from
        if latest is not None and start < latest:
            raise ValueError(f"Roster {self.name}: the version of {latest:%Y-%m-%d} stands")
        kept = self.versions[:-1] if start == latest else self.versions
        before = kept[-1].rotation if kept else None
        after = carried(before, rotation, start) if before else rotation
        if after == before:
            return replace(self, versions=kept)
        return replace(self, versions=(*kept, Version(start, after)))

    def _held(self, at: datetime) -> _Held:
        version = self.version_at(at)
        turn = version.rotation.turn(at) if version else None
        id = ShiftId(self.name, turn.layer, turn.number) if turn else None
        covers = (each for each in self._substitutions.of(id) if each.covers(at))
        found: list[Cover | Override] = [*covers, *self._substitutions.at(at)]
        people, because = substituted(turn.people if turn else (), found)
        return _Held(people, id, because)

    def _stretches(self, since: datetime, until: datetime) -> Iterator[Stretch]:
        """The turns of each version, as long as it is in force."""
        start = since
        first = self.versions[0].effective_from
        if first is not None and start < first:
            end = min(first, until)
            yield Stretch(start, end, None)
            start = end
        followers = [*(version.effective_from for version in self.versions[1:]), until]
        for version, follows in zip(self.versions, followers, strict=True):
            assert follows is not None
            end = min(follows, until)
            if start < end:
                yield from version.rotation.stretches(start, end)
                start = end

    def _opening(self, at: datetime) -> datetime:
        """No later than the start of the shift at an instant; the instant, where that is open."""
        held = self._held(at)
        while True:
            edge, _ = self._edges(held, at)
            version = self.version_at(at)
            since = version.effective_from if version else None
            if since is None or since <= edge:
                return edge
            if self._held(since - _TICK) != held:
                return since
            at = since - _TICK

    def _closing(self, until: datetime) -> datetime:
        """No earlier than the end of the shift that is last before an instant."""
        at = until - _TICK
        held = self._held(at)
        while True:
            _, edge = self._edges(held, at)
            later = (version.effective_from for version in self.versions)
            follows = next((each for each in later if each is not None and each > at), None)
            if follows is None or edge <= follows:
                return max(edge, until)
            if self._held(follows) != held:
                return max(follows, until)
            at = follows

    def _edges(self, held: _Held, at: datetime) -> tuple[datetime, datetime]:
        """Bounds of a shift: its turn's hand-offs, or those of the overrides that made it."""
        version = self.version_at(at)
        layer = version.rotation.layer(held.id.layer) if version and held.id else None
        if layer:
            return layer.bounds(at)
        made = [each for each in self.overrides if each.id in held.because]
        starts, ends = [each.start for each in made], [each.end for each in made]
        return max(starts, default=at), min(ends, default=at)


def moved(before: Roster, after: Roster, since: datetime, until: datetime) -> tuple[PersonId, ...]:
    """Whose time on call within a range an edit changes, whoever is hit first coming first."""
    old, new = (_times(each, utc(since), utc(until)) for each in (before, after))
    hit: dict[PersonId, datetime] = {}
    for person in {**old, **new}:
        differing = set(old.get(person, ())) ^ set(new.get(person, ()))
        if differing:
            hit[person] = min(differing)[0]
    return tuple(sorted(hit, key=lambda person: (hit[person], person)))


def _times(roster: Roster, since: datetime, until: datetime) -> dict[PersonId, list[Interval]]:
    """When each person is on call within a range."""
    spans: dict[PersonId, list[Interval]] = {}
    for shift in roster.schedule(since, until):
        for person in shift.people:
            span = max(since, shift.start), min(until, shift.end)
            spans.setdefault(person, []).append(span)
    return {person: list(joined(each)) for person, each in spans.items()}
