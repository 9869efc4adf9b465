"""Milestones: what is recorded, what people say, and that nothing else ever becomes known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.durations import detection, recovery
from bot.domain.events import (
    Event,
    IncidentClosed,
    IncidentDeclared,
    IncidentReopened,
    IncidentResolved,
    MilestoneSet,
    NoteAdded,
    PageAcknowledged,
    ResponderPaged,
    StatusChanged,
)
from bot.domain.events.record import NoteKind
from bot.domain.ids import EscalationId, EventId
from bot.domain.incident import Incident, Status
from bot.domain.lifecycle import reopen
from bot.domain.milestone import Milestone, milestones, set_all
from bot.domain.proposal import proposals
from bot.domain.refusal import Refusal
from tests.domain.sample import AT, INC_7, IRYNA, MINUTE, OLENA, POLICY, SEV2, TARAS, incident

RUN = EscalationId("run")
NOW = AT + 120 * MINUTE
STARTED, DETECTED, DECLARED = Milestone.STARTED, Milestone.DETECTED, Milestone.DECLARED
ACKNOWLEDGED, MITIGATED = Milestone.ACKNOWLEDGED, Milestone.MITIGATED
RESOLVED, CLOSED = Milestone.RESOLVED, Milestone.CLOSED


@dataclass(frozen=True)
class Entry:
    id: EventId
    event: Event


def log(*events: Event) -> list[Entry]:
    return [Entry(EventId(f"e{n}"), event) for n, event in enumerate(events, start=1)]


def after(minutes: float) -> datetime:
    return AT + minutes * MINUTE


def of(fact: type[Any], minutes: float, **fields: Any) -> Any:
    return fact(incident=INC_7, at=after(minutes), by=OLENA, **fields)


def declared(started_at: datetime | None = None) -> Event:
    said = {"title": "Cards", "severity": "SEV2", "impact": "Cards", "started_at": started_at}
    return of(IncidentDeclared, 0, **said)  # type: ignore[no-any-return]


PAGED = of(ResponderPaged, 0, escalation=RUN, level=1, round=1, person=TARAS)
ANSWERED = of(PageAcknowledged, 3, escalation=RUN, seconds=180)
ANSWERED_TOO = of(PageAcknowledged, 9, escalation=RUN, seconds=540)
WATCHED = of(StatusChanged, 40, old="investigating", new="monitoring")
RESOLVED_ = of(IncidentResolved, 60, summary="Fixed", needs_postmortem=False)
REOPENED = of(IncidentReopened, 70)
RESOLVED_AGAIN = of(IncidentResolved, 90, summary="Fixed", needs_postmortem=False)
CLOSED_ = of(IncidentClosed, 100)


def note(minutes: float, text: str, kind: NoteKind | None = None) -> Event:
    return of(NoteAdded, 5, text=text, author=TARAS, said_at=after(minutes), kind=kind)  # type: ignore[no-any-return]


def set_(minutes: float, milestone: Milestone, moment: datetime | None) -> Event:
    return of(MilestoneSet, minutes, milestone=milestone, moment=moment)  # type: ignore[no-any-return]


def known(*events: Event) -> dict[Milestone, tuple[float, tuple[str, ...]]]:
    """Minutes after the declaration, and what is cited."""
    found = milestones(log(*events))
    return {each: ((one.at - AT) / MINUTE, one.cites) for each, one in found.items()}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param([declared()], {DECLARED: (0, ("e1",))}, id="declared"),
        pytest.param(
            [declared(after(-9))],
            {STARTED: (-9, ("e1",)), DECLARED: (0, ("e1",))},
            id="the declarer said when it began",
        ),
        pytest.param([declared(), PAGED], {DECLARED: (0, ("e1",))}, id="a page is no answer"),
        pytest.param(
            [declared(), PAGED, ANSWERED, ANSWERED_TOO],
            {DECLARED: (0, ("e1",)), ACKNOWLEDGED: (3, ("e3",))},
            id="the first answer",
        ),
        pytest.param([declared(), WATCHED], {DECLARED: (0, ("e1",))}, id="monitoring is no fix"),
        pytest.param(
            [declared(), RESOLVED_],
            {DECLARED: (0, ("e1",)), RESOLVED: (60, ("e2",))},
            id="resolved is not mitigated",
        ),
        pytest.param(
            [declared(), set_(5, DETECTED, after(-3)), set_(6, DETECTED, after(-4))],
            {DETECTED: (-4, ("e3",)), DECLARED: (0, ("e1",))},
            id="the last word counts",
        ),
        pytest.param(
            [declared(after(-9)), set_(5, STARTED, None)],
            {DECLARED: (0, ("e1",))},
            id="taken back",
        ),
        pytest.param(
            [declared(), set_(4, ACKNOWLEDGED, after(1)), PAGED, ANSWERED],
            {DECLARED: (0, ("e1",)), ACKNOWLEDGED: (1, ("e2",))},
            id="answered by phone before",
        ),
        pytest.param(
            [declared(), RESOLVED_, set_(65, RESOLVED, after(50)), set_(66, MITIGATED, after(45))],
            {DECLARED: (0, ("e1",)), MITIGATED: (45, ("e4",)), RESOLVED: (50, ("e3",))},
            id="corrected",
        ),
        pytest.param(
            [
                declared(),
                RESOLVED_,
                set_(65, RESOLVED, after(50)),
                set_(66, MITIGATED, after(45)),
                REOPENED,
            ],
            {DECLARED: (0, ("e1",))},
            id="reopened, it had no end",
        ),
        pytest.param(
            [declared(), RESOLVED_, REOPENED, RESOLVED_AGAIN, CLOSED_],
            {DECLARED: (0, ("e1",)), RESOLVED: (90, ("e4",)), CLOSED: (100, ("e5",))},
            id="the last end",
        ),
    ],
)
def test_what_is_known(events: Sequence[Event], expected: Mapping[Milestone, Any]) -> None:
    assert known(*events) == expected
    assert list(known(*events)) == sorted(expected, key=list(Milestone).index)


# -- saying it ----------------------------------------------------------------------------


def say(
    said: Mapping[Milestone, datetime | None],
    *events: Event,
    reason: str = "the bank's log",
    state: Incident | None = None,
) -> list[MilestoneSet]:
    entries = log(*(events or (declared(),)))
    change = set_all(state or incident(), entries, said, reason=reason, by=IRYNA, at=NOW)
    return [event for event in change.events if isinstance(event, MilestoneSet)]


def test_a_moment_is_said_with_who_what_before_and_why() -> None:
    state = incident(started_at=after(-9))
    change = set_all(
        state, log(declared(after(-9))), {STARTED: after(-20), DETECTED: after(-5)},
        reason=" the bank's log ", by=IRYNA, at=NOW,
    )  # fmt: skip
    fact = MilestoneSet(
        incident=INC_7,
        at=NOW,
        by=IRYNA,
        milestone=STARTED,
        moment=after(-20),
        previous=after(-9),
        reason="the bank's log",
    )
    noticed = replace(fact, milestone=DETECTED, moment=after(-5), previous=None)
    assert change.events == (fact, noticed)
    assert change.state.milestones == {STARTED: after(-20), DETECTED: after(-5)}
    assert change.state.started_at == after(-20)


def test_what_is_known_to_the_minute_changes_nothing() -> None:
    exact = AT.replace(second=3)
    assert say({STARTED: exact.replace(second=0)}, declared(exact)) == []
    assert say({DETECTED: None}) == []


def test_taking_it_back_leaves_it_unknown() -> None:
    state = incident(started_at=after(-9), milestones={STARTED: after(-9)})
    change = set_all(
        state, log(declared(after(-9))), {STARTED: None}, reason="a mistake", by=IRYNA, at=NOW
    )
    [fact] = change.events
    assert isinstance(fact, MilestoneSet)
    assert (fact.moment, fact.previous) == (None, after(-9))
    assert change.state.milestones == {}
    assert change.state.started_at is None


def test_a_first_word_needs_no_reason_and_a_correction_does() -> None:
    assert len(say({DETECTED: after(-5)}, reason="")) == 1
    with pytest.raises(Refusal, match="is known already") as refused:
        say({DETECTED: after(-6)}, declared(), set_(5, DETECTED, after(-5)), reason="  ")
    assert refused.value.field == "reason"


@pytest.mark.parametrize(
    ("said", "events", "sentence", "field"),
    [
        pytest.param(
            {MITIGATED: NOW + MINUTE},
            [declared()],
            "“Mitigated” cannot lie in the future. Say when it was.",
            MITIGATED,
            id="future",
        ),
        pytest.param(
            {MITIGATED: after(-10)},
            [declared(after(-9))],
            "“Mitigated” (2026-03-14 00:52:03+00:00) would be before “Impact began” "
            "(2026-03-14 00:53:03+00:00). Correct the one that is wrong.",
            MITIGATED,
            id="mitigated before it began",
        ),
        pytest.param(
            {STARTED: after(50)},
            [declared(), set_(41, MITIGATED, after(40))],
            "“Mitigated” (2026-03-14 01:42:03+00:00) would be before “Impact began” "
            "(2026-03-14 01:52:03+00:00). Correct the one that is wrong.",
            STARTED,
            id="it began after it was mitigated",
        ),
        pytest.param(
            {DETECTED: after(2)},
            [declared()],
            "“Declared” (2026-03-14 01:02:03+00:00) would be before “Noticed” "
            "(2026-03-14 01:04:03+00:00). Correct the one that is wrong.",
            DETECTED,
            id="noticed after it was declared",
        ),
        pytest.param(
            {MITIGATED: after(61)},
            [declared(), RESOLVED_],
            "“Resolved” (2026-03-14 02:02:03+00:00) would be before “Mitigated” "
            "(2026-03-14 02:03:03+00:00). Correct the one that is wrong.",
            MITIGATED,
            id="mitigated after it was resolved",
        ),
        pytest.param(
            {STARTED: after(-5), MITIGATED: after(-6)},
            [declared()],
            "“Mitigated” (2026-03-14 00:56:03+00:00) would be before “Impact began” "
            "(2026-03-14 00:57:03+00:00). Correct the one that is wrong.",
            MITIGATED,
            id="both said at once",
        ),
        pytest.param(
            {RESOLVED: after(50)},
            [declared()],
            "It has not come to that yet: `/incident resolve` ends INC-7, "
            "`/incident close` closes it.",
            RESOLVED,
            id="saying when does not resolve it",
        ),
        pytest.param(
            {RESOLVED: None},
            [declared(), RESOLVED_],
            "“Resolved” is recorded by Tocsin itself. It can be corrected, not taken away.",
            RESOLVED,
            id="what the bot recorded stays",
        ),
    ],
)
def test_nonsense_is_refused_in_a_sentence(
    said: Mapping[Milestone, datetime | None], events: Sequence[Event], sentence: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        say(said, *events)
    slots = refused.value.phrase.slots
    told = {name: getattr(slot, "msgid", slot) for name, slot in slots.items()}
    assert refused.value.phrase.msgid.format(**told) == sentence
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("said", "events"),
    [
        pytest.param({DETECTED: after(-30)}, [declared(after(-9))], id="an alarm before any harm"),
        pytest.param({STARTED: after(20)}, [declared()], id="declared before any harm"),
        pytest.param({MITIGATED: after(-9)}, [declared(after(-9))], id="in the same minute"),
        pytest.param({MITIGATED: NOW}, [declared()], id="now"),
    ],
)
def test_what_can_be_is_taken(
    said: Mapping[Milestone, datetime | None], events: Sequence[Event]
) -> None:
    assert len(say(said, *events)) == 1


def test_reopening_forgets_what_was_said_of_the_end() -> None:
    state = incident(
        status=Status.RESOLVED,
        resolved_at=after(60),
        milestones={STARTED: after(-9), MITIGATED: after(45), RESOLVED: after(50)},
    )
    back = reopen(state, reason="again", severity=SEV2, policy=POLICY, by=OLENA, at=NOW).state
    assert back.milestones == {STARTED: after(-9)}


# -- nothing is imputed -------------------------------------------------------------------

EVENTS = st.lists(
    st.sampled_from(
        [PAGED, ANSWERED, ANSWERED_TOO, WATCHED, RESOLVED_, REOPENED, RESOLVED_AGAIN, CLOSED_]
    )
    | st.builds(note, st.integers(-60, 100), st.just("It fails"), st.sampled_from([*NoteKind])),
    max_size=12,
)


@given(EVENTS)
def test_what_nobody_said_is_never_known(events: list[Event]) -> None:
    """Whatever happens: only people know when it began, was noticed and was mitigated."""
    entries = log(declared(), *events)
    found = milestones(entries)
    assert found.keys() & {STARTED, DETECTED, MITIGATED} == set()
    figures = (*detection(entries), *recovery(entries))
    assert {(str(fact.value), fact.cites) for fact in figures} == {(str(figures[0].value), ())}


@given(EVENTS)
def test_every_moment_is_one_that_its_citation_names(events: list[Event]) -> None:
    entries = log(declared(after(-9)), set_(1, DETECTED, after(-4)), *events)
    events_by_id = {entry.id: entry.event for entry in entries}
    for milestone, one in milestones(entries).items():
        [cited] = one.cites
        event = events_by_id[cited]
        moments = {
            event.at,
            getattr(event, "started_at", None),
            getattr(event, "moment", None),
        }
        assert one.at in moments, milestone


@given(EVENTS)
def test_proposals_are_for_the_unknown_and_change_nothing(events: list[Event]) -> None:
    entries = log(declared(after(-9)), *events)
    before = milestones(entries)
    offered = proposals(entries)
    assert offered.keys() & before.keys() == set()
    assert milestones(entries) == before
    for milestone, some in offered.items():
        assert 1 <= len(some) <= 2
        assert {one.milestone for one in some} == {milestone}
        assert {one.cites for one in some} <= {entry.id for entry in entries}


# -- what is offered ----------------------------------------------------------------------


def offered(*events: Event) -> dict[Milestone, list[tuple[float, str, str]]]:
    found = proposals(log(*events))
    return {
        milestone: [
            ((one.at - AT) / MINUTE, one.why.msgid.format(**one.why.slots), one.cites)
            for one in some
        ]
        for milestone, some in found.items()
    }


def test_the_timeline_suggests_what_nobody_has_said() -> None:
    assert offered(
        declared(),
        note(-12, "A client cannot pay"),
        note(-15, "First failed payment", NoteKind.IMPACT),
        note(30, "Rolled back 2.14", NoteKind.ACTION),
        WATCHED,
    ) == {
        STARTED: [(-15, "“First failed payment”", "e3")],
        DETECTED: [(-15, "“First failed payment”", "e3"), (0, "declared", "e1")],
        MITIGATED: [
            (30, "“Rolled back 2.14”", "e4"),
            (40, "the status became “Monitoring”", "e5"),
        ],
    }


def test_what_is_known_is_not_offered() -> None:
    said = (set_(50, MITIGATED, after(38)), set_(51, DETECTED, after(-2)))
    assert offered(declared(after(-9)), WATCHED, *said) == {}


def test_an_end_that_was_reopened_is_not_offered_any_more() -> None:
    assert MITIGATED not in offered(declared(), WATCHED, RESOLVED_, REOPENED)
    mended = note(80, "Switched the bank", NoteKind.ACTION)
    again = offered(declared(), WATCHED, RESOLVED_, REOPENED, mended)
    assert again[MITIGATED] == [(80, "“Switched the bank”", "e5")]
