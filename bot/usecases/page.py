"""Hear the answers to a page, and ask the next level when somebody wants it."""

from bot.domain import escalation, triage
from bot.domain.escalation import Escalation, State
from bot.domain.ids import EscalationId, IncidentId, PersonId
from bot.domain.on_call import on_call, rosters_of
from bot.domain.refusal import Refusal
from bot.store.work import Work


async def acknowledge(work: Work, id: EscalationId, *, by: PersonId) -> Escalation:
    run = await work.escalations.get(id, for_update=True)
    await work.incidents.add_members(run.incident, (by,), work.now)
    return await work.record(escalation.acknowledge(run, by=by, at=work.now))


async def decline(work: Work, id: EscalationId, *, by: PersonId, reason: str) -> Escalation:
    """Cannot take it: the next level is paged in the same transaction."""
    run = await work.escalations.get(id, for_update=True)
    return await _onward(
        work, await work.record(escalation.decline(run, by=by, reason=reason, at=work.now))
    )


async def escalate(
    work: Work, incident: IncidentId, *, by: PersonId, reason: str = ""
) -> Escalation:
    """Page the next level now, answered or not; begins the service's path if none was begun."""
    (await work.incidents.get(incident)).must_be_open()
    runs = await work.escalations.of_incident(incident, for_update=True)
    running = [run for run in runs if run.state is not State.STOPPED]
    if not running:
        run = await _begin(work, incident, by)
        if reason:
            # A path begins without a reason of its own; what was said must not be lost.
            found = await work.incidents.get(incident)
            await work.record(
                triage.add_note(found, reason, author=by, said_at=work.now, by=by, at=work.now)
            )
        return run
    forced = escalation.force(running[-1], by=by, reason=reason, at=work.now)
    return await _onward(work, await work.record(forced))


async def call(
    work: Work, incident: IncidentId, person: PersonId, *, by: PersonId, reason: str = ""
) -> Escalation:
    """Page one person by name, beside the path; begins the path if none was begun."""
    (await work.incidents.get(incident)).must_be_open()
    runs = await work.escalations.of_incident(incident, for_update=True)
    running = [run for run in runs if run.state is not State.STOPPED]
    run = running[-1] if running else await _begin(work, incident, by)
    return await work.record(escalation.call(run, person, by=by, reason=reason, at=work.now))


async def _begin(work: Work, id: IncidentId, by: PersonId) -> Escalation:
    incident = await work.incidents.get(id)
    path = work.policy.path_for(incident.service)
    if path is None:
        raise Refusal(
            "No escalation path is set for this service. "
            "Set the service with `/incident service`, or add `default_path` to the policy."
        )
    resolve = on_call(work.policy, rosters_of(work.policy), work.now)
    page = work.escalations.new_id()
    return await work.record(escalation.begin(page, id, path, resolve, by=by, at=work.now))


async def _onward(work: Work, run: Escalation) -> Escalation:
    resolve = on_call(work.policy, rosters_of(work.policy), work.now)
    return await work.record(escalation.advance(run, resolve, at=work.now))
