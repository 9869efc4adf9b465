"""The clock that decides: jumps are seen, and none but a forward one moves a deadline."""

from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot import metrics
from bot.clock import SteadyClock
from bot.store.database import Database
from tests.support.databases import START, ManualTime


class Machine:
    """A wall clock and a monotonic clock; suspension and a hand at the clock part them."""

    def __init__(self) -> None:
        self.wall, self.monotonic = ManualTime(), 1_000.0
        self.clock = SteadyClock(self.wall, lambda: self.monotonic)
        self.clock.check()

    def run(self, seconds: float) -> None:
        self.wall.later(seconds=seconds)
        self.monotonic += seconds

    def jump(self, **by: float) -> list[float]:
        """The wall clock alone moves; what was logged of it, in seconds."""
        self.wall.later(**by)
        with capture_logs() as logs:
            self.clock.check()
            self.run(1)
            self.clock.check()
        return [line["seconds"] for line in logs if line["event"] == "clock_jumped"]


def jumps(direction: str) -> float:
    return float(metrics.CLOCK_JUMPS.labels(direction)._value.get())


def test_it_runs_with_the_monotonic_clock_between_two_checks() -> None:
    machine = Machine()
    machine.monotonic += 0.25
    assert machine.clock() == START + timedelta(seconds=0.25)


@pytest.mark.parametrize("by", [{"hours": 1}, {"minutes": 10}, {"seconds": 2.001}])
def test_a_jump_forward_is_followed_logged_and_counted_once(by: dict[str, float]) -> None:
    machine, before = Machine(), jumps("forward")
    assert machine.jump(**by) == [timedelta(**by).total_seconds()]
    assert jumps("forward") == before + 1
    assert machine.clock() == machine.wall()


def test_a_jump_back_is_logged_once_and_no_wait_grows_by_it() -> None:
    machine, before = Machine(), jumps("back")
    assert machine.jump(hours=-1) == [-3600]
    assert jumps("back") == before + 1
    assert machine.clock() == START + timedelta(seconds=1)

    machine.run(3600)
    machine.clock.check()
    assert machine.clock() == START + timedelta(seconds=3601)


def test_the_wall_clock_is_followed_again_once_it_has_caught_up() -> None:
    machine = Machine()
    machine.jump(hours=-1)
    assert machine.jump(hours=2) == [7200]
    assert machine.clock() == machine.wall() == START + timedelta(hours=1, seconds=2)


@pytest.mark.parametrize("seconds", [-2, -0.5, 0.5, 2])
def test_what_was_set_right_is_no_jump(seconds: float) -> None:
    machine = Machine()
    assert machine.jump(seconds=seconds) == []
    assert machine.clock() == machine.wall()


async def test_a_clock_elsewhere_was_read_half_way_and_decides_both_ways() -> None:
    machine, there = Machine(), ManualTime(START + timedelta(days=1))

    async def ask() -> datetime:
        machine.monotonic += 0.2
        return there()

    with capture_logs() as logs:
        clock = SteadyClock(machine.wall, lambda: machine.monotonic)
        await clock.follow(ask)
        assert clock() == there() + timedelta(seconds=0.1)
        there.later(hours=-1)
        await clock.follow(ask)
        assert clock() == there() + timedelta(seconds=0.1)
    assert [line["seconds"] for line in logs] == [-3600.2]


@pytest.mark.postgres
async def test_postgresql_tells_its_time(postgres: str) -> None:
    database, clock = Database(postgres), SteadyClock()
    try:
        await clock.follow(database.now)
        before, there, after = clock(), await database.now(), clock()
    finally:
        await database.close()
    assert there.tzinfo is UTC
    slack = timedelta(milliseconds=50)
    assert before - slack <= there <= after + slack
