"""Slash commands over both transports."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck

from tests.sandbox.delivery.world import World


async def test_payload_and_empty_ack(world: World) -> None:
    heard: list[dict[str, Any]] = []

    @world.app.command("/probe")
    async def answer(ack: AsyncAck, command: dict[str, Any]) -> None:
        heard.append(dict(command))
        await ack()

    done = await world.acts.command("U0OLENA", "C0SUPPORT", "/probe", "declare sev1 card & pay")
    assert done.ok
    assert done.body is None
    assert done.error is None
    [command] = heard
    assert command["text"] == "declare sev1 card &amp; pay"
    assert command["user_id"] == "U0OLENA"
    assert command["user_name"] == world.sandbox.workspace.people["U0OLENA"].name
    assert (command["channel_id"], command["channel_name"]) == ("C0SUPPORT", "support")
    assert (command["team_id"], command["team_domain"]) == ("T0KOBZA", "kobzapay")
    assert command["api_app_id"] == "A0TOCSIN"
    assert command["response_url"].startswith(f"{world.base}/commands/T0KOBZA/")
    assert command["trigger_id"].split(".")[1] == "T0KOBZA"
    assert world.ephemerals("U0OLENA") == []


async def test_ack_with_text_is_an_ephemeral_for_its_user(world: World) -> None:
    @world.app.command("/probe")
    async def answer(ack: AsyncAck) -> None:
        await ack("Only for you")

    await world.acts.command("U0OLENA", "C0SUPPORT", "/probe")
    assert world.ephemerals("U0OLENA") == ["Only for you"]
    assert world.ephemerals("U0TARAS") == []
    assert "Only for you" not in world.texts("C0SUPPORT")


async def test_ack_in_channel_with_blocks_is_a_message(world: World) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "*open*"}}

    @world.app.command("/probe")
    async def answer(ack: AsyncAck) -> None:
        await ack(response_type="in_channel", text="All see", blocks=[section])

    await world.acts.command("U0OLENA", "C0SUPPORT", "/probe")
    [message] = [
        each
        for each in world.sandbox.workspace.channels["C0SUPPORT"].messages.values()
        if each.text == "All see"
    ]
    assert message.user == "U0TOCSIN"
    assert message.blocks[0]["text"]["text"] == "*open*"
    assert world.ephemerals("U0OLENA") == []


async def test_ack_with_blocks_slack_refuses_shows_dispatch_failed(world: World) -> None:
    @world.app.command("/probe")
    async def answer(ack: AsyncAck) -> None:
        await ack(text="x", blocks=[{"type": "no_such_block"}])

    done = await world.acts.command("U0OLENA", "C0SUPPORT", "/probe")
    assert done.error == '/probe failed with the error "dispatch_failed"'
    assert world.ephemerals("U0OLENA") == []


async def test_no_ack_in_time_shows_operation_timeout(world: World) -> None:
    world.sandbox.interaction.courier.ack_limit = 0.05

    @world.app.command("/probe")
    async def answer() -> None:
        await asyncio.sleep(0.2)

    done = await world.acts.command("U0OLENA", "C0SUPPORT", "/probe")
    assert not done.acked
    assert done.error == '/probe failed with the error "operation_timeout"'
    assert done.seconds >= 0.05


async def test_http_error_shows_dispatch_failed(http_world: World) -> None:
    done = await http_world.acts.command("U0OLENA", "C0SUPPORT", "/probe")  # nobody listens: 404
    assert done.error == '/probe failed with the error "dispatch_failed"'


async def test_no_connection_shows_dispatch_failed(socket_world: World) -> None:
    await socket_world.handlers[0].close_async()
    done = await socket_world.acts.command("U0OLENA", "C0SUPPORT", "/probe")
    assert done.error == '/probe failed with the error "dispatch_failed"'


async def test_refused_by_slack_itself(world: World) -> None:
    acts = world.acts
    in_thread = await acts.command("U0OLENA", "C0SUPPORT", "/probe", thread_ts="1.0")
    assert in_thread.error == "/probe is not supported in threads. Sorry!"
    unknown = await acts.command("U0OLENA", "C0SUPPORT", "/incidnet", "x")
    assert unknown.error == "/incidnet is not a valid command."
    assert [in_thread.attempts, unknown.attempts] == [0, 0]
    assert world.sandbox.traffic.deliveries("slash_commands") == []


async def test_commands_need_their_scope(http_world: World) -> None:
    workspace = http_world.sandbox.workspace
    workspace.app = replace(workspace.app, scopes=("chat:write",))
    done = await http_world.acts.command("U0OLENA", "C0SUPPORT", "/probe")
    assert (done.error, done.attempts) == ("/probe is not a valid command.", 0)


async def test_private_places_go_unnamed(world: World) -> None:
    names: list[str] = []

    @world.app.command("/probe")
    async def answer(ack: AsyncAck, command: dict[str, Any]) -> None:
        names.append(command["channel_name"])
        await ack()

    dm = await world.acts.open_dm("U0KATE", "U0OLEH")
    await world.acts.command("U0KATE", "G0SECURITY", "/probe")
    await world.acts.command("U0KATE", dm, "/probe")
    assert names == ["privategroup", "directmessage"]


@pytest.mark.parametrize(
    ("command", "typed", "sent"),
    [
        ("/probe", "role <@U0IRYNA> lead", "role <@U0IRYNA|{iryna}> lead"),
        ("/probe", "see <#C0SUPPORT>", "see <#C0SUPPORT|support>"),
        ("/probe", "see #support", "see <#C0SUPPORT|support>"),
        ("/probe", "ping @here <!channel>", "ping <!here> &lt;!channel&gt;"),
        ("/probe", "mail a@b.example 5 < 6", "mail a@b.example 5 &lt; 6"),
        ("/probe", "unknown <@U0NOBODY>", "unknown &lt;@U0NOBODY&gt;"),
        ("/plain", "role <@U0IRYNA> lead", "role @{iryna} lead"),
        ("/plain", "see #support", "see #support"),
        ("/plain", "<!channel> & co", "&lt;!channel&gt; &amp; co"),
    ],
)
async def test_text_as_the_app_gets_it(
    http_world: World, command: str, typed: str, sent: str
) -> None:
    texts: list[str] = []

    @http_world.app.command(command)
    async def answer(ack: AsyncAck, command: dict[str, Any]) -> None:
        texts.append(command["text"])
        await ack()

    await http_world.acts.command("U0OLENA", "C0SUPPORT", command, typed)
    iryna = http_world.sandbox.workspace.people["U0IRYNA"].name
    assert texts == [sent.format(iryna=iryna)]
