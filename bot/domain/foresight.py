"""Who will be asked, before anybody is: the same answer that paging then gives."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain import escalation
from bot.domain.escalation import Escalation, State
from bot.domain.escalation_path import EscalationPath
from bot.domain.events import Event, ResponderPaged
from bot.domain.ids import EscalationId, IncidentId, RoomId
from bot.domain.on_call import on_call, rosters_of
from bot.domain.phrase import Where, Who
from bot.domain.policy import Policy


def at_next_step(run: Escalation, policy: Policy) -> tuple[Who | Where, ...]:
    """Who is asked when the next step fires; nobody when none will."""
    return now(run, policy, at=run.next_step_at) if run.next_step_at else ()


def now(run: Escalation, policy: Policy, *, at: datetime) -> tuple[Who | Where, ...]:
    """Who is asked if somebody escalates or declines at this time."""
    ready = replace(run, state=State.ACTIVE, next_step_at=at)
    return asked(escalation.advance(ready, on_call(policy, rosters_of(policy), at), at=at).events)


def at_start(path: EscalationPath, policy: Policy, *, at: datetime) -> tuple[Who | Where, ...]:
    """Who is asked first if a path begins at this time."""
    resolve = on_call(policy, rosters_of(policy), at)
    begun = escalation.begin(EscalationId(""), IncidentId(0), path, resolve, by=None, at=at)
    return asked(begun.events)


def asked(events: Sequence[Event]) -> tuple[Who | Where, ...]:
    """The people and channels that these events page."""
    paged = [event for event in events if isinstance(event, ResponderPaged)]
    return tuple(
        Who(event.person) if event.person else Where(event.channel or RoomId("")) for event in paged
    )
