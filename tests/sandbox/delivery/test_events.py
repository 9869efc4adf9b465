"""The Events API: what reaches the app, and what does not."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from sandbox.errors import SlackError
from tests.sandbox.delivery.world import World, acknowledge_events

USER = "U0OLENA"
ROOM = "C0SUPPORT"


def listen(world: World, *types: str) -> list[dict[str, Any]]:
    heard: list[dict[str, Any]] = []

    async def receive(event: dict[str, Any]) -> None:
        heard.append(event)

    for type_ in types:
        world.app.event(type_)(receive)
    acknowledge_events(world)
    return heard


def also_hears(world: World, *subtypes: str) -> list[dict[str, Any]]:
    """Messages of every subtype: Bolt's plain `message` leaves those out that it knows."""
    heard: list[dict[str, Any]] = []

    async def receive(event: dict[str, Any]) -> None:
        heard.append(event)

    world.app.event({"type": "message", "subtype": None})(receive)
    for subtype in subtypes:
        world.app.event({"type": "message", "subtype": subtype})(receive)
    return heard


async def test_the_outer_event(world: World) -> None:
    bodies: list[Mapping[str, Any]] = []

    @world.app.event("message")
    async def receive(body: dict[str, Any]) -> None:
        bodies.append(body)

    ts = await world.acts.say(USER, ROOM, "Cards fail & <!channel>")
    await world.acts.settled()
    [body] = bodies
    assert body["type"] == "event_callback"
    assert (body["team_id"], body["api_app_id"]) == ("T0KOBZA", "A0TOCSIN")
    assert body["event_id"].startswith("Ev")
    assert body["event_time"] == 1_700_000_000
    assert body["authorizations"][0]["user_id"] == "U0TOCSIN"
    event = body["event"]
    assert event["text"] == "Cards fail &amp; &lt;!channel&gt;"
    assert (event["user"], event["channel"], event["channel_type"]) == (USER, ROOM, "channel")
    assert event["ts"] == event["event_ts"] == ts


async def test_messages_edits_deletes_and_threads(world: World) -> None:
    heard = also_hears(world, "message_changed", "message_deleted", "file_share")
    acts = world.acts
    ts = await acts.say(USER, ROOM, "Cards fial")
    await acts.edit(USER, ROOM, ts, "Cards fail")
    reply = await acts.say("U0TARAS", ROOM, "Since when?", thread_ts=ts)
    await acts.delete("U0TARAS", ROOM, reply)
    await acts.say(USER, ROOM, "log", files={"app.log": b"line"})
    await acts.settled()
    by_ts = sorted(heard, key=lambda event: event["event_ts"])
    assert [event.get("subtype") for event in by_ts] == [
        None,
        "message_changed",
        None,
        "message_deleted",
        "file_share",
    ]
    changed, replied, deleted, shared = by_ts[1:]
    assert changed["message"]["text"] == "Cards fail"
    assert changed["previous_message"]["text"] == "Cards fial"
    assert replied["thread_ts"] == ts
    assert deleted["deleted_ts"] == reply
    assert shared["files"][0]["name"] == "app.log"


async def test_mentions(world: World) -> None:
    heard = listen(world, "app_mention")
    ts = await world.acts.say(USER, ROOM, "help")
    await world.acts.say(USER, ROOM, "<@U0TOCSIN> note it", thread_ts=ts)
    await world.acts.say(USER, ROOM, "@tocsin list")
    await world.acts.say(USER, ROOM, "typed &lt;@U0TOCSIN&gt; is no mention")
    await world.acts.settled()
    said = sorted((event["event_ts"], event["text"], event.get("thread_ts")) for event in heard)
    assert [rest for _, *rest in said] == [
        ["<@U0TOCSIN> note it", ts],
        ["<@U0TOCSIN> list", None],
    ]


async def test_the_apps_own_message_comes_back_with_its_bot_id(world: World) -> None:
    listen(world)
    await world.app.client.chat_postMessage(channel=ROOM, text="I am here")
    await world.acts.settled()
    [delivery] = world.sandbox.traffic.deliveries("events_api")
    event = delivery.payload["event"]
    assert (event["type"], event["user"], event["bot_id"]) == ("message", "U0TOCSIN", "B0TOCSIN")


async def test_reactions_pins_joins_renames_archives(world: World) -> None:
    types = ("reaction_added", "pin_added", "member_joined_channel", "channel_rename")
    heard = listen(world, *types, "channel_archive")
    acts = world.acts
    ts = await acts.say(USER, ROOM, "Cards fail")
    await acts.react("U0TARAS", ROOM, ts, "eyes")
    await acts.pin(USER, ROOM, ts)
    room = await acts.create_channel(USER, "inc-7-cards")
    await acts.invite(USER, room, ["U0TOCSIN", "U0IRYNA"])
    await acts.rename(USER, room, "inc-7-card-payments")
    await acts.archive(USER, room)
    await acts.settled()
    by_ts = sorted(heard, key=lambda event: event["event_ts"])
    assert [event["type"] for event in by_ts] == [
        "reaction_added",
        "pin_added",
        "member_joined_channel",
        "member_joined_channel",
        "channel_rename",
        "channel_archive",
    ]
    reaction, pin, bot, iryna, rename, archive = by_ts
    assert (reaction["reaction"], reaction["item"]["ts"]) == ("eyes", ts)
    assert pin["item"]["message"]["ts"] == ts
    assert [each["user"] for each in (bot, iryna)] == ["U0TOCSIN", "U0IRYNA"]
    assert rename["channel"]["name"] == "inc-7-card-payments"
    assert archive["channel"] == room


async def test_what_the_bot_is_no_part_of_stays_unheard(http_world: World) -> None:
    acts = http_world.acts
    await acts.say("U0KATE", "G0SECURITY", "Only for us")
    await acts.say(USER, "C0RANDOM", "Coffee?")
    dm = await acts.open_dm("U0KATE", "U0OLEH")
    await acts.say("U0KATE", dm, "Between us")
    await http_world.app.client.chat_postEphemeral(channel=ROOM, user=USER, text="psst")
    await acts.settled()
    assert http_world.sandbox.traffic.deliveries("events_api") == []


async def test_public_channels_are_heard_of_from_outside(http_world: World) -> None:
    listen(http_world)
    acts = http_world.acts
    for is_private, name in ((False, "open-room"), (True, "shut-room")):
        room = await acts.create_channel(USER, name, is_private=is_private)
        await acts.rename(USER, room, f"{name}-2")
        await acts.archive(USER, room)
    await acts.settled()
    sent = http_world.sandbox.traffic.deliveries("events_api")
    types = sorted(each.payload["event"]["type"] for each in sent)
    assert types == ["channel_archive", "channel_rename"]


async def test_what_the_manifest_does_not_ask_for_stays_unheard(http_world: World) -> None:
    acts = http_world.acts
    listen(http_world)
    ts = await acts.say(USER, ROOM, "x")
    await acts.react(USER, ROOM, ts, "eyes")
    await acts.unreact(USER, ROOM, ts, "eyes")
    await acts.settled()
    sent = [
        delivery.payload["event"]["type"]
        for delivery in http_world.sandbox.traffic.deliveries("events_api")
    ]
    assert sorted(sent) == ["message", "reaction_added"]


async def test_what_no_scope_covers_stays_unheard(http_world: World) -> None:
    listen(http_world)
    workspace = http_world.sandbox.workspace
    workspace.app = replace(workspace.app, scopes=("channels:history", "chat:write"))
    ts = await http_world.acts.say(USER, ROOM, "<@U0TOCSIN> hello")
    await http_world.acts.react(USER, ROOM, ts, "eyes")
    await http_world.acts.settled()
    sent = http_world.sandbox.traffic.deliveries("events_api")
    assert [each.payload["event"]["type"] for each in sent] == ["message"]


@pytest.mark.parametrize("tab", [{"messages_tab": False}, {"messages_read_only": True}])
async def test_the_messages_tab_must_be_open_for_writing(
    http_world: World, tab: dict[str, bool]
) -> None:
    workspace = http_world.sandbox.workspace
    dm = await http_world.acts.open_dm(USER, "U0TOCSIN")
    workspace.app = replace(workspace.app, **tab)
    with pytest.raises(SlackError) as refused:
        await http_world.acts.say(USER, dm, "hello")
    assert refused.value.code == "messages_tab_disabled"


async def test_a_dm_with_the_bot_is_heard(world: World) -> None:
    heard = listen(world, "message")
    dm = await world.acts.open_dm(USER, "U0TOCSIN")
    await world.acts.say(USER, dm, "hello")
    await world.acts.settled()
    assert [(event["channel"], event["channel_type"]) for event in heard] == [("D0OLENA", "im")]


async def test_events_never_hold_up_the_person(world: World) -> None:
    world.sandbox.faults.delay_delivery("events_api", 0.2)
    heard = listen(world, "message")
    await world.acts.say(USER, ROOM, "one")
    assert heard == []
    await world.acts.settled()
    assert len(heard) == 1
