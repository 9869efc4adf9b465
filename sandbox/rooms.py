"""What happens to channels: made, renamed, joined, left, archived, opened.

Each function changes the workspace and emits the events Slack sends for it. Whether the one who
acts may do it is asked by the caller, except for what Slack refuses everyone.
"""

from sandbox import posting, wire
from sandbox.channels import Channel, Topic
from sandbox.errors import SlackError
from sandbox.events import Event
from sandbox.workspace import Workspace

MAX_NAME = 80
MAX_TOPIC = 250
_A_PAIR = 2


def checked_name(workspace: Workspace, name: str) -> str:
    """The name, where Slack takes it. Raises invalid_name_* and name_taken.

    Archived channels keep their names, and so do private ones nobody here can see.
    """
    if not name:
        raise SlackError("invalid_name_required")
    if len(name) > MAX_NAME:
        raise SlackError("invalid_name_maxlength")
    if not any(letter.isalnum() for letter in name):
        raise SlackError("invalid_name_punctuation")
    if name != name.lower() or not all(each.isalnum() or each in "-_" for each in name):
        raise SlackError("invalid_name_specials")
    if workspace.channel_named(name) is not None:
        raise SlackError("name_taken")
    return name


def create(
    workspace: Workspace, name: str, *, by: str, is_private: bool = False, id: str | None = None
) -> Channel:
    """A new channel with its creator in it. Raises invalid_name_*, name_taken."""
    now = int(workspace.now())
    channel = Channel(
        id=id or workspace.new_id("C"),
        name=checked_name(workspace, name),
        creator=by,
        created=now,
        is_private=is_private,
        updated=now * 1000,
    )
    workspace.channels[channel.id] = channel
    if not is_private:
        made = {"id": channel.id, "name": name, "created": now, "creator": by, "is_channel": True}
        workspace.emit(Event(body={"type": "channel_created", "channel": made}))
    join(workspace, channel, by)
    return channel


def rename(workspace: Workspace, channel: Channel, name: str, *, by: str) -> None:
    """Raises invalid_name_*, name_taken; renaming to the same name changes nothing."""
    if name == channel.name:
        return
    old, channel.name = channel.name, checked_name(workspace, name)
    channel.previous_names.insert(0, old)
    _touch(workspace, channel)
    _notice(
        workspace,
        channel,
        by,
        "name",
        f'has renamed the channel from "{old}" to "{name}"',
        old_name=old,
        name=name,
    )
    body = {
        "id": channel.id,
        "name": name,
        "name_normalized": name,
        "created": channel.created,
        "is_channel": not channel.is_private,
        "is_mpim": False,
    }
    _announce_channel(workspace, channel, "rename", body)


def join(workspace: Workspace, channel: Channel, user: str, *, inviter: str | None = None) -> None:
    """Put someone in; nothing happens where they already are."""
    if user in channel.members:
        return
    channel.members[user] = None
    channel.last_read[user] = next(reversed(channel.messages), "0000000000.000000")
    beside = {"inviter": inviter} if inviter else {}
    if not channel.is_dm:
        _notice(workspace, channel, user, "join", "has joined the channel", **beside)
    _announce_member(workspace, channel, "member_joined_channel", user, **beside)


def leave(
    workspace: Workspace, channel: Channel, user: str, *, kicked_by: str | None = None
) -> None:
    """Take someone out; nothing happens where they are not."""
    if user not in channel.members:
        return
    del channel.members[user]
    if kicked_by is None:
        _notice(workspace, channel, user, "leave", "has left the channel")
    _announce_member(workspace, channel, "member_left_channel", user)
    if user == workspace.bot_user:
        kind = "group_left" if channel.is_private else "channel_left"
        body = {"type": kind, "channel": channel.id, "actor_id": kicked_by or user}
        workspace.emit(Event(body=body, audience=frozenset({user})))


def archive(workspace: Workspace, channel: Channel, *, by: str) -> None:
    """Raises already_archived, cant_archive_general."""
    if channel.is_archived:
        raise SlackError("already_archived")
    if channel.is_general:
        raise SlackError("cant_archive_general")
    _notice(
        workspace, channel, by, "archive", "archived the channel", members=list(channel.members)
    )
    channel.is_archived = True
    _touch(workspace, channel)
    _announce_channel(workspace, channel, "archive", channel.id, user=by, is_moved=0)


def unarchive(workspace: Workspace, channel: Channel, *, by: str) -> None:
    """Raises not_archived."""
    if not channel.is_archived:
        raise SlackError("not_archived")
    channel.is_archived = False
    _touch(workspace, channel)
    _notice(workspace, channel, by, "unarchive", "un-archived the channel")
    _announce_channel(workspace, channel, "unarchive", channel.id, user=by)


def set_topic(workspace: Workspace, channel: Channel, topic: str, *, by: str) -> None:
    """Raises too_long above 250 characters."""
    channel.topic = _checked_topic(workspace, topic, by)
    _touch(workspace, channel)
    text = f"set the channel topic: {topic}" if topic else "cleared the channel topic"
    _notice(workspace, channel, by, "topic", text, topic=topic)


def set_purpose(workspace: Workspace, channel: Channel, purpose: str, *, by: str) -> None:
    """Raises too_long above 250 characters."""
    channel.purpose = _checked_topic(workspace, purpose, by)
    _touch(workspace, channel)
    text = f"set the channel description: {purpose}" if purpose else "cleared the description"
    _notice(workspace, channel, by, "purpose", text, purpose=purpose)


def open_dm(workspace: Workspace, *people: str) -> tuple[Channel, bool]:
    """The conversation of these people and whether it existed already."""
    known = workspace.dm(*people)
    if known is not None:
        return known, True
    channel = Channel(
        id=_dm_id(workspace, people),
        name="mpdm-" + "--".join(workspace.person(user).name for user in people) + "-1",
        creator=people[0],
        created=int(workspace.now()),
        is_im=len(people) == _A_PAIR,
        is_mpim=len(people) > _A_PAIR,
        members=dict.fromkeys(people),
    )
    workspace.channels[channel.id] = channel
    body = wire.channel(workspace, channel, seen_by=people[0])
    workspace.emit(
        Event(
            body={"type": "im_created", "user": people[0], "channel": body},
            audience=frozenset(people),
            for_app=False,
        )
    )
    return channel, False


def mark(workspace: Workspace, channel: Channel, ts: str, *, by: str) -> None:
    """Move someone's read mark to `ts`."""
    channel.last_read[by] = ts
    workspace.emit(
        Event(
            body={"type": "channel_marked", "channel": channel.id, "user": by, "ts": ts},
            audience=frozenset({by}),
            for_app=False,
        )
    )


def _dm_id(workspace: Workspace, people: tuple[str, ...]) -> str:
    """The bot's DM with U0OLENA is D0OLENA, so that a person can read it in the traffic."""
    others = [user for user in people if user != workspace.bot_user]
    if len(people) == _A_PAIR and len(others) == 1:
        readable = "D" + others[0][1:]
        if readable not in workspace.channels:
            return readable
    return workspace.new_id("D" if len(people) == _A_PAIR else "C")


def _checked_topic(workspace: Workspace, value: str, by: str) -> Topic:
    if len(value) > MAX_TOPIC:
        raise SlackError("too_long")
    return Topic(value=value, creator=by, last_set=int(workspace.now()))


def _touch(workspace: Workspace, channel: Channel) -> None:
    channel.updated = int(workspace.now() * 1000)


def _notice(
    workspace: Workspace, channel: Channel, by: str, what: str, text: str, **extra: object
) -> None:
    prefix = "group" if channel.is_private else "channel"
    posting.notice(
        workspace, channel, by=by, subtype=f"{prefix}_{what}", text=f"<@{by}> {text}", **extra
    )


def _announce_channel(
    workspace: Workspace, channel: Channel, what: str, body: object, **beside: object
) -> None:
    prefix = "group" if channel.is_private else "channel"
    event = {"type": f"{prefix}_{what}", "channel": body, **beside}
    workspace.emit(Event(body=event, channel=channel.id))


def _announce_member(
    workspace: Workspace, channel: Channel, type_: str, user: str, **beside: object
) -> None:
    body = {
        "type": type_,
        "user": user,
        "channel": channel.id,
        "channel_type": "G" if channel.is_private else "C",
        "team": workspace.team.id,
        **beside,
    }
    workspace.emit(Event(body=body, channel=channel.id))
