"""Channels, private channels, direct messages."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic or a purpose. `last_set`: Unix seconds, 0 for never."""

    value: str = ""
    creator: str = ""
    last_set: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A pinned message. `created`: Unix seconds."""

    ts: str
    user: str
    created: int


@dataclass(slots=True, kw_only=True)
class Bookmark:
    """A link in a channel's header. Times are Unix seconds."""

    id: str
    title: str
    link: str
    emoji: str = ""
    created: int = 0
    updated: int = 0
    by: str = ""


@dataclass(slots=True, kw_only=True)
class Channel:
    """A conversation of any kind.

    `members` keeps the order of joining. `messages` maps ts to message, oldest first; `threads`
    maps a parent's ts to its replies' ts. `last_read` maps a person to a ts.
    """

    id: str
    name: str
    creator: str
    created: int
    is_private: bool = False
    is_im: bool = False
    is_mpim: bool = False
    is_archived: bool = False
    is_general: bool = False
    members: dict[str, None] = field(default_factory=dict)
    topic: Topic = Topic()
    purpose: Topic = Topic()
    messages: dict[str, Message] = field(default_factory=dict)
    threads: dict[str, list[str]] = field(default_factory=dict)
    pins: dict[str, Pin] = field(default_factory=dict)
    bookmarks: dict[str, Bookmark] = field(default_factory=dict)
    previous_names: list[str] = field(default_factory=list)
    canvas_id: str | None = None
    last_read: dict[str, str] = field(default_factory=dict)
    updated: int = 0

    @property
    def kind(self) -> str:
        """Slack's `channel_type` in message events."""
        if self.is_im:
            return "im"
        if self.is_mpim:
            return "mpim"
        return "group" if self.is_private else "channel"

    @property
    def is_dm(self) -> bool:
        return self.is_im or self.is_mpim

    def visible_to(self, user: str) -> bool:
        return user in self.members or not (self.is_private or self.is_dm)

    def history(self) -> Iterator[Message]:
        """Newest first, as Slack lists it."""
        return (message for message in reversed(self.messages.values()) if message.in_history)

    def replies(self, ts: str) -> list[Message]:
        """A thread's replies, oldest first, without its parent."""
        return [self.messages[reply] for reply in self.threads.get(ts, ())]
