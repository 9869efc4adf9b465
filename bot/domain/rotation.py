"""Whose turn it is: layers of people who take turns, a pure function of an instant.

A later layer covers the earlier ones in its windows; a layer without windows covers always.
Turn ``i`` of a layer belongs to member ``i mod n``, before the start as well as after it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.active_turns import active_turns
from bot.domain.ids import PersonId, RoomId
from bot.domain.language import Localised
from bot.domain.service import RotationName
from bot.domain.turns import Turns
from bot.domain.wall_clock import utc
from bot.domain.windows import Windows

#: The name of the only layer of a rotation that was written without layers.
MAIN = "main"


class Advance(StrEnum):
    """What consumes a turn."""

    #: The calendar: a turn that falls wholly outside the windows is its owner's rest.
    CALENDAR = "calendar"
    #: Only turns that hold covered time; the others are nobody's, and take nothing from anybody.
    ACTIVE_SHIFTS = "active_shifts"


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of one layer. ``index`` is its number, kept through edits of the rotation."""

    layer: str
    index: int
    owner: PersonId


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time in ``[start, end)``, UTC, that belongs to one turn, or to nobody's."""

    start: datetime
    end: datetime
    turn: Turn | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """People who take turns, always or within windows. Without members it covers nothing.

    An edit carries two numbers over from the version before. ``carried`` is added to the grid's
    numbers, so that turns are numbered on; ``position`` moves the members along, so that whoever
    is on call stays.
    """

    name: str = MAIN
    members: tuple[PersonId, ...]
    turns: Turns
    windows: Windows | None = None
    advance_on: Advance = Advance.CALENDAR
    carried: int = 0
    position: int = 0

    def covers(self, at: datetime) -> bool:
        return bool(self.members) and (self.windows is None or self.windows.covers(at))

    def index(self, at: datetime) -> int:
        """The number of the turn at an instant; of the next active one, where turns are skipped."""
        return self.number(self.turns.index(at))

    def number(self, k: int) -> int:
        """The number of the grid's turn ``k``."""
        if self.windows is None or self.advance_on is Advance.CALENDAR:
            return k + self.carried
        return active_turns(self.turns, self.windows).number(k) + self.carried

    def owner(self, index: int) -> PersonId:
        """Whose turn a number is. Needs members."""
        return self.members[(index + self.position) % len(self.members)]

    def turn(self, index: int) -> Turn:
        return Turn(self.name, index, self.owner(index))

    def span(self, index: int) -> tuple[datetime, datetime]:
        """The hand-offs, in UTC, between which the turn with this number lies.

        OverflowError for a number that no turn has.
        """
        k = index - self.carried
        if self.windows is not None and self.advance_on is Advance.ACTIVE_SHIFTS:
            k = active_turns(self.turns, self.windows).turn(k)
        return self.turns.handoff(k), self.turns.handoff(k + 1)

    def stretches(self, since: datetime, until: datetime) -> Iterator[Stretch]:
        """The covered part of ``[since, until)``, turn by turn, in order."""
        if not self.members:
            return
        pieces = self.windows.pieces(since, until) if self.windows else iter([(since, until)])
        k = self.turns.index(since)
        end = self.turns.handoff(k + 1)
        for opens, closes in pieces:
            start = opens
            while end <= start:
                k, end = k + 1, self.turns.handoff(k + 2)
            while end < closes:
                if start < end:
                    yield Stretch(start, end, self.turn(self.number(k)))
                start, k, end = end, k + 1, self.turns.handoff(k + 2)
            yield Stretch(start, closes, self.turn(self.number(k)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """A named roster of layers. ValueError without layers, or where two share a name."""

    name: RotationName
    title: Localised
    #: Later ones cover earlier ones.
    layers: tuple[Layer, ...]
    #: In which people read its times. Each layer's turns and windows name their own.
    zone: ZoneInfo
    #: Where hand-overs and reminders about gaps are posted.
    channel: RoomId | None = None
    #: The Slack user group (``S…``) that holds whoever is on call.
    usergroup: str | None = None

    def __post_init__(self) -> None:
        names = [layer.name for layer in self.layers]
        if not names or len(set(names)) < len(names):
            raise ValueError(f"Rotation {self.name}: layers need names of their own")

    @property
    def members(self) -> tuple[PersonId, ...]:
        """Everybody in it, in order, each once."""
        return tuple(dict.fromkeys(person for layer in self.layers for person in layer.members))

    def layer(self, name: str) -> Layer | None:
        return next((layer for layer in self.layers if layer.name == name), None)

    def layer_at(self, at: datetime) -> Layer | None:
        """The layer that covers an instant; None where none does."""
        return next((layer for layer in reversed(self.layers) if layer.covers(at)), None)

    def turn(self, at: datetime) -> Turn | None:
        """Whose turn it is at an instant; None where no layer covers it."""
        layer = self.layer_at(utc(at))
        return layer.turn(layer.index(at)) if layer else None

    def stretches(self, since: datetime, until: datetime) -> Iterator[Stretch]:
        """All of ``[since, until)``, by turns: contiguous, in order, clipped at the edges."""
        since, until = utc(since), utc(until)
        if since < until:
            layers = [list(layer.stretches(since, until)) for layer in self.layers]
            yield from _topmost(layers, since, until)

    def with_members(self, members: Sequence[Sequence[PersonId]]) -> "Rotation":
        """The same with other people, layer by layer."""
        pairs = zip(self.layers, members, strict=True)
        layers = tuple(replace(layer, members=tuple(people)) for layer, people in pairs)
        return replace(self, layers=layers)


def _topmost(
    layers: Sequence[Sequence[Stretch]], since: datetime, until: datetime
) -> Iterator[Stretch]:
    """One sweep over the bounds of all layers. At each, the highest bit is the layer that covers.

    O(E log E) for E bounds, however many layers they are of.
    """
    bounds: list[tuple[datetime, int, int, Turn | None]] = []
    for height, stretches in enumerate(layers):
        for each in stretches:
            # An end sorts before a start at the same instant.
            bounds.append((each.start, 1, height, each.turn))
            bounds.append((each.end, 0, height, None))
    bounds.sort(key=lambda bound: bound[:2])
    holders: list[Turn | None] = [None] * len(layers)
    open_layers, start = 0, since
    for at, opens, height, holder in [*bounds, (until, 1, 0, None)]:
        if at > start:
            turn = holders[open_layers.bit_length() - 1] if open_layers else None
            yield Stretch(start, at, turn)
            start = at
        open_layers = open_layers | 1 << height if opens else open_layers & ~(1 << height)
        holders[height] = holder if opens else None
