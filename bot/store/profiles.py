"""What Slack last said of people: whether they are guests, their locale and zone."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import PersonId
from bot.domain.person import Profile
from bot.store.rows import upsert
from bot.store.tables import profiles


class Profiles:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def get(self, id: PersonId, *, fresh_since: datetime) -> Profile | None:
        """A profile read after ``fresh_since``; None when Slack should be asked again."""
        wanted = select(profiles).where(profiles.c.id == id, profiles.c.read_at >= fresh_since)
        row = (await self._db.execute(wanted)).one_or_none()
        return _profile(row) if row else None

    async def names(self) -> dict[PersonId, str]:
        rows = await self._db.execute(select(profiles.c.id, profiles.c.name))
        return {PersonId(row.id): row.name for row in rows}

    async def zones(self) -> dict[PersonId, ZoneInfo]:
        """The clocks of all whose zone Slack told."""
        wanted = select(profiles.c.id, profiles.c.zone).where(profiles.c.zone != "")
        return {PersonId(row.id): ZoneInfo(row.zone) for row in await self._db.execute(wanted)}

    async def ids_by_email(self) -> dict[str, PersonId]:
        rows = await self._db.execute(
            select(profiles.c.email, profiles.c.id).where(profiles.c.email != "")
        )
        return {row.email.casefold(): PersonId(row.id) for row in rows}

    async def put(self, profile: Profile, *, email: str = "", now: datetime) -> None:
        row = {
            "id": profile.id,
            "name": profile.name,
            "guest": profile.guest,
            "bot": profile.bot,
            "locale": profile.locale,
            "zone": profile.zone.key if profile.zone else "",
            "email": email,
            "read_at": now,
        }
        await upsert(self._db, profiles, row)


def _profile(row: Any) -> Profile:
    return Profile(
        id=PersonId(row.id),
        name=row.name,
        guest=row.guest,
        bot=row.bot,
        locale=row.locale,
        zone=ZoneInfo(row.zone) if row.zone else None,
    )
