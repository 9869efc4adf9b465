"""Two replicas on one PostgreSQL share what there is to send: all of it once, both of them some."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from functools import partial

import pytest
from sqlalchemy import make_url
from structlog.testing import capture_logs

from bot.app import Bot
from bot.domain.effects import Effect
from bot.store.database import Database
from bot.store.outbox import Parcel
from bot.store.wake import listen, notify
from bot.usecases.deliver import After, Sender
from tests.support.databases import PostgresServer
from tests.support.process import until
from tests.support.replicas import replica
from tests.support.world import GENERAL, INCIDENTS, OLENA, World, words, world

DECLARES = 60


def count_sends(bot: Bot) -> Counter[str]:
    """How often this replica sent each effect, by the effect's key."""
    sent: Counter[str] = Counter()

    async def counted(sender: Sender, effect: Effect, parcel: Parcel) -> After | None:
        sent[parcel.key] += 1
        return await sender(effect, parcel)

    senders: Mapping[type[Effect], Sender] = bot.delivery._senders
    bot.delivery._senders = {kind: partial(counted, send) for kind, send in senders.items()}
    return sent


async def nothing_waits(made: World) -> bool:
    async with made.bot.store.read() as work:
        depth, _ = await work.outbox.depth(work.now)
    return depth == 0


@pytest.mark.postgres
async def test_two_replicas_share(postgres: str) -> None:
    async with world(postgres, ticking=True) as made, replica(made, ticking=True) as other:
        by_first, by_second = count_sends(made.bot), count_sends(other)
        await made.slack.interaction.sockets.connected(4)
        declares = (
            made.slack.acts.command(OLENA, GENERAL, "/incident", f"declare SEV3 Shop {n} is down")
            for n in range(1, DECLARES + 1)
        )
        assert all(done.acked for done in await asyncio.gather(*declares))
        await until(partial(nothing_waits, made), seconds=90)

        assert by_first
        assert by_second
        assert not by_first.keys() & by_second.keys()
        assert set((by_first + by_second).values()) == {1}
        rooms = [c for c in made.slack.workspace.channels.values() if c.name.startswith("inc-")]
        numbers = sorted(int(room.name.split("-")[1]) for room in rooms)
        assert numbers == list(range(1, DECLARES + 1))
        assert all(len(room.pins) == 1 and OLENA in room.members for room in rooms)
        told = [words(message) for message in made.messages(INCIDENTS) if message.metadata]
        assert len(told) == DECLARES
        looked = made.slack.traffic.calls("conversations.history")
        assert not looked


@pytest.mark.postgres
async def test_the_link_between_replicas_comes_back(
    postgres: str, postgres_server: PostgresServer
) -> None:
    """Refused in whatever way while the server is busy with itself, it is heard again after."""
    database, heard = Database(postgres), asyncio.Event()
    link = asyncio.create_task(listen(database, heard.set))
    name = make_url(postgres).database

    async def told() -> bool:
        async with database.write() as connection:
            await notify(connection)
        return heard.is_set()

    await until(told)
    await postgres_server.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
    await database.engine.dispose()
    await postgres_server.run(f"{ends}'{name}'")
    with capture_logs() as logs:
        await until(lambda: any(line["event"] == "wake_link_lost" for line in logs))
    await postgres_server.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    heard.clear()
    await until(told)
    link.cancel()
    await asyncio.gather(link, return_exceptions=True)
    await database.close()
