"""Rosters of layers, windows, versions, covers and overrides, in every zone, around every change.

Preview is `Roster.schedule`, routing is `Roster.on_call`, and a minute-by-minute walk that
shares nothing with either has the last word.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ids import CoverId, OverrideId
from bot.domain.roster import Cover, Override, OverrideKind, Roster, Shift, ShiftId
from bot.domain.rotation import Advance, Layer, Rotation
from bot.domain.turns import Kind, Turns
from bot.domain.windows import BUSINESS, NIGHTS, WEEKENDS, Hours, OnHolidays, Windows
from tests.support.oracle import Walk, whole_minute
from tests.support.rosters import PEOPLE, roster, rotation
from tests.support.zones import DAY, MINUTE, ZONES, places, unlike

AROUND = 2 * DAY
HOUR = timedelta(hours=1)
SECOND, TICK = timedelta(seconds=1), timedelta(microseconds=1)
LAYERS = ("main", "second", "third")

hours = st.builds(
    Hours,
    st.frozensets(st.integers(0, 6), min_size=1),
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 30])),
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 30])),
)
usual = st.sampled_from([BUSINESS, WEEKENDS, NIGHTS])


def near(middle: datetime, zone: ZoneInfo) -> datetime:
    """What the clock shows then."""
    return middle.astimezone(zone).replace(tzinfo=None, fold=0)


@st.composite
def layers(draw: st.DrawFn, name: str, zone: ZoneInfo, middle: datetime) -> Layer:
    """Mostly of the zone in question; at times of another, as teams that follow the sun have."""
    zone = draw(st.sampled_from([zone, zone, zone, ZoneInfo(draw(st.sampled_from(ZONES)))]))
    kind = draw(st.sampled_from(Kind))
    days = draw(st.integers(-20, 20)) if kind is Kind.HOURLY else draw(st.integers(-200, 200))
    minutes = draw(st.integers(-150, 150) | st.sampled_from([-120, -60, -30, 0, 30, 60]))
    dates = [(middle + n * DAY).date() for n in range(-4, 5)]
    windows = Windows(
        zone=zone,
        hours=draw(usual | st.lists(hours, min_size=1, max_size=2).map(tuple)),
        holidays=draw(st.frozensets(st.sampled_from(dates), max_size=3)),
        on_holidays=draw(st.sampled_from(OnHolidays)),
    )
    return Layer(
        name=name,
        members=PEOPLE[: draw(st.integers(1, len(PEOPLE)))],
        turns=Turns(
            kind=kind,
            length=draw(st.integers(1, 4)),
            start=near(middle, zone) + days * DAY + minutes * MINUTE,
            zone=zone,
        ),
        windows=windows if name != "main" or draw(st.booleans()) else None,
        advance_on=draw(st.sampled_from(Advance)),
    )


@st.composite
def rotations(draw: st.DrawFn, zone: ZoneInfo, middle: datetime) -> Rotation:
    count = draw(st.integers(1, len(LAYERS)))
    return rotation(*(draw(layers(name, zone, middle)) for name in LAYERS[:count]))


@st.composite
def spans(draw: st.DrawFn, middle: datetime) -> tuple[datetime, datetime]:
    most = AROUND // MINUTE
    start = middle + draw(st.integers(-most, most)) * MINUTE
    return start, start + draw(st.integers(1, 900)) * MINUTE


@st.composite
def rosters(draw: st.DrawFn) -> tuple[Roster, datetime]:
    """Any roster, and an instant around which something happens in it."""
    zone, place = draw(places())
    middle = whole_minute(place)
    found = roster(*draw(rotations(zone, middle)).layers)
    edits = sorted(draw(st.sets(st.integers(-3000, 3000), max_size=2)))
    for minute in edits:
        found = found.edited(draw(rotations(zone, middle)), middle + minute * MINUTE)
    shifts = [shift for shift in found.schedule(middle - AROUND, middle + AROUND) if shift.id]
    return replace(
        found, covers=draw(covers(shifts, middle)), overrides=draw(overrides(middle))
    ), middle


@st.composite
def covers(draw: st.DrawFn, shifts: Sequence[Shift], middle: datetime) -> tuple[Cover, ...]:
    """Of shifts there are, mostly of their owners; some partial, some on top of another."""
    if not shifts:
        return ()
    found = []
    for n in range(draw(st.integers(0, 4))):
        shift = draw(st.sampled_from(shifts))
        assert shift.id
        found.append(
            Cover(
                id=CoverId(f"c{n}"),
                shift=shift.id,
                person=draw(st.sampled_from(PEOPLE)),
                instead_of=draw(st.sampled_from([*shift.people, *shift.people, *PEOPLE])),
                window=draw(st.none() | spans(middle)),
            )
        )
    return tuple(found)


@st.composite
def overrides(draw: st.DrawFn, middle: datetime) -> tuple[Override, ...]:
    found = []
    for n in range(draw(st.integers(0, 4))):
        start, end = draw(spans(middle))
        kind = draw(st.sampled_from(OverrideKind))
        anybody = st.sampled_from(PEOPLE)
        found.append(
            Override(
                id=OverrideId(f"o{n}"),
                kind=kind,
                start=start,
                end=end,
                person=draw(anybody | st.none() if kind is OverrideKind.REMOVE else anybody),
                replaced=draw(anybody | st.none()),
            )
        )
    return tuple(found)


def by_minute(shifts: Sequence[Shift], since: datetime, minutes: int) -> list[object]:
    """Who is on call in each minute, as a schedule says."""
    found: list[object] = []
    coming = iter(shifts)
    shift = next(coming)
    for n in range(minutes):
        while shift.end <= since + n * MINUTE:
            shift = next(coming)
        found.append(shift.people)
    return found


def check(found: Roster, since: datetime, until: datetime) -> None:
    """The schedule agrees with itself, with routing and with the walk."""
    shifts = found.schedule(since, until)
    assert shifts[0].start <= since < shifts[0].end
    assert shifts[-1].start < until <= shifts[-1].end
    for earlier, later in pairwise(shifts):
        assert earlier.end == later.start
        assert (earlier.people, earlier.id, earlier.because) != (
            later.people,
            later.id,
            later.because,
        )
    for shift in shifts:
        assert shift.start < shift.end
        for bound in (shift.start, shift.end):
            for at in (bound - SECOND, bound - TICK, bound, bound + SECOND):
                if shift.start <= at < shift.end:
                    assert found.on_call(at) == shift.people
    minutes = (until - since) // MINUTE
    assert by_minute(shifts, since, minutes) == Walk(since, minutes).people(found)


@given(rosters())
@settings(max_examples=20)
def test_preview_is_routing_and_both_are_the_walk(case: tuple[Roster, datetime]) -> None:
    found, middle = case
    check(found, middle - AROUND, middle + AROUND)


@given(rosters())
@settings(max_examples=40)
def test_a_shift_is_whole_however_it_is_asked_for(case: tuple[Roster, datetime]) -> None:
    """The schedule of a short range shows the shifts of a long one."""
    found, middle = case
    wide = found.schedule(middle - AROUND, middle + AROUND)
    for shift in wide:
        if shift.id:
            assert found.shift_at(shift.start) == shift
            assert found.shift_at(shift.end - TICK) == shift
            assert found.schedule(shift.start, shift.start + TICK) == (shift,)
    for shift, following in pairwise(wide):
        later = next((each for each in wide if each.start >= following.start and each.people), None)
        if shift.id and later and later.id:
            assert found.next_shift(shift.start) == later


@given(rosters(), st.data())
@settings(max_examples=40)
def test_an_edit_changes_nothing_before_it(
    case: tuple[Roster, datetime], data: st.DataObject
) -> None:
    found, middle = case
    at = middle + data.draw(st.integers(3001, 3400)) * MINUTE
    zone = found.rotation.zone
    edited = found.edited(data.draw(rotations(zone, middle)), at)
    since = middle - AROUND
    before = [replace(each, end=min(each.end, at)) for each in found.schedule(since, at)]
    after = [replace(each, end=min(each.end, at)) for each in edited.schedule(since, at)]
    assert after == before
    for shift in before:
        assert edited.on_call(shift.start) == shift.people


@given(places(), st.data())
@settings(max_examples=100)
def test_an_edit_leaves_who_is_on_call_until_the_next_handoff(
    place: tuple[ZoneInfo, datetime], data: st.DataObject
) -> None:
    """Whatever moves: the hand-off, the kind, the length, the zone, the others, their order."""
    zone, middle = place
    before = replace(data.draw(layers("main", zone, middle)), windows=None)
    after = replace(data.draw(layers("main", zone, middle)), windows=None)
    (on_call,) = roster(before).on_call(middle)
    others = data.draw(st.permutations([each for each in PEOPLE if each != on_call]))
    members = data.draw(st.permutations([on_call, *others[: data.draw(st.integers(0, 4))]]))
    edited = roster(before).edited(rotation(replace(after, members=tuple(members))), middle)
    handoff = after.turns.handoff(after.turns.index(middle) + 1)
    first, *later = edited.schedule(middle, handoff + TICK)
    assert first.people == (on_call,)
    assert first.end == handoff
    if len(members) > 1 and after.turns.index(handoff) == after.turns.index(middle) + 1:
        following = members[(members.index(on_call) + 1) % len(members)]
        assert later[0].people == (following,)


@given(places(), st.data())
@settings(max_examples=100)
def test_a_swap_follows_its_shifts_wherever_an_edit_moves_them(
    place: tuple[ZoneInfo, datetime], data: st.DataObject
) -> None:
    zone, middle = place
    members = PEOPLE[: data.draw(st.integers(2, len(PEOPLE)))]
    before, after = (
        replace(data.draw(layers("main", zone, middle)), windows=None, members=members)
        for _ in range(2)
    )
    plain = roster(before)
    now = before.index(middle)
    one, two = sorted(data.draw(st.sets(st.integers(now + 1, now + 9), min_size=2, max_size=2)))
    owners = before.owner(one), before.owner(two)
    swap = tuple(
        Cover(
            id=CoverId(str(index)),
            shift=replace(shift_id(plain, middle), index=index),
            person=owners[1 - n],
            instead_of=owners[n],
            swap="s",
        )
        for n, index in enumerate((one, two))
    )
    edited = replace(plain, covers=swap).edited(rotation(after), middle)
    for n, cover in enumerate(swap):
        span = edited.span(cover.shift, middle)
        assert span is not None
        if span[0] < span[1]:
            assert edited.on_call(span[0]) == (owners[1 - n],)
            assert edited.on_call(span[1] - TICK) == (owners[1 - n],)
            because = (cover.id,) if owners[0] != owners[1] else ()
            assert edited.shift_at(span[0]).because == because


def shift_id(found: Roster, at: datetime) -> ShiftId:
    id = found.shift_at(at).id
    assert id
    return id


SIXTEEN = [(kind, length) for kind in Kind for length in (1, 2, 3, 4)]


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("part", range(8))
def test_every_transition_of_every_zone(part: int) -> None:
    """Each with layers of other kinds and lengths, an edit, a cover and an override across it."""
    changes = unlike()
    assert len(changes) > 1000
    for number, (change, zone) in enumerate(changes.items()):
        if number % 8 == part:
            found = busy(number, change.at, zone)
            check(found, change.at - AROUND, change.at + AROUND)


def busy(number: int, middle: datetime, zone: ZoneInfo) -> Roster:
    """Everything at once, about an instant at which the clock is changed."""
    shown = near(middle, zone)
    dates = frozenset({shown.date(), shown.date() + DAY})
    windows = (
        None,
        Windows(zone=zone, hours=NIGHTS, holidays=dates if number % 3 == 0 else frozenset()),
        Windows(zone=zone, hours=(Hours(frozenset(range(7)), time(1, 30), time(3)),)),
    )
    made = []
    for n, name in enumerate(LAYERS):
        kind, length = SIXTEEN[(number + 5 * n) % len(SIXTEEN)]
        start = shown + (number % 9 - 4) * 15 * MINUTE - n * DAY
        grid = Turns(kind=kind, length=length, start=start, zone=zone)
        mode = Advance.ACTIVE_SHIFTS if (number + n) % 2 else Advance.CALENDAR
        members = PEOPLE[: 2 + n]
        made.append(
            Layer(name=name, members=members, turns=grid, windows=windows[n], advance_on=mode)
        )
    before = roster(made[0], made[2])
    found = before.edited(rotation(*made), middle - (number % 7) * HOUR)
    held = found.shift_at(middle)
    assert held.id
    cover = Cover(
        id=CoverId("c"),
        shift=held.id,
        person=PEOPLE[4],
        instead_of=held.people[0],
        window=(middle - 2 * HOUR, middle + HOUR) if number % 2 else None,
    )
    override = Override(
        id=OverrideId("o"),
        kind=[*OverrideKind][number % 3],
        start=middle - (number % 5) * HOUR,
        end=middle + 20 * MINUTE,
        person=PEOPLE[number % 5],
    )
    return replace(found, covers=(cover,), overrides=(override,))
