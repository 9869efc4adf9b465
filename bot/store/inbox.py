"""Requests already seen: Slack's retries, double clicks, two replicas. Same input, once."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.rows import insert_new
from bot.store.tables import inbox


class Inbox:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def claim(self, key: str, now: datetime) -> bool:
        """Whether this request is new. The claim commits, or vanishes, with its change.

        Two replicas claiming at once: the second waits for the first's transaction to end.
        """
        return await insert_new(self._db, inbox, [{"key": key, "at": now}]) == 1

    async def remember(self, key: str, answer: Any) -> None:
        """Keep what was answered, so that a repeat hears the same."""
        await self._db.execute(update(inbox).where(inbox.c.key == key).values(answer=answer))

    async def answer(self, key: str) -> Any:
        return await self._db.scalar(select(inbox.c.answer).where(inbox.c.key == key))

    async def forget(self, before: datetime) -> None:
        """Housekeeping. Slack repeats for at most a day with delayed events on."""
        await self._db.execute(inbox.delete().where(inbox.c.at < before))
