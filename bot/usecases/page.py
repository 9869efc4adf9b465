"""Hear the answers to a page, and ask whom somebody wants asked."""

from collections.abc import Sequence

from bot.domain import escalation, escalation_answers, escalation_wishes, triage
from bot.domain.escalation import Escalation, State
from bot.domain.events import Because
from bot.domain.ids import EscalationId, IncidentId, PersonId
from bot.domain.refusal import Refusal
from bot.domain.service import RotationName
from bot.store.work import Work


async def acknowledge(work: Work, id: EscalationId, *, by: PersonId) -> Escalation:
    """They have it. Pressed again, it is a sign of life."""
    run = await work.escalations.get(id, for_update=True)
    await work.incidents.add_members(run.incident, (by,), work.now)
    if by in run.holders:
        return await work.record(escalation_answers.alive(run, by=by, at=work.now))
    return await work.record(escalation_answers.acknowledge(run, by=by, at=work.now))


async def decline(work: Work, id: EscalationId, *, by: PersonId, reason: str) -> Escalation:
    """Cannot take it: where it was their turn, the next level is paged in the same transaction."""
    run = await work.escalations.get(id, for_update=True)
    declined = escalation_answers.decline(run, by=by, reason=reason, at=work.now)
    return await _onward(work, run, await work.record(declined), Because.DECLINE)


async def confirm(work: Work, id: EscalationId, *, by: PersonId) -> Escalation:
    """They still have it."""
    run = await work.escalations.get(id, for_update=True)
    if run.state is State.STOPPED:
        raise Refusal("The incident has ended, so nobody needs to answer. Thank you.")
    if run.state is not State.ACKNOWLEDGED or by not in run.holders:
        raise Refusal(
            "Somebody else is being asked by now. Press Acknowledge on your page to take it again."
        )
    return await work.record(escalation_answers.alive(run, by=by, at=work.now))


async def show_life(work: Work, incidents: Sequence[IncidentId], *, by: PersonId) -> None:
    """Somebody did or said something: what they acknowledged holds for another while."""
    if not any(severity.ack_timeout for severity in work.policy.severities):
        return
    for incident in incidents:
        for run in await work.escalations.of_incident(incident, for_update=True):
            change = escalation_answers.alive(run, by=by, at=work.now)
            if change.state is not run:
                await work.record(change)


async def escalate(
    work: Work, incident: IncidentId, *, by: PersonId, reason: str = "", level: int | None = None
) -> Escalation:
    """Page the next level now, or this one, answered or not; begins the path if none was begun."""
    run = await _running(work, incident, by)
    if run.level is None and level is None and not run.called:
        on_call = await work.on_call()
        run = await work.record(escalation.advance(run, on_call(work.now), at=work.now))
        if reason:
            # A path begins without a reason of its own; what was said must not be lost.
            found = await work.incidents.get(incident)
            await work.record(
                triage.add_note(found, reason, author=by, said_at=work.now, by=by, at=work.now)
            )
        return run
    forced = escalation_wishes.force(run, level=level, by=by, reason=reason, at=work.now)
    return await _onward(work, run, await work.record(forced), Because.DEMAND)


async def skip(
    work: Work, incident: IncidentId, level: int, *, by: PersonId, reason: str
) -> Escalation:
    """Pass over a level, now or when its turn comes."""
    (await work.incidents.get(incident)).must_be_open()
    runs = await work.escalations.of_incident(incident, for_update=True)
    running = [run for run in runs if run.state is not State.STOPPED]
    if not running:
        raise Refusal("Nobody has been paged yet. `/incident escalate` pages whoever is on call.")
    run = running[-1]
    skipped = escalation_wishes.skip(run, level, by=by, reason=reason, at=work.now)
    return await _onward(work, run, await work.record(skipped), Because.SKIP)


async def call(
    work: Work,
    incident: IncidentId,
    people: tuple[PersonId, ...],
    *,
    by: PersonId,
    reason: str = "",
    rotation: RotationName | None = None,
) -> Escalation:
    """Page people by name, beside the path. Where none was begun, it waits for them first."""
    run = await _running(work, incident, by)
    for person in dict.fromkeys(people):
        called = escalation_wishes.call(
            run, person, by=by, reason=reason, rotation=rotation, at=work.now
        )
        run = await work.record(called)
    return run


async def hand_over(
    work: Work, incident: IncidentId, person: PersonId, *, by: PersonId, reason: str = ""
) -> Escalation:
    """The page is this person's now, instead of whoever had it."""
    run = await _running(work, incident, by)
    return await work.record(
        escalation_wishes.hand_over(run, person, by=by, reason=reason, at=work.now)
    )


async def _running(work: Work, id: IncidentId, by: PersonId) -> Escalation:
    """The newest run that has not ended, locked; else a new one that has asked nobody yet."""
    incident = await work.incidents.get(id)
    incident.must_be_open()
    runs = await work.escalations.of_incident(id, for_update=True)
    running = [run for run in runs if run.state is not State.STOPPED]
    if running:
        return running[-1]
    path = work.policy.path_for(incident.service)
    if path is None:
        raise Refusal(
            "No escalation path is set for this service. "
            "Set the service with `/incident service`, or add `default_path` to the policy."
        )
    severity, new = work.policy.severity(incident.severity), work.escalations.new_id()
    return await work.record(escalation.start(new, id, path, severity=severity, by=by, at=work.now))


async def _onward(work: Work, before: Escalation, run: Escalation, because: Because) -> Escalation:
    """Page at once whoever is next, if what was decided moved the path on."""
    if run.version == before.version:
        return run
    on_call = await work.on_call()
    return await work.record(
        escalation.advance(run, on_call(work.now), at=work.now, because=because)
    )
