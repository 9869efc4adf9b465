"""A store as `open_store` leaves it, prepared once and copied for every world after the first.

Making the tables and reading the policy takes longer than most stories. `tests/cli` and the fault
tests open stores as the bot does; so does a world on PostgreSQL, or with a policy of its own.
"""

import shutil
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import make_url

from bot.config import Settings
from bot.domain.policy import Policy
from bot.opening import open_store
from bot.store.database import Database


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Gone when the process ends."""
    return tempfile.TemporaryDirectory(prefix="tocsin-")


@cache
def _kept() -> dict[tuple[str, datetime], tuple[Path, Policy]]:
    """SQLite files of this process, by policy text and the time at which it was applied."""
    return {}


def _beside(text: str) -> bool:
    """Whether a policy names files beside itself, outside its comments."""
    return any(".ics" in line.partition("#")[0] for line in text.splitlines())


async def opened(settings: Settings, at: datetime) -> tuple[Database, Policy]:
    """As `open_store` at an instant; a new SQLite file is a copy of the first of its kind."""
    url = settings.database_url.get_secret_value()
    file = make_url(url).database
    policy_file = settings.tocsin_policy
    text = policy_file.read_text(encoding="utf-8") if policy_file.is_file() else ""
    # What a policy names beside itself may differ where its text does not.
    if not text or not url.startswith("sqlite") or not file or Path(file).exists() or _beside(text):
        return await open_store(settings, lambda: at)
    kind = text, at
    if kind not in _kept():
        database, policy = await open_store(settings, lambda: at)
        # Closing writes SQLite's log into the file, which then stands alone.
        await database.close()
        copy = Path(_folder().name) / f"{len(_kept())}.db"
        shutil.copy(file, copy)
        _kept()[kind] = copy, policy
        return Database(url), policy
    copy, policy = _kept()[kind]
    shutil.copy(copy, file)
    return Database(url), policy
