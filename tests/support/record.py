"""What a replay's record says, and what the bot kept of it, as lists that can be compared."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.durations import happened
from bot.domain.events import (
    ClientUpdateSent,
    EscalationForced,
    Event,
    IncidentDeclared,
    IncidentResolved,
    NoteAdded,
    PageAcknowledged,
    PersonCalled,
    RoleTaken,
    SeverityChanged,
    StatusChanged,
)
from tests.support.replay import Cast, Replay, Step, seen_earlier

#: The severities at which the policy pages by itself.
PAGING = {"SEV1", "SEV2"}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened. ``words`` all stand in its line of the timeline."""

    at: datetime
    kind: str
    by: str
    words: tuple[str, ...]


def recorded(replay: Replay, cast: Cast) -> list[Told]:
    """The record as a timeline, in the order it happened."""
    declarer = cast.people[cast.declarer]
    told = [Told(replay.declared_at, "declared", declarer, (replay.severity, replay.title))]
    told += [
        Told(step.at, "note", cast.people[step.by], (step.text,))
        if step.by in cast.people
        else Told(replay.declared_at, "note", declarer, (seen_earlier(step),))
        for step in replay.before
    ]
    record = Record(replay, cast, severity=replay.severity, paging=replay.severity in PAGING)
    for number, step in enumerate(replay.after):
        told += record.live(number, step)
    return sorted(told, key=lambda one: one.at)


@dataclass(slots=True)
class Record:
    """Reads the record on: what each step is, given what went before.

    ``paging``: somebody is or was being asked; ``answered``: nobody need answer any more.
    """

    replay: Replay
    cast: Cast
    severity: str
    paging: bool
    answered: bool = False
    asked: set[str] = field(default_factory=set)

    def live(self, number: int, step: Step) -> list[Told]:
        who = self.cast.people.get(step.by, self.cast.people[self.cast.declarer])
        note = Told(step.at, "note", who, (step.text,))
        match step.kind:
            case "ack":
                return [*self._answer(step, who), note]
            case "join" if who in self.asked:
                return [*self._answer(step, who), note]
            case "page":
                return [self._page(number, step, who)]
            case "escalate":
                return [self._escalate(step, note)]
            case "severity":
                old, self.severity = self.severity, step.severity
                self.paging = self.paging or self.severity in PAGING
                return [Told(step.at, "severity", who, (old, step.severity, step.text))]
            case "role":
                return [Told(step.at, "lead", who, ()), note]
            case "mitigated":
                return [Told(step.at, "status", who, ("Investigating", "Monitoring")), note]
            case "client_update" if not self.replay.private:
                return [Told(step.at, "update", who, (step.state.capitalize(), step.text))]
            case "resolved":
                return [Told(step.at, "resolved", who, (step.text,))]
        return [note]

    def _answer(self, step: Step, who: str) -> list[Told]:
        """The first answer counts, and that of whoever was called by name; others only come."""
        counts = not self.answered or who in self.asked
        self.asked.discard(who)
        self.answered = True
        return [Told(step.at, "acknowledged", who, ())] if counts else []

    def _page(self, number: int, step: Step, who: str) -> Told:
        """By whoever asked, or for an alarm by somebody else than the one it wakes."""
        coming = self.replay.after[number:]
        whom = self.cast.people[next(s.by for s in coming if s.kind in {"ack", "join"})]
        self.asked.add(whom)
        self.paging = True
        typist = who if who != whom else next(id for id in self.cast.people.values() if id != whom)
        return Told(step.at, "paged", typist, (step.text,))

    def _escalate(self, step: Step, note: Told) -> Told:
        """Before anybody was asked the path begins, and the words stand beside it as a note."""
        running, self.paging, self.answered = self.paging, True, False
        return Told(step.at, "escalated", note.by, note.words) if running else note


def kept(events: Iterable[Event], replay: Replay) -> list[Told]:
    """What people did, as the bot has it: to the second, in the order it happened."""
    told = [one for event in events if (one := _told(event, replay)) is not None]
    return sorted(told, key=lambda one: one.at)


def _told(event: Event, replay: Replay) -> Told | None:
    at, by = happened(event).replace(microsecond=0), str(event.by)
    match event:
        case IncidentDeclared():
            return Told(at, "declared", by, (event.severity, event.title))
        case NoteAdded():
            return Told(at, "note", event.author, (event.text,))
        case PageAcknowledged():
            return Told(at, "acknowledged", by, ())
        case PersonCalled():
            return Told(at, "paged", by, (event.reason,))
        case EscalationForced():
            return Told(at, "escalated", by, (event.reason,))
        case SeverityChanged():
            return Told(at, "severity", by, (event.old, event.new, event.reason))
        case RoleTaken():
            return Told(at, event.role, by, ())
        case StatusChanged():
            return Told(at, "status", by, (event.old.capitalize(), event.new.capitalize()))
        case ClientUpdateSent():
            [said] = [one.text for one in updates(replay) if one.text in event.text]
            return Told(at, "update", by, (event.state.capitalize(), said))
        case IncidentResolved():
            return Told(at, "resolved", by, (event.summary,))
    return None


def updates(replay: Replay) -> list[Step]:
    return [step for step in replay.steps if step.kind == "client_update"]
