"""Socket Mode on the wire, and what can happen to its connections."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError
from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.acts import Outcome
from sandbox.server import Sandbox
from tests.sandbox.delivery.world import MANIFEST, World, connect, start_world

USER = "U0OLENA"
ROOM = "C0SUPPORT"


@pytest.fixture
async def wire() -> AsyncIterator[tuple[Sandbox, AsyncWebClient, ClientSession]]:
    """A sandbox and a bare client, for a look at the protocol itself."""
    sandbox = Sandbox(manifest=MANIFEST)
    base = await sandbox.start()
    async with ClientSession() as session:
        client = AsyncWebClient(token="xapp-sandbox", base_url=f"{base}/api/", session=session)
        yield sandbox, client, session
    await sandbox.stop()


Wire = tuple[Sandbox, AsyncWebClient, ClientSession]


async def open_socket(
    wire: Wire, query: str = ""
) -> tuple[ClientWebSocketResponse, dict[str, Any]]:
    _, client, session = wire
    url = (await client.apps_connections_open(app_token="xapp-sandbox"))["url"]
    socket = await session.ws_connect(url + query, autoping=False)
    return socket, await socket.receive_json()


async def test_hello(wire: Wire) -> None:
    _, first = await open_socket(wire)
    _, second = await open_socket(wire, "&debug_reconnects=true")
    assert first["type"] == "hello"
    assert first["connection_info"] == {"app_id": "A0TOCSIN"}
    assert [each["num_connections"] for each in (first, second)] == [1, 2]
    seconds = [each["debug_info"]["approximate_connection_time"] for each in (first, second)]
    assert seconds == [3600, 360]


async def test_only_the_app_token_opens_connections(wire: Wire) -> None:
    with pytest.raises(SlackApiError) as refused:
        await wire[1].apps_connections_open(app_token="xoxb-sandbox")
    assert refused.value.response["error"] == "not_allowed_token_type"


async def test_a_ticket_opens_one_connection(wire: Wire) -> None:
    url = (await wire[1].apps_connections_open(app_token="xapp-sandbox"))["url"]
    await wire[2].ws_connect(url)
    with pytest.raises(WSServerHandshakeError):
        await wire[2].ws_connect(url)


async def test_the_eleventh_connection_is_sent_away(wire: Wire) -> None:
    kept = [await open_socket(wire) for _ in range(10)]
    _, last = await open_socket(wire)
    assert (last["type"], last["reason"]) == ("disconnect", "too_many_websockets")
    assert len(wire[0].interaction.sockets.connections) == len(kept)


async def test_a_ping_is_answered_with_its_own_words(wire: Wire) -> None:
    socket, _ = await open_socket(wire)
    await socket.ping(b"are you there")
    answer = await socket.receive()
    assert (answer.type, answer.data) == (WSMsgType.PONG, b"are you there")


async def test_envelopes_and_acks(wire: Wire) -> None:
    acts = wire[0].acts
    socket, _ = await open_socket(wire)
    command = asyncio.create_task(acts.command(USER, ROOM, "/probe", "x"))
    envelope = await socket.receive_json()
    assert envelope["type"] == "slash_commands"
    assert envelope["accepts_response_payload"] is True
    assert envelope["payload"]["text"] == "x"
    assert "retry_attempt" not in envelope
    await socket.send_str("not json")
    await socket.send_json({"envelope_id": "unknown"})
    await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "done"}})
    assert (await command).body == {"text": "done"}

    await acts.say(USER, ROOM, "hello")
    event = await socket.receive_json()
    assert (event["type"], event["accepts_response_payload"]) == ("events_api", False)
    assert (event["retry_attempt"], event["retry_reason"]) == (0, "")
    await socket.send_json({"envelope_id": event["envelope_id"]})
    await acts.settled()


async def test_an_event_without_ack_comes_again_with_its_reason(wire: Wire) -> None:
    sandbox = wire[0]
    sandbox.ack_limit, sandbox.retry_delays = 0.02, (0.0, 0.01, 0.01)
    socket, _ = await open_socket(wire)
    await sandbox.acts.say(USER, ROOM, "hello")
    seen = [await socket.receive_json() for _ in range(4)]
    await sandbox.acts.settled()
    assert [each["retry_attempt"] for each in seen] == [0, 1, 2, 3]
    assert [each["retry_reason"] for each in seen] == ["", "timeout", "timeout", "timeout"]
    assert len({each["payload"]["event_id"] for each in seen}) == 1
    assert len({each["envelope_id"] for each in seen}) == 4


async def test_an_event_without_connection_waits_for_one(wire: Wire) -> None:
    sandbox = wire[0]
    sandbox.retry_delays = (0.0, 0.05)
    await sandbox.acts.say(USER, ROOM, "hello")
    socket, _ = await open_socket(wire)
    event = await socket.receive_json()
    assert (event["retry_attempt"], event["retry_reason"]) == (2, "connection_failed")
    await socket.send_json({"envelope_id": event["envelope_id"]})
    await sandbox.acts.settled()


async def test_each_payload_goes_to_one_of_the_connections(wire: Wire) -> None:
    acts = wire[0].acts
    sockets = [(await open_socket(wire))[0] for _ in range(3)]
    counts = [0, 0, 0]

    async def serve(number: int) -> None:
        async for message in sockets[number]:
            counts[number] += 1
            ack = {"envelope_id": json.loads(message.data)["envelope_id"]}
            await sockets[number].send_json(ack)

    servers = [asyncio.create_task(serve(number)) for number in range(3)]
    for _ in range(6):
        assert (await acts.command(USER, ROOM, "/probe")).ok
    for server in servers:
        server.cancel()
    assert counts == [2, 2, 2]


async def test_disconnect_messages(wire: Wire) -> None:
    sockets = wire[0].interaction.sockets
    socket, _ = await open_socket(wire)
    sockets.disconnect("warning")
    warning = await socket.receive_json()
    command = asyncio.create_task(wire[0].acts.command(USER, ROOM, "/probe"))
    envelope = await socket.receive_json()  # a warned connection still works
    sockets.disconnect("refresh_requested")
    refresh = await socket.receive_json()
    assert [warning["reason"], refresh["reason"]] == ["warning", "refresh_requested"]
    await socket.send_json({"envelope_id": envelope["envelope_id"]})  # and its acks still count
    assert (await command).ok
    gone = await wire[0].acts.command(USER, ROOM, "/probe")
    assert gone.error == '/probe failed with the error "dispatch_failed"'


async def test_a_closed_socket_and_a_reset_one(wire: Wire) -> None:
    faults = wire[0].faults
    closed, _ = await open_socket(wire)
    faults.close_sockets()
    assert (await closed.receive()).type == WSMsgType.CLOSE
    cut, _ = await open_socket(wire)
    faults.reset_sockets()
    assert (await cut.receive()).type in (WSMsgType.CLOSED, WSMsgType.ERROR)
    assert wire[0].interaction.sockets.connections == []


async def test_a_frozen_socket_swallows_everything(wire: Wire) -> None:
    sandbox = wire[0]
    sandbox.ack_limit = 0.05
    socket, _ = await open_socket(wire)
    sandbox.faults.freeze_sockets()
    await socket.ping(b"there?")
    done = await sandbox.acts.command(USER, ROOM, "/probe")
    assert done.error == '/probe failed with the error "operation_timeout"'
    envelope = await socket.receive_json()
    await socket.send_json({"envelope_id": envelope["envelope_id"]})
    with pytest.raises(TimeoutError):
        await socket.receive(timeout=0.05)  # no pong


@pytest.mark.parametrize("fault", ["close_sockets", "freeze_sockets", "reset_sockets"])
async def test_a_real_client_comes_back(fault: str) -> None:
    async with AsyncExitStack() as stack:
        world = await start_world(stack, "socket")
        listen(world)
        sockets = world.sandbox.interaction.sockets
        hurt = sockets.connections[0]
        getattr(world.sandbox.faults, fault)()
        async with asyncio.timeout(10):
            while not any(each is not hurt for each in sockets.connections):
                await sockets.changed()
        if hurt in sockets.connections:
            hurt.reset()
        done = await until_ok(world)
        assert done.ok


async def test_a_duplicate_reaches_the_other_replica() -> None:
    async with AsyncExitStack() as stack:
        world = await start_world(stack, "socket")
        await connect(stack, world)
        async with asyncio.timeout(5):
            await world.sandbox.interaction.sockets.connected(2)
        heard = listen(world)
        world.sandbox.faults.duplicate("/probe")
        assert (await world.acts.command(USER, ROOM, "/probe")).ok
        await world.acts.settled()
        assert (await world.acts.command(USER, ROOM, "/probe")).ok
        assert len(heard) == 3
        assert heard[0] == heard[1] != heard[2]
        await world.acts.repeat("/probe")
        assert heard[3] == heard[2]
        with pytest.raises(LookupError):
            await world.acts.repeat("view_submission")


def listen(world: World) -> list[str]:
    heard: list[str] = []

    @world.app.command("/probe")
    async def answer(ack: AsyncAck, command: dict[str, Any]) -> None:
        heard.append(command["trigger_id"])
        await ack()

    return heard


async def until_ok(world: World) -> Outcome:
    async with asyncio.timeout(5):
        while True:
            done = await world.acts.command(USER, ROOM, "/probe")
            if done.ok:
                return done
