"""What a views.* call or an ack may ask Slack to show.

Source: https://docs.slack.dev/reference/views and https://docs.slack.dev/surfaces/modals
"""

import json
from collections.abc import Mapping
from typing import Any

from sandbox.blockkit import validate_view
from sandbox.errors import SlackError, invalid_arguments

MAX_BYTES = 250_000


def checked(payload: Any, type_: str) -> Mapping[str, Any]:
    """The view, given as an object or as JSON, when Slack would show it.

    Raises SlackError: view_too_large, or invalid_arguments with every mistake and its place.
    """
    view = _parsed(payload)
    if view.get("type") != type_:
        raise invalid_arguments(f"must be of type {type_} [json-pointer:/view/type]")
    mistakes = validate_view(view)
    if mistakes:
        raise invalid_arguments(*mistakes)
    if len(json.dumps(view, ensure_ascii=False).encode()) > MAX_BYTES:
        raise SlackError("view_too_large")
    return view


def _parsed(payload: Any) -> Mapping[str, Any]:
    if isinstance(payload, str):
        try:
            payload = json.loads(payload)
        except ValueError:
            raise invalid_arguments("must be valid JSON [json-pointer:/view]") from None
    if not isinstance(payload, Mapping):
        raise invalid_arguments("must provide an object [json-pointer:/view]")
    return payload
