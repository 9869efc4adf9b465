"""What came of something a person did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TROUBLE = "We had some trouble connecting. Try again?"
"""Slack's words under a modal whose submission the app did not acknowledge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an act.

    `acked`: the app acknowledged in time; `body`: what the ack carried. `error`: what Slack tells
    the person when something failed. `errors`: sentences under a modal's inputs, by block id,
    whether Slack's client or the app wrote them. `seconds`: real time until the ack. `attempts`:
    how often it was delivered, 0 when Slack's client refused it before the app heard of it.
    `payload`: what the app was sent. `detail`: what was wrong with an ack Slack could not use;
    Slack itself keeps that from everybody.
    """

    acked: bool
    body: Any = None
    error: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    attempts: int = 1
    payload: Mapping[str, Any] = field(default_factory=dict)
    detail: str = ""

    @property
    def ok(self) -> bool:
        return self.acked and self.error is None and not self.errors


def refused(error: str | None = None, errors: Mapping[str, str] | None = None) -> Outcome:
    """Slack's client said no; nothing was delivered."""
    return Outcome(acked=False, error=error, errors=errors or {}, attempts=0)
