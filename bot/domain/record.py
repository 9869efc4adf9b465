"""What people put on the timeline, as it reads now: corrected, struck out, and what it said before.

The timeline itself is append-only. `told` applies what was said later about an entry, so that
every reader shows the same; the earlier words stay in the entry's own event and in each
correction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from bot.domain.change import Change
from bot.domain.document import Recorded
from bot.domain.events import EntryCorrected, EntryRemoved, Event, EvidenceKept, NoteAdded
from bot.domain.events.record import NoteKind, Why
from bot.domain.ids import EventId, PersonId
from bot.domain.incident import Incident
from bot.domain.refusal import Refusal
from bot.domain.text import TEXT_LIMIT, clean

_About: TypeAlias = EntryCorrected | EntryRemoved | EvidenceKept


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One entry as it reads now. ``event`` carries the corrected words, time and kind."""

    id: EventId
    event: Event
    #: Oldest first; each keeps what stood there before it.
    corrections: tuple[EntryCorrected, ...] = ()
    removed: EntryRemoved | None = None
    evidence: tuple[EvidenceKept, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether nobody has struck it out."""
        return self.removed is None

    @property
    def link(self) -> str:
        """Where the message or the file stands in Slack; empty where there is none."""
        if isinstance(self.event, NoteAdded):
            return self.event.permalink
        return self.event.link if isinstance(self.event, EvidenceKept) else ""


def told(entries: Iterable[Recorded]) -> tuple[Told, ...]:
    """Every entry, in the order given, as it reads now. Applying it twice changes nothing.

    Corrections, removals and evidence are entries of their own too.
    """
    log = tuple(entries)
    about: dict[EventId, list[_About]] = {}
    for one in log:
        if isinstance(one.event, _About):
            about.setdefault(one.event.entry, []).append(one.event)
    return tuple(_told(one, about) for one in log)


def notes(entries: Iterable[Recorded], *kinds: NoteKind) -> tuple[Told, ...]:
    """The notes that stand, as they read now; with ``kinds``, only those so marked."""
    return tuple(
        one
        for one in told(entries)
        if isinstance(one.event, NoteAdded)
        and one.stands
        and (not kinds or one.event.kind in kinds)
    )


def find(entries: Iterable[Recorded], id: EventId) -> Told:
    """One note as it reads now. A Refusal where people did not write that entry."""
    for one in told(entries):
        if one.id == id and isinstance(one.event, NoteAdded):
            return one
    raise Refusal(
        "Only what people wrote can be corrected, and there is no such entry here. "
        "`/incident correct` shows those there are."
    )


def _told(one: Recorded, about: Mapping[EventId, Sequence[_About]]) -> Told:
    later = about.get(one.id, ())
    event = one.event
    corrections = tuple(each for each in later if isinstance(each, EntryCorrected))
    removed = [each for each in later if isinstance(each, EntryRemoved)]
    if isinstance(event, NoteAdded):
        for each in corrections:
            event = replace(
                event,
                text=event.text if each.text is None else each.text,
                said_at=each.moment or event.said_at,
                kind=each.kind or event.kind,
            )
    return Told(
        id=one.id,
        event=event,
        corrections=corrections,
        removed=removed[0] if removed else None,
        evidence=tuple(each for each in later if isinstance(each, EvidenceKept)),
    )


def correct(
    incident: Incident,
    entry: Told,
    *,
    text: str | None = None,
    moment: datetime | None = None,
    kind: NoteKind | None = None,
    reason: str = "",
    why: Why = Why.HAND,
    by: PersonId | None,
    at: datetime,
) -> Change[Incident]:
    """Let an entry read otherwise from now on. What is so already changes nothing.

    ``moment`` is when it happened, UTC. A Refusal for what is struck out, for no words, and for
    a time that has not come.
    """
    note = _standing(entry)
    said = None if text is None else clean(text, TEXT_LIMIT)
    if said == "":
        raise Refusal("Write what it should say. To take it away, strike it out.", field="text")
    if moment is not None and moment > at:
        raise Refusal("That time has not come yet. Say when it happened.", field="moment")
    said = said if said != note.text else None
    moment = moment if moment != note.said_at else None
    kind = kind if kind != note.kind else None
    if said is None and moment is None and kind is None:
        return Change(incident)
    fact = EntryCorrected(
        incident=incident.id,
        at=at,
        by=by,
        entry=entry.id,
        why=why,
        text=said,
        old_text=None if said is None else note.text,
        moment=moment,
        old_moment=None if moment is None else note.said_at,
        kind=kind,
        old_kind=None if kind is None else note.kind,
        reason=clean(reason, TEXT_LIMIT),
    )
    return Change(incident, (fact,))


def lose(incident: Incident, entry: Told, *, at: datetime) -> Change[Incident]:
    """Its message was deleted in Slack: say so, and keep the words as evidence."""
    if not isinstance(entry.event, NoteAdded) or not entry.stands:
        return Change(incident)
    if any(each.why is Why.DELETED for each in entry.corrections):
        return Change(incident)
    fact = EntryCorrected(
        incident=incident.id,
        at=at,
        entry=entry.id,
        why=Why.DELETED,
        old_text=entry.event.text,
    )
    return Change(incident, (fact,))


def remove(
    incident: Incident,
    entry: Told,
    *,
    why: Why,
    by: PersonId,
    at: datetime,
    reason: str = "",
) -> Change[Incident]:
    """Strike an entry out. It stays to be read. A second time changes nothing."""
    if not isinstance(entry.event, NoteAdded) or not entry.stands:
        return Change(incident)
    fact = EntryRemoved(
        incident=incident.id,
        at=at,
        by=by,
        entry=entry.id,
        why=why,
        text=entry.event.text,
        reason=clean(reason, TEXT_LIMIT),
    )
    return Change(incident, (fact,))


def _standing(entry: Told) -> NoteAdded:
    if not isinstance(entry.event, NoteAdded):
        raise Refusal(
            "Only what people wrote can be corrected, and there is no such entry here. "
            "`/incident correct` shows those there are."
        )
    if not entry.stands:
        raise Refusal("This entry is struck out already, so there is nothing to correct.")
    return entry.event
