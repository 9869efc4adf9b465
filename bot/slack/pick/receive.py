"""Reactions and pins put a message on the timeline and take it off; edits and deletions follow."""

from dataclasses import replace
from functools import partial
from typing import Any

from bot.domain.events.record import NoteKind, Source
from bot.domain.ids import PersonId, RoomId
from bot.domain.note_words import marked
from bot.domain.pick import Hand, How
from bot.domain.refusal import Refusal
from bot.slack import command, words
from bot.slack.hearing import CHANGED, DELETED
from bot.slack.kit import Mrkdwn, said
from bot.slack.pick import views
from bot.slack.request import Reply, Request, Routes
from bot.usecases import pick as picking

#: The verb of a mention that is a note itself.
NOTE = "note"


async def reacted(request: Request) -> Reply | None:
    item = request.body["event"].get("item") or {}
    emoji = _emoji(request)
    if emoji not in request.policy.timeline.emoji or item.get("type") != "message":
        return None
    hand = Hand(person=request.by, how=How.REACTION, emoji=emoji)
    return await _pick(request, item["ts"], hand, request.policy.timeline.emoji[emoji])


async def unreacted(request: Request) -> Reply | None:
    """Whatever the policy says now: it may have said otherwise when it was given."""
    item = request.body["event"].get("item") or {}
    if item.get("type") != "message":
        return None
    hand = Hand(person=request.by, how=How.REACTION, emoji=_emoji(request))
    return await _let_go(request, item["ts"], hand)


async def pinned(request: Request) -> Reply | None:
    ts = _pinned(request)
    hand = Hand(person=request.by, how=How.PIN)
    return await _pick(request, ts, hand, None) if ts else None


async def unpinned(request: Request) -> Reply | None:
    """Only by the one who pinned it. Others tidy up a room without rewriting its record."""
    ts = _pinned(request)
    return await _let_go(request, ts, Hand(person=request.by, how=How.PIN)) if ts else None


async def edited(request: Request) -> None:
    """The picked message reads otherwise. Most edits are of messages that nobody picked."""
    message = request.body["event"]["message"]
    source = await _picked(request, message["ts"])
    if source is None:
        return
    names = await words.known(request.store)
    text = message.get("text") or ""
    reads = {
        How.SAID: words.plain(_noted(request, text), names),
        None: words.plain(text, names),
    }
    by = (message.get("edited") or {}).get("user")
    async with request.begin() as work:
        await picking.edited(
            work,
            source,
            lambda how: reads.get(how, reads[None]),
            by=PersonId(by) if by else None,
            because=request.key,
        )


async def deleted(request: Request) -> None:
    event = request.body["event"]
    ts = event.get("deleted_ts") or (event.get("message") or {}).get("ts", "")
    source = await _picked(request, ts)
    if source is not None:
        async with request.begin() as work:
            await picking.deleted(work, source)


async def _pick(request: Request, ts: str, hand: Hand, kind: NoteKind | None) -> Reply | None:
    """Outside war rooms a pin is a pin. Who may not pick is told so, in a whisper."""
    room = request.channel
    if room is None or request.by_the_bot:
        return None
    async with request.read() as work:
        incident = await work.incidents.in_room(room)
    if incident is None:
        return None
    request = replace(request, actor=await request.people.actor(request.by))
    source = Source(channel=room, ts=ts)
    try:
        request.must_belong()
        async with request.begin() as work:
            await request.must_see(work, incident)
            fresh = await picking.pick(
                work, incident.id, source, hand, kind=kind, because=request.key
            )
    except Refusal as refusal:
        return _whisper(request, room, said(request.t, refusal.phrase))
    if not fresh:
        return None
    return _whisper(request, room, views.picked(request.t, incident, hand))


async def _let_go(request: Request, ts: str, hand: Hand) -> Reply | None:
    room = request.channel
    if room is None or request.by_the_bot:
        return None
    source = await _picked(request, ts)
    if source is None:
        return None
    async with request.begin() as work:
        struck = await picking.let_go(work, source, hand)
    if not struck:
        return None
    request = replace(request, actor=await request.people.actor(request.by))
    return _whisper(request, room, views.struck(request.t))


async def _picked(request: Request, ts: str) -> Source | None:
    """The message, if it is on some timeline: one look by the primary key."""
    if request.channel is None or not ts:
        return None
    source = Source(channel=request.channel, ts=ts)
    async with request.read() as work:
        return source if await work.picks.of_message(source) else None


def _whisper(request: Request, room: RoomId, text: Mrkdwn) -> Reply:
    return Reply(then=partial(request.slack.whisper, room, request.by, str(text)))


def _emoji(request: Request) -> str:
    """Without the colour of a hand."""
    return str(request.body["event"].get("reaction") or "").split("::")[0]


def _pinned(request: Request) -> str:
    """The message that was pinned or unpinned; empty for a file."""
    item: dict[str, Any] = request.body["event"].get("item") or {}
    return str((item.get("message") or {}).get("ts") or "")


def _noted(request: Request, text: str) -> str:
    """What `@tocsin note …` says: the words after the verb, without those that name its kind."""
    _, after = command.named(words.to_us(request.body, text))
    word, rest = command.split(after)
    return marked(command.named(rest)[1] if word == NOTE else after)[1]


ROUTES = Routes(
    events={
        "reaction_added": reacted,
        "reaction_removed": unreacted,
        "pin_added": pinned,
        "pin_removed": unpinned,
        CHANGED: edited,
        DELETED: deleted,
    },
)
