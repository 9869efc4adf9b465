"""response_url: the right to answer where somebody acted, five times within thirty minutes.

Source: https://docs.slack.dev/interactivity/handling-user-interaction
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import web

from sandbox import posting
from sandbox.api import drafts
from sandbox.api.method import Arguments, Request
from sandbox.errors import SlackError
from sandbox.messages import Draft, Message
from sandbox.workspace import Workspace

LIFE_SECONDS = 30 * 60.0
USES = 5
KEPT = 10_000


@dataclass(slots=True, kw_only=True)
class Hook:
    """One response_url: who acted and where. `original` is the ts of the message acted on."""

    user: str
    channel: str
    expires: float
    original: str | None = None
    uses_left: int = USES


class ResponseUrls:
    """Every response_url handed out lately, and what comes back through them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._hooks: dict[str, Hook] = {}

    def issue(self, kind: str, user: str, channel: str, *, original: str | None = None) -> str:
        """A new address. `kind` is `commands` or `actions`, as in Slack's own addresses."""
        token = secrets.token_urlsafe(18)
        expires = self._workspace.now() + LIFE_SECONDS
        self._hooks[token] = Hook(user=user, channel=channel, expires=expires, original=original)
        if len(self._hooks) > KEPT:
            del self._hooks[next(iter(self._hooks))]
        team = self._workspace.team.id
        return f"{self._workspace.base_url}/{kind}/{team}/{token}"

    async def receive(self, request: web.Request) -> web.Response:
        """Answer POST /commands|actions|app/{team}/{token}."""
        try:
            hook = self._hooks.get(request.match_info["token"])
            self._use(hook, await _body(request))
        except SlackError as refusal:
            status = HTTPStatus.NOT_FOUND if refusal.code in _GONE else HTTPStatus.BAD_REQUEST
            return web.json_response(refusal.answer(), status=status)
        return web.json_response({"ok": True})

    def _use(self, hook: Hook | None, body: Mapping[str, Any]) -> None:
        if hook is None or self._workspace.now() > hook.expires:
            raise SlackError("expired_url")
        if hook.uses_left == 0:
            raise SlackError("used_url")
        self.respond(hook.user, hook.channel, body, original=hook.original)
        hook.uses_left -= 1

    def respond(
        self, user: str, channel: str, body: Mapping[str, Any], *, original: str | None = None
    ) -> None:
        """Show an answer to someone's act. Raises SlackError, such as no_text.

        A replaced message stays what it was, ephemeral or in_channel, whatever the body asks.
        """
        if original and body.get("delete_original"):
            self._delete(channel, original)
        elif original and body.get("replace_original"):
            self._replace(channel, original, self._draft(body))
        else:
            where = self._workspace.channels[channel]
            if body.get("response_type") == "in_channel":
                by = self._workspace.bot_user
                posting.post(self._workspace, where, self._draft(body), by=by)
            else:
                posting.whisper(self._workspace, where, self._draft(body), to=user)

    def _delete(self, channel: str, ts: str) -> None:
        ephemeral = self._workspace.ephemerals.pop(ts, None)
        if ephemeral is not None:
            posting.show_ephemeral(self._workspace, ephemeral, "ephemeral_deleted")
        else:
            posting.delete(self._workspace, self._own(channel, ts))

    def _replace(self, channel: str, ts: str, new: Draft) -> None:
        workspace = self._workspace
        ephemeral = workspace.ephemerals.get(ts)
        if ephemeral is None:
            message = self._own(channel, ts)
            posting.edit(
                workspace,
                message,
                by=workspace.bot_user,
                text=new.text,
                blocks=new.blocks,
                attachments=new.attachments,
            )
            return
        by = workspace.bot_user
        where = workspace.channels[channel]
        ephemeral.message = posting.compose(workspace, where, new, by=by, ts=ts)
        posting.show_ephemeral(workspace, ephemeral, "ephemeral_changed")

    def _draft(self, body: Mapping[str, Any]) -> Draft:
        """The body as a message, checked as chat.postMessage checks its arguments."""
        return drafts.draft(Request(self._workspace, Arguments(body)))

    def _own(self, channel: str, ts: str) -> Message:
        message = self._workspace.message(channel, ts)
        if message.user != self._workspace.bot_user:
            raise SlackError("cant_update_message")
        return message


_GONE = frozenset({"expired_url", "used_url"})


async def _body(request: web.Request) -> Mapping[str, Any]:
    """The body as JSON, or as a form whose `payload` is JSON. Raises invalid_payload."""
    text = await request.text()
    if request.content_type == "application/x-www-form-urlencoded":
        text = str((await request.post()).get("payload", ""))
    try:
        body = json.loads(text)
    except ValueError:
        raise SlackError("invalid_payload") from None
    if not isinstance(body, Mapping):
        raise SlackError("invalid_payload")
    return body
