"""Slack's handling of `&`, `<`, `>` and bare links in what authors write."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

_ENTITY = r"&(?:amp|lt|gt);"
_MENTION = r"@[UW][A-Z0-9]+|#[CGD][A-Z0-9]+|!(?:here|channel|everyone|group)"
_SPECIAL = r"!subteam\^S[A-Z0-9]+|!date\^\d+\^[^<>|]+"
_LINK = r"(?:https?://|mailto:|tel:|slack://)[^\s<>|]+"
_REFERENCE = rf"<(?:{_MENTION}|{_SPECIAL}|{_LINK})(?:\|[^<>]*)?>"
_BARE_LINK = r"https?://[^\s<>|]+"
_WRITTEN = re.compile(rf"{_ENTITY}|{_REFERENCE}|{_BARE_LINK}|[&<>]")
_CONTROL = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_PLAIN = re.compile(rf"{_ENTITY}|[&<>]")
_TRAILING = ".,;:!?)]}'\"*_~"


def stored(text: str) -> str:
    """Text as Slack keeps it: stray control characters escaped, bare links wrapped.

    References such as `<@U1>`, `<!here>` and `<https://x|y>` stay as they are.
    """
    return _WRITTEN.sub(_keep, text) if _may_change(text) else text


def stored_plain(text: str) -> str:
    """A `plain_text` object's text as Slack keeps it: no references, no links."""
    return _PLAIN.sub(lambda found: _CONTROL.get(found[0], found[0]), text)


def mentions(text: str, user: str) -> bool:
    return f"<@{user}>" in text or f"<@{user}|" in text


def stored_blocks(
    blocks: Sequence[Mapping[str, Any]], new_id: Callable[[], str]
) -> list[dict[str, Any]]:
    """Blocks as Slack returns them: texts escaped, defaults filled in, each with a block_id."""
    kept = []
    for block in blocks:
        copy = _walk(block)
        copy.setdefault("block_id", "")
        copy["block_id"] = copy["block_id"] or new_id()
        kept.append(copy)
    return kept


def _may_change(text: str) -> bool:
    return "&" in text or "<" in text or ">" in text or "://" in text


def _keep(found: re.Match[str]) -> str:
    piece = found[0]
    if piece in _CONTROL:
        return _CONTROL[piece]
    if not piece.startswith("http"):
        return piece
    link = piece.rstrip(_TRAILING)
    return f"<{link}>{piece[len(link) :]}"


def _walk(value: Any) -> Any:
    if isinstance(value, dict):
        kind = value.get("type")
        if kind in ("plain_text", "mrkdwn") and isinstance(value.get("text"), str):
            return _text_object(value, kind)
        return {key: _walk(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_walk(each) for each in value]
    return value


def _text_object(value: Mapping[str, Any], kind: str) -> dict[str, Any]:
    if kind == "plain_text":
        return {"emoji": True, **value, "text": stored_plain(value["text"])}
    verbatim = bool(value.get("verbatim", False))
    return {"verbatim": verbatim, **value, "text": stored(value["text"])}
