"""What the status page reads: found by privacy as it is now, and cheap to ask whether it is old."""

from datetime import timedelta

from sqlalchemy import text

from bot.domain.medium import Medium
from bot.domain.published import published
from bot.store.database import Database
from bot.store.published import Stamp
from bot.store.work import Store
from tests.support.databases import START
from tests.support.publishing import hide, publish, sent

FIRST = sent(1, 1, START - timedelta(hours=1), "investigating")
SECOND = sent(2, 1, START - timedelta(minutes=5), "investigating")


async def stamp(store: Store) -> Stamp:
    async with store.read() as work:
        return await work.published.stamp()


async def test_what_may_be_read_now(store: Store) -> None:
    await publish(store, FIRST, SECOND)
    await publish(store, sent(3, 1, START, "investigating"), drill=True)
    async with store.read() as work:
        ids = await work.published.ids()
        assert ids == {FIRST.id, SECOND.id}
        found = await work.published.several(ids)
        assert {each.incident: each for each in found} == {
            1: published(FIRST),
            2: published(SECOND),
        }

    await hide(store, 1)

    async with store.read() as work:
        assert await work.published.ids() == {SECOND.id}
        # Also when it was asked for in between.
        assert await work.published.several(ids) == [published(SECOND)]


async def test_what_went_to_others_alone_is_not_published(store: Store) -> None:
    mailed = sent(1, 1, START, "investigating", medium=Medium.MAIL)
    await publish(store, mailed)
    async with store.read() as work:
        assert await work.published.several([mailed.id]) == []


async def test_the_stamp_tells_of_each_send_and_of_each_that_becomes_private(store: Store) -> None:
    seen = [await stamp(store)]
    await publish(store, FIRST)
    seen.append(await stamp(store))
    # Sent before the other, seen after it: the newest stays the newest, and the count tells.
    await publish(store, sent(1, 2, START - timedelta(hours=2), "investigating"))
    seen.append(await stamp(store))
    await hide(store, 1)
    seen.append(await stamp(store))
    last = START - timedelta(hours=1)
    assert seen == [Stamp(0, None, 0), Stamp(1, last, 0), Stamp(2, last, 0), Stamp(2, last, 1)]


async def test_a_process_counts_what_it_lets_the_public_read(store: Store) -> None:
    assert store.edition == 0
    async with store.begin() as work:
        await work.incidents.next_id(work.now)
    assert store.edition == 0
    await publish(store, FIRST)
    assert store.edition == 1
    await hide(store, 1)
    assert store.edition == 2


async def test_the_stamp_reads_small_indexes_alone(store: Store, database: Database) -> None:
    if not database.sqlite:
        return  # There the planner may prefer the whole table while it is all but empty.
    await publish(store, FIRST)
    asked = (
        "SELECT count(sent_at), max(sent_at) FROM client_updates WHERE sent_at IS NOT NULL",
        "SELECT count(*) FROM incidents WHERE private",
    )
    plans = []
    async with database.read() as connection:
        for each in asked:
            rows = await connection.execute(text(f"EXPLAIN QUERY PLAN {each}"))
            plans += [row.detail for row in rows]
    assert plans == [
        "SEARCH client_updates USING COVERING INDEX ix_client_updates_sent_at (sent_at>?)",
        "SCAN incidents USING COVERING INDEX ix_incidents_private",
    ]
