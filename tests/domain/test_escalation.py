"""Who is asked, when, and in what order; what is passed over, and why; what stops it."""

from dataclasses import replace
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain import escalation
from bot.domain.escalation import Escalation, State
from bot.domain.escalation_answers import acknowledge
from bot.domain.escalation_path import (
    Condition,
    ToChannel,
    ToGroup,
    ToPerson,
    ToUsergroup,
    ToWebhook,
)
from bot.domain.events import (
    Because,
    EscalationStarted,
    EscalationStopped,
    LevelSkipped,
    ResponderPaged,
    Skipped,
    WebhookCalled,
)
from bot.domain.on_call import on_call
from bot.domain.person import GroupName
from bot.domain.severity import AckRule
from bot.domain.windows import Hours, Windows
from tests.domain.paths import (
    BOSS,
    BOTH,
    EMPTY,
    FIND,
    ID,
    THREE,
    begun,
    brief,
    level,
    path,
    silence,
    ticked,
)
from tests.domain.sample import AT, INC_7, IRYNA, MINUTE, OLENA, POLICY, ROOM, SEV1, SEV2, TARAS

HOOK = "https://hooks.kobzapay.example/tocsin?key=1"


def test_the_first_level_is_due_at_once() -> None:
    change = escalation.start(ID, INC_7, THREE, severity=SEV1, by=OLENA, at=AT)
    assert change.state == Escalation(
        id=ID, incident=INC_7, path=THREE, severity=SEV1.name, rule=AckRule(), next_step_at=AT
    )
    assert change.events == (
        EscalationStarted(
            incident=INC_7, at=AT, by=OLENA, escalation=ID, path="payments", levels=3
        ),
    )


def test_begin_starts_and_pages_in_one_instant() -> None:
    change = escalation.begin(ID, INC_7, THREE, FIND, by=None, at=AT)
    assert list(map(brief, change.events)) == ["EscalationStarted", (0, 1, 1, OLENA)]
    assert change.state.next_step_at == AT + 5 * MINUTE
    assert (change.state.first_paged_at, change.state.paged) == (AT, (OLENA,))


def test_silence_climbs_level_by_level_and_ends_with_the_last_resort_again_and_again() -> None:
    assert silence(THREE, 31) == [
        (0, 1, 1, OLENA),
        (5, 1, 2, TARAS),
        (15, 1, 3, IRYNA),
        (20, 1, 0, BOSS),
        (25, 1, 0, BOSS),
        (30, 1, 0, BOSS),
    ]


def test_the_whole_path_is_walked_once_a_round() -> None:
    assert silence(path(level(ToPerson(OLENA)), level(ToPerson(TARAS)), rounds=2), 20) == [
        (0, 1, 1, OLENA),
        (5, 1, 2, TARAS),
        (10, 2, 1, OLENA),
        (15, 2, 2, TARAS),
        (20, 2, 0, BOSS),
    ]


def test_levels_with_nobody_are_skipped_at_once() -> None:
    empty = level(EMPTY)
    assert silence(path(empty, level(ToPerson(OLENA)), empty, empty), 5) == [
        (0, 1, 1, "nobody"),
        (0, 1, 2, OLENA),
        (5, 1, 3, "nobody"),
        (5, 1, 4, "nobody"),
        (5, 1, 0, BOSS),
    ]


def test_a_path_of_empty_levels_reaches_the_last_resort_at_once() -> None:
    empty = level(EMPTY)
    assert silence(path(empty, empty, rounds=2), 5) == [
        (0, 1, 1, "nobody"),
        (0, 1, 2, "nobody"),
        (0, 2, 1, "nobody"),
        (0, 2, 2, "nobody"),
        (0, 2, 0, BOSS),
        (5, 2, 0, BOSS),
    ]


def test_a_path_without_levels_asks_the_last_resort() -> None:
    assert silence(path(rounds=3), 5) == [(0, 1, 0, BOSS), (5, 1, 0, BOSS)]


def test_the_last_resort_can_be_a_channel() -> None:
    way = replace(path(level(ToPerson(OLENA))), last_resort=ToChannel(ROOM))
    assert silence(way, 5) == [(0, 1, 1, OLENA), (5, 1, 0, ROOM)]


def test_all_targets_of_a_level_are_paged_at_once_and_nobody_twice() -> None:
    way = path(level(ToPerson(OLENA), EMPTY, ToChannel(ROOM), ToPerson(TARAS), ToPerson(OLENA)))
    assert silence(way, 0) == [(0, 1, 1, OLENA), (0, 1, 1, TARAS), (0, 1, 1, ROOM)]
    assert begun(way).paged == (OLENA, TARAS)


def test_the_whole_of_a_page() -> None:
    (fact,) = escalation.begin(ID, INC_7, THREE, FIND, by=None, at=AT).events[1:]
    assert fact == ResponderPaged(
        incident=INC_7,
        at=AT,
        escalation=ID,
        level=1,
        round=1,
        person=OLENA,
        version=0,
        because=Because.START,
    )


def test_a_page_after_silence_says_whose_and_how_long() -> None:
    """The wait, and the bot's own delay on top: how long it really was."""
    (fact,) = escalation.advance(begun(), FIND, at=AT + 7 * MINUTE).events
    assert isinstance(fact, ResponderPaged)
    assert (fact.because, fact.after_level, fact.waited_seconds) == (Because.SILENCE, 1, 420)
    assert fact.late_seconds == 120


def test_the_last_resort_says_that_it_was_silent_itself() -> None:
    run = ticked(ticked(begun(path(level(ToPerson(OLENA)))), 5), 10)
    (fact,) = escalation.advance(run, FIND, at=AT + 15 * MINUTE).events
    assert isinstance(fact, ResponderPaged)
    assert (fact.after_level, fact.waited_seconds, fact.person) == (0, 300, BOSS)


@pytest.mark.parametrize(
    ("seconds", "late"), [(0, 0), (29, 0), (29.999, 0), (30, 30), (90.5, 90), (3600, 3600)]
)
def test_a_late_step_says_how_late_and_waits_from_then(seconds: float, late: int) -> None:
    at = AT + 5 * MINUTE + timedelta(seconds=seconds)
    change = escalation.advance(begun(), FIND, at=at)
    (fact,) = change.events
    assert isinstance(fact, ResponderPaged)
    assert (fact.person, fact.late_seconds) == (TARAS, late)
    assert change.state.next_step_at == at + 10 * MINUTE


def test_nothing_happens_before_it_is_due() -> None:
    before = begun()
    change = escalation.advance(before, FIND, at=AT + 5 * MINUTE - timedelta(microseconds=1))
    assert change.state is before
    assert change.events == ()


def test_an_outage_of_hours_pages_one_level_and_not_all_at_once() -> None:
    assert [
        brief(event) for event in escalation.advance(begun(), FIND, at=AT + 300 * MINUTE).events
    ] == [(300, 1, 2, TARAS)]


def test_stopping_lets_everybody_sleep_and_says_so_once() -> None:
    change = escalation.stop(begun(), at=AT + MINUTE)
    assert change.events == (EscalationStopped(incident=INC_7, at=AT + MINUTE, escalation=ID),)
    stopped = change.state
    assert (stopped.state, stopped.version, stopped.next_step_at) == (State.STOPPED, 1, None)
    assert escalation.stop(stopped, at=AT + 2 * MINUTE).events == ()
    assert escalation.advance(stopped, FIND, at=AT + 500 * MINUTE).events == ()


def test_stopping_after_an_answer_is_silent() -> None:
    answered = acknowledge(begun(), by=OLENA, at=AT + MINUTE).state
    change = escalation.stop(answered, at=AT + 2 * MINUTE)
    assert (change.state.state, change.state.version, change.events) == (State.STOPPED, 2, ())


def test_the_next_level_is_known_before_it_is_paged() -> None:
    started = escalation.start(ID, INC_7, THREE, by=None, at=AT).state
    assert started.next_level is THREE.levels[0]
    assert begun().next_level is THREE.levels[1]
    assert replace(begun(), position=3).next_level is None
    assert replace(begun(), position=4).next_level is None
    assert replace(begun(), path=replace(THREE, rounds=2), position=3).next_level is THREE.levels[0]


# Conditions

NIGHTS_ONLY = Condition(
    hours=Windows(
        zone=ZoneInfo("Europe/Kyiv"), hours=(Hours(frozenset(range(7)), time(22), time(8)),)
    )
)
DAYS_ONLY = Condition(
    hours=Windows(
        zone=ZoneInfo("Europe/Kyiv"), hours=(Hours(frozenset(range(7)), time(8), time(22)),)
    )
)
WORST_ONLY = Condition(severities=(SEV1.name,))


def test_a_level_for_another_severity_is_passed_over_at_once_and_says_so() -> None:
    way = path(level(ToPerson(OLENA), when=WORST_ONLY), level(ToPerson(TARAS)))
    assert silence(way, 5, severity=SEV2) == [
        (0, 1, 1, "severity"),
        (0, 1, 2, TARAS),
        (5, 1, 0, BOSS),
    ]
    assert silence(way, 5, severity=SEV1) == [(0, 1, 1, OLENA), (5, 1, 2, TARAS)]


def test_hours_are_judged_when_the_level_would_be_asked() -> None:
    """03:02 in Kyiv: the night shift is asked, the day shift passed over."""
    way = path(level(ToPerson(OLENA), when=DAYS_ONLY), level(ToPerson(TARAS), when=NIGHTS_ONLY))
    assert silence(way, 0) == [(0, 1, 1, "hours"), (0, 1, 2, TARAS)]
    late = path(
        level(ToPerson(OLENA), wait=timedelta(hours=6)), level(ToPerson(TARAS), when=DAYS_ONLY)
    )
    assert silence(late, 360) == [(0, 1, 1, OLENA), (360, 1, 2, TARAS)]


def test_an_unknown_severity_pages_rather_than_not() -> None:
    way = path(level(ToPerson(OLENA), when=WORST_ONLY))
    assert silence(way, 0, severity=None) == [(0, 1, 1, OLENA)]


def test_a_path_whose_conditions_never_hold_reaches_the_last_resort_at_once() -> None:
    way = path(level(ToPerson(OLENA), when=WORST_ONLY), rounds=2)
    assert silence(way, 0) == [(0, 1, 1, "severity"), (0, 2, 1, "severity"), (0, 2, 0, BOSS)]


# Groups and webhooks


def test_everybody_in_a_group_is_paged_once() -> None:
    way = path(level(BOTH, ToPerson(TARAS), ToPerson(IRYNA)))
    assert silence(way, 0) == [(0, 1, 1, OLENA), (0, 1, 1, TARAS), (0, 1, 1, IRYNA)]
    assert begun(way).waiting == (OLENA, TARAS, IRYNA)


def test_a_webhook_is_told_beside_the_people_and_once() -> None:
    way = path(level(ToWebhook(HOOK), ToPerson(OLENA), ToWebhook(HOOK)))
    assert silence(way, 0) == [(0, 1, 1, HOOK), (0, 1, 1, OLENA)]
    told = escalation.begin(ID, INC_7, way, FIND, by=None, at=AT).events[1]
    assert told == WebhookCalled(
        incident=INC_7, at=AT, escalation=ID, level=1, round=1, url=HOOK, version=0
    )


def test_a_webhook_alone_never_makes_a_level_wait() -> None:
    way = path(level(ToWebhook(HOOK)), level(ToPerson(OLENA)))
    assert silence(way, 0) == [(0, 1, 1, HOOK), (0, 1, 1, "nobody"), (0, 1, 2, OLENA)]


def test_a_level_whose_condition_does_not_hold_tells_no_webhook() -> None:
    way = path(level(ToWebhook(HOOK), ToPerson(OLENA), when=WORST_ONLY))
    assert silence(way, 0) == [(0, 1, 1, "severity"), (0, 1, 0, BOSS)]


def test_members_of_groups_come_from_the_policy() -> None:
    policy = replace(
        POLICY,
        groups={GroupName("bosses"): (BOSS, OLENA)},
        usergroups={"S0SUPPORT": (TARAS,)},
    )
    find = on_call(policy, {}, AT)
    assert find(ToGroup(GroupName("bosses"))) == (BOSS, OLENA)
    assert find(ToGroup(GroupName("gone"))) == ()
    assert find(ToUsergroup("S0SUPPORT")) == (TARAS,)
    assert find(ToUsergroup("S0UNKNOWN")) == ()
    assert find(ToWebhook(HOOK)) == ()
    assert find(ToPerson(IRYNA)) == (IRYNA,)
    assert find(ToChannel(ROOM)) == (ROOM,)


def test_a_skip_says_which_level_and_why() -> None:
    way = path(level(EMPTY), level(ToPerson(OLENA)))
    assert escalation.begin(ID, INC_7, way, FIND, by=None, at=AT).events[1] == LevelSkipped(
        incident=INC_7, at=AT, escalation=ID, level=1, round=1, why=Skipped.NOBODY
    )
