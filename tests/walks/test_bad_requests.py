"""What reaches the endpoint and is not Slack's: refused before anybody reads it, never a 500."""

import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.slack.transport import BODY_LIMIT
from sandbox.delivery.http import signature
from tests.support.unchanged import everything, no_errors
from tests.support.world import GENERAL, MARKO, World, world

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
SECRET = "s" * 32
DECLARE = urlencode(
    {
        "command": "/incident",
        "text": "declare SEV4 Signed once",
        "user_id": MARKO,
        "team_id": "T0KOBZA",
        "channel_id": GENERAL,
        "channel_name": "general",
        "trigger_id": "1.2.signed-once",
        "api_app_id": "A0TOCSIN",
        "response_url": "http://127.0.0.1:1/commands",
    }
).encode()
NOT_SLACK, NOT_READ = "The signature is not Slack's.", "The body is not what Slack sends."


@pytest.fixture
async def signed(sqlite: str) -> AsyncIterator[World]:
    async with world(sqlite, http=True) as made:
        yield made


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """``age`` in seconds; ``stamp`` and ``sign`` in place of the true ones."""

    name: str
    body: bytes = DECLARE
    kind: str = FORM
    age: int = 0
    stamp: str | None = None
    sign: str | None = None
    bare: bool = False
    status: int = 401
    said: str = NOT_SLACK

    def headers(self) -> Mapping[str, str]:
        if self.bare:
            return {"Content-Type": self.kind}
        now = int(time.time()) - self.age  # noqa: TID251 - Slack's clock is the wall's
        true = signature(SECRET, now, self.body)
        return {
            "Content-Type": self.kind,
            "X-Slack-Request-Timestamp": str(now) if self.stamp is None else self.stamp,
            "X-Slack-Signature": true if self.sign is None else self.sign,
        }


SENT = (
    Sent(name="forged", sign="v0=" + "0" * 64),
    Sent(name="signed with another secret", sign=signature("other", int(1e9), DECLARE)),
    Sent(name="not signed", bare=True),
    Sent(name="empty signature", sign=""),
    Sent(name="signature in Ukrainian", sign="v0=підпис"),
    Sent(name="signed for another body", body=DECLARE + b"+now", sign="v0=" + "a" * 64),
    Sent(name="timestamp in words", stamp="yesterday"),
    Sent(name="timestamp in Arabic digits", stamp="١٧٦"),
    Sent(name="timestamp below zero", stamp="-5"),
    Sent(name="timestamp of thirty digits", stamp="9" * 30),
    Sent(name="empty timestamp", stamp=""),
    Sent(name="stale", age=301),
    Sent(name="from the future", age=-400),
    Sent(name="not text", body=b"\xff\xfe\x00"),
    Sent(name="half of JSON", body=b"{", kind=JSON, status=400, said=NOT_READ),
    Sent(name="a list", body=b"[]", kind=JSON, status=400, said=NOT_READ),
    Sent(name="half a payload", body=b"payload=%7B", status=400, said=NOT_READ),
    Sent(name="no request of Slack's", body=b"hello=world", status=404, said="unhandled request"),
    Sent(name="nothing", body=b"", status=404, said="unhandled request"),
)


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: sent.name)
async def test_refused(signed: World, sent: Sent) -> None:
    before = await everything(signed)
    with no_errors():
        status, said = await post(signed, sent.body, sent.headers())
        await signed.settle()
    assert (status, sent.said in said) == (sent.status, True), said
    assert "Traceback" not in said
    assert await everything(signed) == before


@pytest.mark.parametrize("told", [True, False], ids=["told", "streamed"])
async def test_too_long(signed: World, told: bool) -> None:
    """413, whether the length is announced or only found out, and the signature is not asked."""
    body = b"x" * (BODY_LIMIT + 1)
    before = await everything(signed)
    with no_errors():
        if told:
            status, said = await post(signed, BytesIO(body), {"Content-Type": FORM})
        else:
            status, said = await post(signed, chunks(body), {"Content-Type": FORM})
    assert status == 413
    assert "Traceback" not in said
    assert await everything(signed) == before


async def test_replayed(signed: World) -> None:
    """A request caught on the way and sent again, signature and all, within its five minutes."""
    caught = Sent(name="caught")
    headers = caught.headers()
    with no_errors():
        first, said = await post(signed, caught.body, headers)
        await signed.settle()
        before = await everything(signed)
        again = [await post(signed, caught.body, headers) for _ in range(3)]
        await signed.settle()
    assert (first, "Signed once" in said) == (200, True)
    assert again == [(200, "")] * 3
    assert await everything(signed) == before
    rooms = [c.name for c in signed.slack.workspace.channels.values() if c.name.startswith("inc-")]
    assert rooms == ["inc-1-signed-once"]


async def test_only_posted(signed: World) -> None:
    url = f"{signed.bot.settings.public_url.rstrip('/')}/slack/events"
    async with aiohttp.ClientSession() as browser, browser.get(url) as answer:
        assert answer.status == 405


async def post(
    made: World, body: bytes | BytesIO | AsyncIterator[bytes], headers: Mapping[str, str]
) -> tuple[int, str]:
    url = f"{made.bot.settings.public_url.rstrip('/')}/slack/events"
    async with (
        aiohttp.ClientSession() as sender,
        sender.post(url, data=body, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


async def chunks(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 65536):
        yield body[start : start + 65536]
