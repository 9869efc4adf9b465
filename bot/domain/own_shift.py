"""Which of the shifts to come are a person's own, to give away."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.cover_request import Piece
from bot.domain.ids import PersonId
from bot.domain.roster import Roster, Shift, ShiftId
from bot.domain.wall_clock import utc

#: How far ahead a shift is looked for.
AHEAD = timedelta(days=92)


def own_pieces(
    roster: Roster, person: PersonId, since: datetime, until: datetime
) -> tuple[Piece, ...]:
    """What a person's own turns hold of ``[since, until)``, turn by turn, in order.

    What is theirs by an override alone belongs to no turn, and cannot be given away.
    """
    since, until = utc(since), utc(until)
    turns = dict.fromkeys(shift.id for shift in _own(roster, person, since, until))
    wholes = (own_turn(roster, person, id, at=since) for id in turns if id)
    pieces = (_clipped(whole, since, until) for whole in wholes if whole)
    return tuple(sorted(pieces, key=lambda piece: (piece.start, piece.shift)))


def own_turn(roster: Roster, person: PersonId, id: ShiftId, *, at: datetime) -> Piece | None:
    """The whole of a person's turn as the version in force at an instant has it.

    From its first hour to its last: hours in between may be somebody else's. None when nothing of
    it is theirs.
    """
    span = roster.span(id, at)
    if span is None:
        return None
    shifts = [shift for shift in _own(roster, person, *span) if shift.id == id]
    if not shifts:
        return None
    return Piece(shift=id, start=shifts[0].start, end=shifts[-1].end)


def first_own(roster: Roster, person: PersonId, at: datetime) -> Piece | None:
    """What is left of the turn a person has now, or the whole of their next."""
    return next(iter(own_pieces(roster, person, at, at + AHEAD)), None)


def busy(
    roster: Roster, person: PersonId, piece: Piece, *, but: ShiftId | None = None
) -> Shift | None:
    """Whatever else a person is on call for within a piece, besides the shift they give away."""
    shifts = roster.shifts_of(person, piece.start, piece.end)
    return next((shift for shift in shifts if but is None or shift.id != but), None)


def _own(roster: Roster, person: PersonId, since: datetime, until: datetime) -> Iterator[Shift]:
    by_turns = replace(roster, overrides=())
    return (shift for shift in by_turns.shifts_of(person, since, until) if shift.id)


def _clipped(whole: Piece, since: datetime, until: datetime) -> Piece:
    """A turn that has begun is whole still when its end is in the range."""
    start, end = max(whole.start, since), min(whole.end, until)
    return replace(whole, start=start, end=end, whole=(start, end) == (whole.start, whole.end))
