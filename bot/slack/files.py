"""Files of messages: what Slack tells of them, and their bytes.

https://docs.slack.dev/reference/objects/file-object
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from bot.domain.delivery import Hopeless, Refused
from bot.domain.events.record import Attachment
from bot.slack.client import Slack

#: A file may take longer than a call: its lease is kept while it comes.
SECONDS = 60
_CHUNK = 256 * 1024
_MULTIPLE_CHOICES, _CLIENT_ERROR, _SERVER_ERROR = 300, 400, 500
_TOO_MANY = 429
#: Where Slack asks for a password instead of handing the file over.
_PAGE = "text/html"


def attached(message: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """The files of a message; those that Slack itself no longer has are left out."""
    return tuple(
        Attachment(file=str(each["id"]), name=str(each.get("name") or each.get("title") or ""))
        for each in message.get("files") or ()
        if each.get("id") and each.get("mode") != "tombstone"
    )


async def about(slack: Slack, file: str) -> dict[str, Any]:
    """What Slack tells of a file now: name, mimetype, size, where it is."""
    return dict((await slack.call("files.info", {"file": file}))["file"])


async def download(slack: Slack, url: str, *, mimetype: str, most: int) -> bytes:
    """The bytes, at most so many. The token goes to Slack's own hosts and nowhere else.

    Reading changes nothing, so every failure is a clear no.
    """
    session = slack.web.session
    if session is None:
        raise RuntimeError("The client has no session yet.")
    if not _of_slack(url, slack.web.base_url):
        raise Hopeless("file: it is not on Slack's hosts")
    headers = {"Authorization": f"Bearer {slack.web.token}"}
    limit = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with session.get(
            URL(url, encoded=True), headers=headers, timeout=limit, allow_redirects=False
        ) as answer:
            _judge(answer, mimetype)
            return await _read(answer, most)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Refused(f"file: {type(error).__name__}") from error


def _of_slack(url: str, api: str) -> bool:
    """Slack's own host over TLS, or the one that the bot was told to call instead."""
    there, ours = urlsplit(url), urlsplit(api)
    host = there.hostname or ""
    if there.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com")):
        return True
    return (there.scheme, there.netloc) == (ours.scheme, ours.netloc)


def _judge(answer: aiohttp.ClientResponse, mimetype: str) -> None:
    if answer.status >= _SERVER_ERROR or answer.status == _TOO_MANY:
        raise Refused(f"file: {answer.status}")
    asks = answer.content_type == _PAGE and mimetype != _PAGE
    if answer.status >= _MULTIPLE_CHOICES or asks:
        raise Hopeless(f"file: {answer.status}, Slack does not hand it over")


async def _read(answer: aiohttp.ClientResponse, most: int) -> bytes:
    content = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        content += chunk
        if len(content) > most:
            raise Hopeless("file: it is larger than Slack says")
    return bytes(content)
