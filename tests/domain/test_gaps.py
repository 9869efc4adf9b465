"""Gaps: when nobody is on call, what an edit or a holiday adds to them, and who hears of it."""

from dataclasses import replace
from datetime import date

from bot.domain.escalation_path import EscalationPath, Level, ToChannel, ToPerson, ToRotation
from bot.domain.gaps import (
    Gap,
    closed,
    edit_gaps,
    gaps,
    hears,
    holiday_gaps,
    lacks,
    new_gaps,
)
from bot.domain.ids import OverrideId, PersonId, RoomId
from bot.domain.language import Localised
from bot.domain.policy import Policy
from bot.domain.roster import Override, OverrideKind
from bot.domain.service import PathName
from tests.domain.rotas import (
    ANNA,
    DEV,
    JAMES,
    QA,
    WORKDAYS,
    all_week,
    at,
    roster,
    rotation,
)
from tests.domain.sample import MINUTE, POLICY

TEAM, ALL = RoomId("C0TEAM"), RoomId("C0ALL")
NATALIA = PersonId("U0NATALIA")


def test_gaps_are_cut_at_the_range_and_joined_where_they_touch() -> None:
    nobody = [
        Override(
            id=OverrideId(f"o{hour}"),
            kind=OverrideKind.REMOVE,
            start=at(11, 24, hour),
            end=at(11, 24, hour + 2),
            person=None,
        )
        for hour in (12, 14, 18)
    ]
    two = roster(rotation(ANNA, JAMES), *nobody)
    assert gaps(two, at(11, 24, 13), at(11, 24, 19)) == (
        Gap(at(11, 24, 13), at(11, 24, 16)),
        Gap(at(11, 24, 18), at(11, 24, 19)),
    )


def test_a_holiday_makes_a_gap_and_the_nights_do_not_count_as_one() -> None:
    always = roster(rotation(ANNA, JAMES, windows=all_week(date(2026, 12, 25))))
    range_ = at(12, 1, 0), at(12, 31, 0)
    assert holiday_gaps(always, *range_) == (Gap(at(12, 24, 22), at(12, 25, 22)),)
    office = replace(WORKDAYS, holidays=frozenset({date(2026, 12, 25)}))
    assert holiday_gaps(roster(rotation(ANNA, windows=office)), *range_) == (
        Gap(at(12, 25, 7), at(12, 25, 16)),
    )
    assert holiday_gaps(roster(rotation(ANNA, windows=WORKDAYS)), *range_) == ()


def test_a_holiday_that_somebody_covers_is_no_gap() -> None:
    own = Override(
        id=OverrideId("o1"),
        kind=OverrideKind.ADD,
        start=at(12, 24, 22),
        end=at(12, 25, 10),
        person=JAMES,
    )
    always = roster(rotation(ANNA, windows=all_week(date(2026, 12, 25))), own)
    assert holiday_gaps(always, at(12, 1, 0), at(12, 31, 0)) == (
        Gap(at(12, 25, 10), at(12, 25, 22)),
    )


def test_what_is_out_of_a_single_layers_hours_is_closed_and_no_lack() -> None:
    office = replace(WORKDAYS, holidays=frozenset({date(2026, 12, 25)}))
    kept = roster(rotation(ANNA, windows=office))
    assert closed(kept, at(12, 24, 20))
    assert not closed(kept, at(12, 24, 12))
    assert not closed(kept, at(12, 25, 12))
    assert lacks(kept, at(12, 1, 0), at(12, 31, 0)) == (Gap(at(12, 25, 7), at(12, 25, 16)),)


def test_what_no_layer_of_several_covers_is_a_lack() -> None:
    single = rotation(ANNA, windows=WORKDAYS)
    [layer] = single.layers
    two = roster(replace(single, layers=(layer, replace(layer, name="other"))))
    assert not closed(two, at(11, 24, 20))
    assert lacks(two, at(11, 24, 12), at(11, 25, 12)) == (Gap(at(11, 24, 16), at(11, 25, 7)),)


def test_an_edit_is_blamed_for_what_it_leaves_and_no_more() -> None:
    before = roster(rotation(ANNA, JAMES))
    after = before.edited(rotation(ANNA, JAMES, windows=WORKDAYS), at(11, 24, 12))
    range_ = at(11, 24, 12), at(11, 25, 8)
    assert edit_gaps(after, *range_) == (Gap(at(11, 24, 16), at(11, 25, 7)),)
    assert edit_gaps(before, *range_) == ()
    assert new_gaps(after, before, *range_) == ()
    again = after.edited(rotation(JAMES, windows=WORKDAYS), at(11, 24, 13))
    assert edit_gaps(again, *range_) == ()


def _policy(channel: RoomId | None, announce: RoomId | None) -> Policy:
    levels = (Level(name=Localised("Dev"), targets=(ToRotation(DEV),), wait=MINUTE),)
    paths = {
        PathName(name): EscalationPath(name=PathName(name), levels=levels, last_resort=last)
        for name, last in (
            ("a", ToPerson(NATALIA)),
            ("b", ToChannel(TEAM)),
            ("c", ToPerson(NATALIA)),
        )
    }
    return replace(
        POLICY,
        workspace=replace(POLICY.workspace, announce=announce),
        rotations={DEV: rotation(ANNA, channel=channel), QA: rotation(ANNA, name=QA)},
        paths=paths,
    )


def test_a_gap_is_told_in_the_rotations_channel_else_to_all_else_to_the_last_resorts() -> None:
    assert hears(_policy(TEAM, ALL), DEV) == (TEAM,)
    assert hears(_policy(None, ALL), DEV) == (ALL,)
    assert hears(_policy(None, None), DEV) == (NATALIA, TEAM)
    assert hears(_policy(None, None), QA) == ()
