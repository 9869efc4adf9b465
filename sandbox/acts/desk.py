"""What every act needs: the workspace, the courier, and the parts all payloads share."""

from collections.abc import Mapping
from typing import Any

from sandbox.acts.outcome import Outcome
from sandbox.channels import Channel
from sandbox.delivery.courier import Courier
from sandbox.delivery.envelope import Envelope, Kind, Reply
from sandbox.faults import EVERY
from sandbox.forms import Values
from sandbox.response_urls import ResponseUrls
from sandbox.triggers import Triggers
from sandbox.views import Views
from sandbox.workspace import Workspace

Option = Mapping[str, Any]
TIMEOUTS = frozenset({"http_timeout", "timeout"})


class Desk:
    """Where people act from. The slices of Acts stand on it."""

    def __init__(
        self,
        workspace: Workspace,
        courier: Courier,
        *,
        views: Views,
        triggers: Triggers,
        response_urls: ResponseUrls,
    ) -> None:
        self.workspace = workspace
        self.courier = courier
        self.views = views
        self.triggers = triggers
        self.response_urls = response_urls
        self._filled: dict[tuple[str, str, str], Values] = {}
        self._suggested: dict[tuple[str, str, str], dict[str, Option]] = {}

    async def settled(self) -> None:
        """Wait until every event was acked by the app or given up."""
        await self.courier.settled()

    async def repeat(self, name: str = EVERY) -> Outcome:
        """Deliver once more the last `view_submission`, `/incident`, `message` and so on.

        A kind such as `events_api` will do too, and `*` is the very last of all. Nothing is shown
        to the person this time. Raises LookupError where there was none.
        """
        envelope, reply = await self.courier.repeat(name)
        return outcome(reply, envelope.payload)

    async def _deliver(self, kind: Kind, payload: Mapping[str, Any]) -> Reply:
        """Hand over once. Without interactivity in the manifest no interaction leaves Slack."""
        if kind == "interactive" and not self.workspace.app.interactive:
            return Reply(acked=False, failure="interactivity_disabled")
        return await self.courier.deliver(
            Envelope(kind=kind, payload=payload, accepts_response=True)
        )

    def _heading(self, type_: str, user: str) -> dict[str, Any]:
        """What every interaction payload starts with."""
        team, app = self.workspace.team, self.workspace.app
        name = self.workspace.person(user).name
        return {
            "type": type_,
            "token": "sandbox",
            "team": {"id": team.id, "domain": team.domain},
            "enterprise": None,
            "is_enterprise_install": False,
            "api_app_id": app.id,
            "user": {"id": user, "username": name, "name": name, "team_id": team.id},
        }

    def _place(self, channel: Channel) -> dict[str, str]:
        return {"id": channel.id, "name": channel_label(channel)}


def channel_label(channel: Channel) -> str:
    """The name of a place in payloads: Slack does not tell those of private ones."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def outcome(reply: Reply, payload: Mapping[str, Any], error: str | None = None) -> Outcome:
    """`error` is told only when the app did not acknowledge."""
    return Outcome(
        acked=reply.acked,
        body=reply.body,
        error=None if reply.acked else error,
        seconds=reply.seconds,
        payload=payload,
    )
