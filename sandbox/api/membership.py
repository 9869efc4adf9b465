"""conversations.*: who joins, is invited, leaves, and direct messages."""

from sandbox import rooms, wire
from sandbox.api.method import Answer, Methods, Request, Tier
from sandbox.channels import Channel
from sandbox.errors import SlackError, invalid_arguments

_methods = Methods()
_INVITE = ("channels:manage", "groups:write", "channels:write.invites", "groups:write.invites")
MAX_INVITED = 100
MAX_IN_DM = 8


@_methods.add("conversations.join", "channels:join")
def join(request: Request) -> Answer:
    channel = request.channel()
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    beside: Answer = {}
    if request.me in channel.members:
        beside = {
            "warning": "already_in_channel",
            "response_metadata": {"warnings": ["already_in_channel"]},
        }
    rooms.join(request.workspace, channel, request.me)
    return {"channel": wire.channel(request.workspace, channel, seen_by=request.me), **beside}


@_methods.add("conversations.leave", "channels:manage", "groups:write")
def leave(request: Request) -> Answer:
    channel = request.channel()
    if channel.is_dm:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.is_general:
        raise SlackError("cant_leave_general")
    if request.me not in channel.members:
        return {"not_in_channel": True}
    rooms.leave(request.workspace, channel, request.me)
    return {}


@_methods.add("conversations.invite", *_INVITE)
def invite(request: Request) -> Answer:
    """All or nobody, unless `force` asks for those who can be invited."""
    channel = request.open_channel()
    if channel.is_dm:
        raise SlackError("method_not_supported_for_channel_type")
    users = list(dict.fromkeys(request.args.listing("users")))
    if not users:
        raise SlackError("no_user")
    if len(users) > MAX_INVITED:
        raise invalid_arguments(f"no more than {MAX_INVITED} users allowed [json-pointer:/users]")
    refused = {user: _refusal(request, channel, user) for user in users}
    errors = [{"user": user, "ok": False, "error": code} for user, code in refused.items() if code]
    welcome = [user for user, code in refused.items() if not code]
    if errors and not (request.args.flag("force") and welcome):
        raise SlackError(str(errors[0]["error"]), errors=errors)
    for user in welcome:
        rooms.join(request.workspace, channel, user, inviter=request.me)
    shown = wire.channel(request.workspace, channel, seen_by=request.me)
    return {"channel": shown, **({"errors": errors} if errors else {})}


def _refusal(request: Request, channel: Channel, user: str) -> str:
    person = request.workspace.people.get(user)
    if person is None or person.deleted:
        return "user_not_found"
    if user == request.me:
        return "cant_invite_self"
    return "already_in_channel" if user in channel.members else ""


@_methods.add("conversations.kick", "channels:manage", "groups:write")
def kick(request: Request) -> Answer:
    channel = request.open_channel()
    if channel.is_dm:
        raise SlackError("method_not_supported_for_channel_type")
    user = request.args.required("user")
    request.workspace.person(user)
    if user == request.me:
        raise SlackError("cant_kick_self")
    if channel.is_general:
        raise SlackError("cant_kick_from_general")
    if user not in channel.members:
        raise SlackError("not_in_channel")
    rooms.leave(request.workspace, channel, user, kicked_by=request.me)
    return {"errors": {}}


@_methods.add("conversations.open", "im:write", "mpim:write")
def open_(request: Request) -> Answer:
    if "channel" in request.args:
        channel = request.channel()
        if not channel.is_dm:
            raise SlackError("method_not_supported_for_channel_type")
        return {"no_op": True, "already_open": True, "channel": _dm(request, channel)}
    users = list(dict.fromkeys(request.args.listing("users")))
    if not users:
        raise SlackError("users_list_not_supplied")
    others = [user for user in users if user != request.me]
    if not others:
        raise SlackError("cannot_dm_bot")
    if len(others) > MAX_IN_DM:
        raise SlackError("too_many_users")
    for user in others:
        request.workspace.person(user)
    request.need("im:write" if len(others) == 1 else "mpim:write")
    channel, known = rooms.open_dm(request.workspace, request.me, *others)
    beside = {"no_op": True, "already_open": True} if known else {}
    return {**beside, "channel": _dm(request, channel)}


def _dm(request: Request, channel: Channel) -> Answer:
    if not request.args.flag("return_im"):
        return {"id": channel.id}
    return wire.channel(request.workspace, channel, seen_by=request.me)


@_methods.add("conversations.close", "im:write", "mpim:write", tier=Tier.T2)
def close(request: Request) -> Answer:
    """Slack keeps the conversation; closing only takes it out of the sidebar."""
    if not request.channel().is_dm:
        raise SlackError("method_not_supported_for_channel_type")
    return {}


METHODS = tuple(_methods.every)
