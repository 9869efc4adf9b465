"""Files, canvases and user groups."""

from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.api.workspace import answer, error, manifest

ROOM = "C0SUPPORT"


async def fetch(url: str, token: str | None = None) -> tuple[int, str, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with ClientSession() as session, session.get(url, headers=headers) as response:
        return response.status, response.headers["Content-Disposition"], await response.read()


async def test_a_file_goes_up_and_comes_down(client: AsyncWebClient) -> None:
    done = await client.files_upload_v2(
        channel=ROOM,
        filename="post-mortem.md",
        title="INC-1",
        content="# INC-1\n",
        initial_comment="The post-mortem",
    )
    file = done["file"]
    assert (file["name"], file["title"], file["size"], file["filetype"]) == (
        "post-mortem.md",
        "INC-1",
        8,
        "markdown",
    )
    assert file["channels"] == [ROOM]
    message = (await client.conversations_history(channel=ROOM, limit=1))["messages"][0]
    assert message["text"] == "The post-mortem"
    assert [each["id"] for each in message["files"]] == [file["id"]]

    status, disposition, content = await fetch(file["url_private_download"], "xoxb-sandbox")
    assert (status, content) == (200, b"# INC-1\n")
    assert disposition == 'attachment; filename="post-mortem.md"'
    assert (await fetch(file["url_private"]))[2] == b"# INC-1\n"

    assert (await client.files_info(file=file["id"]))["file"]["id"] == file["id"]
    assert [each["id"] for each in (await client.files_list())["files"]] == [file["id"]]
    await client.files_delete(file=file["id"])
    assert await error(client, "files.info", {"file": file["id"]}) == "file_not_found"


async def test_another_token_downloads_nothing(client: AsyncWebClient) -> None:
    done = await client.files_upload_v2(channel=ROOM, filename="a.txt", content="x")
    url = done["file"]["url_private"]
    async with (
        ClientSession() as session,
        session.get(url, headers={"Authorization": "Bearer xoxb-wrong"}) as response,
    ):
        assert response.status == 403


@pytest.mark.parametrize(("scope", "status"), [("files:read", 200), ("files:write", 403)])
async def test_a_file_is_read_with_the_scope_for_it(scope: str, status: int) -> None:
    sandbox = Sandbox(manifest=manifest(scope))
    await sandbox.start()
    try:
        await sandbox.acts.say("U0OLENA", ROOM, "look", files={"a.txt": b"x"})
        [file] = sandbox.workspace.files.values()
        url = f"{sandbox.workspace.base_url}/files/{file.id}/a.txt"
        headers = {"Authorization": "Bearer xoxb-sandbox"}
        async with ClientSession() as session, session.get(url, headers=headers) as response:
            assert response.status == status
    finally:
        await sandbox.stop()


async def test_an_upload_must_be_as_long_as_announced(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    asked = await client.files_getUploadURLExternal(filename="a.txt", length=3)
    async with ClientSession() as session:
        async with session.post(asked["upload_url"], data=b"four") as response:
            assert response.status == 400
        unfinished = {"files": [{"id": asked["file_id"]}]}
        refused = await error(client, "files.completeUploadExternal", unfinished)
        assert refused == "file_not_found"
        async with session.post(asked["upload_url"], data=b"one") as response:
            assert (response.status, await response.text()) == (200, "OK - 3")
        async with session.post(asked["upload_url"], data=b"one") as response:
            assert response.status == 400
    assert await error(client, "files.completeUploadExternal", unfinished) is None
    assert sandbox.workspace.files[asked["file_id"]].channels == []


def content(markdown: str) -> dict[str, str]:
    return {"type": "markdown", "markdown": markdown}


DOCUMENT = "# INC-1\n\nPayouts are late.\n\n## Next\nLook at the ledger.\n\n```\na\n\nb\n```"


async def canvas(client: AsyncWebClient) -> str:
    made = await client.conversations_canvases_create(
        channel_id=ROOM, document_content=content(DOCUMENT)
    )
    return str(made["canvas_id"])


async def found(client: AsyncWebClient, canvas_id: str, **criteria: Any) -> list[str]:
    asked = {"canvas_id": canvas_id, "criteria": criteria}
    looked = await answer(client, "canvases.sections.lookup", asked)
    return [each["id"] for each in looked["sections"]]


async def test_a_channel_has_one_canvas(sandbox: Sandbox, client: AsyncWebClient) -> None:
    id = await canvas(client)
    refused = await error(client, "conversations.canvases.create", {"channel_id": ROOM})
    assert refused == "channel_canvas_already_exists"
    told = (await client.conversations_info(channel=ROOM))["channel"]
    assert told["properties"]["canvas"]["file_id"] == id
    assert (await client.files_info(file=id))["file"]["filetype"] == "quip"
    assert sandbox.workspace.canvases[id].markdown == (
        "# INC-1\n\nPayouts are late.\n\n## Next\n\nLook at the ledger.\n\n```\na\n\nb\n```"
    )
    await client.canvases_delete(canvas_id=id)
    assert sandbox.workspace.channels[ROOM].canvas_id is None


async def test_sections_are_found(client: AsyncWebClient) -> None:
    id = await canvas(client)
    assert len(await found(client, id, section_types=["any_header"])) == 2
    assert len(await found(client, id, section_types=["h2"])) == 1
    assert len(await found(client, id, contains_text="LEDGER")) == 1
    assert await found(client, id, section_types=["h1"], contains_text="ledger") == []


@pytest.mark.parametrize(
    ("operation", "target", "markdown", "result"),
    [
        ("insert_at_start", None, "new", ["new", "# A", "one", "two"]),
        ("insert_at_end", None, "new\n\nmore", ["# A", "one", "two", "new", "more"]),
        ("insert_before", "one", "new", ["# A", "new", "one", "two"]),
        ("insert_after", "one", "new", ["# A", "one", "new", "two"]),
        ("replace", "one", "new", ["# A", "new", "two"]),
        ("replace", None, "new", ["new"]),
        ("delete", "one", None, ["# A", "two"]),
    ],
)
async def test_editing(
    sandbox: Sandbox,
    client: AsyncWebClient,
    operation: str,
    target: str | None,
    markdown: str | None,
    result: list[str],
) -> None:
    made = await client.canvases_create(title="T", document_content=content("# A\none\n\ntwo"))
    id = made["canvas_id"]
    change: dict[str, Any] = {"operation": operation}
    if target:
        [change["section_id"]] = await found(client, id, contains_text=target)
    if markdown:
        change["document_content"] = content(markdown)
    await client.canvases_edit(canvas_id=id, changes=[change])
    sections = sandbox.workspace.canvases[id].sections
    assert [each.markdown for each in sections] == result


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([], "invalid_arguments"),
        ([{"operation": "delete", "section_id": "temp:C:NONE"}], "canvas_editing_failed"),
        ([{"operation": "explode", "document_content": content("x")}], "invalid_arguments"),
        ([{"operation": "insert_at_end", "document_content": content("x")}] * 2,
         "invalid_arguments"),
    ],
    ids=["none", "no such section", "unknown", "two at once"],
)  # fmt: skip
async def test_editing_refused(
    client: AsyncWebClient, changes: list[dict[str, Any]], code: str
) -> None:
    asked = {"canvas_id": await canvas(client), "changes": changes}
    assert await error(client, "canvases.edit", asked) == code


@pytest.mark.parametrize(("length", "code"), [(1_048_576, None), (1_048_577, "invalid_arguments")])
async def test_a_canvas_holds_a_mebibyte(sandbox: Sandbox, length: int, code: str | None) -> None:
    """Called without HTTP: aiohttp's client warns of bodies this large."""
    given = {"document_content": content("x" * length)}
    reply = await sandbox.api.call("canvases.create", given, "xoxb-sandbox")
    assert reply.body.get("error") == code


async def test_canvas_access(sandbox: Sandbox, client: AsyncWebClient) -> None:
    id = (await client.canvases_create(title="T"))["canvas_id"]
    await client.canvases_access_set(canvas_id=id, access_level="read", channel_ids=[ROOM])
    await client.canvases_access_set(canvas_id=id, access_level="owner", user_ids=["U0OLENA"])
    assert sandbox.workspace.canvases[id].access == {
        "U0TOCSIN": "owner",
        ROOM: "read",
        "U0OLENA": "owner",
    }
    owner = {"canvas_id": id, "access_level": "owner", "channel_ids": [ROOM]}
    assert await error(client, "canvases.access.set", owner) == "invalid_arguments"


async def test_a_groups_users_are_replaced_as_a_whole(client: AsyncWebClient) -> None:
    await client.usergroups_users_update(usergroup="S0DEVOPS", users="U0ANNA,U0ELENA")
    users = (await client.usergroups_users_list(usergroup="S0DEVOPS"))["users"]
    assert users == ["U0ANNA", "U0ELENA"]


async def test_a_groups_life(client: AsyncWebClient) -> None:
    made = await client.usergroups_create(name="On call: payments")
    group = made["usergroup"]
    assert (group["handle"], group["user_count"]) == ("on-call-payments", 0)
    id = group["id"]
    await client.usergroups_update(usergroup=id, description="Who answers now")
    await client.usergroups_disable(usergroup=id)
    listed = (await client.usergroups_list(include_disabled=False))["usergroups"]
    assert id not in [each["id"] for each in listed]
    await client.usergroups_enable(usergroup=id)
    listed = (await client.usergroups_list(include_users=True))["usergroups"]
    [again] = [each for each in listed if each["id"] == id]
    assert (again["description"], again["users"], again["date_delete"]) == (
        "Who answers now",
        [],
        0,
    )


async def test_do_not_disturb(sandbox: Sandbox, client: AsyncWebClient) -> None:
    now = sandbox.workspace.now()
    sandbox.workspace.people["U0OLENA"].dnd_until = now + 3600
    olena = {
        "dnd_enabled": True,
        "next_dnd_start_ts": int(now),
        "next_dnd_end_ts": int(now) + 3600,
    }
    told = await client.dnd_teamInfo(users="U0OLENA,U0ANNA")
    assert told["users"]["U0OLENA"] == olena
    assert told["users"]["U0ANNA"]["dnd_enabled"] is False
    assert (await client.dnd_info(user="U0OLENA"))["next_dnd_end_ts"] == int(now) + 3600
