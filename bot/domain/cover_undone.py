"""A cover taken back: from now on, and not before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.amendment import Amendment
from bot.domain.events.on_call import CoverUndone
from bot.domain.ids import PersonId
from bot.domain.phrase import Who
from bot.domain.refusal import Refusal
from bot.domain.roster import Cover, Roster
from bot.domain.service import RotationName


@dataclass(frozen=True, slots=True)
class _Held:
    """A cover, and when it has an effect, UTC."""

    cover: Cover
    start: datetime
    end: datetime


def undo(
    rosters: Mapping[RotationName, Roster],
    covers: Sequence[Cover],
    *,
    by: PersonId,
    at: datetime,
) -> Amendment:
    """Who was covered is on call again. Of a swap, both halves go back, as far as still to come.

    Whoever took a shift asks others for cover in turn: nobody gets a shift back unawares.
    """
    _must_be_owner(covers, by)
    held = tuple(found for found in (_held(rosters, cover, at) for cover in covers) if found)
    coming = tuple(each for each in held if each.end > at)
    if held and not coming:
        raise Refusal("That is over, so there is nothing to take back.")
    for each in coming:
        _must_be_last(rosters[each.cover.shift.rotation], each.cover)
    begun = tuple(each for each in coming if each.start < at)
    ended = tuple(replace(each.cover, window=(each.start, at)) for each in begun)
    dead = tuple(cover for cover in covers if cover.id not in {each.cover.id for each in held})
    undone = (*dead, *(each.cover for each in coming if each not in begun))
    return Amendment(
        rotation=covers[0].shift.rotation,
        ended=ended,
        undone=undone,
        events=tuple(_facts(coming, by, at)),
    )


def must_not_have_begun(
    rosters: Mapping[RotationName, Roster], swap: Sequence[Cover], at: datetime
) -> None:
    """Refuse to undo a swap of which one has had a part already: the other would owe it."""
    held = (_held(rosters, half, at) for half in swap)
    if any(each.start <= at for each in held if each):
        raise Refusal(
            "A shift of this swap has begun, so it stands. Ask others to take yours: "
            "`/oncall cover me`."
        )


def _facts(coming: Sequence[_Held], by: PersonId, at: datetime) -> Iterator[CoverUndone]:
    for each in coming:
        cover = each.cover
        yield CoverUndone(
            rotation=cover.shift.rotation,
            at=at,
            by=by,
            cover=cover.id,
            person=cover.person,
            instead_of=cover.instead_of,
            start=max(each.start, at),
            end=each.end,
            swap=cover.swap,
        )


def _must_be_owner(covers: Sequence[Cover], by: PersonId) -> None:
    if by in {cover.instead_of for cover in covers}:
        return
    cover = covers[0]
    if by == cover.person:
        raise Refusal(
            "You took this shift from {person}. Ask {person} to take it back, or ask everybody "
            "with `/oncall cover me`.",
            person=Who(cover.instead_of),
        )
    raise Refusal("Only {person} can take this shift back.", person=Who(cover.instead_of))


def _must_be_last(roster: Roster, cover: Cover) -> None:
    """Refuse what somebody has built on: whoever covers the one who covers."""
    later = roster.covers[[each.id for each in roster.covers].index(cover.id) + 1 :]
    for each in later:
        if each.shift == cover.shift and each.instead_of == cover.person:
            raise Refusal(
                "{person} covers a part of this shift for {taker}. "
                "That has to be taken back first.",
                person=Who(each.person),
                taker=Who(cover.person),
            )


def _held(rosters: Mapping[RotationName, Roster], cover: Cover, at: datetime) -> _Held | None:
    """None for a cover without effect, such as one whose shift an edit gave to somebody else."""
    roster = rosters[cover.shift.rotation]
    span = roster.span(cover.shift, at)
    turn = roster.schedule(*span) if span else ()
    shifts = [shift for shift in turn if cover.id in shift.because]
    return _Held(cover, shifts[0].start, shifts[-1].end) if shifts else None
