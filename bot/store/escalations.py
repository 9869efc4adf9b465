"""Escalations, in and out of the database."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import uuid4

from sqlalchemy import Text, bindparam, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.escalation import Ack, Escalation, State
from bot.domain.escalation_path import EscalationPath
from bot.domain.ids import EscalationId, IncidentId, PersonId
from bot.domain.refusal import Refusal
from bot.domain.role import RoleName
from bot.domain.severity import ONE_ACK, AckRule, SeverityName
from bot.store.bulk import plan_afresh, update_all
from bot.store.codec import adapter
from bot.store.rows import upsert
from bot.store.tables import escalations

#: Paths are few and escalations many: a snapshot's text is the key under which it is kept decoded.
_PATHS = 256
_PATH = cast(escalations.c.path, Text).label("path")
_COLUMNS = (*(column for column in escalations.c if column.name != "path"), _PATH)

# Building a statement costs more than running it, so the busiest are built once.
_ANY = select(*_COLUMNS)
_ONE = _ANY.where(escalations.c.id == bindparam("it"))
_LOCKED = _ONE.with_for_update()
_ALL = _ANY.where(escalations.c.incident_id == bindparam("incident")).order_by(
    escalations.c.first_paged_at, escalations.c.id
)
_ALL_LOCKED = _ALL.with_for_update()
_OF_SEVERAL = _ANY.where(
    escalations.c.incident_id.in_(bindparam("incidents", expanding=True))
).order_by(escalations.c.first_paged_at, escalations.c.id)
_DUE = (
    _ANY.where(
        escalations.c.next_step_at <= bindparam("moment", type_=escalations.c.next_step_at.type)
    )
    .order_by(escalations.c.next_step_at)
    .limit(bindparam("take"))
    .with_for_update(skip_locked=True)
)
_NEXT = select(func.min(escalations.c.next_step_at)).where(escalations.c.next_step_at.is_not(None))


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
        """Those whose next step is due, the longest due first, locked; other replicas skip them."""
        await plan_afresh(self._db)
        rows = await self._db.execute(_DUE, {"moment": now, "take": limit})
        return tuple(_escalation(row) for row in rows)

    async def next_due(self) -> datetime | None:
        """When the next step of all is due."""
        earliest: datetime | None = (await self._db.execute(_NEXT)).scalar()
        return earliest

    async def active(self) -> tuple[Escalation, ...]:
        wanted = _ANY.where(escalations.c.state == State.ACTIVE)
        return tuple(_escalation(row) for row in await self._db.execute(wanted))

    async def save(self, escalation: Escalation) -> None:
        await upsert(self._db, escalations, _row(escalation))

    async def save_all(self, runs: Sequence[Escalation]) -> None:
        """Where each of these known runs stands now, in one statement for all of them."""
        if runs:
            rows = [{"id": run.id, **_standing(run)} for run in runs]
            await update_all(self._db, escalations, rows)


def _row(escalation: Escalation) -> dict[str, Any]:
    return {
        "id": escalation.id,
        "incident_id": escalation.incident,
        "path": adapter(EscalationPath).dump_python(escalation.path, mode="json"),
        **_standing(escalation),
    }


def _standing(escalation: Escalation) -> dict[str, Any]:
    """What changes while it runs."""
    return {
        "state": escalation.state,
        "version": escalation.version,
        "position": escalation.position,
        "round": escalation.round,
        "next_step_at": escalation.next_step_at,
        "severity": escalation.severity,
        "rule": _ruled(escalation.rule),
        "paged": list(escalation.paged),
        "waiting": list(escalation.waiting),
        "called": list(escalation.called),
        "skipped": list(escalation.skipped),
        "first_paged_at": escalation.first_paged_at,
        "acks": [[ack.person, ack.at.isoformat()] for ack in escalation.acks],
        "questioned_at": escalation.questioned_at,
    }


def _ruled(rule: AckRule) -> dict[str, Any]:
    """Most severities ask for one answer and nothing else, so that is nothing to write down."""
    if rule == ONE_ACK:
        return {}
    timeout = rule.timeout.total_seconds() if rule.timeout else None
    return {"needed": rule.needed, "roles": list(rule.roles), "timeout": timeout}


def _rule(said: Mapping[str, Any]) -> AckRule:
    if not said:
        return ONE_ACK
    timeout = said["timeout"]
    return AckRule(
        needed=said["needed"],
        roles=tuple(RoleName(role) for role in said["roles"]),
        timeout=timedelta(seconds=timeout) if timeout is not None else None,
    )


def _people(said: Iterable[str]) -> tuple[PersonId, ...]:
    return tuple(PersonId(person) for person in said)


def _ack(said: Sequence[str]) -> Ack:
    person, at = said
    return Ack(PersonId(person), datetime.fromisoformat(at))


@lru_cache(_PATHS)
def _path(text: str) -> EscalationPath:
    path: EscalationPath = adapter(EscalationPath).validate_json(text)
    return path


def _escalation(row: Any) -> Escalation:
    return Escalation(
        id=EscalationId(row.id),
        incident=IncidentId(row.incident_id),
        state=State(row.state),
        version=row.version,
        path=_path(row.path),
        position=row.position,
        round=row.round,
        next_step_at=row.next_step_at,
        severity=SeverityName(row.severity) if row.severity else None,
        rule=_rule(row.rule),
        paged=_people(row.paged),
        waiting=_people(row.waiting),
        called=_people(row.called),
        skipped=tuple(row.skipped),
        first_paged_at=row.first_paged_at,
        acks=tuple(map(_ack, row.acks)),
        questioned_at=row.questioned_at,
    )
