"""Socket Mode links that freeze, close or break: people hardly notice, and both links come back."""

import asyncio
from collections.abc import Callable

import pytest

from sandbox.delivery.socket import Connection
from tests.support.process import until
from tests.support.world import OLENA, SUPPORT, World, world

#: Real seconds until a command is answered again: while one link lives, and when none does.
#: Twice and more what an idle machine needs, so that a busy one passes too.
ONE_LEFT, NONE_LEFT = 2.0, 6.0


def freeze(link: Connection) -> None:
    link.frozen = True


def reset(link: Connection) -> None:
    link.draining = True
    link.reset()


def close(link: Connection) -> None:
    link.draining = True
    link.transport.close()


async def seconds_until_answered(made: World) -> float:
    """People type again when Slack says that the app did not answer."""
    # What goes to a frozen link is lost; nobody here waits Slack's three seconds to be told so.
    made.slack.ack_limit = 0.3
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with asyncio.timeout(20):
        while not (await made.slack.acts.command(OLENA, SUPPORT, "/incident", "help")).ok:
            await asyncio.sleep(0.02)
    return loop.time() - began


async def healed(made: World) -> bool:
    """Two links that live, and a bot that calls itself ready."""
    links = [link for link in made.slack.interaction.sockets.connections if not link.frozen]
    return len(links) == 2 and await made.bot.unready() == []


@pytest.mark.parametrize("cut", [freeze, close, reset])
@pytest.mark.parametrize("both", [False, True], ids=["one", "both"])
async def test_next_command_is_answered(
    sqlite: str, cut: Callable[[Connection], None], both: bool
) -> None:
    async with world(sqlite, ticking=True) as made:
        sockets = made.slack.interaction.sockets
        await sockets.connected(2)
        assert await seconds_until_answered(made) < ONE_LEFT
        for link in list(sockets.connections)[: 2 if both else 1]:
            cut(link)
        assert await seconds_until_answered(made) < (NONE_LEFT if both else ONE_LEFT)
        await until(lambda: healed(made), seconds=20)
        made.slack.ack_limit = 3
        for _ in range(4):  # each link gets its turn
            done = await made.slack.acts.command(OLENA, SUPPORT, "/incident", "help")
            assert done.ok
