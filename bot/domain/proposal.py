"""Moments that the timeline suggests for what nobody has said. People take them, or do not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.document import Recorded
from bot.domain.durations import of
from bot.domain.events import (
    ClientUpdateSent,
    IncidentDeclared,
    IncidentReopened,
    Milestone,
    NoteAdded,
    StatusChanged,
)
from bot.domain.events.record import NoteKind
from bot.domain.ids import EventId
from bot.domain.incident import Status
from bot.domain.milestone import milestones
from bot.domain.phrase import Phrase, phrase
from bot.domain.record import notes
from bot.domain.severity import ClientState
from bot.domain.text import clip

#: More than these are a list to read, not a choice to make.
_MOST = 2
_QUOTED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """``why`` names what happened at ``at`` (UTC), ``cites`` where the timeline says so."""

    milestone: Milestone
    at: datetime
    why: Phrase
    cites: EventId


def proposals(log: Sequence[Recorded]) -> Mapping[Milestone, tuple[Proposal, ...]]:
    """For each milestone that is not known and that the timeline says something of.

    What mitigated it before it was reopened did not.
    """
    known = milestones(log)
    reopened = [one.event.at for one in log if isinstance(one.event, IncidentReopened)]
    found: dict[Milestone, list[Proposal]] = {}
    for each in (*_from_notes(log), *_from_course(log)):
        listed = found.setdefault(each.milestone, [])
        if each.milestone is Milestone.MITIGATED and reopened and each.at <= reopened[-1]:
            continue
        if each.milestone not in known and each.at not in {one.at for one in listed}:
            listed.append(each)
    return {milestone: tuple(some[:_MOST]) for milestone, some in found.items() if some}


def _from_notes(log: Sequence[Recorded]) -> Iterator[Proposal]:
    """What was said before anybody declared; harm and deeds that were marked as such."""
    declared = [one.event.at for one in log if isinstance(one.event, IncidentDeclared)]
    said = of(notes(log), NoteAdded)
    said.sort(key=lambda pair: pair[1].said_at)
    early = [pair for pair in said if declared and pair[1].said_at < declared[0]]
    harm = [pair for pair in said if pair[1].kind is NoteKind.IMPACT]
    deeds = [pair for pair in said if pair[1].kind is NoteKind.ACTION]
    picked = (
        (Milestone.STARTED, (*harm[:1], *early[:1])),
        (Milestone.DETECTED, early[:1]),
        (Milestone.MITIGATED, deeds[-1:]),
    )
    for milestone, some in picked:
        for id, note in some:
            why = phrase("“{text}”", text=clip(" ".join(note.text.split()), _QUOTED))
            yield Proposal(milestone=milestone, at=note.said_at, why=why, cites=id)


def _from_course(log: Sequence[Recorded]) -> Iterator[Proposal]:
    for one in log:
        match one.event:
            case IncidentDeclared(at=at):
                yield Proposal(
                    milestone=Milestone.DETECTED, at=at, why=phrase("declared"), cites=one.id
                )
            case StatusChanged(at=at, new=Status.MONITORING):
                why = phrase("the status became “Monitoring”")
                yield Proposal(milestone=Milestone.MITIGATED, at=at, why=why, cites=one.id)
            case ClientUpdateSent(at=at, state=ClientState.MONITORING):
                why = phrase("clients were told “Monitoring”")
                yield Proposal(milestone=Milestone.MITIGATED, at=at, why=why, cites=one.id)
            case _:
                continue
