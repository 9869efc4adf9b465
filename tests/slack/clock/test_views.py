"""What a board, its buttons and its forms say, by where each clock stands."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain import clock_course
from bot.domain.clock_course import Report
from bot.domain.clock_ledger import Said
from bot.domain.clocks import Clocks
from bot.domain.events import ClockMissed
from bot.domain.ids import ClockName, PersonId, RegimeName
from bot.domain.incident import Flag
from bot.domain.language import Language
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.regulation import Anchor, Limit
from bot.domain.timeline import sentence
from bot.i18n import translator
from bot.policy import load
from bot.slack.clock import views
from bot.slack.clock.views import Asked, Start
from bot.slack.clock_board import Board, board, warning, whole
from bot.slack.clock_words import limit_said, rule_said
from tests.domain.sample import incident
from tests.support.world import FULL_POLICY, text_of

T = translator(Language.EN)
POLICY: Policy = load(FULL_POLICY.read_text(encoding="utf-8"), file="full.yaml")
REGULATION = POLICY.regulation
HOUR = timedelta(hours=1)
AWARE = datetime(2026, 3, 13, 21, 10, tzinfo=UTC)
NOW = AWARE + 10 * HOUR
TARAS = PersonId("U0TARAS")
DORA, GDPR = RegimeName("dora"), RegimeName("gdpr")
FIRST, BREACH = ClockName("dora-initial"), ClockName("gdpr-33")
INCIDENT = incident(private=True, flags=frozenset({Flag.MONEY}))
PROPOSED = clock_course.propose(Clocks(INCIDENT.id), INCIDENT, policy=POLICY, at=NOW).state


def said(at: datetime = NOW) -> Said:
    return Said(by=TARAS, at=at, policy=POLICY)


def running(classified: datetime | None = AWARE + HOUR) -> Clocks:
    anchors = {Anchor.AWARE: AWARE, **({Anchor.CLASSIFIED: classified} if classified else {})}
    return clock_course.start(PROPOSED, DORA, anchors, said()).state


def seen(clocks: Clocks, now: datetime | None = None) -> Board:
    return Board(incident=INCIDENT, clocks=clocks, regulation=REGULATION, now=now)


def buttons(blocks: Sequence[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [
        (one["text"]["text"], one["action_id"], one["value"])
        for block in blocks
        if block["type"] == "actions"
        for one in block["elements"]
    ]


def test_what_was_proposed_can_be_started_or_put_aside() -> None:
    assert buttons(board(T, seen(PROPOSED))[1]) == [
        ("Start…", "start_clock:dora", "7:dora"),
        ("Does not apply…", "dismiss_clock:dora", "7:dora"),
        ("Start…", "start_clock:nbu", "7:nbu"),
        ("Does not apply…", "dismiss_clock:nbu", "7:nbu"),
    ]


def test_what_nobody_proposed_is_offered_to_who_asks() -> None:
    assert buttons(whole(T, seen(PROPOSED))[1])[4:] == [
        ("Start GDPR…", "start_clock:gdpr", "7:gdpr"),
        ("Start NIS2…", "start_clock:nis2", "7:nis2"),
        ("Start Partner banks…", "start_clock:partners", "7:partners"),
    ]


def test_unclassified_the_button_asks_for_the_time_that_lacks() -> None:
    assert buttons(board(T, seen(running(None)))[1])[:3] == [
        ("Record DORA: initial notification…", "submit_clock:dora-initial", "7:dora-initial"),
        ("Add a time…", "set_clock:dora", "7:dora"),
        ("Does not apply…", "dismiss_clock:dora", "7:dora"),
    ]
    assert "Correct times…" in str(board(T, seen(running()))[1])


def test_a_report_that_another_hangs_on_can_be_updated() -> None:
    clocks = clock_course.submit(running(), FIRST, Report(at=AWARE + 2 * HOUR), said()).state
    assert [label for label, _, _ in buttons(board(T, seen(clocks))[1])][:3] == [
        "Record DORA: intermediate report…",
        "Update DORA: initial notification…",
        "Correct times…",
    ]


def test_how_much_is_left_is_told_where_one_person_looks_only() -> None:
    late = running(AWARE + 9 * HOUR)
    assert "left" not in text_of(board(T, seen(late))[1])
    assert "*due <!date^" in text_of(board(T, seen(late))[1])
    assert ", 3 h left" in text_of(board(T, seen(late, NOW))[1])


def test_each_state_in_its_words() -> None:
    clocks = clock_course.dismiss(running(), [ClockName("nbu-notice")], said(), reason="no").state
    clocks = clock_course.submit(clocks, FIRST, Report(at=AWARE + 2 * HOUR), said()).state
    missed = clock_course.ring(clocks, policy=POLICY, at=AWARE + 80 * HOUR).state
    shown = text_of(board(T, seen(missed))[1])
    assert "✅ *DORA: initial notification* submitted <!date^" in shown
    assert "(2026-03-13 23:10 UTC) by <@U0TARAS>" in shown
    assert "🔴 *DORA: intermediate report* *missed:* it was due <!date^" in shown
    assert "▫️ *NBU: notify the National Bank* does not apply: no" in shown
    nbu = clock_course.start(PROPOSED, RegimeName("nbu"), {Anchor.AWARE: AWARE}, said()).state
    assert "*NBU: notify the National Bank* runs, and its limit is not set" in text_of(
        board(T, seen(nbu))[1]
    )
    waits = clock_course.ring(running(None), policy=POLICY, at=AWARE + 24 * HOUR).state
    assert "waits until it is classified as major" in text_of(board(T, seen(waits))[1])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gdpr-33", "72 h after: aware"),
        ("dora-initial", "4 h after: classified as major; at the latest 24 h after: aware"),
        ("dora-intermediate", "72 h after: submission of “DORA: initial notification”"),
        ("dora-final", "1 month after: submission of “DORA: intermediate report”"),
        ("nbu-notice", "limit not set, counted from: aware"),
    ],
)
def test_a_rule_in_words(name: str, words: str) -> None:
    assert rule_said(T, REGULATION, REGULATION.rules[ClockName(name)]) == words


def test_months_and_odd_limits() -> None:
    assert limit_said(T, Limit(months=2)) == "2 months"
    assert limit_said(T, Limit(timedelta(minutes=90))) == "1 h 30 min"


def test_a_warning_names_the_room_only_outside_it() -> None:
    clocks = clock_course.start(PROPOSED, GDPR, {Anchor.AWARE: AWARE}, said()).state
    change = clock_course.ring(clocks, policy=POLICY, at=AWARE + 72 * HOUR)
    [fact] = change.events
    assert isinstance(fact, ClockMissed)
    at = seen(change.state, AWARE + 72 * HOUR)
    inside = text_of(warning(T, at, sentence(fact), BREACH, here=True)[1])
    outside = text_of(warning(T, at, sentence(fact), BREACH, here=False)[1])
    assert "War room" not in inside
    assert "War room: <#C1ROOM>" in outside
    assert "Regulation (EU) 2016/679, Article 33(1)" in inside


def test_what_was_said_survives_the_view_that_asks_to_confirm_it() -> None:
    start = Start(
        regime=DORA,
        anchors={Anchor.AWARE: AWARE, Anchor.CLASSIFIED: NOW},
        ground="the bank: “call us”",
    )
    assert views.unpacked(start.packed(INCIDENT)) == start
    assert len(start.packed(INCIDENT)) < 3000


@pytest.mark.parametrize("value", ["1:dora", "1:dora:", "1:dora:7", '1:dora:[["aware"], ""]'])
def test_a_form_that_we_never_wrote_is_out_of_date(value: str) -> None:
    with pytest.raises(Refusal, match="out of date"):
        views.unpacked(value)


def test_the_longest_ground_fits_what_slack_lets_a_view_carry() -> None:
    start = Start(regime=DORA, anchors={Anchor.AWARE: AWARE}, ground="ї" * 500)
    assert len(start.packed(INCIDENT)) <= 3000


def test_a_written_moment_is_what_the_clock_on_the_wall_shows() -> None:
    assert views.written(AWARE, ZoneInfo("Europe/Kyiv")) == "2026-03-13 23:10"


def test_lateness_is_asked_about_only_where_it_is_late_or_soon_may_be() -> None:
    clocks = clock_course.start(PROPOSED, GDPR, {Anchor.AWARE: AWARE}, said()).state
    rule, clock = REGULATION.rules[BREACH], clocks.all[BREACH]

    def asks(now: datetime) -> bool:
        return "Why is it late?" in text_of(views.submit_form(T, INCIDENT, rule, clock, now))

    assert [asks(AWARE + hours * HOUR) for hours in (10, 70, 71, 73)] == [False, False, True, True]


def test_a_form_is_filled_with_the_moments_that_are_known() -> None:
    asked = Asked(
        incident=INCIDENT,
        regulation=REGULATION,
        regime=REGULATION.regimes[DORA],
        filled={Anchor.AWARE: "2026-03-13 23:10"},
    )
    form = views.set_form(T, asked)
    filled = {
        block["block_id"]: block["element"].get("initial_value")
        for block in form["blocks"]
        if block["type"] == "input"
    }
    assert filled == {"aware": "2026-03-13 23:10", "classified": None, "reason": None}
    assert form["private_metadata"] == "7:dora"
