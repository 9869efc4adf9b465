"""Signed HTTP on the wire: signatures, retries and their headers, the URL check."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncAck

from sandbox.server import Sandbox
from tests.sandbox.delivery.modal_forms import modal
from tests.sandbox.delivery.world import MANIFEST, World

USER = "U0OLENA"
ROOM = "C0SUPPORT"


@dataclass
class Seen:
    headers: dict[str, str]
    body: str


@dataclass
class Receiver:
    """A bare server that answers as told and remembers what it was sent."""

    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    hold: float = 0.0

    async def receive(self, request: web.Request) -> web.Response:
        self.seen.append(Seen(dict(request.headers), await request.text()))
        await asyncio.sleep(self.hold)
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(status=status, headers=self.headers)


@pytest.fixture
async def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
async def sandbox(receiver: Receiver) -> AsyncIterator[Sandbox]:
    server = web.Application()
    server.router.add_post("/slack/events", receiver.receive)
    runner = web.AppRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    sandbox = Sandbox(manifest=MANIFEST, events_url=url)
    sandbox.retry_delays = (0.0, 0.01, 0.01)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()
    await runner.cleanup()


def expected_signature(seen: Seen) -> str:
    base = f"v0:{seen.headers['X-Slack-Request-Timestamp']}:{seen.body}".encode()
    return "v0=" + hmac.new(b"sandbox-secret", base, hashlib.sha256).hexdigest()


async def test_every_request_is_signed_and_encoded_as_slack_does(
    sandbox: Sandbox, receiver: Receiver
) -> None:
    await sandbox.acts.command(USER, ROOM, "/probe", "x y")
    await sandbox.acts.shortcut(USER, "begin")
    await sandbox.acts.say(USER, ROOM, "Привіт")
    await sandbox.acts.settled()
    command, shortcut, event = receiver.seen
    assert [each.headers["X-Slack-Signature"] for each in receiver.seen] == [
        expected_signature(each) for each in receiver.seen
    ]
    form = "application/x-www-form-urlencoded"
    assert [each.headers["Content-Type"] for each in receiver.seen] == [
        form,
        form,
        "application/json",
    ]
    assert parse_qs(command.body)["text"] == ["x y"]
    assert json.loads(parse_qs(shortcut.body)["payload"][0])["callback_id"] == "begin"
    assert json.loads(event.body)["event"]["text"] == "Привіт"
    assert not any("X-Slack-Retry-Num" in each.headers for each in receiver.seen)


async def test_a_failed_event_comes_three_times_more(sandbox: Sandbox, receiver: Receiver) -> None:
    receiver.statuses = [500, 404, 302, 500]
    await sandbox.acts.say(USER, ROOM, "hello")
    await sandbox.acts.settled()
    retries = [
        (each.headers.get("X-Slack-Retry-Num"), each.headers.get("X-Slack-Retry-Reason"))
        for each in receiver.seen
    ]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len({each.body for each in receiver.seen}) == 1
    sent = sandbox.traffic.deliveries("events_api")
    assert [(each.attempt, each.acked, each.error) for each in sent] == [
        (0, False, "http_error"),
        (1, False, "http_error"),
        (2, False, "http_error"),
        (3, False, "http_error"),
    ]


async def test_a_late_answer_counts_as_none(sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.ack_limit, sandbox.retry_delays = 0.03, (0.0,)
    receiver.hold = 0.1
    await sandbox.acts.say(USER, ROOM, "hello")
    await sandbox.acts.settled()
    assert receiver.seen[1].headers["X-Slack-Retry-Reason"] == "http_timeout"


async def test_an_acked_retry_is_the_last(sandbox: Sandbox, receiver: Receiver) -> None:
    receiver.statuses = [500, 200]
    await sandbox.acts.say(USER, ROOM, "hello")
    await sandbox.acts.settled()
    assert len(receiver.seen) == 2


async def test_no_retry_is_honoured(sandbox: Sandbox, receiver: Receiver) -> None:
    receiver.statuses, receiver.headers = [500], {"X-Slack-No-Retry": "1"}
    await sandbox.acts.say(USER, ROOM, "hello")
    await sandbox.acts.settled()
    assert len(receiver.seen) == 1


async def test_a_person_waits_for_no_retry(sandbox: Sandbox, receiver: Receiver) -> None:
    receiver.statuses = [500, 500]
    command = await sandbox.acts.command(USER, ROOM, "/probe")
    shortcut = await sandbox.acts.shortcut(USER, "begin")
    await sandbox.acts.settled()
    assert [command.attempts, shortcut.attempts, len(receiver.seen)] == [1, 1, 2]


async def test_nobody_at_the_request_url() -> None:
    sandbox = Sandbox(manifest=MANIFEST, events_url="http://127.0.0.1:9/slack/events")
    sandbox.retry_delays = ()
    await sandbox.start()
    done = await sandbox.acts.command(USER, ROOM, "/probe")
    assert done.error == '/probe failed with the error "dispatch_failed"'
    await sandbox.acts.say(USER, ROOM, "hello")
    await sandbox.acts.settled()
    [sent] = sandbox.traffic.deliveries("events_api")
    assert sent.error == "connection_failed"
    await sandbox.stop()


async def test_the_url_check(http_world: World, sandbox: Sandbox) -> None:
    assert http_world.sandbox.interaction.http is not None
    assert await http_world.sandbox.interaction.http.verify_url()
    assert sandbox.interaction.http is not None
    assert not await sandbox.interaction.http.verify_url()  # answers 200, echoes nothing


async def test_late_and_duplicate_interactions(http_world: World) -> None:
    faults, interaction = http_world.sandbox.faults, http_world.sandbox.interaction
    await http_world.app.client.views_open(
        trigger_id=interaction.triggers.issue(USER), view=modal()
    )
    heard: list[str] = []

    async def receive(ack: AsyncAck, view: dict[str, Any]) -> None:
        heard.append(view["hash"])
        await ack()

    http_world.app.view("form")(receive)
    faults.duplicate("view_submission")
    faults.delay_delivery("interactive", 0.03)
    view = interaction.views.top(USER)
    assert view is not None
    began = asyncio.get_running_loop().time()
    done = await http_world.acts.submit(USER, view.id, {"what_in": "x"})
    await http_world.acts.settled()
    assert asyncio.get_running_loop().time() - began >= 0.03
    assert done.ok
    assert heard == [view.hash, view.hash]
    sent = http_world.sandbox.traffic.deliveries("interactive")
    assert [each.payload["type"] for each in sent] == ["view_submission"] * 2
