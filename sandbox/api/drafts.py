"""What a call asks to be written, read and refused as Slack refuses it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox import blockkit
from sandbox.api.method import Arguments, Request
from sandbox.errors import SlackError, invalid_arguments
from sandbox.messages import Draft

MAX_TEXT = 40_000
MAX_UPDATED_TEXT = 4_000
MAX_MARKDOWN = 12_000
MAX_ATTACHMENTS = 100
MAX_METADATA = 16_000


def draft(request: Request) -> Draft:
    """The message to post.

    Raises no_text, invalid_blocks, msg_blocks_too_long, invalid_metadata_format and the like.
    Name and icon are ignored without chat:write.customize, as Slack ignores them.
    """
    args = request.args
    custom = request.app.granted("chat:write.customize")
    asked = Draft(
        text=args.text("text")[:MAX_TEXT],
        blocks=blocks(args) or (),
        attachments=attachments(args) or (),
        thread_ts=args.text("thread_ts") or None,
        reply_broadcast=args.flag("reply_broadcast"),
        metadata=metadata(args) or None,
        username=(args.text("username") or None) if custom else None,
        icon_emoji=(args.text("icon_emoji") or None) if custom else None,
        icon_url=(args.text("icon_url") or None) if custom else None,
    )
    markdown = args.text("markdown_text")
    if markdown:
        asked.blocks = _from_markdown(asked, markdown)
    if not (asked.text.strip() or asked.blocks or asked.attachments):
        raise SlackError("no_text")
    return asked


def _from_markdown(asked: Draft, markdown: str) -> Sequence[Mapping[str, Any]]:
    if asked.text or asked.blocks:
        raise SlackError("markdown_text_conflict")
    if len(markdown) > MAX_MARKDOWN:
        raise SlackError("msg_too_long")
    return ({"type": "markdown", "text": markdown},)


def blocks(args: Arguments, key: str = "blocks") -> Sequence[Mapping[str, Any]] | None:
    """The blocks given, None where absent. Raises SlackError, saying what is wrong and where."""
    given = args.structure(key, refusal="invalid_blocks_format")
    if given is None:
        return None
    if not isinstance(given, list) or not all(isinstance(each, Mapping) for each in given):
        raise SlackError("invalid_blocks_format")
    refuse(blockkit.validate(given, surface="message"))
    if blockkit.weight(given) > blockkit.MAX_WEIGHT:
        raise SlackError("msg_blocks_too_long")
    return given


def refuse(errors: Sequence[str]) -> None:
    """Raises invalid_blocks with Slack's list of what is wrong, where there is any."""
    if errors:
        raise SlackError(
            "invalid_blocks",
            errors=list(errors),
            response_metadata={"messages": [f"[ERROR] {error}" for error in errors]},
        )


def attachments(args: Arguments) -> Sequence[Mapping[str, Any]] | None:
    """The attachments given, None where absent. Raises SlackError."""
    given = args.structure("attachments", refusal="invalid_attachments")
    if given is None:
        return None
    if not isinstance(given, list) or not all(isinstance(each, Mapping) for each in given):
        raise SlackError("invalid_attachments")
    if len(given) > MAX_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    for index, attachment in enumerate(given):
        if "blocks" in attachment:
            at = f"/attachments/{index}/blocks"
            refuse(blockkit.validate(attachment["blocks"], surface="message", at=at))
    return given


def metadata(args: Arguments) -> Mapping[str, Any] | None:
    """The metadata given: None where absent, empty where it is to be removed."""
    given = args.structure("metadata", refusal="invalid_metadata_format")
    if given is None:
        return None
    if not isinstance(given, Mapping):
        raise SlackError("invalid_metadata_format")
    if not given:
        return given
    if not given.get("event_type") or not isinstance(given["event_type"], str):
        raise SlackError("invalid_metadata_format")
    if not isinstance(given.get("event_payload"), Mapping):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(given)) > MAX_METADATA:
        raise SlackError("metadata_too_large")
    return given


def new_text(args: Arguments) -> str | None:
    """The text an update brings, None where it brings none. Raises msg_too_long."""
    if "text" not in args:
        return None
    text = args.text("text")
    if len(text) > MAX_UPDATED_TEXT:
        raise SlackError("msg_too_long")
    return text


def unfurls(args: Arguments) -> Mapping[str, Mapping[str, Any]]:
    given = args.structure("unfurls", refusal="missing_unfurls")
    if not isinstance(given, Mapping) or not given:
        raise SlackError("missing_unfurls")
    if not all(isinstance(each, Mapping) for each in given.values()):
        raise invalid_arguments("unfurls must map each link to an object")
    return given
