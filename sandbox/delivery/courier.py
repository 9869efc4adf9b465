"""Carries envelopes to the app: the ack limit, the retries, the injected faults, the record."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from time import perf_counter
from typing import Any

from sandbox.clock import Clock
from sandbox.delivery.envelope import Envelope, Reply, Transport
from sandbox.faults import EVERY, Faults
from sandbox.traffic import Delivery, Traffic

ACK_LIMIT_SECONDS = 3.0
RETRY_DELAYS_SECONDS = (0.0, 60.0, 300.0)


class Courier:
    """One app's courier.

    `ack_limit` and `retry_delays` are real seconds; tests shorten them. Commands and interactions
    get one attempt, since a person is waiting; events get one more for each retry delay
    (https://docs.slack.dev/apis/events-api/#retries).
    """

    def __init__(
        self, transport: Transport, *, faults: Faults, traffic: Traffic, clock: Clock
    ) -> None:
        self.transport = transport
        self.ack_limit = ACK_LIMIT_SECONDS
        self.retry_delays: Sequence[float] = RETRY_DELAYS_SECONDS
        self._last: dict[str, Envelope] = {}
        self._faults = faults
        self._traffic = traffic
        self._clock = clock
        self._under_way: set[asyncio.Task[Any]] = set()

    async def deliver(self, envelope: Envelope) -> Reply:
        """Hand over once and wait for the ack, at most the ack limit. Never raises."""
        late = max(self._faults.delivery_wait(name) for name in envelope.names)
        if late:
            await asyncio.sleep(late)
        self._last |= dict.fromkeys((*envelope.names, EVERY), envelope)
        if any(self._faults.take_duplicate(name) for name in envelope.names):
            self._start(self._attempt(envelope))
        return await self._attempt(envelope)

    def post(self, envelope: Envelope) -> None:
        """Hand over in the background, with retries until acked or given up."""
        self._start(self._persist(envelope))

    async def repeat(self, name: str) -> tuple[Envelope, Reply]:
        """Hand the last envelope of this kind over once more, as a network that stutters would.

        Raises LookupError where nothing of that name was delivered yet.
        """
        envelope = self._last.get(name)
        if envelope is None:
            raise LookupError(f"no {name} was delivered yet")
        return envelope, await self._attempt(envelope)

    async def settled(self) -> None:
        """Wait until everything posted, and whatever that caused, was acked or given up."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def close(self) -> None:
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self.transport.stop()

    async def _persist(self, envelope: Envelope) -> None:
        reply = await self.deliver(envelope)
        for attempt, delay in enumerate(self.retry_delays, start=1):
            if reply.acked or reply.no_retry:
                return
            await asyncio.sleep(delay)
            envelope = replace(envelope, attempt=attempt, retry_reason=reply.failure)
            reply = await self.deliver(envelope)

    async def _attempt(self, envelope: Envelope) -> Reply:
        began, at = perf_counter(), self._clock()
        try:
            async with asyncio.timeout(self.ack_limit):
                reply = await self.transport.send(envelope)
        except TimeoutError:
            reply = Reply(acked=False, failure=self.transport.timeout_reason)
        reply = replace(reply, seconds=perf_counter() - began)
        self._record(envelope, reply, at)
        return reply

    def _record(self, envelope: Envelope, reply: Reply, at: float) -> None:
        self._traffic.add(
            Delivery(
                number=self._traffic.next_number(),
                kind=envelope.kind,
                payload=envelope.payload,
                transport=self.transport.name,
                acked=reply.acked,
                at=at,
                ms=reply.seconds * 1000,
                ack=reply.body,
                attempt=envelope.attempt,
                error=reply.failure,
            )
        )

    def _start(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
