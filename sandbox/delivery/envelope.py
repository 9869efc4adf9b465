"""What Slack sends an app, and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Kind = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One payload on its way to the app.

    `accepts_response` says that the ack may carry a body (commands and interactions).
    `attempt` is 0 the first time, then 1 to 3; `retry_reason` is Slack's word for what went
    wrong the time before (https://docs.slack.dev/apis/events-api/#error-handling).
    """

    kind: Kind
    payload: Mapping[str, Any]
    accepts_response: bool = False
    attempt: int = 0
    retry_reason: str = ""

    @property
    def names(self) -> tuple[str, str]:
        """What a fault may call it: the kind, or finer `/incident`, `block_actions`, `message`."""
        if self.kind == "slash_commands":
            return self.kind, str(self.payload["command"])
        if self.kind == "interactive":
            return self.kind, str(self.payload["type"])
        return self.kind, str(self.payload["event"]["type"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The app's answer to one attempt.

    `failure` is empty when acked, else Slack's retry reason: `http_timeout`, `http_error`,
    `connection_failed`, or over Socket Mode `timeout`. `seconds` is real, not simulated, time.
    """

    acked: bool
    body: Any = None
    failure: str = ""
    no_retry: bool = False
    seconds: float = 0.0


class Transport(Protocol):
    """A way to the app. `send` never raises and knows no time limit: its caller cancels it."""

    name: str
    timeout_reason: str

    async def send(self, envelope: Envelope) -> Reply: ...

    async def stop(self) -> None: ...
