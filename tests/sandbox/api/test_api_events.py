"""The events that calls and people cause, in Slack's shapes."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from sandbox import posting, rooms
from sandbox.clock import ManualClock
from sandbox.events import Event
from sandbox.messages import Draft
from sandbox.server import Sandbox

ROOM = "C0SUPPORT"


def bodies(events: list[Event], type_: str) -> list[dict[str, Any]]:
    return [event.body for event in events if event.type == type_]


def types(events: list[Event]) -> list[str]:
    return [
        f"message/{event.body['subtype']}" if event.body.get("subtype") else event.type
        for event in events
        if event.for_app
    ]


async def test_a_message_of_the_bots(client: AsyncWebClient, events: list[Event]) -> None:
    metadata = {"event_type": "card", "event_payload": {"key": "1"}}
    ts = (await client.chat_postMessage(channel=ROOM, text="x", metadata=metadata))["ts"]
    [event] = events
    body = event.body
    assert event.channel == ROOM
    assert (body["type"], body["channel"], body["channel_type"]) == ("message", ROOM, "channel")
    assert (body["ts"], body["event_ts"], body["bot_id"]) == (ts, ts, "B0TOCSIN")
    assert body["metadata"] == metadata


async def test_an_edit_and_a_deletion(client: AsyncWebClient, events: list[Event]) -> None:
    ts = (await client.chat_postMessage(channel=ROOM, text="before"))["ts"]
    await client.chat_update(channel=ROOM, ts=ts, text="after")
    await client.chat_delete(channel=ROOM, ts=ts)
    _, changed, deleted = (event.body for event in events)
    assert (changed["subtype"], changed["hidden"]) == ("message_changed", True)
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("after", "before")
    assert changed["message"]["ts"] == ts
    assert changed["ts"] == changed["event_ts"] != ts
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)
    assert deleted["previous_message"]["text"] == "after"


async def test_a_channels_life(client: AsyncWebClient, events: list[Event]) -> None:
    room = (await client.conversations_create(name="inc-1"))["channel"]["id"]
    await client.conversations_setTopic(channel=room, topic="SEV1")
    await client.conversations_setPurpose(channel=room, purpose="why")
    await client.conversations_invite(channel=room, users="U0OLENA")
    await client.conversations_rename(channel=room, name="inc-2")
    await client.conversations_kick(channel=room, user="U0OLENA")
    await client.conversations_archive(channel=room)
    await client.conversations_unarchive(channel=room)
    assert types(events) == [
        "channel_created",
        "message/channel_join",
        "member_joined_channel",
        "message/channel_topic",
        "message/channel_purpose",
        "message/channel_join",
        "member_joined_channel",
        "message/channel_name",
        "channel_rename",
        "member_left_channel",
        "message/channel_archive",
        "channel_archive",
        "message/channel_unarchive",
        "channel_unarchive",
    ]
    [created] = bodies(events, "channel_created")
    assert (created["channel"]["id"], created["channel"]["name"]) == (room, "inc-1")
    joined = bodies(events, "member_joined_channel")[1]
    assert (joined["user"], joined["inviter"], joined["channel_type"]) == (
        "U0OLENA",
        "U0TOCSIN",
        "C",
    )
    [renamed] = bodies(events, "channel_rename")
    assert (renamed["channel"]["id"], renamed["channel"]["name"]) == (room, "inc-2")
    [archived] = bodies(events, "channel_archive")
    assert (archived["channel"], archived["user"]) == (room, "U0TOCSIN")


async def test_a_private_channel_is_never_announced(
    client: AsyncWebClient, events: list[Event]
) -> None:
    room = (await client.conversations_create(name="inc-1", is_private=True))["channel"]["id"]
    await client.conversations_archive(channel=room)
    assert types(events) == [
        "message/group_join",
        "member_joined_channel",
        "message/group_archive",
        "group_archive",
    ]
    assert {event.channel for event in events} == {room}


async def test_marks(client: AsyncWebClient, events: list[Event]) -> None:
    ts = (await client.chat_postMessage(channel=ROOM, text="x"))["ts"]
    await client.reactions_add(channel=ROOM, timestamp=ts, name="eyes")
    await client.pins_add(channel=ROOM, timestamp=ts)
    await client.pins_remove(channel=ROOM, timestamp=ts)
    await client.reactions_remove(channel=ROOM, timestamp=ts, name="eyes")
    assert types(events)[1:] == ["reaction_added", "pin_added", "pin_removed", "reaction_removed"]
    [reaction] = bodies(events, "reaction_added")
    assert reaction["item"] == {"type": "message", "channel": ROOM, "ts": ts}
    assert (reaction["user"], reaction["reaction"], reaction["item_user"]) == (
        "U0TOCSIN",
        "eyes",
        "U0TOCSIN",
    )
    [pinned] = bodies(events, "pin_added")
    assert (pinned["channel_id"], pinned["item"]["message"]["ts"]) == (ROOM, ts)


def test_a_mention_in_a_channel_but_not_in_a_dm(sandbox: Sandbox, events: list[Event]) -> None:
    workspace = sandbox.workspace
    draft = Draft(text="<@U0TOCSIN> note it")
    dm, _ = rooms.open_dm(workspace, "U0TOCSIN", "U0OLENA")
    posting.post(workspace, workspace.channels[ROOM], draft, by="U0OLENA")
    posting.post(workspace, dm, draft, by="U0OLENA")
    assert types(events) == ["message", "app_mention", "message"]
    [mention] = bodies(events, "app_mention")
    assert (mention["text"], mention["user"], mention["channel"]) == (
        "<@U0TOCSIN> note it",
        "U0OLENA",
        ROOM,
    )
    assert events[-1].body["channel_type"] == "im"


def test_the_bot_is_told_it_was_removed(sandbox: Sandbox, events: list[Event]) -> None:
    workspace = sandbox.workspace
    rooms.leave(workspace, workspace.channels[ROOM], "U0TOCSIN", kicked_by="U0OLENA")
    [left] = bodies(events, "channel_left")
    assert (left["channel"], left["actor_id"]) == (ROOM, "U0OLENA")
    assert events[-1].audience == frozenset({"U0TOCSIN"})


async def test_groups_and_files(client: AsyncWebClient, events: list[Event]) -> None:
    await client.usergroups_users_update(usergroup="S0DEVOPS", users="U0ANNA,U0ELENA")
    [members] = bodies(events, "subteam_members_changed")
    assert (members["added_users"], members["removed_users"]) == (["U0ANNA"], ["U0MAKSYM"])
    file = (await client.files_upload_v2(channel=ROOM, filename="a.txt", content="x"))["file"]
    [shared] = bodies(events, "file_shared")
    assert (shared["file_id"], shared["channel_id"]) == (file["id"], ROOM)
    [posted] = bodies(events, "message")
    assert posted["subtype"] == "file_share"


def test_times_never_repeat() -> None:
    workspace = Sandbox(manifest={}, clock=ManualClock(), seed=lambda _: None).workspace
    moments = [workspace.next_ts() for _ in range(1000)]
    assert moments == sorted(set(moments))
    assert moments[:2] == ["1700000000.000000", "1700000000.000100"]
    assert moments[-1] == "1700000000.099900"


def test_the_seed_is_quiet_and_in_order(sandbox: Sandbox) -> None:
    for channel in sandbox.workspace.channels.values():
        assert list(channel.messages) == sorted(channel.messages)
        for user in channel.members:
            assert channel.last_read[user] == next(reversed(channel.messages))
    support = sandbox.workspace.channels[ROOM]
    assert support.name == "support"
    assert {"U0OLENA", "U0TOCSIN"} <= set(support.members)
    assert "U0TOCSIN" not in sandbox.workspace.channels["G0SECURITY"].members
