"""Who is on call, and why: tables of facts about layers, overrides, covers and edits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import OverrideId, PersonId
from bot.domain.roster import Override, OverrideKind, Roster, Shift, Version, moved
from bot.domain.rotation import Advance, CalendarLayer, Layer
from bot.domain.spans import Span
from bot.domain.turns import Kind
from bot.domain.windows import BUSINESS, NIGHTS, WEEKENDS, OnHolidays, Windows
from tests.support.rosters import (
    ANNA,
    BORYS,
    CHEN,
    DARYNA,
    EMIL,
    KYIV,
    SUPPORT,
    add,
    at,
    cover,
    layer,
    remove,
    replace_by,
    roster,
    rotation,
    shift,
)

TICK = timedelta(microseconds=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: Daily, from a Monday's 09:00 on: Anna's turn is 0, Borys's 1, Chen's 2.
MONDAY, TUESDAY, WEDNESDAY = (at(f"2024-06-{day}T09:00+03:00") for day in (10, 11, 12))
NOON, ONE = MONDAY + 3 * HOUR, MONDAY + 4 * HOUR


def lines(found: Roster, since: str, until: str) -> list[str]:
    """A schedule as people read it: Kyiv's clock, and the layer's turn."""
    said = []
    for each in found.schedule(at(since), at(until)):
        start, end = (bound.astimezone(KYIV) for bound in (each.start, each.end))
        turn = f"{each.id.layer} {each.id.index}" if each.id else "-"
        said.append(f"{start:%a %H:%M} {end:%a %H:%M} {turn} {' '.join(each.people) or 'nobody'}")
    return said


def test_a_shift_holds_its_person_from_handoff_to_handoff() -> None:
    found = roster()
    assert found.shift_at(NOON) == Shift(start=MONDAY, end=TUESDAY, people=(ANNA,), id=shift(0))
    assert found.next_shift(NOON) == Shift(
        start=TUESDAY, end=WEDNESDAY, people=(BORYS,), id=shift(1)
    )
    assert found.on_call(MONDAY - TICK) == (CHEN,)
    assert found.on_call(MONDAY) == (ANNA,)
    assert found.shift_at(NOON).length == DAY


def test_the_second_pass_of_an_hour_changes_nobody() -> None:
    found = roster(layer("2020-10-31T01:30", zone=ZoneInfo("America/Chicago")))
    assert found.shift_at(at("2020-11-01T01:10-06:00")) == Shift(
        start=at("2020-11-01T01:30-05:00"),
        end=at("2020-11-02T01:30-06:00"),
        people=(BORYS,),
        id=shift(1),
    )


def test_a_turn_within_a_gap_is_no_shift() -> None:
    found = roster(layer("2021-03-14T01:00", zone=ZoneInfo("America/Chicago"), kind=Kind.HOURLY))
    shifts = found.schedule(at("2021-03-14T01:00-06:00"), at("2021-03-14T05:00-05:00"))
    assert [(each.start, each.people, each.id) for each in shifts] == [
        (at("2021-03-14T01:00-06:00"), (ANNA,), shift(0)),
        (at("2021-03-14T03:00-05:00"), (CHEN,), shift(2)),
        (at("2021-03-14T04:00-05:00"), (ANNA,), shift(3)),
    ]


def test_apia_loses_the_turn_of_its_skipped_day() -> None:
    found = roster(layer("2011-12-29T00:00", zone=ZoneInfo("Pacific/Apia")))
    days = found.schedule(at("2011-12-29T00:00-10:00"), at("2012-01-01T00:00+14:00"))
    assert [each.people for each in days] == [(ANNA,), (CHEN,)]


# Layers.

NIGHT = Windows(zone=KYIV, hours=NIGHTS)
OFFICE = Windows(zone=KYIV, hours=BUSINESS)
WEEKEND = Windows(zone=KYIV, hours=WEEKENDS)


def test_a_later_layer_covers_the_windows_it_defines() -> None:
    found = roster(
        layer(kind=Kind.WEEKLY, members=(ANNA, BORYS)),
        layer("2024-06-10T09:00", members=(CHEN, DARYNA), windows=OFFICE, name="office"),
        layer("2024-06-15T00:00", members=(EMIL,), windows=WEEKEND, name="weekend"),
    )
    assert lines(found, "2024-06-13T12:00+03:00", "2024-06-17T12:00+03:00") == [
        "Thu 09:00 Thu 18:00 office 3 DARYNA",
        "Thu 18:00 Fri 09:00 main 0 ANNA",
        "Fri 09:00 Fri 18:00 office 4 CHEN",
        "Fri 18:00 Sat 00:00 main 0 ANNA",
        "Sat 00:00 Sun 00:00 weekend 0 EMIL",
        "Sun 00:00 Mon 00:00 weekend 1 EMIL",
        "Mon 00:00 Mon 09:00 main 0 ANNA",
        "Mon 09:00 Mon 18:00 office 7 DARYNA",
    ]


def test_the_sun_is_followed_on_each_places_own_clock() -> None:
    tokyo, london = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/London")
    found = roster(
        layer(kind=Kind.WEEKLY, members=(ANNA,)),
        layer(zone=tokyo, members=(BORYS,), windows=Windows(zone=tokyo, hours=BUSINESS), name="t"),
        layer(zone=london, members=(CHEN,), windows=Windows(zone=london, hours=BUSINESS), name="l"),
    )
    # Kyiv's and London's clocks are an hour ahead of winter; Tokyo's never changes.
    assert lines(found, "2024-06-11T00:00+00:00", "2024-06-11T18:00+00:00") == [
        "Tue 03:00 Tue 11:00 t 1 BORYS",
        "Tue 11:00 Tue 20:00 l 1 CHEN",
        "Tue 20:00 Wed 03:00 main 0 ANNA",
    ]
    assert lines(found, "2024-01-09T00:00+00:00", "2024-01-09T19:00+00:00") == [
        "Tue 02:00 Tue 11:00 t -153 BORYS",
        "Tue 11:00 Tue 20:00 l -153 CHEN",
        "Tue 20:00 Wed 02:00 main -22 ANNA",
    ]


def test_excluded_days_use_up_turns_on_the_calendar_and_none_by_active_shifts() -> None:
    def owners(advance_on: Advance) -> list[str]:
        found = roster(layer(windows=OFFICE, advance_on=advance_on))
        week = found.schedule(at("2024-06-13T00:00+03:00"), at("2024-06-19T00:00+03:00"))
        return [each.people[0] for each in week if each.people]

    # Thursday, Friday, Monday, Tuesday.
    assert owners(Advance.CALENDAR) == [ANNA, BORYS, BORYS, CHEN]
    assert owners(Advance.ACTIVE_SHIFTS) == [ANNA, BORYS, CHEN, ANNA]


def test_a_holiday_takes_nobodys_turn_by_active_shifts() -> None:
    holiday = replace(OFFICE, holidays=frozenset({date(2024, 6, 11), date(2024, 6, 7)}))
    found = roster(layer(windows=holiday, advance_on=Advance.ACTIVE_SHIFTS))
    assert lines(found, "2024-06-06T09:00+03:00", "2024-06-13T00:00+03:00") == [
        "Thu 09:00 Thu 18:00 main -1 CHEN",
        "Thu 18:00 Mon 09:00 - nobody",
        "Mon 09:00 Mon 18:00 main 0 ANNA",
        "Mon 18:00 Wed 09:00 - nobody",
        "Wed 09:00 Wed 18:00 main 1 BORYS",
        "Wed 18:00 Thu 00:00 - nobody",
    ]


def test_a_holiday_gives_a_turn_where_only_holidays_are_covered() -> None:
    days = frozenset({date(2024, 6, 11), date(2024, 8, 24), date(2024, 12, 25)})
    holidays = Windows(zone=KYIV, hours=(), holidays=days, on_holidays=OnHolidays.IN)
    found = roster(layer("2024-06-10T00:00", windows=holidays, advance_on=Advance.ACTIVE_SHIFTS))
    served = [each for each in found.schedule(MONDAY, MONDAY + 365 * DAY) if each.people]
    assert [(each.id, each.people) for each in served] == [
        (shift(0), (ANNA,)),
        (shift(1), (BORYS,)),
        (shift(2), (CHEN,)),
    ]
    assert found.span(shift(2), NOON) == (
        at("2024-12-25T00:00+02:00"),
        at("2024-12-26T00:00+02:00"),
    )
    assert found.span(shift(3), NOON) is None


def test_without_members_nobody_is_on_call() -> None:
    found = roster(layer(members=()))
    assert found.on_call(NOON) == ()
    assert found.schedule(NOON, ONE) == (Shift(start=NOON, end=ONE, people=(), id=None),)
    assert found.next_shift(NOON) is None


def test_a_layer_without_members_covers_nothing() -> None:
    found = roster(layer(), layer(members=(), name="empty"))
    assert found.on_call(NOON) == (ANNA,)


def test_a_calendar_is_a_layer_whose_spans_keep_their_numbers() -> None:
    spans = (Span(NOON, ONE, (DARYNA, EMIL)), Span(ONE, ONE + HOUR, (EMIL,)))
    found = roster(layer(), CalendarLayer(name="ics", spans=spans))
    minute = int(NOON.timestamp()) // 60
    assert found.schedule(MONDAY, TUESDAY) == (
        Shift(start=MONDAY, end=NOON, people=(ANNA,), id=shift(0)),
        Shift(start=NOON, end=ONE, people=(DARYNA, EMIL), id=shift(minute, "ics")),
        Shift(start=ONE, end=ONE + HOUR, people=(EMIL,), id=shift(minute + 60, "ics")),
        Shift(start=ONE + HOUR, end=TUESDAY, people=(ANNA,), id=shift(0)),
    )
    assert found.on_call(NOON) == (DARYNA, EMIL)
    assert found.on_call(ONE + HOUR) == (ANNA,)
    assert found.span(shift(minute, "ics"), NOON) == (NOON, ONE)
    assert found.span(shift(minute + 1, "ics"), NOON) is None
    assert found.rotation.members == (ANNA, BORYS, CHEN, DARYNA, EMIL)


def test_everybody_may_be_known_by_another_id() -> None:
    spans = (Span(NOON, ONE, (ANNA,)),)
    found = rotation(layer(), CalendarLayer(name="ics", spans=spans))
    by_id = {ANNA: PersonId("U1"), BORYS: PersonId("U2")}
    renamed = found.renamed(lambda person: by_id.get(person, person))
    assert renamed.members == ("U1", "U2", CHEN)


# Overrides.


def people(*overrides: Override) -> list[tuple[PersonId, ...]]:
    """Who is on call on Monday before noon, from then to one, and after."""
    found = roster(overrides=overrides)
    return [found.on_call(instant) for instant in (NOON - TICK, NOON, ONE - TICK, ONE)]


def test_an_override_holds_from_its_start_to_its_end() -> None:
    assert people(replace_by(CHEN, NOON, ONE)) == [(ANNA,), (CHEN,), (CHEN,), (ANNA,)]
    assert people(add(CHEN, NOON, ONE)) == [(ANNA,), (ANNA, CHEN), (ANNA, CHEN), (ANNA,)]
    assert people(remove(ANNA, NOON, ONE)) == [(ANNA,), (), (), (ANNA,)]
    assert people(remove(None, NOON, ONE)) == [(ANNA,), (), (), (ANNA,)]


def test_an_override_within_a_longer_one_ends_on_its_own() -> None:
    assert people(add(EMIL, MONDAY, TUESDAY), add(CHEN, NOON, ONE)) == [
        (ANNA, EMIL),
        (ANNA, EMIL, CHEN),
        (ANNA, EMIL, CHEN),
        (ANNA, EMIL),
    ]


def test_an_override_about_somebody_else_changes_nothing() -> None:
    for other in (
        add(ANNA, NOON, ONE),
        remove(BORYS, NOON, ONE),
        replace_by(CHEN, NOON, ONE, replaced=BORYS),
        replace_by(ANNA, NOON, ONE),
    ):
        assert people(other) == [(ANNA,)] * 4
        assert roster(overrides=[other]).shift_at(NOON).because == ()
        assert roster(overrides=[other]).shift_at(NOON).start == MONDAY


def test_overrides_apply_one_after_another_in_the_order_in_which_they_were_made() -> None:
    first = replace_by(BORYS, NOON, ONE, replaced=ANNA)
    then = replace_by(CHEN, NOON, ONE, replaced=BORYS)
    assert people(first, then)[1] == (CHEN,)
    assert people(then, first)[1] == (BORYS,)
    assert people(remove(None, NOON, ONE), add(EMIL, NOON, ONE))[1] == (EMIL,)
    assert people(add(EMIL, NOON, ONE), remove(None, NOON, ONE))[1] == ()


def test_an_override_cuts_the_shift_and_says_so() -> None:
    lunch = replace_by(CHEN, NOON, ONE)
    assert roster(overrides=[lunch]).schedule(MONDAY, TUESDAY) == (
        Shift(start=MONDAY, end=NOON, people=(ANNA,), id=shift(0)),
        Shift(start=NOON, end=ONE, people=(CHEN,), id=shift(0), because=(lunch.id,)),
        Shift(start=ONE, end=TUESDAY, people=(ANNA,), id=shift(0)),
    )


def test_an_override_over_a_handoff_is_a_shift_in_each_turn() -> None:
    night = replace_by(CHEN, TUESDAY - HOUR, TUESDAY + HOUR)
    found = roster(overrides=[night]).schedule(night.start, night.end)
    assert [(each.start, each.end, each.id) for each in found] == [
        (night.start, TUESDAY, shift(0)),
        (TUESDAY, night.end, shift(1)),
    ]


def test_an_override_fills_a_gap_and_is_whole_there() -> None:
    found = roster(layer(windows=OFFICE), overrides=[replace_by(EMIL, MONDAY - 8 * HOUR, NOON)])
    assert lines(found, "2024-06-10T05:00+03:00", "2024-06-10T06:00+03:00") == [
        "Mon 01:00 Mon 09:00 - EMIL"
    ]
    assert found.on_call(MONDAY - HOUR) == (EMIL,)


def test_overrides_that_overlap_in_a_gap_leave_no_gap() -> None:
    night = MONDAY - 8 * HOUR
    found = roster(
        layer(windows=OFFICE),
        overrides=[
            add(EMIL, night, night + 4 * HOUR),
            add(CHEN, night + 2 * HOUR, night + 6 * HOUR),
        ],
    )
    assert lines(found, "2024-06-10T04:00+03:00", "2024-06-10T08:00+03:00") == [
        "Mon 03:00 Mon 05:00 - EMIL CHEN",
        "Mon 05:00 Mon 07:00 - CHEN",
        "Mon 07:00 Mon 08:00 - nobody",
    ]


def test_an_override_keeps_utc_and_its_true_length_across_the_repeated_hour() -> None:
    """01:50 CDT is before 01:10 CST, although the clock shows less; it is twenty minutes."""
    chicago = ZoneInfo("America/Chicago")
    override = replace_by(
        CHEN,
        datetime(2020, 11, 1, 1, 50, tzinfo=chicago),
        datetime(2020, 11, 1, 1, 10, tzinfo=chicago, fold=1),
    )
    assert override.end - override.start == timedelta(minutes=20)
    assert (override.start.tzinfo, override.end.tzinfo) == (UTC, UTC)


# Covers and swaps.


def test_a_cover_is_of_the_whole_turn_or_of_its_window() -> None:
    one = cover(0, BORYS, instead_of=ANNA)
    assert roster(covers=[one]).schedule(MONDAY, TUESDAY) == (
        Shift(start=MONDAY, end=TUESDAY, people=(BORYS,), id=shift(0), because=(one.id,)),
    )
    partly = roster(covers=[cover(0, BORYS, instead_of=ANNA, window=(NOON, ONE))])
    assert [each.people for each in partly.schedule(MONDAY, TUESDAY)] == [
        (ANNA,),
        (BORYS,),
        (ANNA,),
    ]
    assert [partly.on_call(instant) for instant in (NOON - TICK, NOON, ONE - TICK, ONE)] == [
        (ANNA,),
        (BORYS,),
        (BORYS,),
        (ANNA,),
    ]


def test_a_cover_of_a_turn_in_pieces_holds_in_each() -> None:
    weekly = layer(kind=Kind.WEEKLY, windows=OFFICE)
    found = roster(weekly, covers=[cover(0, EMIL, instead_of=ANNA)])
    week = found.schedule(MONDAY, MONDAY + 7 * DAY)
    assert [each.people for each in week if each.people] == [(EMIL,)] * 5


def test_a_cover_can_be_covered_and_one_of_nobody_there_has_no_effect() -> None:
    twice = [cover(0, BORYS, instead_of=ANNA), cover(0, CHEN, instead_of=BORYS)]
    assert roster(covers=twice).shift_at(NOON).people == (CHEN,)
    assert roster(covers=twice).shift_at(NOON).because == ("BORYS for ANNA", "CHEN for BORYS")
    assert roster(covers=twice[::-1]).shift_at(NOON).people == (BORYS,)
    assert roster(covers=[cover(0, CHEN, instead_of=DARYNA)]).shift_at(NOON).because == ()


def test_an_override_is_stronger_than_a_cover() -> None:
    found = roster(
        covers=[cover(0, BORYS, instead_of=ANNA)],
        overrides=[replace_by(EMIL, NOON, ONE, replaced=BORYS)],
    )
    assert found.on_call(NOON) == (EMIL,)
    assert found.on_call(ONE) == (BORYS,)


# Ranges.


def test_a_range_shows_whole_shifts_and_an_empty_one_none() -> None:
    found = roster()
    assert [each.id for each in found.schedule(NOON, ONE)] == [shift(0)]
    assert [each.id for each in found.schedule(NOON, TUESDAY)] == [shift(0)]
    assert [each.id for each in found.schedule(NOON, TUESDAY + TICK)] == [shift(0), shift(1)]
    assert found.schedule(NOON, NOON) == ()
    assert found.schedule(ONE, NOON) == ()


def test_gaps_are_cut_at_the_ranges_edges_and_say_who_made_them() -> None:
    gone = remove(ANNA, NOON, ONE)
    found = roster(layer(windows=OFFICE), overrides=[gone])
    evening = MONDAY + 9 * HOUR
    assert found.gaps(MONDAY, TUESDAY - HOUR) == (
        Shift(start=NOON, end=ONE, people=(), id=shift(0), because=(gone.id,)),
        Shift(start=evening, end=TUESDAY - HOUR, people=(), id=None),
    )
    assert found.gaps(NOON + TICK, ONE - TICK) == (
        Shift(start=NOON + TICK, end=ONE - TICK, people=(), id=shift(0), because=(gone.id,)),
    )


def test_a_shift_of_nobodys_is_found_whole_and_the_next_has_somebody() -> None:
    found = roster(layer(windows=OFFICE))
    weekend = found.shift_at(at("2024-06-15T12:00+03:00"))
    assert (weekend.start, weekend.end, weekend.people) == (
        at("2024-06-14T18:00+03:00"),
        at("2024-06-17T09:00+03:00"),
        (),
    )
    following = found.next_shift(at("2024-06-14T12:00+03:00"))
    assert following
    assert (following.start, following.people) == (at("2024-06-17T09:00+03:00"), (BORYS,))


def test_a_persons_shifts() -> None:
    found = roster(covers=[cover(1, ANNA, instead_of=BORYS, window=(TUESDAY, TUESDAY + HOUR))])
    mine = found.shifts_of(ANNA, MONDAY, MONDAY + 4 * DAY)
    assert [(each.start, each.end) for each in mine] == [
        (MONDAY, TUESDAY),
        (TUESDAY, TUESDAY + HOUR),
        (MONDAY + 3 * DAY, MONDAY + 4 * DAY),
    ]


# Edits.


def owners(found: Roster, count: int) -> list[str]:
    """Whose the coming shifts are, from Monday noon on."""
    shifts = found.schedule(NOON, NOON + count * 7 * DAY)[:count]
    return [" ".join(each.people) for each in shifts]


def edited(after: Layer, before: Layer | None = None) -> Roster:
    """On Monday at noon, when it is Anna's turn."""
    return roster(before or layer()).edited(rotation(after), NOON)


# Each row: the members after the edit, and whose the coming shifts are.
MEMBERS = {
    "another at the end": ((ANNA, BORYS, CHEN, DARYNA), [ANNA, BORYS, CHEN, DARYNA, ANNA]),
    "another in front": ((DARYNA, ANNA, BORYS, CHEN), [ANNA, BORYS, CHEN, DARYNA, ANNA]),
    "another next": ((ANNA, DARYNA, BORYS, CHEN), [ANNA, DARYNA, BORYS, CHEN, ANNA]),
    "another order": ((CHEN, BORYS, ANNA), [ANNA, CHEN, BORYS, ANNA, CHEN]),
    "one fewer": ((ANNA, CHEN), [ANNA, CHEN, ANNA, CHEN, ANNA]),
    "whoever is on call leaves": ((BORYS, CHEN), [BORYS, CHEN, BORYS, CHEN, BORYS]),
    "whoever is on call is replaced": ((EMIL, BORYS, CHEN), [EMIL, BORYS, CHEN, EMIL, BORYS]),
    "everybody is": ((DARYNA, EMIL), [DARYNA, EMIL, DARYNA, EMIL, DARYNA]),
    "one of them twice": ((ANNA, BORYS, ANNA, CHEN), [ANNA, BORYS, ANNA, CHEN, ANNA]),
    "one twice, going on as before": ((ANNA, CHEN, ANNA, BORYS), [ANNA, BORYS, ANNA, CHEN, ANNA]),
    "only one is left": ((BORYS,), [BORYS, BORYS, BORYS, BORYS, BORYS]),
}


@pytest.mark.parametrize("case", MEMBERS)
def test_an_edit_of_the_members_starts_from_whoever_is_on_call(case: str) -> None:
    members, expected = MEMBERS[case]
    assert owners(edited(layer(members=members)), 5) == expected


def test_an_edit_of_the_handoff_ends_the_present_shift_at_the_new_one() -> None:
    found = edited(layer("2024-01-01T14:00"))
    assert lines(found, "2024-06-10T12:00+03:00", "2024-06-12T12:00+03:00") == [
        "Mon 09:00 Mon 14:00 main 0 ANNA",
        "Mon 14:00 Tue 14:00 main 1 BORYS",
        "Tue 14:00 Wed 14:00 main 2 CHEN",
    ]


def test_an_edit_after_an_edit_starts_from_whoever_is_on_call_then() -> None:
    members = (DARYNA, ANNA, BORYS, CHEN)
    once = edited(layer(members=members))
    twice = once.edited(rotation(layer("2024-01-01T14:00", members=members)), ONE)
    assert lines(twice, "2024-06-10T12:00+03:00", "2024-06-12T12:00+03:00") == [
        "Mon 09:00 Mon 14:00 main 0 ANNA",
        "Mon 14:00 Tue 14:00 main 1 BORYS",
        "Tue 14:00 Wed 14:00 main 2 CHEN",
    ]


def test_an_edit_of_the_length_counts_on() -> None:
    found = edited(layer(kind=Kind.WEEKLY, start="2024-01-01T09:00"))
    assert owners(found, 4) == [ANNA, BORYS, CHEN, ANNA]
    assert found.shift_at(NOON).end == MONDAY + 7 * DAY


def test_history_is_what_it_was_and_numbers_go_on() -> None:
    before = roster()
    after = edited(layer("2024-01-01T14:00", members=(CHEN, ANNA)))
    for hours in range(-200, 3):
        instant = MONDAY + hours * HOUR
        assert after.on_call(instant) == before.on_call(instant)
    assert [version.effective_from for version in after.versions] == [None, NOON]
    assert after.shift_at(MONDAY + DAY).id == shift(1)


def test_a_swap_moves_with_its_shifts_and_a_partial_cover_keeps_its_hours() -> None:
    swap = [cover(1, CHEN, instead_of=BORYS), cover(2, BORYS, instead_of=CHEN)]
    moved_on = replace(edited(layer("2024-01-01T14:00")), covers=tuple(swap))
    assert owners(moved_on, 4) == [ANNA, CHEN, BORYS, ANNA]
    assert moved_on.shift_at(TUESDAY).start == at("2024-06-10T14:00+03:00")
    part = cover(1, CHEN, instead_of=BORYS, window=(TUESDAY, TUESDAY + HOUR))
    found = replace(edited(layer("2024-01-01T14:00")), covers=(part,))
    assert [each.people for each in found.shifts_of(CHEN, TUESDAY, TUESDAY + HOUR)] == [(CHEN,)]


def test_an_edit_that_changes_nothing_is_none_and_one_of_the_same_instant_replaces() -> None:
    plain = roster()
    assert plain.edited(rotation(), NOON) == plain
    once = plain.edited(rotation(layer(members=(ANNA, CHEN))), NOON)
    assert once.edited(rotation(layer(members=(ANNA, CHEN))), ONE) == once
    again = once.edited(rotation(layer(members=(ANNA, EMIL))), NOON)
    assert owners(again, 3) == [ANNA, EMIL, ANNA]
    assert len(again.versions) == 2
    assert once.edited(rotation(), NOON) == plain


def test_history_is_not_written_anew() -> None:
    found = roster().edited(rotation(layer(members=(ANNA,))), NOON)
    with pytest.raises(ValueError, match="the version of 2024-06-10 stands"):
        found.edited(rotation(), NOON - TICK)
    with pytest.raises(ValueError, match="versions follow each other"):
        Roster(name=SUPPORT, versions=(Version(NOON, rotation()), Version(NOON, rotation())))
    with pytest.raises(ValueError, match="versions follow each other"):
        Roster(name=SUPPORT, versions=(Version(NOON, rotation()), Version(None, rotation())))
    with pytest.raises(ValueError, match="versions follow each other"):
        Roster(name=SUPPORT, versions=())


def test_before_the_first_version_nobody_is_on_call() -> None:
    found = Roster(name=SUPPORT, versions=(Version(NOON, rotation()),))
    assert found.on_call(NOON - TICK) == ()
    assert found.on_call(NOON) == (ANNA,)
    assert [each.people for each in found.schedule(MONDAY, TUESDAY)] == [(), (ANNA,)]
    assert found.shift_at(ONE).start == NOON


def test_layers_are_carried_over_by_name_and_the_others_by_order() -> None:
    before = roster(layer(), layer(members=(DARYNA, EMIL), windows=OFFICE, name="office"))
    swapped = rotation(
        layer(members=(DARYNA, EMIL), name="office", start="2024-06-11T09:00"),
        layer(windows=NIGHT, start="2024-06-11T09:00", name="nights"),
    )
    after = before.edited(swapped, NOON)
    office, nights = after.rotation.layers
    assert isinstance(office, Layer)
    assert isinstance(nights, Layer)
    assert (office.index(NOON), office.owner(office.index(NOON))) == (0, DARYNA)
    assert (nights.index(NOON), nights.owner(nights.index(NOON))) == (0, ANNA)


def test_those_whose_time_moves_are_told_first_whom_it_hits_first() -> None:
    before = roster()
    later = edited(layer(members=(ANNA, BORYS, DARYNA, CHEN)))
    assert moved(before, later, NOON, MONDAY + 2 * DAY) == ()
    assert moved(before, later, NOON, MONDAY + 3 * DAY) == (CHEN, DARYNA)
    assert moved(before, later, NOON, MONDAY + 4 * DAY) == (CHEN, DARYNA, ANNA)
    assert moved(before, before, NOON, MONDAY + 30 * DAY) == ()


# What is refused.

NAIVE = datetime(2024, 6, 10, 12, 0)  # noqa: DTZ001 - the error under test


@pytest.mark.parametrize(
    "ask",
    [
        lambda found: found.on_call(NAIVE),
        lambda found: found.shift_at(NAIVE),
        lambda found: found.next_shift(NAIVE),
        lambda found: found.schedule(NAIVE, NOON),
        lambda found: found.schedule(NOON, NAIVE),
        lambda found: found.gaps(NAIVE, NOON),
        lambda found: found.edited(found.rotation, NAIVE),
        lambda _: replace_by(CHEN, NAIVE, NOON),
        lambda _: cover(0, CHEN, instead_of=ANNA, window=(NOON, NAIVE)),
        lambda _: Version(NAIVE, rotation()),
    ],
)
def test_a_naive_datetime_is_not_an_instant(ask: Callable[[Roster], object]) -> None:
    with pytest.raises(ValueError, match="2024-06-10T12:00:00 has no time zone"):
        ask(roster())


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="An override ends after it starts"):
        add(CHEN, NOON, NOON)
    with pytest.raises(ValueError, match="A cover ends after it starts"):
        cover(0, CHEN, instead_of=ANNA, window=(ONE, NOON))
    for kind in (OverrideKind.ADD, OverrideKind.REPLACE):
        with pytest.raises(ValueError, match=f"to {kind} names a person"):
            Override(id=OverrideId("x"), kind=kind, start=NOON, end=ONE, person=None)
    with pytest.raises(ValueError, match="names of their own"):
        rotation(layer(), layer())
    with pytest.raises(ValueError, match="names of their own"):
        replace(rotation(), layers=())
