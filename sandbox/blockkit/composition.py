"""The small objects that blocks and elements are made of.

Limits: https://docs.slack.dev/reference/block-kit/composition-objects
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sandbox.blockkit.rules import (
    Rule,
    an_object,
    boolean,
    enum,
    exactly_one,
    items,
    said,
    shape,
    string,
    url,
)

MAX_OPTIONS = 100
_TEXT_FIELDS = {"plain_text": {"type", "text", "emoji"}, "mrkdwn": {"type", "text", "verbatim"}}


def text(most: int, *kinds: str, least: int = 1) -> Rule:
    """A text object; both kinds are taken where none is named."""
    kinds = kinds or ("plain_text", "mrkdwn")
    length = string(most, least=least)

    def rule(value: Any, at: str) -> Iterable[str]:
        if not isinstance(value, dict):
            return [said("must provide an object", at)]
        kind = value.get("type")
        if kind is None:
            return [said("missing required field: type", at)]
        if kind not in kinds:
            return [said(f"unsupported type: {kind}", f"{at}/type")]
        if "text" not in value:
            return [said("missing required field: text", at)]
        errors = list(length(value["text"], f"{at}/text"))
        unlike = [said("failed to match all allowed schemas", at)] if errors else []
        extra = sorted(value.keys() - _TEXT_FIELDS[kind])
        return [*unlike, *errors, *(said(f"invalid additional property: {e}", at) for e in extra)]

    return rule


def plain(most: int) -> Rule:
    return text(most, "plain_text")


def _option(*kinds: str, links: bool = False) -> Rule:
    optional = {"description": text(75, *kinds), **({"url": url()} if links else {})}
    return shape({"text": text(75, *kinds), "value": string(150)}, optional)


OPTION = _option("plain_text")
RICH_OPTION = _option()
LINK_OPTION = _option("plain_text", links=True)
OPTIONS = items(OPTION, most=MAX_OPTIONS)
GROUP = shape({"label": plain(75), "options": OPTIONS})
GROUPS = items(GROUP, most=MAX_OPTIONS)

CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": enum("primary", "danger")},
)

CONVERSATION_FILTER = shape(
    {},
    {
        "include": items(enum("im", "mpim", "private", "public"), most=4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)

DISPATCH = shape(
    {},
    {"trigger_actions_on": items(enum("on_enter_pressed", "on_character_entered"), most=2)},
)

SLACK_FILE = shape({}, {"id": string(255), "url": url()}, exactly_one("id", "url"))

ACTION_ID = {"action_id": string(255)}
PLACEHOLDER = {"placeholder": plain(150)}
FOCUS = {"focus_on_load": boolean}
CONFIRMED = {"confirm": CONFIRM}
WORKFLOW = an_object


def initial_among_options(value: Mapping[str, Any], at: str) -> Iterator[str]:
    """What is chosen at first must be one of the choices, to the letter."""
    choices = [_identity(each) for each in _choices(value)]
    for name in ("initial_option", "initial_options"):
        given = value.get(name)
        chosen = given if isinstance(given, list) else [given] if given else []
        if chosen and any(_identity(each) not in choices for each in chosen):
            yield said("must be among the options", f"{at}/{name}")


def _choices(value: Mapping[str, Any]) -> Iterator[Any]:
    options = value.get("options")
    yield from options if isinstance(options, list) else ()
    groups = value.get("option_groups")
    for group in groups if isinstance(groups, list) else ():
        inner = group.get("options") if isinstance(group, dict) else None
        yield from inner if isinstance(inner, list) else ()


def _identity(option: Any) -> tuple[str, str]:
    """Defaults that Slack fills in later do not tell two options apart."""
    if not isinstance(option, dict):
        return ("", "")
    label = option.get("text")
    words = label.get("text") if isinstance(label, dict) else None
    return (str(words), str(option.get("value")))
