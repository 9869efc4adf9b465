"""Ordinary talk is let go by at once: no query, no call, nothing written.

A war room in trouble says hundreds of things a minute, and every one of them is an event. What
may matter is told from the event alone: an edit that changed words, a deletion, and now and then
a word of somebody, which shows that they are still there.
"""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.store.work import Store

#: The names under which slices hear of messages.
SPOKEN = "message"
CHANGED, DELETED = "message.message_changed", "message.message_deleted"
#: Within this time one word of a person in a channel shows as much as a hundred; less where the
#: policy asks sooner whether somebody is still there.
QUIET = timedelta(seconds=30)
#: So many people in channels are remembered; beyond it the longest unheard is forgotten.
REMEMBERED = 10_000


class Hearing:
    """What to listen to. It remembers who was heard where, and nothing of what was said."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._heard: OrderedDict[tuple[str, str], datetime] = OrderedDict()

    def heeds(self, payload: Any) -> bool:
        """Whether what Slack delivered may matter. Asked once for each delivery, before Bolt."""
        event = payload.get("event") if isinstance(payload, Mapping) else None
        if not isinstance(event, Mapping):
            return True
        if event.get("type") == "reaction_added":
            emoji = str(event.get("reaction")).split("::")[0]
            return emoji in self._store.policy.timeline.emoji
        if event.get("type") != SPOKEN:
            return True
        called = name(event)
        return called is not None and (called != SPOKEN or self._shows_life(event))

    def _shows_life(self, event: Mapping[str, Any]) -> bool:
        limits = [each.ack_timeout for each in self._store.policy.severities if each.ack_timeout]
        if not limits:
            return False
        quiet = min(QUIET, min(limits) / 4)
        return self._first(str(event.get("channel")), event["user"], self._store.clock(), quiet)

    def _first(self, channel: str, person: str, now: datetime, quiet: timedelta) -> bool:
        """Whether this person was not heard here for a while."""
        last = self._heard.get((channel, person))
        if last is not None and last <= now < last + quiet:
            return False
        self._heard[channel, person] = now
        self._heard.move_to_end((channel, person))
        if len(self._heard) > REMEMBERED:
            self._heard.popitem(last=False)
        return True


def name(event: Mapping[str, Any]) -> str | None:
    """Under which name slices hear of a message event; None where nobody does."""
    kind = event.get("subtype")
    if kind == "message_changed":
        return _change(event)
    if kind == "message_deleted":
        return DELETED
    return None if kind or event.get("bot_id") or not event.get("user") else SPOKEN


def _change(event: Mapping[str, Any]) -> str | None:
    """Unfurled links and new replies change a message too, and not its words.

    Of a deleted message that has replies a tombstone is left.
    """
    message, before = event.get("message") or {}, event.get("previous_message") or {}
    if message.get("subtype") == "tombstone":
        return DELETED
    return CHANGED if message.get("text") != before.get("text") else None
