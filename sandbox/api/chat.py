"""chat.*: what the bot writes."""

from sandbox import posting, rooms, wire
from sandbox.api import drafts
from sandbox.api.method import Answer, Methods, Request, Tier
from sandbox.channels import Channel
from sandbox.errors import SlackError
from sandbox.messages import Draft, Message

_methods = Methods()


def place(request: Request) -> Channel:
    """Where to post: a channel's id or name, or a person's id, whose DM is opened.

    Raises channel_not_found, not_in_channel, is_archived, cannot_dm_bot, messages_tab_disabled.
    """
    workspace, wanted = request.workspace, request.args.required("channel")
    if wanted in workspace.people:
        return _dm(request, wanted)
    if wanted not in workspace.channels:
        named = workspace.channel_named(wanted.removeprefix("#"))
        wanted = named.id if named else wanted
    channel = workspace.channel(wanted, seen_by=request.me)
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.is_im and not request.app.messages_tab:
        raise SlackError("messages_tab_disabled")
    if request.me not in channel.members and not request.app.granted("chat:write.public"):
        raise SlackError("not_in_channel")
    return channel


def _dm(request: Request, person: str) -> Channel:
    if request.workspace.people[person].is_bot:
        raise SlackError("cannot_dm_bot")
    if not request.app.messages_tab:
        raise SlackError("messages_tab_disabled")
    return rooms.open_dm(request.workspace, request.me, person)[0]


@_methods.add("chat.postMessage", "chat:write", tier=Tier.SPECIAL)
def post_message(request: Request) -> Answer:
    channel = place(request)
    draft = drafts.draft(request)
    message = posting.post(request.workspace, channel, draft, by=request.me)
    return {"channel": channel.id, "ts": message.ts, "message": _shown(request, message)}


@_methods.add("chat.postEphemeral", "chat:write", tier=Tier.T4)
def post_ephemeral(request: Request) -> Answer:
    channel = request.open_channel()
    viewer = request.args.required("user")
    if viewer not in channel.members:
        raise SlackError("user_not_in_channel")
    if len(request.args.text("text")) > drafts.MAX_TEXT:
        raise SlackError("msg_too_long")
    ephemeral = posting.whisper(request.workspace, channel, drafts.draft(request), to=viewer)
    return {"message_ts": ephemeral.message.ts}


@_methods.add("chat.meMessage", "chat:write")
def me_message(request: Request) -> Answer:
    channel = request.open_channel()
    text = request.args.text("text")
    if not text.strip():
        raise SlackError("no_text")
    if len(text) > drafts.MAX_TEXT:
        raise SlackError("msg_too_long")
    draft = Draft(text=text, subtype="me_message")
    message = posting.post(request.workspace, channel, draft, by=request.me)
    return {"channel": channel.id, "ts": message.ts}


@_methods.add("chat.update", "chat:write")
def update(request: Request) -> Answer:
    """What is left out stays; an empty array removes; metadata stays unless it is `{}`."""
    message = _mine(request, "cant_update_message")
    args = request.args
    text, blocks, attachments = drafts.new_text(args), drafts.blocks(args), drafts.attachments(args)
    left = (
        message.text if text is None else text.strip(),
        message.blocks if blocks is None else blocks,
        message.attachments if attachments is None else attachments,
    )
    if not any(left):
        raise SlackError("no_text")
    if request.workspace.channels[message.channel].is_archived:
        raise SlackError("is_archived")
    posting.edit(
        request.workspace,
        message,
        by=request.me,
        text=text,
        blocks=blocks,
        attachments=attachments,
        metadata=drafts.metadata(args),
    )
    shown = _shown(request, message)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shown}


@_methods.add("chat.delete", "chat:write")
def delete(request: Request) -> Answer:
    message = _mine(request, "cant_delete_message")
    posting.delete(request.workspace, message)
    return {"channel": message.channel, "ts": message.ts}


@_methods.add("chat.getPermalink", tier=Tier.SPECIAL)
def permalink(request: Request) -> Answer:
    channel = request.channel()
    message = request.workspace.message(channel.id, request.args.required("message_ts"))
    link = wire.permalink(request.workspace, message)
    return {"channel": channel.id, "permalink": link}


@_methods.add("chat.unfurl", "links:write")
def unfurl(request: Request) -> Answer:
    """Each link gets its preview as an attachment of the message it stands in."""
    channel = request.joined()
    ts = request.args.required("ts")
    message = request.workspace.message(channel.id, ts, refusal="cannot_find_message")
    previews = [
        {**preview, "from_url": link, "app_unfurl_url": link}
        for link, preview in drafts.unfurls(request.args).items()
    ]
    posting.edit(
        request.workspace,
        message,
        by=message.user or request.me,
        attachments=[*message.attachments, *previews],
    )
    return {}


def _mine(request: Request, refusal: str) -> Message:
    """The bot's own message. Raises message_not_found, or the refusal for someone else's."""
    channel = request.channel()
    message = request.workspace.message(channel.id, request.args.required("ts"))
    if message.user != request.me:
        raise SlackError(refusal)
    return message


def _shown(request: Request, message: Message) -> Answer:
    return wire.message(request.workspace, message, metadata=True)


METHODS = tuple(_methods.every)
