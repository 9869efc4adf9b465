"""Duties: each bucket of time once, whichever of the replicas ticks first."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.policy import Policy
from bot.duties import Bucket, Duty, daily, every, weekly
from bot.store.work import Store, Work
from bot.ticker import Ticker
from bot.usecases.deliver import Delivery
from tests.support.databases import START, ManualTime


async def _nothing() -> None:
    return


class Chore:
    """Counts how often it is done; fails as often as it is told to."""

    def __init__(self, fails: int = 0) -> None:
        self.done: list[datetime] = []
        self._fails = fails

    async def __call__(self, work: Work) -> None:
        if self._fails:
            self._fails -= 1
            raise RuntimeError("power")
        self.done.append(work.now)


def ticker(store: Store, *duties: Duty) -> Ticker:
    return Ticker(store, Delivery(store.begin, {}), _nothing, duties)


async def test_each_bucket_is_done_once_by_all_replicas(store: Store, time: ManualTime) -> None:
    chore = Chore()
    duty = Duty("chore", every(timedelta(minutes=10)), chore)
    replicas = [ticker(store, duty) for _ in range(3)]
    for _ in range(21):
        for replica in replicas:
            await replica.tick()
        time.later(minutes=1)

    assert chore.done == [START, START + timedelta(minutes=10), START + timedelta(minutes=20)]


async def test_after_an_outage_only_the_present_bucket_is_done(
    store: Store, time: ManualTime
) -> None:
    chore = Chore()
    one = ticker(store, Duty("chore", every(timedelta(minutes=10)), chore))
    await one.tick()
    time.later(hours=5, minutes=3)
    await one.tick()

    assert chore.done == [START, START + timedelta(hours=5, minutes=3)]


async def test_a_duty_that_fails_is_tried_again_and_holds_up_no_other(store: Store) -> None:
    bad, good = Chore(fails=2), Chore()
    daily_at_nine = daily(9)
    one = ticker(store, Duty("bad", daily_at_nine, bad), Duty("good", daily_at_nine, good))
    for _ in range(4):
        await one.tick()

    assert (bad.done, good.done) == ([START], [START])


async def test_a_bucket_of_none_is_no_duty(store: Store) -> None:
    chore = Chore()
    await ticker(store, Duty("chore", lambda _now, _policy: None, chore)).tick()
    assert chore.done == []


#: Kyiv is at UTC+2 in November, and puts its clocks forward on 28 March 2027 at 03:00.
@pytest.mark.parametrize(
    ("bucket", "at", "name"),
    [
        (every(timedelta(hours=1)), "2026-11-23T09:59:59", "2026-11-23T09:00:00Z"),
        (every(timedelta(hours=1)), "2026-11-23T10:00:00", "2026-11-23T10:00:00Z"),
        (daily(9), "2026-11-23T06:59:59", "2026-11-22"),
        (daily(9), "2026-11-23T07:00:00", "2026-11-23"),
        (daily(3), "2027-03-28T00:59:59", "2027-03-27"),
        (daily(3), "2027-03-28T01:00:00", "2027-03-28"),
        (weekly(0, 9), "2026-11-23T06:59:59", "2026-11-16"),
        (weekly(0, 9), "2026-11-23T07:00:00", "2026-11-23"),
        (weekly(4, 16), "2026-11-27T13:59:59", "2026-11-20"),
        (weekly(4, 16), "2026-11-27T14:00:00", "2026-11-27"),
        (weekly(4, 16), "2026-12-04T13:59:59", "2026-11-27"),
    ],
)
def test_the_bucket_of_an_instant(bucket: Bucket, at: str, name: str, policy: Policy) -> None:
    assert bucket(datetime.fromisoformat(f"{at}Z").astimezone(UTC), policy) == name
