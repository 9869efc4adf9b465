"""Many pages to one person in a moment become few messages, and none is lost.

The first pages leave at once: nobody waits because a storm might come. Those after them wait in
the outbox for a few seconds and then leave together. Nothing is remembered but when this process
last wrote to whom, so a restart costs one more message and never a page.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.clock import Clock
from bot.domain.delivery import Later

To = TypeVar("To", bound=Hashable)
Letter = TypeVar("Letter")
Sent = TypeVar("Sent")
Post = Callable[[To, Sequence[Letter]], Awaitable[Sent]]

#: So many messages within the window leave at once; after them, one in each pause.
FREE = 2
WINDOW = timedelta(seconds=10)
PAUSE = timedelta(seconds=3)
#: How many pages one message holds: Slack takes 50 blocks, and not too long ones.
MOST = 12
#: Real seconds in which the pages of one turn of the outbox find each other.
GATHER = 0.05


@dataclass(slots=True)
class _Sack(Generic[Letter, Sent]):
    """Letters that leave in one message."""

    arrived: asyncio.Future[Sent]
    letters: list[Letter] = field(default_factory=list)


class Storm(Generic[To, Letter, Sent]):
    """``post`` writes one message that holds all the letters it is given.

    So many as are ``free`` leave at once; a message holds ``most``.
    """

    def __init__(
        self,
        clock: Clock,
        post: Post[To, Letter, Sent],
        *,
        free: int = FREE,
        most: int = MOST,
    ) -> None:
        self._clock = clock
        self._post = post
        self._free = free
        self._most = most
        self._written: dict[To, deque[datetime]] = defaultdict(deque)
        self._sacks: dict[To, _Sack[Letter, Sent]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def send(self, to: To, letter: Letter) -> Sent:
        """The message that holds this letter; `Later` when it is to wait for others."""
        now, sack = self._clock(), self._sacks.get(to)
        if sack is not None and len(sack.letters) < self._most:
            sack.letters.append(letter)
            return await sack.arrived
        if sack is not None:
            # It is full, and leaves now: what comes with it need not wait for the next pause.
            return await self._open(to, now, letter)
        written = self._written[to]
        while written and written[0] <= now - WINDOW:
            written.popleft()
        if len(written) < self._free:
            return await self._now(to, now, [letter])
        opens = written[-1] + PAUSE
        if now < opens:
            raise Later(opens)
        return await self._open(to, now, letter)

    async def _open(self, to: To, now: datetime, letter: Letter) -> Sent:
        sack = _Sack[Letter, Sent](asyncio.get_running_loop().create_future(), [letter])
        self._sacks[to] = sack
        task = asyncio.create_task(self._close(to, now, sack))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await sack.arrived

    async def _close(self, to: To, now: datetime, sack: _Sack[Letter, Sent]) -> None:
        """Everybody in the sack ends as its message ends."""
        await asyncio.sleep(GATHER)
        if self._sacks.get(to) is sack:
            del self._sacks[to]
        try:
            sack.arrived.set_result(await self._now(to, now, sack.letters))
        except Exception as error:  # noqa: BLE001 - whatever it was, each letter's sender hears it
            sack.arrived.set_exception(error)

    async def _now(self, to: To, now: datetime, letters: Sequence[Letter]) -> Sent:
        written = self._written[to]
        written.append(now)
        try:
            return await self._post(to, letters)
        except Exception:
            # It did not arrive, so the next try need not wait for it.
            if now in written:
                written.remove(now)
            raise
