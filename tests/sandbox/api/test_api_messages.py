"""What is written, and how it reads back."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.api.scheduled import post_due
from sandbox.clock import ManualClock
from sandbox.events import Event
from sandbox.server import Sandbox
from tests.sandbox.api.workspace import answer, error

ROOM = "C0SUPPORT"
METADATA = {"event_type": "incident_card", "event_payload": {"key": "card-1"}}


async def post(client: AsyncWebClient, **args: Any) -> str:
    return str((await client.chat_postMessage(**{"channel": ROOM, "text": "x", **args}))["ts"])


async def newest(client: AsyncWebClient, **args: Any) -> dict[str, Any]:
    history = await client.conversations_history(channel=ROOM, limit=1, **args)
    message = history["messages"][0]
    assert isinstance(message, dict)
    return message


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("plain", "plain"),
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
        ("a &amp; b &lt; c", "a &amp; b &lt; c"),
        ("<@U0OLENA> and <@U0OLENA|olena>", "<@U0OLENA> and <@U0OLENA|olena>"),
        ("<#C0SUPPORT> <!here> <!channel>", "<#C0SUPPORT> <!here> <!channel>"),
        ("<!subteam^S0SUPPORT>", "<!subteam^S0SUPPORT>"),
        ("<!date^1700000000^{date}|then>", "<!date^1700000000^{date}|then>"),
        ("<https://x.example|here>", "<https://x.example|here>"),
        ("see https://x.example/a?b=1.", "see <https://x.example/a?b=1>."),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
        ("<!everyone2>", "&lt;!everyone2&gt;"),
    ],
)
async def test_control_characters(client: AsyncWebClient, written: str, stored: str) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": written}}]
    await post(client, text=written, blocks=blocks)
    message = await newest(client)
    assert message["text"] == stored
    assert message["blocks"][0]["text"]["text"] == stored


async def test_blocks_are_completed(client: AsyncWebClient) -> None:
    """Slack adds a block_id, and the defaults of text objects; plain text knows no mentions."""
    header = {"type": "header", "text": {"type": "plain_text", "text": "a & <@U0OLENA>"}}
    named = {"type": "divider", "block_id": "mine"}
    await post(client, blocks=[header, named])
    first, second = (await newest(client))["blocks"]
    assert first == {
        "type": "header",
        "block_id": first["block_id"],
        "text": {"type": "plain_text", "text": "a &amp; &lt;@U0OLENA&gt;", "emoji": True},
    }
    assert first["block_id"]
    assert second == named


async def test_the_bot_signs_its_messages(client: AsyncWebClient) -> None:
    await post(client, text="hello")
    message = await newest(client)
    assert (message["user"], message["bot_id"], message["app_id"]) == (
        "U0TOCSIN",
        "B0TOCSIN",
        "A0TOCSIN",
    )
    assert message["bot_profile"]["name"] == "Tocsin"
    assert "subtype" not in message


async def test_metadata_is_kept_and_shown_when_asked_for(client: AsyncWebClient) -> None:
    ts = await post(client, metadata=METADATA)
    assert (await newest(client))["metadata"] == {"event_type": "incident_card"}
    assert (await newest(client, include_all_metadata=True))["metadata"] == METADATA

    await client.chat_update(channel=ROOM, ts=ts, text="y")
    assert (await newest(client, include_all_metadata=True))["metadata"] == METADATA

    await client.chat_update(channel=ROOM, ts=ts, text="y", metadata={})
    assert "metadata" not in await newest(client, include_all_metadata=True)


async def test_update_leaves_what_it_does_not_name(client: AsyncWebClient) -> None:
    divider = {"type": "divider", "block_id": "d"}
    ts = await post(client, text="before", blocks=[divider])

    updated = await client.chat_update(channel=ROOM, ts=ts, text="after")
    assert (updated["text"], updated["message"]["blocks"]) == ("after", [divider])
    assert updated["message"]["edited"]["user"] == "U0TOCSIN"

    bare = await answer(client, "chat.update", {"channel": ROOM, "ts": ts, "blocks": []})
    assert bare["text"] == "after"
    assert "blocks" not in bare["message"]


async def test_text_is_cut_at_forty_thousand(client: AsyncWebClient) -> None:
    await post(client, text="x" * 40_001)
    assert (await newest(client))["text"] == "x" * 40_000


async def test_markdown_text_becomes_a_block(client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=ROOM, markdown_text="**now**")
    [block] = (await newest(client))["blocks"]
    assert (block["type"], block["text"]) == ("markdown", "**now**")


async def test_a_thread(client: AsyncWebClient) -> None:
    parent = await post(client, text="parent")
    first = await post(client, text="first", thread_ts=parent)
    second = await post(client, text="second", thread_ts=first)

    assert (await newest(client))["ts"] == parent
    thread = (await client.conversations_replies(channel=ROOM, ts=parent))["messages"]
    assert [each["ts"] for each in thread] == [parent, first, second]
    assert [each["thread_ts"] for each in thread] == [parent] * 3
    head = thread[0]
    assert (head["reply_count"], head["latest_reply"]) == (2, second)
    assert head["reply_users"] == ["U0TOCSIN"]
    assert thread[2]["parent_user_id"] == "U0TOCSIN"


async def test_a_broadcast_reply_is_in_history_too(client: AsyncWebClient) -> None:
    parent = await post(client, text="parent")
    reply = await post(client, text="reply", thread_ts=parent, reply_broadcast=True)
    message = await newest(client)
    assert (message["ts"], message["subtype"]) == (reply, "thread_broadcast")


async def test_deleting_a_parent_leaves_a_tombstone(client: AsyncWebClient) -> None:
    parent = await post(client, text="parent")
    await post(client, text="reply", thread_ts=parent)
    await client.chat_delete(channel=ROOM, ts=parent)
    message = await newest(client)
    assert (message["ts"], message["subtype"]) == (parent, "tombstone")
    assert message["text"] == "This message was deleted."
    update = {"channel": ROOM, "ts": parent, "text": "again"}
    assert await error(client, "chat.update", update) == "message_not_found"


async def test_deleting_unpins(client: AsyncWebClient) -> None:
    ts = await post(client)
    await client.pins_add(channel=ROOM, timestamp=ts)
    await client.chat_delete(channel=ROOM, ts=ts)
    assert (await client.pins_list(channel=ROOM))["items"] == []


async def test_an_ephemeral_is_nowhere_to_be_read(
    sandbox: Sandbox, client: AsyncWebClient, events: list[Event]
) -> None:
    before = (await newest(client))["ts"]
    sent = await client.chat_postEphemeral(channel=ROOM, user="U0OLENA", text="psst")
    ts = sent["message_ts"]

    assert (await newest(client))["ts"] == before
    for method, args in (
        ("chat.update", {"ts": ts, "text": "x"}),
        ("chat.delete", {"ts": ts}),
        ("pins.add", {"timestamp": ts}),
    ):
        refused = await error(client, method, {"channel": ROOM, **args})
        assert refused == "message_not_found"
    assert sandbox.workspace.ephemerals[ts].viewer == "U0OLENA"
    [event] = events
    assert (event.for_app, event.audience) == (False, frozenset({"U0OLENA"}))


async def test_posting_to_a_person_opens_the_dm(client: AsyncWebClient) -> None:
    sent = await client.chat_postMessage(channel="U0OLENA", text="hello")
    assert sent["channel"] == "D0OLENA"
    opened = await client.conversations_open(users="U0OLENA")
    assert (opened["channel"]["id"], opened["already_open"]) == ("D0OLENA", True)


async def test_posting_by_name(client: AsyncWebClient) -> None:
    sent = await client.chat_postMessage(channel="#support", text="hello")
    assert sent["channel"] == ROOM


async def test_permalink_opens_the_page(sandbox: Sandbox, client: AsyncWebClient) -> None:
    ts = await post(client)
    link = await client.chat_getPermalink(channel=ROOM, message_ts=ts)
    base = sandbox.workspace.base_url
    assert link["permalink"] == f"{base}/archives/{ROOM}/p{ts.replace('.', '')}"


async def test_scheduled_messages_wait_for_their_time(
    sandbox: Sandbox, client: AsyncWebClient, clock: ManualClock
) -> None:
    at = int(clock.now) + 60
    kept = await client.chat_scheduleMessage(channel=ROOM, text="later", post_at=at)
    gone = await client.chat_scheduleMessage(channel=ROOM, text="never", post_at=at)
    await client.chat_deleteScheduledMessage(
        channel=ROOM, scheduled_message_id=gone["scheduled_message_id"]
    )
    waiting = (await client.chat_scheduledMessages_list())["scheduled_messages"]
    assert [each["id"] for each in waiting] == [kept["scheduled_message_id"]]

    post_due(sandbox.workspace)
    assert (await newest(client))["text"] != "later"
    clock.advance(seconds=60)
    post_due(sandbox.workspace)
    assert (await newest(client))["text"] == "later"
    assert (await client.chat_scheduledMessages_list())["scheduled_messages"] == []


async def test_reactions(client: AsyncWebClient) -> None:
    ts = await post(client)
    await client.reactions_add(channel=ROOM, timestamp=ts, name="eyes")
    again = {"channel": ROOM, "timestamp": ts, "name": "eyes"}
    assert await error(client, "reactions.add", again) == "already_reacted"
    got = await client.reactions_get(channel=ROOM, timestamp=ts)
    assert got["message"]["reactions"] == [{"name": "eyes", "users": ["U0TOCSIN"], "count": 1}]
    listed = (await client.reactions_list())["items"]
    assert [each["message"]["ts"] for each in listed] == [ts]
    await client.reactions_remove(channel=ROOM, timestamp=ts, name="eyes")
    assert "reactions" not in await newest(client)


async def test_pins(client: AsyncWebClient) -> None:
    ts = await post(client)
    await client.pins_add(channel=ROOM, timestamp=ts)
    again = {"channel": ROOM, "timestamp": ts}
    assert await error(client, "pins.add", again) == "already_pinned"
    [item] = (await client.pins_list(channel=ROOM))["items"]
    assert (item["message"]["ts"], item["created_by"]) == (ts, "U0TOCSIN")
    assert (await newest(client))["pinned_to"] == [ROOM]
    await client.pins_remove(channel=ROOM, timestamp=ts)
    assert (await client.pins_list(channel=ROOM))["items"] == []


async def test_unfurls_stand_under_the_message(sandbox: Sandbox, client: AsyncWebClient) -> None:
    link = "https://x.example/1"
    ts = await post(client, text=link)
    await client.chat_unfurl(channel=ROOM, ts=ts, unfurls={link: {"text": "INC-1"}})
    [preview] = (await newest(client))["attachments"]
    assert (preview["text"], preview["from_url"]) == ("INC-1", link)
