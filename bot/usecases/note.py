"""Put something on the timeline that the bot did not do itself."""

from datetime import datetime

from bot.domain import triage
from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Incident
from bot.store.work import Work


async def note(
    work: Work,
    id: IncidentId,
    text: str,
    *,
    by: PersonId,
    author: PersonId | None = None,
    said_at: datetime | None = None,
    permalink: str = "",
) -> Incident:
    """``author`` and ``said_at`` are given when somebody else's message is kept."""
    incident = await work.incidents.get(id)
    change = triage.add_note(
        incident,
        text,
        author=author or by,
        said_at=said_at or work.now,
        by=by,
        at=work.now,
        permalink=permalink,
    )
    return await work.record(change)
