"""The few Slack calls we make, typed. Pacing, Retry-After and reconciliation live here only.

Every call ends in one of four ways: an answer, or one of `Later`, `Refused`, `Hopeless` and
`Unknown`. Slack has no idempotency key, so every message carries the effect's key in its
metadata, and a send whose earlier outcome is unknown looks for the key first.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import metrics
from bot.domain.delivery import DeliveryError, Refused, Unknown
from bot.domain.ids import PersonId, RoomId
from bot.domain.text import clip
from bot.slack import outcome
from bot.slack.encoding import encoded
from bot.slack.kit import Block, View
from bot.slack.outcome import Key, Posted, SlackError, SlackRefused
from bot.slack.pace import Pace

#: One call may take this long. Shorter than a lease, so a slow call never outlives its claim.
CALL_SECONDS = 8
#: `chat.update` refuses longer texts.
MESSAGE_LIMIT = 4000
#: One invitation's limit since 2025.
INVITE_LIMIT = 100
_EVENT_TYPE = "tocsin_effect"
#: Our clock and Slack's may differ by this much when we look for a message of ours.
SKEW = timedelta(seconds=60)
log = structlog.get_logger(__name__)


class Slack:
    def __init__(self, web: AsyncWebClient, pace: Pace) -> None:
        self.web = web
        self._pace = pace

    async def call(self, method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """One Web API call, at Slack's pace."""
        channel = str(arguments.get("channel", ""))
        self._pace.enter(method, channel)
        try:
            response = await self.web.api_call(method, **encoded(method, arguments))
        except SlackApiError as error:
            raise self._refusal(method, channel, error) from error
        except aiohttp.ClientConnectorError as error:
            metrics.SLACK_CALLS.labels(method, "unreachable").inc()
            raise Refused(f"{method}: Slack cannot be reached") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            metrics.SLACK_CALLS.labels(method, "unknown").inc()
            raise Unknown(f"{method}: no answer ({type(error).__name__})") from error
        metrics.SLACK_CALLS.labels(method, "ok").inc()
        data = response.data
        if not isinstance(data, dict):
            raise Unknown(f"{method}: the answer is not JSON")
        return data

    def _refusal(self, method: str, channel: str, error: SlackApiError) -> DeliveryError:
        response: Any = error.response
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            metrics.SLACK_429.labels(method).inc()
            wait = float(response.headers.get("Retry-After", 1))
            return self._pace.refused(method, channel, wait)
        found = outcome.refusal(method, response.status_code, response.data)
        metrics.SLACK_CALLS.labels(method, type(found).__name__).inc()
        return found

    # Channels

    async def create_channel(self, name: str, *, private: bool, key: Key) -> RoomId | None:
        """Make a channel; None when the name belongs to another.

        A taken name is ours when an earlier try may have made it: the bot is in it and it is
        no older than the effect.
        """
        try:
            made = await self.call("conversations.create", {"name": name, "is_private": private})
        except SlackRefused as refused:
            if refused.code != "name_taken":
                raise
            return await self._own_channel(name, key) if key.uncertain else None
        return RoomId(made["channel"]["id"])

    async def _own_channel(self, name: str, key: Key) -> RoomId | None:
        oldest = (key.since - SKEW).timestamp()
        wanted = {"types": "public_channel,private_channel", "limit": 999, "exclude_archived": True}
        cursor = ""
        while True:
            page = await self.call("users.conversations", {**wanted, "cursor": cursor})
            for found in page["channels"]:
                if found["name"] == name and found.get("created", 0) >= oldest:
                    return RoomId(found["id"])
            cursor = page.get("response_metadata", {}).get("next_cursor", "")
            if not cursor:
                return None

    async def invite(self, room: RoomId, people: Sequence[PersonId]) -> None:
        """Bring people in, in batches; bad ids do not keep the good ones out."""
        for start in range(0, len(people), INVITE_LIMIT):
            batch = people[start : start + INVITE_LIMIT]
            arguments = {"channel": room, "users": ",".join(batch), "force": True}
            await self._unless(
                {"already_in_channel", "cant_invite_self"}, "conversations.invite", arguments
            )

    async def set_topic(self, room: RoomId, topic: str) -> None:
        await self.call("conversations.setTopic", {"channel": room, "topic": clip(topic, 250)})

    async def rename(self, room: RoomId, name: str) -> None:
        """Call a channel something else; it keeps its name where that is taken or not allowed."""
        fine = {"name_taken", "not_authorized", "restricted_action"}
        await self._unless(fine, "conversations.rename", {"channel": room, "name": name})

    async def archive(self, room: RoomId) -> None:
        await self._unless({"already_archived"}, "conversations.archive", {"channel": room})

    async def add_bookmark(self, room: RoomId, title: str, url: str, *, key: Key) -> None:
        """A link in the bookmark bar. After an unknown outcome the bar is read first."""
        if key.uncertain:
            listed = await self.call("bookmarks.list", {"channel_id": room})
            if any(mark.get("link") == url for mark in listed["bookmarks"]):
                return
        mark = {"channel_id": room, "title": clip(title, 100), "type": "link", "link": url}
        await self.call("bookmarks.add", mark)

    async def pin(self, message: Posted) -> None:
        where = {"channel": message.channel, "timestamp": message.ts}
        await self._unless({"already_pinned"}, "pins.add", where)

    # Messages

    async def post(
        self,
        channel: RoomId | PersonId,
        text: str,
        blocks: Sequence[Block] = (),
        *,
        key: Key,
        thread: str = "",
        shared: Sequence[str] = (),
    ) -> Posted:
        """Post once. ``text`` is what notifications and screen readers say.

        ``shared`` are the keys of all effects that the message serves, where they are several.
        """
        if key.uncertain and (found := await self.find(channel, key, thread)):
            return found
        message: dict[str, Any] = {
            "channel": channel,
            "text": clip(text, MESSAGE_LIMIT),
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": {"event_type": _EVENT_TYPE, "event_payload": {"key": key.value}},
        }
        if shared:
            message["metadata"]["event_payload"]["keys"] = list(shared)
        if blocks:
            message["blocks"] = list(blocks)
        if thread:
            message["thread_ts"] = thread
        posted = await self.call("chat.postMessage", message)
        return Posted(RoomId(posted["channel"]), posted["ts"], tuple(shared))

    async def find(self, channel: RoomId | PersonId, key: Key, thread: str = "") -> Posted | None:
        """The message an earlier try may have left, by the key in its metadata."""
        where = await self.open_dm(PersonId(channel)) if channel[0] in "UW" else RoomId(channel)
        oldest = f"{(key.since - SKEW).timestamp():.6f}"
        search: dict[str, Any] = {
            "channel": where,
            "oldest": oldest,
            "limit": 200,
            "include_all_metadata": True,
        }
        method = "conversations.history"
        if thread:
            method, search = "conversations.replies", {**search, "ts": thread}
        await self._enter(where)
        while True:
            page = await self.call(method, search)
            for message in page["messages"]:
                payload = message.get("metadata", {}).get("event_payload", {})
                shared = tuple(payload.get("keys", ()))
                if key.value in {payload.get("key"), *shared}:
                    return Posted(where, message["ts"], shared)
            cursor = page.get("response_metadata", {}).get("next_cursor", "")
            if not cursor:
                return None
            search = {**search, "cursor": cursor}

    async def _enter(self, channel: RoomId) -> None:
        """A public channel can be written to from outside, but read only from inside."""
        if channel.startswith("C"):
            fine = {"method_not_supported_for_channel_type", "is_archived", "channel_not_found"}
            await self._unless(fine, "conversations.join", {"channel": channel})

    async def update(self, message: Posted, text: str, blocks: Sequence[Block]) -> None:
        """Edit our message in place; its metadata stays."""
        edited = {"channel": message.channel, "ts": message.ts, "text": clip(text, MESSAGE_LIMIT)}
        await self.call("chat.update", {**edited, "blocks": list(blocks)})

    async def delete(self, message: Posted) -> None:
        gone = {"channel": message.channel, "ts": message.ts}
        await self._unless({"message_not_found"}, "chat.delete", gone)

    async def whisper(
        self,
        channel: RoomId,
        person: PersonId,
        text: str,
        blocks: Sequence[Block] = (),
        *,
        thread: str = "",
    ) -> None:
        """Say something only this person sees. It may be lost, so nothing may depend on it."""
        message: dict[str, Any] = {"channel": channel, "user": person, "text": text}
        if blocks:
            message["blocks"] = list(blocks)
        if thread:
            message["thread_ts"] = thread
        await self.call("chat.postEphemeral", message)

    async def respond(self, url: str, message: Mapping[str, Any]) -> None:
        """Answer a click where it was made. Good for five answers in thirty minutes."""
        session = self.web.session
        if session is None:
            raise RuntimeError("The client has no session yet.")
        async with session.post(url, json=dict(message)) as response:
            if not response.ok:
                log.warning("response_url_refused", status=response.status)

    async def open_dm(self, person: PersonId) -> RoomId:
        opened = await self.call("conversations.open", {"users": person})
        return RoomId(opened["channel"]["id"])

    async def message(self, channel: RoomId, ts: str) -> dict[str, Any]:
        """A message as it stands, with its files and reactions, in a thread or not."""
        found = await self.call("reactions.get", {"channel": channel, "timestamp": ts})
        return dict(found["message"])

    async def permalink(self, channel: RoomId, ts: str) -> str:
        found = await self.call("chat.getPermalink", {"channel": channel, "message_ts": ts})
        return str(found["permalink"])

    # Views

    async def publish_home(self, person: PersonId, view: View) -> None:
        await self.call("views.publish", {"user_id": person, "view": view})

    async def update_view(self, id: str, view: View) -> None:
        await self.call("views.update", {"view_id": id, "view": view})

    async def _unless(self, fine: set[str], method: str, arguments: Mapping[str, Any]) -> None:
        """A call for which some refusals mean that it is already so."""
        try:
            await self.call(method, arguments)
        except (SlackRefused, SlackError) as refused:
            if refused.code not in fine:
                raise
