"""Small modals for tests, and a way onto a person's screen."""

from collections.abc import Mapping
from typing import Any

from sandbox.views import View
from tests.sandbox.delivery.world import World

USER = "U0OLENA"


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def field(block_id: str, *, optional: bool = False, **element: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": f"{block_id}_in", **element}
    label = plain(block_id)
    return {
        "type": "input",
        "block_id": block_id,
        "label": label,
        "element": element,
        "optional": optional,
    }


def modal(*blocks: Mapping[str, Any], callback_id: str = "form", **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain("A form"),
        "submit": plain("Send"),
        "blocks": list(blocks or (field("what"),)),
        **more,
    }


async def opened(world: World, view: dict[str, Any]) -> View:
    """Open this view for USER, as an answer to something USER did just now."""
    trigger = world.sandbox.interaction.triggers.issue(USER)
    await world.app.client.views_open(trigger_id=trigger, view=view)
    return top(world)


def top(world: World) -> View:
    view = world.sandbox.interaction.views.top(USER)
    assert view is not None
    return view
