"""Blocks, and on which surface each may stand.

Limits: https://docs.slack.dev/reference/block-kit/blocks
"""

from sandbox.blockkit.composition import SLACK_FILE, plain, text
from sandbox.blockkit.elements import CONTEXT_ACTIONS, IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION
from sandbox.blockkit.rules import (
    Rule,
    an_object,
    anything,
    at_least_one,
    boolean,
    by_type,
    enum,
    exactly_one,
    integer,
    items,
    shape,
    string,
    url,
)

MAX_MARKDOWN = 12_000
_ID = {"block_id": string(255)}

_INLINE = items(by_type(dict.fromkeys(
    ("text", "link", "user", "channel", "usergroup", "broadcast", "emoji", "date", "color",
     "team"), an_object)), most=10_000, least=0)  # fmt: skip
_SECTION = shape({"elements": _INLINE})
_LIST = shape(
    {"style": enum("bullet", "ordered"), "elements": items(_SECTION, most=1000, least=0)},
    {"indent": integer(0, 8), "border": integer(0, 1), "offset": integer(0, 100_000)},
)
_FRAMED = shape({"elements": _INLINE}, {"border": integer(0, 1), "language": string(100)})
_RICH = shape(
    {
        "elements": items(
            by_type(
                {
                    "rich_text_section": _SECTION,
                    "rich_text_list": _LIST,
                    "rich_text_preformatted": _FRAMED,
                    "rich_text_quote": _FRAMED,
                }
            ),
            most=1000,
            least=0,
        )
    },
    _ID,
)

_CELL = by_type(
    {
        "raw_text": shape({"text": string(3000)}),
        "raw_number": shape({"value": anything}, {"text": string(3000)}),
        "rich_text": _RICH,
    }
)
_COLUMN = shape({}, {"align": enum("left", "center", "right"), "is_wrapped": boolean})
_TABLE = shape(
    {"rows": items(items(_CELL, most=20), most=100)},
    {**_ID, "column_settings": items(_COLUMN, most=20)},
)

_VIDEO = shape(
    {
        "alt_text": string(2000),
        "title": plain(199),
        "thumbnail_url": url(),
        "video_url": url(),
    },
    {
        **_ID,
        "author_name": string(49),
        "description": plain(200),
        "provider_icon_url": url(),
        "provider_name": string(255),
        "title_url": url(),
    },
)

_CONTEXT = by_type({**IMAGE, "plain_text": text(2000), "mrkdwn": text(2000)})

_ANYWHERE: dict[str, Rule] = {
    "actions": shape({"elements": items(by_type(IN_ACTIONS), most=25)}, _ID),
    "context": shape({"elements": items(_CONTEXT, most=10)}, _ID),
    "divider": shape({}, _ID),
    "header": shape({"text": plain(150)}, _ID),
    "image": shape(
        {"alt_text": string(2000)},
        {**_ID, "image_url": url(), "slack_file": SLACK_FILE, "title": plain(2000)},
        exactly_one("image_url", "slack_file"),
    ),
    "input": shape(
        {"label": plain(2000), "element": by_type(IN_INPUT)},
        {**_ID, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": _RICH,
    "section": shape(
        {},
        {
            **_ID,
            "text": text(3000),
            "fields": items(text(2000), most=10),
            "accessory": by_type(IN_SECTION),
            "expand": boolean,
        },
        at_least_one("text", "fields"),
    ),
    "video": _VIDEO,
}

_IN_MESSAGES: dict[str, Rule] = {
    **_ANYWHERE,
    "context_actions": shape({"elements": items(by_type(CONTEXT_ACTIONS), most=5)}, _ID),
    "file": shape({"external_id": string(255), "source": enum("remote")}, _ID),
    "markdown": shape({"text": string(MAX_MARKDOWN)}, _ID),
    "table": _TABLE,
}

BLOCKS = {"message": _IN_MESSAGES, "modal": _ANYWHERE, "home": _ANYWHERE}
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
