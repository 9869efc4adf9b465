"""How a call to Slack can end, in the words of delivery; and what a message of ours is known by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from bot.domain.delivery import DeliveryError, Hopeless, Refused, Unknown
from bot.domain.ids import RoomId

_HOPELESS = frozenset(
    {
        "channel_not_found",
        "file_deleted",
        "file_not_found",
        "invalid_blocks",
        "is_archived",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_permission",
        "not_in_channel",
        "restricted_action",
        "user_not_found",
        "users_not_found",
        "cannot_dm_bot",
        "invalid_arguments",
        "message_not_found",
        "cant_update_message",
    }
)
_UNSURE = frozenset({"fatal_error", "internal_error", "service_unavailable", "request_timeout"})


class SlackError(Hopeless):
    """Slack refused for good; ``code`` is its word."""

    def __init__(self, method: str, code: str, detail: str = "") -> None:
        super().__init__(f"{method}: {code}{detail}")
        self.code = code


class SlackRefused(Refused):
    """Slack refused, and may accept later; ``code`` is its word."""

    def __init__(self, method: str, code: str) -> None:
        super().__init__(f"{method}: {code}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Posted:
    """``keys`` are of all the effects that share the message, where they are several."""

    channel: RoomId
    ts: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What makes a message one of a kind, and what is known of earlier tries."""

    value: str
    uncertain: bool
    since: datetime


def refusal(method: str, status: int, answer: Any) -> DeliveryError:
    """What an answer that is not ``ok`` means for the effect that asked.

    A server error can come after the fact, so it proves nothing.
    """
    said: Mapping[str, Any] = answer if isinstance(answer, dict) else {}
    code = str(said.get("error", ""))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or code in _UNSURE or not code:
        return Unknown(f"{method}: {code or status}")
    if code in _HOPELESS:
        messages = said.get("response_metadata", {}).get("messages", [])
        return SlackError(method, code, f" {messages}" if messages else "")
    return SlackRefused(method, code)
