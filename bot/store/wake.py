"""How replicas on one PostgreSQL wake each other when there is something to send.

Only a hint: whoever misses it finds the work at the next tick.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database

CHANNEL = "tocsin_outbox"
RECONNECT_SECONDS = 1
_NOTIFY = text(f"NOTIFY {CHANNEL}")

log = structlog.get_logger(__name__)


async def notify(connection: AsyncConnection) -> None:
    """Tell the other replicas when this transaction commits. SQLite has no others."""
    if connection.dialect.name == "postgresql":
        await connection.execute(_NOTIFY)


async def listen(database: Database, heard: Callable[[], None]) -> None:
    """Call ``heard`` at each notification until cancelled; reconnects after a lost link."""
    while not database.sqlite:
        try:
            await _listen_once(database, heard)
        except Exception as error:  # noqa: BLE001 - a server that starts or stops says no in many ways
            log.warning("wake_link_lost", error=str(error) or type(error).__name__)
        await asyncio.sleep(RECONNECT_SECONDS)


async def _listen_once(database: Database, heard: Callable[[], None]) -> None:
    import asyncpg

    url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    lost = asyncio.Event()
    link: Any = await asyncpg.connect(url)
    try:
        link.add_termination_listener(lambda _: lost.set())
        await link.add_listener(CHANNEL, lambda *_: heard())
        await lost.wait()
    finally:
        link.terminate()
