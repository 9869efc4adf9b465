"""Open an incident, page at once if it is bad enough, and note the room when it is ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import clock_course, escalation, lifecycle, triage
from bot.domain.clocks import Clocks
from bot.domain.effects import RefreshPages, ShowClocks
from bot.domain.ids import IncidentId, PersonId, RoomId
from bot.domain.incident import Incident
from bot.domain.lifecycle import Declaration
from bot.domain.runbook import Runbook, fitting
from bot.domain.severity import Severity
from bot.store.work import Work

#: More runbooks than this in one room are noise.
RUNBOOKS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The message an incident was declared from: its first note."""

    text: str
    author: PersonId
    said_at: datetime
    permalink: str


async def declare(
    work: Work,
    said: Declaration,
    *,
    severity: Severity,
    by: PersonId,
    evidence: Evidence | None = None,
) -> Incident:
    """The whole decision in one transaction: the incident, its first evidence, its first page."""
    id = await work.incidents.next_id(work.now)
    incident = await work.record(
        lifecycle.declare(id, said, severity=severity, policy=work.policy, by=by, at=work.now)
    )
    await work.incidents.add_members(id, (by,), work.now)
    if evidence is not None and evidence.text.strip():
        note = triage.add_note(
            incident,
            evidence.text,
            author=evidence.author,
            said_at=evidence.said_at,
            by=by,
            at=work.now,
            permalink=evidence.permalink,
        )
        await work.record(note)
    if incident.flags:
        clocks = Clocks(id)
        await work.record(clock_course.propose(clocks, incident, policy=work.policy, at=work.now))
    path = work.policy.path_for(incident.service) if severity.pages else None
    if path is not None:
        on_call = await work.on_call()
        resolve, page = on_call(work.now), work.escalations.new_id()
        begun = escalation.begin(page, id, path, resolve, severity=severity, by=None, at=work.now)
        await work.record(begun)
    return incident


async def room_opened(
    work: Work, id: IncidentId, room: RoomId, name: str, *, runbooks: Sequence[Runbook]
) -> Incident:
    """The channel exists: from here everything else can happen side by side."""
    incident = await work.incidents.get(id, for_update=True)
    found = fitting(runbooks, incident, work.policy)
    slugs = tuple(runbook.slug for runbook in found[:RUNBOOKS])
    change = lifecycle.open_room(incident, room, name, runbooks=slugs, at=work.now)
    if change.events:
        await _tell_paged(work, id, room)
        if incident.flags or incident.clock:
            # Proposed, or made private with them, before there was a room to show them in.
            work.also(ShowClocks(incident=id), because=f"{room}.clocks")
    return await work.record(change)


async def _tell_paged(work: Work, id: IncidentId, room: RoomId) -> None:
    """Pages leave before the room exists: those who got one now see where to go."""
    for run in await work.escalations.of_incident(id):
        refresh = RefreshPages(incident=id, escalation=run.id)
        work.also(refresh, because=f"{room}.{run.id}")
