"""Messages that people pick for a timeline, and what becomes of them there.

A message is one entry of an incident, however many pick it and however. It stands as long as
somebody holds it; edits and deletions in Slack follow it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import record, triage
from bot.domain.effects import KeepMessage
from bot.domain.events.record import Attachment, NoteKind, Source, Why
from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.note_words import marked
from bot.domain.pick import Hand, How, Pick
from bot.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a message says. ``said_at`` is UTC."""

    text: str
    author: PersonId
    said_at: datetime
    permalink: str = ""
    #: Who edited it last, if anybody did.
    edited_by: PersonId | None = None
    files: tuple[Attachment, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.text.strip() or self.files)


async def pick(
    work: Work,
    id: IncidentId,
    source: Source,
    hand: Hand,
    *,
    because: str,
    kind: NoteKind | None = None,
    said: Said | None = None,
) -> bool:
    """Put a message on the timeline, once; whether it was not there yet.

    Without ``said`` it is read from Slack first. ``because`` is the key of the request.
    """
    incident = await work.incidents.get(id, for_update=True)
    known = await work.picks.find(id, source)
    if known is not None and known.held:
        taken = known.taken(hand, kind)
        await work.picks.put(taken)
        if taken.kind is not known.kind and known.entry is not None:
            entry = record.find(await work.timeline.read(id), known.entry)
            change = record.correct(incident, entry, kind=taken.kind, by=hand.person, at=work.now)
            await work.record(change)
        return False
    fresh = Pick(incident=id, source=source, hands=(hand,), kind=kind, picked_at=work.now)
    if said is None:
        await work.picks.put(fresh)
        work.also(KeepMessage(incident=id, channel=source.channel, ts=source.ts), because=because)
    else:
        await _write(work, fresh, said)
    return True


async def keep(
    work: Work, id: IncidentId, source: Source, said: Said, reactions: Collection[str]
) -> None:
    """A picked message was read: write it down, unless nobody holds it any more.

    Where it is written already, it was edited while it was being read: the words follow.
    ``reactions`` are those that stand under it now: one may have been taken back before we heard
    that it was given.
    """
    incident = await work.incidents.get(id, for_update=True)
    known = await work.picks.find(id, source)
    if known is None:
        return
    if known.entry is not None:
        await _follow(work, incident, known, said.text, by=said.edited_by)
        return
    hands = tuple(
        each for each in known.hands if each.how is not How.REACTION or each.emoji in reactions
    )
    held = replace(known, hands=() if said.empty else hands)
    if held.held:
        await _write(work, held, said)
    else:
        await work.picks.put(held)


async def forget(work: Work, id: IncidentId, source: Source) -> None:
    """A picked message is gone before it could be read: nobody holds it."""
    await work.incidents.get(id, for_update=True)
    known = await work.picks.find(id, source)
    if known is not None and known.entry is None:
        await work.picks.put(replace(known, hands=()))


async def let_go(work: Work, source: Source, hand: Hand) -> bool:
    """Who picked it takes that back; whether an entry was struck out for it.

    Others who hold it keep it on the timeline.
    """
    struck = False
    for incident, known in await _locked(work, source):
        if hand not in known.hands:
            continue
        left = known.let_go(hand)
        await work.picks.put(left)
        if left.held or known.entry is None:
            continue
        entry = record.find(await work.timeline.read(incident.id), known.entry)
        change = record.remove(incident, entry, why=Why.TAKEN_BACK, by=hand.person, at=work.now)
        await work.record(change)
        struck = bool(change.events)
    return struck


async def edited(
    work: Work, source: Source, reads: Callable[[How], str], *, by: PersonId | None, because: str
) -> None:
    """The message says something else now; ``reads`` is its text for the way it was picked."""
    for incident, known in await _locked(work, source):
        if not known.held:
            continue
        if known.entry is None:
            # What is being read may be the old words: read them again after that.
            again = KeepMessage(incident=incident.id, channel=source.channel, ts=source.ts)
            work.also(again, because=f"{because}:{incident.id}")
            continue
        await _follow(work, incident, known, reads(known.hands[0].how), by=by)


async def deleted(work: Work, source: Source) -> None:
    """The message is gone from Slack; its entry keeps the words and says so."""
    for incident, known in await _locked(work, source):
        if known.entry is None:
            await work.picks.put(replace(known, hands=()))
            continue
        entry = record.find(await work.timeline.read(incident.id), known.entry)
        await work.record(record.lose(incident, entry, at=work.now))


async def _locked(work: Work, source: Source) -> list[tuple[Incident, Pick]]:
    """Each pick of a message as it is once nobody else can change it."""
    found = []
    for seen in await work.picks.of_message(source):
        incident = await work.incidents.get(seen.incident, for_update=True)
        known = await work.picks.find(seen.incident, source)
        found.append((incident, known or seen))
    return found


async def _follow(
    work: Work, incident: Incident, pick: Pick, text: str, *, by: PersonId | None
) -> None:
    """Let the entry say what its message says, if it stands and the message says anything."""
    assert pick.entry is not None
    entry = record.find(await work.timeline.read(incident.id), pick.entry)
    if entry.stands and text.strip():
        change = record.correct(incident, entry, text=text, why=Why.EDITED, by=by, at=work.now)
        await work.record(change)


async def _write(work: Work, pick: Pick, said: Said) -> None:
    incident = await work.incidents.get(pick.incident)
    change = triage.add_note(
        incident,
        said.text,
        author=said.author,
        said_at=said.said_at,
        by=pick.first,
        at=work.now,
        permalink=said.permalink,
        kind=pick.kind or marked(said.text)[0],
        source=pick.source,
        files=said.files,
    )
    await work.record(change)
    await work.picks.put(replace(pick, entry=work.cite()))
