"""Block Kit for these tests: a kitchen sink, a card, a form, a Home tab."""

from typing import Any

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def option(text: str) -> Block:
    return {"text": plain(text), "value": text.lower().replace(" ", "-")}


def raw(text: str) -> Block:
    return {"type": "raw_text", "text": text}


def question(id: str, label: str, element: Block, **beside: Any) -> Block:
    element = {"action_id": "v", **element}
    return {"type": "input", "block_id": id, "label": plain(label), "element": element, **beside}


CARD: list[Block] = [
    {"type": "header", "text": plain(":rotating_light: INC-42 Cards fail")},
    {"type": "section", "fields": [mrkdwn("*Severity*\nSEV1"), mrkdwn("*Lead*\n<@U0MARKO>")]},
    {
        "type": "actions",
        "block_id": "card",
        "elements": [
            {
                "type": "button",
                "text": plain("Take the lead"),
                "style": "primary",
                "action_id": "lead",
                "value": "42",
            },
            {
                "type": "button",
                "text": plain("Escalate"),
                "style": "danger",
                "action_id": "escalate",
                "confirm": {
                    "title": plain("Escalate?"),
                    "text": mrkdwn("This pages *level 3*."),
                    "confirm": plain("Page them"),
                    "deny": plain("Not yet"),
                },
            },
            {
                "type": "static_select",
                "action_id": "severity",
                "placeholder": plain("Severity"),
                "options": [option("SEV1"), option("SEV2"), option("SEV3")],
            },
            {"type": "users_select", "action_id": "who", "placeholder": plain("Who?")},
            {
                "type": "overflow",
                "action_id": "more",
                "options": [option("Merge"), option("Cancel incident")],
            },
        ],
    },
]

_RICH_INLINE: list[Block] = [
    {"type": "text", "text": "Heavy", "style": {"bold": True, "italic": True}},
    {"type": "text", "text": " "},
    {"type": "user", "user_id": "U0ANNA"},
    {"type": "usergroup", "usergroup_id": "S0DEVOPS"},
    {"type": "channel", "channel_id": "C0SUPPORT"},
    {"type": "broadcast", "range": "here"},
    {"type": "emoji", "name": "fire"},
    {"type": "link", "url": "https://example.com/graph", "text": "graph"},
    {"type": "date", "timestamp": 1_700_000_000, "format": "{date_num} {time}", "fallback": "x"},
]


def _rich(type_: str, elements: list[Block], **beside: Any) -> Block:
    return {"type": type_, "elements": elements, **beside}


_WORDS = [_rich("rich_text_section", [{"type": "text", "text": "first"}])]

SINK: list[Block] = [
    {"type": "header", "text": plain("Kitchen sink :tada:")},
    {
        "type": "section",
        "text": mrkdwn(
            "*bold* _slanted_ ~gone~ `code` <@U0OLENA> <#C0SUPPORT> <!subteam^S0SUPPORT> "
            "<!channel> <https://example.com/a?b=1&amp;c=2|status> :no_such_emoji: "
            "<!date^1700000000^{date_num} at {time}|then> 2*3*4 &lt;b&gt;\n"
            "&gt; quoted _words_\n```\nraw *stays*\n```"
        ),
        "accessory": {"type": "button", "text": plain("Press"), "action_id": "press"},
    },
    {"type": "divider"},
    {
        "type": "rich_text",
        "elements": [
            _rich("rich_text_section", _RICH_INLINE),
            _rich("rich_text_list", _WORDS, style="ordered", indent=1),
            _rich("rich_text_quote", [{"type": "text", "text": "a rich quote"}]),
            _rich("rich_text_preformatted", [{"type": "text", "text": "SELECT 1"}]),
        ],
    },
    {
        "type": "table",
        "rows": [[raw("Client"), raw("Failed")], [raw("Acme"), raw("312")]],
        "column_settings": [{}, {"align": "right"}],
    },
    {
        "type": "markdown",
        "text": "## Plan\n\n1. Roll **back**\n2. Tell ~~nobody~~ [Acme](https://acme.example)",
    },
    {"type": "context", "elements": [mrkdwn("by :robot_face: *Probe*"), plain("<script>")]},
    {
        "type": "section",
        "text": mrkdwn("All the pickers"),
        "accessory": {
            "type": "checkboxes",
            "action_id": "checks",
            "options": [option("Told"), option("Paged")],
            "initial_options": [option("Paged")],
        },
    },
    {
        "type": "actions",
        "elements": [
            {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-22"},
            {"type": "timepicker", "action_id": "time", "initial_time": "09:30"},
            {"type": "datetimepicker", "action_id": "both", "initial_date_time": 1_700_000_000},
            {"type": "channels_select", "action_id": "where", "initial_channel": "C0SUPPORT"},
            {"type": "radio_buttons", "action_id": "one", "options": [option("Yes")]},
        ],
    },
]

DECLARE: Block = {
    "type": "modal",
    "callback_id": "declare",
    "title": plain("Declare"),
    "submit": plain("Send"),
    "close": plain("Cancel"),
    "blocks": [
        question("what", "What do clients see?", {"type": "plain_text_input", "multiline": True}),
        question(
            "severity",
            "Severity",
            {"type": "static_select", "options": [option("SEV1"), option("SEV2"), option("SEV3")]},
        ),
        question(
            "service",
            "Service",
            {"type": "external_select", "action_id": "service", "min_query_length": 2},
            optional=True,
        ),
        question(
            "clients",
            "Clients",
            {
                "type": "multi_static_select",
                "options": [option("Acme"), option("Zoria"), option("Altyn")],
            },
            optional=True,
        ),
        question("mail", "Contact", {"type": "email_text_input"}, optional=True),
    ],
}

DETAILS: Block = {
    "type": "modal",
    "callback_id": "details",
    "title": plain("Details"),
    "blocks": [{"type": "section", "text": mrkdwn("It is *open*.")}],
}

HOME: Block = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("Good evening")},
        {
            "type": "actions",
            "block_id": "card",
            "elements": [{"type": "button", "text": plain("Declare"), "action_id": "home"}],
        },
    ],
}
