"""Short ways to write rosters."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import CoverId, OverrideId, PersonId
from bot.domain.language import Localised
from bot.domain.roster import Cover, Override, OverrideKind, Roster, ShiftId, Version
from bot.domain.rotation import MAIN, Advance, CalendarLayer, Layer, Rotation
from bot.domain.service import RotationName
from bot.domain.turns import Kind, Turns
from bot.domain.windows import Windows

SUPPORT = RotationName("support")
ANNA, BORYS, CHEN = PersonId("ANNA"), PersonId("BORYS"), PersonId("CHEN")
DARYNA, EMIL = PersonId("DARYNA"), PersonId("EMIL")
PEOPLE = (ANNA, BORYS, CHEN, DARYNA, EMIL)
KYIV = ZoneInfo("Europe/Kyiv")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def at(text: str) -> datetime:
    """An instant, written as a wall time with its offset."""
    return datetime.fromisoformat(text).astimezone(UTC)


def layer(
    start: str = "2024-06-10T09:00",
    *,
    zone: ZoneInfo = KYIV,
    kind: Kind = Kind.DAILY,
    length: int = 1,
    members: Sequence[PersonId] = (ANNA, BORYS, CHEN),
    windows: Windows | None = None,
    advance_on: Advance = Advance.CALENDAR,
    name: str = MAIN,
) -> Layer:
    turns = Turns(kind=kind, length=length, start=datetime.fromisoformat(start), zone=zone)
    return Layer(
        name=name,
        members=tuple(members),
        turns=turns,
        windows=windows,
        advance_on=advance_on,
    )


def rotation(*layers: Layer | CalendarLayer) -> Rotation:
    return Rotation(
        name=SUPPORT, title=Localised("Support"), layers=layers or (layer(),), zone=KYIV
    )


def roster(
    *layers: Layer | CalendarLayer, overrides: Sequence[Override] = (), covers: Sequence[Cover] = ()
) -> Roster:
    versions = (Version(None, rotation(*layers)),)
    return Roster(name=SUPPORT, versions=versions, overrides=tuple(overrides), covers=tuple(covers))


def replace_by(
    person: PersonId, start: datetime, end: datetime, *, replaced: PersonId | None = None
) -> Override:
    return Override(
        id=OverrideId(f"replace by {person}"),
        kind=OverrideKind.REPLACE,
        start=start,
        end=end,
        person=person,
        replaced=replaced,
    )


def add(person: PersonId, start: datetime, end: datetime) -> Override:
    id = OverrideId(f"add {person}")
    return Override(id=id, kind=OverrideKind.ADD, start=start, end=end, person=person)


def remove(person: PersonId | None, start: datetime, end: datetime) -> Override:
    id = OverrideId(f"remove {person}")
    return Override(id=id, kind=OverrideKind.REMOVE, start=start, end=end, person=person)


def shift(index: int, layer: str = MAIN) -> ShiftId:
    return ShiftId(SUPPORT, layer, index)


def cover(
    index: int,
    person: PersonId,
    *,
    instead_of: PersonId,
    window: tuple[datetime, datetime] | None = None,
    layer: str = MAIN,
) -> Cover:
    return Cover(
        id=CoverId(f"{person} for {instead_of}"),
        shift=shift(index, layer),
        person=person,
        instead_of=instead_of,
        window=window,
    )
