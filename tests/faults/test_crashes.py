"""kill -9 at every commit and every send: no page lost, no step taken twice, no message twice.

The same few minutes of paging are lived through again and again, each time with death at another
boundary; what is in the database and in Slack afterwards is what a life without death leaves.
"""

import asyncio
import random
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.domain.events import ResponderPaged
from bot.domain.ids import IncidentId
from bot.domain.policy import Policy
from bot.store.database import Database
from bot.store.tables import outbox
from bot.store.work import Store
from bot.usecases import page
from bot.usecases.deliver import LEASE
from tests.support.crash import FakeSlack, Killed, Mortal
from tests.support.databases import START, ManualTime, PostgresServer, _database
from tests.support.storm import FIRST, brew

INCIDENTS, ROUNDS = 3, 3
#: What is compared: who was paged for what, in which order.
Story = dict[int, list[tuple[str, int, str]]]


class Trial:
    """A few minutes of paging in ``replicas`` processes, of which one dies once."""

    def __init__(self, url: str, policy: Policy, *, replicas: int, victim: int, fatal: int) -> None:
        self.url, self.policy, self.time, self.slack = url, policy, ManualTime(START), FakeSlack()
        self.crossed: list[str] = []
        self.deaths = 0
        self.replicas = [
            self._mortal(fatal if number == victim else None) for number in range(replicas)
        ]

    def _mortal(self, fatal: int | None) -> Mortal:
        return Mortal(self.url, self.time, self.policy, self.slack, fatal)

    async def run(self) -> None:
        """Five minutes at a time; in the second round one incident is answered."""
        for round_ in range(ROUNDS):
            if round_ == 1:
                await self._answered()
            await self._all_live()
            self.time.later(minutes=5)
        for replica in self.replicas:
            await replica.buried()

    async def _all_live(self) -> None:
        await asyncio.gather(*(replica.live() for replica in self.replicas))
        for number, replica in enumerate(self.replicas):
            self.crossed = max(self.crossed, replica.life.crossed, key=len)
            if replica.life.dead:
                self.deaths += 1
                await replica.buried()
                # Others may hold what it leased until the lease has run out.
                self.time.later(seconds=LEASE.total_seconds())
                self.replicas[number] = self._mortal(None)
                await self.replicas[number].born()
                await self._all_live()

    async def _answered(self) -> None:
        """A person presses until the press is acknowledged."""
        while True:
            one = self.replicas[0]
            try:
                async with one.store.begin() as work:
                    [run] = await work.escalations.of_incident(IncidentId(1))
                    await page.acknowledge(work, run.id, by=FIRST)
            except Killed:
                self.deaths += 1
                await one.buried()
                self.time.later(seconds=LEASE.total_seconds())
                self.replicas[0] = self._mortal(None)
                await self.replicas[0].born()
            else:
                return


async def told(url: str, policy: Policy) -> tuple[Story, Counter[str]]:
    """Every page of every incident's timeline, and every effect's key."""
    database = Database(url)
    store = Store(database, ManualTime(), policy, lambda: None)
    story: Story = {}
    try:
        async with store.read() as work:
            for number in range(1, INCIDENTS + 1):
                entries = await work.timeline.read(IncidentId(number))
                story[number] = [
                    (type(e.event).__name__, getattr(e.event, "level", -1), _whom(e.event))
                    for e in entries
                ]
        async with database.read() as connection:
            rows = (await connection.execute(outbox.select())).all()
    finally:
        await database.close()
    assert [row.key for row in rows if row.settled_at is None] == []
    return story, Counter(row.key for row in rows)


def _whom(fact: object) -> str:
    return str(fact.person or fact.channel) if isinstance(fact, ResponderPaged) else ""


async def lived(
    url: str, policy: Policy, *, replicas: int = 1, victim: int = 0, fatal: int = -1
) -> tuple[Trial, Story]:
    """A trial from the beginning to its checks; the story it left."""
    database = Database(url)
    await brew(database, policy, INCIDENTS, START)
    await database.close()
    trial = Trial(url, policy, replicas=replicas, victim=victim, fatal=fatal)
    await trial.run()
    story, orders = await told(url, policy)
    assert trial.slack.posts == orders, "a message is missing, or was posted twice"
    return trial, story


def copy(template: Path, folder: Path, name: Any) -> str:
    file = folder / f"{name}.db"
    shutil.copy(template, file)
    return f"sqlite+aiosqlite:///{file}"


async def every_boundary(
    template: Path, folder: Path, policy: Policy, chosen: list[int] | None = None
) -> int:
    """Die at each boundary, or at those chosen; how many deaths there were."""
    whole, reference = await lived(copy(template, folder, "alive"), policy)
    assert {len(pages) for pages in reference.values()} >= {3}
    last = len(whole.crossed)
    fatal = [each % last for each in chosen] if chosen is not None else list(range(last))
    deaths = 0
    for death in fatal:
        url = copy(template, folder, death)
        trial, story = await lived(url, policy, fatal=death)
        assert story == reference, f"died {death}: {whole.crossed[death]}"
        (folder / f"{death}.db").unlink()
        # Two outcomes may be booked by one commit: such a life is a boundary or two shorter.
        assert trial.deaths == 1 or len(trial.crossed) <= death
        deaths += trial.deaths
    return deaths


async def test_death_at_a_sample_of_boundaries(
    sqlite_template: Path, tmp_path: Path, policy: Policy
) -> None:
    chosen = random.Random(1).sample(range(10_000), 25)
    assert await every_boundary(sqlite_template, tmp_path, policy, chosen) >= 20


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_death_at_every_boundary(
    sqlite_template: Path, tmp_path: Path, policy: Policy
) -> None:
    """Which send comes first differs from life to life, so each boundary is met several times."""
    deaths = 0
    for life in range(10):
        folder = tmp_path / str(life)
        folder.mkdir()
        deaths += await every_boundary(sqlite_template, folder, policy)
    assert deaths >= 500


async def one_of_three_dies(server: PostgresServer, policy: Policy, seeds: range) -> int:
    """One of the three dies at some boundary of its life; how often one did."""
    deaths = 0
    async with _database(server, "tocsin_template") as url:
        whole, reference = await lived(url, policy, replicas=3)
    for seed in seeds:
        chance = random.Random(seed)
        victim, fatal = chance.randrange(3), chance.randrange(len(whole.crossed))
        async with _database(server, "tocsin_template") as url:
            trial, story = await lived(url, policy, replicas=3, victim=victim, fatal=fatal)
        assert story == reference, f"seed {seed}: replica {victim} died at {fatal}"
        deaths += trial.deaths
    return deaths


@pytest.mark.postgres
async def test_one_of_three_replicas_dies(postgres_server: PostgresServer, policy: Policy) -> None:
    assert await one_of_three_dies(postgres_server, policy, range(8)) >= 3


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.timeout(1800)
async def test_one_of_three_replicas_dies_hundreds_of_times(
    postgres_server: PostgresServer, policy: Policy
) -> None:
    assert await one_of_three_dies(postgres_server, policy, range(100, 900)) >= 500
