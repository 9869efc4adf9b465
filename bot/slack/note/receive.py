"""`note`, and the message shortcut *Add to timeline*."""

import asyncio

from bot.domain.audience import may_see
from bot.domain.delivery import DeliveryError
from bot.domain.ids import IncidentId, PersonId, RoomId
from bot.domain.incident import Incident
from bot.domain.phrase import phrase
from bot.domain.refusal import Refusal
from bot.slack import ids, words
from bot.slack.note import views
from bot.slack.note.views import Message
from bot.slack.request import Reply, Request, Routes, Verb
from bot.usecases import note as timeline

#: Slack waits three seconds for an answer; a link to a message is not worth more than this.
_LINK_SECONDS = 1.0


async def note(request: Request) -> Reply | None:
    request.must_belong()
    if request.words:
        return await _note(request, await words.said(request, request.words))
    async with request.read() as work:
        incident = await request.about(work)
    return Reply(opens=views.note_form(request.t, incident))


async def note_written(request: Request) -> Reply | None:
    return await _note(request, views.note_said(request.body["view"]))


async def _note(request: Request, text: str) -> Reply:
    request.must_belong()
    async with request.begin() as work:
        incident = await request.about(work)
        await timeline.note(work, incident.id, text, by=request.by)
    return request.aside(incident, views.noted(request.t, incident))


async def message_pointed_at(request: Request) -> Reply | None:
    """In a war room the message is kept at once; elsewhere the incident is chosen."""
    request.must_belong()
    message = await _message(request)
    async with request.read() as work:
        here = await work.incidents.in_room(message.channel)
        mine = await work.incidents.of_member(request.by)
        known = await work.incidents.open()
    if here is not None:
        return await _keep(request, here.id, message)
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


async def _keep(request: Request, id: IncidentId, message: Message) -> Reply:
    request.must_belong()
    permalink = await _permalink(request, message)
    async with request.begin() as work:
        incident: Incident = await work.incidents.get(id)
        await request.must_see(work, incident)
        await timeline.note(
            work,
            id,
            message.text,
            by=request.by,
            author=message.author,
            said_at=message.said_at,
            permalink=permalink,
        )
    return request.aside(incident, views.kept(request.t, incident, message))


async def _message(request: Request) -> Message:
    """The message as its author meant it. One without words, such as a bare file, is refused."""
    pointed = request.body["message"]
    text = await words.said(request, pointed.get("text") or "")
    if not text.strip():
        raise Refusal("This message has no words to keep. Write them with `/incident note`.")
    return Message(
        author=PersonId(pointed.get("user") or request.by),
        text=text,
        channel=RoomId(request.body["channel"]["id"]),
        ts=pointed["ts"],
    )


async def _permalink(request: Request, message: Message) -> str:
    """Worth having, not worth failing for: the bot may not be in that channel."""
    try:
        async with asyncio.timeout(_LINK_SECONDS):
            return await request.slack.permalink(message.channel, message.ts)
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
