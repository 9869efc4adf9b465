"""APScheduler: time, as an inbound adapter. It only ticks; every deadline is a column.

One job a second, in memory, coalesced, with no limit on how late it may run: a stall loses no
tick that matters, since each tick looks for all that is due.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.store.work import Store
from bot.usecases import page, triage
from bot.usecases.deliver import Delivery

TICK_SECONDS = 1
#: How long seen requests and sent effects are kept.
KEEP_SEEN, KEEP_SENT = timedelta(days=2), timedelta(days=7)

log = structlog.get_logger(__name__)


class Ticker:
    def __init__(
        self, store: Store, delivery: Delivery, refresh_policy: Callable[[], Awaitable[None]]
    ) -> None:
        self._store = store
        self._delivery = delivery
        self._refresh_policy = refresh_policy
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        self._every(self.tick, seconds=TICK_SECONDS)
        self._every(self.tidy, seconds=3600)
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _every(self, work: Callable[[], Awaitable[None]], *, seconds: int) -> None:
        self._scheduler.add_job(
            work,
            "interval",
            seconds=seconds,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    async def tick(self) -> None:
        """One second's work: deadlines first, then what waits to leave."""
        try:
            await self._refresh_policy()
            await advance_all(self._store)
            await self._delivery.tick()
            await self._store.database.checkpoint()
        except Exception:
            # The next tick finds the same work; the database may be back by then.
            log.exception("tick_failed")

    async def tidy(self) -> None:
        async with self._store.begin() as work:
            await work.inbox.forget(work.now - KEEP_SEEN)
            await work.outbox.forget(work.now - KEEP_SENT)


async def advance_all(store: Store) -> None:
    """Fire every deadline that has passed."""
    while True:
        async with store.begin() as work:
            fired = await page.advance_due(work)
        if not fired:
            break
    async with store.begin() as work:
        await triage.miss_leads(work)
