"""Opaque names. The domain never looks inside them."""

from typing import NewType

#: The number people see: 12 in INC-12.
IncidentId = NewType("IncidentId", int)
EscalationId = NewType("EscalationId", str)
ClientUpdateId = NewType("ClientUpdateId", str)
#: One entry of a timeline; effects and postmortems cite it.
EventId = NewType("EventId", str)
#: A file kept with an incident.
EvidenceId = NewType("EvidenceId", str)
OverrideId = NewType("OverrideId", str)
CoverId = NewType("CoverId", str)
#: Somebody asks others to take a shift, or one person to swap.
CoverRequestId = NewType("CoverRequestId", str)
#: One obligation to tell an authority: ``dora-initial``.
ClockName = NewType("ClockName", str)
#: The act whose obligations belong together: ``dora``.
RegimeName = NewType("RegimeName", str)
#: A Slack user id (``U…`` or ``W…``).
PersonId = NewType("PersonId", str)
#: A Slack channel id (``C…`` or ``G…``).
RoomId = NewType("RoomId", str)


def label(incident: IncidentId) -> str:
    """The incident's name in every language: ``INC-12``."""
    return f"INC-{incident}"
