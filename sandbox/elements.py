"""Interactive Block Kit elements: what a person can choose in them, and how Slack reports it.

Source: https://docs.slack.dev/reference/block-kit/block-elements
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain
from typing import Any

VALUE_FIELDS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
}
"""Element type to the field that holds its value in `state` and in `actions`."""

LISTS = frozenset(
    {
        "selected_options",
        "selected_users",
        "selected_conversations",
        "selected_channels",
        "files",
    }
)
OPTION_FIELDS = frozenset({"selected_option", "selected_options"})
EXTERNAL = frozenset({"external_select", "multi_external_select"})


@dataclass(frozen=True, slots=True)
class Placed:
    """An interactive element and the block it stands in."""

    block: Mapping[str, Any]
    element: Mapping[str, Any]

    @property
    def block_id(self) -> str:
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        return str(self.element["action_id"])

    @property
    def type(self) -> str:
        return str(self.element["type"])

    @property
    def is_input(self) -> bool:
        return bool(self.block["type"] == "input")

    @property
    def dispatches(self) -> bool:
        """Whether acting on it tells the app at once; in an input block only when asked for."""
        return not self.is_input or bool(self.block.get("dispatch_action"))

    def options(self) -> list[Mapping[str, Any]]:
        groups = self.element.get("option_groups", ())
        grouped = chain.from_iterable(group["options"] for group in groups)
        return [*self.element.get("options", ()), *grouped]


def placed(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Placed]:
    """Every interactive element of these blocks, in order."""
    for block in blocks:
        candidates = (block.get("accessory"), block.get("element"), *block.get("elements", ()))
        for element in candidates:
            if isinstance(element, Mapping) and "action_id" in element:
                yield Placed(block, element)


def find(
    blocks: Sequence[Mapping[str, Any]],
    action_id: str,
    *,
    block_id: str | None = None,
    value: str | None = None,
) -> Placed:
    """The one element meant; a button may be told from its twins by its `value`.

    Raises LookupError when nothing on the screen matches: a person cannot click what is not there.
    """
    for each in placed(blocks):
        if each.action_id != action_id or block_id not in (None, each.block_id):
            continue
        if each.type != "button" or value in (None, each.element.get("value")):
            return each
    raise LookupError(f"nothing to act on: {action_id!r}, block {block_id!r}, value {value!r}")


def initial(element: Mapping[str, Any]) -> dict[str, Any]:
    """The state of an element nobody has touched."""
    kind = element["type"]
    field = VALUE_FIELDS[kind]
    is_text = field in ("value", "rich_text_value")
    start = element.get("initial_value" if is_text else field.replace("selected", "initial"))
    if field in LISTS:
        start = list(start or ())
    return {"type": kind, field: start}


def chosen(each: Placed, plain: Any, known: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """The state of an element in which a person chose `plain`, a plain Python value.

    Options are named by value or by what they read; `known` are those an app suggested. Dates and
    times are `date`, `time`, an aware `datetime`, or already Slack's strings and numbers. None or
    an empty list clears. Raises LookupError for an option that is not offered.
    """
    field = VALUE_FIELDS[each.type]
    if plain is None or plain in ("", []):
        return {"type": each.type, field: [] if field in LISTS else None}
    if field in OPTION_FIELDS:
        offered = [*each.options(), *known]
        if field in LISTS:
            plain = [plain] if isinstance(plain, str | Mapping) else plain
            return {"type": each.type, field: [_option(offered, one) for one in plain]}
        return {"type": each.type, field: _option(offered, plain)}
    if field in LISTS:
        return {"type": each.type, field: [plain] if isinstance(plain, str) else list(plain)}
    return {"type": each.type, field: _scalar(each.type, plain)}


def overflow(each: Placed, plain: Any) -> dict[str, Any]:
    """What is chosen in an overflow menu; it keeps no state. Raises LookupError."""
    return {"type": each.type, "selected_option": _option(each.options(), plain)}


def _option(offered: Sequence[Mapping[str, Any]], wanted: Any) -> Mapping[str, Any]:
    for option in offered:
        if wanted in (option, option["value"], option["text"]["text"]):
            return option
    raise LookupError(f"no option {wanted!r} among {[option['value'] for option in offered]}")


def _scalar(kind: str, plain: Any) -> Any:
    if kind == "datetimepicker":
        return int(plain.timestamp()) if isinstance(plain, datetime) else int(plain)
    if isinstance(plain, time):
        return plain.strftime("%H:%M")
    if isinstance(plain, date):
        return plain.isoformat()
    if kind == "rich_text_input" and isinstance(plain, str):
        return rich_text(plain)
    return plain if isinstance(plain, Mapping) else str(plain)


def rich_text(text: str) -> dict[str, Any]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def action(each: Placed, state: Mapping[str, Any] | None, action_ts: str) -> dict[str, Any]:
    """One entry of `actions` in a block_actions payload. `state` is None for buttons."""
    kept = (
        ("value", "style", "url", "text") if each.type == "button" else ("placeholder", "confirm")
    )
    beside = {name: each.element[name] for name in kept if name in each.element}
    return {
        **beside,
        **(state or {}),
        "type": each.type,
        "action_id": each.action_id,
        "block_id": each.block_id,
        "action_ts": action_ts,
    }
