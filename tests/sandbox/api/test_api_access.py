"""Tokens, scopes, and what the app's manifest leaves shut."""

from typing import Any

import pytest
from aiohttp import ClientSession

from sandbox.server import Sandbox
from tests.sandbox.api.workspace import answer, client_of, error, manifest


@pytest.mark.parametrize(
    ("token", "method", "code"),
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-wrong", "auth.test", "invalid_auth"),
        ("xapp-sandbox", "auth.test", "not_allowed_token_type"),
        ("xoxb-sandbox", "apps.connections.open", "not_allowed_token_type"),
        ("", "api.test", None),
    ],
)
async def test_tokens(sandbox: Sandbox, token: str, method: str, code: str | None) -> None:
    assert await error(client_of(sandbox, token), method, {}) == code


SCOPED = [
    ("chat.postMessage", {"channel": "C0SUPPORT", "text": "x"}, "chat:write"),
    ("conversations.create", {"name": "x"}, "channels:manage,groups:write"),
    ("conversations.history", {"channel": "C0SUPPORT"},
     "channels:history,groups:history,im:history,mpim:history"),
    ("users.info", {"user": "U0ANNA"}, "users:read"),
    ("users.lookupByEmail", {"email": "x"}, "users:read.email"),
    ("pins.add", {"channel": "C0SUPPORT"}, "pins:write"),
    ("bookmarks.add", {"channel_id": "C0SUPPORT"}, "bookmarks:write"),
    ("reactions.add", {"channel": "C0SUPPORT"}, "reactions:write"),
    ("reactions.get", {"channel": "C0SUPPORT"}, "reactions:read"),
    ("files.getUploadURLExternal", {"filename": "x"}, "files:write"),
    ("files.info", {"file": "x"}, "files:read"),
    ("usergroups.users.update", {"usergroup": "S0SUPPORT"}, "usergroups:write"),
    ("canvases.create", {}, "canvases:write"),
    ("dnd.info", {}, "dnd:read"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "args", "needed"), SCOPED, ids=[each[0] for each in SCOPED])
async def test_missing_scope_says_what_is_needed(
    method: str, args: dict[str, Any], needed: str
) -> None:
    sandbox = Sandbox(manifest=manifest("commands", "team:read"))
    await sandbox.start()
    try:
        assert await answer(client_of(sandbox), method, args) == {
            "ok": False,
            "error": "missing_scope",
            "needed": needed,
            "provided": "commands,team:read",
        }
    finally:
        await sandbox.stop()


@pytest.mark.parametrize(
    ("granted", "args", "needed"),
    [
        ("channels:manage", {"name": "x", "is_private": True}, "groups:write"),
        ("groups:write", {"name": "x"}, "channels:manage"),
    ],
)
async def test_private_channels_have_scopes_of_their_own(
    granted: str, args: dict[str, Any], needed: str
) -> None:
    sandbox = Sandbox(manifest=manifest(granted))
    await sandbox.start()
    try:
        body = await answer(client_of(sandbox), "conversations.create", args)
        assert (body["error"], body["needed"]) == ("missing_scope", needed)
    finally:
        await sandbox.stop()


async def test_public_scope_lets_the_bot_post_where_it_is_not() -> None:
    sandbox = Sandbox(manifest=manifest("chat:write", "chat:write.public"))
    await sandbox.start()
    try:
        client = client_of(sandbox)
        assert (
            await error(client, "chat.postMessage", {"channel": "C0GENERAL", "text": "x"}) is None
        )
        refused = await error(client, "chat.postMessage", {"channel": "G0SECURITY", "text": "x"})
        assert refused == "channel_not_found"
    finally:
        await sandbox.stop()


async def test_a_dm_needs_the_messages_tab() -> None:
    declared = manifest("chat:write", "im:write")
    declared["features"]["app_home"] = {"messages_tab_enabled": False}
    sandbox = Sandbox(manifest=declared)
    await sandbox.start()
    try:
        client = client_of(sandbox)
        said = {"channel": "U0OLENA", "text": "x"}
        assert await error(client, "chat.postMessage", said) == "messages_tab_disabled"
        await client.conversations_open(users="U0OLENA")
        said = {"channel": "D0OLENA", "text": "x"}
        assert await error(client, "chat.postMessage", said) == "messages_tab_disabled"
    finally:
        await sandbox.stop()


@pytest.mark.parametrize(("body", "code"), [(b"{", "invalid_json"), (b"[]", "json_not_object")])
async def test_json_must_be_an_object(sandbox: Sandbox, body: bytes, code: str) -> None:
    headers = {"Authorization": "Bearer xoxb-sandbox", "Content-Type": "application/json"}
    url = f"{sandbox.workspace.base_url}/api/auth.test"
    async with ClientSession() as session, session.post(url, data=body, headers=headers) as reply:
        assert await reply.json() == {"ok": False, "error": code}
