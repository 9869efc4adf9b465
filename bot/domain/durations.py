"""How long things took, each by a printed definition and the events it comes from.

What is known is measured, what nobody recorded stays unknown, and no time is ever put in for
a missing one.
"""

from collections.abc import Mapping, Sequence
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
    PersonCalled,
    ResponderPaged,
    RoleTaken,
    SeverityChanged,
    UpdateMissed,
)
from bot.domain.ids import EventId
from bot.domain.incident import Incident
from bot.domain.milestone import Known, Milestone, milestones
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


def detection(log: Sequence[Recorded]) -> tuple[Fact, ...]:
    """From the first harm over its being noticed to the declaration."""
    known = milestones(log)
    return (
        _between(
            phrase("Time to detect (from impact to the first notice)"),
            known,
            Milestone.STARTED,
            Milestone.DETECTED,
        ),
        _between(
            phrase("Time to declare (from the first notice to declare)"),
            known,
            Milestone.DETECTED,
            Milestone.DECLARED,
        ),
        _between(phrase("From impact to declare"), known, Milestone.STARTED, Milestone.DECLARED),
    )


def response(incident: Incident, log: Sequence[Recorded]) -> tuple[Fact, ...]:
    return (_acknowledged(log), _led(incident, log))


def recovery(log: Sequence[Recorded]) -> tuple[Fact, ...]:
    """Resolved never stands in for mitigated, nor does a status that nobody called so."""
    known = milestones(log)
    return (
        _between(
            phrase("Time to mitigate (from impact to mitigated)"),
            known,
            Milestone.STARTED,
            Milestone.MITIGATED,
        ),
        _between(
            phrase("Time to resolve (from impact to resolved)"),
            known,
            Milestone.STARTED,
            Milestone.RESOLVED,
        ),
    )


def first_update(log: Sequence[Recorded]) -> Fact:
    label = phrase("Time to the first update (from declare)")
    sent = of(log, ClientUpdateSent)
    if not sent:
        return Fact(label=label, value=phrase("no update was sent"))
    id, event = sent[0]
    declared = milestones(log).get(Milestone.DECLARED)
    if declared is None:
        return Fact(label=label, value=UNKNOWN)
    return Fact(label=label, value=event.at - declared.at, cites=(*declared.cites, id))


def kept_promises(incident: Incident, log: Sequence[Recorded], policy: Policy) -> Fact:
    """How many updates came by the time that was promised, of those that have come due.

    The first is due by the limit of the severity at declare, each next by the time its
    predecessor named. What an incident resolved before the time no longer owes is not counted,
    nor what is still to come.
    """
    label = phrase("Updates sent by the time promised")
    sent = of(log, ClientUpdateSent)
    promised = [_first_due(log, policy), *(event.next_by for _, event in sent)]
    last = promised[-1]
    # Updates say themselves when they were due, since they are numbered.
    kept = [
        event.at <= by
        for promise, (_, event) in zip(promised, sent, strict=False)
        if (by := event.due_at if event.number else promise) is not None
    ]
    over = incident.resolved_at is not None and last is not None and incident.resolved_at > last
    if over or _never_sent(log, sent):
        kept.append(False)
    if not kept:
        return Fact(label=label, value=phrase("none was promised"))
    said = phrase("{kept} of {promised}", kept=sum(kept), promised=len(kept))
    return Fact(label=label, value=said, cites=tuple(id for id, _ in sent))


def _never_sent(log: Sequence[Recorded], sent: Sequence[tuple[EventId, ClientUpdateSent]]) -> bool:
    """Whether the last update that was missed was not made up for later."""
    missed = [event.at for _, event in of(log, UpdateMissed)]
    return bool(missed) and (not sent or missed[-1] > sent[-1][1].at)


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
    if not paged:
        return Fact(label=label, value=phrase("nobody was paged"))
    page = paged[0]
    answer = milestones(log).get(Milestone.ACKNOWLEDGED)
    if answer is None:
        return Fact(label=label, value=phrase("nobody acknowledged"), cites=(page.id,))
    return Fact(label=label, value=answer.at - page.event.at, cites=(page.id, *answer.cites))


def _led(incident: Incident, log: Sequence[Recorded]) -> Fact:
    label = phrase("Time without a lead (from declare)")
    taken = [(id, event.at) for id, event in of(log, RoleTaken) if event.role == LEAD]
    if not taken:
        return Fact(label=label, value=phrase("nobody took the lead"))
    id, at = taken[0]
    return Fact(
        label=label, value=at - incident.declared_at, cites=(*cited(log, IncidentDeclared), id)
    )


def _between(
    label: Phrase, known: Mapping[Milestone, Known], first: Milestone, last: Milestone
) -> Fact:
    """Unknown while either end is."""
    start, end = known.get(first), known.get(last)
    if start is None or end is None:
        return Fact(label=label, value=UNKNOWN)
    cites = tuple(dict.fromkeys((*start.cites, *end.cites)))
    return Fact(label=label, value=end.at - start.at, cites=cites)
