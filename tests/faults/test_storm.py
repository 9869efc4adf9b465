"""Real processes in a storm of due steps, killed in the middle: nothing is lost, none is twice."""

from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from bot.clock import system_clock
from bot.domain.policy import Policy
from bot.slack.manifest import manifest
from bot.store.database import Database
from bot.store.tables import events, outbox
from sandbox.server import Sandbox
from sandbox.traffic import Call, Delivery
from tests.support.process import BotProcess, until
from tests.support.storm import brew

#: Within this long after it was due, every step has been fired, whoever died meanwhile.
FAILOVER = timedelta(seconds=10)


async def fired(database: Database) -> list[tuple[int, datetime]]:
    """Each page on a timeline: its incident, and when."""
    wanted = select(events.c.incident_id, events.c.at).where(events.c.kind == "ResponderPaged")
    async with database.read() as connection:
        return [(row.incident_id, row.at) for row in await connection.execute(wanted)]


async def some_fired(database: Database, least: int) -> bool:
    return len(await fired(database)) >= least


async def unsent(database: Database) -> int:
    """Pages that have not arrived yet."""
    pages = select(outbox.c.id).where(outbox.c.kind == "PagePerson", outbox.c.settled_at.is_(None))
    async with database.read() as connection:
        return len((await connection.execute(pages)).all())


def keys(sandbox: Sandbox) -> Counter[str]:
    """How often each effect's key stands in Slack."""
    found: Counter[str] = Counter()
    for channel in sandbox.workspace.channels.values():
        for message in channel.messages.values():
            if message.metadata:
                found[str(message.metadata)] += 1
    return found


@pytest.mark.postgres
async def test_one_of_three_is_killed_in_the_middle(postgres: str, policy: Policy) -> None:
    count = 600
    database = Database(postgres)
    async with AsyncExitStack() as ends:
        ends.push_async_callback(database.close)
        sandbox = Sandbox(manifest=manifest())
        url = await sandbox.start()
        ends.push_async_callback(sandbox.stop)
        due = system_clock() + timedelta(seconds=15)
        await brew(database, policy, count, due)
        bots = [
            await ends.enter_async_context(BotProcess(slack_url=url, database_url=postgres))
            for _ in range(3)
        ]
        await until(partial(some_fired, database, 1), seconds=60)
        bots[0].kill()
        await until(partial(some_fired, database, count), seconds=30)

        pages = await fired(database)
        assert Counter(incident for incident, _ in pages) == dict.fromkeys(range(1, count + 1), 1)
        assert max(at for _, at in pages) - due <= FAILOVER
        assert min(at for _, at in pages) >= due
        assert all(times == 1 for times in keys(sandbox).values())


# `test_kill` strikes at the pages of one declare; here they are many, and fall due together.
@pytest.mark.slow
@pytest.mark.parametrize("nth", [1, 2])
async def test_killed_at_a_page_on_sqlite(nth: int, sqlite: str, policy: Policy) -> None:
    """The message arrived, its answer never did: the next life looks, and does not page again."""
    count = 6
    database = Database(sqlite)
    async with AsyncExitStack() as ends:
        ends.push_async_callback(database.close)
        await brew(database, policy, count, system_clock() + timedelta(seconds=5))
        sandbox = Sandbox(manifest=manifest())
        url = await sandbox.start()
        ends.push_async_callback(sandbox.stop)
        bot = BotProcess(slack_url=url, database_url=sqlite)
        strike_at(sandbox, nth, bot.kill)
        await ends.enter_async_context(bot)
        await until(lambda: not bot.alive, seconds=30)
        await bot.start()

        async def all_sent() -> bool:
            return await some_fired(database, count) and not await unsent(database)

        await until(all_sent)
        pages = await fired(database)
        assert Counter(incident for incident, _ in pages) == dict.fromkeys(range(1, count + 1), 1)
        assert all(times == 1 for times in keys(sandbox).values())


def strike_at(sandbox: Sandbox, nth: int, strike: Callable[[], None]) -> None:
    """Strike when the nth message has been posted, and its answer has not left."""
    seen = 0

    def watch(item: Call | Delivery) -> None:
        nonlocal seen
        if isinstance(item, Call) and item.ok and item.method == "chat.postMessage":
            seen += 1
            if seen == nth:
                sandbox.traffic.listeners.remove(watch)
                strike()

    sandbox.traffic.listeners.append(watch)
