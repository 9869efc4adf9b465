"""Regulatory clocks: a person says from when they run and what was sent; time does the rest.

The incident is locked first, whatever is asked of its clocks, so that replicas cannot both warn.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.domain import clock_course
from bot.domain.clock_course import Report
from bot.domain.clock_ledger import Said
from bot.domain.clocks import Clocks
from bot.domain.ids import ClockName, IncidentId, PersonId, RegimeName
from bot.domain.regulation import Anchor
from bot.store.work import Work


async def start(
    work: Work,
    id: IncidentId,
    regime: RegimeName,
    anchors: Mapping[Anchor, datetime],
    *,
    by: PersonId,
    ground: str = "",
) -> Clocks:
    clocks = await _held(work, id)
    change = clock_course.start(clocks, regime, anchors, _said(work, by), ground=ground)
    return await work.record(change)


async def set_anchors(
    work: Work,
    id: IncidentId,
    regime: RegimeName,
    anchors: Mapping[Anchor, datetime],
    *,
    by: PersonId,
    reason: str = "",
) -> Clocks:
    """Name or correct the moments from which an act's clocks run."""
    clocks = await _held(work, id)
    change = clock_course.set_anchors(clocks, regime, anchors, _said(work, by), reason=reason)
    return await work.record(change)


async def submit(
    work: Work, id: IncidentId, clock: ClockName, report: Report, *, by: PersonId
) -> Clocks:
    clocks = await _held(work, id)
    return await work.record(clock_course.submit(clocks, clock, report, _said(work, by)))


async def dismiss(
    work: Work, id: IncidentId, clocks: Iterable[ClockName], *, by: PersonId, reason: str
) -> Clocks:
    held = await _held(work, id)
    return await work.record(
        clock_course.dismiss(held, tuple(clocks), _said(work, by), reason=reason)
    )


async def ring(work: Work, *, limit: int = 50) -> int:
    """Tell of every clock whose time has come; how many incidents were looked at."""
    due = await work.clocks.due(work.now, limit)
    for id in due:
        clocks = await work.clocks.of(id)
        await work.record(clock_course.ring(clocks, policy=work.policy, at=work.now))
    return len(due)


async def _held(work: Work, id: IncidentId) -> Clocks:
    await work.incidents.get(id, for_update=True)
    return await work.clocks.of(id)


def _said(work: Work, by: PersonId) -> Said:
    return Said(by=by, at=work.now, policy=work.policy)
