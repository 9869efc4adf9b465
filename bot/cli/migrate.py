"""``tocsin migrate``."""

import asyncio
import tempfile
from pathlib import Path

from bot.cli import Stop
from bot.cli.database import opened
from bot.cli.settings import settings_or_stop
from bot.config import StoreSettings
from bot.store.migrate import differences, heads, upgrade
from bot.store.schema import HEAD, revision


def migrate(*, check: bool) -> int:
    return asyncio.run(_check() if check else _migrate())


async def _migrate() -> int:
    url = settings_or_stop(StoreSettings).database_url.get_secret_value()
    async with opened(url) as database:
        before = await revision(database)
        await upgrade(database)
    print("Already up to date." if before == HEAD else f"Migrated to {HEAD}.")
    return 0


async def _check() -> int:
    """Migrate a new, empty database and compare it with the tables in the code."""
    found = heads()
    if len(found) != 1:
        raise Stop(f"There are {len(found)} newest migrations: {', '.join(found)}. Merge them.")
    if found[0] != HEAD:
        raise Stop(f"The newest migration is {found[0]}, but bot/store/schema.py says {HEAD}.")
    with tempfile.TemporaryDirectory() as folder:
        async with opened(f"sqlite+aiosqlite:///{Path(folder) / 'check.db'}") as database:
            await upgrade(database)
            missing = await differences(database)
    if missing:
        listed = "\n".join(f"  {each}" for each in missing)
        raise Stop(f"The migrations do not make the tables in the code. Add one for:\n{listed}")
    print(f"The migrations make the tables in the code, up to {found[0]}.")
    return 0
