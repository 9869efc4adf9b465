"""Everything Slack would say against blocks or a view."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from sandbox.blockkit.blocks import BLOCKS, MAX_MARKDOWN, MOST_BLOCKS
from sandbox.blockkit.composition import plain
from sandbox.blockkit.rules import Rule, an_object, boolean, by_type, items, said, shape, string

Surface = Literal["message", "modal", "home"]

_RULES: dict[str, Rule] = {
    surface: items(by_type(blocks), most=MOST_BLOCKS[surface], least=0)
    for surface, blocks in BLOCKS.items()
}


_VIEW_EXTRAS = {
    "callback_id": string(255),
    "external_id": string(255),
    "private_metadata": string(3000, least=0),
}
_VIEWS: dict[str, Rule] = {
    "modal": shape(
        {"title": plain(24), "blocks": _RULES["modal"]},
        {
            **_VIEW_EXTRAS,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
    ),
    "home": shape({"blocks": _RULES["home"]}, {**_VIEW_EXTRAS, "title": an_object}),
}


def validate(blocks: Any, *, surface: Surface, at: str = "/blocks") -> list[str]:
    """What is wrong with the blocks, in Slack's words; nothing where they are right."""
    errors = list(_RULES[surface](blocks, at))
    if isinstance(blocks, list):
        held = [(f"{at}/{index}", each) for index, each in enumerate(blocks)]
        found = [(pointer, each) for pointer, each in held if isinstance(each, dict)]
        errors += _repeated_blocks(found)
        errors += _whole(found, at)
        for pointer, block in found:
            errors += _repeated_actions(block, pointer)
    return errors


def validate_view(view: Any, *, at: str = "/view") -> list[str]:
    """What is wrong with a view, its blocks included."""
    errors = list(by_type(_VIEWS)(view, at))
    blocks = view.get("blocks") if isinstance(view, dict) else None
    if not isinstance(blocks, list):
        return errors
    surface: Surface = "home" if view.get("type") == "home" else "modal"
    beside = validate(blocks, surface=surface, at=f"{at}/blocks")
    errors += [error for error in beside if error not in errors]
    has_input = any(isinstance(each, dict) and each.get("type") == "input" for each in blocks)
    if has_input and surface == "modal" and not view.get("submit"):
        errors.append(said("missing required field: submit", at))
    return errors


def _repeated_blocks(found: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    seen: set[Any] = set()
    for pointer, block in found:
        block_id = block.get("block_id")
        if not isinstance(block_id, str) or not block_id:
            continue
        if block_id in seen:
            yield said(f"`block_id` already exists: {block_id}", f"{pointer}/block_id")
        seen.add(block_id)


def _repeated_actions(block: Mapping[str, Any], pointer: str) -> Iterator[str]:
    elements = block.get("elements")
    if block.get("type") != "actions" or not isinstance(elements, list):
        return
    seen: set[Any] = set()
    for index, element in enumerate(elements):
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if not isinstance(action_id, str):
            continue
        if action_id in seen:
            at = f"{pointer}/elements/{index}/action_id"
            yield said(f"`action_id` already exists: {action_id}", at)
        seen.add(action_id)


def _whole(found: Sequence[tuple[str, Mapping[str, Any]]], at: str) -> Iterator[str]:
    """What a payload may hold once, or only so much of."""
    tables = [pointer for pointer, block in found if block.get("type") == "table"]
    yield from (said("only_one_table_allowed", pointer) for pointer in tables[1:])
    written = [block["text"] for _, block in found if block.get("type") == "markdown"
               and isinstance(block.get("text"), str)]  # fmt: skip
    total = sum(len(each) for each in written)
    if len(written) > 1 and total > MAX_MARKDOWN:
        yield said(f"markdown blocks must be less than {MAX_MARKDOWN + 1} characters together", at)
