"""SIGTERM amid a declare: what is under way arrives and is booked, and nothing is sent again."""

import asyncio
from collections import Counter
from http import HTTPStatus
from pathlib import Path

from bot.slack.manifest import manifest
from sandbox.server import Sandbox
from sandbox.traffic import Call, Delivery
from tests.support.complete import assert_complete
from tests.support.process import BotProcess, until
from tests.support.world import OLENA, SUPPORT

DECLARE = "declare SEV1 Card payments fail for everyone"
#: Seconds; long enough that the signal finds calls on their way.
SLOW = 1.0
WRITES = {"conversations.create", "conversations.invite", "conversations.setTopic"} | {
    "chat.postMessage",
    "bookmarks.add",
    "pins.add",
}
#: What only a sender asks that does not know what became of an earlier try.
LOOKS = {"conversations.history", "conversations.replies", "users.conversations", "bookmarks.list"}


async def test_it_drains(tmp_path: Path) -> None:
    sandbox = Sandbox(manifest=manifest())
    url = await sandbox.start()
    opened = asyncio.Event()

    def watch(item: Call | Delivery) -> None:
        if isinstance(item, Call) and item.method == "conversations.create":
            opened.set()

    sandbox.traffic.listeners.append(watch)
    try:
        async with BotProcess(slack_url=url, database_url=f"sqlite:///{tmp_path}/drain.db") as bot:
            for method in ("chat.postMessage", "conversations.invite", "bookmarks.add"):
                sandbox.faults.latency(method, SLOW)
            done = await sandbox.acts.command(OLENA, SUPPORT, "/incident", DECLARE)
            assert done.acked
            await opened.wait()
            await until(lambda: bool(sandbox.traffic.calls("conversations.setTopic")))
            assert not sandbox.traffic.calls("conversations.invite")  # it is on its way
            assert await bot.stop() == 0
            arrived = Counter(call.method for call in sandbox.traffic.calls())
            assert arrived["conversations.invite"] == 1
            assert arrived["pins.add"] == 1  # by whoever posts the card, in one go

            sandbox.faults.clear()
            await bot.start()
            await until(bot.idle)
            assert_complete(sandbox, declarer=OLENA)
            calls = [call for call in sandbox.traffic.calls() if call.method in WRITES]
            assert all(call.ok for call in calls)
            said = Counter((call.method, str(sorted(call.args.items()))) for call in calls)
            assert set(said.values()) == {1}
            assert not [call for call in sandbox.traffic.calls() if call.method in LOOKS]
            assert await bot.stop() == 0
    finally:
        await sandbox.stop()


async def test_it_ends_when_slack_is_gone(tmp_path: Path) -> None:
    """Frozen, then away: its client tries without end, and the process ends all the same."""
    sandbox = Sandbox(manifest=manifest())
    url = await sandbox.start()
    bot = BotProcess(slack_url=url, database_url=f"sqlite:///{tmp_path}/alone.db")
    await bot.start()
    try:
        # Without this a frozen link is replaced before anybody can see that it was.
        sandbox.faults.error("apps.connections.open", "internal_error", times=1_000)
        sandbox.faults.freeze_sockets()
        await until(lambda: _unready(bot), seconds=20)
        await sandbox.stop()
        bot.terminate()
        async with asyncio.timeout(20):
            assert await bot.gone() == 0
    finally:
        bot.kill()


async def _unready(bot: BotProcess) -> bool:
    return await bot.ready() == HTTPStatus.SERVICE_UNAVAILABLE
