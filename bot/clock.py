"""The only reader of the wall clock.

Whose clock decides: on PostgreSQL the database's, so that all replicas agree; on SQLite the
process's own. Neither is asked in every transaction. `SteadyClock` reads the monotonic clock and
adds where the deciding clock was found to stand; the ticker finds that out once a second. A
question to PostgreSQL in every transaction would cost a round trip and bring nothing: between two
ticks the two clocks part by microseconds. See docs/adr/0007.
"""

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import structlog

from bot import metrics

#: Answers with an aware UTC instant.
Clock: TypeAlias = Callable[[], datetime]

#: A clock that parts from the monotonic one by more has jumped; by less, it was set right.
JUMP = timedelta(seconds=2)

log = structlog.get_logger(__name__)


def system_clock() -> datetime:
    return datetime.now(UTC)


class SteadyClock:
    """Tells the deciding clock's time, cross-checked with the monotonic clock.

    Forward jumps are followed: after a suspended machine wakes, what is due is due. A jump back
    of this process's own clock is not: time stands by the monotonic clock until the wall clock
    has caught up, or else everybody who is to be paged in five minutes would be paged in an hour
    and five. The database's clock is followed back too, since replicas must agree; what is then
    due too late is the auditor's to find.
    """

    def __init__(
        self, wall: Clock = system_clock, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._stood, self._since = wall(), monotonic()
        #: How far the deciding clock was ahead of the monotonic one when last looked at.
        self._ahead: timedelta | None = None

    def __call__(self) -> datetime:
        return self._stood + timedelta(seconds=self._monotonic() - self._since)

    def check(self) -> None:
        """Compare with the wall clock of this process."""
        self._compare(self._wall(), self._monotonic(), back=False)

    async def follow(self, ask: Callable[[], Awaitable[datetime]]) -> None:
        """Compare with a clock elsewhere, which was read half-way between question and answer."""
        asked = self._monotonic()
        there = await ask()
        self._compare(there, (asked + self._monotonic()) / 2, back=True)

    def _compare(self, found: datetime, at: float, *, back: bool) -> None:
        ahead = found - datetime.fromtimestamp(at, UTC)
        jump = ahead - self._ahead if self._ahead is not None else timedelta()
        self._ahead = ahead
        if abs(jump) > JUMP:
            log.warning("clock_jumped", seconds=round(jump.total_seconds(), 3))
            metrics.CLOCK_JUMPS.labels("forward" if jump > timedelta() else "back").inc()
        told = self._stood + timedelta(seconds=at - self._since)
        if back or found >= told - JUMP:
            self._stood, self._since = found, at
