"""Slack's rate limits: so many calls a minute for each method.

https://docs.slack.dev/apis/web-api/rate-limits
"""

import math
from collections import deque
from dataclasses import dataclass, field

from sandbox.clock import Clock, wall_clock

WINDOW = 60.0
"""Seconds."""
POSTS_PER_CHANNEL = 60


@dataclass(slots=True)
class Limits:
    """Off until `realistic` is set: a test or a demo rarely wants to wait a minute."""

    clock: Clock = wall_clock
    realistic: bool = False
    _taken: dict[tuple[str, str], deque[float]] = field(default_factory=dict)

    def refuse(self, method: str, per_minute: int, *, channel: str = "") -> int | None:
        """Seconds to wait before this method, or None where the call may go through.

        A call that goes through is counted; a refused one is not.
        """
        if not self.realistic:
            return None
        if method == "chat.postMessage":
            return self._take((method, channel), POSTS_PER_CHANNEL)
        return self._take((method, ""), per_minute)

    def _take(self, lane: tuple[str, str], per_minute: int) -> int | None:
        now = self.clock()
        taken = self._taken.setdefault(lane, deque())
        while taken and taken[0] <= now - WINDOW:
            taken.popleft()
        if len(taken) >= per_minute:
            return max(1, math.ceil(taken[0] + WINDOW - now))
        taken.append(now)
        return None
