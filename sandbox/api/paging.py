"""Slack's cursors: a page at a time, and where the next one starts."""

import base64
from collections.abc import Callable, Sequence
from typing import TypeVar

from sandbox.api.method import Answer, Request
from sandbox.errors import SlackError

Item = TypeVar("Item")


def page(
    request: Request,
    items: Sequence[Item],
    key: Callable[[Item], str],
    *,
    default: int = 100,
    most: int = 1000,
) -> tuple[Sequence[Item], Answer]:
    """One page of the items and its `response_metadata`.

    Raises invalid_cursor for a cursor that names nothing here, invalid_limit below one.
    """
    limit = request.args.number("limit", default) or default
    if limit < 0:
        raise SlackError("invalid_limit")
    start = _start(request.args.text("cursor"), items, key)
    end = start + min(limit, most)
    following = _cursor(key(items[end])) if end < len(items) else ""
    return items[start:end], {"next_cursor": following}


def _cursor(key: str) -> str:
    return base64.b64encode(f"next:{key}".encode()).decode()


def _start(cursor: str, items: Sequence[Item], key: Callable[[Item], str]) -> int:
    if not cursor:
        return 0
    try:
        kind, _, wanted = base64.b64decode(cursor, validate=True).decode().partition(":")
    except ValueError:
        raise SlackError("invalid_cursor") from None
    for index, item in enumerate(items):
        if kind == "next" and key(item) == wanted:
            return index
    raise SlackError("invalid_cursor")
