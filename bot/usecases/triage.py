"""What people decide while it burns: severity, status, roles, title, service, visibility, ends."""

from collections.abc import Collection

from bot.domain import clock_course, escalation, escalation_wishes, flagging, lifecycle, triage
from bot.domain.escalation import State
from bot.domain.events import Because
from bot.domain.ids import IncidentId, PersonId, RoomId
from bot.domain.incident import Flag, Incident, Status
from bot.domain.role import RoleName
from bot.domain.service import ServiceName
from bot.domain.severity import Severity
from bot.store.work import Work


async def reclassify(
    work: Work, id: IncidentId, to: Severity, *, by: PersonId, reason: str = ""
) -> Incident:
    """Change the severity and re-evaluate what it obliges: a paging one pages if nobody was."""
    incident = await work.incidents.get(id, for_update=True)
    old = work.policy.severity_in_force(incident.severity)
    change = triage.reclassify(
        incident, to, old=old, policy=work.policy, by=by, at=work.now, reason=reason
    )
    incident = await work.record(change)
    if change.events:
        await _page_anew(work, incident, to, by)
    return incident


async def _page_anew(work: Work, incident: Incident, to: Severity, by: PersonId) -> None:
    """Judge what runs by the new severity; begin the path if nothing runs and it pages."""
    runs = await work.escalations.of_incident(incident.id, for_update=True)
    running = [run for run in runs if run.state is not State.STOPPED]
    path = work.policy.path_for(incident.service)
    if not running and not (to.pages and path):
        return
    resolve = (await work.on_call())(work.now)
    for run in running:
        judged = escalation_wishes.reclassify(run, resolve, to=to, at=work.now)
        moved = await work.record(judged)
        if moved.version != run.version and moved.answerable:
            onward = escalation.advance(moved, resolve, at=work.now, because=Because.SEVERITY)
            await work.record(onward)
    if path and not running:
        page = work.escalations.new_id()
        await work.record(
            escalation.begin(page, incident.id, path, resolve, severity=to, by=by, at=work.now)
        )


async def set_status(work: Work, id: IncidentId, to: Status, *, by: PersonId) -> Incident:
    incident = await work.incidents.get(id, for_update=True)
    return await work.record(triage.set_status(incident, to, by=by, at=work.now))


async def take_role(
    work: Work, id: IncidentId, role: RoleName, person: PersonId, *, by: PersonId
) -> Incident:
    incident = await work.incidents.get(id, for_update=True)
    await work.incidents.add_members(id, (person,), work.now)
    return await work.record(triage.take_role(incident, role, person, by=by, at=work.now))


async def retitle(work: Work, id: IncidentId, title: str, *, by: PersonId) -> Incident:
    incident = await work.incidents.get(id, for_update=True)
    return await work.record(triage.retitle(incident, title, by=by, at=work.now))


async def set_service(
    work: Work, id: IncidentId, service: ServiceName | None, *, by: PersonId
) -> Incident:
    incident = await work.incidents.get(id, for_update=True)
    return await work.record(
        triage.set_service(incident, service, policy=work.policy, by=by, at=work.now)
    )


async def make_private(work: Work, id: IncidentId, *, by: PersonId) -> Incident:
    """From now on only the people who are in the room may see it."""
    incident = await work.incidents.get(id, for_update=True)
    await work.incidents.add_members(id, (by,), work.now)
    return await work.record(lifecycle.make_private(incident, by=by, at=work.now))


async def flag(
    work: Work, id: IncidentId, flags: Collection[Flag], *, by: PersonId, reason: str = ""
) -> Incident:
    """It touches these after all: private from now on, and the clocks they call for proposed."""
    incident = await work.incidents.get(id, for_update=True)
    await work.incidents.add_members(id, (by,), work.now)
    change = flagging.flag(incident, flags, by=by, at=work.now, reason=reason)
    incident = await work.record(change)
    if change.events:
        clocks = await work.clocks.of(id)
        await work.record(clock_course.propose(clocks, incident, policy=work.policy, at=work.now))
    return incident


async def unflag(
    work: Work, id: IncidentId, flags: Collection[Flag], *, by: PersonId, reason: str
) -> Incident:
    incident = await work.incidents.get(id, for_update=True)
    return await work.record(flagging.unflag(incident, flags, reason=reason, by=by, at=work.now))


async def reopen(work: Work, id: IncidentId, *, by: PersonId, reason: str) -> Incident:
    """Whoever is on call is paged anew, where the severity pages: those who had it may be gone."""
    incident = await work.incidents.get(id, for_update=True)
    severity = work.policy.severity(incident.severity)
    change = lifecycle.reopen(
        incident, reason=reason, severity=severity, policy=work.policy, by=by, at=work.now
    )
    reopened = await work.record(change)
    await _page_anew(work, reopened, severity, by)
    return reopened


async def close(work: Work, id: IncidentId, *, by: PersonId) -> Incident:
    incident = await work.incidents.get(id, for_update=True)
    return await work.record(lifecycle.close(incident, by=by, at=work.now))


async def cancel(work: Work, id: IncidentId, *, by: PersonId, reason: str) -> Incident:
    incident = await work.incidents.get(id, for_update=True)
    incident = await work.record(lifecycle.cancel(incident, reason=reason, by=by, at=work.now))
    await _stop_paging(work, id)
    return incident


async def merge(work: Work, id: IncidentId, into: IncidentId, *, by: PersonId) -> Incident:
    """The lower number is locked first, so that two merges cannot wait for each other."""
    found = {
        wanted: await work.incidents.get(wanted, for_update=True) for wanted in sorted({id, into})
    }
    gone, kept = lifecycle.merge(found[id], found[into], by=by, at=work.now)
    await work.record(kept)
    incident = await work.record(gone)
    await _stop_paging(work, id)
    return incident


async def miss_leads(work: Work, *, limit: int = 50) -> int:
    """Ask the rooms whose incident still has no lead; how many were looked at."""
    late = await work.incidents.without_lead(work.now, limit)
    for incident in late:
        await work.record(triage.miss_lead(incident, at=work.now))
    return len(late)


async def joined(work: Work, room: RoomId, person: PersonId) -> None:
    """Somebody entered a war room: they may see the incident, and the timeline says so."""
    incident = await work.incidents.in_room(room)
    if incident is None:
        return
    await work.incidents.add_members(incident.id, (person,), work.now)
    await work.record(triage.join(incident, person, at=work.now))


async def left(work: Work, room: RoomId, person: PersonId) -> None:
    """Somebody left a war room, or was removed. A private incident is out of their sight now.

    That goes for its declarer too: who may know is decided by who is in the room, and whoever
    guards it must be able to shut anybody out. An invitation brings the sight back.
    """
    incident = await work.incidents.in_room(room)
    if incident is None:
        return
    if incident.private:
        await work.incidents.remove_member(incident.id, person)
    await work.record(triage.leave(incident, person, at=work.now))


async def _stop_paging(work: Work, id: IncidentId) -> None:
    for run in await work.escalations.of_incident(id, for_update=True):
        await work.record(escalation.stop(run, at=work.now))
