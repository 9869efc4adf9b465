"""Files, the second way: a URL to upload to, the bytes, then where to share them.

https://docs.slack.dev/messaging/working-with-files
"""

import mimetypes
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox import posting, wire
from sandbox.api import drafts
from sandbox.api.method import Answer, Methods, Request, Tier
from sandbox.channels import Channel
from sandbox.documents import Canvas, StoredFile
from sandbox.errors import SlackError, invalid_arguments
from sandbox.events import Event
from sandbox.messages import Draft
from sandbox.workspace import Workspace

_methods = Methods()
MAX_SIZE = 1024**3
"""Bytes."""
_FILETYPES = {"md": "markdown", "txt": "text", "py": "python", "js": "javascript", "yml": "yaml"}


@_methods.add("files.getUploadURLExternal", "files:write", tier=Tier.T4)
def upload_url(request: Request) -> Answer:
    workspace, name = request.workspace, request.args.required("filename")
    length = request.args.number("length", 0)
    if length <= 0:
        raise invalid_arguments("must be greater than 0 [json-pointer:/length]")
    if length > MAX_SIZE:
        raise SlackError("file_upload_size_restricted")
    file = StoredFile(
        id=workspace.new_id("F"),
        name=name,
        title=name,
        user=request.me,
        created=int(workspace.now()),
        size=length,
        mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
        filetype=_filetype(name),
        ticket=f"{workspace.new_id('upload-')}-{length}",
    )
    workspace.files[file.id] = file
    return {"upload_url": f"{workspace.base_url}/upload/v1/{file.ticket}", "file_id": file.id}


def _filetype(name: str) -> str:
    """Slack's word for what the name ends in."""
    _, dot, ending = name.lower().rpartition(".")
    return _FILETYPES.get(ending, ending) if dot else "binary"


def receive(workspace: Workspace, ticket: str, content: bytes) -> StoredFile | None:
    """Keep the bytes sent to an upload URL; None where the URL or the length is wrong."""
    for file in workspace.files.values():
        if file.ticket and file.ticket == ticket and len(content) == file.size:
            file.content, file.uploaded, file.ticket = content, True, ""
            return file
    return None


@_methods.add("files.completeUploadExternal", "files:write", tier=Tier.T4)
def complete(request: Request) -> Answer:
    files = _uploaded(request)
    channels = [_target(request, each) for each in _channel_ids(request)]
    blocks = drafts.blocks(request.args)
    for file in files:
        file.shared = True
        _announce(request.workspace, "file_created", file)
    for channel in channels:
        draft = Draft(
            text=request.args.text("initial_comment"),
            blocks=blocks or (),
            thread_ts=request.args.text("thread_ts") or None,
            files=[file.id for file in files],
        )
        posting.post(request.workspace, channel, draft, by=request.me)
        for file in files:
            _announce(request.workspace, "file_shared", file, channel)
    return {"files": [wire.file(request.workspace, file) for file in files]}


def _uploaded(request: Request) -> Sequence[StoredFile]:
    """The files named, all of them uploaded and none shared. Raises file_not_found."""
    asked = request.args.structure("files")
    if not isinstance(asked, list) or not asked:
        raise invalid_arguments("missing required field: files")
    files = []
    for each in asked:
        file = request.workspace.files.get(str(each.get("id"))) if _is_object(each) else None
        if file is None or not file.uploaded or file.shared:
            raise SlackError("file_not_found")
        file.title = str(each.get("title") or file.name)
        files.append(file)
    return files


def _is_object(value: Any) -> bool:
    return isinstance(value, Mapping)


def _channel_ids(request: Request) -> list[str]:
    one = request.args.text("channel_id")
    return [one] if one else request.args.listing("channels")


def _target(request: Request, channel_id: str) -> Channel:
    channel = request.workspace.channel(channel_id, seen_by=request.me)
    if request.me not in channel.members:
        raise SlackError("not_in_channel")
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel


@_methods.add("files.info", "files:read", tier=Tier.T4)
def info(request: Request) -> Answer:
    wanted = request.args.required("file")
    canvas = request.workspace.canvases.get(wanted)
    if canvas is not None:
        return {"file": _canvas(request.workspace, canvas)}
    file = _visible(request, wanted)
    return {"file": wire.file(request.workspace, file), "comments": [], "content_html": None}


def _canvas(workspace: Workspace, canvas: Canvas) -> Answer:
    """A canvas is a file to Slack."""
    link = f"{workspace.base_url}/docs/{workspace.team.id}/{canvas.id}"
    return {
        "id": canvas.id,
        "title": canvas.title,
        "name": canvas.title,
        "user": canvas.user,
        "created": canvas.created,
        "updated": canvas.updated,
        "filetype": "quip",
        "mimetype": "application/vnd.slack-docs",
        "mode": "quip",
        "permalink": link,
    }


def _visible(request: Request, file_id: str) -> StoredFile:
    file = request.workspace.files.get(file_id)
    if file is None or not file.shared:
        raise SlackError("file_not_found")
    places = [request.workspace.channels[each] for each in file.channels]
    if file.user != request.me and not any(each.visible_to(request.me) for each in places):
        raise SlackError("file_not_found")
    return file


@_methods.add("files.list", "files:read")
def listing(request: Request) -> Answer:
    channel, user = request.args.text("channel"), request.args.text("user")
    found = [
        file
        for file in request.workspace.files.values()
        if file.shared
        and user in ("", file.user)
        and (not channel or channel in file.channels)
        and any(request.workspace.channels[each].visible_to(request.me) for each in file.channels)
    ]
    found.sort(key=lambda one: one.created, reverse=True)
    count = max(1, request.args.number("count", 100))
    page = max(1, request.args.number("page", 1))
    return {
        "files": [
            wire.file(request.workspace, each) for each in found[(page - 1) * count : page * count]
        ],
        "paging": {
            "count": count,
            "total": len(found),
            "page": page,
            "pages": -(-len(found) // count),
        },
    }


@_methods.add("files.delete", "files:write")
def delete(request: Request) -> Answer:
    file = _visible(request, request.args.required("file"))
    if file.user != request.me:
        raise SlackError("cant_delete_file")
    del request.workspace.files[file.id]
    _announce(request.workspace, "file_deleted", file)
    return {}


def _announce(
    workspace: Workspace, type_: str, file: StoredFile, channel: Channel | None = None
) -> None:
    body = {"type": type_, "file_id": file.id, "user_id": file.user, "file": {"id": file.id}}
    if channel is None:
        workspace.emit(Event(body=body, audience=frozenset({file.user})))
    else:
        workspace.emit(Event(body={**body, "channel_id": channel.id}, channel=channel.id))


METHODS = tuple(_methods.every)
