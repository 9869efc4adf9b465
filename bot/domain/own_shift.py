"""Which of the shifts to come are a person's own, to give away."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.cover_request import Piece
from bot.domain.ids import PersonId
from bot.domain.phrase import Who
from bot.domain.refusal import Refusal
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
    turns: dict[ShiftId, list[Shift]] = {}
    for shift in _own(roster, person, since, until):
        if shift.id:
            turns.setdefault(shift.id, []).append(shift)
    pieces = (
        Piece(
            shift=id,
            start=max(shifts[0].start, since),
            end=min(shifts[-1].end, until),
            whole=_whole(roster, person, id, since, until),
        )
        for id, shifts in turns.items()
    )
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


def busy(roster: Roster, person: PersonId, piece: Piece) -> Shift | None:
    """When a person is on call within a piece already, so that they cannot take it too.

    In the hours of the piece that belong to other turns they may be on call as they like.
    """
    shifts = roster.shifts_of(person, piece.start, piece.end)
    return next((shift for shift in shifts if shift.id == piece.shift), None)


def must_count(roster: Roster, person: PersonId, piece: Piece) -> None:
    """Refuse to give away what an override has taken from its owner: nobody would get it."""
    by_turns = replace(roster, overrides=())
    for shift in roster.schedule(piece.start, piece.end):
        start = max(shift.start, piece.start)
        hidden = shift.id == piece.shift and person not in shift.people
        if hidden and person in by_turns.on_call(start):
            raise Refusal(
                "Because of an override, {person} is not on call from {start} to {end}. Take the "
                "override back first, or choose another time.",
                person=Who(person),
                start=start,
                end=min(shift.end, piece.end),
            )


def _own(roster: Roster, person: PersonId, since: datetime, until: datetime) -> Iterator[Shift]:
    by_turns = replace(roster, overrides=())
    return (shift for shift in by_turns.shifts_of(person, since, until) if shift.id)


def _whole(roster: Roster, person: PersonId, id: ShiftId, since: datetime, until: datetime) -> bool:
    """Whether a range holds all of a person's turn."""
    turn = own_turn(roster, person, id, at=since)
    return turn is not None and since <= turn.start and turn.end <= until
