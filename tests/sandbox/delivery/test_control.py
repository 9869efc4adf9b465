"""The control API, as another process uses it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_bolt.async_app import AsyncAck

from sandbox.server import Sandbox
from tests.sandbox.delivery.modal_forms import modal
from tests.sandbox.delivery.world import MANIFEST, World, acknowledge_events

USER = "U0OLENA"
ROOM = "C0SUPPORT"


@dataclass
class Remote:
    session: ClientSession
    base: str

    async def get(self, path: str) -> dict[str, Any]:
        async with self.session.get(f"{self.base}/control/{path}") as response:
            return dict(await response.json())

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        async with self.session.post(f"{self.base}/control/{path}", json=body) as response:
            return dict(await response.json()) | {"status": response.status}


@pytest.fixture
async def remote(http_world: World) -> AsyncIterator[Remote]:
    async with ClientSession() as session:
        yield Remote(session, http_world.base)


async def test_acting(http_world: World, remote: Remote) -> None:
    @http_world.app.command("/probe")
    async def answer(ack: AsyncAck, command: dict[str, Any]) -> None:
        await http_world.app.client.views_open(trigger_id=command["trigger_id"], view=modal())
        await ack("Done")

    @http_world.app.view("form")
    async def receive(ack: AsyncAck) -> None:
        await ack(response_action="errors", errors={"what": "Too vague"})

    done = await remote.post("act", act="command", user=USER, channel=ROOM, command="/probe")
    assert (done["status"], done["result"]["acked"], done["result"]["body"]) == (200, True, "Done")
    [view] = (await remote.get(f"views?user={USER}"))["stack"]
    assert view["callback_id"] == "form"
    done = await remote.post(
        "act", act="submit", user=USER, view_id=view["id"], values={"what_in": "x"}
    )
    assert done["result"]["errors"] == {"what": "Too vague"}


async def test_acting_on_a_message(http_world: World, remote: Remote) -> None:
    heard: list[str] = []

    @http_world.app.action("go")
    async def receive(ack: AsyncAck, body: dict[str, Any]) -> None:
        heard.append(body["actions"][0]["value"])
        await ack()

    button = {"type": "button", "action_id": "go", "value": "1"}
    button |= {"text": {"type": "plain_text", "text": "Go"}}
    card = await http_world.app.client.chat_postMessage(
        channel=ROOM, text="card", blocks=[{"type": "actions", "elements": [button]}]
    )
    acknowledge_events(http_world)
    message = [ROOM, card["ts"]]
    done = await remote.post("act", act="click", user=USER, action_id="go", message=message)
    assert done["result"]["acked"]
    assert heard == ["1"]
    invited = await remote.post(
        "act", act="invite", user=USER, channel=ROOM, whom=["U0ANNA", "U0JAMES"]
    )
    assert invited["ok"]
    assert {"U0ANNA", "U0JAMES"} <= set(http_world.sandbox.workspace.channels[ROOM].members)
    assert (await remote.post("settled"))["ok"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"act": "explode"}, "unknown_act"),
        ({"act": "_deliver"}, "unknown_act"),
        ({"act": "workspace"}, "unknown_act"),
        ({"act": "say", "user": USER, "channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"act": "submit", "user": USER, "view_id": "V0"}, "LookupError"),
        ({"act": "say", "user": USER}, "TypeError"),
    ],
)
async def test_mistakes_are_told(remote: Remote, body: dict[str, Any], error: str) -> None:
    refused = await remote.post("act", **body)
    assert (refused["status"], refused["ok"]) == (400, False)
    assert error in refused["error"]


async def test_faults(http_world: World, remote: Remote) -> None:
    client = http_world.app.client
    await remote.post("faults", fault="error", method="chat.postMessage", code="fatal_error")
    await remote.post("faults", fault="rate_limit", method="*", times=2, retry_after=7)
    shown = await remote.post("faults", fault="latency", method="*", seconds=0.01)
    assert shown["latencies"] == {"*": 0.01}
    assert (await remote.get("faults"))["refusals"]["*"] == [
        {"times": 2, "code": "ratelimited", "retry_after": 7}
    ]
    await remote.post("faults", fault="clear")
    assert (await client.auth_test())["ok"]
    limited = await remote.post("faults", fault="realistic_limits", on=True)
    assert limited["realistic_limits"] is True
    assert (await remote.post("faults", fault="earthquake"))["error"] == "unknown_fault"
    assert (await remote.post("faults", fault="latency"))["status"] == 400


async def test_traffic(http_world: World, remote: Remote) -> None:
    await http_world.app.client.auth_test()
    [call] = (await remote.get("traffic?method=auth.test"))["traffic"]
    await http_world.app.client.auth_test()
    [later] = (await remote.get(f"traffic?method=auth.test&since={call['number']}"))["traffic"]
    assert call["response"]["user_id"] == "U0TOCSIN"
    assert later["number"] > call["number"]
    assert "token" not in call["args"]
    assert (await remote.get("traffic?kind=events_api"))["traffic"] == []


async def test_url_verification(remote: Remote) -> None:
    assert (await remote.post("url_verification"))["verified"] is True


async def test_time(http_world: World, remote: Remote) -> None:
    before = (await remote.get("clock"))["now"]
    moved = await remote.post("clock", minutes=5, seconds=1)
    assert moved["now"] == before + 301
    assert http_world.sandbox.workspace.now() == before + 301


async def test_real_time_cannot_be_moved() -> None:
    sandbox = Sandbox(manifest=MANIFEST)
    base = await sandbox.start()
    async with ClientSession() as session:
        refused = await Remote(session, base).post("clock", seconds=1)
    await sandbox.stop()
    assert (refused["status"], refused["error"]) == (400, "clock_not_controllable")
