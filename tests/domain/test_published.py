"""What the status page makes of sent updates: components, incidents, ninety days. Pure."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.client_update import ClientUpdate
from bot.domain.component import Health, default_health
from bot.domain.component_history import Spell, calendar, overlaid
from bot.domain.language import Language, Localised
from bot.domain.medium import Medium
from bot.domain.published import Board, board, published, text_in
from bot.domain.service import ServiceName
from bot.domain.severity import ClientState
from bot.domain.status_page import ComponentGroup, StatusPage
from tests.support.publishing import KYIV, sent

CARDS, PAYOUTS, LEDGER = (ServiceName(name) for name in ("cards", "payouts", "ledger"))
PAGE = StatusPage(
    title=Localised("Status"),
    languages=(Language.UK, Language.EN),
    groups=(ComponentGroup(services=(CARDS, PAYOUTS)),),
    zone=KYIV,
    since=date(2026, 9, 1),
)
#: Eleven in the morning in Kyiv.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OK, DEGRADED, PARTIAL, MAJOR = (
    Health.OPERATIONAL,
    Health.DEGRADED,
    Health.PARTIAL_OUTAGE,
    Health.MAJOR_OUTAGE,
)


def at(text: str) -> datetime:
    """A time in UTC: ``22 08:30`` is in November 2026, ``10-25 00:30`` in another month."""
    day, _, clock = text.partition(" ")
    month, _, of_month = day.rpartition("-")
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, int(month or 11), int(of_month), hour, minute, tzinfo=UTC)


def shown(*updates: ClientUpdate, page: StatusPage = PAGE, now: datetime = NOW) -> Board:
    told = [published(update) for update in updates]
    return board([each for each in told if each], page, now)


def troubles(board: Board, service: ServiceName = CARDS) -> dict[str, tuple[Health, int]]:
    """The days that were not well: the worst, and the minutes."""
    return {
        f"{day.date:%m-%d}": (day.health, day.affected // timedelta(minutes=1))
        for day in board.components[service].days
        if day.health not in {None, OK}
    }


# Health


@pytest.mark.parametrize(
    ("rank", "states"),
    [
        (1, (MAJOR, MAJOR, DEGRADED, OK)),
        (2, (PARTIAL, PARTIAL, DEGRADED, OK)),
        (3, (DEGRADED, DEGRADED, DEGRADED, OK)),
        (7, (DEGRADED, DEGRADED, DEGRADED, OK)),
    ],
)
def test_what_an_update_says_by_itself(rank: int, states: tuple[Health, ...]) -> None:
    assert tuple(default_health(rank, state) for state in ClientState) == states


def test_announced_work_is_better_than_any_fault() -> None:
    assert sorted(Health, key=lambda each: each.badness) == [
        OK,
        Health.MAINTENANCE,
        DEGRADED,
        PARTIAL,
        MAJOR,
    ]
    assert Health.worst([]) is OK


# What is on the page


def test_only_what_was_sent_to_the_page() -> None:
    draft = replace(sent(1, 1, at("23 08:00"), "investigating"), sent_at=None)
    mailed = sent(2, 1, at("23 08:00"), "investigating", medium=Medium.MAIL)
    assert published(draft) is None
    assert published(mailed) is None
    assert shown(draft, mailed).incidents == ()


def test_the_words_of_the_page_and_of_no_other_reader() -> None:
    texts = {Language.UK: "Не працює", Language.EN: "It is down"}
    whole = sent(1, 1, at("23 08:00"), "investigating", texts=texts, headline=texts)
    others = {(Language.RU, "Asia/Almaty"): "Не работает", (Language.EN, "UTC"): "Another zone"}
    told = published(replace(whole, texts={**whole.texts, **others}))
    assert told
    assert told.texts == texts
    assert told.headline == texts


def test_a_text_is_in_the_readers_language_or_in_the_first_it_has() -> None:
    texts = {Language.UK: "Не працює", Language.EN: "It is down"}
    assert text_in(Language.EN, texts).text == "It is down"
    assert text_in(Language.RU, texts).text == "Не працює"
    assert text_in(Language.RU, texts).language is Language.UK


def test_nothing_was_sent_and_all_is_well() -> None:
    empty = shown()
    assert empty.health is OK
    assert troubles(empty) == {}
    days = empty.components[CARDS].days
    assert (len(days), days[-1].date) == (90, date(2026, 11, 23))


def test_before_the_page_began_nothing_is_known() -> None:
    days = shown(sent(1, 1, at("8-30 10:00"), "investigating")).components[CARDS].days
    unknown = [day.date for day in days if day.health is None]
    assert unknown == [date(2026, 8, 26) + timedelta(days=n) for n in range(6)]
    assert {day.affected for day in days if day.health is None} == {timedelta()}
    assert days[6].health is DEGRADED


def test_without_a_first_day_the_page_begins_with_its_first_update() -> None:
    page = replace(PAGE, since=None)
    days = shown(sent(1, 1, at("20 22:30"), "investigating"), page=page).components[CARDS].days
    # Half past ten in the evening is the next day in Kyiv.
    assert [day.date.day for day in days if day.health] == [21, 22, 23]
    assert [day.health for day in shown(page=page).components[CARDS].days[-2:]] == [None, OK]


def test_a_component_that_the_page_does_not_name_is_named_nowhere() -> None:
    told = shown(sent(1, 1, at("23 08:00"), "identified major_outage", services=("ledger",)))
    assert set(told.components) == {CARDS, PAYOUTS}
    assert told.incidents[0].services(PAGE) == ()
    # That something is badly wrong is said all the same.
    assert told.health is MAJOR


# The course of an incident


def test_from_the_first_update_until_the_one_that_it_is_over() -> None:
    told = shown(
        sent(1, 1, at("20 08:00"), "investigating partial_outage"),
        sent(1, 2, at("20 08:40"), "identified major_outage"),
        sent(1, 3, at("20 09:00"), "monitoring"),
        sent(1, 4, at("20 09:30"), "resolved"),
    )
    assert troubles(told) == {"11-20": (MAJOR, 90)}
    assert troubles(told, PAYOUTS) == {}
    [incident] = told.incidents
    assert incident.over
    assert incident.ended_at == at("20 09:30")
    assert incident.worst is MAJOR
    assert told.health is OK
    assert told.open == ()


def test_one_that_goes_on_counts_until_now() -> None:
    told = shown(sent(1, 1, at("22 21:00"), "investigating partial_outage"))
    # Midnight in Kyiv is 22:00 UTC.
    assert troubles(told) == {"11-22": (PARTIAL, 60), "11-23": (PARTIAL, 11 * 60)}
    assert told.components[CARDS].health is PARTIAL
    assert told.health is PARTIAL


def test_this_very_moment_shows() -> None:
    told = shown(sent(1, 1, NOW, "investigating major_outage"))
    assert troubles(told) == {"11-23": (MAJOR, 0)}


def test_resolved_is_over_whatever_else_it_says() -> None:
    told = shown(
        sent(1, 1, at("23 08:00"), "investigating"),
        sent(1, 2, at("23 08:30"), "resolved major_outage"),
    )
    assert told.health is OK
    assert troubles(told) == {"11-23": (DEGRADED, 30)}


def test_it_came_back() -> None:
    told = shown(
        sent(1, 1, at("23 07:00"), "investigating"),
        sent(1, 2, at("23 07:10"), "resolved"),
        sent(1, 3, at("23 08:00"), "investigating major_outage"),
    )
    assert not told.incidents[0].over
    assert troubles(told) == {"11-23": (MAJOR, 70)}


def test_a_component_that_is_named_no_longer_is_well() -> None:
    told = shown(
        sent(1, 1, at("23 08:00"), "investigating", services=("cards", "payouts")),
        sent(1, 2, at("23 08:20"), "identified", services=("payouts",)),
    )
    assert troubles(told) == {"11-23": (DEGRADED, 20)}
    assert troubles(told, PAYOUTS) == {"11-23": (DEGRADED, 60)}
    assert told.incidents[0].services(PAGE) == (CARDS, PAYOUTS)


def test_two_incidents_at_a_time_are_counted_once_and_the_worse_one_shows() -> None:
    told = shown(
        sent(1, 1, at("23 07:00"), "investigating"),
        sent(2, 1, at("23 07:30"), "investigating major_outage"),
        sent(2, 2, at("23 07:40"), "resolved"),
        sent(1, 2, at("23 08:00"), "resolved"),
    )
    assert troubles(told) == {"11-23": (MAJOR, 60)}
    assert [incident.id for incident in told.incidents] == [2, 1]


def test_a_night_of_25_hours() -> None:
    told = shown(
        sent(1, 1, at("10-24 20:00"), "investigating"),
        sent(1, 2, at("10-26 20:00"), "resolved"),
    )
    assert troubles(told) == {
        "10-24": (DEGRADED, 60),
        "10-25": (DEGRADED, 25 * 60),
        "10-26": (DEGRADED, 22 * 60),
    }


# Corrections


def test_a_correction_of_the_same_state_takes_its_place() -> None:
    told = shown(
        sent(1, 1, at("23 07:00"), "investigating major_outage"),
        sent(
            1, 2, at("23 07:30"), "investigating partial_outage", services=("payouts",), corrects=1
        ),
        sent(1, 3, at("23 08:00"), "resolved", services=("payouts",)),
    )
    assert troubles(told) == {}
    assert troubles(told, PAYOUTS) == {"11-23": (PARTIAL, 60)}
    [incident] = told.incidents
    assert incident.services(PAGE) == (PAYOUTS,)
    assert incident.worst is PARTIAL
    # What was said stays there to be read.
    assert [update.number for update in incident.updates] == [1, 2, 3]


def test_a_correction_corrected() -> None:
    told = shown(
        sent(1, 1, at("23 07:00"), "investigating major_outage"),
        sent(1, 2, at("23 07:10"), "investigating partial_outage", corrects=1),
        sent(1, 3, at("23 07:20"), "investigating degraded", corrects=2),
    )
    assert troubles(told) == {"11-23": (DEGRADED, 120)}


def test_a_correction_of_another_state_leaves_the_past_alone() -> None:
    told = shown(
        sent(1, 1, at("23 07:00"), "investigating major_outage"),
        sent(1, 2, at("23 08:00"), "resolved", corrects=1),
    )
    assert troubles(told) == {"11-23": (MAJOR, 60)}


def test_a_correction_of_the_last_word_does_not_end_it_later() -> None:
    told = shown(
        sent(1, 1, at("23 07:00"), "investigating"),
        sent(1, 2, at("23 07:30"), "resolved"),
        sent(1, 3, at("23 08:30"), "resolved", corrects=2),
    )
    assert told.incidents[0].ended_at == at("23 07:30")
    assert troubles(told) == {"11-23": (DEGRADED, 30)}


def test_the_headline_is_the_last_one_given_in_that_language() -> None:
    one = {Language.UK: "Картки", Language.EN: "Cards"}
    two = {Language.EN: "Cards and payouts"}
    told = shown(
        sent(1, 1, at("23 07:00"), "investigating", headline=one, texts=one),
        sent(1, 2, at("23 07:30"), "identified", headline=two),
        sent(1, 3, at("23 08:00"), "identified"),
    )
    [incident] = told.incidents
    assert incident.headline(Language.EN).text == "Cards and payouts"
    assert incident.headline(Language.UK).text == "Картки"
    assert incident.headline(Language.RU).text == "Cards and payouts"
    assert incident.headline(Language.RU).language is Language.EN


# For any course of events

MOMENTS = st.integers(0, 100 * 24 * 60).map(lambda n: NOW - timedelta(minutes=n))
HEALTHS = st.sampled_from(list(Health))
ZONES = st.sampled_from([KYIV, ZoneInfo("UTC"), ZoneInfo("America/St_Johns")])


@st.composite
def spells(draw: st.DrawFn) -> Spell:
    start = draw(MOMENTS)
    end = draw(st.none() | MOMENTS.filter(lambda at: at >= start))
    return Spell(start=start, end=end, health=draw(HEALTHS))


@given(st.lists(spells(), max_size=8), ZONES)
def test_totals_add_up(given_: list[Spell], zone: ZoneInfo) -> None:
    days = calendar(NOW, zone, date(2026, 1, 1), count=120)
    course = overlaid(given_, NOW)
    lengths = [spell.end - spell.start for spell in course if spell.end]
    told = days.days(course)
    assert sum((day.affected for day in told), timedelta()) == sum(lengths, timedelta())
    assert all(
        day.affected <= end - start
        for day, (start, end) in zip(told, pairwise(days.midnights), strict=True)
    )
    assert all((day.health is OK) == (not day.affected) for day in told)


@given(st.lists(spells(), max_size=8), MOMENTS)
def test_the_worst_of_all_at_any_moment(given_: list[Spell], moment: datetime) -> None:
    there = [s.health for s in given_ if s.start <= moment < (s.end or NOW)]
    course = [s.health for s in overlaid(given_, NOW) if s.end and s.start <= moment < s.end]
    assert Health.worst(course) is Health.worst(there)
    assert len(course) <= 1


@st.composite
def courses(draw: st.DrawFn) -> list[ClientUpdate]:
    """Updates of a few incidents, each to the page or by mail alone, some of them drafts."""
    found = []
    for incident in range(1, draw(st.integers(1, 4)) + 1):
        moments = sorted(draw(st.lists(MOMENTS, min_size=1, max_size=5, unique=True)))
        for number, moment in enumerate(moments, 1):
            state = draw(st.sampled_from(list(ClientState)))
            health = draw(HEALTHS)
            medium = draw(st.sampled_from([Medium.PAGE, Medium.MAIL]))
            services = draw(st.sets(st.sampled_from([CARDS, PAYOUTS, LEDGER])))
            made = sent(
                incident,
                number,
                moment,
                f"{state} {health}",
                services=tuple(sorted(services)),
                medium=medium,
                corrects=draw(st.integers(0, number - 1)),
            )
            leaves = draw(st.booleans())
            found.append(made if leaves else replace(made, sent_at=None))
    return found


@given(courses())
def test_what_was_not_sent_to_the_page_leaves_no_trace(updates: list[ClientUpdate]) -> None:
    told = [each for each in updates if published(each)]
    page = shown(*updates)
    assert page == shown(*told)
    seen = [update.id for incident in page.incidents for update in incident.updates]
    assert sorted(seen) == sorted(each.id for each in told)
    for service, component in page.components.items():
        named = [each for each in told if service in each.services]
        first = min((_speaks_from(each, told) for each in named), default=NOW)
        early = first.astimezone(KYIV).date()
        assert all(day.health in {None, OK} for day in component.days if day.date < early)


def _speaks_from(update: ClientUpdate, told: list[ClientUpdate]) -> datetime:
    """A correction speaks of the time from which what it corrects did."""
    assert update.sent_at
    wrong = [each for each in told if each.id == update.corrects]
    return min([update.sent_at, *(_speaks_from(each, told) for each in wrong)])


def test_in_any_order() -> None:
    updates = [sent(1, n, at(f"23 0{n}:00"), "investigating") for n in (1, 2, 3)]
    assert shown(*updates) == shown(*reversed(updates))
