"""My shift for yours: two covers that stand or fall together. Pure decisions."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from bot.domain.amendment import Amendment, NewCover
from bot.domain.cover import (
    REASON_LIMIT,
    answered,
    gone,
    must_be_asked,
    must_be_open,
    must_not_be_asked,
)
from bot.domain.cover_request import CoverRequest, Piece, RequestKind, RequestState
from bot.domain.events.on_call import SwapAccepted, SwapAsked, SwapDeclined
from bot.domain.ids import CoverId, CoverRequestId, PersonId
from bot.domain.own_shift import busy, must_count, own_turn
from bot.domain.phrase import Who
from bot.domain.refusal import Refusal
from bot.domain.roster import Cover, Roster, ShiftId
from bot.domain.service import RotationName
from bot.domain.text import clean


def ask(
    rosters: tuple[Roster, Roster],
    mine: ShiftId,
    theirs: ShiftId,
    *,
    id: CoverRequestId,
    standing: Sequence[CoverRequest],
    by: PersonId,
    at: datetime,
    reason: str = "",
) -> Amendment:
    """Offer a shift for another's. ``rosters`` are those of the two shifts, in that order.

    ``standing`` are the asker's open requests.
    """
    here, there = rosters
    given = own_turn(here, by, mine, at=at)
    if given is None:
        raise Refusal("That shift is not yours, so you cannot offer it. `/oncall me` shows yours.")
    other = _holder(there, theirs, by, at)
    taken = own_turn(there, other, theirs, at=at)
    if taken is None:
        raise Refusal(
            "{person} has that shift by an override only, so it cannot be swapped. Choose "
            "another, or put yourself on call then with `/oncall override`.",
            person=Who(other),
        )
    must_not_be_asked(given, standing)
    _must_fit(rosters, (by, other), (given, taken), at)
    request = CoverRequest(
        id=id,
        kind=RequestKind.SWAP,
        asker=by,
        mine=given,
        asked=(other,),
        theirs=taken,
        reason=clean(reason, REASON_LIMIT),
        asked_at=at,
        expires_at=min(given.start, taken.start),
    )
    fact = SwapAsked(
        at=at, by=by, other=other, reason=request.reason, **_terms(request, given, taken)
    )
    return Amendment(rotation=here.name, request=request, events=(fact,))


def accept(
    rosters: tuple[Roster, Roster],
    request: CoverRequest,
    *,
    ids: tuple[CoverId, CoverId],
    by: PersonId,
    at: datetime,
) -> Amendment:
    """Both shifts change hands, wherever they have moved since."""
    _must_be_swap(request)
    must_be_open(request, at)
    must_be_asked(request, by)
    assert request.theirs
    here, there = rosters
    asker = request.asker
    given = own_turn(here, asker, request.mine.shift, at=at) or gone(request)
    taken = own_turn(there, by, request.theirs.shift, at=at)
    if taken is None:
        raise Refusal("The roster has changed since: that shift is not yours any more.")
    _must_fit(rosters, (asker, by), (given, taken), at)
    halves = ((ids[0], given, by, asker), (ids[1], taken, asker, by))
    fact = SwapAccepted(at=at, by=by, other=by, **_terms(request, given, taken))
    return Amendment(
        rotation=here.name,
        covers=tuple(_half(request, *half) for half in halves),
        request=answered(request, RequestState.TAKEN, by=by, at=at),
        events=(fact,),
    )


def decline(request: CoverRequest, *, by: PersonId, at: datetime, reason: str = "") -> Amendment:
    _must_be_swap(request)
    must_be_open(request, at)
    must_be_asked(request, by)
    fact = SwapDeclined(
        rotation=request.rotation,
        at=at,
        by=by,
        request=request.id,
        asker=request.asker,
        other=by,
        start=request.mine.start,
        end=request.mine.end,
        reason=clean(reason, REASON_LIMIT),
    )
    now = answered(request, RequestState.DECLINED, by=by, at=at)
    return Amendment(rotation=request.rotation, request=now, events=(fact,))


class _Terms(TypedDict):
    rotation: RotationName
    request: CoverRequestId
    asker: PersonId
    start: datetime
    end: datetime
    their_rotation: RotationName
    their_start: datetime
    their_end: datetime


def _terms(request: CoverRequest, given: Piece, taken: Piece) -> _Terms:
    """What is swapped for what, as it is told."""
    return _Terms(
        rotation=given.shift.rotation,
        request=request.id,
        asker=request.asker,
        start=given.start,
        end=given.end,
        their_rotation=taken.shift.rotation,
        their_start=taken.start,
        their_end=taken.end,
    )


def _holder(roster: Roster, id: ShiftId, by: PersonId, at: datetime) -> PersonId:
    """Who has a shift, to be asked for it."""
    span = roster.span(id, at)
    shifts = [shift for shift in roster.schedule(*span) if shift.id == id] if span else []
    people = dict.fromkeys(person for shift in shifts for person in shift.people)
    if by in people:
        raise Refusal("That shift is yours already. Choose one of somebody else's.")
    if not people:
        raise Refusal("Nobody has that shift, so nobody can swap it with you.")
    if len(people) > 1:
        raise Refusal("More than one person has a part of that shift. Choose another.")
    return next(iter(people))


def _must_fit(
    rosters: tuple[Roster, Roster],
    people: tuple[PersonId, PersonId],
    pieces: tuple[Piece, Piece],
    at: datetime,
) -> None:
    """Both shifts are still to come, and neither person is on call twice at once afterwards."""
    if min(piece.start for piece in pieces) <= at:
        raise Refusal(
            "A shift that has begun cannot be swapped. Ask for cover of the rest: "
            "`/oncall cover me`."
        )
    given, taken = pieces
    asker, other = people
    here, there = rosters
    must_count(here, asker, given)
    must_count(there, other, taken)
    for roster, person, piece in ((here, other, given), (there, asker, taken)):
        clash = busy(roster, person, piece)
        if clash:
            raise Refusal(
                "{person} is on call already, from {start} to {end}.",
                person=Who(person),
                start=clash.start,
                end=clash.end,
            )


def _must_be_swap(request: CoverRequest) -> None:
    if request.theirs is None:
        raise Refusal(
            "This is a request for cover, not for a swap: you can take the shift or decline."
        )


def _half(
    request: CoverRequest, id: CoverId, piece: Piece, person: PersonId, instead_of: PersonId
) -> NewCover:
    cover = Cover(
        id=id, shift=piece.shift, person=person, instead_of=instead_of, swap=str(request.id)
    )
    return NewCover(cover=cover, over_at=piece.end, request=request.id)
