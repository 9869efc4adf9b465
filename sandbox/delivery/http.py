"""Signed HTTP: one POST to the app's request URL for each envelope."""

import hashlib
import hmac
import json
import secrets
from contextlib import AbstractAsyncContextManager
from http import HTTPStatus
from urllib.parse import urlencode

from aiohttp import ClientError, ClientResponse, ClientSession, DummyCookieJar, TCPConnector

from sandbox.clock import Clock
from sandbox.delivery.envelope import Envelope, Reply

FORM = "application/x-www-form-urlencoded"
MOST_CONNECTIONS = 100  # below the usual listen backlog of 128, past which connecting stalls
AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """Slack's v0 signature.

    Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
    """
    base = b"v0:%d:" % timestamp + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class SignedHttp:
    """Delivers to one request URL for events, commands and interactivity alike.

    `clock` gives real Unix seconds even when the workspace's time is simulated: an app checks the
    age of a request against its own clock.
    """

    name = "http"
    timeout_reason = "http_timeout"

    def __init__(self, url: str, *, secret: str, clock: Clock) -> None:
        self.url = url
        self._secret = secret
        self._clock = clock
        self._session: ClientSession | None = None

    async def send(self, envelope: Envelope) -> Reply:
        body, content_type = _encode(envelope)
        headers = {"Content-Type": content_type}
        if envelope.attempt:
            headers["X-Slack-Retry-Num"] = str(envelope.attempt)
            headers["X-Slack-Retry-Reason"] = envelope.retry_reason
        try:
            async with self._post(body, headers) as response:
                return await _reply(response)
        except ClientError:
            return Reply(acked=False, failure="connection_failed")

    async def verify_url(self) -> bool:
        """Slack's check when a request URL is saved: the app must echo the challenge."""
        challenge = secrets.token_urlsafe(32)
        asked = {"token": "sandbox", "challenge": challenge, "type": "url_verification"}
        body = json.dumps(asked).encode()
        try:
            async with self._post(body, {"Content-Type": "application/json"}) as response:
                text = await response.text()
                return response.status == HTTPStatus.OK and _challenge(text) == challenge
        except ClientError:
            return False

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _post(
        self, body: bytes, headers: dict[str, str]
    ) -> AbstractAsyncContextManager[ClientResponse]:
        if self._session is None:
            self._session = ClientSession(
                connector=TCPConnector(limit=MOST_CONNECTIONS), cookie_jar=DummyCookieJar()
            )
        timestamp = int(self._clock())
        signed = {
            "User-Agent": AGENT,
            "X-Slack-Request-Timestamp": str(timestamp),
            "X-Slack-Signature": signature(self._secret, timestamp, body),
            **headers,
        }
        return self._session.post(self.url, data=body, headers=signed, allow_redirects=False)


def _encode(envelope: Envelope) -> tuple[bytes, str]:
    if envelope.kind == "events_api":
        return json.dumps(envelope.payload).encode(), "application/json"
    if envelope.kind == "interactive":
        return urlencode({"payload": json.dumps(envelope.payload)}).encode(), FORM
    return urlencode(envelope.payload).encode(), FORM


async def _reply(response: ClientResponse) -> Reply:
    text = await response.text()
    no_retry = response.headers.get("X-Slack-No-Retry") == "1"
    if not HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
        return Reply(acked=False, body=text, failure="http_error", no_retry=no_retry)
    return Reply(acked=True, body=_parsed(text, response.content_type))


def _parsed(text: str, content_type: str) -> object:
    """A JSON answer as Python, any other as text, an empty one as None."""
    if not text:
        return None
    if content_type == "application/json":
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def _challenge(text: str) -> str:
    """The challenge of an answer in any of the three forms Slack accepts."""
    try:
        answer = json.loads(text)
    except ValueError:
        return text.removeprefix("challenge=").strip()
    return str(answer.get("challenge", "")) if isinstance(answer, dict) else ""
