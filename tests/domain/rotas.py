"""Small rotations for tests to change one thing of: Kyiv's winter is two hours ahead of UTC."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.ids import PersonId
from bot.domain.language import Localised
from bot.domain.layer import Layer
from bot.domain.roster import Override, Roster, Version
from bot.domain.rotation import Rotation
from bot.domain.service import RotationName
from bot.domain.turns import Kind, Turns
from bot.domain.windows import Hours, Windows

KYIV = ZoneInfo("Europe/Kyiv")
ANNA, JAMES, OLENA = PersonId("U0ANNA"), PersonId("U0JAMES"), PersonId("U0OLENA")
DEV, QA = RotationName("payments-dev"), RotationName("qa")


def at(month: int, day: int, hour: int, minute: int = 0, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def rotation(
    *members: PersonId,
    name: RotationName = DEV,
    kind: Kind = Kind.WEEKLY,
    windows: Windows | None = None,
    **more: Any,
) -> Rotation:
    """Hand-offs at 10:00 in Kyiv, of a week on Mondays. Anna's week begins on 23 November 2026."""
    turns = Turns(kind=kind, start=datetime(2026, 1, 5, 10), zone=KYIV)  # noqa: DTZ001
    layer = Layer(members=members, turns=turns, windows=windows)
    return Rotation(name=name, title=Localised(name), layers=(layer,), zone=KYIV, **more)


def roster(rotation: Rotation, *overrides: Override) -> Roster:
    return Roster(name=rotation.name, versions=(Version(None, rotation),), overrides=overrides)


def all_week(*holidays: date) -> Windows:
    """Always, but for these days."""
    return Windows(zone=KYIV, holidays=frozenset(holidays))


WORKDAYS = Windows(zone=KYIV, hours=(Hours(frozenset(range(5)), time(9), time(18)),))
