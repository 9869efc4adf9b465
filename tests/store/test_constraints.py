"""What the databases themselves refuse, whatever the code above them does."""

from typing import Any

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError, StatementError

from bot.domain import escalation
from bot.domain.escalation import State
from bot.domain.ids import IncidentId, PersonId
from bot.domain.on_call import on_call
from bot.domain.policy import Policy
from bot.domain.service import ServiceName
from bot.store.database import Database
from bot.store.tables import escalations, incidents
from bot.store.work import Store
from tests.support.databases import START

ONE = IncidentId(1)

pytestmark = pytest.mark.usefixtures("incident")


def _escalation(**changed: Any) -> dict[str, Any]:
    return {
        "id": "e1",
        "incident_id": 1,
        "state": "active",
        "version": 0,
        "path": {},
        "position": 0,
        "round": 1,
        "next_step_at": START,
        "paged": [],
        **changed,
    }


async def _write(database: Database, statement: Any) -> None:
    async with database.write() as connection:
        await connection.execute(statement)


async def test_an_active_escalation_without_a_due_time_is_refused(database: Database) -> None:
    """Nobody would ever be paged by it again."""
    with pytest.raises(IntegrityError, match="active_has_due_time"):
        await _write(database, insert(escalations).values(_escalation(next_step_at=None)))


async def test_an_active_escalation_cannot_lose_its_due_time(database: Database) -> None:
    await _write(database, insert(escalations).values(_escalation()))

    with pytest.raises(IntegrityError, match="active_has_due_time"):
        await _write(database, update(escalations).values(next_step_at=None))


async def test_a_finished_escalation_needs_none(database: Database) -> None:
    await _write(
        database, insert(escalations).values(_escalation(state=State.STOPPED, next_step_at=None))
    )


async def test_an_escalation_of_no_incident_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await _write(database, insert(escalations).values(_escalation(incident_id=99)))


async def test_numbers_are_never_handed_out_twice(store: Store) -> None:
    """A declare that is rolled back leaves a gap on PostgreSQL, and no duplicate anywhere."""
    async with store.begin() as work:
        first = await work.incidents.next_id(work.now)

    async def take_and_fail() -> None:
        async with store.begin() as work:
            await work.incidents.next_id(work.now)
            raise RuntimeError("power")

    with pytest.raises(RuntimeError, match="power"):
        await take_and_fail()
    async with store.begin() as work:
        later = [await work.incidents.next_id(work.now) for _ in range(2)]

    assert len({first, *later}) == 3
    assert later == sorted(later)


async def test_an_instant_comes_back_in_utc(store: Store) -> None:
    async with store.read() as work:
        incident = await work.incidents.get(ONE)

    assert incident.declared_at == START
    assert str(incident.declared_at.tzinfo) == "UTC"


async def test_a_naive_time_is_not_stored(database: Database) -> None:
    with pytest.raises(StatementError, match="An instant needs a zone"):
        await _write(database, update(incidents).values(declared_at=START.replace(tzinfo=None)))


async def test_an_escalation_keeps_the_whole_copy_of_its_path(store: Store, policy: Policy) -> None:
    path = policy.path_for(ServiceName("cards"))
    assert path is not None
    async with store.begin() as work:
        resolve = on_call(policy, await work.rosters.all(), work.now)
        begun = escalation.begin(
            work.escalations.new_id(), ONE, path, resolve, by=PersonId("U0TARAS"), at=work.now
        )
        kept = await work.record(begun)

    async with store.read() as work:
        assert await work.escalations.get(kept.id) == kept
        assert await work.escalations.active() == (kept,)
