"""Incidents, in and out of the database."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Milestone
from bot.domain.ids import ClockName, IncidentId, PersonId, RoomId, label
from bot.domain.incident import OPEN, Flag, Incident, NearestClock, Status, UpdateAlarm
from bot.domain.refusal import Refusal
from bot.domain.role import RoleName
from bot.domain.service import ClientName, ServiceName
from bot.domain.severity import ClientState, SeverityName
from bot.store.rows import insert_new, upsert
from bot.store.tables import incidents, members, numbers

# Building a statement costs more than running it, so the busiest are built once.
_NEXT_NUMBER = insert(numbers).returning(numbers.c.id)
_ONE = select(incidents).where(incidents.c.id == bindparam("it"))
_LOCKED = _ONE.with_for_update()
_SEVERAL = select(incidents).where(incidents.c.id.in_(bindparam("them", expanding=True)))
_IN_ROOM = select(incidents).where(incidents.c.room == bindparam("there"))
_MEMBERS = select(members.c.person_id).where(members.c.incident_id == bindparam("it"))
_MEMBERS_OF = select(members.c.incident_id, members.c.person_id).where(
    members.c.incident_id.in_(bindparam("them", expanding=True))
)


class Incidents:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def next_id(self, now: datetime) -> IncidentId:
        taken = await self._db.execute(_NEXT_NUMBER, {"taken_at": now})
        return IncidentId(taken.scalar_one())

    async def find(self, id: IncidentId, *, for_update: bool = False) -> Incident | None:
        row = (await self._db.execute(_LOCKED if for_update else _ONE, {"it": id})).one_or_none()
        return _incident(row) if row else None

    async def get(self, id: IncidentId, *, for_update: bool = False) -> Incident:
        incident = await self.find(id, for_update=for_update)
        if incident is None:
            raise Refusal(
                "There is no {incident}. `/incident list` shows the open ones.", incident=label(id)
            )
        return incident

    async def several(self, ids: Sequence[IncidentId]) -> tuple[Incident, ...]:
        rows = await self._db.execute(_SEVERAL, {"them": ids})
        return tuple(_incident(row) for row in rows)

    async def in_room(self, room: RoomId) -> Incident | None:
        """The incident whose war room this channel is."""
        row = (await self._db.execute(_IN_ROOM, {"there": room})).first()
        return _incident(row) if row else None

    async def open(self) -> list[Incident]:
        """Open incidents, the newest first."""
        wanted = select(incidents).where(incidents.c.status.in_(sorted(OPEN)))
        rows = await self._db.execute(wanted.order_by(incidents.c.id.desc()))
        return [_incident(row) for row in rows]

    async def without_lead(self, now: datetime, limit: int) -> list[Incident]:
        """Those whose limit for taking the lead has passed, locked; other replicas skip them."""
        due = (
            select(incidents)
            .where(incidents.c.lead_due_at <= now)
            .order_by(incidents.c.lead_due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [_incident(row) for row in await self._db.execute(due)]

    async def alarmed(self, now: datetime, limit: int) -> list[Incident]:
        """Those whose client update is due, or soon, and nobody has said so yet; locked.

        Other replicas skip them.
        """
        due = (
            select(incidents)
            .where(incidents.c.update_alarm_at <= now)
            .order_by(incidents.c.update_alarm_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [_incident(row) for row in await self._db.execute(due)]

    async def save(self, incident: Incident) -> None:
        await upsert(self._db, incidents, _row(incident))

    async def add_members(
        self, id: IncidentId, people: tuple[PersonId, ...], now: datetime
    ) -> None:
        if people:
            rows = [{"incident_id": id, "person_id": person, "since": now} for person in people]
            await insert_new(self._db, members, rows)

    async def remove_member(self, id: IncidentId, person: PersonId) -> None:
        gone = members.delete().where(members.c.incident_id == id, members.c.person_id == person)
        await self._db.execute(gone)

    async def members(self, id: IncidentId) -> frozenset[PersonId]:
        rows = await self._db.execute(_MEMBERS, {"it": id})
        return frozenset(PersonId(row.person_id) for row in rows)

    async def members_of(
        self, ids: Sequence[IncidentId]
    ) -> Mapping[IncidentId, frozenset[PersonId]]:
        """Who is in each; an incident without members is left out."""
        found: dict[IncidentId, set[PersonId]] = defaultdict(set)
        for row in await self._db.execute(_MEMBERS_OF, {"them": ids}):
            found[IncidentId(row.incident_id)].add(PersonId(row.person_id))
        return {id: frozenset(people) for id, people in found.items()}

    async def of_member(self, person: PersonId) -> frozenset[IncidentId]:
        rows = await self._db.execute(
            select(members.c.incident_id).where(members.c.person_id == person)
        )
        return frozenset(IncidentId(row.incident_id) for row in rows)


def _row(incident: Incident) -> dict[str, Any]:
    return {
        "id": incident.id,
        "title": incident.title,
        "severity": incident.severity,
        "impact": incident.impact,
        "status": incident.status,
        "client_state": incident.client_state,
        "service": incident.service,
        "clients": list(incident.clients),
        "flags": sorted(incident.flags),
        "private": incident.private,
        "drill": incident.drill,
        "declared_by": incident.declared_by,
        "declared_at": incident.declared_at,
        "started_at": incident.started_at,
        "resolved_at": incident.resolved_at,
        "closed_at": incident.closed_at,
        "milestones": {each: moment.isoformat() for each, moment in incident.milestones.items()},
        "tickets": list(incident.tickets),
        "room": incident.room,
        "room_name": incident.room_name,
        "room_count": incident.room_count,
        "roles": dict(incident.roles),
        "summary": incident.summary,
        "merged_into": incident.merged_into,
        "lead_due_at": incident.lead_due_at,
        "update_due_at": incident.update_due_at,
        "update_promised": incident.update_promised,
        "update_alarm": incident.update_alarm,
        "update_alarm_at": incident.update_alarm_at,
        "update_snoozed_until": incident.update_snoozed_until,
    }


def _incident(row: Any) -> Incident:
    return Incident(
        id=IncidentId(row.id),
        title=row.title,
        severity=SeverityName(row.severity),
        impact=row.impact,
        status=Status(row.status),
        client_state=ClientState(row.client_state) if row.client_state else None,
        service=ServiceName(row.service) if row.service else None,
        clients=tuple(ClientName(name) for name in row.clients),
        flags=frozenset(Flag(flag) for flag in row.flags),
        private=row.private,
        drill=row.drill,
        declared_by=PersonId(row.declared_by),
        declared_at=row.declared_at,
        started_at=row.started_at,
        resolved_at=row.resolved_at,
        closed_at=row.closed_at,
        milestones={
            Milestone(each): datetime.fromisoformat(moment)
            for each, moment in row.milestones.items()
        },
        tickets=tuple(row.tickets),
        room=RoomId(row.room) if row.room else None,
        room_name=row.room_name,
        room_count=row.room_count,
        roles={RoleName(role): PersonId(person) for role, person in row.roles.items()},
        summary=row.summary,
        merged_into=IncidentId(row.merged_into) if row.merged_into else None,
        lead_due_at=row.lead_due_at,
        update_due_at=row.update_due_at,
        update_promised=row.update_promised,
        update_alarm=UpdateAlarm(row.update_alarm) if row.update_alarm else None,
        update_alarm_at=row.update_alarm_at,
        update_snoozed_until=row.update_snoozed_until,
        clock=_nearest(row),
    )


def _nearest(row: Any) -> NearestClock | None:
    if row.clock is None:
        return None
    return NearestClock(ClockName(row.clock), row.clock_due_at, row.clock_missed)
