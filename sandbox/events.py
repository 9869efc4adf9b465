"""What happens in the workspace, in Slack's own shapes."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One happening.

    `body` is the Events API's inner event (`type`, `event_ts`, ...). `channel` is where it
    happened, None for the whole workspace. `audience` names the only people who may see it;
    None leaves that to the channel. `for_app` is False for what Slack shows in its client but
    never sends to an app, such as an ephemeral message or a changed bookmark.
    """

    body: dict[str, Any]
    channel: str | None = None
    audience: frozenset[str] | None = None
    for_app: bool = True

    @property
    def type(self) -> str:
        return str(self.body["type"])
