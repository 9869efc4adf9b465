"""Hundreds of mails to a server that hangs: everything else leaves as if there were none."""

import asyncio
from collections import Counter

import pytest

from bot.domain.effects import Announce, MailClientUpdate, PostCard, RefreshCard
from bot.domain.ids import IncidentId
from bot.store.outbox import Parcel
from bot.store.work import Store
from bot.usecases.deliver import BULK_WIDTH, After, Delivery
from tests.support import sent as updates
from tests.support.process import until
from tests.support.sent import mail_to, send

ONE = IncidentId(1)


class Line:
    """Mails hang until they are let go; the rest is sent at once."""

    def __init__(self) -> None:
        self.sent: Counter[str] = Counter()
        self.hanging = self.most = 0
        self.go = asyncio.Event()

    async def mail(self, effect: MailClientUpdate, parcel: Parcel) -> After | None:
        self.hanging += 1
        self.most = max(self.most, self.hanging)
        await self.go.wait()
        self.hanging -= 1
        self.sent["mail"] += 1
        return None

    async def rest(self, effect: PostCard | Announce | RefreshCard, _: Parcel) -> After | None:
        self.sent[type(effect).__name__] += 1
        return None


@pytest.fixture
async def line(store: Store) -> Line:
    await updates.incident(store)
    await send(store, mail_to(*(f"contact{n}@acme.example" for n in range(200))))
    return Line()


async def test_the_rest_leaves_beside_them(store: Store, line: Line) -> None:
    others = {PostCard: line.rest, Announce: line.rest, RefreshCard: line.rest}
    delivery = Delivery(store.begin, {MailClientUpdate: line.mail, **others})
    running = asyncio.create_task(delivery.run())
    try:
        delivery.wake()
        await until(lambda: line.hanging == BULK_WIDTH)
        async with store.begin() as work:
            new = [("a", PostCard(incident=ONE)), ("b", Announce(incident=ONE))]
            await work.outbox.enqueue(new, work.now)
        delivery.wake()
        await until(lambda: line.sent == {"PostCard": 1, "Announce": 1})
        assert line.most == line.hanging == BULK_WIDTH

        line.go.set()
        await until(lambda: line.sent["mail"] == 200)
        assert line.most == BULK_WIDTH
    finally:
        await delivery.stop()
        await running
