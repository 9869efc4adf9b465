"""What goes out because of what people wrote: only their files come in, nothing is said aloud."""

from typing import assert_never

from bot.domain.effects import Effect, KeepEvidence
from bot.domain.events import EntryCorrected, EntryRemoved, EvidenceKept, NoteAdded, Recording
from bot.domain.ids import EventId


def react_to_record(event: Recording, id: EventId) -> tuple[Effect, ...]:
    match event:
        case NoteAdded():
            return tuple(
                KeepEvidence(
                    incident=event.incident, entry=id, file=each.file, name=each.name, by=event.by
                )
                for each in event.files
            )
        case EntryCorrected() | EntryRemoved() | EvidenceKept():
            return ()
    assert_never(event)
