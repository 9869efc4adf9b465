"""Regulatory clocks, in and out of the database, and what the incident's own row shows of them.

They change under the lock of their incident: whoever decides has it `for_update`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.clocks import Clock, Clocks, State, Submission
from bot.domain.ids import ClockName, IncidentId, PersonId
from bot.domain.regulation import Anchor, Deadline
from bot.store.rows import upsert
from bot.store.tables import clocks, incidents

_OF_ONE = select(clocks).where(clocks.c.incident_id == bindparam("it")).order_by(clocks.c.place)
_SHOW = update(incidents).where(incidents.c.id == bindparam("it"))
_ALARM = incidents.c.clock_alarm_at


class ClockRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def of(self, incident: IncidentId) -> Clocks:
        rows = await self._db.execute(_OF_ONE, {"it": incident})
        return Clocks(incident, {ClockName(row.name): _clock(row) for row in rows})

    async def due(self, now: datetime, limit: int) -> list[IncidentId]:
        """Incidents one of whose clocks has something to tell, locked; other replicas skip them."""
        wanted = (
            select(incidents.c.id)
            .where(now >= _ALARM)
            .order_by(_ALARM)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [IncidentId(id) for id in (await self._db.execute(wanted)).scalars()]

    async def save(self, all: Clocks) -> None:
        """Every clock; and in the incident's row the nearest deadline and the next alarm."""
        for place, clock in enumerate(all.all.values()):
            await upsert(self._db, clocks, _row(all.incident, place, clock))
        near = all.nearest
        shown = {
            "clock": near.name if near else None,
            "clock_due_at": near.deadline.at if near and near.deadline else None,
            "clock_missed": near is not None and near.state is State.MISSED,
            "clock_alarm_at": all.alarm_at,
        }
        await self._db.execute(_SHOW, {"it": all.incident, **shown})


def _row(incident: IncidentId, place: int, clock: Clock) -> dict[str, Any]:
    due = clock.deadline
    return {
        "incident_id": incident,
        "name": clock.name,
        "place": place,
        "state": clock.state,
        "anchors": {anchor.value: at.isoformat() for anchor, at in clock.anchors.items()},
        "since": due.since if due else None,
        "due_at": due.at if due else None,
        "firm": due is None or due.firm,
        "warned": clock.warned,
        "started_by": clock.started_by,
        "submissions": [
            {
                "at": sent.at.isoformat(),
                "by": sent.by,
                "recorded_at": sent.recorded_at.isoformat(),
                "reference": sent.reference,
                "why": sent.why,
            }
            for sent in clock.submissions
        ],
        "reason": clock.reason,
    }


def _clock(row: Any) -> Clock:
    due = Deadline(since=row.since, at=row.due_at, firm=row.firm) if row.due_at else None
    return Clock(
        name=ClockName(row.name),
        state=State(row.state),
        anchors={Anchor(name): datetime.fromisoformat(at) for name, at in row.anchors.items()},
        deadline=due,
        warned=row.warned,
        started_by=PersonId(row.started_by) if row.started_by else None,
        submissions=tuple(
            Submission(
                at=datetime.fromisoformat(sent["at"]),
                by=PersonId(sent["by"]),
                recorded_at=datetime.fromisoformat(sent["recorded_at"]),
                reference=sent["reference"],
                why=sent["why"],
            )
            for sent in row.submissions
        ),
        reason=row.reason,
    )
