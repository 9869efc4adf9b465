"""Put right, or strike out, what people wrote on a timeline. What stood there stays readable."""

from datetime import datetime

from bot.domain import record
from bot.domain.events.record import NoteKind, Why
from bot.domain.ids import EventId, IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.refusal import Refusal
from bot.store.work import Work


async def correct(
    work: Work,
    id: IncidentId,
    entry: EventId,
    *,
    text: str | None = None,
    moment: datetime | None = None,
    kind: NoteKind | None = None,
    reason: str,
    by: PersonId,
) -> Incident:
    """Text, time (UTC) or kind of an entry; None leaves a part as it is.

    The reason is asked for: others read it beside what stood there before.
    """
    incident = await work.incidents.get(id, for_update=True)
    known = record.find(await work.timeline.read(id), entry)
    _must_say_why(reason)
    change = record.correct(
        incident, known, text=text, moment=moment, kind=kind, reason=reason, by=by, at=work.now
    )
    return await work.record(change)


async def strike(
    work: Work, id: IncidentId, entry: EventId, *, reason: str, by: PersonId
) -> Incident:
    """Strike an entry out. It stays to be read, with who did it, when and why."""
    incident = await work.incidents.get(id, for_update=True)
    known = record.find(await work.timeline.read(id), entry)
    _must_say_why(reason)
    change = record.remove(incident, known, why=Why.HAND, by=by, at=work.now, reason=reason)
    return await work.record(change)


def _must_say_why(reason: str) -> None:
    if not reason.strip():
        raise Refusal("Say why: whoever reads the timeline later will ask.", field="reason")
