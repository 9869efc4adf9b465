"""reactions.*, pins.*, bookmarks.*: what is hung on messages and channels."""

from sandbox import posting, wire
from sandbox.api.method import Answer, Methods, Request, Tier
from sandbox.api.paging import page
from sandbox.channels import Bookmark, Channel
from sandbox.errors import SlackError, invalid_arguments
from sandbox.messages import Message

_methods = Methods()
MAX_BOOKMARKS = 100
MAX_REACTIONS = 23


def _item(request: Request, *, refusal: str = "message_not_found") -> Message:
    channel = request.joined()
    ts = request.args.text("timestamp")
    if not ts:
        raise SlackError("no_item_specified")
    return request.workspace.message(channel.id, ts, refusal=refusal)


@_methods.add("reactions.add", "reactions:write")
def add_reaction(request: Request) -> Answer:
    name = request.args.text("name").strip(":")
    if not _known_emoji(request, name):
        raise SlackError("invalid_name")
    message = _item(request)
    if request.workspace.channels[message.channel].is_archived:
        raise SlackError("is_archived")
    if name not in message.reactions and len(message.reactions) >= MAX_REACTIONS:
        raise SlackError("too_many_emoji")
    posting.react(request.workspace, message, name, by=request.me)
    return {}


def _known_emoji(request: Request, name: str) -> bool:
    """Slack's own set is not listed here; what no emoji is ever called is refused."""
    letters = name.replace("::", "-")
    return bool(letters) and all(
        each.isascii() and (each.isalnum() or each in "_+-'") for each in letters
    )


@_methods.add("reactions.remove", "reactions:write", tier=Tier.T2)
def remove_reaction(request: Request) -> Answer:
    name = request.args.text("name").strip(":")
    posting.unreact(request.workspace, _item(request), name, by=request.me)
    return {}


@_methods.add("reactions.get", "reactions:read")
def get_reactions(request: Request) -> Answer:
    message = _item(request)
    shown = wire.message(request.workspace, message)
    return {"type": "message", "channel": message.channel, "message": shown}


@_methods.add("reactions.list", "reactions:read", tier=Tier.T2)
def list_reactions(request: Request) -> Answer:
    user = request.args.text("user") or request.me
    request.workspace.person(user)
    found = [
        message
        for channel in request.workspace.channels.values()
        if request.me in channel.members
        for message in channel.messages.values()
        if any(user in users for users in message.reactions.values())
    ]
    shown, metadata = page(request, found, lambda one: one.ts)
    return {
        "items": [
            {
                "type": "message",
                "channel": each.channel,
                "message": wire.message(request.workspace, each),
            }
            for each in shown
        ],
        "response_metadata": metadata,
    }


@_methods.add("pins.add", "pins:write", tier=Tier.T2)
def add_pin(request: Request) -> Answer:
    message = _item(request)
    if request.workspace.channels[message.channel].is_archived:
        raise SlackError("is_archived")
    posting.pin(request.workspace, message, by=request.me)
    return {}


@_methods.add("pins.remove", "pins:write", tier=Tier.T2)
def remove_pin(request: Request) -> Answer:
    posting.unpin(request.workspace, _item(request), by=request.me)
    return {}


@_methods.add("pins.list", "pins:read", tier=Tier.T2)
def list_pins(request: Request) -> Answer:
    channel = request.joined()
    return {
        "items": [
            {
                "type": "message",
                "channel": channel.id,
                "created": pin.created,
                "created_by": pin.user,
                "message": wire.message(request.workspace, channel.messages[pin.ts]),
            }
            for pin in reversed(channel.pins.values())
        ]
    }


@_methods.add("bookmarks.add", "bookmarks:write", tier=Tier.T2)
def add_bookmark(request: Request) -> Answer:
    channel = request.open_channel("channel_id")
    args = request.args
    title, kind = args.required("title"), args.required("type")
    if kind != "link":
        raise SlackError("invalid_bookmark_type")
    if len(channel.bookmarks) >= MAX_BOOKMARKS:
        raise SlackError("too_many_bookmarks")
    now = int(request.workspace.now())
    bookmark = Bookmark(
        id=request.workspace.new_id("Bk"),
        title=title,
        link=_link(args.text("link")),
        emoji=args.text("emoji"),
        created=now,
        updated=now,
        by=request.me,
    )
    channel.bookmarks[bookmark.id] = bookmark
    return _bookmark_changed(request, channel, bookmark, "bookmark_added")


@_methods.add("bookmarks.edit", "bookmarks:write", tier=Tier.T2)
def edit_bookmark(request: Request) -> Answer:
    channel = request.open_channel("channel_id")
    bookmark = _bookmark(request, channel)
    args = request.args
    if not any(key in args for key in ("title", "link", "emoji")):
        raise invalid_arguments("nothing to change")
    bookmark.title = args.text("title") or bookmark.title
    bookmark.link = _link(args.text("link")) if "link" in args else bookmark.link
    bookmark.emoji = args.text("emoji", bookmark.emoji)
    bookmark.updated, bookmark.by = int(request.workspace.now()), request.me
    return _bookmark_changed(request, channel, bookmark, "bookmark_changed")


@_methods.add("bookmarks.remove", "bookmarks:write", tier=Tier.T2)
def remove_bookmark(request: Request) -> Answer:
    channel = request.open_channel("channel_id")
    bookmark = _bookmark(request, channel)
    del channel.bookmarks[bookmark.id]
    _bookmark_changed(request, channel, bookmark, "bookmark_removed")
    return {}


@_methods.add("bookmarks.list", "bookmarks:read")
def list_bookmarks(request: Request) -> Answer:
    channel = request.joined("channel_id")
    return {"bookmarks": [wire.bookmark(channel.id, each) for each in channel.bookmarks.values()]}


def _bookmark(request: Request, channel: Channel) -> Bookmark:
    bookmark = channel.bookmarks.get(request.args.required("bookmark_id"))
    if bookmark is None:
        raise SlackError("not_found")
    return bookmark


def _link(link: str) -> str:
    if not link.startswith(("http://", "https://")):
        raise SlackError("invalid_link")
    return link


def _bookmark_changed(request: Request, channel: Channel, bookmark: Bookmark, type_: str) -> Answer:
    shown = wire.bookmark(channel.id, bookmark)
    request.workspace.show(type_, channel.id, channel_id=channel.id, bookmark=shown)
    return {"bookmark": shown}


METHODS = tuple(_methods.every)
