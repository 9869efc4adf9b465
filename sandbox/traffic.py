"""What went over the wire, both ways, kept for the inspector and for tests."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

KEPT = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A Web API call by the app. `at`: Unix seconds; `ms`: milliseconds until the answer.

    `args` come without the token. `dropped` means the call took effect and was never answered.
    """

    number: int
    method: str
    args: Mapping[str, Any]
    response: Mapping[str, Any]
    status: int
    at: float
    ms: float
    dropped: bool = False

    @property
    def ok(self) -> bool:
        return bool(self.response.get("ok"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One attempt to hand something to the app. `at`: Unix seconds; `ms`: until the ack."""

    number: int
    kind: str
    payload: Mapping[str, Any]
    transport: str
    acked: bool
    at: float
    ms: float
    ack: Any = None
    attempt: int = 0
    error: str = ""


@dataclass(slots=True)
class Traffic:
    """The last 5,000 calls and deliveries, oldest first."""

    log: deque[Call | Delivery] = field(default_factory=lambda: deque(maxlen=KEPT))
    listeners: list[Callable[[Call | Delivery], None]] = field(default_factory=list)
    _numbers: int = 0

    def next_number(self) -> int:
        self._numbers += 1
        return self._numbers

    def add(self, item: Call | Delivery) -> None:
        self.log.append(item)
        for listener in self.listeners:
            listener(item)

    def calls(self, method: str | None = None) -> list[Call]:
        return [
            item for item in self.log if isinstance(item, Call) and method in (None, item.method)
        ]

    def deliveries(self, kind: str | None = None) -> list[Delivery]:
        return [
            item for item in self.log if isinstance(item, Delivery) and kind in (None, item.kind)
        ]

    def clear(self) -> None:
        self.log.clear()
