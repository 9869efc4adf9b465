"""The sandbox's only reader of the wall clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], float]
"""Unix seconds, UTC."""


def wall_clock() -> float:
    return time.time()


@dataclass(slots=True)
class ManualClock:
    """A clock that moves only when told to. Seconds, UTC."""

    now: float = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now

    def advance(self, *, seconds: float = 0.0, minutes: float = 0.0, hours: float = 0.0) -> None:
        self.now += seconds + 60 * minutes + 3600 * hours
