"""What is written: posts, edits, deletions, reactions, pins, ephemerals.

Each function changes the workspace and emits the events Slack sends for it. Whether the author
may do it is asked by the caller: the rules differ between people and apps.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox import mrkdwn, wire
from sandbox.channels import Channel, Pin
from sandbox.errors import SlackError
from sandbox.events import Event
from sandbox.messages import Block, Draft, Ephemeral, Message
from sandbox.workspace import Workspace

MAX_PINS = 100


def post(
    workspace: Workspace, channel: Channel, draft: Draft, *, by: str, ts: str | None = None
) -> Message:
    """Post into a channel. `by` is a person or the bot user; `ts` only for the past (seed)."""
    message = compose(workspace, channel, draft, by=by, ts=ts or workspace.next_ts())
    channel.messages[message.ts] = message
    if message.is_reply and message.thread_ts:
        channel.threads.setdefault(message.thread_ts, []).append(message.ts)
    for file in message.files:
        stored = workspace.files[file]
        if channel.id not in stored.channels:
            stored.channels.append(channel.id)
    channel.last_read[by] = message.ts
    _emit_posted(workspace, channel, message)
    return message


def compose(workspace: Workspace, channel: Channel, draft: Draft, *, by: str, ts: str) -> Message:
    """The message a draft becomes, not yet anywhere."""
    is_bot = by == workspace.bot_user
    broadcast = draft.reply_broadcast and draft.thread_ts is not None
    masked = draft.username is not None
    return Message(
        ts=ts,
        channel=channel.id,
        user=by,
        bot_id=workspace.app.bot_id if is_bot else None,
        text=mrkdwn.stored(draft.text),
        blocks=mrkdwn.stored_blocks(draft.blocks, workspace.new_token),
        attachments=_attachments(workspace, draft.attachments),
        thread_ts=_thread_of(channel, draft.thread_ts),
        metadata=dict(draft.metadata) if draft.metadata else None,
        files=list(draft.files),
        subtype="thread_broadcast" if broadcast else _subtype(draft, masked=masked),
        username=draft.username,
        icon_emoji=draft.icon_emoji,
        icon_url=draft.icon_url,
        client_msg_id=None if is_bot else f"sandbox-{workspace.new_token()}",
    )


def _subtype(draft: Draft, *, masked: bool) -> str | None:
    return draft.subtype or ("bot_message" if masked else None)


def _thread_of(channel: Channel, thread_ts: str | None) -> str | None:
    """A reply to a reply lands in the same thread."""
    parent = channel.messages.get(thread_ts or "")
    return parent.thread_ts if parent and parent.is_reply else thread_ts


def _attachments(
    workspace: Workspace, attachments: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    kept = []
    for number, attachment in enumerate(attachments, start=1):
        copy: dict[str, Any] = {"id": number, **attachment}
        if "blocks" in copy:
            copy["blocks"] = mrkdwn.stored_blocks(copy["blocks"], workspace.new_token)
        for key in ("text", "pretext", "fallback"):
            if isinstance(copy.get(key), str):
                copy[key] = mrkdwn.stored(copy[key])
        kept.append(copy)
    return kept


def _emit_posted(workspace: Workspace, channel: Channel, message: Message) -> None:
    shown = wire.message(workspace, message, metadata=True)
    if message.files and not message.subtype:
        shown["subtype"] = "file_share"
    _announce(workspace, channel, {**shown, "event_ts": message.ts})
    if channel.is_im or message.user == workspace.bot_user:
        return
    if mrkdwn.mentions(message.text, workspace.bot_user):
        mention = {**shown, "type": "app_mention", "channel": channel.id, "event_ts": message.ts}
        mention.pop("subtype", None)
        workspace.emit(Event(body=mention, channel=channel.id))


def _announce(workspace: Workspace, channel: Channel, body: dict[str, Any]) -> None:
    """Emit a `message` event; its place is told as Slack tells it."""
    body |= {"channel": channel.id, "channel_type": channel.kind}
    workspace.emit(Event(body=body, channel=channel.id))


def edit(
    workspace: Workspace,
    message: Message,
    *,
    by: str,
    text: str | None = None,
    blocks: Sequence[Block] | None = None,
    attachments: Sequence[Mapping[str, Any]] | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Message:
    """Change what is given; None leaves a part as it was, an empty value removes it."""
    channel = workspace.channels[message.channel]
    before = wire.message(workspace, message)
    ts = workspace.next_ts()
    if text is not None:
        message.text = mrkdwn.stored(text)
    if blocks is not None:
        message.blocks = mrkdwn.stored_blocks(blocks, workspace.new_token)
    if attachments is not None:
        message.attachments = _attachments(workspace, attachments)
    if metadata is not None:
        message.metadata = dict(metadata) or None
    message.edited = {"user": by, "ts": ts}
    _announce(
        workspace,
        channel,
        {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "ts": ts,
            "event_ts": ts,
            "message": wire.message(workspace, message, metadata=True),
            "previous_message": before,
        },
    )
    return message


def delete(workspace: Workspace, message: Message) -> None:
    """Remove a message; one with replies leaves a tombstone, as in Slack."""
    channel = workspace.channels[message.channel]
    before = wire.message(workspace, message)
    message.deleted = True
    channel.pins.pop(message.ts, None)
    if channel.threads.get(message.ts):
        channel.messages[message.ts] = _tombstone(message)
    else:
        del channel.messages[message.ts]
        if message.is_reply and message.thread_ts:
            channel.threads[message.thread_ts].remove(message.ts)
    ts = workspace.next_ts()
    body = {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "deleted_ts": message.ts,
        "ts": ts,
        "event_ts": ts,
        "previous_message": before,
    }
    _announce(workspace, channel, body)


def _tombstone(message: Message) -> Message:
    return Message(
        ts=message.ts,
        channel=message.channel,
        user="USLACKBOT",
        text="This message was deleted.",
        subtype="tombstone",
        deleted=True,
        thread_ts=message.ts,
        extra={"hidden": True},
    )


def notice(
    workspace: Workspace, channel: Channel, *, by: str, subtype: str, text: str, **extra: Any
) -> Message:
    """A line Slack itself writes into a channel: joins, topics, names, archiving."""
    message = Message(
        ts=workspace.next_ts(),
        channel=channel.id,
        user=by,
        text=text,
        subtype=subtype,
        extra=extra,
    )
    channel.messages[message.ts] = message
    _announce(workspace, channel, {**wire.message(workspace, message), "event_ts": message.ts})
    return message


def whisper(
    workspace: Workspace, channel: Channel, draft: Draft, *, to: str, by: str | None = None
) -> Ephemeral:
    """Show a message to one person only; it enters no history and the app hears nothing."""
    author = by or workspace.bot_user
    message = compose(workspace, channel, draft, by=author, ts=workspace.next_ts())
    ephemeral = Ephemeral(viewer=to, message=message)
    workspace.ephemerals[message.ts] = ephemeral
    show_ephemeral(workspace, ephemeral, "ephemeral_posted")
    return ephemeral


def show_ephemeral(workspace: Workspace, ephemeral: Ephemeral, type_: str) -> None:
    """Tell the viewer's client: `ephemeral_posted`, `ephemeral_changed`, `ephemeral_deleted`."""
    message = ephemeral.message
    body = {
        "type": type_,
        "channel": message.channel,
        "user": ephemeral.viewer,
        "message": wire.message(workspace, message) | {"is_ephemeral": True},
    }
    workspace.emit(
        Event(
            body=body,
            channel=message.channel,
            audience=frozenset({ephemeral.viewer}),
            for_app=False,
        )
    )


def react(workspace: Workspace, message: Message, name: str, *, by: str) -> None:
    """Raises already_reacted."""
    users = message.reactions.setdefault(name, [])
    if by in users:
        raise SlackError("already_reacted")
    users.append(by)
    _announce_reaction(workspace, message, "reaction_added", name, by)


def unreact(workspace: Workspace, message: Message, name: str, *, by: str) -> None:
    """Raises no_reaction."""
    users = message.reactions.get(name, [])
    if by not in users:
        raise SlackError("no_reaction")
    users.remove(by)
    if not users:
        del message.reactions[name]
    _announce_reaction(workspace, message, "reaction_removed", name, by)


def _announce_reaction(
    workspace: Workspace, message: Message, type_: str, name: str, by: str
) -> None:
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    workspace.announce(
        type_, message.channel, user=by, reaction=name, item=item, item_user=message.user
    )


def pin(workspace: Workspace, message: Message, *, by: str) -> None:
    """Raises already_pinned, too_many_pins, not_pinnable."""
    channel = workspace.channels[message.channel]
    if message.ts in channel.pins:
        raise SlackError("already_pinned")
    if len(channel.pins) >= MAX_PINS:
        raise SlackError("too_many_pins")
    if message.deleted:
        raise SlackError("not_pinnable")
    channel.pins[message.ts] = Pin(ts=message.ts, user=by, created=int(workspace.now()))
    _announce_pin(workspace, message, "pin_added", by)


def unpin(workspace: Workspace, message: Message, *, by: str) -> None:
    """Raises no_pin."""
    channel = workspace.channels[message.channel]
    if message.ts not in channel.pins:
        raise SlackError("no_pin")
    del channel.pins[message.ts]
    _announce_pin(workspace, message, "pin_removed", by)


def _announce_pin(workspace: Workspace, message: Message, type_: str, by: str) -> None:
    channel = workspace.channels[message.channel]
    item = {
        "type": "message",
        "channel": channel.id,
        "created": int(workspace.now()),
        "created_by": by,
        "message": wire.message(workspace, message),
    }
    workspace.announce(
        type_,
        channel.id,
        user=by,
        channel_id=channel.id,
        item=item,
        item_user=message.user,
        pin_count=len(channel.pins),
        pinned_info={"channel": channel.id, "pinned_by": by, "pinned_ts": int(workspace.now())},
    )
