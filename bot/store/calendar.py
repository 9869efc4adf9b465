"""Which calendar feeds there are. A feed's name cannot be guessed, and is replaced to revoke it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import PersonId
from bot.domain.service import RotationName
from bot.store.rows import insert_new
from bot.store.tables import feeds


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a person reads in a calendar: a rotation, or, with None, their own shifts."""

    id: str
    owner: PersonId
    rotation: RotationName | None = None


_BY_ID = select(feeds).where(feeds.c.feed == bindparam("it"))
_OF = select(feeds).where(feeds.c.owner == bindparam("who"), feeds.c.rotation == bindparam("which"))


class Feeds:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def find(self, id: str) -> Feed | None:
        """The feed of this name; None when there is none, or it was revoked."""
        row = (await self._db.execute(_BY_ID, {"it": id})).one_or_none()
        return _feed(row) if row else None

    async def of(self, owner: PersonId, rotation: RotationName | None, now: datetime) -> Feed:
        """A person's feed, the same at every asking; made at the first.

        Two who ask at once get the same: the second insert adds nothing.
        """
        new = {"owner": owner, "rotation": rotation or "", "feed": uuid4().hex, "made_at": now}
        await insert_new(self._db, feeds, [new])
        wanted = {"who": owner, "which": rotation or ""}
        return _feed((await self._db.execute(_OF, wanted)).one())

    async def revoke(self, owner: PersonId, rotation: RotationName | None) -> bool:
        """Make the link worthless; whether there was one."""
        gone = delete(feeds).where(feeds.c.owner == owner, feeds.c.rotation == (rotation or ""))
        return bool((await self._db.execute(gone)).rowcount)


def _feed(row: Any) -> Feed:
    rotation = RotationName(row.rotation) if row.rotation else None
    return Feed(id=row.feed, owner=PersonId(row.owner), rotation=rotation)
