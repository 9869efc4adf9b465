"""Client updates that are due: remind, say that one was missed, tell others; or put it off."""

from datetime import datetime

from bot.domain import approving, cadence
from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Incident, UpdateAlarm
from bot.store.work import Work


async def snooze(
    work: Work, id: IncidentId, *, until: datetime, reason: str, by: PersonId
) -> Incident:
    """Put the reminders off until then, UTC. What clients were promised stays promised."""
    incident = await work.incidents.get(id, for_update=True)
    return await work.record(cadence.snooze(incident, until, reason=reason, by=by, at=work.now))


async def ring_due(work: Work, *, limit: int = 50) -> int:
    """Every alarm that has passed, as a fact, once for all replicas; how many were looked at."""
    late = await work.incidents.alarmed(work.now, limit)
    for incident in late:
        above = await _above(work, incident)
        await work.record(cadence.ring(incident, above, work.policy, at=work.now))
    return len(late)


async def _above(work: Work, incident: Incident) -> tuple[PersonId, ...]:
    """Whom it is escalated to; of a private incident only those hear who may know of it."""
    if incident.update_alarm is not UpdateAlarm.ESCALATE:
        return ()
    people = cadence.above(incident, work.policy)
    if not incident.private:
        return people
    members = await work.incidents.members(incident.id)
    return tuple(person for person in people if person in members)


async def expire_due(work: Work, *, limit: int = 50) -> int:
    """Approvals whose time is over are void, and asked for again; how many were looked at.

    In a transaction of its own, and the lower incident first: it waits for locks.
    """
    ended = await work.client_updates.expired(work.now, limit)
    for id in ended:
        incident, update = await work.client_updates.locked(id)
        await work.record(approving.reconsider(update, incident, work.policy, at=work.now))
    return len(ended)
