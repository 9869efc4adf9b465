"""A reply in the shape each kind of request wants to hear it."""

from collections.abc import Coroutine, Mapping
from enum import StrEnum
from typing import Any

from bot.domain.refusal import Refusal
from bot.i18n import Translator
from bot.slack.client import Slack
from bot.slack.kit import Mrkdwn, View, md, plain_text, section
from bot.slack.outcome import SlackRefused
from bot.slack.request import Reply, Request


class Kind(StrEnum):
    COMMAND = "command"
    ACTION = "action"
    VIEW = "view"
    OPTIONS = "options"
    SHORTCUT = "shortcut"
    MENTION = "mention"
    EVENT = "event"


def chosen(action: Mapping[str, Any]) -> str:
    """What a pressed button or a picked option carries."""
    if action.get("type") in {"static_select", "external_select", "overflow", "radio_buttons"}:
        option = action.get("selected_option") or {}
        return str(option.get("value", ""))
    return str(action.get("value") or action.get("selected_user") or "")


def refusal(kind: Kind, body: Mapping[str, Any], no: Refusal, text: Mrkdwn) -> Reply:
    """In a modal under the field it belongs to, else under the first; elsewhere as a whisper."""
    if kind is not Kind.VIEW:
        return Reply(text=text)
    inputs: list[str] = [
        block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"
    ]
    if not inputs:
        return Reply(stacks=_told(body["view"], text))
    # What follows a colon makes the id of a field unique; a refusal names the field alone.
    field = next((id for id in inputs if id.partition(":")[0] == no.field), inputs[0])
    return Reply(errors={field: unmarked(text)})


def failure(kind: Kind, body: Mapping[str, Any], t: Translator) -> Reply:
    """Something broke on our side. What a person needs to know: nothing is half done."""
    text = md(
        t,
        "Something went wrong on Tocsin's side and nothing was changed. "
        "Try again in a minute; if it stays so, tell whoever runs Tocsin.",
    )
    return refusal(kind, body, Refusal(""), text)


def unmarked(text: Mrkdwn) -> str:
    """Errors under fields are plain text: no entities, no code marks."""
    bare = text.text.replace("`", "")
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _told(view: Mapping[str, Any], text: Mrkdwn) -> View:
    return {
        "type": "modal",
        "title": view["title"],
        "close": view.get("close") or view["title"],
        "blocks": [section(text)],
    }


def _card(t: Translator, reply: Reply) -> View:
    return {
        "type": "modal",
        "title": plain_text("Tocsin"),
        "close": plain_text(t("Close")),
        "blocks": list(reply.blocks) or [section(reply.text or "")],
    }


def body(kind: Kind, reply: Reply | None) -> dict[str, Any]:
    """The arguments of `ack`."""
    if reply is None:
        return {}
    match kind:
        case Kind.COMMAND if reply.text or reply.blocks:
            return {
                "text": str(reply.text or ""),
                "blocks": list(reply.blocks) or None,
                "response_type": "in_channel" if reply.aloud else "ephemeral",
            }
        case Kind.VIEW if reply.errors:
            return {"response_action": "errors", "errors": dict(reply.errors)}
        case Kind.VIEW if reply.shows:
            return {"response_action": "update", "view": reply.shows}
        case Kind.VIEW if reply.stacks:
            return {"response_action": "push", "view": reply.stacks}
        case Kind.VIEW if reply.closes:
            return {"response_action": "clear"}
        case Kind.OPTIONS:
            return {"options": list(reply.options or ())}
    return {}


def follow_up(
    kind: Kind, body: Mapping[str, Any], request: Request, reply: Reply, slack: Slack
) -> Coroutine[Any, Any, None] | None:
    """What needs Slack and so comes after the ack; None when there is nothing."""
    speaks = (reply.text or reply.blocks) and kind in {Kind.ACTION, Kind.SHORTCUT, Kind.MENTION}
    if not (speaks or reply.opens or reply.then or (kind is Kind.ACTION and reply.shows)):
        return None
    return _follow(kind, body, request, reply, slack)


async def _follow(
    kind: Kind, body: Mapping[str, Any], request: Request, reply: Reply, slack: Slack
) -> None:
    if reply.opens:
        await _open(kind, body, request, reply.opens, slack)
    if reply.shows and kind is Kind.ACTION and body.get("view"):
        await slack.update_view(body["view"]["id"], reply.shows)
    if reply.text or reply.blocks:
        await _tell(kind, body, request, reply, slack)
    if reply.then:
        await reply.then()


async def _open(
    kind: Kind, body: Mapping[str, Any], request: Request, view: View, slack: Slack
) -> None:
    if request.trigger:
        within = kind is Kind.ACTION and body.get("view", {}).get("type") == "modal"
        method = "views.push" if within else "views.open"
        try:
            await slack.call(method, {"trigger_id": request.trigger, "view": view})
        except SlackRefused as refused:
            if refused.code != "expired_trigger_id" or request.channel is None:
                raise
            late = md(request.t, "Slack took too long, so the form did not open. Do it once more.")
            await slack.whisper(request.channel, request.by, str(late), thread=request.thread)
        return
    # A mention carries no trigger, so no form can be opened from it.
    text = md(
        request.t,
        "This needs a form, and Slack opens none from a thread. Write the words after the verb, "
        "or use `/incident` outside the thread.",
    )
    await _tell(kind, body, request, Reply(text=text), slack)


async def _tell(
    kind: Kind, body: Mapping[str, Any], request: Request, reply: Reply, slack: Slack
) -> None:
    url = body.get("response_url")
    if url and kind in {Kind.ACTION, Kind.SHORTCUT}:
        message: dict[str, Any] = {
            "text": str(reply.text or ""),
            "response_type": "ephemeral",
            "replace_original": reply.replaces,
        }
        if reply.blocks:
            message["blocks"] = list(reply.blocks)
        await slack.respond(url, message)
        return
    if kind is Kind.COMMAND or kind is Kind.VIEW:
        return
    where = request.channel
    text = str(reply.text or "")
    if where:
        await slack.whisper(where, request.by, text, reply.blocks, thread=request.thread)
    elif request.trigger:
        # A button in a modal or in App Home, a global shortcut: there is no channel to whisper in.
        await _open(kind, body, request, _card(request.t, reply), slack)
