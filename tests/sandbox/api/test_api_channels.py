"""Channels, who is in them, bookmarks, and what comes in pages."""

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.api.workspace import answer, client_of, error, manifest

ROOM = "C0SUPPORT"


async def test_a_new_channel(client: AsyncWebClient) -> None:
    channel = (await client.conversations_create(name="inc-1-payouts"))["channel"]
    assert (channel["name"], channel["is_channel"], channel["is_private"]) == (
        "inc-1-payouts",
        True,
        False,
    )
    assert (channel["creator"], channel["is_member"]) == ("U0TOCSIN", True)
    members = await client.conversations_members(channel=channel["id"])
    assert members["members"] == ["U0TOCSIN"]


async def test_an_archived_name_stays_taken(client: AsyncWebClient) -> None:
    channel = (await client.conversations_create(name="inc-1"))["channel"]["id"]
    await client.conversations_archive(channel=channel)
    assert await error(client, "conversations.create", {"name": "inc-1"}) == "name_taken"
    await client.conversations_unarchive(channel=channel)
    await client.conversations_rename(channel=channel, name="inc-2")
    assert await error(client, "conversations.create", {"name": "inc-1"}) is None
    renamed = (await client.conversations_info(channel=channel))["channel"]
    assert (renamed["name"], renamed["previous_names"]) == ("inc-2", ["inc-1"])


async def test_a_private_channel_is_seen_by_its_members_only(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    channel = (await client.conversations_create(name="inc-p", is_private=True))["channel"]
    assert (channel["is_group"], channel["is_private"], channel["is_channel"]) == (
        True,
        True,
        False,
    )
    listed = await client.conversations_list(types="public_channel,private_channel")
    names = {each["name"] for each in listed["channels"]}
    assert "inc-p" in names
    assert "security" not in names
    assert not sandbox.workspace.channels[channel["id"]].visible_to("U0OLENA")


async def test_an_invitation_is_all_or_nobody(sandbox: Sandbox, client: AsyncWebClient) -> None:
    asked = {"channel": ROOM, "users": "U0ANNA,U0NOBODY,U0OLENA"}
    refused = await answer(client, "conversations.invite", asked)
    assert refused == {
        "ok": False,
        "error": "user_not_found",
        "errors": [
            {"user": "U0NOBODY", "ok": False, "error": "user_not_found"},
            {"user": "U0OLENA", "ok": False, "error": "already_in_channel"},
        ],
    }
    assert "U0ANNA" not in sandbox.workspace.channels[ROOM].members


async def test_a_forced_invitation_takes_whom_it_can(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    asked = {"channel": ROOM, "users": "U0ANNA,U0NOBODY,U0OLENA,U0JAMES", "force": True}
    body = await answer(client, "conversations.invite", asked)
    assert body["ok"] is True
    assert [each["user"] for each in body["errors"]] == ["U0NOBODY", "U0OLENA"]
    assert list(sandbox.workspace.channels[ROOM].members)[-2:] == ["U0ANNA", "U0JAMES"]

    asked = {"channel": ROOM, "users": "U0NOBODY", "force": True}
    assert await error(client, "conversations.invite", asked) == "user_not_found"


async def test_join_and_leave(client: AsyncWebClient) -> None:
    joined = await answer(client, "conversations.join", {"channel": "C0RANDOM"})
    assert joined["channel"]["is_member"] is True
    assert "warning" not in joined
    again = await answer(client, "conversations.join", {"channel": "C0RANDOM"})
    assert (again["ok"], again["warning"]) == (True, "already_in_channel")
    await client.conversations_leave(channel="C0RANDOM")
    left = await answer(client, "conversations.leave", {"channel": "C0RANDOM"})
    assert left == {"ok": True, "not_in_channel": True}


async def test_kicked(sandbox: Sandbox, client: AsyncWebClient) -> None:
    await client.conversations_kick(channel=ROOM, user="U0OLENA")
    assert "U0OLENA" not in sandbox.workspace.channels[ROOM].members


async def test_topic_and_purpose(client: AsyncWebClient) -> None:
    await client.conversations_setTopic(channel=ROOM, topic="x" * 250)
    await client.conversations_setPurpose(channel=ROOM, purpose="why")
    channel = (await client.conversations_info(channel=ROOM))["channel"]
    assert channel["topic"]["value"] == "x" * 250
    assert (channel["purpose"]["value"], channel["purpose"]["creator"]) == ("why", "U0TOCSIN")


async def test_a_conversation_of_several(client: AsyncWebClient) -> None:
    first = await client.conversations_open(users="U0ANNA,U0JAMES", return_im=True)
    again = await client.conversations_open(users="U0JAMES,U0ANNA")
    assert first["channel"]["is_mpim"] is True
    assert again["channel"]["id"] == first["channel"]["id"]


async def test_info_counts_members_when_asked(client: AsyncWebClient) -> None:
    assert "num_members" not in (await client.conversations_info(channel=ROOM))["channel"]
    told = await client.conversations_info(channel=ROOM, include_num_members=True)
    assert told["channel"]["num_members"] == 8


async def test_history_in_pages(client: AsyncWebClient) -> None:
    for number in range(5):
        await client.chat_postMessage(channel="C0INCIDENTS", text=str(number))
    texts, cursor = [], ""
    while True:
        page = await client.conversations_history(channel="C0INCIDENTS", limit=2, cursor=cursor)
        texts.append([each["text"] for each in page["messages"]])
        cursor = page["response_metadata"]["next_cursor"]
        assert page["has_more"] is bool(cursor)
        if not cursor:
            break
    assert [each[:1] for page in texts for each in page][:5] == ["4", "3", "2", "1", "0"]
    assert [len(page) for page in texts] == [2, 2, 2]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [4, 3, 2, 1, 0]),
        ({"oldest": 2}, [4, 3]),
        ({"oldest": 2, "inclusive": True}, [4, 3, 2]),
        ({"latest": 2}, [1, 0]),
        ({"latest": 2, "inclusive": True}, [2, 1, 0]),
        ({"oldest": 1, "latest": 3}, [2]),
        ({"oldest": 2, "latest": 2, "inclusive": True, "limit": 1}, [2]),
    ],
)
async def test_history_between(
    client: AsyncWebClient, asked: dict[str, int | bool], found: list[int]
) -> None:
    room = (await client.conversations_create(name="quiet"))["channel"]["id"]
    sent = [await client.chat_postMessage(channel=room, text=str(n)) for n in range(5)]
    moments = {
        key: sent[value]["ts"] if key in ("oldest", "latest") else value
        for key, value in asked.items()
    }
    page = await client.conversations_history(channel=room, **moments)
    texts = [each["text"] for each in page["messages"] if "subtype" not in each]
    assert texts == [str(number) for number in found]


async def test_lists_in_pages(client: AsyncWebClient) -> None:
    names, cursor = [], ""
    while True:
        page = await client.conversations_list(limit=3, cursor=cursor)
        names += [each["name"] for each in page["channels"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert names == [
        "general",
        "random",
        "incidents",
        "support",
        "team-payments",
        "team-platform",
        "client-acme",
        "client-zoria-bank",
        "client-altyn",
        "client-northwind",
    ]


async def test_a_cursor_of_another_list_is_refused(client: AsyncWebClient) -> None:
    page = await client.users_list(limit=3)
    cursor = page["response_metadata"]["next_cursor"]
    asked = {"cursor": cursor, "limit": 3}
    assert await error(client, "conversations.list", asked) == "invalid_cursor"


async def test_whose_channels(client: AsyncWebClient) -> None:
    mine = await client.users_conversations()
    assert [each["name"] for each in mine["channels"]][:2] == ["incidents", "support"]
    asked = await client.users_conversations(user="U0KATE", types="public_channel,private_channel")
    names = [each["name"] for each in asked["channels"]]
    assert names == ["general", "random", "incidents"]


async def test_bookmarks(client: AsyncWebClient) -> None:
    added = await client.bookmarks_add(
        channel_id=ROOM, title="Page", type="link", link="https://x.example", emoji=":bell:"
    )
    id = added["bookmark"]["id"]
    await client.bookmarks_edit(bookmark_id=id, channel_id=ROOM, title="Runbook")
    [bookmark] = (await client.bookmarks_list(channel_id=ROOM))["bookmarks"]
    assert (bookmark["title"], bookmark["link"], bookmark["emoji"]) == (
        "Runbook",
        "https://x.example",
        ":bell:",
    )
    await client.bookmarks_remove(bookmark_id=id, channel_id=ROOM)
    assert (await client.bookmarks_list(channel_id=ROOM))["bookmarks"] == []


async def test_people(client: AsyncWebClient) -> None:
    asked = await client.users_info(user="U0OLENA", include_locale=True)
    user = asked["user"]
    assert (user["real_name"], user["locale"], user["tz"]) == (
        "Olena Kovalenko",
        "uk-UA",
        "Europe/Kyiv",
    )
    assert "locale" not in (await client.users_info(user="U0OLENA"))["user"]
    found = await client.users_lookupByEmail(email="OLENA.kovalenko@kobzapay.example")
    assert found["user"]["id"] == "U0OLENA"
    guest = (await client.users_info(user="U0GUEST"))["user"]
    assert (guest["is_restricted"], guest["profile"]["email"]) == (True, "sam.rivers@acme.example")
    assert (await client.users_getPresence(user="U0OLENA"))["presence"] == "active"


async def test_everyone_has_a_picture(client: AsyncWebClient) -> None:
    profile = (await client.users_info(user="U0OLENA"))["user"]["profile"]
    async with ClientSession() as session, session.get(profile["image_48"]) as response:
        assert (response.status, response.content_type) == (200, "image/svg+xml")
        drawn = await response.text()
    assert 'width="48"' in drawn
    assert ">OK</text>" in drawn


async def test_an_email_needs_its_scope() -> None:
    sandbox = Sandbox(manifest=manifest("users:read"))
    await sandbox.start()
    try:
        user = (await client_of(sandbox).users_info(user="U0OLENA"))["user"]
        assert "email" not in user["profile"]
    finally:
        await sandbox.stop()
