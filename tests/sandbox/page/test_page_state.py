"""What the page is told, and who may ask, without a browser."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from sandbox import page_state
from sandbox.clock import ManualClock
from sandbox.page_faults import active_faults, set_fault
from sandbox.page_state import Frame
from sandbox.server import Sandbox
from tests.sandbox.page.probe import MANIFEST


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    running = Sandbox(manifest=MANIFEST, clock=ManualClock())
    await running.start()
    yield running
    await running.stop()


def workspace_of(sandbox: Sandbox, user: str) -> Frame:
    me = sandbox.workspace.people[user]
    return page_state.workspace_frame(sandbox.workspace, me, online=True)


def unread(sandbox: Sandbox, user: str) -> dict[str, tuple[int, int]]:
    """Channel name to unread messages and mentions, where there are any."""
    return {
        each["name"]: (each["unread"], each["mentions"])
        for each in workspace_of(sandbox, user)["channels"]
        if each["unread"] or each["mentions"]
    }


async def test_unread_counts_what_others_wrote_and_mentions_what_names_one(
    sandbox: Sandbox,
) -> None:
    acts = sandbox.acts
    await acts.say("U0MARKO", "C0SUPPORT", "one")
    ts = await acts.say("U0MARKO", "C0SUPPORT", "@support two")
    await acts.say("U0MARKO", "C0SUPPORT", "a reply", thread_ts=ts)
    await acts.say("U0MARKO", "C0SUPPORT", "@olena.kovalenko a reply", thread_ts=ts)
    await acts.say("U0MARKO", "C0GENERAL", "@here three")

    assert unread(sandbox, "U0OLENA") == {"support": (2, 2), "general": (1, 1)}
    assert unread(sandbox, "U0TARAS") == {"support": (2, 1), "general": (1, 1)}
    assert unread(sandbox, "U0MARKO") == {}
    assert unread(sandbox, "U0KATE") == {"general": (1, 1)}
    await acts.mark("U0OLENA", "C0SUPPORT", ts)
    assert unread(sandbox, "U0OLENA") == {"support": (0, 1), "general": (1, 1)}


async def test_every_direct_message_counts_as_a_mention(sandbox: Sandbox) -> None:
    dm = await sandbox.acts.open_dm("U0MARKO", "U0OLENA")
    await sandbox.acts.say("U0MARKO", dm, "hi")

    (talk,) = [each for each in workspace_of(sandbox, "U0OLENA")["channels"] if each["with"]]
    assert (talk["with"], talk["unread"], talk["mentions"]) == ("U0MARKO", 1, 1)


async def test_a_line_slack_writes_itself_leaves_a_channel_read(sandbox: Sandbox) -> None:
    await sandbox.acts.set_topic("U0MARKO", "C0SUPPORT", "Quiet today")
    assert unread(sandbox, "U0OLENA") == {}


async def test_a_guest_sees_only_the_channels_they_are_in(sandbox: Sandbox) -> None:
    frame = workspace_of(sandbox, "U0GUEST")
    assert [each["name"] for each in frame["channels"]] == ["client-acme"]
    assert frame["first_channel"] == "C0ACME"
    guest = sandbox.workspace.people["U0GUEST"]
    hidden = page_state.channel_frame(sandbox.workspace, guest, "C0SUPPORT")
    assert hidden == {"id": "C0SUPPORT", "missing": True}
    assert page_state.thread_frame(sandbox.workspace, guest, "C0SUPPORT", "1.0") is None


async def test_ephemerals_are_told_to_their_viewer_alone(sandbox: Sandbox) -> None:
    whisper = {"channel": "C0SUPPORT", "user": "U0OLENA", "text": "psst"}
    await sandbox.api.call("chat.postEphemeral", whisper, "xoxb-sandbox")

    told = {}
    for user in ("U0OLENA", "U0MARKO"):
        me = sandbox.workspace.people[user]
        frame = page_state.channel_frame(sandbox.workspace, me, "C0SUPPORT")
        assert frame is not None
        told[user] = [each["text"] for each in frame["ephemerals"]]
    assert told == {"U0OLENA": ["psst"], "U0MARKO": []}


async def test_traffic_is_told_in_one_line_each(sandbox: Sandbox) -> None:
    post = {"channel": "C0SUPPORT", "text": "hello"}
    await sandbox.api.call("chat.postMessage", post, "xoxb-sandbox")
    await sandbox.api.call(
        "chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "xoxb-sandbox"
    )

    lines = [page_state.traffic_entry(item) for item in sandbox.traffic.log]
    assert [(line["name"], line["note"], line["status"], line["ok"]) for line in lines] == [
        ("chat.postMessage", "C0SUPPORT  hello", "ok", True),
        ("chat.postMessage", "C0NOWHERE  x", "channel_not_found", False),
    ]


async def test_faults_are_told_in_words(sandbox: Sandbox) -> None:
    faults = sandbox.faults
    set_fault(faults, {"fault": "latency", "method": "*", "seconds": "0.5"})
    set_fault(faults, {"fault": "error", "method": "chat.update", "code": "503", "times": "2"})
    set_fault(faults, {"fault": "drop_response", "method": "pins.add", "times": "1"})
    set_fault(faults, {"fault": "duplicate", "kind": "interactive", "times": "1"})
    set_fault(faults, {"fault": "delay_delivery", "kind": "*", "seconds": "2"})

    assert active_faults(faults) == [
        "*: 0.5 s slower",
        "chat.update: 503, 2 times",
        "pins.add: response dropped, once",
        "interactive: delivered twice, once",
        "*: 2 s late",
    ]
    refusal = faults.take_refusal("chat.update")
    assert refusal is not None
    assert refusal.code == 503
    set_fault(faults, {"fault": "clear"})
    assert active_faults(faults) == []


async def test_other_sites_cannot_act_here(sandbox: Sandbox) -> None:
    base = sandbox.workspace.base_url
    body = {"me": "U0OLENA", "channel": "C0SUPPORT", "text": "forged"}
    foreign = {"Origin": "https://evil.example"}
    say, live = f"{base}/page/act/say", f"{base}/page/live"
    async with ClientSession() as session:
        async with session.post(say, json=body, headers=foreign) as answer:
            assert answer.status == 403
        async with session.post(say, data=b"{}", headers={"Content-Type": "text/plain"}) as answer:
            assert answer.status == 415
        async with session.get(live, headers=foreign) as answer:
            assert answer.status == 403
        async with session.post(f"{base}/page/act/reign", json=body) as answer:
            assert answer.status == 400
        async with session.post(say, json=body) as answer:
            assert (await answer.json()) == {"acked": True, "error": None, "errors": {}}
    written = [each.text for each in sandbox.workspace.channels["C0SUPPORT"].messages.values()]
    assert written.count("forged") == 1


async def test_only_the_pages_own_files_are_served(sandbox: Sandbox) -> None:
    base = sandbox.workspace.base_url
    async with ClientSession() as session:
        async with session.get(f"{base}/") as answer:
            assert "script-src" not in answer.headers["Content-Security-Policy"]
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")
        async with session.get(f"{base}/page/js/main.js") as answer:
            assert (answer.status, answer.content_type) == (200, "text/javascript")
        for outside in ("..%2f..%2fserver.py", "%2e%2e/%2e%2e/server.py", "missing.js"):
            async with session.get(f"{base}/page/js/{outside}") as answer:
                assert answer.status == 404


async def test_a_long_channel_shows_its_newest_messages_and_says_so(sandbox: Sandbox) -> None:
    me = sandbox.workspace.people["U0OLENA"]
    short = page_state.channel_frame(sandbox.workspace, me, "C0INCIDENTS")
    for number in range(page_state.MOST_MESSAGES):
        await sandbox.acts.say("U0MARKO", "C0INCIDENTS", f"line {number}")
    long = page_state.channel_frame(sandbox.workspace, me, "C0INCIDENTS")

    assert short is not None
    assert long is not None
    assert (short["is_cut"], long["is_cut"]) == (False, True)
    assert len(long["messages"]) == page_state.MOST_MESSAGES
    assert (long["messages"][0]["text"], long["messages"][-1]["text"]) == ("line 0", "line 199")
