"""What the talk of war rooms costs: events as Slack signs and sends them, through Bolt's way in.

Ninety-four of a hundred are plain messages, three are edits of messages that nobody picked, three
are reactions that mean nothing to us. Their senders come at a steady pace, whether or not the
answers do, so a queue would show in the time to the answer.
"""

import asyncio
import json
import os
import time
from itertools import count

import aiohttp

from benchmarks.postgres import migrated, server
from benchmarks.rig import Row, command, percentile, send, signed, slack_and_bot
from sandbox.server import Sandbox

PACE, SECONDS, IN_FLIGHT, BURST = 1000, 8, 16, 8000
PEOPLE = ("U0OLENA", "U0TARAS", "U0IRYNA", "U0MARKO", "U0ANNA")
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
        url = f"{bot.url}/slack/events"
        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=4 * IN_FLIGHT)
        ) as session:
            room = await _war_room(session, url, sandbox)
            await _burst(session, url, room, BURST // 8)
            sandbox.traffic.clear()
            took = await _paced(session, url, room)
            before = _cpu_seconds(bot.pid)
            await _burst(session, url, room, BURST)
            spent = _cpu_seconds(bot.pid) - before
        calls = len(sandbox.traffic.calls())
    return [
        Row(
            figure=f"events of a war room on one core, {name}",
            value=BURST / spent,
            unit="/s",
            bound=1000,
            least=True,
        ),
        Row(
            figure=f"the same at {PACE} a second, until the answer, {name}, p50",
            value=percentile(took, 0.5),
            unit="ms",
        ),
        Row(
            figure=f"the same at {PACE} a second, until the answer, {name}, p99",
            value=percentile(took, 0.99),
            unit="ms",
            bound=10,
        ),
        Row(
            figure=f"Slack calls because of {PACE * SECONDS + BURST} events",
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
    inner = {
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
        said = {"type": "message", "user": user, "ts": ts}
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


async def _deliver(session: aiohttp.ClientSession, url: str, room: str) -> float:
    """Milliseconds until the answer."""
    body = _event(room)
    headers = {**signed(body), "Content-Type": "application/json"}
    began = time.perf_counter()
    async with session.post(url, data=body, headers=headers) as answer:
        await answer.read()
        assert answer.status == 200, answer.status
    return (time.perf_counter() - began) * 1000


async def _paced(session: aiohttp.ClientSession, url: str, room: str) -> list[float]:
    """At a steady pace: an event that is due is sent, however many are still unanswered."""
    tasks = []
    began = time.perf_counter()
    for number in range(PACE * SECONDS):
        late = time.perf_counter() - began - number / PACE
        if late < 0:
            await asyncio.sleep(-late)
        elif number % 4 == 0:
            await asyncio.sleep(0)
        tasks.append(asyncio.create_task(_deliver(session, url, room)))
    return list(await asyncio.gather(*tasks))


async def _burst(session: aiohttp.ClientSession, url: str, room: str, events: int) -> None:
    """As fast as they are answered."""
    left = iter(range(events))

    async def sender() -> None:
        for _ in left:
            await _deliver(session, url, room)

    await asyncio.gather(*(sender() for _ in range(IN_FLIGHT)))


def _cpu_seconds(pid: int) -> float:
    """What a process has computed so far, by itself and by the system for it."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:  # noqa: PTH123 - no file of ours
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
