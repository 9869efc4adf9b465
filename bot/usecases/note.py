"""Put something on the timeline that the bot did not do itself."""

from bot.domain import triage
from bot.domain.events.record import NoteKind
from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Incident
from bot.store.work import Work


async def note(
    work: Work, id: IncidentId, text: str, *, by: PersonId, kind: NoteKind | None = None
) -> Incident:
    """In one's own words, now. Somebody's message is picked (`pick.py`)."""
    incident = await work.incidents.get(id)
    change = triage.add_note(
        incident, text, author=by, said_at=work.now, by=by, at=work.now, kind=kind
    )
    return await work.record(change)
