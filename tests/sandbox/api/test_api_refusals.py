"""What Slack refuses, method by method, with the code it answers."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import rooms
from sandbox.server import Sandbox
from tests.sandbox.api.workspace import error

SAID = {"channel": "C0SUPPORT", "text": "x"}
NOBODY = "U0NOBODY"
JOINED, UNJOINED, PRIVATE, ARCHIVED = "C0SUPPORT", "C0GENERAL", "G0SECURITY", "C0OLD"
DM = "D0OLENA"
MANY = ",".join(f"U{number:09d}" for number in range(101))

REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
    ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": PRIVATE, "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "#security", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": UNJOINED, "text": "x"}, "not_in_channel"),
    ("chat.postMessage", {"channel": ARCHIVED, "text": "x"}, "is_archived"),
    ("chat.postMessage", {"channel": "U0TOCSIN", "text": "x"}, "cannot_dm_bot"),
    ("chat.postMessage", {"channel": NOBODY, "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": JOINED}, "no_text"),
    ("chat.postMessage", {"channel": JOINED, "text": "   "}, "no_text"),
    ("chat.postMessage", {"channel": JOINED, "text": "", "blocks": []}, "no_text"),
    ("chat.postMessage", {**SAID, "blocks": "[{"}, "invalid_blocks_format"),
    ("chat.postMessage", {**SAID, "blocks": {"type": "divider"}}, "invalid_blocks_format"),
    ("chat.postMessage", {**SAID, "blocks": [{"type": "nothing"}]}, "invalid_blocks"),
    ("chat.postMessage", {**SAID, "attachments": "{"}, "invalid_attachments"),
    ("chat.postMessage", {**SAID, "attachments": [{}] * 101}, "too_many_attachments"),
    ("chat.postMessage", {**SAID, "attachments": [{"blocks": [{}]}]}, "invalid_blocks"),
    ("chat.postMessage", {**SAID, "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
    ("chat.postMessage", {**SAID, "metadata": "[1]"}, "invalid_metadata_format"),
    (
        "chat.postMessage",
        {**SAID, "metadata": {"event_type": "x", "event_payload": {"k": "v" * 16_000}}},
        "metadata_too_large",
    ),
    ("chat.postMessage", {**SAID, "markdown_text": "x"}, "markdown_text_conflict"),
    ("chat.postMessage", {"channel": JOINED, "markdown_text": "x" * 12_001}, "msg_too_long"),
    ("chat.postEphemeral", {**SAID, "user": "U0ANNA"}, "user_not_in_channel"),
    ("chat.postEphemeral", {**SAID, "user": "U0OLENA", "text": "x" * 40_001}, "msg_too_long"),
    ("chat.postEphemeral", {"channel": UNJOINED, "user": "U0OLENA"}, "not_in_channel"),
    ("chat.meMessage", {"channel": JOINED, "text": ""}, "no_text"),
    ("chat.update", {**SAID, "ts": "1.000100"}, "message_not_found"),
    ("chat.update", {**SAID, "ts": "{theirs}"}, "cant_update_message"),
    ("chat.update", {**SAID, "ts": "{mine}", "text": "x" * 4_001}, "msg_too_long"),
    ("chat.update", {"channel": JOINED, "ts": "{mine}", "text": ""}, "no_text"),
    ("chat.delete", {"channel": JOINED, "ts": "1.000100"}, "message_not_found"),
    ("chat.delete", {"channel": JOINED, "ts": "{theirs}"}, "cant_delete_message"),
    ("chat.getPermalink", {"channel": JOINED, "message_ts": "1.0"}, "message_not_found"),
    ("chat.unfurl", {"channel": JOINED, "ts": "1.0", "unfurls": {"u": {}}}, "cannot_find_message"),
    ("chat.unfurl", {"channel": JOINED, "ts": "{theirs}"}, "missing_unfurls"),
    ("chat.scheduleMessage", {**SAID, "post_at": 1_600_000_000}, "time_in_past"),
    ("chat.scheduleMessage", {**SAID, "post_at": 1_800_000_000}, "time_too_far"),
    ("chat.scheduleMessage", {**SAID, "post_at": "soon"}, "invalid_arguments"),
    (
        "chat.deleteScheduledMessage",
        {"channel": JOINED, "scheduled_message_id": "Q1"},
        "invalid_scheduled_message_id",
    ),
    ("conversations.create", {}, "invalid_name_required"),
    ("conversations.create", {"name": "x" * 81}, "invalid_name_maxlength"),
    ("conversations.create", {"name": "Incident"}, "invalid_name_specials"),
    ("conversations.create", {"name": "inc 1"}, "invalid_name_specials"),
    ("conversations.create", {"name": "inc.1"}, "invalid_name_specials"),
    ("conversations.create", {"name": "-_-"}, "invalid_name_punctuation"),
    ("conversations.create", {"name": "support"}, "name_taken"),
    ("conversations.create", {"name": "old"}, "name_taken"),
    ("conversations.create", {"name": "security"}, "name_taken"),
    ("conversations.invite", {"channel": JOINED, "users": ""}, "no_user"),
    ("conversations.invite", {"channel": JOINED, "users": MANY}, "invalid_arguments"),
    ("conversations.invite", {"channel": JOINED, "users": NOBODY}, "user_not_found"),
    ("conversations.invite", {"channel": JOINED, "users": "U0TOCSIN"}, "cant_invite_self"),
    ("conversations.invite", {"channel": JOINED, "users": "U0OLENA"}, "already_in_channel"),
    ("conversations.invite", {"channel": UNJOINED, "users": "U0ANNA"}, "not_in_channel"),
    ("conversations.invite", {"channel": ARCHIVED, "users": "U0ANNA"}, "is_archived"),
    ("conversations.invite", {"channel": PRIVATE, "users": "U0ANNA"}, "channel_not_found"),
    (
        "conversations.invite",
        {"channel": DM, "users": "U0ANNA"},
        "method_not_supported_for_channel_type",
    ),
    ("conversations.kick", {"channel": JOINED, "user": NOBODY}, "user_not_found"),
    ("conversations.kick", {"channel": JOINED, "user": "U0ANNA"}, "not_in_channel"),
    ("conversations.kick", {"channel": JOINED, "user": "U0TOCSIN"}, "cant_kick_self"),
    ("conversations.join", {"channel": ARCHIVED}, "is_archived"),
    ("conversations.join", {"channel": PRIVATE}, "channel_not_found"),
    ("conversations.join", {"channel": DM}, "method_not_supported_for_channel_type"),
    ("conversations.leave", {"channel": DM}, "method_not_supported_for_channel_type"),
    ("conversations.archive", {"channel": ARCHIVED}, "already_archived"),
    ("conversations.archive", {"channel": UNJOINED}, "not_in_channel"),
    ("conversations.archive", {"channel": DM}, "method_not_supported_for_channel_type"),
    ("conversations.unarchive", {"channel": JOINED}, "not_archived"),
    ("conversations.rename", {"channel": JOINED, "name": "desk"}, "not_authorized"),
    ("conversations.rename", {"channel": "C0ROOM", "name": "support"}, "name_taken"),
    ("conversations.rename", {"channel": "C0ROOM", "name": "Room"}, "invalid_name_specials"),
    ("conversations.setTopic", {"channel": JOINED, "topic": "x" * 251}, "too_long"),
    ("conversations.setTopic", {"channel": ARCHIVED, "topic": "x"}, "is_archived"),
    ("conversations.setTopic", {"channel": UNJOINED, "topic": "x"}, "not_in_channel"),
    ("conversations.setPurpose", {"channel": JOINED, "purpose": "x" * 251}, "too_long"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.open", {"users": "U0TOCSIN"}, "cannot_dm_bot"),
    ("conversations.open", {"users": NOBODY}, "user_not_found"),
    (
        "conversations.open",
        {"users": "U0ANNA,U0JAMES,U0SOFIIA,U0VIKTOR,U0MAKSYM,U0ELENA,U0OLEH,U0KATE,U0OLENA"},
        "too_many_users",
    ),
    ("conversations.close", {"channel": JOINED}, "method_not_supported_for_channel_type"),
    ("conversations.info", {"channel": PRIVATE}, "channel_not_found"),
    ("conversations.members", {"channel": PRIVATE}, "channel_not_found"),
    ("conversations.members", {"channel": JOINED, "cursor": "oops"}, "invalid_cursor"),
    ("conversations.list", {"types": "rooms"}, "invalid_types"),
    ("conversations.list", {"limit": -1}, "invalid_limit"),
    ("conversations.history", {"channel": UNJOINED}, "not_in_channel"),
    ("conversations.history", {"channel": PRIVATE}, "channel_not_found"),
    ("conversations.history", {"channel": JOINED, "cursor": "bmV4dDo5"}, "invalid_cursor"),
    ("conversations.history", {"channel": JOINED, "latest": "noon"}, "invalid_ts_latest"),
    ("conversations.history", {"channel": JOINED, "oldest": "dawn"}, "invalid_ts_oldest"),
    ("conversations.replies", {"channel": JOINED, "ts": "1.000100"}, "thread_not_found"),
    ("conversations.mark", {"channel": JOINED, "ts": "1.000100"}, "invalid_timestamp"),
    ("users.info", {"user": NOBODY}, "user_not_found"),
    ("users.lookupByEmail", {"email": "nobody@kobzapay.example"}, "users_not_found"),
    ("users.getPresence", {"user": NOBODY}, "user_not_found"),
    ("users.conversations", {"user": NOBODY}, "user_not_found"),
    ("reactions.add", {"channel": JOINED, "name": "eyes"}, "no_item_specified"),
    ("reactions.add", {"channel": JOINED, "timestamp": "{mine}"}, "invalid_name"),
    ("reactions.add", {"channel": JOINED, "timestamp": "{mine}", "name": "a b"}, "invalid_name"),
    (
        "reactions.add",
        {"channel": JOINED, "timestamp": "1.000100", "name": "eyes"},
        "message_not_found",
    ),
    ("reactions.remove", {"channel": JOINED, "timestamp": "{mine}", "name": "eyes"}, "no_reaction"),
    ("pins.add", {"channel": JOINED}, "no_item_specified"),
    ("pins.add", {"channel": JOINED, "timestamp": "1.000100"}, "message_not_found"),
    ("pins.remove", {"channel": JOINED, "timestamp": "{mine}"}, "no_pin"),
    ("bookmarks.add", {"channel_id": JOINED, "type": "link"}, "invalid_arguments"),
    (
        "bookmarks.add",
        {"channel_id": JOINED, "type": "folder", "title": "x"},
        "invalid_bookmark_type",
    ),
    (
        "bookmarks.add",
        {"channel_id": JOINED, "type": "link", "title": "x", "link": "ftp://x"},
        "invalid_link",
    ),
    ("bookmarks.edit", {"channel_id": JOINED, "bookmark_id": "Bk1"}, "not_found"),
    ("bookmarks.remove", {"channel_id": JOINED, "bookmark_id": "Bk1"}, "not_found"),
    ("bookmarks.list", {"channel_id": UNJOINED}, "not_in_channel"),
    ("usergroups.create", {"name": "Support"}, "name_already_exists"),
    ("usergroups.create", {"name": "New", "handle": "support"}, "handle_already_exists"),
    ("usergroups.create", {"name": "New", "handle": "client-acme"}, "handle_already_exists"),
    ("usergroups.update", {"usergroup": "S0NONE"}, "no_such_subteam"),
    ("usergroups.users.update", {"usergroup": "S0SUPPORT", "users": ""}, "no_users_provided"),
    ("usergroups.users.update", {"usergroup": "S0SUPPORT", "users": NOBODY}, "invalid_users"),
    ("usergroups.users.update", {"usergroup": "S0SUPPORT", "users": "U0GUEST"}, "invalid_user"),
    ("usergroups.users.update", {"usergroup": "S0SUPPORT", "users": "U0TOCSIN"}, "invalid_user"),
    ("files.getUploadURLExternal", {"filename": "a.md"}, "invalid_arguments"),
    (
        "files.getUploadURLExternal",
        {"filename": "a.md", "length": 2**31},
        "file_upload_size_restricted",
    ),
    ("files.completeUploadExternal", {"files": []}, "invalid_arguments"),
    ("files.completeUploadExternal", {"files": [{"id": "F1"}]}, "file_not_found"),
    ("files.info", {"file": "F1"}, "file_not_found"),
    ("files.delete", {"file": "F1"}, "file_not_found"),
    ("canvases.edit", {"canvas_id": "F1", "changes": []}, "canvas_not_found"),
    ("canvases.create", {"document_content": {"type": "html"}}, "invalid_arguments"),
    ("conversations.canvases.create", {"channel_id": UNJOINED}, "not_in_channel"),
    ("dnd.teamInfo", {"users": MANY}, "too_many_users"),
    ("team.info", {"team": "T0OTHER"}, "team_not_found"),
    ("bots.info", {"bot": "B0OTHER"}, "bot_not_found"),
    ("api.test", {"error": "my_error"}, "my_error"),
    ("chat.shout", {}, "unknown_method"),
]


@pytest.fixture
async def messages(sandbox: Sandbox, client: AsyncWebClient) -> dict[str, str]:
    """The ts of a message of the bot's and one of a person's; and channels of each kind."""
    workspace = sandbox.workspace
    old = rooms.create(workspace, "old", by="U0TOCSIN", id=ARCHIVED)
    rooms.archive(workspace, old, by="U0TOCSIN")
    rooms.create(workspace, "room", by="U0TOCSIN", id="C0ROOM")
    await client.conversations_open(users="U0OLENA")
    theirs = next(iter(workspace.channels[JOINED].messages))
    mine = (await client.chat_postMessage(channel=JOINED, text="mine"))["ts"]
    return {"mine": mine, "theirs": theirs}


@pytest.mark.parametrize(
    ("method", "args", "code"),
    REFUSALS,
    ids=[f"{method}-{code}-{number}" for number, (method, _, code) in enumerate(REFUSALS)],
)
async def test_refused(
    client: AsyncWebClient, messages: dict[str, str], method: str, args: dict[str, Any], code: str
) -> None:
    filled = {
        key: messages[value[1:-1]] if value in ("{mine}", "{theirs}") else value
        for key, value in args.items()
    }
    assert await error(client, method, filled) == code
