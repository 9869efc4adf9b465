"""Files, the second way: a URL to upload to, the bytes, then the room to share them in.

https://docs.slack.dev/messaging/working-with-files
"""

from typing import Any

import aiohttp

from bot.domain.delivery import Refused
from bot.domain.ids import RoomId
from bot.slack.client import SKEW, Slack
from bot.slack.outcome import Key


async def upload(
    slack: Slack, room: RoomId, name: str, content: str, *, title: str, comment: str, key: Key
) -> None:
    """Share a text file in a room, once.

    Files carry no metadata, so ``name`` is what tells ours apart: after an unknown outcome the
    room's recent history is searched for it. Only the last of the three calls can be seen by
    people; an upload that is never completed is dropped by Slack.
    """
    if key.uncertain and await _shared(slack, room, name, key):
        return
    data = content.encode()
    made = await slack.call("files.getUploadURLExternal", {"filename": name, "length": len(data)})
    await _send(slack, made["upload_url"], data)
    await slack.call(
        "files.completeUploadExternal",
        {
            "files": [{"id": made["file_id"], "title": title}],
            "channel_id": room,
            "initial_comment": comment,
        },
    )


async def _send(slack: Slack, url: str, data: bytes) -> None:
    """The bytes alone share nothing, so every failure is as good as a clear no."""
    session = slack.web.session
    if session is None:
        raise RuntimeError("The client has no session yet.")
    try:
        async with session.post(url, data=data) as response:
            if response.ok:
                return
            status = response.status
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Refused(f"upload: {type(error).__name__}") from error
    raise Refused(f"upload: {status}")


async def _shared(slack: Slack, room: RoomId, name: str, key: Key) -> bool:
    oldest = f"{(key.since - SKEW).timestamp():.6f}"
    search: dict[str, Any] = {"channel": room, "oldest": oldest, "limit": 200}
    while True:
        page = await slack.call("conversations.history", search)
        for message in page["messages"]:
            if any(file.get("name") == name for file in message.get("files", ())):
                return True
        cursor = page.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            return False
        search = {**search, "cursor": cursor}
