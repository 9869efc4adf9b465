"""Escalations, in and out of the database."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.escalation import Escalation, State
from bot.domain.ids import EscalationId, IncidentId
from bot.domain.refusal import Refusal
from bot.store import escalation_rows as rows
from bot.store.bulk import update_all
from bot.store.rows import upsert
from bot.store.tables import escalations

# Building a statement costs more than running it, so the busiest are built once.
_ANY = select(*rows.COLUMNS)
_ONE = _ANY.where(escalations.c.id == bindparam("it"))
_LOCKED = _ONE.with_for_update()
_ALL = _ANY.where(escalations.c.incident_id == bindparam("incident")).order_by(
    escalations.c.first_paged_at, escalations.c.id
)
_ALL_LOCKED = _ALL.with_for_update()
_OF_SEVERAL = _ANY.where(
    escalations.c.incident_id.in_(bindparam("incidents", expanding=True))
).order_by(escalations.c.first_paged_at, escalations.c.id)
_NEXT_STEP = escalations.c.next_step_at
_PASSED = bindparam("moment", type_=_NEXT_STEP.type) >= _NEXT_STEP
_DUE = (
    _ANY.where(_PASSED)
    .order_by(_NEXT_STEP)
    .limit(bindparam("take"))
    .with_for_update(skip_locked=True)
)
_DUE_IDS = select(escalations.c.id).where(_PASSED).order_by(_NEXT_STEP).limit(bindparam("take"))
_PUT_OFF = update(escalations).where(escalations.c.id == bindparam("it"), _NEXT_STEP.is_not(None))


class Escalations:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    def new_id(self) -> EscalationId:
        return EscalationId(uuid4().hex)

    async def get(self, id: EscalationId, *, for_update: bool = False) -> Escalation:
        found = (await self._db.execute(_LOCKED if for_update else _ONE, {"it": id})).one_or_none()
        if found is None:
            raise Refusal("That page is no longer known. Open the incident with `/incident list`.")
        return rows.escalation(found)

    async def of_incident(
        self, incident: IncidentId, *, for_update: bool = False
    ) -> tuple[Escalation, ...]:
        """All runs for an incident, the first begun first."""
        wanted = _ALL_LOCKED if for_update else _ALL
        found = await self._db.execute(wanted, {"incident": incident})
        return tuple(rows.escalation(row) for row in found)

    async def of_incidents(self, incidents: Collection[IncidentId]) -> tuple[Escalation, ...]:
        """All runs of several, the first begun first."""
        found = await self._db.execute(_OF_SEVERAL, {"incidents": list(incidents)})
        return tuple(rows.escalation(row) for row in found)

    async def due(self, now: datetime, limit: int) -> tuple[Escalation, ...]:
        """Those whose next step is due, the longest due first, locked; other replicas skip them."""
        found = await self._db.execute(_DUE, {"moment": now, "take": limit})
        return tuple(rows.escalation(row) for row in found)

    async def due_ids(self, now: datetime, limit: int) -> list[EscalationId]:
        """Their ids alone, which can be read whatever else stands in their rows."""
        found = await self._db.execute(_DUE_IDS, {"moment": now, "take": limit})
        return [EscalationId(id) for id in found.scalars()]

    async def put_off(self, id: EscalationId, until: datetime) -> None:
        """One that cannot be fired must not stand in the way of all others."""
        await self._db.execute(_PUT_OFF, {"it": id, "next_step_at": until})

    async def active(self) -> tuple[Escalation, ...]:
        wanted = _ANY.where(escalations.c.state == State.ACTIVE)
        return tuple(rows.escalation(row) for row in await self._db.execute(wanted))

    async def save(self, escalation: Escalation) -> None:
        await upsert(self._db, escalations, rows.row(escalation))

    async def save_all(self, before: Sequence[Escalation], after: Sequence[Escalation]) -> None:
        """Where each of these known runs stands now, in one statement for all of them."""
        if after:
            await update_all(self._db, escalations, rows.moved(before, after))
