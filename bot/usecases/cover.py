"""Change who is on call: override, ask for cover, take it, swap, undo; take up a new policy.

Each locks the rosters it changes, so that two who decide at once decide one after the other.
A decision that cannot be is a `Refusal`, in a sentence. Instants are aware, in any zone.
"""

from datetime import UTC, datetime
from uuid import uuid4

from bot.domain import cover, cover_undone, swap
from bot.domain import override as overriding
from bot.domain.cover_request import CoverRequest, Piece
from bot.domain.ids import CoverId, CoverRequestId, OverrideId, PersonId
from bot.domain.override import Wish
from bot.domain.own_shift import first_own, own_pieces
from bot.domain.refusal import Refusal
from bot.domain.roster import Override, Roster, ShiftId
from bot.domain.service import RotationName
from bot.store.work import Work

#: A profile may be old: that somebody is a guest or a bot rarely changes.
_EVER = datetime.min.replace(tzinfo=UTC)

#: So many requests are closed at a time; the rest a minute later.
_AT_ONCE = 100


async def override(
    work: Work, rotation: RotationName, wish: Wish, *, by: PersonId
) -> tuple[Override, Roster]:
    """Put a person on call, take one off, or replace one by another; the roster as it is then.

    A start that has passed counts from now. Ask Slack for the person's profile first: who is
    neither in the database nor in the policy is unknown here.
    """
    roster = await work.rosters.get(rotation, for_update=True)
    if wish.person is not None:
        profile = await work.profiles.get(wish.person, fresh_since=_EVER)
        overriding.must_be_fit(wish.person, profile, work.policy)
    id = OverrideId(uuid4().hex)
    amendment = overriding.add(roster, wish, id=id, by=by, at=work.now)
    await work.record(amendment)
    assert amendment.override
    return amendment.override, await work.rosters.get(rotation)


async def remove_override(work: Work, id: OverrideId, *, by: PersonId) -> Override:
    """Take an override back: all of it, or, if it has begun, what is left of it."""
    rotation, _ = await work.rosters.override(id)
    roster = await work.rosters.get(rotation, for_update=True)
    # Read again: whoever held the lock may have taken it back.
    _, found = await work.rosters.override(id)
    await work.record(overriding.remove(roster, found, by=by, at=work.now))
    return found


async def ask_cover(
    work: Work,
    *,
    by: PersonId,
    start: datetime | None = None,
    end: datetime | None = None,
    rotation: RotationName | None = None,
    reason: str = "",
) -> tuple[CoverRequest, ...]:
    """Ask the others to take my shift, or the part of it in ``[start, end)``; first come.

    Without times it is what is left of my present shift, or the whole of my next. With them, one
    request for each shift of mine that they touch; without a rotation, in all of them.
    """
    rosters = await _rosters(work, rotation)
    if start is not None and end is not None:
        cover.must_be_to_come(start, end, work.now)
        since = max(start, work.now)
        found = [piece for each in rosters for piece in own_pieces(each, by, since, end)]
    else:
        firsts = (first_own(each, by, work.now) for each in rosters)
        found = sorted((piece for piece in firsts if piece), key=lambda piece: piece.start)[:1]
    if not found:
        raise _nothing_own(rosters, by, start or work.now, end)
    return tuple([await _ask(work, piece, by, reason) for piece in _by_rotation(found)])


async def take_cover(work: Work, id: CoverRequestId, *, by: PersonId) -> CoverRequest:
    """The first to accept is on call instead of the asker. Later ones hear who was first."""
    request = await work.cover_requests.get(id, for_update=True)
    if request.theirs is not None:
        return await accept_swap(work, id, by=by)
    roster = await work.rosters.get(request.rotation, for_update=True)
    await work.record(cover.take(roster, request, id=_cover_id(), by=by, at=work.now))
    return await work.cover_requests.get(id)


async def decline_cover(work: Work, id: CoverRequestId, *, by: PersonId) -> CoverRequest:
    """I cannot. The asker hears it at once when nobody is left to answer."""
    request = await work.cover_requests.get(id, for_update=True)
    if request.theirs is not None:
        return await decline_swap(work, id, by=by)
    await work.record(cover.decline(request, by=by, at=work.now))
    return await work.cover_requests.get(id)


async def withdraw_cover(work: Work, id: CoverRequestId, *, by: PersonId) -> CoverRequest:
    """The asker needs it no longer: a request for cover or for a swap."""
    request = await work.cover_requests.get(id, for_update=True)
    await work.record(cover.withdraw(request, by=by, at=work.now))
    return await work.cover_requests.get(id)


async def undo_cover(work: Work, id: CoverId, *, by: PersonId) -> None:
    """Take my shift back from whoever covers it, from now on; of a swap, both halves."""
    halves = await work.rosters.cover(id)
    rotations = {half.shift.rotation for half in halves}
    rosters = await _locked(work, rotations)
    # Read again: whoever held the lock may have undone it.
    halves = await work.rosters.cover(id)
    await work.record(cover_undone.undo(rosters, halves, by=by, at=work.now))


async def undo_swap(work: Work, id: CoverRequestId, *, by: PersonId) -> None:
    """Both shifts go back to their owners, while neither has begun. Either of the two may."""
    halves = await work.rosters.swap(id)
    rosters = await _locked(work, {half.shift.rotation for half in halves})
    # Read again: whoever held the lock may have undone it.
    halves = await work.rosters.swap(id)
    cover_undone.must_not_have_begun(rosters, halves, work.now)
    await work.record(cover_undone.undo(rosters, halves, by=by, at=work.now))


async def ask_swap(
    work: Work, mine: ShiftId, theirs: ShiftId, *, by: PersonId, reason: str = ""
) -> CoverRequest:
    """Offer my shift for another's. Its holder accepts or declines."""
    rosters = await _locked(work, {mine.rotation, theirs.rotation})
    id = work.cover_requests.new_id()
    await work.record(
        swap.ask(
            (rosters[mine.rotation], rosters[theirs.rotation]),
            mine,
            theirs,
            id=id,
            standing=await work.cover_requests.open_of(by),
            by=by,
            at=work.now,
            reason=reason,
        )
    )
    return await work.cover_requests.get(id)


async def accept_swap(work: Work, id: CoverRequestId, *, by: PersonId) -> CoverRequest:
    """Both shifts change hands, or neither."""
    request = await work.cover_requests.get(id, for_update=True)
    theirs = request.theirs or request.mine
    rosters = await _locked(work, {request.rotation, theirs.shift.rotation})
    pair = rosters[request.rotation], rosters[theirs.shift.rotation]
    ids = _cover_id(), _cover_id()
    await work.record(swap.accept(pair, request, ids=ids, by=by, at=work.now))
    return await work.cover_requests.get(id)


async def decline_swap(
    work: Work, id: CoverRequestId, *, by: PersonId, reason: str = ""
) -> CoverRequest:
    request = await work.cover_requests.get(id, for_update=True)
    await work.record(swap.decline(request, by=by, at=work.now, reason=reason))
    return await work.cover_requests.get(id)


async def expire_requests(work: Work) -> None:
    """Close requests whose time is over, and tell who asked."""
    for request in await work.cover_requests.due(work.now, _AT_ONCE):
        await work.record(cover.expire(request, at=work.now))


async def _ask(work: Work, piece: Piece, by: PersonId, reason: str) -> CoverRequest:
    roster = await work.rosters.get(piece.shift.rotation, for_update=True)
    id = work.cover_requests.new_id()
    standing = await work.cover_requests.open_of(by)
    await work.record(
        cover.ask(roster, piece, id=id, standing=standing, by=by, at=work.now, reason=reason)
    )
    return await work.cover_requests.get(id)


async def _rosters(work: Work, rotation: RotationName | None) -> tuple[Roster, ...]:
    if rotation is not None:
        return (await work.rosters.get(rotation),)
    return tuple((await work.rosters.all()).values())


async def _locked(work: Work, names: set[RotationName]) -> dict[RotationName, Roster]:
    """In the order of their names, so that nobody waits for each other in a circle."""
    return {name: await work.rosters.get(name, for_update=True) for name in sorted(names)}


def _by_rotation(pieces: list[Piece]) -> list[Piece]:
    """In the order in which rosters are locked."""
    return sorted(pieces, key=lambda piece: (piece.shift.rotation, piece.start))


def _nothing_own(
    rosters: tuple[Roster, ...], by: PersonId, start: datetime, end: datetime | None
) -> Refusal:
    if end is not None and any(roster.shifts_of(by, start, end) for roster in rosters):
        return Refusal(
            "You are on call then by an override, not by a turn of your own. Take the override "
            "back, or ask for another."
        )
    return Refusal("You are not on call then. `/oncall me` shows your next shifts.")


def _cover_id() -> CoverId:
    return CoverId(uuid4().hex)
