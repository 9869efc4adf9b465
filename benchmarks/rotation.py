"""How long it takes to learn who is on call.

The floor is the arithmetic alone: convert, subtract, divide; no repeated hour, no months, no
overrides, no check of what was asked. It is measured in the same run on the same machine.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import quantiles
from time import perf_counter_ns
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.ids import PersonId
from bot.domain.language import Localised
from bot.domain.rotation import Kind, Override, Rotation
from bot.domain.service import RotationName

ROTATIONS, PREVIEWS = 10_000, 200
NOW = datetime(2026, 6, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONES = [ZoneInfo(name) for name in sorted(available_timezones() - {"localtime", "Factory"})]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure, in microseconds. ``bound`` is what its p99 is held to."""

    figure: str
    p50: float
    p99: float
    bound: float

    def __str__(self) -> str:
        return f"{self.figure:<46}{self.p50:>10.1f}{self.p99:>10.1f}{self.bound:>12,.0f}"


def run() -> list[Row]:
    """Seeded: the same rotations and the same instants every time."""
    random = Random(1)
    plain = rotations(random, ROTATIONS)
    busy = rotations(random, ROTATIONS, overrides=20)
    previews = rotations(random, PREVIEWS, overrides=50, kinds=[Kind.DAILY])
    instants = [NOW + random.randrange(365 * 24) * HOUR for _ in range(ROTATIONS)]
    return [
        measure("the floor: convert, subtract, divide", floor, zip(plain, instants, strict=True)),
        measure("on_call", Rotation.on_call, zip(plain, instants, strict=True)),
        measure("on_call, 20 overrides", Rotation.on_call, zip(busy, instants, strict=True)),
        measure("shift_at", Rotation.shift_at, zip(plain, instants, strict=True)),
        measure(
            "90 days of daily shifts, 50 overrides",
            ninety_days,
            ((each, NOW) for each in previews),
            bound=10_000,
        ),
    ]


def rotations(
    random: Random, count: int, *, overrides: int = 0, kinds: Iterable[Kind] = Kind
) -> list[Rotation]:
    """Twenty people each, in zones of the whole world, hands off at whole hours."""
    kinds = list(kinds)
    people = tuple(PersonId(f"U{n:02}") for n in range(20))
    return [
        Rotation(
            name=RotationName(f"rotation-{n}"),
            title=Localised("Support"),
            members=people,
            kind=random.choice(kinds),
            start=datetime(2024, 1, random.randint(1, 31), random.randrange(24)),  # noqa: DTZ001
            zone=random.choice(ZONES),
            overrides=tuple(override(random, random.choice(people)) for _ in range(overrides)),
        )
        for n in range(count)
    ]


def override(random: Random, who: PersonId) -> Override:
    """Eight hours some day of the next ninety."""
    start = NOW + random.randrange(90 * 24) * HOUR
    return Override(start, start + 8 * HOUR, who)


def floor(rotation: Rotation, at: datetime) -> PersonId:
    wall = at.astimezone(rotation.zone).replace(tzinfo=None)
    return rotation.members[(wall - rotation.start) // DAY % len(rotation.members)]


def ninety_days(rotation: Rotation, since: datetime) -> int:
    return sum(1 for _ in rotation.shifts(since, since + 90 * DAY))


def measure(
    figure: str,
    call: Callable[[Rotation, datetime], object],
    cases: Iterable[tuple[Rotation, datetime]],
    bound: float = 100,
) -> Row:
    """Each call timed alone, the first ones too: an engine meets each rotation once a tick."""
    took = []
    for rotation, at in cases:
        started = perf_counter_ns()
        call(rotation, at)
        took.append((perf_counter_ns() - started) / 1000)
    cuts = quantiles(took, n=100)
    return Row(figure=figure, p50=cuts[49], p99=cuts[98], bound=bound)


def main() -> None:
    title = f"{ROTATIONS:,} rotations, in microseconds"
    print(f"{title:<46}{'p50':>10}{'p99':>10}{'p99 under':>12}")
    for row in run():
        print(row)


if __name__ == "__main__":
    main()
