"""What Slack's user groups were last told to be, so that nothing is said twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import PersonId
from bot.store.rows import upsert
from bot.store.tables import usergroups


@dataclass(frozen=True, slots=True, kw_only=True)
class UserGroup:
    """``name`` is as the policy spells it. Instants are UTC.

    Slack agreed to ``members`` at ``set_at``; None until it has agreed once. ``ordered`` are
    those it was last asked for, at ``ordered_at``; ``error`` is what it then said against it.
    """

    name: str
    slack_id: str = ""
    members: frozenset[PersonId] = frozenset()
    set_at: datetime | None = None
    ordered: frozenset[PersonId] = frozenset()
    ordered_at: datetime
    error: str = ""


_ALL = select(usergroups)
_ONE = _ALL.where(usergroups.c.name == bindparam("which"))


class UserGroups:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def all(self) -> Mapping[str, UserGroup]:
        """By name."""
        return {row.name: _group(row) for row in await self._db.execute(_ALL)}

    async def find(self, name: str) -> UserGroup | None:
        row = (await self._db.execute(_ONE, {"which": name})).one_or_none()
        return _group(row) if row else None

    async def put(self, group: UserGroup) -> None:
        row = {
            "name": group.name,
            "slack_id": group.slack_id,
            "members": sorted(group.members),
            "set_at": group.set_at,
            "ordered": sorted(group.ordered),
            "ordered_at": group.ordered_at,
            "error": group.error,
        }
        await upsert(self._db, usergroups, row)


def _group(row: Any) -> UserGroup:
    return UserGroup(
        name=row.name,
        slack_id=row.slack_id,
        members=frozenset(PersonId(each) for each in row.members),
        set_at=row.set_at,
        ordered=frozenset(PersonId(each) for each in row.ordered),
        ordered_at=row.ordered_at,
        error=row.error,
    )
