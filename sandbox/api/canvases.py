"""canvases.* and conversations.canvases.create."""

from collections.abc import Mapping
from typing import Any

from sandbox.api.method import Answer, Methods, Request, Tier
from sandbox.canvas_text import heading_level, sections
from sandbox.documents import Canvas, Section
from sandbox.errors import SlackError, invalid_arguments

_methods = Methods()
MAX_MARKDOWN = 1024 * 1024
"""Bytes."""
_PLACED = {"insert_before": 0, "insert_after": 1}
_TYPES = {"h1": {1}, "h2": {2}, "h3": {3}, "any_header": {1, 2, 3, 4, 5, 6}}
_LEVELS = ("read", "write", "owner")


@_methods.add("canvases.create", "canvases:write", tier=Tier.T2)
def create(request: Request) -> Answer:
    canvas = _new(request)
    if "channel_id" in request.args:
        channel = request.open_channel("channel_id")
        canvas.access[channel.id] = "write"
    return _kept(request, canvas)


@_methods.add("conversations.canvases.create", "canvases:write", tier=Tier.T2)
def create_in_channel(request: Request) -> Answer:
    """The one canvas that belongs to the channel."""
    channel = request.open_channel("channel_id")
    if channel.canvas_id is not None:
        raise SlackError("channel_canvas_already_exists")
    canvas = _new(request)
    canvas.channel = channel.id
    canvas.access[channel.id] = "write"
    channel.canvas_id = canvas.id
    return _kept(request, canvas)


@_methods.add("canvases.edit", "canvases:write")
def edit(request: Request) -> Answer:
    """One change a call, as Slack takes them."""
    canvas = _canvas(request)
    changes = request.args.structure("changes")
    if not isinstance(changes, list) or not changes:
        raise invalid_arguments("missing required field: changes")
    if len(changes) > 1 or not isinstance(changes[0], Mapping):
        raise invalid_arguments("no more than 1 items allowed [json-pointer:/changes]")
    _apply(request, canvas, changes[0])
    canvas.updated = int(request.workspace.now())
    _show(request, canvas, "canvas_changed")
    return {}


@_methods.add("canvases.delete", "canvases:write")
def delete(request: Request) -> Answer:
    canvas = _canvas(request)
    del request.workspace.canvases[canvas.id]
    if canvas.channel is not None:
        request.workspace.channels[canvas.channel].canvas_id = None
    _show(request, canvas, "canvas_deleted")
    return {}


@_methods.add("canvases.sections.lookup", "canvases:read")
def lookup(request: Request) -> Answer:
    canvas = _canvas(request)
    criteria = request.args.structure("criteria")
    if not isinstance(criteria, Mapping) or not criteria:
        raise invalid_arguments("missing required field: criteria")
    levels = _levels(criteria.get("section_types"))
    words = str(criteria.get("contains_text") or "").lower()
    return {
        "sections": [
            {"id": each.id}
            for each in canvas.sections
            if (levels is None or heading_level(each.markdown) in levels)
            and words in each.markdown.lower()
        ]
    }


def _levels(kinds: Any) -> set[int] | None:
    """The heading levels asked for, None for sections of any kind. Raises invalid_arguments."""
    if not kinds:
        return None
    if not isinstance(kinds, list) or not all(str(kind) in _TYPES for kind in kinds):
        raise invalid_arguments("must be a valid enum value [json-pointer:/criteria/section_types]")
    return set().union(*(_TYPES[str(kind)] for kind in kinds))


@_methods.add("canvases.access.set", "canvases:write")
def set_access(request: Request) -> Answer:
    canvas = _canvas(request)
    level = request.args.required("access_level")
    if level not in _LEVELS:
        raise invalid_arguments("must be a valid enum value [json-pointer:/access_level]")
    for entity in _entities(request, level):
        canvas.access[entity] = level
    return {}


@_methods.add("canvases.access.delete", "canvases:write")
def delete_access(request: Request) -> Answer:
    canvas = _canvas(request)
    for entity in _entities(request, "read"):
        canvas.access.pop(entity, None)
    return {}


def _entities(request: Request, level: str) -> list[str]:
    """Channels or people, not both; only people can own. Raises SlackError."""
    channels = request.args.listing("channel_ids")
    users = request.args.listing("user_ids")
    if bool(channels) == bool(users):
        raise invalid_arguments("must provide exactly one of: channel_ids, user_ids")
    if channels and level == "owner":
        raise invalid_arguments("a channel cannot own a canvas")
    for channel in channels:
        request.workspace.channel(channel, seen_by=request.me)
    for user in users:
        request.workspace.person(user)
    return channels or users


def _new(request: Request) -> Canvas:
    workspace, now = request.workspace, int(request.workspace.now())
    content = request.args.structure("document_content")
    markdown = "" if content is None else _markdown(content)
    return Canvas(
        id=workspace.new_id("F"),
        title=request.args.text("title"),
        user=request.me,
        created=now,
        updated=now,
        sections=sections(markdown, workspace.new_token),
        access={request.me: "owner"},
    )


def _kept(request: Request, canvas: Canvas) -> Answer:
    request.workspace.canvases[canvas.id] = canvas
    _show(request, canvas, "canvas_created")
    return {"canvas_id": canvas.id}


def _show(request: Request, canvas: Canvas, type_: str) -> None:
    request.workspace.show(type_, canvas.channel, canvas_id=canvas.id)


def _canvas(request: Request) -> Canvas:
    canvas = request.workspace.canvases.get(request.args.required("canvas_id"))
    if canvas is None:
        raise SlackError("canvas_not_found")
    return canvas


def _markdown(content: Any) -> str:
    """The Markdown of a `document_content`. Raises invalid_arguments."""
    if not isinstance(content, Mapping) or content.get("type") != "markdown":
        raise invalid_arguments("must be of type markdown [json-pointer:/document_content]")
    markdown = content.get("markdown")
    if not isinstance(markdown, str):
        raise invalid_arguments("must provide a string [json-pointer:/document_content/markdown]")
    if len(markdown.encode()) > MAX_MARKDOWN:
        raise invalid_arguments("must be at most 1 MiB [json-pointer:/document_content/markdown]")
    return markdown


def _apply(request: Request, canvas: Canvas, change: Mapping[str, Any]) -> None:
    """Raises canvas_editing_failed for a section that is not there, invalid_arguments."""
    operation = str(change.get("operation"))
    if operation == "rename":
        title = change.get("title_content")
        canvas.title = _markdown(title)
        return
    if operation == "delete":
        del canvas.sections[_place(canvas, change)]
        return
    fresh = sections(_markdown(change.get("document_content")), request.workspace.new_token)
    if operation == "insert_at_start":
        canvas.sections[:0] = fresh
    elif operation == "insert_at_end":
        canvas.sections.extend(fresh)
    elif operation == "replace" and not change.get("section_id"):
        canvas.sections = fresh
    elif operation == "replace":
        at = _place(canvas, change)
        canvas.sections[at : at + 1] = _same_id(canvas.sections[at], fresh)
    elif operation in _PLACED:
        at = _place(canvas, change) + _PLACED[operation]
        canvas.sections[at:at] = fresh
    else:
        raise invalid_arguments("must be a valid enum value [json-pointer:/changes/0/operation]")


def _same_id(old: Section, fresh: list[Section]) -> list[Section]:
    """The first of the new sections takes the place, and so the id, of the old one."""
    if fresh:
        fresh[0].id = old.id
    return fresh


def _place(canvas: Canvas, change: Mapping[str, Any]) -> int:
    for index, section in enumerate(canvas.sections):
        if section.id == change.get("section_id"):
            return index
    raise SlackError("canvas_editing_failed", detail="section not found")


METHODS = tuple(_methods.every)
