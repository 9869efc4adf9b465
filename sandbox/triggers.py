"""Trigger ids: three seconds and one use, the right to open a modal for the person who acted.

Source: https://docs.slack.dev/interactivity/handling-user-interaction
"""

from dataclasses import dataclass

from sandbox.errors import SlackError
from sandbox.workspace import Workspace

LIFE_SECONDS = 3.0
KEPT = 10_000


@dataclass(slots=True, kw_only=True)
class Trigger:
    """Who acted, when (Unix seconds), and in which modal, if in one."""

    user: str
    at: float
    view_id: str | None = None
    exchanged: bool = False


class Triggers:
    """Every trigger id handed out lately."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._issued: dict[str, Trigger] = {}

    def issue(self, user: str, *, view_id: str | None = None) -> str:
        token = self._workspace.new_token().lower()
        number = self._workspace.next_ts().replace(".", "")
        trigger_id = f"{number}.{self._workspace.team.id}.{token}"
        self._issued[trigger_id] = Trigger(user=user, at=self._workspace.now(), view_id=view_id)
        if len(self._issued) > KEPT:
            del self._issued[next(iter(self._issued))]
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Spend a trigger id. Raises SlackError with Slack's word for why it cannot be spent."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.exchanged:
            raise SlackError("exchanged_trigger_id")
        if self._workspace.now() - trigger.at > LIFE_SECONDS:
            raise SlackError("expired_trigger_id")
        trigger.exchanged = True
        return trigger
