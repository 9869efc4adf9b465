"""One Web API method, and the call it answers."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal

from sandbox.channels import Channel
from sandbox.errors import SlackError, invalid_arguments
from sandbox.manifest import InstalledApp
from sandbox.workspace import Workspace

Answer = dict[str, Any]


class Tier(IntEnum):
    """Calls a minute, per method and workspace; the special ones have numbers of their own.

    https://docs.slack.dev/apis/web-api/rate-limits
    """

    T1 = 1
    T2 = 20
    T3 = 50
    T4 = 100
    SPECIAL = 600


@dataclass(frozen=True, slots=True)
class Arguments:
    """A call's arguments, whether they came as a form, as JSON or in the address."""

    given: Mapping[str, Any]

    def __contains__(self, key: str) -> bool:
        return self.given.get(key) is not None

    def text(self, key: str, default: str = "") -> str:
        value = self.given.get(key)
        return default if value is None else str(value)

    def required(self, key: str) -> str:
        """Raises invalid_arguments where it is missing or empty."""
        value = self.text(key)
        if not value:
            raise invalid_arguments(f"missing required field: {key}")
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self.given.get(key)
        if value is None or value == "":
            return default
        return str(value).lower() in ("1", "true")

    def number(self, key: str, default: int) -> int:
        """Raises invalid_arguments for what is no whole number."""
        value = self.given.get(key)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise invalid_arguments(f"failed to parse as integer: {key}") from None

    def listing(self, key: str) -> list[str]:
        """Several values: a list, a list in JSON, or a string with commas."""
        value = self.given.get(key)
        if value is None:
            return []
        if isinstance(value, str) and value.startswith("["):
            value = self.structure(key)
        each = value if isinstance(value, list) else str(value).split(",")
        return [str(one).strip() for one in each if str(one).strip()]

    def structure(self, key: str, *, refusal: str = "invalid_arguments") -> Any:
        """A nested value; a string is read as JSON. None where absent. Raises SlackError."""
        value = self.given.get(key)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            raise SlackError(refusal) from None


@dataclass(frozen=True, slots=True)
class Request:
    """A call by the installed app's bot, already authorised."""

    workspace: Workspace
    args: Arguments

    @property
    def app(self) -> InstalledApp:
        return self.workspace.app

    @property
    def me(self) -> str:
        return self.workspace.bot_user

    def need(self, *any_of: str) -> None:
        """Raises missing_scope unless one of these was granted."""
        if not self.app.granted(*any_of):
            raise missing_scope(self.app, *any_of)

    def need_kind(self, channel: Channel, right: str) -> None:
        """Raises missing_scope unless e.g. `groups:history` was granted for a private channel."""
        families = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
        family = families[channel.kind]
        if right == "manage":
            self.need("channels:manage" if family == "channels" else f"{family}:write")
        else:
            self.need(f"{family}:{right}")

    def channel(self, key: str = "channel") -> Channel:
        """The channel the bot named. Raises invalid_arguments, channel_not_found."""
        return self.workspace.channel(self.args.required(key), seen_by=self.me)

    def joined(self, key: str = "channel") -> Channel:
        """The same, with the bot in it. Raises not_in_channel."""
        channel = self.channel(key)
        if self.me not in channel.members:
            raise SlackError("not_in_channel")
        return channel

    def open_channel(self, key: str = "channel") -> Channel:
        """The same, and not archived. Raises is_archived."""
        channel = self.joined(key)
        if channel.is_archived:
            raise SlackError("is_archived")
        return channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """`scopes`: any one of them suffices. `token`: which of the app's tokens Slack wants."""

    name: str
    run: Callable[[Request], Answer | Awaitable[Answer]]
    scopes: tuple[str, ...] = ()
    tier: Tier = Tier.T3
    token: Literal["bot", "app", "any"] = "bot"  # noqa: S105 a kind of token


@dataclass(slots=True)
class Methods:
    """Methods that belong together, gathered by decorator."""

    every: list[Method] = field(default_factory=list)

    def add(
        self, name: str, *scopes: str, tier: Tier = Tier.T3
    ) -> Callable[[Callable[[Request], Answer]], Callable[[Request], Answer]]:
        def gather(run: Callable[[Request], Answer]) -> Callable[[Request], Answer]:
            self.every.append(Method(name=name, run=run, scopes=scopes, tier=tier))
            return run

        return gather


def missing_scope(app: InstalledApp, *needed: str) -> SlackError:
    return SlackError("missing_scope", needed=",".join(needed), provided=",".join(app.scopes))
