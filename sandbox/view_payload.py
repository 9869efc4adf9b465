"""What a views.* call or an ack may ask Slack to show.

Source: https://docs.slack.dev/reference/views and https://docs.slack.dev/surfaces/modals
"""

import json
from collections.abc import Mapping
from typing import Any

from sandbox.errors import SlackError, invalid_arguments

MAX_BYTES = 250_000
MAX_LABEL = 24
MAX_METADATA = 3000
MAX_ID = 255
LABELS = ("title", "submit", "close")


def checked(payload: Any, type_: str) -> Mapping[str, Any]:
    """The view as a mapping, when Slack would show it.

    Raises SlackError: invalid_arguments with a message and a JSON pointer for each mistake, or
    view_too_large.
    """
    view = _parsed(payload)
    mistakes = [*_shape(view, type_), *_lengths(view)]
    if mistakes:
        raise invalid_arguments(*mistakes)
    _check_blocks(view, type_)
    if len(json.dumps(view).encode()) > MAX_BYTES:
        raise SlackError("view_too_large")
    return view


def _parsed(payload: Any) -> Mapping[str, Any]:
    if isinstance(payload, str):
        try:
            payload = json.loads(payload)
        except ValueError:
            raise invalid_arguments("view must be valid JSON [json-pointer:/view]") from None
    if not isinstance(payload, Mapping):
        raise invalid_arguments("must provide an object [json-pointer:/view]")
    return payload


def _shape(view: Mapping[str, Any], type_: str) -> list[str]:
    mistakes = []
    if view.get("type") != type_:
        mistakes.append(f"must be of type {type_} [json-pointer:/view/type]")
    if not isinstance(view.get("blocks"), list):
        mistakes.append("missing required field: blocks [json-pointer:/view]")
    if type_ == "modal" and not view.get("title"):
        mistakes.append("missing required field: title [json-pointer:/view]")
    if type_ == "modal" and not view.get("submit") and _has_input(view):
        mistakes.append("missing required field: submit, as there are inputs [json-pointer:/view]")
    return mistakes


def _has_input(view: Mapping[str, Any]) -> bool:
    blocks = view.get("blocks")
    return isinstance(blocks, list) and any(
        isinstance(block, Mapping) and block.get("type") == "input" for block in blocks
    )


def _lengths(view: Mapping[str, Any]) -> list[str]:
    mistakes = []
    for name in LABELS:
        if view.get(name) is not None:
            mistakes.extend(_label(name, view[name]))
    for name, most in (
        ("private_metadata", MAX_METADATA),
        ("callback_id", MAX_ID),
        ("external_id", MAX_ID),
    ):
        value = view.get(name)
        if value is not None and not isinstance(value, str):
            mistakes.append(f"must provide a string [json-pointer:/view/{name}]")
        elif value and len(value) > most:
            mistakes.append(f"must be less than {most + 1} characters [json-pointer:/view/{name}]")
    return mistakes


def _label(name: str, label: Any) -> list[str]:
    where = f"[json-pointer:/view/{name}]"
    if not isinstance(label, Mapping) or label.get("type") != "plain_text":
        return [f"must be a plain_text object {where}"]
    text = label.get("text")
    if not isinstance(text, str) or not text:
        return [f"must be more than 0 characters [json-pointer:/view/{name}/text]"]
    if len(text) > MAX_LABEL:
        return [f"must be less than {MAX_LABEL + 1} characters [json-pointer:/view/{name}/text]"]
    return []


def _check_blocks(view: Mapping[str, Any], type_: str) -> None:
    """Block Kit's own rules; a view says what is wrong with its blocks as invalid_arguments."""
