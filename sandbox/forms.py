"""What a person has filled in, and what Slack's client refuses to submit.

Slack checks inputs in the client, before the app hears of a submission. Its rules are documented;
its sentences are not, apart from the one for a required field.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox import elements
from sandbox.elements import VALUE_FIELDS, Placed

Values = dict[str, dict[str, dict[str, Any]]]
"""Block id to action id to state, as in `state.values`."""

REQUIRED = "Please complete this required field."
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def fill(blocks: Sequence[Mapping[str, Any]], before: Values | None = None) -> Values:
    """The values of a form as it appears: kept where the same element was there before."""
    values: Values = {}
    for each in elements.placed(blocks):
        if each.type in VALUE_FIELDS:
            kept = (before or {}).get(each.block_id, {}).get(each.action_id)
            same = kept is not None and kept["type"] == each.type
            state = kept if same and kept is not None else elements.initial(each.element)
            values.setdefault(each.block_id, {})[each.action_id] = state
    return values


def copied(values: Values) -> Values:
    """The values as they are now; states are replaced, never changed, so they are shared."""
    return {block: dict(states) for block, states in values.items()}


def problems(blocks: Sequence[Mapping[str, Any]], values: Values) -> dict[str, str]:
    """Block id to the sentence under that input; empty when the form can be submitted."""
    found = {}
    for each in elements.placed(blocks):
        if each.is_input and each.type in VALUE_FIELDS:
            sentence = _problem(each, values[each.block_id][each.action_id])
            if sentence:
                found[each.block_id] = sentence
    return found


def _problem(each: Placed, state: Mapping[str, Any]) -> str | None:
    value = state[VALUE_FIELDS[each.type]]
    if value in (None, "", []):
        return None if each.block.get("optional") else REQUIRED
    most = each.element.get("max_selected_items")
    if most is not None and isinstance(value, list) and len(value) > most:
        return f"Please select at most {most} items."
    match each.type:
        case "plain_text_input" | "email_text_input" | "url_text_input":
            return _text_problem(each, value)
        case "number_input":
            return _number_problem(each.element, value)
    return None


def _text_problem(each: Placed, value: str) -> str | None:
    least, most = each.element.get("min_length", 0), each.element.get("max_length", 3000)
    if len(value) < least:
        return f"Please enter at least {least} characters."
    if len(value) > most:
        return f"Please enter at most {most} characters."
    if each.type == "email_text_input" and not _EMAIL.fullmatch(value):
        return "Please enter a valid email address."
    if each.type == "url_text_input" and not _URL.fullmatch(value):
        return "Please enter a valid URL."
    return None


def _number_problem(element: Mapping[str, Any], value: str) -> str | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "Please enter a valid number."
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None
