"""Which happenings reach the app, and in what form.

Source: https://docs.slack.dev/apis/events-api and the reference page of each event type.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.delivery.envelope import Envelope
from sandbox.events import Event
from sandbox.workspace import Workspace

MESSAGE_SUBSCRIPTIONS = {
    "channel": "message.channels",
    "group": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}
CHANNEL_INFO = ("channels:read", "groups:read", "im:read", "mpim:read")
EVENT_SCOPES: Mapping[str, tuple[str, ...]] = {
    "app_mention": ("app_mentions:read",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "pin_added": ("pins:read",),
    "pin_removed": ("pins:read",),
    "member_joined_channel": CHANNEL_INFO,
    "member_left_channel": CHANNEL_INFO,
    "channel_created": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_archive": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "group_rename": ("groups:read",),
    "group_archive": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
    "file_shared": ("files:read",),
}
"""Any one of these scopes lets the event through; the others need none."""
PUBLIC_CHANNEL_EVENTS = frozenset(
    {
        "channel_created",
        "channel_rename",
        "channel_archive",
        "channel_unarchive",
        "channel_deleted",
    }
)
"""Sent for every public channel, whether the bot is in it or not."""


class Dispatcher:
    """Listens to the workspace and posts to the app what its manifest subscribes to."""

    def __init__(self, workspace: Workspace, post: Callable[[Envelope], None]) -> None:
        self._workspace = workspace
        self._post = post
        workspace.on_event(self.hear)

    def hear(self, event: Event) -> None:
        if event.for_app and self._subscribed(event) and self._may_see(event):
            self._post(Envelope(kind="events_api", payload=self._callback(event)))

    def _subscribed(self, event: Event) -> bool:
        wanted = event.type
        if wanted == "message":
            wanted = MESSAGE_SUBSCRIPTIONS[event.body["channel_type"]]
        app = self._workspace.app
        return wanted in app.events and app.granted(*EVENT_SCOPES.get(wanted, ()))

    def _may_see(self, event: Event) -> bool:
        bot = self._workspace.bot_user
        if event.audience is not None:
            return bot in event.audience
        if event.channel is None:
            return True
        channel = self._workspace.channels[event.channel]
        if event.type in PUBLIC_CHANNEL_EVENTS:
            return channel.visible_to(bot)
        return bot in channel.members

    def _callback(self, event: Event) -> dict[str, Any]:
        """The outer event, as the Events API wraps every inner one."""
        workspace = self._workspace
        team, app = workspace.team, workspace.app
        authorization = {
            "enterprise_id": None,
            "team_id": team.id,
            "user_id": app.bot_user,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": "sandbox",
            "team_id": team.id,
            "context_team_id": team.id,
            "context_enterprise_id": None,
            "api_app_id": app.id,
            "event": event.body,
            "type": "event_callback",
            "event_id": workspace.new_id("Ev"),
            "event_time": int(workspace.now()),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
            "event_context": f"4-{workspace.new_token()}",
        }
