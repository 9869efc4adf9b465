"""The auditor: nothing while the rules hold; what is broken is found, mended, told and counted."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from sqlalchemy import delete, event, insert, update
from structlog.testing import capture_logs

from bot import metrics
from bot.domain.effects import PagePerson
from bot.domain.escalation import State
from bot.domain.events import Flaw, PagingMended, ResponderPaged
from bot.domain.ids import IncidentId, PersonId
from bot.integrations.heartbeat import Heartbeat
from bot.store.database import Database
from bot.store.tables import escalations, incidents, outbox
from bot.store.work import Store
from bot.ticker import Ticker
from bot.usecases import audit, page, resolve
from bot.usecases.deliver import Delivery
from tests.support.databases import START, ManualTime
from tests.support.ledger import effects, events, last_row
from tests.usecases.conftest import Declare

ONE = IncidentId(1)
OLENA = PersonId("U0OLENA")
MINUTE = timedelta(minutes=1)


async def look(store: Store) -> Mapping[str, int]:
    async with store.begin() as work:
        return await audit.inspect(work)


async def mended(store: Store) -> list[Flaw]:
    return [fact.flaw for fact in await events(store, ONE) if isinstance(fact, PagingMended)]


async def change(database: Database, statement: Any) -> None:
    async with database.write() as connection:
        await connection.execute(statement)


async def unpage(database: Database) -> None:
    """As if the transaction of the declare had forgotten to page."""
    await change(database, delete(escalations))


async def test_nothing_is_found_while_the_rules_hold(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    """Paging, answered, passed on, ended, and an incident that pages nobody."""
    for _ in range(3):
        await declared("SEV1")
    await declared("SEV4")
    async with store.begin() as work:
        [run] = await work.escalations.of_incident(ONE)
        await page.acknowledge(work, run.id, by=OLENA)
        await resolve.resolve(work, IncidentId(2), by=OLENA, summary="Gone.")
    time.later(seconds=29)

    assert await look(store) == {}
    assert await mended(store) == []


async def test_work_that_never_began_is_begun(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV1")
    await unpage(database)
    before = await last_row(database)
    time.later(minutes=2)

    # Nobody sends here: the page of the declare waits, by Slack and by phone.
    assert await look(store) == {"never_began": 1, "untried": 2}
    assert await look(store) == {"untried": 2}

    assert await mended(store) == [Flaw.NEVER_BEGAN]
    async with store.read() as work:
        [run] = await work.escalations.of_incident(ONE)
    assert (run.state, run.next_step_at) == (State.ACTIVE, time.now + timedelta(minutes=5))
    sent = [each for each in await effects(database, after=before) if isinstance(each, PagePerson)]
    assert [(each.person, each.escalation) for each in sent] == [(OLENA, run.id)]


@pytest.mark.parametrize("service", ["no such service", None])
async def test_an_unknown_service_pages_by_the_default_path(
    store: Store, database: Database, service: str | None, declared: Declare
) -> None:
    await declared("SEV1", service=None)
    await unpage(database)
    await change(database, update(incidents).values(service=service))
    assert await look(store) == {"never_began": 1}


@pytest.mark.parametrize(("severity", "status"), [("SEV4", "monitoring"), ("SEV1", "cancelled")])
async def test_what_pages_nobody_is_left_alone(
    store: Store, database: Database, severity: str, status: str, declared: Declare
) -> None:
    await declared("SEV1")
    await unpage(database)
    await change(database, update(incidents).values(severity=severity, status=status))
    assert await look(store) == {}


async def test_paging_that_outlived_its_incident_is_stopped(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV1")
    await change(database, update(incidents).values(status="resolved"))
    assert await look(store) == {}  # it does no harm yet
    time.later(minutes=3, seconds=1)

    assert (await look(store))["outlived"] == 1

    assert await mended(store) == [Flaw.OUTLIVED]
    async with store.read() as work:
        [run] = await work.escalations.of_incident(ONE)
    assert (run.state, run.next_step_at) == (State.STOPPED, None)


async def test_a_step_further_away_than_any_wait_is_moved_up(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    """The clock was an hour ahead when the page went out, and has been put right since."""
    time.later(hours=1)
    await declared("SEV1")
    time.later(hours=-1)
    await change(database, update(outbox).values(attempts=1))

    assert await look(store) == {"far_off": 1}
    assert await look(store) == {}

    assert await mended(store) == [Flaw.FAR_OFF]
    async with store.read() as work:
        [run] = await work.escalations.of_incident(ONE)
    assert run.next_step_at is not None
    assert run.next_step_at - START < timedelta(hours=1)
    time.now = run.next_step_at
    async with store.begin() as work:
        [due] = await work.escalations.due(work.now, 10)
    assert due.id == run.id


async def test_what_is_late_is_counted(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV1")
    leased = update(outbox).where(outbox.c.kind == "OpenRoom")
    await change(database, leased.values(owner="a", leased_until=START + MINUTE, attempts=1))
    time.later(seconds=30)
    assert await look(store) == {"untried": 2}
    time.later(seconds=60)
    assert await look(store) == {"untried": 2, "abandoned": 1}
    time.later(minutes=4)
    assert await look(store) == {"untried": 2, "abandoned": 1, "overdue": 1}
    assert await mended(store) == []


async def _nothing() -> None:
    return


async def test_the_ticker_logs_counts_and_keeps_silent(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    beats = []

    async def beat() -> None:
        beats.append(time.now)

    replicas = [Ticker(store, Delivery(store.begin, {}), _nothing, (), beat=beat) for _ in range(3)]
    for replica in replicas:
        await replica.audit()
    assert beats == [START]  # one of the three, once in 30 s

    await declared("SEV1")
    await unpage(database)
    time.later(seconds=29)
    await change(database, update(outbox).values(attempts=1))
    time.later(seconds=1)
    counted = metrics.AUDIT_FOUND.labels("never_began")._value.get()
    with capture_logs() as logs:
        for replica in replicas:
            await replica.audit()
    assert beats == [START]
    assert metrics.AUDIT_FOUND.labels("never_began")._value.get() == counted + 1
    assert [line["rule"] for line in logs if line["event"] == "rule_broken"] == ["never_began"]

    await change(database, update(outbox).values(attempts=1))
    await replicas[0].audit(always=True)
    assert beats == [START, START + timedelta(seconds=30)]


@pytest.mark.parametrize("status", [200, 500])
async def test_a_heartbeat_is_one_request_and_no_failure_of_it_is_ours(status: int) -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=status)

    site = web.Application()
    site.router.add_get("/ping/secret", answer)
    async with TestServer(site) as server, ClientSession() as session:
        with capture_logs() as logs:
            await Heartbeat(session, str(server.make_url("/ping/secret"))).beat()
    async with ClientSession() as session:
        await Heartbeat(session, "http://127.0.0.1:1/ping/secret").beat()
    assert asked == ["/ping/secret"]
    assert [line["event"] for line in logs] == ([] if status == 200 else ["heartbeat_failed"])
    assert "secret" not in str(logs)


async def test_its_questions_are_answered_by_indexes(store: Store, database: Database) -> None:
    """No plan reads a whole table of those that grow. SQLite tells how it searches."""
    if not database.sqlite:
        pytest.skip("SQLite's plans are stable; PostgreSQL's depend on what is in the tables")
    asked: list[tuple[str, tuple[Any, ...]]] = []

    def keep(*call: Any) -> None:
        asked.append((call[2], call[3]))

    event.listen(database.engine.sync_engine, "before_cursor_execute", keep)
    await look(store)
    event.remove(database.engine.sync_engine, "before_cursor_execute", keep)
    plans = []
    async with database.read() as connection:
        for statement, given in asked:
            if statement.startswith("SELECT"):
                steps = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
                plans += [str(step.detail) for step in steps]
    assert len(plans) >= 6
    whole = {f"SCAN {table}" for table in ("incidents", "escalations", "outbox", "events")}
    assert whole & set(plans) == set()


async def test_a_row_put_in_by_hand_is_paged_for(
    store: Store, database: Database, declared: Declare
) -> None:
    """An incident restored from a backup, say, that the bot never declared."""
    await declared("SEV3")
    async with database.write() as connection:
        row = (await connection.execute(incidents.select())).mappings().one()
        await connection.execute(insert(incidents), {**row, "id": 2, "severity": "SEV1"})

    assert await look(store) == {"never_began": 1}
    found = await events(store, IncidentId(2))
    assert [type(fact).__name__ for fact in found][:1] == ["PagingMended"]
    assert [fact.person for fact in found if isinstance(fact, ResponderPaged)] == [OLENA]
