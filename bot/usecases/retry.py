"""Try a given-up step again, because a person asked for it."""

from bot.domain.change import Change
from bot.domain.events import StepRetried
from bot.domain.ids import PersonId
from bot.domain.incident import Incident
from bot.store.work import Work


async def retry(work: Work, row: int, *, by: PersonId) -> Incident | None:
    """``row`` is the step's number in the outbox. None when it is not given up (any more)."""
    found = await work.outbox.retry(row, work.now)
    if found is None:
        return None
    id, step = found
    incident = await work.incidents.get(id, for_update=True)
    fact = StepRetried(incident=id, at=work.now, by=by, step=step)
    return await work.record(Change(incident, (fact,)))
