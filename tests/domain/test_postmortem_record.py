"""What people wrote, in the postmortem: as it reads now, with what was changed beside it."""

from dataclasses import replace
from typing import Any

from bot.domain.document import Line, Moment, markdown
from bot.domain.events import EntryCorrected, EntryRemoved, Event, EvidenceKept, NoteAdded
from bot.domain.events.record import NoteKind, Why
from bot.domain.ids import EventId, EvidenceId
from bot.domain.incident import Flag
from bot.domain.postmortem import timeline, write
from tests.domain.sample import INC_7, IRYNA, OLENA, POLICY, incident
from tests.domain.test_postmortem import Entry, after, declared, log, say

N2, N3 = EventId("e2"), EventId("e3")


def note(minutes: float, text: str, kind: NoteKind | None = None) -> NoteAdded:
    at = after(minutes)
    return NoteAdded(
        incident=INC_7, at=at, by=OLENA, text=text, author=IRYNA, said_at=at, kind=kind
    )


def corrected(entry: EventId, **said: Any) -> EntryCorrected:
    fields: dict[str, Any] = {"why": Why.HAND, "by": OLENA, **said}
    return EntryCorrected(incident=INC_7, at=after(30), entry=entry, **fields)


def decisions(*events: Event) -> list[tuple[str, tuple[str, ...]]]:
    document = write(incident(), log(declared(), *events), POLICY)
    [section] = [one for one in document.sections if one.name == "decisions"]
    return [(say(one.text), one.cites) for one in section.items if isinstance(one, Line)]


def moments(entries: list[Entry]) -> list[Moment]:
    return list(timeline(entries))


def test_decisions_are_listed_each_with_its_entry() -> None:
    assert decisions(
        note(1, "We roll back", NoteKind.DECISION),
        note(2, "The pool is full", NoteKind.FINDING),
        note(3, "We tell the bank"),
        corrected(EventId("e4"), kind=NoteKind.DECISION),
    ) == [
        ("@U0IRYNA (decision): We roll back", ("e2",)),
        ("@U0IRYNA (decision): We tell the bank", ("e4",)),
    ]


def test_a_decision_reads_as_corrected_and_one_struck_out_is_none() -> None:
    gone = EntryRemoved(
        incident=INC_7, at=after(9), by=OLENA, entry=N3, why=Why.HAND, text="We wait"
    )
    assert decisions(
        note(1, "We roll back 2.14", NoteKind.DECISION),
        note(2, "We wait", NoteKind.DECISION),
        corrected(N2, text="We roll back 2.15", old_text="We roll back 2.14"),
        gone,
    ) == [("@U0IRYNA (decision): We roll back 2.15", ("e2",))]


def test_an_entry_stands_where_it_happened_by_what_is_known_now() -> None:
    entries = log(
        declared(),
        note(1, "a"),
        note(2, "b"),
        corrected(N3, moment=after(0.5), old_moment=after(2)),
    )

    shown = moments(entries)

    assert [(one.id, one.at) for one in shown] == [
        ("e1", after(0)),
        ("e3", after(0.5)),
        ("e2", after(1)),
        ("e4", after(30)),
    ]
    assert [len(one.marks) for one in shown] == [0, 1, 0, 0]


def test_what_is_struck_out_is_there_and_marked() -> None:
    gone = EntryRemoved(
        incident=INC_7, at=after(9), by=OLENA, entry=N2, why=Why.TAKEN_BACK, text="a"
    )
    entries = log(declared(), note(1, "a"), gone)

    assert [one.struck for one in moments(entries)] == [False, True, False]
    text = markdown(write(incident(), entries, POLICY), say)
    assert "@U0IRYNA: a (struck out by @U0OLENA at 2026-03-14 01:11:03+00:00) `e2`" in text


def test_the_security_annex_names_what_was_kept() -> None:
    kept = EvidenceKept(
        incident=INC_7, at=after(2), entry=N2, file="F1", name="a.png", mimetype="image/png",
        size=9, evidence=EvidenceId("v1"), sha256="ab",
    )  # fmt: skip
    flagged = incident(flags=frozenset({Flag.SECURITY}), private=True)

    document = write(flagged, log(declared(flags=("security",)), note(1, "a"), kept), POLICY)

    [annex] = [one for one in document.sections if one.name == "annex"]
    assert [(say(one.text), one.cites) for one in annex.items if isinstance(one, Line)] == [
        ("Security", ("e1",)),
        ("Kept as evidence: a.png", ("e3",)),
    ]


def test_a_kept_file_leads_to_itself_and_a_message_to_where_it_stands() -> None:
    kept = EvidenceKept(
        incident=INC_7, at=after(2), entry=N2, file="F1", name="a.png", mimetype="image/png",
        size=9, evidence=EvidenceId("v1"), sha256="ab",
    )  # fmt: skip
    large = replace(kept, evidence=None, sha256="", link="https://s/F1")
    said = replace(note(1, "a"), permalink="https://s/p1")

    shown = moments(log(declared(), said, kept, large))

    assert [(one.link, one.evidence) for one in shown] == [
        ("", None),
        ("https://s/p1", None),
        ("", "v1"),
        ("https://s/F1", None),
    ]
