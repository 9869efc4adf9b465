"""What people wrote, and what became of it, as sentences."""

from typing import assert_never

from bot.domain.events import EntryCorrected, EntryRemoved, EvidenceKept, NoteAdded, Recording
from bot.domain.events.record import NoteKind, Why
from bot.domain.phrase import Phrase, Who, phrase
from bot.domain.record import Told
from bot.domain.text import clip
from bot.domain.timeline_paging import because, who

#: So much of an entry is quoted where another sentence speaks of it.
_QUOTED = 200
_MEGABYTE = 1_000_000


def kind_name(kind: NoteKind) -> Phrase:
    match kind:
        case NoteKind.DECISION:
            return phrase("decision")
        case NoteKind.FINDING:
            return phrase("finding")
        case NoteKind.ACTION:
            return phrase("action taken")
        case NoteKind.IMPACT:
            return phrase("client impact")
    assert_never(kind)


def recorded(event: Recording) -> Phrase:
    """What happened, for people."""
    match event:
        case NoteAdded():
            return _note(event)
        case EntryCorrected():
            return because(_corrected(event), event.reason)
        case EntryRemoved():
            return because(_removed(event), event.reason)
        case EvidenceKept():
            return _evidence(event)
    assert_never(event)


def _note(event: NoteAdded) -> Phrase:
    author, text = Who(event.author), event.text
    if event.kind is None:
        return phrase("{author}: {text}", author=author, text=text)
    kind = kind_name(event.kind)
    return phrase("{author} ({kind}): {text}", author=author, kind=kind, text=text)


def marks(entry: Told) -> tuple[Phrase, ...]:
    """What stands beside an entry that was changed: what was done, by whom, when, what it said."""
    said = [_mark(each) for each in entry.corrections]
    gone = entry.removed
    if gone is not None:
        struck = phrase("struck out by {by} at {time}", by=who(gone.by), time=gone.at)
        said.append(because(struck, gone.reason))
    return tuple(said)


def _mark(event: EntryCorrected) -> Phrase:
    by, time = who(event.by), event.at
    match event.why:
        case Why.DELETED:
            return phrase("deleted in Slack at {time}, kept here as evidence", time=time)
        case Why.EDITED:
            said = phrase("edited in Slack by {by} at {time}", by=by, time=time)
        case _:
            said = phrase("corrected by {by} at {time}", by=by, time=time)
    if event.old_text is not None:
        said = phrase("{said}; before: “{text}”", said=said, text=event.old_text)
    if event.old_moment is not None:
        said = phrase("{said}; before: {moment}", said=said, moment=event.old_moment)
    if event.kind is not None:
        said = phrase("{said}; marked as {kind}", said=said, kind=kind_name(event.kind))
    return because(said, event.reason)


def _corrected(event: EntryCorrected) -> Phrase:
    by, old = who(event.by), clip(event.old_text or "", _QUOTED)
    if event.why is Why.DELETED:
        return phrase("A message was deleted in Slack, its words are kept: “{text}”", text=old)
    if event.text is not None:
        new = clip(event.text, _QUOTED)
        if event.why is Why.EDITED:
            return phrase("{by} edited a message: “{old}” is now “{new}”", by=by, old=old, new=new)
        return phrase("{by} corrected an entry: “{old}” is now “{new}”", by=by, old=old, new=new)
    if event.moment is not None and event.old_moment is not None:
        return phrase(
            "{by} corrected the time of an entry from {old} to {new}",
            by=by,
            old=event.old_moment,
            new=event.moment,
        )
    kind = kind_name(event.kind) if event.kind else phrase("note")
    return phrase("{by} marked an entry as {kind}", by=by, kind=kind)


def _removed(event: EntryRemoved) -> Phrase:
    by, text = who(event.by), clip(event.text, _QUOTED)
    if event.why is Why.TAKEN_BACK:
        return phrase("{by} took back what they had picked: “{text}”", by=by, text=text)
    return phrase("{by} struck out an entry: “{text}”", by=by, text=text)


def _evidence(event: EvidenceKept) -> Phrase:
    if event.evidence is not None:
        return phrase("Kept as evidence: {name}", name=event.name)
    if not event.size:
        return phrase("Not ours to keep, it stays where it is: {name}", name=event.name)
    size = f"{event.size / _MEGABYTE:.1f}"
    return phrase(
        "Too large to keep ({size} MB), it stays in Slack: {name}", size=size, name=event.name
    )
