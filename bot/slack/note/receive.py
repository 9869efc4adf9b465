"""`note`, in one's own words or of the message above, and the shortcut *Add to timeline*."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.audience import may_see
from bot.domain.delivery import DeliveryError
from bot.domain.events.record import NoteKind, Source
from bot.domain.ids import IncidentId, PersonId, RoomId
from bot.domain.incident import Incident
from bot.domain.note_words import marked
from bot.domain.phrase import phrase
from bot.domain.pick import Hand, How
from bot.domain.refusal import Refusal
from bot.slack import ids, words
from bot.slack.files import attached
from bot.slack.note import views
from bot.slack.note.views import Message
from bot.slack.request import Reply, Request, Routes, Verb
from bot.usecases import note as noting
from bot.usecases import pick as picking

#: Slack waits three seconds for an answer; a link to a message is not worth more than this.
_LINK_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    """The message in which we were mentioned; ``above`` the one that began its thread."""

    source: Source
    above: str


async def note(request: Request) -> Reply | None:
    request.must_belong()
    mention = _mention(request)
    if request.words:
        kind, text = marked(await words.said(request, request.words))
        if mention is not None:
            return await _say(request, mention, text, kind)
        return await _note(request, text, kind)
    if mention is not None and mention.above:
        return await _keep_above(request, mention)
    async with request.read() as work:
        incident = await request.about(work)
    return Reply(opens=views.note_form(request.t, incident))


async def note_written(request: Request) -> Reply | None:
    text, chosen = views.note_said(request.body["view"])
    kind, rest = marked(text)
    return await _note(request, rest if kind else text, chosen or kind)


async def _note(request: Request, text: str, kind: NoteKind | None) -> Reply:
    request.must_belong()
    async with request.begin() as work:
        incident = await request.about(work)
        await noting.note(work, incident.id, text, by=request.by, kind=kind)
    return request.aside(incident, views.noted(request.t, incident))


def _mention(request: Request) -> _Mention | None:
    """None for a command, a button or a form: they come with a trigger and are no message."""
    event = request.body.get("event") or {}
    if request.trigger or not event.get("ts") or request.channel is None:
        return None
    source = Source(channel=request.channel, ts=event["ts"])
    return _Mention(source=source, above=request.thread)


async def _say(request: Request, mention: _Mention, text: str, kind: NoteKind | None) -> Reply:
    """`@tocsin note …`: the message itself is the note, and its edits follow it."""
    said = picking.Said(
        text=text,
        author=request.by,
        said_at=_moment(mention.source.ts),
        permalink=await _permalink(request, mention.source),
        files=attached(request.body["event"]),
    )
    hand = Hand(person=request.by, how=How.SAID)
    async with request.begin() as work:
        incident = await request.about(work)
        await picking.pick(
            work, incident.id, mention.source, hand, kind=kind, said=said, because=request.key
        )
    return Reply(text=views.noted(request.t, incident))


async def _keep_above(request: Request, mention: _Mention) -> Reply:
    """`@tocsin note` alone in a thread: the message that began it is meant."""
    source = Source(channel=mention.source.channel, ts=mention.above)
    hand = Hand(person=request.by, how=How.MENTION)
    async with request.begin() as work:
        incident = await request.about(work)
        fresh = await picking.pick(work, incident.id, source, hand, because=request.key)
    return Reply(text=views.kept_above(request.t, incident, fresh=fresh))


async def message_pointed_at(request: Request) -> Reply | None:
    """In a war room the message is kept at once; elsewhere the incident is chosen."""
    request.must_belong()
    message = await _message(request)
    async with request.read() as work:
        here = await work.incidents.in_room(message.channel)
        mine = await work.incidents.of_member(request.by)
        known = await work.incidents.open()
    if here is not None:
        return await _keep(request, here.id, message, None)
    seen = [
        one
        for one in known
        if may_see(
            one,
            request.by,
            members=(request.by,) if one.id in mine else (),
            guest=request.actor.guest,
        )
    ]
    if not seen:
        raise Refusal("No incident is open. `/incident declare` opens one.")
    return Reply(opens=views.keep_form(request.t, message, seen))


async def message_kept(request: Request) -> Reply | None:
    return await _keep(request, *views.keep_said(request.body["view"]))


async def _keep(request: Request, id: IncidentId, message: Message, kind: NoteKind | None) -> Reply:
    request.must_belong()
    source = Source(channel=message.channel, ts=message.ts)
    said = picking.Said(
        text=message.text,
        author=message.author,
        said_at=message.said_at,
        permalink=await _permalink(request, source),
        files=message.files,
    )
    hand = Hand(person=request.by, how=How.SHORTCUT)
    async with request.begin() as work:
        incident: Incident = await work.incidents.get(id)
        await request.must_see(work, incident)
        fresh = await picking.pick(
            work, id, source, hand, kind=kind, said=said, because=request.key
        )
    return request.aside(incident, views.kept(request.t, incident, message, fresh=fresh))


async def _message(request: Request) -> Message:
    """The message as its author meant it. One with neither words nor files is refused."""
    pointed = request.body["message"]
    text, files = await words.said(request, pointed.get("text") or ""), attached(pointed)
    if not (text.strip() or files):
        raise Refusal("This message has no words to keep. Write them with `/incident note`.")
    return Message(
        author=PersonId(pointed.get("user") or pointed.get("bot_id") or request.by),
        text=text,
        channel=RoomId(request.body["channel"]["id"]),
        ts=pointed["ts"],
        files=files,
    )


def _moment(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC)


async def _permalink(request: Request, source: Source) -> str:
    """Worth having, not worth failing for: the bot may not be in that channel."""
    try:
        async with asyncio.timeout(_LINK_SECONDS):
            return await request.slack.permalink(source.channel, source.ts)
    except (DeliveryError, TimeoutError):
        return ""


ROUTES = Routes(
    verbs=(
        Verb(
            name="note",
            handler=note,
            usage=phrase("[text]"),
            what=phrase("put a line on the timeline"),
        ),
    ),
    actions={ids.NOTE: note},
    views={ids.NOTE: note_written, views.KEEP: message_kept},
    shortcuts={views.KEEP: message_pointed_at},
)
