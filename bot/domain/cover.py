"""Somebody takes my shift, or a part of it: asked of all, taken by the first. Pure decisions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NoReturn

from bot.domain.amendment import Amendment, NewCover
from bot.domain.cover_request import CoverRequest, Piece, RequestState
from bot.domain.events.on_call import (
    CoverAsked,
    CoverDeclined,
    CoverExpired,
    CoverTaken,
    CoverWithdrawn,
)
from bot.domain.ids import CoverId, CoverRequestId, PersonId
from bot.domain.own_shift import busy, must_count, own_pieces, own_turn
from bot.domain.phrase import Who
from bot.domain.refusal import Refusal
from bot.domain.roster import Cover, Roster
from bot.domain.text import clean
from bot.domain.wall_clock import utc

#: Why, in a line.
REASON_LIMIT = 300


def must_be_to_come(start: datetime, end: datetime, at: datetime) -> None:
    """Refuse times that are over, or the wrong way round."""
    if utc(end) <= utc(start):
        raise Refusal("The end is not after the start. Say from when until when.", field="end")
    if utc(end) <= at:
        raise Refusal("That time is over. Say a time that is still to come.")


def ask(
    roster: Roster,
    piece: Piece,
    *,
    id: CoverRequestId,
    standing: Sequence[CoverRequest],
    by: PersonId,
    at: datetime,
    reason: str = "",
) -> Amendment:
    """Ask everybody else of the rotation who is not on call then.

    ``standing`` are the asker's open requests. Refusal when one of them is for the same time, or
    when there is nobody to ask.
    """
    must_not_be_asked(piece, standing)
    must_count(roster, by, piece)
    rotation = roster.rotation
    others = (person for person in rotation.members if person != by and "@" not in person)
    asked = tuple(person for person in others if busy(roster, person, piece) is None)
    if not asked:
        raise Refusal(
            "There is nobody else in this rotation who is free then. Put somebody on call by name: "
            "`/oncall override @person {rotation}` and the time.",
            rotation=roster.name,
        )
    request = CoverRequest(
        id=id,
        asker=by,
        mine=piece,
        asked=asked,
        reason=clean(reason, REASON_LIMIT),
        asked_at=at,
        expires_at=piece.end,
    )
    return Amendment(rotation=roster.name, request=request, events=(_asked(request),))


def _asked(request: CoverRequest) -> CoverAsked:
    return CoverAsked(
        rotation=request.rotation,
        at=request.asked_at,
        by=request.asker,
        request=request.id,
        asker=request.asker,
        asked=request.asked,
        start=request.mine.start,
        end=request.mine.end,
        reason=request.reason,
    )


def must_not_be_asked(piece: Piece, standing: Sequence[CoverRequest]) -> None:
    """Refuse to ask twice for the same time of one shift."""
    for request in standing:
        mine = request.mine
        if mine.shift == piece.shift and mine.start < piece.end and piece.start < mine.end:
            raise Refusal(
                "You have asked already, for {start} to {end}, and nobody has taken it yet. "
                "Withdraw that request first.",
                start=mine.start,
                end=mine.end,
            )


def take(
    roster: Roster, request: CoverRequest, *, id: CoverId, by: PersonId, at: datetime
) -> Amendment:
    """The first to accept is on call instead of the asker, wherever the shift has moved since."""
    must_be_open(request, at)
    must_be_asked(request, by)
    piece = _still_theirs(roster, request, at)
    must_count(roster, request.asker, piece)
    if busy(roster, by, piece):
        raise Refusal(
            "You are on call yourself between {start} and {end}.", start=piece.start, end=piece.end
        )
    window = None if piece.whole else (piece.start, piece.end)
    cover = Cover(id=id, shift=piece.shift, person=by, instead_of=request.asker, window=window)
    fact = CoverTaken(
        rotation=roster.name,
        at=at,
        by=by,
        request=request.id,
        cover=id,
        asker=request.asker,
        person=by,
        start=piece.start,
        end=piece.end,
    )
    return Amendment(
        rotation=roster.name,
        covers=(NewCover(cover=cover, over_at=piece.end, request=request.id),),
        request=answered(request, RequestState.TAKEN, by=by, at=at),
        events=(fact,),
    )


def decline(request: CoverRequest, *, by: PersonId, at: datetime) -> Amendment:
    """One of those asked cannot. The request stays open: minds change, and so do plans."""
    must_be_open(request, at)
    must_be_asked(request, by)
    if by in request.declined:
        return Amendment(rotation=request.rotation)
    now = replace(request, declined=(*request.declined, by))
    fact = CoverDeclined(
        rotation=request.rotation,
        at=at,
        by=by,
        request=request.id,
        asker=request.asker,
        person=by,
        left=len(now.waiting),
        start=request.mine.start,
        end=request.mine.end,
    )
    return Amendment(rotation=request.rotation, request=now, events=(fact,))


def withdraw(request: CoverRequest, *, by: PersonId, at: datetime) -> Amendment:
    """The asker needs it no longer: a cover, or a swap."""
    if by != request.asker:
        raise Refusal("Only {asker} can withdraw this request.", asker=Who(request.asker))
    must_be_open(request, at)
    fact = CoverWithdrawn(
        rotation=request.rotation,
        at=at,
        by=by,
        request=request.id,
        asker=by,
        start=request.mine.start,
        end=request.mine.end,
    )
    now = answered(request, RequestState.WITHDRAWN, by=by, at=at)
    return Amendment(rotation=request.rotation, request=now, events=(fact,))


def expire(request: CoverRequest, *, at: datetime) -> Amendment:
    """Its time is over, and nobody took it."""
    fact = CoverExpired(
        rotation=request.rotation,
        at=at,
        request=request.id,
        asker=request.asker,
        start=request.mine.start,
        end=request.mine.end,
    )
    now = answered(request, RequestState.EXPIRED, by=None, at=at)
    return Amendment(rotation=request.rotation, request=now, events=(fact,))


def answered(
    request: CoverRequest, state: RequestState, *, by: PersonId | None, at: datetime
) -> CoverRequest:
    return replace(request, state=state, expires_at=None, answered_by=by, answered_at=at)


def must_be_open(request: CoverRequest, at: datetime) -> None:
    """Refuse to answer, or to withdraw, what has been answered or is over."""
    who = Who(request.answered_by or request.asker)
    match request.state:
        case RequestState.TAKEN:
            raise Refusal("{person} has taken it already, so nothing is left to do.", person=who)
        case RequestState.DECLINED:
            raise Refusal("{person} has declined it already.", person=who)
        case RequestState.WITHDRAWN:
            raise Refusal("{person} has withdrawn this request.", person=who)
    if request.state is RequestState.EXPIRED or (request.expires_at and request.expires_at <= at):
        raise Refusal("That is over, so it cannot be answered any more.")


def must_be_asked(request: CoverRequest, by: PersonId) -> None:
    if by == request.asker:
        raise Refusal("This is your own request. Somebody else has to take it.")
    if by not in request.asked:
        raise Refusal(
            "{asker} has not asked you. If you want to take the shift, ask {asker} for an "
            "override with your name.",
            asker=Who(request.asker),
        )


def gone(request: CoverRequest) -> NoReturn:
    raise Refusal(
        "The roster has changed since: {asker} is not on call then any more.",
        asker=Who(request.asker),
    )


def _still_theirs(roster: Roster, request: CoverRequest, at: datetime) -> Piece:
    """What can be taken now: of a shift that has begun, the rest."""
    asked, asker = request.mine, request.asker
    if not asked.whole:
        pieces = own_pieces(roster, asker, max(asked.start, at), asked.end)
        found = next((piece for piece in pieces if piece.shift == asked.shift), None)
        return found or gone(request)
    turn = own_turn(roster, asker, asked.shift, at=at)
    if turn is None:
        gone(request)
    if turn.end <= at:
        raise Refusal("That is over, so it cannot be answered any more.")
    return turn if turn.start >= at else replace(turn, start=at, whole=False)
