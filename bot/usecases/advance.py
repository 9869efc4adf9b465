"""Fire the steps that are due: claim a batch, resolve who, write, advance. One transaction."""

from functools import cache

from bot import metrics
from bot.domain import escalation
from bot.domain.events import Event, ResponderPaged
from bot.store.work import Work

#: Steps in one transaction. Fewer cost more commits; more would let people who wait for an
#: answer wait for a long one: docs/adr/0007.
BATCH = 250


async def advance_due(work: Work, *, limit: int = BATCH) -> int:
    """Fire up to ``limit`` due steps in one transaction; how many were due.

    Replicas share the work: whoever is at a row holds it, and the others skip it (PostgreSQL) or
    wait their turn (SQLite). State, timeline and pages commit together, so a step that was
    interrupted was never begun. One step per late row: after an outage nobody is paged in a
    burst, and the next wait begins when the step was really fired.
    """
    due = await work.escalations.due(work.now, limit)
    if not due:
        return 0
    # At one instant one answer per target, however many escalations ask.
    on_call = await work.on_call()
    resolve = cache(on_call(work.now))
    changes = [escalation.advance(run, resolve, at=work.now) for run in due]
    await work.record_all(due, changes)
    metrics.PAGES_LATE.inc(sum(any(map(_late, change.events)) for change in changes))
    return len(due)


def _late(event: Event) -> bool:
    return isinstance(event, ResponderPaged) and event.late_seconds > 0
