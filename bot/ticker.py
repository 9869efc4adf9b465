"""APScheduler: time, as an inbound adapter. It only ticks; every deadline is a column.

Its jobs live in memory, coalesced, with no limit on how late they may run: a stall loses no
tick that matters, since each tick looks for all that is due. Between two ticks an alarm rings at
the very instant the next step is due; a lost alarm costs a second at most.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import metrics
from bot.duties import DUTIES, KEEP, Duty, period
from bot.store.deadlines import Deadlines
from bot.store.work import Store
from bot.usecases import advance, audit, clock, remind_clients, triage
from bot.usecases.deliver import Delivery

TICK_SECONDS, AUDIT_SECONDS = 1, 30
#: Alarms ring no closer together than this: what falls due meanwhile goes in one batch.
LULL = 0.05
#: On PostgreSQL so many batches are under way at once: one computes while the other is written.
SHARES = 2
#: How long seen requests and sent effects are kept.
KEEP_SEEN, KEEP_SENT = timedelta(days=2), timedelta(days=7)

log = structlog.get_logger(__name__)


class Ticker:
    """What happens by itself.

    ``keep_time`` sets the clock right, once a second. ``beat`` tells whoever listens outside that
    the rules of paging hold, after each audit that found so; silence is the alarm.
    """

    def __init__(
        self,
        store: Store,
        delivery: Delivery,
        refresh_policy: Callable[[], Awaitable[None]],
        duties: tuple[Duty, ...] = DUTIES,
        *,
        keep_time: Callable[[], Awaitable[None]] | None = None,
        beat: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._store = store
        self._delivery = delivery
        self._refresh_policy = refresh_policy
        self._keep_time = keep_time
        self._beat = beat
        self._duties = duties
        #: The bucket of each duty that is known to be done: claimed by us, or found claimed.
        self._done: dict[str, str] = {}
        self._firing = asyncio.Lock()
        self._alarm: asyncio.TimerHandle | None = None
        self._rung: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        # A storm may keep one busy for many seconds; the next finds it so and leaves at once.
        self._every(self.fire, seconds=TICK_SECONDS, at_once=2)
        self._every(self.keep, seconds=TICK_SECONDS)
        self._every(self.audit, seconds=AUDIT_SECONDS)
        self._every(self.tidy, seconds=3600)
        self._scheduler.add_job(self.audit, args=[True], misfire_grace_time=None)
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        for alarm in (self._alarm, self._rung):
            if alarm is not None:
                alarm.cancel()

    def _every(
        self, work: Callable[[], Awaitable[None]], *, seconds: int, at_once: int = 1
    ) -> None:
        self._scheduler.add_job(
            work,
            "interval",
            seconds=seconds,
            max_instances=at_once,
            coalesce=True,
            misfire_grace_time=None,
        )

    async def tick(self) -> None:
        """One second's work: deadlines first, then what waits to leave."""
        await self.fire()
        await self.keep()

    async def fire(self) -> None:
        """Fire what is due, and set the alarm for what will be before the next tick."""
        if self._firing.locked():
            return
        async with self._firing:
            try:
                upcoming = await fire_due(self._store)
            except Exception:
                # The next tick finds the same work; the database may be back by then.
                log.exception("firing_failed")
                return
        self._set_alarm(upcoming)

    def _set_alarm(self, at: datetime | None) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = None
        if at is None or not self._scheduler.running:
            return
        wait = (at - self._store.clock()).total_seconds()
        if wait < TICK_SECONDS:
            self._alarm = asyncio.get_running_loop().call_later(max(wait, LULL), self._ring)

    def _ring(self) -> None:
        self._rung = asyncio.create_task(self.fire())

    async def keep(self) -> None:
        """Whatever else is done once a second; a storm of steps does not hold it up."""
        try:
            if self._keep_time is not None:
                await self._keep_time()
            await self._refresh_policy()
            await self._do_duties()
            await self._delivery.tick()
            await self._store.database.checkpoint()
        except Exception:
            log.exception("tick_failed")

    async def audit(self, always: bool = False) -> None:
        """Look whether the rules hold: one replica every 30 s, and each when it starts."""
        bucket = period(self._store.clock(), timedelta(seconds=AUDIT_SECONDS))
        try:
            async with self._store.begin() as work:
                ours = await work.duties.claim("audit", bucket)
                found = await audit.inspect(work) if ours or always else None
        except Exception:
            log.exception("audit_failed")
            return
        if found is None:
            return
        for rule, count in found.items():
            log.error("rule_broken", rule=rule, count=count)
            metrics.AUDIT_FOUND.labels(rule).inc(count)
        if found:
            self._delivery.wake()
        elif self._beat is not None:
            await self._beat()

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
            await work.duties.forget(work.now - KEEP)
            await work.duties.forget(work.now - KEEP_SEEN, kind="audit")
            for duty in self._duties:
                await work.duties.forget(work.now - duty.keep, kind=duty.kind)


async def fire_due(store: Store) -> datetime | None:
    """Fire every deadline that has passed; when to look again, in UTC, or None."""
    async with store.read() as work:
        deadlines = await work.deadlines()
    if not deadlines.passed(work.now):
        return deadlines.next
    if deadlines.step is not None and deadlines.step <= work.now:
        shares = 1 if store.database.sqlite else SHARES
        if not all(await asyncio.gather(*(_batches(store) for _ in range(shares)))):
            await _one_by_one(store)
    if deadlines.lead is not None and deadlines.lead <= work.now:
        async with store.begin() as writing:
            await triage.miss_leads(writing)
    await _ring_clients(store, deadlines)
    if deadlines.clock is not None and deadlines.clock <= work.now:
        await _ring_clocks(store)
    return work.now


async def _ring_clients(store: Store, deadlines: Deadlines) -> None:
    """Client updates that are due, and approvals that have ended."""
    if deadlines.update is not None and deadlines.update <= store.clock():
        async with store.begin() as work:
            await remind_clients.ring_due(work)
    if deadlines.approval is not None and deadlines.approval <= store.clock():
        async with store.begin() as work:
            await remind_clients.expire_due(work)


async def _ring_clocks(store: Store) -> None:
    """Regulatory deadlines. Whatever is wrong with one holds up nothing else."""
    try:
        async with store.begin() as work:
            await clock.ring(work)
    except Exception:
        log.exception("clocks_failed")


async def _batches(store: Store) -> bool:
    """One after another until all is fired, or one failed; between two, people are answered."""
    while True:
        try:
            async with store.begin() as work:
                fired = await advance.advance_due(work)
        except Exception:
            log.exception("batch_failed")
            return False
        if fired < advance.BATCH:
            return True


async def _one_by_one(store: Store) -> None:
    """One bad row must not freeze all: it is put off, and said so; the others go on."""
    async with store.read() as work:
        due = await work.escalations.due_ids(work.now, advance.BATCH)
    for id in due:
        try:
            async with store.begin() as work:
                await advance.advance_one(work, id)
        except Exception:
            log.exception("step_failed", escalation=id)
            metrics.STEPS_FAILED.inc()
            async with store.begin() as work:
                await advance.put_off(work, id)
