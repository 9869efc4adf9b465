"""How long things took, each by a printed definition and the events it comes from.

What is known is measured, what nobody recorded stays unknown, and no time is ever put in for
a missing one.
"""

from collections.abc import Sequence
from datetime import datetime
from types import UnionType
from typing import TypeVar

from bot.domain.document import Fact, Recorded
from bot.domain.events import (
    ClientUpdateSent,
    Event,
    IncidentDeclared,
    IncidentResolved,
    NoteAdded,
    PageAcknowledged,
    PersonCalled,
    ResponderPaged,
    RoleTaken,
    SeverityChanged,
    StatusChanged,
)
from bot.domain.ids import EventId
from bot.domain.incident import Incident, Status
from bot.domain.phrase import Phrase, phrase
from bot.domain.policy import Policy
from bot.domain.role import LEAD

UNKNOWN = phrase("unknown")
Kind = TypeVar("Kind", bound=Event)


def happened(event: Event) -> datetime:
    """When it happened, UTC. A message that was kept counts from when it was said."""
    return event.said_at if isinstance(event, NoteAdded) else event.at


def of(log: Sequence[Recorded], kind: type[Kind]) -> list[tuple[EventId, Kind]]:
    """The events of one kind, in order, each with the id by which it is cited."""
    return [(one.id, one.event) for one in log if isinstance(one.event, kind)]


def cited(
    log: Sequence[Recorded], kind: type[Event] | UnionType, *, last: bool = False
) -> tuple[EventId, ...]:
    """The id of the first event of a kind, or of the last; empty when there is none."""
    ids = [one.id for one in log if isinstance(one.event, kind)]
    return tuple(ids[-1:] if last else ids[:1])


def detection(incident: Incident, log: Sequence[Recorded]) -> tuple[Fact, ...]:
    """From the first harm to the declaration. Nothing records yet when it was noticed."""
    unnoticed = phrase("Time to detect (from impact to the first notice)")
    undeclared = phrase("Time to declare (from the first notice to declare)")
    return (
        Fact(label=unnoticed, value=UNKNOWN),
        Fact(label=undeclared, value=UNKNOWN),
        _from_impact(
            phrase("From impact to declare"),
            incident,
            incident.declared_at,
            cited(log, IncidentDeclared),
        ),
    )


def response(incident: Incident, log: Sequence[Recorded]) -> tuple[Fact, ...]:
    return (_acknowledged(log), _led(incident, log))


def recovery(incident: Incident, log: Sequence[Recorded]) -> tuple[Fact, ...]:
    """Mitigated is the first “Monitoring”: a fix is in place. Resolved never stands in for it."""
    declared = cited(log, IncidentDeclared)
    fixed = [
        (id, event.at) for id, event in of(log, StatusChanged) if event.new == Status.MONITORING
    ]
    mitigated_at = fixed[0][1] if fixed else None
    return (
        _from_impact(
            phrase("Time to mitigate (from impact to the first “Monitoring”)"),
            incident,
            mitigated_at,
            (*declared, *(id for id, _ in fixed[:1])),
        ),
        _from_impact(
            phrase("Time to resolve (from impact to resolved)"),
            incident,
            incident.resolved_at,
            (*declared, *cited(log, IncidentResolved, last=True)),
        ),
    )


def first_update(incident: Incident, log: Sequence[Recorded]) -> Fact:
    label = phrase("Time to the first update (from declare)")
    sent = of(log, ClientUpdateSent)
    if not sent:
        return Fact(label=label, value=phrase("no update was sent"))
    id, event = sent[0]
    cites = (*cited(log, IncidentDeclared), id)
    return Fact(label=label, value=event.at - incident.declared_at, cites=cites)


def kept_promises(incident: Incident, log: Sequence[Recorded], policy: Policy) -> Fact:
    """How many updates came by the time that was promised, of those that have come due.

    The first is due by the limit of the severity at declare, each next by the time its
    predecessor named. What an incident resolved before the time no longer owes is not counted,
    nor what is still to come.
    """
    label = phrase("Updates sent by the time promised")
    sent = of(log, ClientUpdateSent)
    ends = [event.at for _, event in sent]
    due = [_first_due(log, policy), *(event.next_by for _, event in sent)]
    kept = [
        came <= by
        for by, came in zip(due, [*ends, None], strict=True)
        if by is not None and came is not None
    ]
    last = due[-1]
    if last is not None and incident.resolved_at is not None and incident.resolved_at > last:
        kept.append(False)
    if not kept:
        return Fact(label=label, value=phrase("none was promised"))
    said = phrase("{kept} of {promised}", kept=sum(kept), promised=len(kept))
    return Fact(label=label, value=said, cites=tuple(id for id, _ in sent))


def _first_due(log: Sequence[Recorded], policy: Policy) -> datetime | None:
    for _, event in of(log, IncidentDeclared):
        for severity in policy.severities:
            if severity.name == event.severity and severity.first_update:
                return event.at + severity.first_update
    return None


def at_each_severity(incident: Incident, log: Sequence[Recorded]) -> tuple[Fact, ...]:
    """How long it stood at each severity, in order, from declare to resolved.

    While it is open the last stretch has no end, so its length is unknown.
    """
    steps = [(id, event.at, event.severity) for id, event in of(log, IncidentDeclared)]
    steps += [(id, event.at, event.new) for id, event in of(log, SeverityChanged)]
    end = cited(log, IncidentResolved, last=True) if incident.resolved_at else ()
    facts = []
    for number, (id, at, severity) in enumerate(steps):
        following = steps[number + 1 : number + 2]
        until = following[0][1] if following else incident.resolved_at
        closing = (following[0][0],) if following else end
        facts.append(
            Fact(
                label=phrase("Time at {severity}", severity=severity),
                value=UNKNOWN if until is None else until - at,
                cites=(id, *closing),
            )
        )
    return tuple(facts)


def _acknowledged(log: Sequence[Recorded]) -> Fact:
    label = phrase("Time to acknowledge (from the first page to the first answer)")
    paged = [one for one in log if isinstance(one.event, ResponderPaged | PersonCalled)]
    answers = of(log, PageAcknowledged)
    if not paged:
        return Fact(label=label, value=phrase("nobody was paged"))
    page = paged[0]
    if not answers:
        return Fact(label=label, value=phrase("nobody acknowledged"), cites=(page.id,))
    id, answer = answers[0]
    return Fact(label=label, value=answer.at - page.event.at, cites=(page.id, id))


def _led(incident: Incident, log: Sequence[Recorded]) -> Fact:
    label = phrase("Time without a lead (from declare)")
    taken = [(id, event.at) for id, event in of(log, RoleTaken) if event.role == LEAD]
    if not taken:
        return Fact(label=label, value=phrase("nobody took the lead"))
    id, at = taken[0]
    return Fact(
        label=label, value=at - incident.declared_at, cites=(*cited(log, IncidentDeclared), id)
    )


def _from_impact(
    label: Phrase, incident: Incident, until: datetime | None, cites: tuple[EventId, ...]
) -> Fact:
    """Unknown while either end is."""
    if incident.started_at is None or until is None:
        return Fact(label=label, value=UNKNOWN)
    return Fact(label=label, value=until - incident.started_at, cites=cites)
