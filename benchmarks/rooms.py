"""How long until the declarer is in the room, and until the room is complete."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from benchmarks.rig import Row, percentile, slack_and_bot
from sandbox.server import Sandbox
from sandbox.traffic import Call, Delivery

LATENCY = 0.1
AT_ONCE, LIMITED = 20, 40
TEXT = "declare SEV1 Card payments fail for everyone"
#: What makes a room complete: each has left once for every room.
PARTS = (
    "conversations.create",
    "conversations.invite",
    "conversations.setTopic",
    "pins.add",
    "bookmarks.add",
)


@dataclass
class Watch:
    """When each call's answer left, by room; seconds of `perf_counter`."""

    sandbox: Sandbox
    calls: list[tuple[float, Call]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sandbox.traffic.listeners.append(self._heard)

    def _heard(self, item: Call | Delivery) -> None:
        if isinstance(item, Call):
            self.calls.append((time.perf_counter(), item))

    def of(self, method: str) -> list[float]:
        return [at for at, call in self.calls if call.method == method and call.ok]

    async def quiet(self, seconds: float = 0.6, patience: float = 30) -> None:
        """Until no call has been made for a while."""
        end = time.perf_counter() + patience
        while time.perf_counter() < end:
            last = self.calls[-1][0] if self.calls else 0.0
            if last and time.perf_counter() - last > seconds:
                return
            await asyncio.sleep(0.05)


async def run() -> list[Row]:
    return [*await _one(), *await _many(), *await _limited()]


async def _one() -> list[Row]:
    inside, complete = [], []
    async with slack_and_bot() as (sandbox, _):
        await sandbox.acts.command("U0OLENA", "C0SUPPORT", "/incident", "help")
        sandbox.faults.latency("*", LATENCY)
        for _ in range(5):
            watch = Watch(sandbox)
            began = time.perf_counter()
            await sandbox.acts.command("U0OLENA", "C0SUPPORT", "/incident", TEXT)
            await watch.quiet()
            inside.append((watch.of("conversations.invite")[0] - began) / LATENCY)
            complete.append((max(at for at, call in watch.calls if _part(call)) - began) / LATENCY)
    return [
        Row(
            figure="declare at 100 ms a call: declarer in the room",
            value=percentile(inside, 0.5),
            unit="×",
            bound=2.3,
            beside="floor 2 (create, invite); peers 8",
        ),
        Row(
            figure="declare at 100 ms a call: room complete",
            value=percentile(complete, 0.5),
            unit="×",
            bound=3.5,
            beside="floor 3; peers 8 to 25",
        ),
    ]


def _part(call: Call) -> bool:
    return call.method in {*PARTS, "chat.postMessage"}


async def _many() -> list[Row]:
    async with slack_and_bot() as (sandbox, _):
        await sandbox.acts.command("U0OLENA", "C0SUPPORT", "/incident", "help")
        await sandbox.acts.command("U0TARAS", "C0SUPPORT", "/incident", "help")
        floor = await _floor(sandbox)
        sandbox.faults.latency("*", LATENCY)
        watch = Watch(sandbox)
        began = time.perf_counter()
        declares = [
            sandbox.acts.command("U0OLENA", "C0SUPPORT", "/incident", TEXT) for _ in range(AT_ONCE)
        ]
        others = asyncio.create_task(_others(sandbox))
        acks = [outcome.seconds * 1000 for outcome in await asyncio.gather(*declares)]
        await watch.quiet()
        others.cancel()
        last = (max(at for at, call in watch.calls if _part(call)) - began) / LATENCY
        rooms = len(watch.of("pins.add"))
        assert rooms == AT_ONCE, rooms
        answered = OTHERS[:]
    return [
        Row(
            figure="20 declares at once: last room complete",
            value=last,
            unit="×",
            bound=6,
            beside=f"create and invite alone {floor:.1f} ×; closest peer 34 ×",
        ),
        Row(figure="20 declares at once: slowest ack", value=max(acks), unit="ms", bound=100),
        Row(
            figure="20 declares at once: others' commands, slowest answer",
            value=max(answered),
            unit="ms",
            bound=100,
            beside="peer: up to 3,250 ms",
        ),
    ]


OTHERS: list[float] = []


async def _others(sandbox: Sandbox) -> None:
    """Somebody else keeps asking for help meanwhile."""
    OTHERS.clear()
    while True:
        outcome = await sandbox.acts.command("U0TARAS", "C0GENERAL", "/incident", "help")
        OTHERS.append(outcome.seconds * 1000)
        await asyncio.sleep(0.01)


async def _floor(sandbox: Sandbox) -> float:
    """A bot that only makes the rooms and invites one person, in units of one call's latency."""
    client = AsyncWebClient(
        token="xoxb-sandbox", base_url=f"{sandbox.workspace.base_url}/api/", retry_handlers=[]
    )
    sandbox.faults.latency("*", LATENCY)

    async def one(number: int) -> None:
        made: Any = await client.conversations_create(name=f"floor-{number}")
        await client.conversations_invite(channel=made["channel"]["id"], users="U0OLENA")

    began = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(AT_ONCE)))
    took = time.perf_counter() - began
    sandbox.faults.clear()
    return took / LATENCY


async def _limited() -> list[Row]:
    """Slack's own tiers: 20 rooms a minute. Forty rooms, none refused twice in a row."""
    async with slack_and_bot() as (sandbox, _):
        await sandbox.acts.command("U0OLENA", "C0SUPPORT", "/incident", "help")
        sandbox.limits.realistic = True
        watch = Watch(sandbox)
        began = time.perf_counter()
        for number in range(LIMITED):
            await sandbox.acts.command(
                "U0OLENA", "C0SUPPORT", "/incident", f"declare SEV3 Report {number} is late"
            )
        while len(watch.of("pins.add")) < LIMITED and time.perf_counter() - began < 400:
            await asyncio.sleep(0.5)
        await watch.quiet(seconds=5, patience=120)
        took = time.perf_counter() - began
        made = [
            (at, int(call.response["channel"]["name"].split("-")[1]))
            for at, call in watch.calls
            if call.method == "conversations.create" and call.ok
        ]
        refused_twice = _refused_twice(watch)
    return [
        Row(
            figure="40 declares under Slack's tiers: rooms complete",
            value=len(watch.of("pins.add")),
            unit="",
            bound=LIMITED,
            least=True,
            beside=f"in {took:.0f} s",
        ),
        Row(
            figure="40 declares under Slack's tiers: rooms out of order",
            value=_overtaken(made),
            unit="",
            bound=0,
        ),
        Row(
            figure="40 declares under Slack's tiers: calls refused twice in a row",
            value=refused_twice,
            unit="",
            bound=0,
        ),
    ]


def _overtaken(made: list[tuple[float, int]]) -> int:
    """Rooms that a later number was given before; those let in together go side by side."""
    together = 0.5
    return sum(
        any(other > number and then < at - together for then, other in made) for at, number in made
    )


def _refused_twice(watch: Watch) -> int:
    """Calls with the same arguments that met 429 twice, one after the other."""
    last: dict[str, bool] = {}
    twice = 0
    for _, call in watch.calls:
        key = f"{call.method} {sorted(call.args.items(), key=str)}"
        refused = call.status == 429
        twice += refused and last.get(key, False)
        last[key] = refused
    return twice
