"""Every policy ever applied, as its source text; the newest is in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert, null, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import policies


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """``file`` is the name shown in errors; ``source`` the YAML as it was.

    ``calendars`` are the texts of the .ics files that it names, by name.
    """

    version: int
    source: str
    file: str
    applied_at: datetime
    calendars: Mapping[str, str] = field(default_factory=dict)


class Policies:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def newest(self) -> Applied | None:
        wanted = select(policies).order_by(policies.c.version.desc()).limit(1)
        row = (await self._db.execute(wanted)).one_or_none()
        if row is None:
            return None
        return Applied(
            version=row.version,
            source=row.source,
            file=row.file,
            applied_at=row.applied_at,
            calendars=row.calendars or {},
        )

    async def newest_version(self) -> int:
        wanted = select(policies.c.version).order_by(policies.c.version.desc()).limit(1)
        return await self._db.scalar(wanted) or 0

    async def add(
        self, source: str, *, file: str, now: datetime, calendars: Mapping[str, str] | None = None
    ) -> int:
        """Put a policy in force; its version. The caller has loaded it, so it is good."""
        kept = dict(calendars) if calendars else null()
        added = insert(policies).values(source=source, file=file, applied_at=now, calendars=kept)
        version: int = (await self._db.execute(added.returning(policies.c.version))).scalar_one()
        return version

    async def knows(self, source: str, calendars: Mapping[str, str] | None = None) -> bool:
        """Whether this very text, and its calendars, were in force before.

        A start does not bring back an old file.
        """
        wanted = select(policies.c.calendars).where(policies.c.source == source)
        kept = (await self._db.execute(wanted)).scalars()
        return any((each or {}) == dict(calendars or {}) for each in kept)
