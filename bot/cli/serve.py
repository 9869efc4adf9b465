"""``tocsin serve``."""

import asyncio

from bot.app import serve as run
from bot.cli.settings import settings_or_stop
from bot.config import Settings


def serve() -> int:
    asyncio.run(run(settings_or_stop(Settings)))
    return 0
