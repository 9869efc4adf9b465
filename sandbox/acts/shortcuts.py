"""Shortcuts, and opening the app's Home.

Source: https://docs.slack.dev/interactivity/implementing-shortcuts
"""

from typing import Any

from sandbox import wire
from sandbox.acts.desk import Desk, outcome
from sandbox.acts.outcome import TROUBLE, Outcome
from sandbox.events import Event
from sandbox.rooms import open_dm


class Shortcuts(Desk):
    """Starting something from Slack's own menus."""

    async def shortcut(self, user: str, callback_id: str) -> Outcome:
        """Pick a global shortcut. Raises LookupError for one the manifest does not declare."""
        self._declared(callback_id, "global")
        payload = {
            **self._heading("shortcut", user),
            "callback_id": callback_id,
            "action_ts": self.workspace.next_ts(),
            "trigger_id": self.triggers.issue(user),
        }
        return outcome(await self._deliver("interactive", payload), payload, TROUBLE)

    async def message_shortcut(self, user: str, callback_id: str, channel: str, ts: str) -> Outcome:
        """Pick a message's shortcut. Raises LookupError, or SlackError for no such message."""
        self._declared(callback_id, "message")
        where = self.workspace.channel(channel, seen_by=user)
        message = self.workspace.message(channel, ts)
        payload = {
            **self._heading("message_action", user),
            "callback_id": callback_id,
            "action_ts": self.workspace.next_ts(),
            "trigger_id": self.triggers.issue(user),
            "response_url": self.response_urls.issue("app", user, channel),
            "message_ts": ts,
            "channel": self._place(where),
            "message": wire.message(self.workspace, message),
        }
        return outcome(await self._deliver("interactive", payload), payload, TROUBLE)

    async def open_home(self, user: str, *, tab: str = "home") -> None:
        """Open the app's `home` or `messages` tab; the app hears app_home_opened."""
        workspace = self.workspace
        channel, _ = open_dm(workspace, workspace.bot_user, user)
        body: dict[str, Any] = {
            "type": "app_home_opened",
            "user": user,
            "channel": channel.id,
            "tab": tab,
        }
        view = self.views.homes.get(user)
        if tab == "home" and view is not None:
            body["view"] = self.views.wire(view)
        workspace.emit(Event(body=body, audience=frozenset({workspace.bot_user})))

    def _declared(self, callback_id: str, type_: str) -> None:
        for each in self.workspace.app.shortcuts:
            if each.callback_id == callback_id and each.type == type_:
                return
        raise LookupError(f"the manifest declares no {type_} shortcut {callback_id!r}")
