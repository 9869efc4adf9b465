"""Read what was picked, and fetch its files."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bot.domain.effects import KeepEvidence, KeepMessage
from bot.domain.events.record import Source
from bot.domain.ids import PersonId
from bot.slack import files, words
from bot.slack.desk import Desk
from bot.slack.files import attached
from bot.slack.outcome import SlackError
from bot.store.outbox import Parcel
from bot.usecases import evidence
from bot.usecases import pick as picking
from bot.usecases.deliver import After, Senders

_GONE = "message_not_found"


async def keep_message(desk: Desk, effect: KeepMessage, parcel: Parcel) -> After | None:
    source = Source(channel=effect.channel, ts=effect.ts)
    try:
        message = await desk.slack.message(effect.channel, effect.ts)
        link = await desk.slack.permalink(effect.channel, effect.ts)
    except SlackError as error:
        if error.code != _GONE:
            raise
        return lambda work: picking.forget(work, effect.incident, source)
    names = await words.known(desk.store)
    editor = (message.get("edited") or {}).get("user")
    said = picking.Said(
        text=words.plain(_text(message), names),
        # Other bots speak too, and their messages are picked like anybody's.
        author=PersonId(message.get("user") or message.get("bot_id") or ""),
        said_at=datetime.fromtimestamp(float(effect.ts), UTC),
        permalink=link,
        edited_by=PersonId(editor) if editor else None,
        files=attached(message),
    )
    reactions = {str(each["name"]).split("::")[0] for each in message.get("reactions") or ()}
    return lambda work: picking.keep(work, effect.incident, source, said, reactions)


def _text(message: Mapping[str, Any]) -> str:
    """An alert of another bot may say all it has to say in attachments."""
    if message.get("text"):
        return str(message["text"])
    told = (
        each.get("text") or each.get("fallback") or "" for each in message.get("attachments") or ()
    )
    return "\n".join(filter(None, told))


async def keep_evidence(desk: Desk, effect: KeepEvidence, parcel: Parcel) -> After | None:
    """What is too large, or lives outside Slack, stays where it is, and the timeline says so."""
    told = await files.about(desk.slack, effect.file)
    outside = bool(told.get("is_external"))
    file = evidence.File(
        name=str(told.get("name") or told.get("title") or effect.name),
        mimetype=str(told.get("mimetype") or "application/octet-stream"),
        size=0 if outside else int(told.get("size") or 0),
        link=str(told.get("permalink") or ""),
    )
    limit = desk.store.policy.timeline.most
    content = None
    if not outside and file.size <= limit:
        url = str(told.get("url_private_download") or told.get("url_private") or "")
        content = await files.download(desk.slack, url, mimetype=file.mimetype, most=limit)
    return lambda work: evidence.keep(work, effect, file, content)


def senders(desk: Desk) -> Senders:
    return {
        KeepMessage: partial(keep_message, desk),
        KeepEvidence: partial(keep_evidence, desk),
    }
