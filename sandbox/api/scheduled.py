"""chat.scheduleMessage and what belongs to it."""

from sandbox import posting
from sandbox.api import drafts
from sandbox.api.chat import place
from sandbox.api.method import Answer, Methods, Request, Tier
from sandbox.api.paging import page
from sandbox.errors import SlackError
from sandbox.messages import Scheduled
from sandbox.workspace import Workspace

_methods = Methods()
FARTHEST = 120 * 24 * 3600
"""Seconds: Slack schedules no more than 120 days ahead."""


def post_due(workspace: Workspace) -> None:
    """Post what was scheduled for now or earlier."""
    due = [each for each in workspace.scheduled.values() if each.post_at <= workspace.now()]
    for each in sorted(due, key=lambda one: one.post_at):
        del workspace.scheduled[each.id]
        channel = workspace.channels[each.channel]
        if not channel.is_archived:
            posting.post(workspace, channel, each.draft, by=workspace.bot_user)


@_methods.add("chat.scheduleMessage", "chat:write")
def schedule(request: Request) -> Answer:
    channel = place(request)
    post_at, now = request.args.number("post_at", 0), request.workspace.now()
    if post_at <= now:
        raise SlackError("time_in_past")
    if post_at > now + FARTHEST:
        raise SlackError("time_too_far")
    if len(request.args.text("text")) > drafts.MAX_TEXT:
        raise SlackError("msg_too_long")
    one = Scheduled(
        id=request.workspace.new_id("Q"),
        channel=channel.id,
        post_at=post_at,
        draft=drafts.draft(request),
        created=int(now),
    )
    request.workspace.scheduled[one.id] = one
    return {
        "channel": channel.id,
        "scheduled_message_id": one.id,
        "post_at": post_at,
        "message": {"text": one.draft.text, "type": "delayed_message", "user": request.me},
    }


@_methods.add("chat.deleteScheduledMessage", "chat:write")
def forget(request: Request) -> Answer:
    wanted = request.workspace.scheduled.get(request.args.required("scheduled_message_id"))
    if wanted is None or wanted.channel != request.args.required("channel"):
        raise SlackError("invalid_scheduled_message_id")
    del request.workspace.scheduled[wanted.id]
    return {}


@_methods.add("chat.scheduledMessages.list", tier=Tier.T3)
def waiting(request: Request) -> Answer:
    channel = request.args.text("channel")
    found = [each for each in request.workspace.scheduled.values() if channel in ("", each.channel)]
    shown, metadata = page(request, found, lambda one: one.id)
    return {
        "scheduled_messages": [
            {
                "id": each.id,
                "channel_id": each.channel,
                "post_at": each.post_at,
                "date_created": each.created,
                "text": each.draft.text,
            }
            for each in shown
        ],
        "response_metadata": metadata,
    }


METHODS = tuple(_methods.every)
