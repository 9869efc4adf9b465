"""A second process's worth of bot on the same database, hearing the same Slack."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app import Bot
from bot.opening import open_store
from tests.support.world import World, free_port


@asynccontextmanager
async def replica(made: World, *, ticking: bool = False) -> AsyncIterator[Bot]:
    """Another `Bot` beside the world's own: by Socket Mode it shares the deliveries."""
    settings = made.bot.settings.model_copy(update={"port": free_port()})
    database, policy = await open_store(settings)
    bot = Bot(settings, database, policy, made.bot.clock)
    await bot.start(ticking=ticking)
    try:
        yield bot
    finally:
        await bot.stop()


async def settle(made: World, *others: Bot) -> None:
    """Until no replica has anything to send."""
    while True:
        before = len(made.slack.traffic.log)
        for bot in (made.bot, *others):
            await bot.ear.drain()
            await bot.delivery.quiet()
        await made.settle()
        if len(made.slack.traffic.log) == before:
            return
