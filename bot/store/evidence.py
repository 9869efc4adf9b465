"""Files kept with an incident: their bytes, and what is known of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import EventId, EvidenceId, IncidentId, PersonId
from bot.store.rows import insert_new
from bot.store.tables import evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file as it was when it was picked. ``size`` is in bytes, ``kept_at`` UTC."""

    id: EvidenceId
    incident: IncidentId
    entry: EventId
    #: Slack's id of it.
    file: str
    name: str
    mimetype: str
    size: int
    #: Of the bytes, in hexadecimal.
    sha256: str
    kept_by: PersonId | None
    kept_at: datetime


_ABOUT = [column for column in evidence.c if column.name != "content"]
_OF_FILE = select(*_ABOUT).where(
    evidence.c.incident_id == bindparam("incident"), evidence.c.file == bindparam("which")
)
_WHOLE = select(evidence).where(
    evidence.c.incident_id == bindparam("incident"), evidence.c.id == bindparam("which")
)


class Evidence:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    def new_id(self) -> EvidenceId:
        return EvidenceId(uuid4().hex)

    async def of_file(self, incident: IncidentId, file: str) -> Kept | None:
        """What is known of one of Slack's files, without its bytes."""
        found = await self._db.execute(_OF_FILE, {"incident": incident, "which": file})
        row = found.one_or_none()
        return _kept(row) if row else None

    async def read(self, incident: IncidentId, id: EvidenceId) -> tuple[Kept, bytes] | None:
        """A file of this incident, and of no other, with its bytes."""
        found = await self._db.execute(_WHOLE, {"incident": incident, "which": id})
        row = found.one_or_none()
        return (_kept(row), bytes(row.content)) if row else None

    async def keep(self, kept: Kept, content: bytes) -> bool:
        """Whether it is new: a file is kept once for an incident."""
        row = {
            "id": kept.id,
            "incident_id": kept.incident,
            "entry": kept.entry,
            "file": kept.file,
            "name": kept.name,
            "mimetype": kept.mimetype,
            "size": kept.size,
            "sha256": kept.sha256,
            "content": content,
            "kept_by": kept.kept_by,
            "kept_at": kept.kept_at,
        }
        return await insert_new(self._db, evidence, [row]) == 1


def _kept(row: Any) -> Kept:
    return Kept(
        id=EvidenceId(row.id),
        incident=IncidentId(row.incident_id),
        entry=EventId(row.entry),
        file=row.file,
        name=row.name,
        mimetype=row.mimetype,
        size=row.size,
        sha256=row.sha256,
        kept_by=PersonId(row.kept_by) if row.kept_by else None,
        kept_at=row.kept_at,
    )
