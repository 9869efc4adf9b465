"""APScheduler: time, as an inbound adapter. It only ticks; every deadline is a column.

One job a second, in memory, coalesced, with no limit on how late it may run: a stall loses no
tick that matters, since each tick looks for all that is due.

Periodic work is a *duty*: every replica sees that its bucket of time has begun, and whoever
claims the bucket's row does it. There is no leader, and nothing is scheduled that could be lost.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.domain.policy import Policy
from bot.store.work import Store, Work
from bot.usecases import advance, remind, triage
from bot.usecases.deliver import Delivery

TICK_SECONDS = 1
#: How long seen requests, sent effects and claimed duties are kept.
KEEP_SEEN, KEEP_SENT, KEEP_DUTIES = timedelta(days=2), timedelta(days=7), timedelta(days=400)

_MINUTE = timedelta(minutes=1)

#: The bucket an instant (UTC) falls into under a policy; None when there is nothing to do then.
Bucket: TypeAlias = Callable[[datetime, Policy], str | None]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Duty:
    """``do`` runs once for each bucket, in the transaction that claims it.

    It records and orders as a use case does; it calls nothing but the database. After an
    outage the bucket of the present is done, and those that passed are not: no burst.
    """

    kind: str
    bucket: Bucket
    do: Callable[[Work], Awaitable[None]]
    #: How long its claims are kept; shorter for what is done every minute.
    keep: timedelta = KEEP_DUTIES


def every(length: timedelta) -> Bucket:
    """One bucket after another of this length, counted in UTC; named by its beginning."""

    def bucket(now: datetime, _policy: Policy) -> str:
        seconds = int(now.timestamp() // length.total_seconds() * length.total_seconds())
        return f"{datetime.fromtimestamp(seconds, now.tzinfo):%Y-%m-%dT%H:%M:%SZ}"

    return bucket


def weekly(weekday: int, hour: int) -> Bucket:
    """A week that begins on ``weekday`` (Monday is 0) at ``hour`` o'clock where the workspace is.

    Wall-clock arithmetic in the workspace's zone; an hour that the clocks skip begins after it.
    """

    def bucket(now: datetime, policy: Policy) -> str:
        there = now.astimezone(policy.workspace.zone).replace(tzinfo=None) - timedelta(hours=hour)
        return f"{there.date() - timedelta(days=(there.weekday() - weekday) % 7):%Y-%m-%d}"

    return bucket


def daily(hour: int) -> Bucket:
    """A day that begins at ``hour`` o'clock where the workspace is."""

    def bucket(now: datetime, policy: Policy) -> str:
        there = now.astimezone(policy.workspace.zone).replace(tzinfo=None)
        return f"{there - timedelta(hours=hour):%Y-%m-%d}"

    return bucket


#: Everything the bot does by the calendar. To add a duty, write its use case and name it here.
DUTIES: tuple[Duty, ...] = (
    Duty(remind.TURN_OVER, every(_MINUTE), remind.turn_over, keep=KEEP_SENT),
    Duty("user-groups", every(_MINUTE), remind.sync_groups, keep=KEEP_SENT),
    Duty("gap-report", weekly(weekday=0, hour=9), remind.report_gaps),
    Duty("holiday-gaps", daily(hour=9), remind.warn_of_holidays),
)


class Ticker:
    def __init__(
        self,
        store: Store,
        delivery: Delivery,
        refresh_policy: Callable[[], Awaitable[None]],
        duties: tuple[Duty, ...] = DUTIES,
    ) -> None:
        self._store = store
        self._delivery = delivery
        self._refresh_policy = refresh_policy
        self._duties = duties
        #: The bucket of each duty that is known to be done: claimed by us, or found claimed.
        self._done: dict[str, str] = {}
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
            await self._do_duties()
            await self._delivery.tick()
            await self._store.database.checkpoint()
        except Exception:
            # The next tick finds the same work; the database may be back by then.
            log.exception("tick_failed")

    async def _do_duties(self) -> None:
        """Each in a transaction of its own: one that fails is tried again at the next tick."""
        for duty in self._duties:
            bucket = duty.bucket(self._store.clock(), self._store.policy)
            if bucket is None or self._done.get(duty.kind) == bucket:
                continue
            try:
                async with self._store.begin() as work:
                    if await work.duties.claim(duty.kind, bucket):
                        await duty.do(work)
            except Exception:
                log.exception("duty_failed", duty=duty.kind, bucket=bucket)
            else:
                self._done[duty.kind] = bucket

    async def tidy(self) -> None:
        async with self._store.begin() as work:
            await work.inbox.forget(work.now - KEEP_SEEN)
            await work.outbox.forget(work.now - KEEP_SENT)
            await work.duties.forget(work.now - KEEP_DUTIES)
            for duty in self._duties:
                await work.duties.forget(work.now - duty.keep, kind=duty.kind)


async def advance_all(store: Store) -> None:
    """Fire every deadline that has passed."""
    while True:
        async with store.begin() as work:
            fired = await advance.advance_due(work)
        if not fired:
            break
    async with store.begin() as work:
        await triage.miss_leads(work)
