"""Modals: their inputs in a few words, and reading what came back. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.text import clip
from bot.slack.kit import Block, View, plain_text

#: Slack's limit for the text of an option and its description.
OPTION = 75


def option(text: str, value: str, description: str = "") -> Block:
    chosen: Block = {"text": plain_text(clip(text, OPTION)), "value": value}
    return _with(chosen, description=plain_text(clip(description, OPTION)) if description else None)


def select(
    action: str, options: Sequence[Block], *, placeholder: str = "", initial: str = ""
) -> Block:
    """A static select of at most 100 options; ``initial`` is a value among them."""
    element = {"type": "static_select", "action_id": action, "options": list(options[:100])}
    chosen = _chosen(options, initial)
    return _with(element, placeholder=_hint(placeholder), initial_option=chosen)


def radio(action: str, options: Sequence[Block], *, initial: str = "") -> Block:
    element = {"type": "radio_buttons", "action_id": action, "options": list(options[:10])}
    return _with(element, initial_option=_chosen(options, initial))


def checkboxes(action: str, options: Sequence[Block], *, initial: Sequence[str] = ()) -> Block:
    element = {"type": "checkboxes", "action_id": action, "options": list(options[:10])}
    return _with(element, initial_options=[one for one in options if one["value"] in initial])


def external_select(action: str, *, placeholder: str = "", initial: Block | None = None) -> Block:
    """Type-ahead: the options come from a handler of the same action id."""
    element = {"type": "external_select", "action_id": action, "min_query_length": 0}
    return _with(element, placeholder=_hint(placeholder), initial_option=initial)


def many_external(action: str, *, placeholder: str = "", initial: Sequence[Block] = ()) -> Block:
    element = {"type": "multi_external_select", "action_id": action, "min_query_length": 0}
    return _with(element, placeholder=_hint(placeholder), initial_options=list(initial))


def text_input(
    action: str,
    *,
    multiline: bool = False,
    initial: str = "",
    placeholder: str = "",
    limit: int = 3000,
) -> Block:
    element = {
        "type": "plain_text_input",
        "action_id": action,
        "multiline": multiline,
        "max_length": limit,
    }
    return _with(element, initial_value=initial, placeholder=_hint(placeholder))


def user_select(action: str, *, placeholder: str = "", initial: str = "") -> Block:
    element = {"type": "users_select", "action_id": action}
    return _with(element, initial_user=initial, placeholder=_hint(placeholder))


def many_users(action: str, *, placeholder: str = "") -> Block:
    """At most ten people."""
    element = {"type": "multi_users_select", "action_id": action, "max_selected_items": 10}
    return _with(element, placeholder=_hint(placeholder))


def moment_picker(action: str, *, initial: datetime | None = None) -> Block:
    """Date and time, shown by Slack in the person's own zone."""
    element = {"type": "datetimepicker", "action_id": action}
    return _with(element, initial_date_time=int(initial.timestamp()) if initial else None)


def field(
    block: str,
    text: str,
    element: Block,
    *,
    hint: str = "",
    optional: bool = False,
    live: bool = False,
) -> Block:
    """An input of a modal; its block id is the field's name, to which errors refer."""
    made = {
        "type": "input",
        "block_id": block,
        "label": plain_text(text),
        "element": element,
        "optional": optional,
    }
    return _with(made, hint=_hint(hint), dispatch_action=live or None)


def modal(
    callback: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str = "",
    close: str,
    metadata: str = "",
) -> View:
    """Titles and buttons hold 24 characters; translations keep within it (a test looks)."""
    view: View = {
        "type": "modal",
        "callback_id": callback,
        "title": plain_text(clip(title, 24)),
        "close": plain_text(clip(close, 24)),
        "blocks": list(blocks[:100]),
        "private_metadata": metadata,
    }
    return {**view, "submit": plain_text(clip(submit, 24))} if submit else view


def values(view: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in, by block id: a text, a value, a list of values, or None."""
    state = view.get("state", {}).get("values", {})
    return {
        block: _value(next(iter(elements.values())))
        for block, elements in state.items()
        if elements
    }


def _value(element: Mapping[str, Any]) -> Any:
    kind = element.get("type", "")
    if kind in {"static_select", "external_select", "radio_buttons", "overflow"}:
        chosen = element.get("selected_option")
        return chosen["value"] if chosen else None
    if kind in {"checkboxes", "multi_static_select", "multi_external_select"}:
        return [chosen["value"] for chosen in element.get("selected_options") or ()]
    names = {
        "users_select": "selected_user",
        "multi_users_select": "selected_users",
        "conversations_select": "selected_conversation",
        "channels_select": "selected_channel",
        "datepicker": "selected_date",
        "timepicker": "selected_time",
        "datetimepicker": "selected_date_time",
    }
    return element.get(names.get(kind, "value"))


def _with(element: Block, **optional: Any) -> Block:
    """The element with what was given; Slack refuses empty optional members."""
    return {**element, **{name: given for name, given in optional.items() if given}}


def _hint(text: str) -> Block | None:
    return plain_text(text) if text else None


def _chosen(options: Sequence[Block], value: str) -> Block | None:
    return next((one for one in options if one["value"] == value), None) if value else None
