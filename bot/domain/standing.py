"""Where a rotation or a person stands: on call until when, who is next, which shifts come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.gaps import closed
from bot.domain.ids import PersonId
from bot.domain.roster import Roster, Shift
from bot.domain.service import RotationName


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One rotation at an instant. ``people`` is empty while nobody is on call.

    ``until`` is when that ends, UTC. ``next`` is the first shift then on which anybody is on
    call; None where there is none within a year. ``closed``: nobody is, now or else after
    ``until``, because it is out of the rotation's hours, on purpose.
    """

    rotation: RotationName
    people: tuple[PersonId, ...]
    until: datetime
    next: Shift | None
    closed: bool = False

    @property
    def gap(self) -> bool:
        """Whether nobody follows at once: for a while the rotation is empty."""
        return self.next is None or self.next.start > self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A shift of somebody's, in the rotation it belongs to."""

    rotation: RotationName
    shift: Shift


def standing(roster: Roster, at: datetime) -> Standing:
    shift = roster.shift_at(at)
    return Standing(
        rotation=roster.name,
        people=shift.people,
        until=shift.end,
        next=roster.next_shift(at),
        closed=closed(roster, shift.end if shift.people else at),
    )


def on_duty(
    rosters: Mapping[RotationName, Roster], person: PersonId, at: datetime
) -> tuple[Turn, ...]:
    """What a person is on call for at an instant, whatever ends first coming first."""
    shifts = ((name, roster.shift_at(at)) for name, roster in rosters.items())
    turns = [Turn(rotation=name, shift=shift) for name, shift in shifts if person in shift.people]
    return tuple(sorted(turns, key=lambda turn: (turn.shift.end, turn.rotation)))


def turns_of(
    rosters: Mapping[RotationName, Roster], person: PersonId, since: datetime, until: datetime
) -> tuple[Turn, ...]:
    """A person's shifts of all rotations that overlap ``[since, until)``, whole, in order."""
    turns = [
        Turn(rotation=name, shift=shift)
        for name, roster in rosters.items()
        for shift in roster.shifts_of(person, since, until)
    ]
    return tuple(sorted(turns, key=lambda turn: (turn.shift.start, turn.rotation)))
