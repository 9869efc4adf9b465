"""Many pages to one person in a moment become few messages, and none is lost.

The first pages leave at once: nobody waits because a storm might come. Those after them wait in
the outbox for a few seconds and then leave together. Nothing is remembered but when this process
last wrote to whom, so a restart costs one more message and never a page.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.clock import Clock
from bot.domain.delivery import Later
from bot.domain.ids import PersonId
from bot.slack.outcome import Posted

Letter = TypeVar("Letter")
Post = Callable[[PersonId, Sequence[Letter]], Awaitable[Posted]]

#: So many messages within the window leave at once; after them, one in each pause.
FREE = 2
WINDOW = timedelta(seconds=10)
PAUSE = timedelta(seconds=3)
#: How many pages one message holds: Slack takes 50 blocks, and not too long ones.
MOST = 12
#: Real seconds in which the pages of one turn of the outbox find each other.
GATHER = 0.05


@dataclass(slots=True)
class _Sack(Generic[Letter]):
    """Letters that leave in one message."""

    arrived: asyncio.Future[Posted]
    letters: list[Letter] = field(default_factory=list)


class Storm(Generic[Letter]):
    """``post`` writes one message that holds all the letters it is given."""

    def __init__(self, clock: Clock, post: Post[Letter]) -> None:
        self._clock = clock
        self._post = post
        self._written: dict[PersonId, deque[datetime]] = defaultdict(deque)
        self._sacks: dict[PersonId, _Sack[Letter]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def send(self, person: PersonId, letter: Letter) -> Posted:
        """The message that holds this letter; `Later` when it is to wait for others."""
        now, sack = self._clock(), self._sacks.get(person)
        if sack is not None and len(sack.letters) < MOST:
            sack.letters.append(letter)
            return await sack.arrived
        if sack is not None:
            # It is full, and leaves now: what comes with it need not wait for the next pause.
            return await self._open(person, now, letter)
        written = self._written[person]
        while written and written[0] <= now - WINDOW:
            written.popleft()
        if len(written) < FREE:
            return await self._now(person, now, [letter])
        opens = written[-1] + PAUSE
        if now < opens:
            raise Later(opens)
        return await self._open(person, now, letter)

    async def _open(self, person: PersonId, now: datetime, letter: Letter) -> Posted:
        sack = _Sack[Letter](asyncio.get_running_loop().create_future(), [letter])
        self._sacks[person] = sack
        task = asyncio.create_task(self._close(person, now, sack))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await sack.arrived

    async def _close(self, person: PersonId, now: datetime, sack: _Sack[Letter]) -> None:
        """Everybody in the sack ends as its message ends."""
        await asyncio.sleep(GATHER)
        if self._sacks.get(person) is sack:
            del self._sacks[person]
        try:
            sack.arrived.set_result(await self._now(person, now, sack.letters))
        except Exception as error:  # noqa: BLE001 - whatever it was, each letter's sender hears it
            sack.arrived.set_exception(error)

    async def _now(self, person: PersonId, now: datetime, letters: Sequence[Letter]) -> Posted:
        written = self._written[person]
        written.append(now)
        try:
            return await self._post(person, letters)
        except Exception:
            # It did not arrive, so the next try need not wait for it.
            if now in written:
                written.remove(now)
            raise
