"""Buttons, selects, pickers and inputs.

Limits: https://docs.slack.dev/reference/block-kit/block-elements
"""

from sandbox.blockkit.composition import (
    ACTION_ID,
    CONFIRMED,
    CONVERSATION_FILTER,
    DISPATCH,
    FOCUS,
    GROUPS,
    LINK_OPTION,
    OPTION,
    OPTIONS,
    PLACEHOLDER,
    RICH_OPTION,
    SLACK_FILE,
    WORKFLOW,
    initial_among_options,
    plain,
)
from sandbox.blockkit.rules import (
    Rule,
    an_object,
    boolean,
    enum,
    exactly_one,
    integer,
    items,
    matching,
    shape,
    string,
    url,
)

MAX_INPUT = 3000
_MENU = {**ACTION_ID, **PLACEHOLDER, **CONFIRMED, **FOCUS}
_MULTI = {**_MENU, "max_selected_items": integer(1, 100)}
_FIELD = {**ACTION_ID, **PLACEHOLDER, **FOCUS, "dispatch_action_config": DISPATCH}
_DATE = matching(r"\d{4}-\d{2}-\d{2}", "YYYY-MM-DD")
_TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "HH:mm")
_NUMBER = matching(r"-?\d+(\.\d+)?", "number")
_IDS = items(string(255), most=100)

_STATIC = {"options": OPTIONS, "option_groups": GROUPS}
_ONE_SOURCE = exactly_one("options", "option_groups")

_BUTTON = shape(
    {"text": plain(75)},
    {
        **ACTION_ID,
        **CONFIRMED,
        "url": url(),
        "value": string(2000),
        "style": enum("primary", "danger"),
        "accessibility_label": string(75),
    },
)
_WORKFLOW_BUTTON = shape(
    {"text": plain(75), "workflow": WORKFLOW},
    {**ACTION_ID, "style": enum("primary", "danger"), "accessibility_label": string(75)},
)
_FEEDBACK = shape({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})

BUTTONS: dict[str, Rule] = {"button": _BUTTON, "workflow_button": _WORKFLOW_BUTTON}

SELECTS: dict[str, Rule] = {
    "static_select": shape(
        {}, {**_MENU, **_STATIC, "initial_option": OPTION}, _ONE_SOURCE, initial_among_options
    ),
    "external_select": shape(
        {}, {**_MENU, "initial_option": OPTION, "min_query_length": integer(0, 100)}
    ),
    "users_select": shape({}, {**_MENU, "initial_user": string(255)}),
    "conversations_select": shape(
        {},
        {
            **_MENU,
            "initial_conversation": string(255),
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": CONVERSATION_FILTER,
        },
    ),
    "channels_select": shape(
        {}, {**_MENU, "initial_channel": string(255), "response_url_enabled": boolean}
    ),
}

MULTI_SELECTS: dict[str, Rule] = {
    "multi_static_select": shape(
        {},
        {**_MULTI, **_STATIC, "initial_options": items(OPTION, most=100)},
        _ONE_SOURCE,
        initial_among_options,
    ),
    "multi_external_select": shape(
        {},
        {
            **_MULTI,
            "initial_options": items(OPTION, most=100),
            "min_query_length": integer(0, 100),
        },
    ),
    "multi_users_select": shape({}, {**_MULTI, "initial_users": _IDS}),
    "multi_conversations_select": shape(
        {},
        {
            **_MULTI,
            "initial_conversations": _IDS,
            "default_to_current_conversation": boolean,
            "filter": CONVERSATION_FILTER,
        },
    ),
    "multi_channels_select": shape({}, {**_MULTI, "initial_channels": _IDS}),
}

PICKERS: dict[str, Rule] = {
    "datepicker": shape({}, {**_MENU, "initial_date": _DATE}),
    "timepicker": shape({}, {**_MENU, "initial_time": _TIME, "timezone": string(100)}),
    "datetimepicker": shape(
        {},
        {**ACTION_ID, **CONFIRMED, **FOCUS, "initial_date_time": integer(10**9, 10**10 - 1)},
    ),
}

CHOICES: dict[str, Rule] = {
    "checkboxes": shape(
        {"options": items(RICH_OPTION, most=10)},
        {**ACTION_ID, **CONFIRMED, **FOCUS, "initial_options": items(RICH_OPTION, most=10)},
        initial_among_options,
    ),
    "radio_buttons": shape(
        {"options": items(RICH_OPTION, most=10)},
        {**ACTION_ID, **CONFIRMED, **FOCUS, "initial_option": RICH_OPTION},
        initial_among_options,
    ),
}

OVERFLOW: dict[str, Rule] = {
    "overflow": shape({"options": items(LINK_OPTION, most=5)}, {**ACTION_ID, **CONFIRMED}),
}

IMAGE: dict[str, Rule] = {
    "image": shape(
        {"alt_text": string(2000)},
        {"image_url": url(), "slack_file": SLACK_FILE},
        exactly_one("image_url", "slack_file"),
    ),
}

FIELDS: dict[str, Rule] = {
    "plain_text_input": shape(
        {},
        {
            **_FIELD,
            "multiline": boolean,
            "initial_value": string(MAX_INPUT, least=0),
            "min_length": integer(0, MAX_INPUT),
            "max_length": integer(1, MAX_INPUT),
        },
    ),
    "email_text_input": shape({}, {**_FIELD, "initial_value": string(MAX_INPUT, least=0)}),
    "url_text_input": shape({}, {**_FIELD, "initial_value": string(MAX_INPUT, least=0)}),
    "number_input": shape(
        {"is_decimal_allowed": boolean},
        {**_FIELD, "initial_value": _NUMBER, "min_value": _NUMBER, "max_value": _NUMBER},
    ),
    "rich_text_input": shape({}, {**_FIELD, "initial_value": an_object}),
    "file_input": shape(
        {}, {**ACTION_ID, "filetypes": items(string(20), most=100), "max_files": integer(1, 10)}
    ),
}

CONTEXT_ACTIONS: dict[str, Rule] = {
    "feedback_buttons": shape(
        {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, {**ACTION_ID}
    ),
    "icon_button": shape(
        {"icon": string(255), "text": plain(75)},
        {
            **ACTION_ID,
            **CONFIRMED,
            "value": string(2000),
            "accessibility_label": string(75),
            "visible_to_user_ids": _IDS,
        },
    ),
}

IN_SECTION = {
    **BUTTONS, **SELECTS, **MULTI_SELECTS, **PICKERS, **CHOICES, **OVERFLOW, **IMAGE,
}  # fmt: skip
IN_ACTIONS = {
    **BUTTONS, **SELECTS, **MULTI_SELECTS, **PICKERS, **CHOICES, **OVERFLOW,
    "rich_text_input": FIELDS["rich_text_input"],
}  # fmt: skip
IN_INPUT = {**SELECTS, **MULTI_SELECTS, **PICKERS, **CHOICES, **FIELDS}
