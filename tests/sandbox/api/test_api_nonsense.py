"""Whatever is sent, the answer is one of Slack's: no method breaks on nonsense."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox import posting, rooms
from sandbox.clock import ManualClock
from sandbox.messages import Draft
from sandbox.server import Sandbox
from tests.sandbox.api.kit import button, field, option, section
from tests.sandbox.api.workspace import manifest

ROOM, TS, CANVAS = "C0MINE", "1700000000.500000", "F0CANVAS"
PLAIN = {"type": "plain_text", "text": "x"}
MODAL = {"type": "modal", "title": PLAIN, "submit": PLAIN, "blocks": [field()]}
CONTENT = {"type": "markdown", "markdown": "# x"}
SELECT = {"type": "static_select", "action_id": "s", "options": [option()]}
BLOCKS = [section(accessory=SELECT, fields=[PLAIN]), {"type": "actions", "elements": [button()]}]
SAID = {"channel": ROOM, "text": "x"}
METADATA = {"event_type": "x", "event_payload": {"k": 1}}
AT = {"channel": ROOM, "timestamp": TS}

CALLS: list[tuple[str, dict[str, Any]]] = [
    ("bookmarks.add", {"channel_id": ROOM, "title": "x", "type": "link", "link": "http://x"}),
    ("canvases.create", {"title": "x", "document_content": CONTENT, "channel_id": ROOM}),
    ("canvases.access.set", {"canvas_id": CANVAS, "access_level": "read", "user_ids": ["U0ANNA"]}),
    (
        "canvases.edit",
        {
            "canvas_id": CANVAS,
            "changes": [{"operation": "insert_at_end", "document_content": CONTENT}],
        },
    ),
    (
        "canvases.sections.lookup",
        {"canvas_id": CANVAS, "criteria": {"section_types": ["h1"], "contains_text": "x"}},
    ),
    ("chat.postMessage", {**SAID, "blocks": BLOCKS, "metadata": METADATA, "thread_ts": TS}),
    ("chat.postMessage", {**SAID, "attachments": [{"text": "x", "blocks": BLOCKS}]}),
    ("chat.postEphemeral", {**SAID, "user": "U0ANNA"}),
    ("chat.update", {**SAID, "ts": TS, "blocks": BLOCKS, "metadata": METADATA}),
    ("chat.unfurl", {"channel": ROOM, "ts": TS, "unfurls": {"http://x": {"text": "x"}}}),
    ("chat.scheduleMessage", {**SAID, "post_at": 1_700_000_060}),
    ("chat.getPermalink", {"channel": ROOM, "message_ts": TS}),
    ("conversations.create", {"name": "new", "is_private": True}),
    ("conversations.invite", {"channel": ROOM, "users": "U0OLENA,U0JAMES", "force": True}),
    ("conversations.list", {"types": "public_channel,im", "limit": 2, "cursor": ""}),
    ("conversations.history", {"channel": ROOM, "oldest": "0", "latest": TS, "limit": 1}),
    ("conversations.replies", {"channel": ROOM, "ts": TS, "include_all_metadata": True}),
    ("conversations.members", {"channel": ROOM, "limit": 1}),
    ("conversations.open", {"users": "U0ANNA,U0JAMES", "return_im": True}),
    ("conversations.setTopic", {"channel": ROOM, "topic": "x"}),
    ("conversations.setPurpose", {"channel": ROOM, "purpose": "x"}),
    ("conversations.rename", {"channel": ROOM, "name": "renamed"}),
    ("dnd.teamInfo", {"users": "U0ANNA"}),
    ("files.getUploadURLExternal", {"filename": "x.md", "length": 3}),
    ("files.list", {"channel": ROOM, "count": 5, "page": 1}),
    ("pins.add", AT),
    ("reactions.add", {**AT, "name": "eyes"}),
    ("reactions.list", {"user": "U0ANNA", "limit": 1}),
    ("usergroups.create", {"name": "New", "handle": "new", "channels": ROOM}),
    ("usergroups.users.update", {"usergroup": "S0SUPPORT", "users": "U0ANNA"}),
    ("users.conversations", {"user": "U0ANNA", "types": "public_channel"}),
    ("users.info", {"user": "U0ANNA", "include_locale": True}),
    ("users.list", {"limit": 3}),
    ("users.lookupByEmail", {"email": "anna.schmidt@kobzapay.example"}),
    ("views.publish", {"user_id": "U0ANNA", "view": {"type": "home", "blocks": BLOCKS}}),
]
REFUSED_AS_THEY_STAND: list[tuple[str, dict[str, Any]]] = [
    ("files.completeUploadExternal", {"files": [{"id": "F1", "title": "x"}], "channel_id": ROOM}),
    ("views.open", {"trigger_id": "1.T.x", "view": MODAL}),
    ("views.update", {"view_id": "V1", "view": MODAL, "hash": "x"}),
]
NONSENSE: list[Any] = [
    None, True, -1, 0, 2**63, 0.5, "", " ", "x", "{", "[]", "{}", "[null]", "💥" * 300, [], {},
    [None], [[]], [{}], {"type": None}, {"x": {"x": []}},
]  # fmt: skip


@pytest.fixture
async def own() -> AsyncIterator[Sandbox]:
    """A workspace where every call of the table succeeds."""
    sandbox = Sandbox(
        manifest=manifest() | {"features": {"app_home": {"home_tab_enabled": True}}},
        clock=ManualClock(),
    )
    workspace = sandbox.workspace
    room = rooms.create(workspace, "mine", by="U0TOCSIN", id=ROOM)
    rooms.join(workspace, room, "U0ANNA")
    posting.post(workspace, room, Draft(text="x"), by="U0TOCSIN", ts=TS)
    made = await sandbox.api.call("canvases.create", {"document_content": CONTENT}, "xoxb-sandbox")
    workspace.canvases[CANVAS] = workspace.canvases[made.body["canvas_id"]]
    yield sandbox
    await sandbox.stop()


def spoilt(value: Any) -> list[Any]:
    """The value with each of its parts replaced by nonsense, one at a time."""
    whole = list(NONSENSE)
    if isinstance(value, dict):
        whole += [{**value, key: bad} for key in value for bad in spoilt(value[key])]
    if isinstance(value, list):
        whole += [[*value[:i], bad, *value[i + 1 :]] for i in range(len(value))
                  for bad in spoilt(value[i])]  # fmt: skip
    return whole


@pytest.mark.parametrize(("method", "args"), CALLS, ids=[method for method, _ in CALLS])
async def test_the_calls_work_before_they_are_spoilt(
    own: Sandbox, method: str, args: dict[str, Any]
) -> None:
    assert (await own.api.call(method, args, "xoxb-sandbox")).body["ok"] is True


@pytest.mark.parametrize(
    ("method", "args"),
    [*CALLS, *REFUSED_AS_THEY_STAND],
    ids=[method for method, _ in (*CALLS, *REFUSED_AS_THEY_STAND)],
)
async def test_nonsense_is_answered(own: Sandbox, method: str, args: dict[str, Any]) -> None:
    for bad in spoilt(args):
        if not isinstance(bad, dict):
            continue
        reply = await own.api.call(method, bad, "xoxb-sandbox")
        assert reply.body["ok"] is True or isinstance(reply.body["error"], str)
        assert json.loads(reply.encoded()) == reply.body
