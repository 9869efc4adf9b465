"""How long it takes to learn who is on call, and to lay out a schedule.

The floor is the arithmetic alone: convert, subtract, divide; no repeated hour, no months, no
layers, no overrides, no check of what was asked. It is measured in the same run on the same
machine. It is the processor's time, so what others do on the machine meanwhile is left out.

Growth is shown beside E log E, E being the bounds that are swept: of turns, windows, overrides
and covers.
"""

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import log2
from random import Random
from statistics import quantiles
from time import thread_time_ns
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.ids import CoverId, OverrideId, PersonId
from bot.domain.language import Localised
from bot.domain.roster import Cover, Override, OverrideKind, Roster, Version
from bot.domain.rotation import Advance, Layer, Rotation
from bot.domain.service import RotationName
from bot.domain.turns import Kind, Turns
from bot.domain.windows import BUSINESS, WEEKENDS, Windows

_T = TypeVar("_T")
ROSTERS, PREVIEWS = 10_000, 100
NOW = datetime(2026, 6, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONES = [ZoneInfo(name) for name in sorted(available_timezones() - {"localtime", "Factory"})]
PEOPLE = tuple(PersonId(f"U{n:02}") for n in range(20))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure, in microseconds. ``bound`` is what its p99 is held to; None bounds nothing."""

    figure: str
    p50: float
    p99: float
    bound: float | None

    def __str__(self) -> str:
        held = f"{self.bound:>12,.0f}" if self.bound else f"{'—':>12}"
        return f"{self.figure:<70}{self.p50:>12,.1f}{self.p99:>12,.1f}{held}"


def run() -> list[Row]:
    """Seeded: the same rosters and the same instants every time."""
    # As in the bot, what is there at the start is none of the collector's business. Schedules are
    # first, so that it does not walk 20,000 rosters in the middle of one.
    gc.freeze()
    schedules = [schedule(scale, times) for scale, times in ((1, PREVIEWS), (10, PREVIEWS // 5))]
    random = Random(1)
    instants = [NOW + random.randrange(365 * 24) * HOUR for _ in range(ROSTERS)]
    plain = [simple(random) for _ in range(ROSTERS)]
    busy = [
        replace(roster, overrides=tuple(overrides(random, 20, days=365)))
        for roster in (layered(random) for _ in range(ROSTERS))
    ]
    gc.freeze()
    return [
        measure("the floor: convert, subtract, divide", floor, zip(plain, instants, strict=True)),
        measure("who is on call", Roster.on_call, zip(plain, instants, strict=True)),
        measure(
            "who is on call, 3 layers with hours, 20 overrides",
            Roster.on_call,
            zip(busy, instants, strict=True),
        ),
        measure("the shift they are on", Roster.shift_at, zip(plain, instants, strict=True), 300),
        *schedules,
    ]


def schedule(scale: int, times: int) -> Row:
    """The final schedule, so many times as long; only the smallest has a bound."""
    subject = final(Random(1), scale)
    changes = f"{50 * scale} overrides × {20 * scale} swaps"
    return measure(
        f"schedule, {90 * scale} days × 3 layers × 20 people × {changes}",
        Final.schedule,
        ((subject, NOW),) * times,
        10_000 if scale == 1 else None,
    )


def simple(random: Random) -> Roster:
    """Twenty people, somewhere in the world, hand off at a whole hour."""
    return roster(
        Layer(
            members=PEOPLE,
            turns=turns(random, random.choice(list(Kind))),
        )
    )


def layered(random: Random) -> Roster:
    """Three layers: always, business hours by active shifts, and weekends."""
    zone = random.choice(ZONES)
    return roster(
        Layer(members=PEOPLE, turns=turns(random, Kind.DAILY, zone)),
        Layer(
            name="hours",
            members=PEOPLE[::-1],
            turns=turns(random, Kind.DAILY, zone),
            windows=Windows(zone=zone, hours=BUSINESS),
            advance_on=Advance.ACTIVE_SHIFTS,
        ),
        Layer(
            name="weekends",
            members=PEOPLE,
            turns=turns(random, Kind.WEEKLY, zone),
            windows=Windows(zone=zone, hours=WEEKENDS),
        ),
    )


def roster(*layers: Layer) -> Roster:
    name = RotationName("support")
    zone = layers[0].turns.zone
    rotation = Rotation(name=name, title=Localised("Support"), layers=layers, zone=zone)
    return Roster(name=name, versions=(Version(None, rotation),))


def turns(random: Random, kind: Kind, zone: ZoneInfo | None = None) -> Turns:
    start = datetime(2024, 1, random.randint(1, 28), random.randrange(24))  # noqa: DTZ001 - a wall time
    return Turns(kind=kind, start=start, zone=zone or random.choice(ZONES))


def overrides(random: Random, count: int, *, days: int) -> Iterable[Override]:
    """Eight hours each, some day of so many."""
    for n in range(count):
        start = NOW + random.randrange(days * 24) * HOUR
        yield Override(
            id=OverrideId(f"override-{n}"),
            kind=random.choice(list(OverrideKind)),
            start=start,
            end=start + 8 * HOUR,
            person=random.choice(PEOPLE),
        )


@dataclass(frozen=True, slots=True)
class Final:
    """A roster full of changes, and how many days of it are laid out."""

    roster: Roster
    days: int

    def schedule(self, since: datetime) -> int:
        return len(self.roster.schedule(since, since + self.days * DAY))

    @property
    def bounds(self) -> int:
        """How many bounds the sweep passes."""
        until = NOW + self.days * DAY
        layers = (layer.stretches(NOW, until) for layer in self.roster.rotation.layers)
        turned = sum(2 for stretches in layers for _ in stretches)
        return turned + 2 * len(self.roster.overrides) + 2 * len(self.roster.covers)


def final(random: Random, scale: int) -> Final:
    """So many times 90 days, 50 overrides and 20 swaps, of three layers and twenty people."""
    plain, days = layered(random), 90 * scale
    shifts = [shift for shift in plain.schedule(NOW, NOW + days * DAY) if shift.id]
    covers = []
    for n in range(20 * scale):
        one, two = random.sample(shifts, 2)
        for mine, yours in ((one, two), (two, one)):
            assert mine.id
            covers.append(
                Cover(
                    id=CoverId(f"cover-{n}"),
                    shift=mine.id,
                    person=yours.people[0],
                    instead_of=mine.people[0],
                    swap=f"swap-{n}",
                )
            )
    changed = tuple(overrides(random, 50 * scale, days=days))
    return Final(replace(plain, covers=tuple(covers), overrides=changed), days)


def floor(roster: Roster, at: datetime) -> PersonId:
    layer = roster.rotation.layers[0]
    assert isinstance(layer, Layer)
    wall = at.astimezone(layer.turns.zone).replace(tzinfo=None)
    return layer.members[(wall - layer.turns.start) // DAY % len(layer.members)]


def measure(
    figure: str,
    call: Callable[[_T, datetime], object],
    cases: Iterable[tuple[_T, datetime]],
    bound: float | None = 100,
) -> Row:
    """Each call timed alone, the first ones too: an engine meets each roster once a tick."""
    took = []
    for subject, at in cases:
        started = thread_time_ns()
        call(subject, at)
        took.append((thread_time_ns() - started) / 1000)
    cuts = quantiles(took, n=100)
    return Row(figure=figure, p50=cuts[49], p99=cuts[98], bound=bound)


def main() -> None:
    title = f"{ROSTERS:,} rosters, in microseconds"
    print(f"{title:<70}{'p50':>12}{'p99':>12}{'p99 under':>12}")
    *rows, once, tenfold = run()
    for row in (*rows, once, tenfold):
        print(row)
    few, many = (final(Random(1), scale).bounds for scale in (1, 10))
    expected = many * log2(many) / (few * log2(few))
    print(
        f"{few:,} bounds become {many:,}: it takes {tenfold.p50 / once.p50:.1f} times as long, "
        f"E log E {expected:.1f} times."
    )


if __name__ == "__main__":
    main()
