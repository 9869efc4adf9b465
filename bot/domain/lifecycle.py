"""How an incident lives: declare, open a room, make private, resolve, reopen, close, cancel, merge.

Every function takes the incident as it is and returns a `Change`. Asking for what is already
true changes nothing; asking for what cannot be is a `Refusal` in words.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import cadence
from bot.domain.change import Change
from bot.domain.events import (
    IncidentAbsorbed,
    IncidentCancelled,
    IncidentClosed,
    IncidentDeclared,
    IncidentMerged,
    IncidentReopened,
    IncidentResolved,
    MadePrivate,
    RoomOpened,
)
from bot.domain.events.reporting import ENDS
from bot.domain.ids import IncidentId, PersonId, RoomId, label
from bot.domain.incident import Flag, Incident, Status
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.service import ClientName, ServiceName
from bot.domain.severity import Postmortem, Severity
from bot.domain.text import TEXT_LIMIT, TITLE_LIMIT, clean, clip


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a person said when they declared."""

    impact: str
    title: str = ""
    service: ServiceName | None = None
    clients: tuple[ClientName, ...] = ()
    flags: frozenset[Flag] = frozenset()
    private: bool = False
    drill: bool = False
    started_at: datetime | None = None
    tickets: tuple[str, ...] = ()


def declare(
    id: IncidentId,
    said: Declaration,
    *,
    severity: Severity,
    policy: Policy,
    by: PersonId,
    at: datetime,
) -> Change[Incident]:
    """What was said becomes an incident; any flag makes it private."""
    if said.started_at is not None and said.started_at > at:
        raise Refusal(
            "It cannot have started in the future. Choose an earlier time, or leave it empty.",
            field="started_at",
        )
    title, impact = _worded(said)
    incident = Incident(
        id=id,
        title=title,
        severity=severity.name,
        impact=impact,
        service=said.service,
        clients=said.clients or policy.clients_of(said.service),
        flags=said.flags,
        private=said.private or bool(said.flags),
        drill=said.drill,
        declared_by=by,
        declared_at=at,
        started_at=said.started_at,
        tickets=said.tickets,
        lead_due_at=at + policy.workspace.lead_within,
    )
    incident = cadence.begin(incident, severity, policy)
    return Change(incident, (_declared(incident),))


def _worded(said: Declaration) -> tuple[str, str]:
    """Title and impact. A title that was not given is the first line of the impact."""
    impact = clean(said.impact, TEXT_LIMIT)
    given = clean(said.title, TEXT_LIMIT).replace("\n", " ")
    title = clip(given or impact.split("\n")[0], TITLE_LIMIT)
    if not any(character.isalnum() for character in title):
        raise Refusal(
            "Say in a few words what clients see, for example “Card payments fail”.",
            field="title" if given else "impact",
        )
    return title, impact or title


def _declared(incident: Incident) -> IncidentDeclared:
    return IncidentDeclared(
        incident=incident.id,
        at=incident.declared_at,
        by=incident.declared_by,
        title=incident.title,
        severity=incident.severity,
        impact=incident.impact,
        service=incident.service,
        clients=incident.clients,
        flags=tuple(sorted(incident.flags)),
        private=incident.private,
        drill=incident.drill,
        started_at=incident.started_at,
        tickets=incident.tickets,
    )


def open_room(
    incident: Incident, room: RoomId, name: str, *, runbooks: tuple[str, ...] = (), at: datetime
) -> Change[Incident]:
    if incident.room == room:
        return Change(incident)
    opened = replace(incident, room=room, room_name=name, room_count=incident.room_count + 1)
    return Change(
        opened,
        (
            RoomOpened(
                incident=incident.id,
                at=at,
                room=room,
                name=name,
                declarer=incident.declared_by,
                runbooks=runbooks,
            ),
        ),
    )


def make_private(incident: Incident, *, by: PersonId, at: datetime) -> Change[Incident]:
    """Take it out of sight: a new private room, and no word of it elsewhere."""
    incident.must_be_open()
    if incident.private:
        return Change(incident)
    fact = MadePrivate(incident=incident.id, at=at, by=by, old_room=incident.room)
    return Change(replace(incident, private=True, room=None, room_name=""), (fact,))


def resolve(
    incident: Incident, *, summary: str, severity: Severity, by: PersonId, at: datetime
) -> Change[Incident]:
    if incident.status is Status.RESOLVED:
        raise Refusal(
            "{incident} is already resolved. `/incident reopen` opens it again.",
            incident=label(incident.id),
        )
    incident.must_be_open()
    said = clean(summary, TEXT_LIMIT)
    if not said:
        raise Refusal("Say in two sentences what was wrong and what fixed it.", field="summary")
    done = replace(
        incident,
        status=Status.RESOLVED,
        summary=said,
        resolved_at=at,
        lead_due_at=None,
    )
    needs = severity.postmortem is Postmortem.REQUIRED
    fact = IncidentResolved(
        incident=incident.id, at=at, by=by, summary=said, needs_postmortem=needs
    )
    return Change(cadence.resolved(done), (fact,))


def may_reopen(incident: Incident) -> None:
    """Asked before the form too: nobody should write a reason for nothing."""
    if incident.status.open:
        raise Refusal("{incident} is open already.", incident=label(incident.id))
    if incident.status not in {Status.RESOLVED, Status.CLOSED}:
        raise Refusal(
            "{incident} was cancelled or merged. Declare a new one with `/incident declare`.",
            incident=label(incident.id),
        )


def reopen(
    incident: Incident,
    *,
    reason: str,
    severity: Severity,
    policy: Policy,
    by: PersonId,
    at: datetime,
) -> Change[Incident]:
    """Only what was resolved or closed comes back; a merged or cancelled one is declared anew.

    The duties come back with it: a lead, if it has none, and the next client update.
    """
    may_reopen(incident)
    back = replace(
        incident,
        status=Status.INVESTIGATING,
        resolved_at=None,
        closed_at=None,
        milestones={each: at for each, at in incident.milestones.items() if each not in ENDS},
        lead_due_at=None if incident.lead else at + policy.workspace.lead_within,
    )
    return Change(
        cadence.reopen(back, severity, policy, at=at),
        (IncidentReopened(incident=incident.id, at=at, by=by, reason=clean(reason, TEXT_LIMIT)),),
    )


def close(incident: Incident, *, by: PersonId, at: datetime) -> Change[Incident]:
    if incident.status is Status.CLOSED:
        return Change(incident)
    if incident.status in {Status.CANCELLED, Status.MERGED}:
        raise Refusal(
            "{incident} was cancelled or merged, so there is nothing left to close.",
            incident=label(incident.id),
        )
    if incident.status is not Status.RESOLVED:
        raise Refusal("Resolve {incident} first: `/incident resolve`.", incident=label(incident.id))
    return Change(
        replace(incident, status=Status.CLOSED, closed_at=at),
        (IncidentClosed(incident=incident.id, at=at, by=by),),
    )


def cancel(incident: Incident, *, reason: str, by: PersonId, at: datetime) -> Change[Incident]:
    """It was no incident after all. It stays on record."""
    incident.must_be_open()
    fact = IncidentCancelled(incident=incident.id, at=at, by=by, reason=clean(reason, TEXT_LIMIT))
    gone = replace(incident, status=Status.CANCELLED, lead_due_at=None)
    return Change(cadence.nothing_owed(gone), (fact,))


def merge(
    incident: Incident, into: Incident, *, by: PersonId, at: datetime
) -> tuple[Change[Incident], Change[Incident]]:
    """Two names for one incident: this one ends, the other goes on."""
    incident.must_be_open()
    if incident.id == into.id:
        raise Refusal(
            "{incident} cannot be merged into itself. Name another: `/incident merge INC-7`.",
            incident=label(incident.id),
        )
    if not into.status.open:
        raise Refusal(
            "{incident} is not open, so nothing can be merged into it.", incident=label(into.id)
        )
    if incident.private and not into.private:
        raise Refusal(
            "{incident} is private and {into} is not. Make {into} private first.",
            incident=label(incident.id),
            into=label(into.id),
        )
    over = replace(incident, status=Status.MERGED, merged_into=into.id, lead_due_at=None)
    gone = cadence.nothing_owed(over)
    return (
        Change(gone, (IncidentMerged(incident=incident.id, at=at, by=by, into=into.id),)),
        Change(into, (IncidentAbsorbed(incident=into.id, at=at, by=by, other=incident.id),)),
    )
