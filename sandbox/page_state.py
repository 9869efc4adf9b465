"""What the page in the browser may show one person, as JSON. Nothing here changes anything."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from sandbox import wire
from sandbox.channels import Channel
from sandbox.messages import Message
from sandbox.people import Person
from sandbox.traffic import Call, Delivery
from sandbox.views import View, Views
from sandbox.workspace import Workspace

Frame = dict[str, Any]

MOST_MESSAGES = 200
_NEVER = "0000000000.000000"
_SERVICE_LINES = ("join", "leave", "topic", "purpose", "name", "archive", "unarchive")
_QUIET = frozenset(f"{kind}_{line}" for kind in ("channel", "group") for line in _SERVICE_LINES)
"""Lines Slack writes itself; they leave a channel read."""


def sees(person: Person, channel: Channel) -> bool:
    """Guests see only the channels they are in; members also every public one."""
    if person.is_restricted:
        return person.id in channel.members
    return channel.visible_to(person.id)


def somebody(workspace: Workspace, wanted: str | None) -> Person:
    """The person acted as: the one asked for, else the first one."""
    people = [each for each in workspace.people.values() if not (each.is_bot or each.deleted)]
    return next((each for each in people if each.id == wanted), people[0])


def workspace_frame(workspace: Workspace, me: Person, *, online: bool) -> Frame:
    """Team, people, groups, the app, and the channels with what is unread in them."""
    channels = [each for each in workspace.channels.values() if sees(me, each)]
    return {
        "me": me.id,
        "team": {"id": workspace.team.id, "name": workspace.team.name},
        "first_channel": _first_channel(workspace, me, channels),
        "people": {each.id: _person(each) for each in workspace.people.values()},
        "usergroups": {
            each.id: {
                "id": each.id,
                "handle": each.handle,
                "name": each.name,
                "users": each.members,
            }
            for each in workspace.usergroups.values()
            if not each.deleted
        },
        "channels": [_channel(workspace, each, me) for each in channels],
        "app": _app(workspace, me, online=online),
    }


def channel_frame(workspace: Workspace, me: Person, channel_id: str | None) -> Frame | None:
    """The messages of the open channel, oldest first, and what hangs beside them.

    `missing` stands for a channel that is not there or not for this person's eyes.
    """
    if channel_id is None:
        return None
    channel = workspace.channels.get(channel_id)
    if channel is None or not sees(me, channel):
        return {"id": channel_id, "missing": True}
    newest = list(islice(channel.history(), MOST_MESSAGES + 1))
    return {
        "id": channel.id,
        "name": channel.name,
        "topic": channel.topic.value,
        "messages": [_message(workspace, each) for each in reversed(newest[:MOST_MESSAGES])],
        "is_cut": len(newest) > MOST_MESSAGES,
        "last_ts": next(reversed(channel.messages), None),
        "ephemerals": [
            _message(workspace, each.message)
            for each in workspace.ephemerals.values()
            if each.viewer == me.id and each.message.channel == channel.id
        ],
        "members": list(channel.members),
        "pins": [
            _message(workspace, channel.messages[ts])
            for ts in reversed(channel.pins)
            if ts in channel.messages
        ],
        "bookmarks": [wire.bookmark(channel.id, each) for each in channel.bookmarks.values()],
        "canvas": _canvas(workspace, channel),
    }


def thread_frame(
    workspace: Workspace, me: Person, channel_id: str | None, ts: str | None
) -> Frame | None:
    """A thread: its parent, where it still exists, and the replies."""
    channel = workspace.channels.get(channel_id or "")
    if channel is None or ts is None or not sees(me, channel):
        return None
    parent = channel.messages.get(ts)
    found = [parent, *channel.replies(ts)] if parent else channel.replies(ts)
    return {"ts": ts, "messages": [_message(workspace, each) for each in found]}


def views_frame(views: Views, me: Person) -> list[Frame]:
    """The person's modals, the lowest first."""
    return [_view(views, each) for each in views.stacks.get(me.id, ())]


def home_frame(views: Views, me: Person) -> Frame | None:
    home = views.homes.get(me.id)
    return _view(views, home) if home else None


def traffic_entry(item: Call | Delivery) -> Frame:
    """One line of the inspector, with all that was said."""
    if isinstance(item, Call):
        status = "dropped" if item.dropped else "ok" if item.ok else _refusal(item)
        told = {"kind": "call", "name": item.method, "note": _call_note(item.args)}
        said = {"sent": dict(item.args), "got": dict(item.response)}
        ok = item.ok and not item.dropped
    else:
        status = "acked" if item.acked else item.error or "no ack"
        status += f", attempt {item.attempt + 1}" if item.attempt else ""
        told = {"kind": "delivery", **_delivery_note(item)}
        said = {"sent": dict(item.payload), "got": item.ack}
        ok = item.acked
    beside = {"number": item.number, "ok": ok, "status": status, "ms": item.ms, "at": item.at}
    return told | said | beside


def _refusal(item: Call) -> str:
    return str(item.response.get("error") or f"HTTP {item.status}")


def _call_note(args: Mapping[str, Any]) -> str:
    place = args.get("channel") or args.get("channel_id") or args.get("user_id") or ""
    words = args.get("text") or args.get("name") or args.get("title") or args.get("topic") or ""
    return f"{place}  {words}".strip()[:160]


def _delivery_note(item: Delivery) -> Frame:
    payload = item.payload
    if "command" in payload:
        return {"name": str(payload["command"]), "note": str(payload.get("text", ""))}
    event = payload.get("event")
    if isinstance(event, Mapping):
        place = event.get("channel") or event.get("user") or ""
        return {"name": str(event.get("type")), "note": f"{place}  {event.get('text', '')}"[:160]}
    actions = payload.get("actions") or [{}]
    view = payload.get("view") or {}
    what = actions[0].get("action_id") or payload.get("callback_id") or view.get("callback_id")
    return {"name": str(payload.get("type", item.kind)), "note": str(what or "")}


def _first_channel(workspace: Workspace, me: Person, channels: list[Channel]) -> str:
    """Where a newcomer starts: a channel with both the person and the app in it."""
    mine = [each for each in channels if me.id in each.members and not each.is_dm]
    with_app = [each for each in mine if workspace.bot_user in each.members]
    return next((each.id for each in [*with_app, *mine, *channels]), "")


def _person(one: Person) -> Frame:
    names = ("id", "name", "real_name", "title", "tz", "locale", "color", "is_bot", "deleted")
    also = ("is_restricted", "presence", "status_text", "status_emoji")
    return {name: getattr(one, name) for name in (*names, *also)}


def _channel(workspace: Workspace, one: Channel, me: Person) -> Frame:
    others = [each for each in one.members if each != me.id]
    unread, mentions = _unread(workspace, one, me)
    return {
        "id": one.id,
        "name": ", ".join(workspace.people[each].real_name for each in others)
        if one.is_mpim
        else one.name,
        "kind": {"channel": "public", "group": "private"}.get(one.kind, one.kind),
        "with": (others[0] if others else me.id) if one.is_im else None,
        "is_member": me.id in one.members,
        "is_archived": one.is_archived,
        "topic": one.topic.value,
        "purpose": one.purpose.value,
        "member_count": len(one.members),
        "unread": unread,
        "mentions": mentions,
        "last_read": one.last_read.get(me.id, _NEVER),
    }


def _unread(workspace: Workspace, channel: Channel, me: Person) -> tuple[int, int]:
    """How many messages came since the person last looked, and how many name them.

    Replies make a channel unread only where they name the person, as in Slack.
    """
    if me.id not in channel.members:
        return 0, 0
    since = channel.last_read.get(me.id, _NEVER)
    unread = mentions = 0
    marks = _marks(workspace, me)
    for message in reversed(channel.messages.values()):
        if message.ts <= since:
            break
        if message.user == me.id or message.deleted or message.subtype in _QUIET:
            continue
        unread += message.in_history
        written = f"{message.text}{message.blocks}"
        mentions += channel.is_dm or any(mark in written for mark in marks)
    return unread, mentions


def _marks(workspace: Workspace, me: Person) -> list[str]:
    """What in a message counts as naming the person; a rich text block names by bare id."""
    groups = [each.id for each in workspace.usergroups.values() if me.id in each.members]
    return [f"<@{me.id}", f"'user_id': '{me.id}'", *_BROADCASTS, *groups]


_BROADCASTS = ("<!here", "<!channel", "<!everyone")


def _message(workspace: Workspace, one: Message) -> Frame:
    return wire.message(workspace, one) | {"channel": one.channel}


def _canvas(workspace: Workspace, channel: Channel) -> Frame | None:
    canvas = workspace.canvases.get(channel.canvas_id or "")
    if canvas is None:
        return None
    return {"id": canvas.id, "title": canvas.title, "markdown": canvas.markdown}


def _view(views: Views, view: View) -> Frame:
    return views.wire(view) | {"user": view.user}


def _app(workspace: Workspace, me: Person, *, online: bool) -> Frame:
    app = workspace.app
    dm = workspace.dm(me.id, app.bot_user)
    return {
        "id": app.id,
        "bot_user": app.bot_user,
        "name": app.name,
        "description": app.description,
        "home": app.home_tab,
        "messages_tab": app.messages_tab,
        "online": online,
        "dm": dm.id if dm else None,
        "commands": [
            {
                "command": each.command,
                "usage_hint": each.usage_hint,
                "description": each.description,
            }
            for each in app.commands
        ],
        "global_shortcuts": _shortcuts(workspace, "global"),
        "message_shortcuts": _shortcuts(workspace, "message"),
    }


def _shortcuts(workspace: Workspace, type_: str) -> list[Frame]:
    return [
        {"name": each.name, "callback_id": each.callback_id, "description": each.description}
        for each in workspace.app.shortcuts
        if each.type == type_
    ]
