"""Let the effects out: lease, send, settle. At least once, never inside a transaction.

Each *turn* is one short transaction that books what came back and leases what goes out next,
so that a burst of sends costs a handful of commits. Sends run side by side; the outbox keeps
the order within a lane. If booking fails, or the process dies, the lease runs out and the
effect is sent again as *uncertain*: its sender looks first.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias
from uuid import uuid4

import structlog

from bot import metrics
from bot.callers import Callers
from bot.domain.change import Change
from bot.domain.delivery import Hopeless, Later, Refused, backoff
from bot.domain.effects import BULK, CHORE, PAGE, ROOM, Effect
from bot.domain.events import StepFailed
from bot.store.outbox import Parcel
from bot.store.work import Begin, Work

#: What a sender leaves to be written together with the settlement.
After: TypeAlias = Callable[[Work], Awaitable[None]]
Sender: TypeAlias = Callable[[Any, Parcel], Awaitable[After | None]]
Senders: TypeAlias = Mapping[type[Effect], Sender]

LEASE = timedelta(seconds=10)
#: A turn books at most so many outcomes, so that no one waits long behind its transaction.
BOOKED = 16
#: Sends under way at once, and how many more when they are pages.
WIDTH, RESERVE = 64, 32
#: Sends under way at once of what comes by the hundred, such as mails; looked for on each tick,
#: and while some are under way.
BULK_WIDTH = 16
#: Pages and people's way into a room start this many seconds before the rest of a turn.
HEAD_START = 0.003
#: With more sends under way than a few, a turn gathers what comes back for so many seconds.
FEW, GATHER = 12, 0.004
#: In a crowd of people who wait, only so many sends are under way at once, pages apart.
NARROW = 8

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    parcel: Parcel
    after: After | None = None
    error: Exception | None = None


class Delivery:
    """The way out of one process. ``wake`` it after a commit; ``tick`` it once a second."""

    def __init__(self, begin: Begin, senders: Senders, callers: Callers | None = None) -> None:
        self._begin = begin
        self._senders = senders
        self._callers = callers or Callers()
        self._owner = uuid4().hex
        self._wake = asyncio.Event()
        self._done: list[Outcome] = []
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._bulk: set[int] = set()
        self._look_for_bulk = True
        self._turning = asyncio.Lock()
        self._stopping = False

    def wake(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        """Turn whenever woken, until `stop`."""
        while not self._stopping:
            await self._wake.wait()
            self._wake.clear()
            await self._callers.first()
            if len(self._flying) > FEW:
                # Many are about to come back: book them together, in one commit.
                await asyncio.sleep(GATHER)
            try:
                await self._turn()
                if self._done:
                    self._wake.set()
            except Exception:
                # The database is away: what was leased comes back when its lease runs out.
                log.exception("delivery_turn_failed")
                await asyncio.sleep(0.5)

    async def tick(self) -> None:
        """Keep the leases of slow sends, and look for what has become due."""
        if self._flying:
            async with self._begin() as work:
                await work.outbox.extend(
                    tuple(self._flying), owner=self._owner, until=work.now + LEASE
                )
        self._look_for_bulk = True
        self.wake()

    async def stop(self) -> None:
        """Lease no more; let what is under way arrive, and book it."""
        self._stopping = True
        self._wake.set()
        # A turn under way may hold outcomes, and may send what it has just leased.
        async with self._turning:
            pass
        while self._flying:
            await asyncio.wait(tuple(self._flying.values()))
        while self._done:
            await self._turn()

    async def quiet(self) -> None:
        """Deliver all that is due now, and return when nothing is left. For tests and tools."""
        self._look_for_bulk = True
        while await self._turn() or self._flying or self._done:
            if self._flying and not self._done:
                await asyncio.wait(
                    tuple(self._flying.values()), return_when=asyncio.FIRST_COMPLETED
                )

    async def _turn(self) -> int:
        """Book what came back and lease what is due; how many were leased."""
        async with self._turning:
            done, self._done = self._done[:BOOKED], self._done[BOOKED:]
            try:
                parcels = await self._book_and_lease(done)
            except Exception:
                if not done:
                    raise
                log.exception("booking_failed", parcels=[outcome.parcel.id for outcome in done])
                parcels = await self._one_by_one(done)
            for parcel in parcels:
                self._flying[parcel.id] = asyncio.create_task(self._send(parcel))
            return len(parcels)

    async def _one_by_one(self, done: list[Outcome]) -> list[Parcel]:
        """One bad outcome must not hold up the others: leave it to its lease."""
        for outcome in done:
            try:
                await self._book_and_lease([outcome], lease=False)
            except Exception:
                log.exception("booking_failed_alone", parcel=outcome.parcel.id)
        return await self._book_and_lease([])

    async def _book_and_lease(self, done: list[Outcome], *, lease: bool = True) -> list[Parcel]:
        async with self._begin() as work:
            sent = [outcome.parcel for outcome in done if outcome.error is None]
            settled = await work.outbox.settle(sent, work.now)
            for outcome in done:
                if outcome.error is None:
                    await self._book(work, outcome, settled=outcome.parcel.id in settled)
                else:
                    await self._try_later(work, outcome.parcel, outcome.error)
            if self._stopping or not lease:
                return []
            await work.flush()
            room = (NARROW if self._callers.crowd else WIDTH) - len(self._flying)
            if room <= 0:
                return await self._lease(work, RESERVE, PAGE)
            parcels = await self._lease(work, room, CHORE)
            few = min(BULK_WIDTH - len(self._bulk), room - len(parcels))
            if few > 0 and (self._look_for_bulk or self._bulk):
                bulk = await self._lease(work, few, BULK)
                self._look_for_bulk = bool(bulk)
                self._bulk |= {parcel.id for parcel in bulk}
                parcels += bulk
            return parcels

    async def _lease(self, work: Work, limit: int, least: int) -> list[Parcel]:
        """The most urgent due ones, as far down as this priority."""
        until = work.now + LEASE
        return await work.outbox.lease(
            limit, owner=self._owner, now=work.now, until=until, least=least
        )

    async def _send(self, parcel: Parcel) -> None:
        effect = parcel.effect
        try:
            with structlog.contextvars.bound_contextvars(
                incident=effect.about, effect=type(effect).__name__, parcel=parcel.id
            ):
                if effect.priority > ROOM:
                    # What people wait for most is on the wire before the rest is even rendered.
                    await asyncio.sleep(HEAD_START)
                if effect.priority > PAGE:
                    await self._callers.answered()
                after = await self._senders[type(effect)](effect, parcel)
            self._done.append(Outcome(parcel, after=after))
        except Exception as error:  # noqa: BLE001 - whatever it was, it is booked and tried again
            self._done.append(Outcome(parcel, error=error))
        finally:
            self._flying.pop(parcel.id, None)
            if parcel.id in self._bulk:
                self._bulk.discard(parcel.id)
                self._look_for_bulk = True
            self.wake()

    async def _book(self, work: Work, outcome: Outcome, *, settled: bool) -> None:
        parcel = outcome.parcel
        if not settled:
            # Whoever holds it now looks for what we sent, and writes what follows from it.
            log.warning("outcome_too_late", parcel=parcel.id)
            return
        if outcome.after:
            await outcome.after(work)
        metrics.delivered(parcel.effect, (work.now - parcel.created_at).total_seconds())

    async def _try_later(self, work: Work, parcel: Parcel, error: Exception) -> None:
        if isinstance(error, Later):
            await work.outbox.put_back(
                parcel, due_at=error.at, error="", uncertain=parcel.uncertain, counted=False
            )
            self._wake_at(error.at - work.now)
            return
        wait = None if isinstance(error, Hopeless) else backoff(parcel.attempt)
        said = str(error) or type(error).__name__
        log.warning("effect_failed", parcel=parcel.id, attempt=parcel.attempt, error=said)
        metrics.failed(parcel.effect)
        # Only a clear no proves that nothing happened, and it proves nothing of earlier tries.
        uncertain = parcel.uncertain or not isinstance(error, Refused | Hopeless)
        if wait is None:
            await self._give_up(work, parcel, said, uncertain=uncertain)
            return
        await work.outbox.put_back(parcel, due_at=work.now + wait, error=said, uncertain=uncertain)
        self._wake_at(wait)

    async def _give_up(self, work: Work, parcel: Parcel, error: str, *, uncertain: bool) -> None:
        if not await work.outbox.bury(parcel, error=error, uncertain=uncertain, now=work.now):
            return
        about = parcel.effect.about
        if about is None:
            # No card can show it: the metric and the log above do, and `tocsin doctor`.
            return
        incident = await work.incidents.find(about, for_update=True)
        if incident is None:
            return
        step = type(parcel.effect).__name__
        fact = StepFailed(
            incident=incident.id, at=work.now, step=step, error=error, outbox=parcel.id
        )
        await work.record(Change(incident, (fact,)))

    def _wake_at(self, wait: timedelta) -> None:
        """The tick would find it too; this finds it on time."""
        asyncio.get_running_loop().call_later(max(0.0, wait.total_seconds()), self.wake)
