"""Blocks and elements in a few words, as small or as large as a test wants them."""

from typing import Any

Blocks = list[dict[str, Any]]


def plain(length: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": "x" * length}


def section(**parts: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(1), **parts}


def button(number: int = 0, **parts: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": f"a{number}", "text": plain(1), **parts}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def option(number: int = 0, **parts: Any) -> dict[str, Any]:
    return {"text": plain(1), "value": str(number), **parts}


def options(count: int) -> list[dict[str, Any]]:
    return [option(number) for number in range(count)]


def chosen(kind: str = "static_select", **parts: Any) -> dict[str, Any]:
    return actions({"type": kind, "action_id": "a", **parts})


def asked(element: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return {"type": "input", "label": plain(1), "element": element, **parts}


def field(kind: str = "plain_text_input", **parts: Any) -> dict[str, Any]:
    return asked({"type": kind, "action_id": "a", **parts})


def confirm(title: int = 1, text: int = 1, yes: int = 1, no: int = 1) -> dict[str, Any]:
    return {"title": plain(title), "text": plain(text), "confirm": plain(yes), "deny": plain(no)}


def picture(**parts: Any) -> dict[str, Any]:
    return {"type": "image", "image_url": "https://x.example/i.png", "alt_text": "x", **parts}


def table(rows: int, cells: int) -> dict[str, Any]:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * cells] * rows}


def listed(indent: int) -> dict[str, Any]:
    inner = {"type": "rich_text_list", "style": "bullet", "elements": [], "indent": indent}
    return {"type": "rich_text", "elements": [inner]}


def url(length: int) -> str:
    return "https://x.example/".ljust(length, "x")


DIVIDER = {"type": "divider"}


def unlike(at: str) -> str:
    """What Slack says of a text object before it says what is wrong with its text."""
    return f"failed to match all allowed schemas [json-pointer:{at}]"
