"""A slow Slack keeps its lease; a lost one is looked into, and nothing is sent twice."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial

from bot.domain.effects import OpenRoom, PostCard
from bot.slack.client import CALL_SECONDS
from bot.store.outbox import Parcel
from bot.store.work import Work
from bot.usecases.deliver import LEASE, After, Delivery, Sender
from sandbox.traffic import Call
from tests.support.complete import NAME, assert_complete
from tests.support.process import until
from tests.support.replicas import replica, settle
from tests.support.world import OLENA, SUPPORT, World, world

DECLARE = "declare SEV1 Card payments fail for everyone"


class Slow:
    """A sender whose answer from Slack is on its way until it is let through."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self.sent = asyncio.Event()
        self.let = asyncio.Event()

    def alone(self, delivery: Delivery) -> bool:
        """Whether this has been sent, and the rest has been sent and booked."""
        busy = delivery._done or delivery._turning.locked()
        return self.sent.is_set() and len(delivery._flying) == 1 and not busy

    async def __call__(self, effect: object, parcel: Parcel) -> After | None:
        after = await self._sender(effect, parcel)
        self.sent.set()
        await self.let.wait()
        return after


@contextmanager
def slow(delivery: Delivery, kind: type[OpenRoom] | type[PostCard]) -> Iterator[Slow]:
    made = Slow(delivery._senders[kind])
    delivery._senders = {**delivery._senders, kind: made}
    try:
        yield made
    finally:
        made.let.set()


async def declare(made: World) -> None:
    done = await made.slack.acts.command(OLENA, SUPPORT, "/incident", DECLARE)
    assert done.acked


def looks(made: World) -> list[str]:
    """The calls that only a sender unsure of an earlier try makes."""
    seen = {"conversations.history", "conversations.replies", "users.conversations"}
    return [call.method for call in made.slack.traffic.calls() if call.method in seen]


def created(made: World) -> list[Call]:
    return made.slack.traffic.calls("conversations.create")


async def test_a_slow_call_keeps_its_lease(database_url: str) -> None:
    assert LEASE.total_seconds() > CALL_SECONDS
    async with world(database_url) as made, replica(made) as other:
        with slow(made.bot.delivery, OpenRoom) as opening:
            await declare(made)
            under_way = asyncio.create_task(made.bot.delivery.quiet())
            await until(partial(opening.alone, made.bot.delivery))
            # Eight seconds of silence, and as many again: each tick renews the lease.
            for _ in range(16):
                made.time.now += 1
                await made.bot.delivery.tick()
                await other.delivery.quiet()
            assert len(created(made)) == 1
            opening.let.set()
            await under_way
            await settle(made, other)
            assert looks(made) == []
            assert len(created(made)) == 1
            assert_complete(made.slack, declarer=OLENA)


async def test_an_expired_lease_is_looked_into(database_url: str) -> None:
    """Its holder sent the card and fell silent; when it wakes, its outcome counts no more."""
    async with world(database_url) as made, replica(made) as other:
        with slow(made.bot.delivery, PostCard) as posting:
            await declare(made)
            under_way = asyncio.create_task(made.bot.delivery.quiet())
            await until(partial(posting.alone, made.bot.delivery))
            await other.delivery.quiet()
            assert looks(made) == []
            made.time.now += LEASE.total_seconds()
            await other.delivery.quiet()
            assert looks(made) == ["conversations.history"]
            assert_complete(made.slack, declarer=OLENA)

            calls = len(made.slack.traffic.calls())
            posting.let.set()
            await under_way
            await settle(made, other)
            assert len(made.slack.traffic.calls()) == calls
            assert_complete(made.slack, declarer=OLENA)


async def test_a_room_of_a_lost_lease_is_found(database_url: str) -> None:
    async with world(database_url) as made, replica(made) as other:
        with slow(made.bot.delivery, OpenRoom) as opening:
            await declare(made)
            under_way = asyncio.create_task(made.bot.delivery.quiet())
            await until(partial(opening.alone, made.bot.delivery))
            made.time.now += LEASE.total_seconds()
            await other.delivery.quiet()
            assert [call.response.get("error") for call in created(made)] == [None, "name_taken"]
            assert looks(made) == ["users.conversations"]
            opening.let.set()
            await under_way
            await settle(made, other)
            assert made.channel(NAME).name == NAME
            assert_complete(made.slack, declarer=OLENA)


async def test_stopping_waits_for_a_turn_under_way(sqlite: str) -> None:
    """What it has just leased is sent and booked: the next start has nothing to look into."""
    async with world(sqlite) as made:
        delivery = made.bot.delivery
        begin, leased, commits = delivery._begin, asyncio.Event(), asyncio.Event()

        @asynccontextmanager
        async def held() -> AsyncGenerator[Work]:
            async with begin() as work:
                yield work
                leased.set()
                await commits.wait()

        await declare(made)
        delivery._begin = held
        turn = asyncio.create_task(delivery._turn())
        await leased.wait()
        stopping = asyncio.create_task(delivery.stop())
        await asyncio.sleep(0)
        commits.set()
        await asyncio.gather(turn, stopping)
        assert not delivery._flying
        assert len(created(made)) == 1
        assert (await made.incident()).room is not None
