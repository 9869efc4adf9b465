"""What is new, a line a subject, the most important subject first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias, TypeVar

from bot.domain.durations import of
from bot.domain.events import (
    ClientUpdateSent,
    ClockMissed,
    ClockStarted,
    ClockSubmitted,
    ClockWarned,
    Event,
    IncidentAbsorbed,
    IncidentCancelled,
    IncidentClosed,
    IncidentMerged,
    IncidentReopened,
    IncidentResolved,
    MilestoneSet,
    NoteAdded,
    PageAcknowledged,
    PageDeclined,
    PersonCalled,
    PersonJoined,
    ResponderPaged,
    RoleTaken,
    SeverityChanged,
    StatusChanged,
    UpdateMissed,
)
from bot.domain.events.record import NoteKind
from bot.domain.language import Localised
from bot.domain.naming import milestone_name, state_name, status_name
from bot.domain.phrase import Phrase, Slot, Who, phrase, phrases
from bot.domain.record import Told
from bot.domain.role import LEAD
from bot.domain.text import clip
from bot.domain.timeline import sentence
from bot.domain.timeline_paging import because

#: One line on a phone, or little more.
_SAID = 140
_End: TypeAlias = (
    IncidentResolved
    | IncidentReopened
    | IncidentClosed
    | IncidentCancelled
    | IncidentMerged
    | IncidentAbsorbed
)
_Owed: TypeAlias = ClockStarted | ClockWarned | ClockMissed | ClockSubmitted
Kind = TypeVar("Kind", bound=Event)


def news(new: Sequence[Told]) -> tuple[Phrase, ...]:
    """Each subject of which something is new. What was struck out is no news."""
    log = [one for one in new if one.stands]
    subjects: tuple[Callable[[Sequence[Told]], Iterator[Phrase]], ...] = (
        _end,
        _severity,
        _status,
        _decisions,
        _clients,
        _clocks,
        _findings,
        _impact,
        _actions,
        _lead,
        _milestones,
        _pages,
        _notes,
        _people,
    )
    return tuple(line for subject in subjects for line in subject(log))


def _end(log: Sequence[Told]) -> Iterator[Phrase]:
    ends = [one.event for one in log if isinstance(one.event, _End)]
    if ends:
        yield _flat(sentence(ends[-1]))


def _severity(log: Sequence[Told]) -> Iterator[Phrase]:
    changes = _all(log, SeverityChanged)
    if changes:
        path = _path([changes[0].old, *(one.new for one in changes)])
        yield because(phrase("Severity: {path}", path=path), _short(changes[-1].reason))


def _status(log: Sequence[Told]) -> Iterator[Phrase]:
    changes = _all(log, StatusChanged)
    if changes:
        steps = [changes[0].old, *(one.new for one in changes)]
        yield phrase("Status: {path}", path=_path([status_name(each) for each in steps]))


def _path(steps: Sequence[Slot]) -> Slot:
    path = steps[0]
    for step in steps[1:]:
        path = phrase("{before} → {after}", before=path, after=step)
    return path


def _clients(log: Sequence[Told]) -> Iterator[Phrase]:
    sent, missed = _all(log, ClientUpdateSent), _all(log, UpdateMissed)
    if sent:
        last = sent[-1]
        yield phrases(
            "{count} client update sent, {time} “{state}”: {text}",
            "{count} client updates sent, the last {time} “{state}”: {text}",
            len(sent),
            time=last.at,
            state=state_name(last.state),
            text=_said_to_clients(last),
        )
    if missed:
        yield phrases(
            "{count} client update was not sent in time",
            "{count} client updates were not sent in time",
            len(missed),
        )


def _said_to_clients(last: ClientUpdateSent) -> Localised:
    """In the reader's language where clients read it too, else in ours."""
    each = {language: _short(text) for language, text in last.headlines.items()}
    return Localised(_short(last.headline or last.text), each)


def _decisions(log: Sequence[Told]) -> Iterator[Phrase]:
    said = _noted(log, NoteKind.DECISION)
    if said:
        yield phrases(
            "Decision by {person}: {text}",
            "{count} decisions, the last by {person}: {text}",
            len(said),
            **_last(said),
        )


def _findings(log: Sequence[Told]) -> Iterator[Phrase]:
    said = _noted(log, NoteKind.FINDING)
    if said:
        yield phrases(
            "Found by {person}: {text}",
            "{count} findings, the last by {person}: {text}",
            len(said),
            **_last(said),
        )


def _impact(log: Sequence[Told]) -> Iterator[Phrase]:
    said = _noted(log, NoteKind.IMPACT)
    if said:
        yield phrases(
            "Impact, says {person}: {text}",
            "{count} notes on impact, the last by {person}: {text}",
            len(said),
            **_last(said),
        )


def _actions(log: Sequence[Told]) -> Iterator[Phrase]:
    said = _noted(log, NoteKind.ACTION)
    if said:
        yield phrases(
            "Done by {person}: {text}",
            "{count} actions, the last by {person}: {text}",
            len(said),
            **_last(said),
        )


def _notes(log: Sequence[Told]) -> Iterator[Phrase]:
    said = _noted(log, None)
    if said:
        yield phrases(
            "Note by {person}: {text}",
            "{count} notes, the last by {person}: {text}",
            len(said),
            **_last(said),
        )


def _last(said: Sequence[NoteAdded]) -> dict[str, Slot]:
    return {"person": Who(said[-1].author), "text": _short(said[-1].text)}


def _lead(log: Sequence[Told]) -> Iterator[Phrase]:
    taken = [one for one in _all(log, RoleTaken) if one.role == LEAD]
    if taken:
        yield sentence(taken[-1])


def _milestones(log: Sequence[Told]) -> Iterator[Phrase]:
    """The last word on each, in one line."""
    said = {one.milestone: one.moment for one in _all(log, MilestoneSet)}
    parts = [
        phrase("{milestone}: {time}", milestone=milestone_name(each), time=at or phrase("unknown"))
        for each, at in said.items()
    ]
    if parts:
        line = parts[0]
        for part in parts[1:]:
            line = phrase("{one}; {two}", one=line, two=part)
        yield line


def _pages(log: Sequence[Told]) -> Iterator[Phrase]:
    """However many: one line."""
    sent = len(_all(log, ResponderPaged)) + len(_all(log, PersonCalled))
    answered, declined = len(_all(log, PageAcknowledged)), len(_all(log, PageDeclined))
    if not sent + answered + declined:
        return
    said = phrase("Pages: {sent} sent, {answered} answered", sent=sent, answered=answered)
    yield phrase("{said}, {declined} declined", said=said, declined=declined) if declined else said


def _people(log: Sequence[Told]) -> Iterator[Phrase]:
    joined = {one.person for one in _all(log, PersonJoined)}
    if joined:
        yield phrases("{count} person joined", "{count} people joined", len(joined))


def _clocks(log: Sequence[Told]) -> Iterator[Phrase]:
    """The last that became of a deadline of the law."""
    told = [one.event for one in log if isinstance(one.event, _Owed)]
    if told:
        yield _flat(sentence(told[-1]))


def _all(log: Sequence[Told], kind: type[Kind]) -> list[Kind]:
    return [event for _, event in of(log, kind)]


def _noted(log: Sequence[Told], kind: NoteKind | None) -> list[NoteAdded]:
    return [note for note in _all(log, NoteAdded) if note.kind is kind]


def _short(text: str) -> str:
    return clip(" ".join(text.split()), _SAID)


def _flat(said: Phrase) -> Phrase:
    """The sentence with what people typed cut to a line."""
    slots = {
        name: _short(slot) if isinstance(slot, str) else slot for name, slot in said.slots.items()
    }
    return replace(said, slots=slots)
