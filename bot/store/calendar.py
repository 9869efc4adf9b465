"""Which calendar feeds there are. A feed's name cannot be guessed, and is replaced to revoke it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events.on_call import (
    CoverTaken,
    CoverUndone,
    OverrideAdded,
    OverrideRemoved,
    RotationAdded,
    RotationEdited,
    RotationRetired,
    SwapAccepted,
)
from bot.domain.ids import PersonId
from bot.domain.service import RotationName
from bot.store.rows import insert_new
from bot.store.tables import feeds, roster_log


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a person reads in a calendar: a rotation, or, with None, their own shifts."""

    id: str
    owner: PersonId
    rotation: RotationName | None = None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Revision:
    """How often a rotation's roster has changed, and when it last did, UTC."""

    number: int
    at: datetime


_BY_ID = select(feeds).where(feeds.c.feed == bindparam("it"))
_OF = select(feeds).where(feeds.c.owner == bindparam("who"), feeds.c.rotation == bindparam("which"))
#: What changes who is on call; the rest of the log is talk about it.
_CHANGES = [
    kind.__name__
    for kind in (
        OverrideAdded,
        OverrideRemoved,
        CoverTaken,
        CoverUndone,
        SwapAccepted,
        RotationAdded,
        RotationEdited,
        RotationRetired,
    )
]
_REVISIONS = (
    select(
        roster_log.c.rotation, func.count().label("number"), func.max(roster_log.c.at).label("at")
    )
    .where(roster_log.c.kind.in_(_CHANGES))
    .group_by(roster_log.c.rotation)
)
#: A swap is in the log of the asker's rotation, and changes the other's too.
_SWAPS = select(roster_log.c.at, roster_log.c.payload).where(
    roster_log.c.kind == SwapAccepted.__name__
)


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

    async def revisions(self) -> Mapping[RotationName, Revision]:
        """Of every rotation whose roster was ever changed. Numbers never go down."""
        found = {
            RotationName(row.rotation): Revision(row.number, row.at)
            for row in await self._db.execute(_REVISIONS)
        }
        for row in await self._db.execute(_SWAPS):
            theirs = RotationName(row.payload["their_rotation"])
            known = found.get(theirs) or Revision(0, row.at)
            found[theirs] = Revision(known.number + 1, max(known.at, row.at))
        return found


def _feed(row: Any) -> Feed:
    rotation = RotationName(row.rotation) if row.rotation else None
    return Feed(id=row.feed, owner=PersonId(row.owner), rotation=rotation, made_at=row.made_at)
