"""Periodic work, done once however many replicas there are: whoever inserts the row does it."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.rows import insert_new
from bot.store.tables import duties

_FORGET = delete(duties).where(duties.c.at < bindparam("before", type_=duties.c.at.type))
_FORGET_KIND = _FORGET.where(duties.c.kind == bindparam("which"))
#: The second newest: the newest is the one that is being done.
_PREVIOUS = (
    select(duties.c.at)
    .where(duties.c.kind == bindparam("which"))
    .order_by(duties.c.bucket.desc())
    .limit(1)
    .offset(1)
)


class Duties:
    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._db = connection
        self._now = now

    async def claim(self, kind: str, bucket: str) -> bool:
        """Whether this duty of this bucket is ours to do, in this very transaction.

        The claim commits or rolls back with the work it is for: nothing is done twice, and
        nothing is claimed and left undone. A replica that claims at the same time waits for
        our end. ``bucket`` is a period (``2026-W48``) or a thing (a shift's id): at most 120
        characters.
        """
        row = {"kind": kind, "bucket": bucket, "at": self._now}
        return await insert_new(self._db, duties, [row]) == 1

    async def previous(self, kind: str) -> datetime | None:
        """When the duty that is being done now was done before, UTC; for buckets of time only."""
        at: datetime | None = await self._db.scalar(_PREVIOUS, {"which": kind})
        return at

    async def forget(self, before: datetime, *, kind: str | None = None) -> None:
        """Claims older than any duty, or than one kind of it, looks back."""
        if kind is None:
            await self._db.execute(_FORGET, {"before": before})
        else:
            await self._db.execute(_FORGET_KIND, {"before": before, "which": kind})
