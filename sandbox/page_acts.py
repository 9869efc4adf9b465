"""What the page lets a person do: each name is one act, its arguments come as JSON."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sandbox.acts import Acts, Outcome
from sandbox.errors import SlackError

Body = Mapping[str, Any]
Act = Callable[[Acts, str, Body], Awaitable[Any]]

WORDS = {
    "not_in_channel": "You're not in this channel.",
    "is_archived": "This channel is archived.",
    "channel_not_found": "This channel does not exist, or it is private.",
    "message_not_found": "This message is not there any more.",
    "user_is_restricted": "Guests can't do that.",
    "name_taken": "That name is already taken by a channel, perhaps an archived one.",
    "invalid_name_specials": "Channel names are lower-case letters, digits, - and _.",
    "invalid_name_maxlength": "Channel names can't be longer than 80 characters.",
    "invalid_name_punctuation": "Channel names need a letter or a digit.",
    "too_long": "That's too long: 250 characters at most.",
    "cant_update_message": "You can't edit this message.",
    "cant_delete_message": "You can't delete this message.",
    "cant_archive_general": "You can't archive #general.",
    "already_pinned": "This message is already pinned.",
}
"""What a person reads for a refusal; the rest is told by its code."""

GONE = "That is not on the screen any more."


def _message(body: Body) -> tuple[str, str] | None:
    return (str(body["channel"]), str(body["ts"])) if body.get("ts") else None


async def _place(acts: Acts, me: str, body: Body) -> str:
    """The channel written to; the app's messages tab is a DM that the first message opens."""
    if body.get("app"):
        return await acts.open_dm(me, acts.workspace.bot_user)
    return str(body["channel"])


async def _say(acts: Acts, me: str, body: Body) -> Any:
    workspace = acts.workspace
    staged = [workspace.files.pop(str(id)) for id in body.get("files", ())]
    return await acts.say(
        me,
        await _place(acts, me, body),
        str(body.get("text", "")),
        thread_ts=body.get("thread_ts"),
        files={file.name: file.content for file in staged},
    )


async def _command(acts: Acts, me: str, body: Body) -> Any:
    return await acts.command(
        me,
        await _place(acts, me, body),
        str(body["command"]),
        str(body.get("text", "")),
        thread_ts=body.get("thread_ts"),
    )


async def _click(acts: Acts, me: str, body: Body) -> Any:
    """An action on a view carries what was typed there so far."""
    view_id = body.get("view_id")
    if view_id and body.get("values"):
        await acts.fill(me, view_id, body["values"])
    return await acts.click(
        me,
        action_id=str(body["action_id"]),
        block_id=body.get("block_id"),
        message=_message(body),
        view_id=view_id,
        value=body.get("value"),
        selected=body.get("selected"),
    )


async def _suggest(acts: Acts, me: str, body: Body) -> Any:
    options = await acts.suggest(
        me,
        action_id=str(body["action_id"]),
        block_id=body.get("block_id"),
        query=str(body["query"]),
        message=_message(body),
        view_id=body.get("view_id"),
    )
    return {"options": options}


async def _open_dm(acts: Acts, me: str, body: Body) -> Any:
    return {"channel": await acts.open_dm(me, str(body["other"]))}


ACTS: Mapping[str, Act] = {
    "say": _say,
    "command": _command,
    "click": _click,
    "suggest": _suggest,
    "open_dm": _open_dm,
    "submit": lambda acts, me, body: acts.submit(me, body["view_id"], body["values"]),
    "close": lambda acts, me, body: acts.close(
        me, body["view_id"], whole_stack=bool(body.get("whole_stack"))
    ),
    "open_home": lambda acts, me, body: acts.open_home(me, tab=body.get("tab", "home")),
    "shortcut": lambda acts, me, body: acts.shortcut(me, body["callback_id"]),
    "message_shortcut": lambda acts, me, body: acts.message_shortcut(
        me, body["callback_id"], body["channel"], body["ts"]
    ),
    "edit": lambda acts, me, body: acts.edit(me, body["channel"], body["ts"], body["text"]),
    "delete": lambda acts, me, body: acts.delete(me, body["channel"], body["ts"]),
    "react": lambda acts, me, body: acts.react(me, body["channel"], body["ts"], body["name"]),
    "unreact": lambda acts, me, body: acts.unreact(me, body["channel"], body["ts"], body["name"]),
    "pin": lambda acts, me, body: acts.pin(me, body["channel"], body["ts"]),
    "unpin": lambda acts, me, body: acts.unpin(me, body["channel"], body["ts"]),
    "mark": lambda acts, me, body: acts.mark(me, body["channel"], body["ts"]),
    "join": lambda acts, me, body: acts.join(me, body["channel"]),
    "leave": lambda acts, me, body: acts.leave(me, body["channel"]),
    "invite": lambda acts, me, body: acts.invite(me, body["channel"], body["whom"]),
    "archive": lambda acts, me, body: acts.archive(me, body["channel"]),
    "rename": lambda acts, me, body: acts.rename(me, body["channel"], body["name"]),
    "set_topic": lambda acts, me, body: acts.set_topic(me, body["channel"], body["topic"]),
}


async def perform(acts: Acts, name: str, body: Body) -> dict[str, Any]:
    """Do the act; what Slack would tell the person is in `error`, by block in `errors`.

    Raises KeyError for an unknown act or a missing argument.
    """
    act = ACTS[name]
    try:
        result = await act(acts, str(body["me"]), body)
    except SlackError as refused:
        return {"acked": False, "error": WORDS.get(refused.code, refused.code), "errors": {}}
    except LookupError as gone:
        if isinstance(gone, KeyError):
            raise
        return {"acked": False, "error": GONE, "errors": {}}
    if isinstance(result, Outcome):
        return {"acked": result.acked, "error": result.error, "errors": dict(result.errors)}
    return {"acked": True, "error": None, "errors": {}, **(result if _is_body(result) else {})}


def _is_body(result: Any) -> bool:
    return isinstance(result, dict)
