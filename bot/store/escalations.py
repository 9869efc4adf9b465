"""Escalations, in and out of the database."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.escalation import Escalation, State
from bot.domain.escalation_path import EscalationPath
from bot.domain.ids import EscalationId, IncidentId, PersonId
from bot.domain.refusal import Refusal
from bot.store.codec import adapter
from bot.store.rows import upsert
from bot.store.tables import escalations

# Building a statement costs more than running it, so the busiest are built once.
_ONE = select(escalations).where(escalations.c.id == bindparam("it"))
_LOCKED = _ONE.with_for_update()
_ALL = (
    select(escalations)
    .where(escalations.c.incident_id == bindparam("incident"))
    .order_by(escalations.c.first_paged_at, escalations.c.id)
)
_ALL_LOCKED = _ALL.with_for_update()
_OF_SEVERAL = (
    select(escalations)
    .where(escalations.c.incident_id.in_(bindparam("incidents", expanding=True)))
    .order_by(escalations.c.first_paged_at, escalations.c.id)
)


class Escalations:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    def new_id(self) -> EscalationId:
        return EscalationId(uuid4().hex)

    async def get(self, id: EscalationId, *, for_update: bool = False) -> Escalation:
        row = (await self._db.execute(_LOCKED if for_update else _ONE, {"it": id})).one_or_none()
        if row is None:
            raise Refusal("That page is no longer known. Open the incident with `/incident list`.")
        return _escalation(row)

    async def of_incident(
        self, incident: IncidentId, *, for_update: bool = False
    ) -> tuple[Escalation, ...]:
        """All runs for an incident, the first begun first."""
        wanted = _ALL_LOCKED if for_update else _ALL
        rows = await self._db.execute(wanted, {"incident": incident})
        return tuple(_escalation(row) for row in rows)

    async def of_incidents(self, incidents: Collection[IncidentId]) -> tuple[Escalation, ...]:
        """All runs of several, the first begun first."""
        rows = await self._db.execute(_OF_SEVERAL, {"incidents": list(incidents)})
        return tuple(_escalation(row) for row in rows)

    async def due(self, now: datetime, limit: int) -> tuple[Escalation, ...]:
        """Those whose next step is due, locked; other replicas skip them."""
        wanted = (
            select(escalations)
            .where(escalations.c.next_step_at <= now)
            .order_by(escalations.c.next_step_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return tuple(_escalation(row) for row in await self._db.execute(wanted))

    async def active(self) -> tuple[Escalation, ...]:
        wanted = select(escalations).where(escalations.c.state == State.ACTIVE)
        return tuple(_escalation(row) for row in await self._db.execute(wanted))

    async def save(self, escalation: Escalation) -> None:
        await upsert(self._db, escalations, _row(escalation))


def _row(escalation: Escalation) -> dict[str, Any]:
    return {
        "id": escalation.id,
        "incident_id": escalation.incident,
        "state": escalation.state,
        "version": escalation.version,
        "path": adapter(EscalationPath).dump_python(escalation.path, mode="json"),
        "position": escalation.position,
        "round": escalation.round,
        "next_step_at": escalation.next_step_at,
        "paged": list(escalation.paged),
        "first_paged_at": escalation.first_paged_at,
        "acknowledged_by": escalation.acknowledged_by,
        "acknowledged_at": escalation.acknowledged_at,
    }


def _escalation(row: Any) -> Escalation:
    return Escalation(
        id=EscalationId(row.id),
        incident=IncidentId(row.incident_id),
        state=State(row.state),
        version=row.version,
        path=adapter(EscalationPath).validate_python(row.path),
        position=row.position,
        round=row.round,
        next_step_at=row.next_step_at,
        paged=tuple(PersonId(person) for person in row.paged),
        first_paged_at=row.first_paged_at,
        acknowledged_by=PersonId(row.acknowledged_by) if row.acknowledged_by else None,
        acknowledged_at=row.acknowledged_at,
    )
