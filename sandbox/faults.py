"""What goes wrong on purpose, so that a bot's answer to it can be tested."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

EVERY = "*"
PHONE = "phone"
"""People's phones, named like a method. They are no part of Slack, so `*` leaves them alone."""


class Sockets(Protocol):
    """What delivery can do to its open Socket Mode connections."""

    def close(self) -> None: ...

    def freeze(self) -> None: ...

    def reset(self) -> None: ...


@dataclass(slots=True)
class Refusal:
    """Answers to give instead of the truth, `times` more times. `retry_after`: seconds."""

    times: int
    code: str | int = "ratelimited"
    retry_after: int | None = None


@dataclass(slots=True)
class Faults:
    """Faults by Web API method or delivery kind; `*` stands for every one."""

    sockets: Sockets | None = None
    latencies: dict[str, float] = field(default_factory=dict)
    refusals: dict[str, list[Refusal]] = field(default_factory=dict)
    drops: dict[str, int] = field(default_factory=dict)
    duplicates: dict[str, int] = field(default_factory=dict)
    delays: dict[str, float] = field(default_factory=dict)
    listeners: list[Callable[[], None]] = field(default_factory=list)

    def latency(self, method: str, seconds: float) -> None:
        """Answer each call of the method that much later; 0 ends it."""
        self._set(self.latencies, method, seconds)

    def rate_limit(self, method: str, times: int = 1, retry_after: int = 1) -> None:
        """Answer 429 with Retry-After."""
        self._refuse(method, Refusal(times=times, retry_after=retry_after))

    def error(self, method: str, code: str | int, times: int = 1) -> None:
        """Answer with an error code in a 200, or with a bare HTTP status."""
        self._refuse(method, Refusal(times=times, code=code))

    def drop_response(self, method: str, times: int = 1) -> None:
        """Let the call take effect, then close the connection without an answer."""
        self.drops[method] = self.drops.get(method, 0) + times
        self._changed()

    def duplicate(self, kind: str, times: int = 1) -> None:
        """Deliver the next `times` of this kind twice, as the same delivery."""
        self.duplicates[kind] = self.duplicates.get(kind, 0) + times
        self._changed()

    def delay_delivery(self, kind: str, seconds: float) -> None:
        """Deliver this kind that much later; 0 ends it."""
        self._set(self.delays, kind, seconds)

    def close_sockets(self) -> None:
        if self.sockets is not None:
            self.sockets.close()

    def freeze_sockets(self) -> None:
        """Leave the connections open and silent, not even answering a ping."""
        if self.sockets is not None:
            self.sockets.freeze()

    def reset_sockets(self) -> None:
        if self.sockets is not None:
            self.sockets.reset()

    def clear(self) -> None:
        """End every fault set here."""
        for each in (self.latencies, self.refusals, self.drops, self.duplicates, self.delays):
            each.clear()
        self._changed()

    def wait(self, method: str) -> float:
        """Seconds to hold this call back."""
        found = (self.latencies[name] for name in _names(method) if name in self.latencies)
        return next(found, 0.0)

    def delivery_wait(self, kind: str) -> float:
        """Seconds to hold this delivery back."""
        return self.delays.get(kind, self.delays.get(EVERY, 0.0))

    def take_refusal(self, method: str) -> Refusal | None:
        """The refusal due to this call, counted off."""
        for name in _names(method):
            waiting = self.refusals.get(name)
            if not waiting:
                continue
            refusal = waiting[0]
            refusal.times -= 1
            if refusal.times <= 0:
                waiting.pop(0)
            self._changed()
            return refusal
        return None

    def take_drop(self, method: str) -> bool:
        return self._take(self.drops, method)

    def take_duplicate(self, kind: str) -> bool:
        return self._take(self.duplicates, kind)

    def _take(self, counts: dict[str, int], key: str) -> bool:
        for name in _names(key):
            if counts.get(name, 0) > 0:
                counts[name] -= 1
                if not counts[name]:
                    del counts[name]
                self._changed()
                return True
        return False

    def _set(self, values: dict[str, float], key: str, seconds: float) -> None:
        if seconds > 0:
            values[key] = seconds
        else:
            values.pop(key, None)
        self._changed()

    def _refuse(self, method: str, refusal: Refusal) -> None:
        self.refusals.setdefault(method, []).append(refusal)
        self._changed()

    def _changed(self) -> None:
        for listener in self.listeners:
            listener()


def _names(method: str) -> tuple[str, ...]:
    """Under which names a fault of this method may be set, the nearest first."""
    return (method,) if method == PHONE else (method, EVERY)
