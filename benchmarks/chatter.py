"""What the talk of war rooms costs: events as Slack signs and sends them, through Bolt's way in.

Ninety-four of a hundred are plain messages, three are edits of messages that nobody picked, three
are reactions that mean nothing to us. Their senders come at a steady pace, whether or not the
answers do, so a queue would show in the time to the answer.
"""

import asyncio
import json
import os
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from typing import Any, TypeAlias

import aiohttp

from benchmarks.postgres import migrated, server
from benchmarks.rig import Row, command, percentile, send, signed, slack_and_bot
from sandbox.server import Sandbox

PACE, SECONDS, IN_FLIGHT, BURST = 1000, 8, 16, 8000
PEOPLE = ("U0OLENA", "U0TARAS", "U0IRYNA", "U0MARKO", "U0ANNA")
#: An open connection: what is read from it and what is written to it.
_Line: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_TICKS = os.sysconf("SC_CLK_TCK")
_numbers = count(1)


async def run() -> list[Row]:
    rows = await _talk("SQLite", "")
    with server() as url:
        await migrated(url)
        rows += await _talk("PostgreSQL", url)
    return rows


async def _talk(name: str, database_url: str) -> list[Row]:
    async with slack_and_bot(http=True, database_url=database_url) as (sandbox, bot):
        async with aiohttp.ClientSession() as session:
            room = await _war_room(session, f"{bot.url}/slack/events", sandbox)
        async with _senders(bot.port) as lines:
            await _burst(lines, _requests(room, BURST // 8))
            sandbox.traffic.clear()
            took = await _paced(lines, _requests(room, PACE * SECONDS))
            events = _requests(room, BURST)
            before = _cpu_seconds(bot.pid)
            await _burst(lines, events)
            spent = _cpu_seconds(bot.pid) - before
        calls = len(sandbox.traffic.calls())
    steady = f"the same at {PACE} a second, until the answer, {name}"
    return [
        Row(
            figure=f"events of a war room on one core, {name}",
            value=BURST / spent,
            unit="/s",
            bound=1000,
            least=True,
        ),
        Row(figure=f"{steady}, p50", value=percentile(took, 0.5), unit="ms"),
        Row(figure=f"{steady}, p99", value=percentile(took, 0.99), unit="ms", bound=10),
        Row(
            figure=f"Slack calls because of {PACE * SECONDS + BURST} events, {name}",
            value=calls,
            unit="",
            bound=0,
        ),
    ]


async def _war_room(session: aiohttp.ClientSession, url: str, sandbox: Sandbox) -> str:
    await send(session, url, command("declare SEV3 Reports are late", next(_numbers)))
    calls = -1
    while len(sandbox.traffic.log) != calls:
        calls = len(sandbox.traffic.log)
        await asyncio.sleep(0.3)
    return next(
        channel.id
        for channel in sandbox.workspace.channels.values()
        if channel.name.startswith("inc-")
    )


def _event(room: str) -> str:
    number = next(_numbers)
    user, ts = PEOPLE[number % len(PEOPLE)], f"{time.time():.6f}"
    inner: dict[str, Any] = {
        "type": "message",
        "channel": room,
        "user": user,
        "text": f"Line {number}: the queue is draining, see the graph",
        "ts": ts,
        "event_ts": ts,
        "channel_type": "channel",
        "client_msg_id": str(number),
    }
    if number % 100 in {10, 40, 70}:
        said: dict[str, Any] = {"type": "message", "user": user, "ts": ts}
        inner = {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "channel": room,
            "channel_type": "channel",
            "ts": ts,
            "event_ts": ts,
            "message": {**said, "text": "new", "edited": {"user": user, "ts": ts}},
            "previous_message": {**said, "text": "old"},
        }
    elif number % 100 in {20, 50, 80}:
        item = {"type": "message", "channel": room, "ts": ts}
        inner = {"type": "reaction_added", "user": user, "reaction": "+1", "item": item}
    return json.dumps(
        {
            "type": "event_callback",
            "team_id": "T0KOBZA",
            "api_app_id": "A0TOCSIN",
            "event": inner,
            "event_id": f"Ev{number}",
            "event_time": int(time.time()),
            "authorizations": [{"team_id": "T0KOBZA", "user_id": "U0TOCSIN", "is_bot": True}],
        }
    )


def _requests(room: str, events: int) -> list[bytes]:
    """Signed and ready beforehand, so that whoever measures has little to do meanwhile."""
    made = []
    for _ in range(events):
        body = _event(room)
        headers = {
            **signed(body),
            "Host": "127.0.0.1",
            "Content-Type": "application/json",
            "Content-Length": str(len(body.encode())),
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        made.append(f"POST /slack/events HTTP/1.1\r\n{head}\r\n{body}".encode())
    return made


@asynccontextmanager
async def _senders(port: int) -> AsyncIterator[Sequence[_Line]]:
    lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(IN_FLIGHT)]
    try:
        yield lines
    finally:
        for _, writer in lines:
            writer.close()


async def _deliver(line: _Line, request: bytes) -> None:
    reader, writer = line
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 "), head
    length = _LENGTH.search(head)
    if length:
        await reader.readexactly(int(length[1]))


async def _paced(lines: Sequence[_Line], requests: Sequence[bytes]) -> list[float]:
    """At a steady pace. Milliseconds from when each was due, so waiting for a line counts too."""
    took: list[float] = []
    waiting = iter(enumerate(requests))
    began = time.perf_counter()

    async def sender(line: _Line) -> None:
        for number, request in waiting:
            due = began + number / PACE
            if (early := due - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            await _deliver(line, request)
            took.append((time.perf_counter() - due) * 1000)

    await asyncio.gather(*map(sender, lines))
    return took


async def _burst(lines: Sequence[_Line], requests: Sequence[bytes]) -> None:
    """As fast as they are answered."""
    waiting = iter(requests)

    async def sender(line: _Line) -> None:
        for request in waiting:
            await _deliver(line, request)

    await asyncio.gather(*map(sender, lines))


def _cpu_seconds(pid: int) -> float:
    """What a process has computed so far, by itself and by the system for it."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:  # noqa: PTH123 - no file of ours
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
