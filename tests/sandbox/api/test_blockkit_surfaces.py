"""Where blocks may stand, what a view may hold, and how a message is refused for them."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import blockkit
from tests.sandbox.api.kit import DIVIDER, field, mrkdwn, plain, section, table, unlike
from tests.sandbox.api.workspace import answer, error


@pytest.mark.parametrize(
    ("block", "surface", "allowed"),
    [
        ({"type": "markdown", "text": "x"}, "modal", False),
        (table(1, 1), "home", False),
        (field(), "message", True),
        (field(), "home", True),
        (section(), "modal", True),
    ],
)
def test_surfaces(block: dict[str, Any], surface: Any, allowed: bool) -> None:
    errors = blockkit.validate([block], surface=surface)
    kind = block["type"]
    assert errors == (
        [] if allowed else [f"unsupported type: {kind} [json-pointer:/blocks/0/type]"]
    )


MODAL: dict[str, Any] = {"type": "modal", "title": plain(24), "blocks": [section()]}


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({}, []),
        ({"blocks": [DIVIDER] * 100}, []),
        (
            {"blocks": [DIVIDER] * 101},
            ["no more than 100 items allowed [json-pointer:/view/blocks]"],
        ),
        (
            {"title": plain(25)},
            [
                unlike("/view/title"),
                "must be less than 25 characters [json-pointer:/view/title/text]",
            ],
        ),
        (
            {"submit": plain(25)},
            [
                unlike("/view/submit"),
                "must be less than 25 characters [json-pointer:/view/submit/text]",
            ],
        ),
        ({"title": None}, ["missing required field: title [json-pointer:/view]"]),
        ({"blocks": [field()]}, ["missing required field: submit [json-pointer:/view]"]),
        ({"blocks": [field()], "submit": plain(1)}, []),
        (
            {"private_metadata": "x" * 3001},
            ["must be less than 3001 characters [json-pointer:/view/private_metadata]"],
        ),
        (
            {"callback_id": "x" * 256},
            ["must be less than 256 characters [json-pointer:/view/callback_id]"],
        ),
        ({"type": "panel"}, ["unsupported type: panel [json-pointer:/view/type]"]),
    ],
)
def test_views(change: dict[str, Any], errors: list[str]) -> None:
    assert blockkit.validate_view({**MODAL, **change}) == errors


async def test_invalid_blocks_says_why_twice_over(client: AsyncWebClient) -> None:
    """`errors` bare, `response_metadata.messages` marked, as Slack sends both."""
    blocks = [DIVIDER] * 51
    said = "no more than 50 items allowed [json-pointer:/blocks]"
    assert await answer(client, "chat.postMessage", {"channel": "C0SUPPORT", "blocks": blocks}) == {
        "ok": False,
        "error": "invalid_blocks",
        "errors": [said],
        "response_metadata": {"messages": [f"[ERROR] {said}"]},
    }


@pytest.mark.parametrize(("length", "code"), [(2_990, None), (3_000, "msg_blocks_too_long")])
async def test_the_blocks_of_a_message_are_weighed_together(
    client: AsyncWebClient, length: int, code: str | None
) -> None:
    blocks = [section(text=mrkdwn(length)) for _ in range(4)] + [section(text=mrkdwn(1_150))]
    asked_for = {"channel": "C0SUPPORT", "blocks": blocks}
    assert await error(client, "chat.postMessage", asked_for) == code
