"""Who will be asked, before anybody is: the same answer that paging then gives."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from bot.domain import escalation, escalation_answers, escalation_wishes
from bot.domain.escalation import Escalation, State
from bot.domain.escalation_path import EscalationPath, Resolve
from bot.domain.events import Event, ResponderPaged
from bot.domain.ids import EscalationId, IncidentId, PersonId, RoomId
from bot.domain.phrase import Where, Who
from bot.domain.severity import Severity

#: Who stands behind each target at an instant (UTC).
OnCall: TypeAlias = Callable[[datetime], Resolve]


def at_next_step(run: Escalation, on_call: OnCall) -> tuple[Who | Where, ...]:
    """Who is asked when the next step fires; nobody when none will, or only a question will."""
    if run.next_step_at is None or run.state is not State.ACTIVE:
        return ()
    return now(run, on_call, at=run.next_step_at)


def now(run: Escalation, on_call: OnCall, *, at: datetime) -> tuple[Who | Where, ...]:
    """Who is asked if the path goes on at this time."""
    ready = replace(run, state=State.ACTIVE, next_step_at=at)
    return asked(escalation.advance(ready, on_call(at), at=at).events)


def if_demanded(
    run: Escalation, on_call: OnCall, *, level: int | None = None, at: datetime
) -> tuple[Who | Where, ...]:
    """Who is asked if somebody wants the next level, or this one (0: the last resort).

    Refuses as that wish would be refused.
    """
    forced = escalation_wishes.force(run, level=level, by=PersonId(""), reason="", at=at)
    return asked(escalation.advance(forced.state, on_call(at), at=at).events)


def if_declined(
    run: Escalation, on_call: OnCall, *, by: PersonId, at: datetime
) -> tuple[Who | Where, ...]:
    """Who is asked if this person cannot take it; nobody while others are asked already."""
    declined = escalation_answers.decline(run, by=by, reason="", at=at).state
    if declined.version == run.version:
        return ()
    return asked(escalation.advance(declined, on_call(at), at=at).events)


def if_lapsed(run: Escalation, on_call: OnCall, *, at: datetime) -> tuple[Who | Where, ...]:
    """Who is asked if those who have it do not say so any more."""
    return now(escalation.onward(run, at), on_call, at=at)


def at_start(
    path: EscalationPath,
    on_call: OnCall,
    *,
    severity: Severity | None = None,
    level: int | None = None,
    at: datetime,
) -> tuple[Who | Where, ...]:
    """Who is asked first if a path begins at this time, with its first level or with this one."""
    id, number = EscalationId(""), IncidentId(0)
    started = escalation.start(id, number, path, severity=severity, by=None, at=at).state
    if level is not None:
        return if_demanded(started, on_call, level=level, at=at)
    return now(started, on_call, at=at)


def asked(events: Sequence[Event]) -> tuple[Who | Where, ...]:
    """The people and channels that these events page."""
    paged = [event for event in events if isinstance(event, ResponderPaged)]
    return tuple(
        Who(event.person) if event.person else Where(event.channel or RoomId("")) for event in paged
    )
