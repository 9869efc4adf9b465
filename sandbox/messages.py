"""Messages, and what people hang on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Block = Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class Draft:
    """What an author wants posted; the workspace gives it a time and a place.

    `text` and `blocks` are as the author wrote them; posting escapes and completes them.
    """

    text: str = ""
    blocks: Sequence[Block] = ()
    attachments: Sequence[Mapping[str, Any]] = ()
    thread_ts: str | None = None
    reply_broadcast: bool = False
    metadata: Mapping[str, Any] | None = None
    files: Sequence[str] = ()
    subtype: str | None = None
    username: str | None = None
    icon_emoji: str | None = None
    icon_url: str | None = None


@dataclass(slots=True, kw_only=True)
class Message:
    """One message of a channel. `ts` is its id; `reactions` maps an emoji name to who gave it."""

    ts: str
    channel: str
    user: str | None = None
    bot_id: str | None = None
    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: dict[str, Any] | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited: dict[str, str] | None = None
    files: list[str] = field(default_factory=list)
    subtype: str | None = None
    deleted: bool = False
    username: str | None = None
    icon_emoji: str | None = None
    icon_url: str | None = None
    client_msg_id: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def in_history(self) -> bool:
        """Replies stay in their thread unless broadcast."""
        return not self.is_reply or self.subtype == "thread_broadcast"


@dataclass(slots=True, kw_only=True)
class Ephemeral:
    """A message only `viewer` sees. It is in no history and no method reads it back."""

    viewer: str
    message: Message


@dataclass(slots=True, kw_only=True)
class Scheduled:
    """A message Slack will post at `post_at` (Unix seconds)."""

    id: str
    channel: str
    post_at: int
    draft: Draft
    created: int
