"""What people learn and decide while an incident is open: severity, status, roles, title, notes.

Every function takes the incident as it is and returns a `Change`. Asking for what is already
true changes nothing; asking for what cannot be is a `Refusal` in words.
"""

from dataclasses import replace
from datetime import datetime

from bot.domain import cadence
from bot.domain.change import Change
from bot.domain.events import (
    LeadMissed,
    NoteAdded,
    PersonJoined,
    PersonLeft,
    RoleTaken,
    RunbookAsked,
    ServiceChanged,
    SeverityChanged,
    StatusChanged,
    TitleChanged,
)
from bot.domain.events.record import Attachment, NoteKind, Source
from bot.domain.ids import PersonId, label
from bot.domain.incident import Incident, Status
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.role import LEAD, RoleName
from bot.domain.runbook import Runbook
from bot.domain.service import ServiceName
from bot.domain.severity import Severity
from bot.domain.text import TEXT_LIMIT, TITLE_LIMIT, clean, clip


def reclassify(
    incident: Incident,
    to: Severity,
    *,
    old: Severity,
    policy: Policy,
    by: PersonId,
    at: datetime,
    reason: str = "",
) -> Change[Incident]:
    """Change the severity and what it obliges.

    The first client update counts from the declare, a later one from now, unless clients were
    promised a time. A drill owes none.
    """
    incident.must_be_open()
    if incident.severity == to.name:
        return Change(incident)
    fact = SeverityChanged(
        incident=incident.id,
        at=at,
        by=by,
        old=incident.severity,
        new=to.name,
        worse=to.worse_than(old),
        reason=clean(reason, TEXT_LIMIT),
    )
    owing = cadence.reclassify(replace(incident, severity=to.name), to, policy, at=at)
    return Change(owing, (fact,))


def set_status(incident: Incident, to: Status, *, by: PersonId, at: datetime) -> Change[Incident]:
    """Move among the open statuses. Resolving, closing and cancelling have verbs of their own."""
    incident.must_be_open()
    if not to.open:
        raise Refusal(
            "Use `/incident resolve`, `/incident cancel` or `/incident merge` to end {incident}.",
            incident=label(incident.id),
        )
    if incident.status is to:
        return Change(incident)
    fact = StatusChanged(incident=incident.id, at=at, by=by, old=incident.status, new=to)
    return Change(replace(incident, status=to), (fact,))


def take_role(
    incident: Incident, role: RoleName, person: PersonId, *, by: PersonId, at: datetime
) -> Change[Incident]:
    """Claim a role or hand it over; the previous holder stays on the record."""
    incident.must_be_open()
    previous = incident.roles.get(role)
    if previous == person:
        return Change(incident)
    roles = {**incident.roles, role: person}
    due = None if role == LEAD else incident.lead_due_at
    fact = RoleTaken(
        incident=incident.id, at=at, by=by, role=role, person=person, previous=previous
    )
    return Change(replace(incident, roles=roles, lead_due_at=due), (fact,))


def miss_lead(incident: Incident, *, at: datetime) -> Change[Incident]:
    """The limit for taking the lead has passed: say so once, or be silent if it was taken."""
    quiet = replace(incident, lead_due_at=None)
    if incident.lead is not None or not incident.status.open:
        return Change(quiet)
    waited = int((at - incident.declared_at).total_seconds())
    return Change(quiet, (LeadMissed(incident=incident.id, at=at, after_seconds=waited),))


def retitle(incident: Incident, title: str, *, by: PersonId, at: datetime) -> Change[Incident]:
    wanted = clip(clean(title, TEXT_LIMIT).replace("\n", " "), TITLE_LIMIT)
    if not any(character.isalnum() for character in wanted):
        raise Refusal(
            "Give the new title in words, for example “Card payments fail”.", field="title"
        )
    if wanted == incident.title:
        return Change(incident)
    fact = TitleChanged(incident=incident.id, at=at, by=by, old=incident.title, new=wanted)
    return Change(replace(incident, title=wanted), (fact,))


def set_service(
    incident: Incident, service: ServiceName | None, *, policy: Policy, by: PersonId, at: datetime
) -> Change[Incident]:
    if incident.service == service:
        return Change(incident)
    known = policy.services.get(service) if service else None
    fact = ServiceChanged(
        incident=incident.id,
        at=at,
        by=by,
        old=incident.service,
        new=service,
        title=known.title if known else None,
    )
    clients = incident.clients or policy.clients_of(service)
    served = replace(incident, service=service)
    return Change(cadence.affecting(served, clients, policy, at=at), (fact,))


def add_note(
    incident: Incident,
    text: str,
    *,
    author: PersonId,
    said_at: datetime,
    by: PersonId,
    at: datetime,
    permalink: str = "",
    kind: NoteKind | None = None,
    source: Source | None = None,
    files: tuple[Attachment, ...] = (),
) -> Change[Incident]:
    said = clean(text, TEXT_LIMIT) or clean(", ".join(each.name for each in files), TEXT_LIMIT)
    if not said:
        raise Refusal(
            "Write the note after the word, for example `/incident note Rolled back 2.14`.",
            field="note",
        )
    fact = NoteAdded(
        incident=incident.id,
        at=at,
        by=by,
        text=said,
        author=author,
        said_at=said_at,
        permalink=permalink,
        kind=kind,
        source=source,
        files=files,
    )
    return Change(incident, (fact,))


def ask_for_runbook(
    incident: Incident, runbook: Runbook, *, by: PersonId, at: datetime
) -> Change[Incident]:
    """It is posted again when it is there already: what was asked for stands at the end."""
    if incident.room is None:
        raise Refusal(
            "The war room of {incident} is still being opened. Try again in a moment.",
            incident=label(incident.id),
        )
    fact = RunbookAsked(incident=incident.id, at=at, by=by, slug=runbook.slug, title=runbook.title)
    return Change(incident, (fact,))


def join(incident: Incident, person: PersonId, *, at: datetime) -> Change[Incident]:
    return Change(incident, (PersonJoined(incident=incident.id, at=at, by=person, person=person),))


def leave(incident: Incident, person: PersonId, *, at: datetime) -> Change[Incident]:
    return Change(incident, (PersonLeft(incident=incident.id, at=at, by=person, person=person),))
