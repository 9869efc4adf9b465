"""Due steps: all of them, each once, on time, and none in the way of another."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot import metrics
from bot.domain.events import ResponderPaged
from bot.domain.ids import IncidentId, PersonId
from bot.store.database import Database
from bot.store.tables import escalations
from bot.store.work import Store
from bot.ticker import fire_due
from bot.usecases import advance
from bot.usecases.advance import advance_due
from tests.support.databases import START, ManualTime
from tests.support.ledger import events, rows
from tests.usecases.conftest import Declare

OLENA, IRYNA, DARYNA = PersonId("U0OLENA"), PersonId("U0IRYNA"), PersonId("U0DARYNA")
WAIT = timedelta(minutes=5)


async def paged(store: Store, incident: int) -> list[tuple[PersonId | None, int]]:
    """Who was paged for an incident, in order, and how many seconds late."""
    found = await events(store, IncidentId(incident))
    return [(fact.person, fact.late_seconds) for fact in found if isinstance(fact, ResponderPaged)]


async def test_a_batch_takes_the_longest_due_first(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    for _ in range(3):
        await declared("SEV1")
        time.later(minutes=1)
    time.later(minutes=5)

    async with store.begin() as work:
        assert await advance_due(work, limit=2) == 2
    assert [len(await paged(store, number)) for number in (1, 2, 3)] == [2, 2, 1]


async def test_everything_due_is_fired_and_the_next_deadline_told(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    for _ in range(3):
        await declared("SEV1")
    time.later(minutes=5)

    assert await fire_due(store) == time.now
    assert [await paged(store, number) for number in (1, 2, 3)] == [[(OLENA, 0), (IRYNA, 0)]] * 3
    assert await fire_due(store) == START + 2 * WAIT


async def test_an_outage_costs_one_step_and_says_how_late_it_was(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    """Three waits have passed: one level is asked, and gets its whole wait."""
    await declared("SEV1")
    time.later(minutes=16)

    await fire_due(store)
    assert await paged(store, 1) == [(OLENA, 0), (IRYNA, 660)]
    assert await fire_due(store) == START + timedelta(minutes=16) + WAIT


async def test_replicas_at_once_fire_each_step_once(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    for _ in range(30):
        await declared("SEV1")
    time.later(minutes=5)

    async def some() -> int:
        async with store.begin() as work:
            return await advance_due(work, limit=7)

    fired = await asyncio.gather(*(some() for _ in range(6)))
    assert sum(fired) == 30
    assert [len(await paged(store, number)) for number in range(1, 31)] == [2] * 30


async def test_a_large_batch_writes_what_a_small_one_does(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    """Forty runs at once go another way into the tables than one does: the rows are the same."""
    for _ in range(41):
        await declared("SEV1")
    time.later(minutes=5)
    async with store.begin() as work:
        await advance_due(work, limit=1)
        alone = await work.escalations.of_incident(IncidentId(1))
    last = (await rows(database))[-1].id
    async with store.begin() as work:
        assert await advance_due(work) == 40
    written = await rows(database, after=last)
    ones = [row for row in await rows(database) if row.incident_id == 1]
    many = [row for row in written if row.incident_id == 2]

    async with store.read() as work:
        [other] = await work.escalations.of_incident(IncidentId(2))
        first, second = [(await work.timeline.read(IncidentId(n)))[-1].event for n in (1, 2)]
    [one] = alone
    same = ("state", "version", "path", "position", "round", "next_step_at", "paged", "waiting")
    assert [getattr(one, name) for name in same] == [getattr(other, name) for name in same]
    assert isinstance(first, ResponderPaged)
    assert isinstance(second, ResponderPaged)
    assert (first.person, first.at, first.level) == (second.person, second.at, second.level)

    def shape(row: object) -> list[object]:
        kept = ("kind", "priority", "created_at", "due_at", "attempts", "uncertain", "error")
        return [getattr(row, name) for name in kept]

    assert [shape(row) for row in ones[-len(many) :]] == [shape(row) for row in many]
    assert len({row.key for row in written}) == len(written)


async def test_a_row_that_cannot_be_read_is_put_off_and_holds_up_no_other(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    for _ in range(3):
        await declared("SEV1")
    [broken] = await _run_ids(store, 2)
    bad = update(escalations).where(escalations.c.id == broken)
    async with database.write() as connection:
        await connection.execute(bad.values(path={"name": "no levels"}))
    time.later(minutes=5)
    failed = metrics.STEPS_FAILED._value.get()

    await fire_due(store)

    assert metrics.STEPS_FAILED._value.get() == failed + 1
    assert [len(await paged(store, number)) for number in (1, 2, 3)] == [2, 1, 2]
    assert await fire_due(store) == START + WAIT + advance.AGAIN


async def _run_ids(store: Store, incident: int) -> list[str]:
    async with store.read() as work:
        return [run.id for run in await work.escalations.of_incident(IncidentId(incident))]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_is_not_due_is_looked_for_without_writing(
    store: Store, database: Database, declared: Declare, monkeypatch: pytest.MonkeyPatch
) -> None:
    await declared("SEV1")

    def forbidden() -> None:
        raise AssertionError("a tick with nothing due must not take the write lock")

    monkeypatch.setattr(database, "write", forbidden)
    found: datetime | None = await fire_due(store)
    assert found == START + WAIT
