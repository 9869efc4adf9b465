"""How fast Slack lets us call each method, learnt and kept.

Slack publishes tiers ("20+ a minute") and tolerates bursts, so we go faster than the tier until
Slack says 429; from then on, for a while, a method keeps strictly to its tier over any sixty
seconds. Nobody waits inside a call: `Later` sends the effect back to the outbox.

Tiers: Slack's rate-limits page and each method's reference page.
"""

from collections import defaultdict, deque
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.delivery import Later

WINDOW = timedelta(seconds=60)
#: After a 429 a key is kept to its tier for this long.
CAUTION = timedelta(minutes=10)
#: Until then this many times the tier is let through in a minute.
BURST = 5
#: Calls in a minute.
TIER_2, TIER_3, TIER_4 = 20, 50, 100
LIMITS = {
    "conversations.create": TIER_2,
    "conversations.setTopic": TIER_2,
    "conversations.archive": TIER_2,
    "conversations.rename": TIER_2,
    "bookmarks.add": TIER_2,
    "pins.add": TIER_2,
    "users.conversations": TIER_3,
    "conversations.invite": TIER_3,
    "conversations.open": TIER_3,
    "conversations.history": TIER_3,
    "conversations.info": TIER_3,
    "conversations.join": TIER_3,
    "conversations.replies": TIER_3,
    "bookmarks.list": TIER_3,
    "views.push": TIER_4,
    "views.update": TIER_4,
    "chat.getPermalink": 600,
    "chat.update": TIER_3,
    "chat.delete": TIER_3,
    "reactions.add": TIER_3,
    "reactions.get": TIER_3,
    "users.lookupByEmail": TIER_3,
    "users.info": TIER_4,
    "views.open": TIER_4,
    "views.publish": TIER_4,
    "chat.postEphemeral": TIER_4,
    "files.info": TIER_4,
    "files.getUploadURLExternal": TIER_4,
    "files.completeUploadExternal": TIER_4,
    #: "Several hundred a minute" for the whole workspace.
    "chat.postMessage": 300,
}
#: One message a second in one channel.
PER_CHANNEL = 60


class Pace:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: dict[str, deque[datetime]] = defaultdict(deque)
        self._closed_until: dict[str, datetime] = {}
        self._careful_until: dict[str, datetime] = {}

    def enter(self, method: str, channel: str = "") -> None:
        """Take a place for a call now, or raise `Later` with the time to come back."""
        now = self._clock()
        keys = [(method, LIMITS.get(method, TIER_2))]
        if method == "chat.postMessage" and channel:
            keys.append((f"{method} {channel}", PER_CHANNEL))
        opens = max(self._opens(key, limit, now) for key, limit in keys)
        if opens > now:
            raise Later(opens)
        for key, _ in keys:
            self._calls[key].append(now)

    def refused(self, method: str, channel: str, retry_after: float) -> Later:
        """Slack said 429. It says it of a method, or of one channel's messages."""
        now = self._clock()
        key = f"{method} {channel}" if method == "chat.postMessage" and channel else method
        until = now + timedelta(seconds=retry_after)
        self._closed_until[key] = max(until, self._closed_until.get(key, until))
        self._careful_until[key] = now + CAUTION
        if self._calls[key]:
            self._calls[key].pop()  # a refused call was not made
        return Later(until)

    def _opens(self, key: str, limit: int, now: datetime) -> datetime:
        calls = self._calls[key]
        while calls and calls[0] <= now - WINDOW:
            calls.popleft()
        closed = self._closed_until.get(key, now)
        careful = self._careful_until.get(key, now) > now
        allowed = limit if careful else limit * BURST
        if len(calls) < allowed:
            return closed
        return max(closed, calls[-allowed] + WINDOW)
