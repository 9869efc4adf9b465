"""Fire the steps that are due: claim a batch, resolve who, write, advance. One transaction."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from bot import metrics
from bot.domain import escalation
from bot.domain.escalation import Escalation
from bot.domain.events import Event, ResponderPaged
from bot.domain.ids import EscalationId
from bot.store.work import Work

#: Steps in one transaction. Fewer cost more commits; more would let people who wait for an
#: answer wait for a long one: docs/adr/0007.
BATCH = 250
#: A step that cannot be fired is tried again after this long.
AGAIN = timedelta(minutes=1)


async def advance_due(work: Work, *, limit: int = BATCH) -> int:
    """Fire up to ``limit`` due steps in one transaction; how many were due.

    Replicas share the work: whoever is at a row holds it, and the others skip it (PostgreSQL) or
    wait their turn (SQLite). State, timeline and pages commit together, so a step that was
    interrupted was never begun. One step per late row: after an outage nobody is paged in a
    burst, and the next wait begins when the step was really fired.
    """
    due = await work.escalations.due(work.now, limit)
    await _fire(work, due)
    return len(due)


async def advance_one(work: Work, id: EscalationId) -> None:
    """Fire one step, if it is still due: where a batch failed, all but the bad one shall go on."""
    run = await work.escalations.get(id, for_update=True)
    if run.next_step_at is not None and run.next_step_at <= work.now:
        await _fire(work, (run,))


async def put_off(work: Work, id: EscalationId) -> None:
    """A step that cannot be fired must not stand in the way of the others."""
    await work.escalations.put_off(id, work.now + AGAIN)


async def _fire(work: Work, due: Sequence[Escalation]) -> None:
    if not due:
        return
    on_call = await work.on_call()
    # At one instant one answer per target, however many escalations ask.
    resolve = cache(on_call(work.now))
    changes = [escalation.advance(run, resolve, at=work.now) for run in due]
    await work.record_all(due, changes)
    for run in due:
        if run.next_step_at is not None:
            metrics.STEP_LATENESS.observe((work.now - run.next_step_at).total_seconds())
    metrics.PAGES_LATE.inc(sum(any(map(_late, change.events)) for change in changes))


def _late(event: Event) -> bool:
    return isinstance(event, ResponderPaged) and event.late_seconds > 0
