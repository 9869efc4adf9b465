"""Which parts of a roster are a person's to give away, in layers, in hours, and under overrides."""

from dataclasses import replace

import pytest

from bot.domain.cover_request import CoverRequest, Piece
from bot.domain.cover_undone import undo
from bot.domain.ids import CoverId, CoverRequestId, OverrideId, PersonId
from bot.domain.override import Wish, add
from bot.domain.own_shift import busy, first_own, must_count, own_pieces, own_turn
from bot.domain.phrase import Who
from bot.domain.refusal import Refusal
from bot.domain.roster import Cover, Override, OverrideKind, Roster, ShiftId
from bot.domain.turns import Kind
from bot.domain.windows import BUSINESS, Windows
from tests.support.rosters import ANNA, BORYS, CHEN, KYIV, MINUTE, SUPPORT, at, layer, roster

#: Weeks from Monday 9:00 in Kyiv, 9 to 18 on working days: Anna, then Borys.
DESK = roster(
    layer(
        "2024-06-10T09:00",
        kind=Kind.WEEKLY,
        members=(ANNA, BORYS),
        windows=Windows(zone=KYIV, hours=BUSINESS),
    )
)
#: Days from 9:00 in Kyiv: Anna on 10 June, Borys on the 11th, Chen on the 12th.
DAYS = roster(layer())
MONDAY, TUESDAY = at("2024-06-10T09:00+03:00"), at("2024-06-11T09:00+03:00")
FRIDAY_NIGHT = at("2024-06-14T20:00+03:00")


def piece(start: str, end: str, index: int, *, whole: bool) -> Piece:
    shift = ShiftId(SUPPORT, "main", index)
    return Piece(shift=shift, start=at(start), end=at(end), whole=whole)


def test_a_turn_of_working_hours_is_one_from_its_first_hour_to_its_last() -> None:
    week = piece("2024-06-10T09:00+03:00", "2024-06-14T18:00+03:00", 0, whole=True)
    assert own_turn(DESK, ANNA, week.shift, at=MONDAY) == week
    assert own_turn(DESK, BORYS, week.shift, at=MONDAY) is None
    assert own_turn(DESK, ANNA, ShiftId(SUPPORT, "other", 0), at=MONDAY) is None


def test_a_time_is_cut_to_the_hours_that_are_mine() -> None:
    since, until = at("2024-06-11T06:00+03:00"), at("2024-06-12T12:00+03:00")
    assert own_pieces(DESK, ANNA, since, until) == (
        piece("2024-06-11T09:00+03:00", "2024-06-12T12:00+03:00", 0, whole=False),
    )


def test_what_is_mine_comes_turn_by_turn() -> None:
    since, until = at("2024-06-10T12:00+03:00"), at("2024-06-14T00:00+03:00")
    assert own_pieces(DAYS, ANNA, since, until) == (
        piece("2024-06-10T12:00+03:00", "2024-06-11T09:00+03:00", 0, whole=False),
        piece("2024-06-13T09:00+03:00", "2024-06-14T00:00+03:00", 3, whole=False),
    )
    assert own_pieces(DAYS, BORYS, since, until) == (
        piece("2024-06-11T09:00+03:00", "2024-06-12T09:00+03:00", 1, whole=True),
    )


def test_the_first_of_mine_is_what_is_left_of_it_or_the_next() -> None:
    noon = at("2024-06-10T12:00+03:00")
    assert first_own(DAYS, ANNA, noon) == piece(
        "2024-06-10T12:00+03:00", "2024-06-11T09:00+03:00", 0, whole=False
    )
    assert first_own(DAYS, BORYS, noon) == piece(
        "2024-06-11T09:00+03:00", "2024-06-12T09:00+03:00", 1, whole=True
    )
    assert first_own(DAYS, PersonId("NOBODY"), noon) is None


def test_an_override_makes_no_turn_and_takes_none() -> None:
    """Chen stands in for Anna on Monday: the turn is Anna's still, and never Chen's."""
    stands_in = Override(
        id=OverrideId("o"), kind=OverrideKind.REPLACE, start=MONDAY, end=TUESDAY, person=CHEN
    )
    found = replace(DAYS, overrides=(stands_in,))
    assert own_pieces(found, CHEN, MONDAY, TUESDAY) == ()
    assert own_pieces(found, ANNA, MONDAY, TUESDAY) == (
        piece("2024-06-10T09:00+03:00", "2024-06-11T09:00+03:00", 0, whole=True),
    )


def test_what_an_override_has_taken_cannot_be_given_away() -> None:
    start, end = MONDAY + 60 * MINUTE, MONDAY + 120 * MINUTE
    stands_in = Override(
        id=OverrideId("o"), kind=OverrideKind.REPLACE, start=start, end=end, person=CHEN
    )
    found = replace(DAYS, overrides=(stands_in,))
    mine = piece("2024-06-10T09:00+03:00", "2024-06-11T09:00+03:00", 0, whole=True)
    with pytest.raises(Refusal, match="Because of an override") as refused:
        must_count(found, ANNA, mine)
    slots = refused.value.phrase.slots
    assert (slots["person"], slots["start"], slots["end"]) == (Who(ANNA), start, end)
    must_count(found, ANNA, replace(mine, end=start))
    must_count(found, BORYS, mine)


def test_one_is_busy_only_in_the_hours_of_the_turn() -> None:
    """Anna on Monday; Borys joins her for an hour then. On Tuesday he has a turn of his own."""
    joins = Override(
        id=OverrideId("o"),
        kind=OverrideKind.ADD,
        start=MONDAY,
        end=MONDAY + 60 * MINUTE,
        person=BORYS,
    )
    found = replace(DAYS, overrides=(joins,))
    mine = piece("2024-06-10T09:00+03:00", "2024-06-11T12:00+03:00", 0, whole=False)
    clash = busy(found, BORYS, mine)
    assert clash
    assert (clash.start, clash.end) == (MONDAY, MONDAY + 60 * MINUTE)
    assert busy(DAYS, BORYS, mine) is None


def test_where_nobody_is_on_call_nobody_can_be_taken_off() -> None:
    night = FRIDAY_NIGHT
    wish = Wish(kind=OverrideKind.REMOVE, start=night, end=night + 60 * MINUTE, person=None)
    with pytest.raises(Refusal, match="That changes nothing"):
        add(DESK, wish, id=OverrideId("o"), by=ANNA, at=MONDAY)


# Covers that others have built on, or that have no effect any more


def covered(*people: PersonId) -> Roster:
    """Monday is Anna's; each of these covers it for the one before."""
    owners = (ANNA, *people)
    covers = (
        Cover(
            id=CoverId(f"c{number}"),
            shift=ShiftId(SUPPORT, "main", 0),
            person=person,
            instead_of=owners[number],
        )
        for number, person in enumerate(people)
    )
    return replace(DAYS, covers=tuple(covers))


def test_what_somebody_has_built_on_is_not_taken_back_first() -> None:
    found = covered(BORYS, CHEN)
    assert found.on_call(MONDAY) == (CHEN,)
    with pytest.raises(Refusal, match="That has to be taken back first"):
        undo({SUPPORT: found}, found.covers[:1], by=ANNA, at=MONDAY - MINUTE)
    amendment = undo({SUPPORT: found}, found.covers[1:], by=BORYS, at=MONDAY - MINUTE)
    assert [each.id for each in amendment.undone] == ["c1"]


def test_a_cover_without_effect_goes_without_a_word() -> None:
    """An edit gave the shift to somebody else since."""
    stray = Cover(id=CoverId("c"), shift=ShiftId(SUPPORT, "main", 0), person=BORYS, instead_of=CHEN)
    found = replace(DAYS, covers=(stray,))
    amendment = undo({SUPPORT: found}, (stray,), by=CHEN, at=MONDAY)
    assert (amendment.undone, amendment.ended, amendment.events) == ((stray,), (), ())


def test_those_who_have_not_answered_are_still_waited_for() -> None:
    request = CoverRequest(
        id=CoverRequestId("r"),
        asker=ANNA,
        mine=piece("2024-06-10T09:00+03:00", "2024-06-11T09:00+03:00", 0, whole=True),
        asked=(BORYS, CHEN),
        declined=(BORYS,),
        asked_at=MONDAY,
        expires_at=TUESDAY,
    )
    assert (request.waiting, request.open, request.rotation) == ((CHEN,), True, SUPPORT)
