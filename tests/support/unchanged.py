"""That nothing changed, in the database or in Slack, and that nothing broke while it did not."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select
from structlog.testing import capture_logs

from bot.store import tables
from tests.support.world import World

#: What people did and what is to be done about it. Claims of requests and profiles may grow.
_KEPT = (
    tables.incidents,
    tables.members,
    tables.events,
    tables.escalations,
    tables.outbox,
    tables.cards,
    tables.client_updates,
    tables.policies,
)


async def everything(world: World) -> dict[str, Any]:
    """Every row, and every channel with all that the bot wrote there."""
    async with world.bot.database.read() as connection:
        kept: dict[str, Any] = {
            table.name: [tuple(row) for row in await connection.execute(select(table))]
            for table in _KEPT
        }
    for channel in world.slack.workspace.channels.values():
        said = [(m.ts, m.text, m.deleted) for m in channel.messages.values() if m.bot_id]
        head = (channel.name, channel.topic.value, channel.is_archived, tuple(channel.members))
        kept[channel.id] = (head, said, list(channel.pins), list(channel.bookmarks))
    return kept


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(f"{record.name}: {record.getMessage()}")


@contextmanager
def no_errors() -> Iterator[list[Any]]:
    """Fails on any line logged as an error or with an exception; gives what was logged."""
    heard = _Heard()
    logging.getLogger().addHandler(heard)
    try:
        with capture_logs() as lines:
            yield lines
    finally:
        logging.getLogger().removeHandler(heard)
    wrong = [line for line in lines if line["log_level"] in {"error", "critical"}]
    assert [*wrong, *(line for line in lines if line.get("exc_info"))] == []
    assert heard.records == []
