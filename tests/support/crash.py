"""A process that dies at a chosen instant: between any two things it makes true.

Its life is a row of *boundaries*: before and after each commit, before and after each send. At
the one that is struck it dies as by SIGKILL: from then on it can neither commit nor send, its
open transactions are rolled back, and only the database and Slack know what had happened.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, get_args

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.domain.effects import Effect
from bot.domain.policy import Policy
from bot.store.database import Database
from bot.store.outbox import Parcel
from bot.store.work import Store
from bot.ticker import fire_due
from bot.usecases.deliver import Delivery, Sender


class Killed(BaseException):
    """No `except Exception` survives it."""


@dataclass
class Boundaries:
    """Counts the boundaries crossed, and strikes at the ``fatal`` one; never, when it is None."""

    fatal: int | None = None
    crossed: list[str] = field(default_factory=list)
    dead: bool = False

    def cross(self, name: str) -> None:
        if len(self.crossed) == self.fatal:
            self.dead = True
        if self.dead:
            raise Killed(name)
        self.crossed.append(name)


class FakeSlack:
    """Keeps each message under its effect's key, as Slack's metadata does, and what came twice."""

    def __init__(self) -> None:
        self.posts: Counter[str] = Counter()

    def sender(self, boundaries: Boundaries) -> Sender:
        async def send(effect: Effect, parcel: Parcel) -> None:
            boundaries.cross("before a send")
            # What `bot.slack.client` does for an outcome it is not sure of: look first.
            if not (parcel.uncertain and parcel.key in self.posts):
                self.posts[parcel.key] += 1
            await asyncio.sleep(0)
            boundaries.cross("after a send")

        return send


class MortalDatabase(Database):
    def __init__(self, url: str, boundaries: Boundaries) -> None:
        super().__init__(url, pool_size=3)
        self._boundaries = boundaries

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[AsyncConnection]:
        async with super().write() as connection:
            yield connection
            self._boundaries.cross("before a commit")
        self._boundaries.cross("after a commit")


class Mortal:
    """One life of one replica. When it is dead, the next one is another object."""

    def __init__(
        self, url: str, clock: Clock, policy: Policy, slack: FakeSlack, fatal: int | None = None
    ) -> None:
        self.life = Boundaries(fatal)
        self.database = MortalDatabase(url, self.life)
        self.store = Store(self.database, clock, policy, lambda: None)
        send = slack.sender(self.life)
        senders: Mapping[Any, Sender] = dict.fromkeys(get_args(Effect), send)
        self.delivery = Delivery(self.store.begin, senders)

    async def born(self) -> None:
        """What a start does: on SQLite, nobody else can hold a lease."""
        if self.database.sqlite:
            async with self.store.begin() as work:
                await work.outbox.release_all(work.now)

    async def live(self) -> None:
        """Fire what is due and send what waits, until nothing is left, or until it dies."""
        try:
            while True:
                await fire_due(self.store)
                await self.delivery.quiet()
                async with self.store.read() as work:
                    deadlines = await work.deadlines()
                    leasable = await work.outbox.next_due()
                if not deadlines.passed(work.now) and (leasable is None or leasable > work.now):
                    return
        except Killed:
            return

    async def buried(self) -> None:
        """The kernel closes its connections; its tasks are gone."""
        self.life.dead = True
        for task in tuple(self.delivery._flying.values()):
            task.cancel()
        await asyncio.gather(*self.delivery._flying.values(), return_exceptions=True)
        await self.database.close()
