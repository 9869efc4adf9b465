"""Catching up: how it stands, what is new to one person, what is awaited; ten lines at most."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.catchup import LINES, catch_up
from bot.domain.escalation_run import Escalation
from bot.domain.events import (
    ApprovalAsked,
    ApprovalGiven,
    ClientUpdateSent,
    EntryRemoved,
    Event,
    IncidentDeclared,
    IncidentReopened,
    IncidentResolved,
    Milestone,
    MilestoneSet,
    NoteAdded,
    PageAcknowledged,
    PageDeclined,
    PersonJoined,
    ResponderPaged,
    RoleTaken,
    SeverityChanged,
    StatusChanged,
    UpdateMissed,
)
from bot.domain.events.record import NoteKind, Why
from bot.domain.ids import ClientUpdateId, EscalationId, EventId, PersonId
from bot.domain.incident import Incident, Status
from bot.domain.language import Language, Localised
from bot.domain.phrase import Phrase, Slot, Where, Who
from bot.domain.role import LEAD
from bot.domain.severity import ClientState
from tests.domain.sample import AT, INC_7, IRYNA, MINUTE, OLENA, TARAS, incident

RUN, U1 = EscalationId("run"), ClientUpdateId("u1")
DARYNA = PersonId("U0DARYNA")


@dataclass(frozen=True)
class Entry:
    id: EventId
    event: Event


def log(*events: Event) -> list[Entry]:
    return [Entry(EventId(f"e{n}"), event) for n, event in enumerate(events, start=1)]


def after(minutes: float) -> datetime:
    return AT + minutes * MINUTE


def of(fact: type[Any], minutes: float, *, by: PersonId | None = OLENA, **fields: Any) -> Any:
    return fact(incident=INC_7, at=after(minutes), by=by, **fields)


def note(minutes: float, text: str, kind: NoteKind | None = None, by: PersonId = OLENA) -> Any:
    return of(NoteAdded, minutes, by=by, author=by, text=text, said_at=after(minutes), kind=kind)


DECLARED = of(IncidentDeclared, 0, title="Cards", severity="SEV3", impact="Cards fail")
PAGED = of(ResponderPaged, 0, by=None, escalation=RUN, level=1, round=1, person=TARAS)
PAGED_TOO = of(ResponderPaged, 5, by=None, escalation=RUN, level=2, round=1, person=IRYNA)
DECLINED = of(PageDeclined, 1, by=TARAS, escalation=RUN)
ANSWERED = of(PageAcknowledged, 6, by=IRYNA, escalation=RUN, seconds=360)
LED = of(RoleTaken, 7, role=LEAD, person=IRYNA)
WORSE = of(SeverityChanged, 10, old="SEV3", new="SEV2", worse=True)
WORST = of(SeverityChanged, 12, old="SEV2", new="SEV1", worse=True, reason="all banks")
FOUND = of(StatusChanged, 20, old="investigating", new="identified")
MENDED = of(StatusChanged, 40, old="identified", new="monitoring")
SENT = of(
    ClientUpdateSent,
    15,
    update=U1,
    state=ClientState.IDENTIFIED,
    languages=(Language.EN,),
    channels=(),
    text="We know the cause.\nMore soon.",
    headline="Картки не працюють в одному банку",
    headlines={
        Language.UK: "Картки не працюють в одному банку",
        Language.EN: "Cards fail at one bank",
    },
)
MISSED = of(UpdateMissed, 31, by=None, due_at=after(30))
ASKED = of(ApprovalAsked, 33, update=U1, number=2, people=(TARAS,))
GIVEN = of(ApprovalGiven, 34, update=U1, number=2, digest="d")
DECISION = note(22, "Switch to the other bank\nat once", NoteKind.DECISION)
FINDING = note(18, "Its certificate expired", NoteKind.FINDING)
HARM = note(16, "Every third payment", NoteKind.IMPACT)
DEED = note(25, "Traffic moved", NoteKind.ACTION)
JOINED = of(PersonJoined, 8, person=TARAS)
SAID = of(MilestoneSet, 41, milestone=Milestone.MITIGATED, moment=after(40))
RESOLVED = of(IncidentResolved, 60, summary="The certificate\nexpired.", needs_postmortem=False)
REOPENED = of(IncidentReopened, 70, reason="again")
STORY = (
    DECLARED, PAGED, DECLINED, PAGED_TOO, ANSWERED, LED, JOINED, WORSE, WORST, SENT, HARM, FINDING,
    FOUND, DECISION, DEED, MISSED, ASKED, MENDED, SAID,
)  # fmt: skip
NOW = after(50)
STATE = incident(
    severity="SEV1",
    status=Status.MONITORING,
    client_state=ClientState.IDENTIFIED,
    roles={LEAD: IRYNA},
    update_due_at=after(55),
)


def told(
    *events: Event,
    state: Incident = STATE,
    since: datetime | None = None,
    reader: PersonId = DARYNA,
    runs: Sequence[Escalation] = (),
    now: datetime = NOW,
) -> list[str]:
    found = catch_up(state, log(*events), runs, reader=reader, since=since, now=now)
    return [say(line) for line in found.lines]


def say(value: Slot) -> str:
    match value:
        case Phrase():
            many = value.plural is not None and value.count != 1
            msgid = value.plural if many and value.plural else value.msgid
            return msgid.format(**{name: say(slot) for name, slot in value.slots.items()})
        case Who(id=person) | Where(id=person):
            return f"@{person}"
        case datetime():
            return f"{value:%H:%M}"
        case Localised():
            return value.to(Language.EN)
    return str(value)


def test_whoever_joins_at_minute_fifty_reads_nine_lines_and_a_link() -> None:
    assert told(*STORY) == [
        "SEV1, Monitoring, 0:50:00 since declare. Lead: @U0IRYNA",
        "Clients see: Card payments fail (told: Identified)",
        "Answered: @U0IRYNA",
        "From the beginning (19 entries):",
        "Severity: SEV3 → SEV2 → SEV1: all banks",
        "Status: Investigating → Identified → Monitoring",
        "Decision by @U0OLENA: Switch to the other bank at once",
        "1 client update sent, 01:17 “Identified”: Cards fail at one bank",
        "Awaited: a client update by 01:57; an approval of a client update",
    ]


def test_whoever_comes_back_reads_what_is_new() -> None:
    assert told(*STORY, GIVEN, since=after(21)) == [
        "SEV1, Monitoring, 0:50:00 since declare. Lead: @U0IRYNA",
        "Clients see: Card payments fail (told: Identified)",
        "Answered: @U0IRYNA",
        "Since you looked 0:29:00 ago (7 entries):",
        "Status: Identified → Monitoring",
        "Decision by @U0OLENA: Switch to the other bank at once",
        "1 client update was not sent in time",
        "Done by @U0OLENA: Traffic moved",
        "Awaited: a client update by 01:57",
    ]


def test_what_one_did_oneself_is_no_news() -> None:
    mine = note(30, "I looked", by=DARYNA)
    assert told(DECLARED, mine, since=after(20))[2] == (
        "Nothing is new since you looked 0:30:00 ago."
    )
    assert "Note by @U0DARYNA: I looked" in told(DECLARED, mine)


def test_many_pages_are_one_line() -> None:
    pages = [replace(PAGED, at=after(n / 2)) for n in range(40)]
    lines = told(DECLARED, *pages, DECLINED, ANSWERED, state=incident())
    assert [line for line in lines if line.startswith("Pages:")] == [
        "Pages: 40 sent, 1 answered, 1 declined"
    ]


@pytest.mark.parametrize(
    ("events", "line"),
    [
        pytest.param([PAGED], "Paged, no answer yet: @U0TARAS", id="waiting"),
        pytest.param([PAGED, DECLINED], "Nobody has answered", id="declined"),
        pytest.param(
            [PAGED, replace(ANSWERED, count=1, needed=2), PAGED_TOO],
            "Answered: @U0IRYNA; not yet: @U0TARAS",
            id="one of two",
        ),
    ],
)
def test_who_has_it(events: Sequence[Event], line: str) -> None:
    assert told(DECLARED, *events, state=incident())[2] == line


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (incident(roles={LEAD: IRYNA}, update_due_at=None), ""),
        (incident(update_due_at=None), "Awaited: a lead"),
        (incident(roles={LEAD: IRYNA}), "Awaited: a client update, overdue since 01:32"),
        (
            replace(STATE, status=Status.RESOLVED, resolved_at=after(45)),
            "Awaited: the last word to clients",
        ),
        (
            replace(
                STATE,
                status=Status.RESOLVED,
                resolved_at=after(45),
                client_state=ClientState.RESOLVED,
            ),
            "",
        ),
    ],
)
def test_what_is_awaited(state: Incident, line: str) -> None:
    last = told(DECLARED, state=state)[-1]
    assert (last if last.startswith("Awaited") else "") == line


def test_the_end_comes_first_in_one_line() -> None:
    lines = told(*STORY, RESOLVED, since=after(55), now=after(61))
    assert lines[4] == "@U0OLENA resolved the incident: The certificate expired."
    again = told(*STORY, RESOLVED, REOPENED, since=after(55), now=after(71))
    assert again[4] == "@U0OLENA reopened the incident: again"


def test_what_was_struck_out_is_no_news() -> None:
    gone = of(EntryRemoved, 30, entry=EventId("e2"), why=Why.HAND, text="Its certificate expired")
    assert not [line for line in told(DECLARED, FINDING, gone) if "certificate" in line]


def test_a_long_note_stays_a_line() -> None:
    long = note(30, "word " * 400, NoteKind.DECISION)
    [line] = [line for line in told(DECLARED, long) if line.startswith("Decision")]
    assert len(line) < 170


ANY = st.lists(
    st.sampled_from([*STORY, RESOLVED, REOPENED, GIVEN])
    | st.builds(note, st.integers(0, 50), st.text(min_size=1), st.sampled_from([None, *NoteKind])),
    max_size=60,
)


@given(ANY, st.none() | st.integers(-5, 60), st.sampled_from([STATE, incident()]))
def test_never_more_than_ten_lines_with_the_link(
    events: list[Event], since: int | None, state: Incident
) -> None:
    last = None if since is None else after(since)
    lines = told(DECLARED, *events, since=last, state=state)
    assert 3 <= len(lines) <= LINES - 1
    assert not [line for line in lines if "\n" in line]
