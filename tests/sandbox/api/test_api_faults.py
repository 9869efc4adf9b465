"""Limits, faults, and what the traffic keeps of them."""

import asyncio
import time
from typing import Any

import pytest
from aiohttp import ClientSession, ServerDisconnectedError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import ManualClock
from sandbox.faults import Refusal
from sandbox.server import Sandbox
from tests.sandbox.api.workspace import answer, error

SAY = {"channel": "C0SUPPORT", "text": "x"}


async def raw(
    sandbox: Sandbox, method: str, **args: Any
) -> tuple[int, dict[str, str], dict[str, Any]]:
    """Status, lower-case headers and body of a form call with the token among its fields."""
    url = f"{sandbox.workspace.base_url}/api/{method}"
    async with (
        ClientSession() as session,
        session.post(url, data={"token": "xoxb-sandbox", **args}) as response,
    ):
        text = await response.read()
        headers = {key.lower(): value for key, value in response.headers.items()}
        return response.status, headers, await response.json() if text else {}


async def test_every_answer_names_the_scopes(sandbox: Sandbox) -> None:
    status, headers, body = await raw(sandbox, "auth.test")
    assert (status, body["ok"]) == (200, True)
    assert headers["x-oauth-scopes"] == ",".join(sandbox.workspace.app.scopes)
    assert headers["content-type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("way", ["form", "json", "get"])
async def test_three_ways_to_call(sandbox: Sandbox, way: str) -> None:
    url = f"{sandbox.workspace.base_url}/api/users.info"
    args = {"user": "U0OLENA", "include_locale": "true"}
    bearer = {"Authorization": "Bearer xoxb-sandbox"}
    async with ClientSession() as session:
        if way == "form":
            call = session.post(url, data={**args, "token": "xoxb-sandbox"})
        elif way == "json":
            call = session.post(url, json=args, headers=bearer)
        else:
            call = session.get(url, params=args, headers=bearer)
        async with call as response:
            assert (await response.json())["user"]["locale"] == "uk-UA"


async def test_rate_limit_fault(sandbox: Sandbox) -> None:
    sandbox.faults.rate_limit("chat.postMessage", times=2, retry_after=7)
    for _ in range(2):
        status, headers, body = await raw(sandbox, "chat.postMessage", **SAY)
        assert (status, headers["retry-after"]) == (429, "7")
        assert body == {"ok": False, "error": "ratelimited"}
    status, _, body = await raw(sandbox, "chat.postMessage", **SAY)
    assert (status, body["ok"]) == (200, True)


async def test_error_faults(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.faults.error("*", "internal_error")
    sandbox.faults.error("chat.postMessage", 503)
    status, _, _ = await raw(sandbox, "chat.postMessage", **SAY)
    assert status == 503
    assert await error(client, "auth.test", {}) == "internal_error"
    assert await error(client, "auth.test", {}) is None


async def test_a_refused_call_has_no_effect(sandbox: Sandbox) -> None:
    channel = sandbox.workspace.channels["C0SUPPORT"]
    before = len(channel.messages)
    sandbox.faults.error("chat.postMessage", 500)
    await raw(sandbox, "chat.postMessage", **SAY)
    assert len(channel.messages) == before


async def test_a_dropped_response_comes_after_the_effect(sandbox: Sandbox) -> None:
    channel = sandbox.workspace.channels["C0SUPPORT"]
    sandbox.faults.drop_response("chat.postMessage")
    with pytest.raises(ServerDisconnectedError):
        await raw(sandbox, "chat.postMessage", **SAY)
    assert next(reversed(channel.messages.values())).text == "x"
    [call] = sandbox.traffic.calls("chat.postMessage")
    assert (call.dropped, call.ok) == (True, True)
    assert (await raw(sandbox, "chat.postMessage", **SAY))[0] == 200


async def test_a_call_without_effect_is_not_dropped(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    sandbox.faults.drop_response("chat.postMessage")
    refused = await error(client, "chat.postMessage", {"channel": "C0SUPPORT"})
    assert (refused, sandbox.faults.drops) == ("no_text", {"chat.postMessage": 1})


async def test_latencies_run_side_by_side(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """One after another they would take ten seconds, however fast the machine is."""
    sandbox.faults.latency("*", 0.5)
    began = time.perf_counter()
    await asyncio.gather(*(client.auth_test() for _ in range(20)))
    assert 0.5 <= time.perf_counter() - began < 5
    sandbox.faults.latency("*", 0)
    assert sandbox.faults.wait("auth.test") == 0


async def test_clear_ends_every_fault(sandbox: Sandbox) -> None:
    faults = sandbox.faults
    faults.latency("*", 1)
    faults.error("*", 500)
    faults.drop_response("*")
    faults.duplicate("event")
    faults.delay_delivery("event", 1)
    assert faults.refusals == {"*": [Refusal(times=1, code=500)]}
    faults.clear()
    assert (faults.wait("x"), faults.take_refusal("x"), faults.take_drop("x")) == (0, None, False)
    assert (faults.take_duplicate("event"), faults.delivery_wait("event")) == (False, 0)


async def test_tier_limits(sandbox: Sandbox, clock: ManualClock) -> None:
    """Twenty channels a minute; the wait is told, and after it the call goes through."""
    sandbox.limits.realistic = True
    for number in range(20):
        status, _, _ = await raw(sandbox, "conversations.create", name=f"inc-{number}")
        assert status == 200
        clock.advance(seconds=1)
    status, headers, _ = await raw(sandbox, "conversations.create", name="inc-20")
    assert (status, headers["retry-after"]) == (429, "40")
    assert (await raw(sandbox, "conversations.rename", channel="C", name="x"))[0] == 200
    clock.advance(seconds=39)
    assert (await raw(sandbox, "conversations.create", name="inc-20"))[0] == 429
    clock.advance(seconds=1)
    assert (await raw(sandbox, "conversations.create", name="inc-20"))[2]["ok"] is True


async def test_posts_are_limited_per_channel(sandbox: Sandbox) -> None:
    sandbox.limits.realistic = True
    refuse = sandbox.limits.refuse
    assert [refuse("chat.postMessage", 600, channel="C1") for _ in range(61)][-2:] == [None, 60]
    assert refuse("chat.postMessage", 600, channel="C2") is None


async def test_limits_are_off_unless_asked_for(sandbox: Sandbox) -> None:
    assert {sandbox.limits.refuse("conversations.create", 20) for _ in range(100)} == {None}


async def test_traffic_keeps_calls_without_the_token(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    await raw(sandbox, "users.info", user="U0OLENA")
    await answer(client, "users.info", {"user": "U0NOBODY"})
    first, second = sandbox.traffic.calls("users.info")
    assert first.args == {"user": "U0OLENA"}
    assert (first.ok, second.ok) == (True, False)
    assert second.response == {"ok": False, "error": "user_not_found"}
    assert first.at == sandbox.workspace.now()
    assert 0 < first.ms < 1000
    assert [call.number for call in sandbox.traffic.calls()] == [1, 2]


async def test_traffic_is_bounded(sandbox: Sandbox) -> None:
    for _ in range(5_001):
        await sandbox.api.call("api.test", {}, None)
    kept = sandbox.traffic.calls()
    assert (len(kept), kept[0].number) == (5_000, 2)
