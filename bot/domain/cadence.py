"""When clients must hear from us next, and who is told when they do not.

The duty comes from severity and what clients were last told; a promise made to them goes before
it; before the first word it counts from the declare. A key client takes the duty, not the
severity, of the next worse one. Each alarm (reminder, missed, escalated) is a column and a stage:
whoever claims the row rings it, once however many replicas there are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.change import Change
from bot.domain.events import (
    Event,
    UpdateEscalated,
    UpdateMissed,
    UpdateReminded,
    UpdateSnoozed,
)
from bot.domain.ids import PersonId
from bot.domain.incident import OPEN, Incident, Status, UpdateAlarm
from bot.domain.person import GroupName
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.role import COMMS, LEAD
from bot.domain.service import ClientName
from bot.domain.severity import ClientState, Severity
from bot.domain.text import TEXT_LIMIT, clean

#: The group told of a missed update where the policy names none.
MANAGERS = GroupName("managers")
#: Reminders can be put off for so long at a time; whoever wants longer says so again.
LONGEST_SNOOZE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Duty:
    """``first`` counts from the declare, ``then`` from each update, by the state it told."""

    first: timedelta | None
    then: Mapping[ClientState, timedelta]


def duty(severity: Severity, incident: Incident, policy: Policy) -> Duty:
    """What is owed at a severity; with a key client, never less often than one worse."""
    keyed = any(client.key for name in incident.clients if (client := policy.clients.get(name)))
    worse = max(
        (each for each in policy.severities if each.worse_than(severity)),
        key=lambda each: each.rank,
        default=severity,
    )
    if not keyed or worse is severity:
        return Duty(severity.first_update, severity.cadence)
    states = {*severity.cadence, *worse.cadence}
    return Duty(
        _sooner(severity.first_update, worse.first_update),
        {
            state: wait
            for state in states
            if (wait := _sooner(severity.cadence.get(state), worse.cadence.get(state)))
        },
    )


def _sooner(*waits: timedelta | None) -> timedelta | None:
    return min((wait for wait in waits if wait is not None), default=None)


def begin(incident: Incident, severity: Severity, policy: Policy) -> Incident:
    """The clock of the first update, from the declare. A drill owes none."""
    within = None if incident.drill else duty(severity, incident, policy).first
    at = incident.declared_at
    return owe(incident, at + within if within else None, policy, at=at)


def reopen(incident: Incident, severity: Severity, policy: Policy, *, at: datetime) -> Incident:
    """It burns again: clients are told as while the cause is unknown. A promise stays."""
    if incident.update_promised and incident.update_due_at:
        return incident
    wait = duty(severity, incident, policy).then.get(ClientState.INVESTIGATING)
    owed = at + wait if wait and not incident.drill else None
    return owe(incident, owed, policy, at=at)


def reclassify(incident: Incident, severity: Severity, policy: Policy, *, at: datetime) -> Incident:
    """The duty of another severity, or of other clients. A promise stays what it was."""
    if incident.update_promised and incident.update_due_at:
        return incident
    owed = duty(severity, incident, policy)
    due = None
    if incident.client_state is None and not incident.drill:
        due = incident.declared_at + owed.first if owed.first else None
    elif incident.client_state and (wait := owed.then.get(incident.client_state)):
        due = at + wait
    return owe(incident, due, policy, at=at)


def affecting(
    incident: Incident, clients: tuple[ClientName, ...], policy: Policy, *, at: datetime
) -> Incident:
    """Other clients are affected: a key client among them may wait less, and nobody longer."""
    after = replace(incident, clients=clients)
    if not after.status.open:
        return after
    owed = reclassify(after, policy.severity_in_force(incident.severity), policy, at=at)
    due, before = owed.update_due_at, incident.update_due_at
    return owed if due and (before is None or due < before) else after


def told(
    incident: Incident,
    state: ClientState,
    promised: datetime | None,
    severity: Severity,
    policy: Policy,
    *,
    at: datetime,
) -> Incident:
    """Clients have just been told: the next word is due as promised, else by the duty."""
    wait = duty(severity, incident, policy).then.get(state)
    due = promised or (at + wait if wait else None)
    if state is ClientState.RESOLVED or not (incident.status.open or promised):
        due = None
    after = replace(incident, client_state=state)
    return owe(after, due, policy, at=at, promised=promised is not None and due is not None)


def owe(
    incident: Incident,
    due: datetime | None,
    policy: Policy,
    *,
    at: datetime,
    promised: bool = False,
) -> Incident:
    """Due then, or not at all; the first alarm is set, and an old snooze is over.

    The reminder comes as long before as the policy says, or half-way where that is passed.
    """
    if due is not None and due == incident.update_due_at:
        return replace(incident, update_promised=promised)
    remind = due - _ahead(due - at, policy) if due else None
    return replace(
        incident,
        update_due_at=due,
        update_promised=promised,
        update_alarm=UpdateAlarm.REMIND if due else None,
        update_alarm_at=remind,
        update_snoozed_until=None,
    )


def _ahead(left: timedelta, policy: Policy) -> timedelta:
    return min(policy.client_updates.remind_before, max(left, timedelta()) / 2)


def ring(
    incident: Incident, above: tuple[PersonId, ...], policy: Policy, *, at: datetime
) -> Change[Incident]:
    """The alarm that has become due, as a fact, and the next one set.

    After an outage what was missed is said at once, without the reminder that came too late.
    ``above`` are those to whom it is escalated.
    """
    due, alarm = incident.update_due_at, incident.update_alarm
    ended = incident.status not in {*OPEN, Status.RESOLVED}
    if due is None or alarm is None or ended:
        return Change(_silent(incident))
    if incident.update_alarm_at is None or at < incident.update_alarm_at:
        return Change(incident)
    first, people = incident.client_state is None, writers(incident)
    fact: Event
    if alarm is UpdateAlarm.ESCALATE:
        fact = UpdateEscalated(incident=incident.id, at=at, due_at=due, people=above, first=first)
        return Change(_silent(incident), (fact,))
    if at < due:
        fact = UpdateReminded(incident=incident.id, at=at, due_at=due, people=people, first=first)
        return Change(_next(incident, UpdateAlarm.MISSED, due), (fact,))
    fact = UpdateMissed(incident=incident.id, at=at, due_at=due, people=people, first=first)
    escalated = due + policy.client_updates.escalate_after
    return Change(_next(incident, UpdateAlarm.ESCALATE, escalated), (fact,))


def writers(incident: Incident) -> tuple[PersonId, ...]:
    """Whose task it is: client communications and the lead, each once."""
    held = (incident.roles.get(role) for role in (COMMS, LEAD))
    return tuple(dict.fromkeys(person for person in held if person))


def above(incident: Incident, policy: Policy) -> tuple[PersonId, ...]:
    """Whom a missed update is escalated to, by policy."""
    severity = policy.severity_in_force(incident.severity)
    for group in (policy.client_updates.escalate_to, MANAGERS, severity.approvers):
        if group and policy.groups.get(group):
            return policy.groups[group]
    return ()


def snooze(
    incident: Incident, until: datetime, *, reason: str, by: PersonId, at: datetime
) -> Change[Incident]:
    """Put the alarms off until then, with a reason. What clients were promised stays promised."""
    if incident.update_due_at is None or incident.update_alarm is None:
        raise Refusal("No client update is due, so there is no reminder to put off.")
    if until <= at:
        raise Refusal("Choose a time in the future.", field="until")
    if until > at + LONGEST_SNOOZE:
        raise Refusal(
            "Reminders can be put off for {hours} hours at most.",
            field="until",
            hours=int(LONGEST_SNOOZE.total_seconds()) // 3600,
        )
    said = clean(reason, TEXT_LIMIT)
    if not said:
        raise Refusal("Say why clients can wait.", field="reason")
    rings = max(until, incident.update_alarm_at or until)
    quiet = replace(incident, update_alarm_at=rings, update_snoozed_until=until)
    fact = UpdateSnoozed(
        incident=incident.id,
        at=at,
        by=by,
        until=until,
        reason=said,
        due_at=incident.update_due_at,
    )
    return Change(quiet, (fact,))


def resolved(incident: Incident) -> Incident:
    """It is over inside. What clients were promised to hear by then they are still to hear."""
    if incident.update_promised and incident.clients_wait:
        return incident
    return nothing_owed(incident)


def nothing_owed(incident: Incident) -> Incident:
    """It is over: no update is due, and no alarm is set."""
    return replace(_silent(incident), update_due_at=None, update_promised=False)


def _silent(incident: Incident) -> Incident:
    return replace(incident, update_alarm=None, update_alarm_at=None, update_snoozed_until=None)


def _next(incident: Incident, alarm: UpdateAlarm, at: datetime) -> Incident:
    return replace(incident, update_alarm=alarm, update_alarm_at=at, update_snoozed_until=None)
