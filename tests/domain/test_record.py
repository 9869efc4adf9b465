"""Entries as they read now: nothing is lost, nothing is applied twice, nothing is imputed."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest

from bot.domain import record
from bot.domain.events import EntryCorrected, EntryRemoved, Event, EvidenceKept, NoteAdded
from bot.domain.events.record import NoteKind, Why
from bot.domain.ids import EventId, EvidenceId
from bot.domain.phrase import Phrase, Slot, Who
from bot.domain.record import Told, told
from bot.domain.refusal import Refusal
from bot.domain.timeline_record import marks
from tests.domain import happenings as it
from tests.domain.sample import AT, INC_7, IRYNA, MINUTE, OLENA, TARAS, incident

N1, N2 = EventId("n1"), EventId("n2")


@dataclass(frozen=True)
class Entry:
    id: EventId
    event: Event


def note(text: str = "Rolled back 2.14", **changes: Any) -> NoteAdded:
    return replace(
        NoteAdded(incident=INC_7, at=AT, by=TARAS, text=text, author=IRYNA, said_at=AT - MINUTE),
        **changes,
    )


def after(minutes: float) -> datetime:
    return AT + minutes * MINUTE


def corrected(minutes: float = 1, **said: Any) -> EntryCorrected:
    fields: dict[str, Any] = {"entry": N1, "why": Why.HAND, "by": OLENA, **said}
    return EntryCorrected(incident=INC_7, at=after(minutes), **fields)


def log(*events: Event) -> tuple[Entry, ...]:
    """Entries named n1, n2, … in the order given."""
    return tuple(Entry(EventId(f"n{number}"), event) for number, event in enumerate(events, 1))


def english(said: Phrase) -> str:
    return said.msgid.format(**{name: _shown(slot) for name, slot in said.slots.items()})


def _shown(slot: Slot) -> str:
    match slot:
        case Phrase():
            return english(slot)
        case Who(id):
            return f"@{id}"
        case datetime():
            return f"{slot:%H:%M}"
    return str(slot)


def test_what_nobody_touched_reads_as_it_was_written() -> None:
    entries = log(it.DECLARED, note(), it.JOINED)

    assert [(one.id, one.event) for one in told(entries)] == [
        (entry.id, entry.event) for entry in entries
    ]
    assert all(one.stands and not marks(one) for one in told(entries))


def test_the_last_correction_of_each_part_is_what_is_read() -> None:
    first = corrected(1, text="Rolled back 2.15", old_text="Rolled back 2.14")
    moved = corrected(2, moment=AT - 9 * MINUTE, old_moment=AT - MINUTE, by=TARAS)
    again = corrected(3, text="Rolled back 2.16", old_text="Rolled back 2.15", why=Why.EDITED)

    [read, *others] = told(log(note(), first, moved, again))

    assert read == Told(
        id=N1,
        event=note("Rolled back 2.16", said_at=AT - 9 * MINUTE),
        corrections=(first, moved, again),
    )
    assert [one.event for one in others] == [first, moved, again]
    assert told(told(log(note(), first, moved, again))) == (read, *others)


def test_a_correction_touches_its_own_entry_only() -> None:
    [one, two, _] = told(log(note("a"), note("b"), corrected(text="c", old_text="b", entry=N2)))

    assert (one.event, two.event) == (note("a"), note("c"))


def test_what_is_struck_out_stays_readable_and_counts_no_more() -> None:
    gone = EntryRemoved(
        incident=INC_7, at=after(2), by=TARAS, entry=N1, why=Why.TAKEN_BACK, text="a"
    )
    entries = log(note("a", kind=NoteKind.DECISION), note("b", kind=NoteKind.DECISION), gone)

    assert told(entries)[0] == Told(id=N1, event=note("a", kind=NoteKind.DECISION), removed=gone)
    assert [one.id for one in record.notes(entries)] == [N2]
    assert [one.id for one in record.notes(entries, NoteKind.DECISION)] == [N2]
    assert record.notes(entries, NoteKind.FINDING) == ()


def test_evidence_stands_with_its_entry() -> None:
    kept = EvidenceKept(
        incident=INC_7, at=AT, entry=N1, file="F1", name="a.png", mimetype="image/png", size=9,
        evidence=EvidenceId("v"), sha256="ab",
    )  # fmt: skip

    assert told(log(note(), kept))[0].evidence == (kept,)


def test_marks_say_what_was_done_by_whom_and_what_stood_there() -> None:
    gone = EntryRemoved(
        incident=INC_7, at=after(5), by=TARAS, entry=N1, why=Why.HAND, text="c", reason="wrong"
    )
    [read, *_] = told(
        log(
            note("a"),
            corrected(1, text="b", old_text="a", reason="a slip"),
            corrected(2, moment=AT, old_moment=AT - MINUTE, by=TARAS),
            corrected(3, text="c", old_text="b", why=Why.EDITED, by=IRYNA),
            corrected(4, old_text="c", why=Why.DELETED, by=None),
            corrected(4, kind=NoteKind.ACTION),
            gone,
        )
    )

    assert [english(mark) for mark in marks(read)] == [
        "corrected by @U0OLENA at 01:03; before: “a”: a slip",
        "corrected by @U0TARAS at 01:04; before: 01:01",
        "edited in Slack by @U0IRYNA at 01:05; before: “b”",
        "deleted in Slack at 01:06, kept here as evidence",
        "corrected by @U0OLENA at 01:06; marked as action taken",
        "struck out by @U0TARAS at 01:07: wrong",
    ]


def test_a_correction_keeps_what_stood_there() -> None:
    [read] = told(log(note()))

    change = record.correct(
        incident(), read, text=" Rolled back 2.15\u202e ", moment=AT, kind=NoteKind.ACTION,
        reason="a slip", by=OLENA, at=after(1),
    )  # fmt: skip

    assert change.state == incident()
    assert change.events == (
        EntryCorrected(
            incident=INC_7,
            at=after(1),
            by=OLENA,
            entry=N1,
            why=Why.HAND,
            text="Rolled back 2.15",
            old_text="Rolled back 2.14",
            moment=AT,
            old_moment=AT - MINUTE,
            kind=NoteKind.ACTION,
            old_kind=None,
            reason="a slip",
        ),
    )


def test_what_is_so_already_is_no_correction() -> None:
    [read] = told(log(note(kind=NoteKind.ACTION)))

    same = record.correct(
        incident(), read, text="Rolled back 2.14", moment=AT - MINUTE, kind=NoteKind.ACTION,
        by=OLENA, at=after(1),
    )  # fmt: skip

    assert same.events == ()


@pytest.mark.parametrize(
    ("asked", "field", "says"),
    [
        ({"text": " \u202e"}, "text", "Write what it should say. To take it away, strike it out."),
        (
            {"moment": AT + 2 * MINUTE},
            "moment",
            "That time has not come yet. Say when it happened.",
        ),
    ],
)
def test_what_cannot_be_said_of_an_entry(asked: dict[str, Any], field: str, says: str) -> None:
    [read] = told(log(note()))

    with pytest.raises(Refusal) as refused:
        record.correct(incident(), read, by=OLENA, at=after(1), **asked)

    assert (str(refused.value), refused.value.field) == (says, field)


def test_a_struck_entry_is_not_corrected_and_not_struck_twice() -> None:
    [read] = told(log(note()))
    [gone] = record.remove(incident(), read, why=Why.HAND, by=OLENA, at=AT).events
    [read, _] = told(log(note(), gone))

    assert record.remove(incident(), read, why=Why.HAND, by=OLENA, at=AT).events == ()
    assert record.lose(incident(), read, at=AT).events == ()
    with pytest.raises(Refusal, match="struck out already"):
        record.correct(incident(), read, text="b", by=OLENA, at=AT)


def test_a_deleted_message_keeps_its_words_and_is_lost_once() -> None:
    [read] = told(log(note()))
    [lost] = record.lose(incident(), read, at=AT).events

    assert lost == EntryCorrected(
        incident=INC_7, at=AT, entry=N1, why=Why.DELETED, old_text="Rolled back 2.14"
    )
    [read, _] = told(log(note(), lost))
    assert read.event == note()
    assert record.lose(incident(), read, at=after(1)).events == ()


def test_only_what_people_wrote_is_found_and_corrected() -> None:
    entries = log(it.DECLARED, note())

    assert record.find(entries, N2).event == note()
    for id in (N1, EventId("n9")):
        with pytest.raises(Refusal, match="Only what people wrote can be corrected"):
            record.find(entries, id)
    [declared, _] = told(entries)
    with pytest.raises(Refusal, match="Only what people wrote can be corrected"):
        record.correct(incident(), declared, text="b", by=OLENA, at=AT)
    assert record.remove(incident(), declared, why=Why.HAND, by=OLENA, at=AT).events == ()
