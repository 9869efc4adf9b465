"""The postmortem, read as a person would: every figure cited, nothing made up."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest

from bot.domain.document import Document, Fact, Line, Moment, Words, escaped, markdown
from bot.domain.events import (
    ClientUpdateSent,
    Event,
    IncidentDeclared,
    IncidentReopened,
    IncidentResolved,
    Milestone,
    MilestoneSet,
    NoteAdded,
    PageAcknowledged,
    ResponderPaged,
    RoleTaken,
    SeverityChanged,
    StatusChanged,
    UpdateMissed,
)
from bot.domain.ids import ClientUpdateId, EscalationId, EventId
from bot.domain.incident import Flag, Incident, Status
from bot.domain.language import Language, Localised
from bot.domain.phrase import Phrase, Slot, Who
from bot.domain.postmortem import write
from bot.domain.role import LEAD
from bot.domain.severity import ClientState
from tests.domain.sample import ACME, AT, INC_7, IRYNA, MINUTE, OLENA, POLICY, ROOM, incident

RUN = EscalationId("run")


@dataclass(frozen=True)
class Entry:
    id: EventId
    event: Event


def log(*events: Event) -> list[Entry]:
    """Entries named e1, e2, … in the order given."""
    return [Entry(EventId(f"e{n}"), event) for n, event in enumerate(events, start=1)]


def after(minutes: float) -> datetime:
    return AT + minutes * MINUTE


def declared(**changes: Any) -> IncidentDeclared:
    said: dict[str, Any] = {
        "title": "Card payments fail",
        "severity": "SEV2",
        "impact": "They fail",
    }
    return IncidentDeclared(incident=INC_7, at=AT, by=OLENA, **{**said, **changes})


def told(minutes: float, next_by: datetime | None = None) -> ClientUpdateSent:
    return ClientUpdateSent(
        incident=INC_7,
        at=after(minutes),
        by=IRYNA,
        update=ClientUpdateId("u"),
        state=ClientState.INVESTIGATING,
        languages=(Language.EN,),
        channels=(ROOM,),
        next_by=next_by,
        text="We look",
    )


def moved(minutes: float, old: Status, new: Status) -> StatusChanged:
    return StatusChanged(incident=INC_7, at=after(minutes), by=IRYNA, old=old, new=new)


def resolved(minutes: float) -> IncidentResolved:
    return IncidentResolved(
        incident=INC_7, at=after(minutes), by=IRYNA, summary="It broke.", needs_postmortem=True
    )


def said(minutes: float, milestone: Milestone, moment: datetime) -> MilestoneSet:
    return MilestoneSet(
        incident=INC_7, at=after(minutes), by=IRYNA, milestone=milestone, moment=moment
    )


STORY = log(
    declared(started_at=AT - 9 * MINUTE),
    ResponderPaged(incident=INC_7, at=AT, escalation=RUN, level=1, round=1, person=OLENA),
    ResponderPaged(incident=INC_7, at=after(5), escalation=RUN, level=2, round=1, person=IRYNA),
    PageAcknowledged(incident=INC_7, at=after(6), by=IRYNA, escalation=RUN, seconds=360),
    RoleTaken(incident=INC_7, at=after(7), by=IRYNA, role=LEAD, person=IRYNA),
    SeverityChanged(incident=INC_7, at=after(10), by=IRYNA, old="SEV2", new="SEV1", worse=True),
    told(12, next_by=after(27)),
    moved(20, Status.INVESTIGATING, Status.IDENTIFIED),
    told(30, next_by=after(45)),
    moved(33, Status.IDENTIFIED, Status.MONITORING),
    resolved(60),
    said(61, Milestone.MITIGATED, after(33)),
    said(62, Milestone.DETECTED, after(-4)),
)
DONE = incident(
    severity="SEV1",
    status=Status.RESOLVED,
    started_at=AT - 9 * MINUTE,
    resolved_at=after(60),
    roles={LEAD: IRYNA},
    summary="It broke.",
    clients=(ACME,),
)


def written(state: Incident = DONE, entries: list[Entry] | None = None) -> Document:
    return write(state, STORY if entries is None else entries, POLICY)


def facts(document: Document) -> dict[str, tuple[object, tuple[str, ...]]]:
    """Every fact by its label: its value (a phrase as its sentence) and what it cites."""
    sections = [item for section in document.sections for item in section.items]
    return {
        say(item.label): (
            say(item.value) if isinstance(item.value, Phrase) else item.value,
            item.cites,
        )
        for item in (*document.head, *sections)
        if isinstance(item, Fact)
    }


def say(value: Slot | Localised) -> str:
    """English, with people by id."""
    match value:
        case Phrase():
            slots = {name: say(slot) for name, slot in value.slots.items()}
            return value.msgid.format(**slots)
        case Localised():
            return value.default
        case Who(id=person):
            return f"@{person}"
    return str(value)


def test_each_duration_by_its_printed_definition() -> None:
    found = facts(written())
    assert found["From impact to declare"] == (9 * MINUTE, ("e1",))
    acknowledged = "Time to acknowledge (from the first page to the first answer)"
    assert found[acknowledged] == (6 * MINUTE, ("e2", "e4"))
    assert found["Time without a lead (from declare)"] == (7 * MINUTE, ("e1", "e5"))
    assert found["Time to the first update (from declare)"] == (12 * MINUTE, ("e1", "e7"))
    assert found["Time to mitigate (from impact to mitigated)"] == (42 * MINUTE, ("e1", "e12"))
    ended = "Time to resolve (from impact to resolved)"
    assert found[ended] == (69 * MINUTE, ("e1", "e11"))
    assert found["Time at SEV2"] == (10 * MINUTE, ("e1", "e6"))
    assert found["Time at SEV1"] == (50 * MINUTE, ("e6", "e11"))
    noticed = "Time to detect (from impact to the first notice)"
    assert found[noticed] == (5 * MINUTE, ("e1", "e13"))
    told_late = "Time to declare (from the first notice to declare)"
    assert found[told_late] == (4 * MINUTE, ("e13", "e1"))


def test_what_nobody_recorded_is_unknown_and_cites_nothing() -> None:
    entries = log(declared(), resolved(60))
    found = facts(written(replace(DONE, started_at=None, roles={}), entries))
    unknown = ("unknown", ())
    assert found["Time to detect (from impact to the first notice)"] == unknown
    assert found["Time to declare (from the first notice to declare)"] == unknown
    assert found["Impact began"] == unknown
    assert found["From impact to declare"] == unknown
    assert found["Time to mitigate (from impact to mitigated)"] == unknown
    assert found["Mitigated"] == found["Noticed"] == found["First acknowledged"] == unknown
    assert found["Time to resolve (from impact to resolved)"] == unknown
    acknowledged = "Time to acknowledge (from the first page to the first answer)"
    assert found[acknowledged] == ("nobody was paged", ())
    assert found["Time without a lead (from declare)"] == ("nobody took the lead", ())
    assert found["Time to the first update (from declare)"] == ("no update was sent", ())


def test_neither_resolving_nor_a_status_stands_in_for_mitigating() -> None:
    watched = moved(20, Status.INVESTIGATING, Status.MONITORING)
    entries = log(declared(started_at=AT), watched, resolved(60))
    found = facts(written(replace(DONE, started_at=AT), entries))
    assert found["Time to mitigate (from impact to mitigated)"] == ("unknown", ())
    assert found["Time to resolve (from impact to resolved)"] == (60 * MINUTE, ("e1", "e3"))


def test_a_page_that_nobody_answered_says_so() -> None:
    paged = ResponderPaged(incident=INC_7, at=AT, escalation=RUN, level=1, round=1, person=OLENA)
    found = facts(written(DONE, log(declared(), paged, resolved(9))))
    acknowledged = "Time to acknowledge (from the first page to the first answer)"
    assert found[acknowledged] == ("nobody acknowledged", ("e2",))


def test_while_it_is_open_the_last_severity_has_no_length_yet() -> None:
    state = replace(DONE, status=Status.INVESTIGATING, resolved_at=None, summary="")
    found = facts(written(state, STORY[:7]))
    assert found["Time at SEV2"] == (10 * MINUTE, ("e1", "e6"))
    assert found["Time at SEV1"] == ("unknown", ("e6",))
    assert "Resolved" not in found


def test_after_reopening_the_last_resolution_counts() -> None:
    reopened = IncidentReopened(incident=INC_7, at=after(70), by=IRYNA)
    state = replace(DONE, resolved_at=after(90))
    found = facts(written(state, log(declared(), resolved(60), reopened, resolved(90))))
    assert found["Resolved"] == (after(90), ("e4",))


@pytest.mark.parametrize(
    ("updates", "state", "said"),
    [
        # The first is due 30 minutes after a SEV2 was declared.
        pytest.param([told(30)], DONE, "1 of 1", id="on the minute"),
        pytest.param([told(31)], DONE, "0 of 1", id="a minute late"),
        pytest.param([told(5, after(20)), told(20, after(35)), told(36)], DONE, "2 of 3", id="row"),
        pytest.param([told(5, after(70))], DONE, "1 of 1", id="resolved before it was due"),
        pytest.param([told(5, after(50))], DONE, "1 of 2", id="promised and never sent"),
        pytest.param([], DONE, "0 of 1", id="nothing at all"),
        pytest.param(
            [told(5, after(50))], replace(DONE, resolved_at=None), "1 of 1", id="still to come"
        ),
        pytest.param(
            [], replace(DONE, resolved_at=after(20)), "none was promised", id="over in time"
        ),
    ],
)
def test_promises_kept(updates: list[Event], state: Incident, said: str) -> None:
    found = facts(written(state, log(declared(), *updates)))
    assert found["Updates sent by the time promised"][0] == said


def test_an_update_says_itself_when_it_was_due() -> None:
    """A key client's shorter duty, another severity: whatever made it due then."""
    sent = replace(told(12), number=1, due_at=after(10))
    missed = UpdateMissed(incident=INC_7, at=after(40), due_at=after(40))
    made_up = replace(told(45), number=2, due_at=after(40))
    for log_of, said in (
        ([sent], "0 of 1"),
        ([replace(sent, due_at=after(12))], "1 of 1"),
        ([sent, missed], "0 of 2"),
        ([sent, missed, made_up], "0 of 2"),
        ([missed], "0 of 1"),
    ):
        found = facts(written(incident(), log(declared(), *log_of)))
        assert found["Updates sent by the time promised"][0] == said


def test_the_timeline_is_in_the_order_things_happened_not_were_written_down() -> None:
    note = NoteAdded(
        incident=INC_7,
        at=after(30),
        by=IRYNA,
        author=OLENA,
        text="The deploy began",
        said_at=AT - MINUTE,
    )
    document = written(
        DONE, log(declared(), moved(5, Status.INVESTIGATING, Status.IDENTIFIED), note)
    )
    rows = [item for item in document.sections[-1].items if isinstance(item, Moment)]
    assert [(row.number, row.id, row.at) for row in rows] == [
        (1, "e3", AT - MINUTE),
        (2, "e1", AT),
        (3, "e2", after(5)),
    ]


def test_every_citation_is_a_row_of_the_timeline_and_every_sentence_has_one() -> None:
    document = written()
    numbers = document.numbers
    assert sorted(numbers.values()) == list(range(1, len(STORY) + 1))
    for section in document.sections:
        for item in section.items:
            if isinstance(item, Fact | Line | Words):
                assert set(item.cites) <= set(numbers)
            if isinstance(item, Line | Words):
                assert item.cites, item


def test_a_flagged_incident_has_a_security_annex() -> None:
    names = [section.name for section in written().sections]
    flagged = replace(DONE, flags=frozenset({Flag.PERSONAL_DATA}))
    assert [s.name for s in written(flagged).sections if s.name not in names] == ["annex"]


def test_as_markdown_with_numbered_citations() -> None:
    entries = log(declared(), resolved(60))
    lines = markdown(written(replace(DONE, roles={}), entries), say).split("\n")
    assert lines[:13] == [
        "# INC-7 Card payments fail",
        "",
        "- **Severity:** SEV1 [1]",
        "- **Status:** Resolved [2]",
        "- **Service:** Cards [1]",
        "- **Lead:** nobody",
        "- **Declared by:** @U0OLENA [1]",
        "- **Impact began:** unknown",
        "- **Noticed:** unknown",
        "- **Declared:** 2026-03-14 01:02:03+00:00 [1]",
        "- **First acknowledged:** unknown",
        "- **Mitigated:** unknown",
        "- **Resolved:** 2026-03-14 02:02:03+00:00 [2]",
    ]
    assert lines[14:17] == ["## Summary", "", "> It broke. [2]"]
    assert lines[-3:] == [
        "1. 2026-03-14 01:02:03 — @U0OLENA declared SEV2: Card payments fail `e1`",
        "2. 2026-03-14 02:02:03 — @U0IRYNA resolved the incident: It broke. `e2`",
        "",
    ]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("# not a heading", r"\# not a heading"),
        ("two\nlines", "two lines"),
        ("<script>", r"\<script\>"),
        ("[x](http://evil.example)", r"\[x\](http://evil.example)"),
        ("retry_count *now*", r"retry\_count \*now\*"),
        ("Оплата `не` йде", r"Оплата \`не\` йде"),
    ],
)
def test_typed_text_gives_markdown_no_orders(typed: str, kept: str) -> None:
    assert escaped(typed) == kept
