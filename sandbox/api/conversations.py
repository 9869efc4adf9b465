"""conversations.*: making, finding and reading channels; `membership` holds who is in them."""

from collections.abc import Sequence

from sandbox import rooms, wire
from sandbox.api.members import channel_kinds
from sandbox.api.method import Answer, Methods, Request, Tier
from sandbox.api.paging import page
from sandbox.channels import Channel
from sandbox.errors import SlackError
from sandbox.messages import Message

_methods = Methods()
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_MANAGE = ("channels:manage", "groups:write")
_MOST_MESSAGES = 999


def _shown(request: Request, channel: Channel, *, members: bool = False) -> Answer:
    return wire.channel(request.workspace, channel, seen_by=request.me, members=members)


@_methods.add("conversations.create", *_MANAGE, tier=Tier.T2)
def create(request: Request) -> Answer:
    is_private = request.args.flag("is_private")
    request.need("groups:write" if is_private else "channels:manage")
    name = request.args.text("name")
    channel = rooms.create(request.workspace, name, by=request.me, is_private=is_private)
    return {"channel": _shown(request, channel)}


@_methods.add("conversations.rename", *_MANAGE, tier=Tier.T2)
def rename(request: Request) -> Answer:
    channel = _managed(request)
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.creator != request.me:
        raise SlackError("not_authorized")
    rooms.rename(request.workspace, channel, request.args.text("name"), by=request.me)
    return {"channel": _shown(request, channel)}


@_methods.add("conversations.archive", *_MANAGE, tier=Tier.T2)
def archive(request: Request) -> Answer:
    rooms.archive(request.workspace, _managed(request), by=request.me)
    return {}


@_methods.add("conversations.unarchive", *_MANAGE, tier=Tier.T2)
def unarchive(request: Request) -> Answer:
    channel = request.channel()
    request.need_kind(channel, "manage")
    rooms.unarchive(request.workspace, channel, by=request.me)
    rooms.join(request.workspace, channel, request.me)
    return {}


def _managed(request: Request) -> Channel:
    """A channel the bot may manage. Raises method_not_supported_for_channel_type for DMs."""
    channel = request.joined()
    if channel.is_dm:
        raise SlackError("method_not_supported_for_channel_type")
    request.need_kind(channel, "manage")
    return channel


@_methods.add(
    "conversations.setTopic", *_MANAGE, "channels:write.topic", "groups:write.topic", tier=Tier.T2
)
def set_topic(request: Request) -> Answer:
    channel = request.open_channel()
    rooms.set_topic(request.workspace, channel, request.args.text("topic"), by=request.me)
    return {"channel": _shown(request, channel)}


@_methods.add(
    "conversations.setPurpose", *_MANAGE, "channels:write.topic", "groups:write.topic", tier=Tier.T2
)
def set_purpose(request: Request) -> Answer:
    channel = request.open_channel()
    rooms.set_purpose(request.workspace, channel, request.args.text("purpose"), by=request.me)
    return {"purpose": channel.purpose.value, "channel": _shown(request, channel)}


@_methods.add("conversations.info", *_READ)
def info(request: Request) -> Answer:
    channel = request.channel()
    request.need_kind(channel, "read")
    shown = _shown(request, channel, members=request.args.flag("include_num_members"))
    if request.args.flag("include_locale"):
        shown["locale"] = request.workspace.team.locale
    return {"channel": shown}


@_methods.add("conversations.list", *_READ, tier=Tier.T2)
def listing(request: Request) -> Answer:
    kinds = channel_kinds(request)
    skip_archived = request.args.flag("exclude_archived")
    found = [
        channel
        for channel in request.workspace.channels.values()
        if channel.kind in kinds
        and channel.visible_to(request.me)
        and not (skip_archived and channel.is_archived)
    ]
    shown, metadata = page(request, found, lambda one: one.id)
    return {
        "channels": [_shown(request, each, members=not each.is_dm) for each in shown],
        "response_metadata": metadata,
    }


@_methods.add("conversations.members", *_READ, tier=Tier.T4)
def members(request: Request) -> Answer:
    channel = request.channel()
    request.need_kind(channel, "read")
    shown, metadata = page(request, list(channel.members), str)
    return {"members": list(shown), "response_metadata": metadata}


@_methods.add("conversations.mark", *_MANAGE, "im:write", "mpim:write")
def mark(request: Request) -> Answer:
    channel = request.joined()
    ts = request.args.required("ts")
    if ts not in channel.messages:
        raise SlackError("invalid_timestamp")
    rooms.mark(request.workspace, channel, ts, by=request.me)
    return {}


@_methods.add("conversations.history", *_HISTORY)
def history(request: Request) -> Answer:
    channel = request.joined()
    request.need_kind(channel, "history")
    found = _between(request, list(channel.history()))
    shown, metadata = page(request, found, lambda one: one.ts, most=_MOST_MESSAGES)
    return {
        "messages": _messages(request, shown),
        "has_more": bool(metadata["next_cursor"]),
        "pin_count": len(channel.pins),
        "channel_actions_ts": None,
        "channel_actions_count": 0,
        "response_metadata": metadata,
    }


@_methods.add("conversations.replies", *_HISTORY)
def replies(request: Request) -> Answer:
    channel = request.joined()
    request.need_kind(channel, "history")
    parent = channel.messages.get(request.args.required("ts"))
    if parent is None:
        raise SlackError("thread_not_found")
    within = _between(request, channel.replies(parent.ts))
    shown, metadata = page(
        request, [parent, *within], lambda one: one.ts, default=1000, most=_MOST_MESSAGES + 1
    )
    return {
        "messages": _messages(request, shown),
        "has_more": bool(metadata["next_cursor"]),
        "response_metadata": metadata,
    }


def _between(request: Request, messages: list[Message]) -> list[Message]:
    """Those between `oldest` and `latest`, the ends only where `inclusive`."""
    oldest, latest = _moment(request, "oldest"), _moment(request, "latest")
    if oldest is None and latest is None:
        return messages
    inclusive = request.args.flag("inclusive")

    def wanted(message: Message) -> bool:
        ts = float(message.ts)
        if inclusive and ts in (oldest, latest):
            return True
        return (oldest is None or ts > oldest) and (latest is None or ts < latest)

    return [message for message in messages if wanted(message)]


def _moment(request: Request, key: str) -> float | None:
    value = request.args.text(key)
    if not value or value in ("0", "now"):
        return None
    try:
        return float(value)
    except ValueError:
        raise SlackError(f"invalid_ts_{key}") from None


def _messages(request: Request, shown: Sequence[Message]) -> list[Answer]:
    metadata = request.args.flag("include_all_metadata")
    return [wire.message(request.workspace, one, metadata=metadata) for one in shown]


METHODS = tuple(_methods.every)
