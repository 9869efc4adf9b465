"""Whose turn it is: layers of people who take turns, a pure function of an instant.

A later layer covers the earlier ones in its windows; a layer without windows covers always.
Turn ``i`` of a layer belongs to member ``i mod n``, before the start as well as after it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.ids import PersonId, RoomId
from bot.domain.language import Localised
from bot.domain.layer import MAIN, Advance, CalendarLayer, Layer, Stretch, Turn
from bot.domain.service import RotationName
from bot.domain.wall_clock import utc

__all__ = ["MAIN", "Advance", "CalendarLayer", "Layer", "Rotation", "Stretch", "Turn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """A named roster of layers. ValueError without layers, or where two share a name."""

    name: RotationName
    title: Localised
    #: Later ones cover earlier ones.
    layers: tuple[Layer | CalendarLayer, ...]
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

    def layer(self, name: str) -> Layer | CalendarLayer | None:
        return next((layer for layer in self.layers if layer.name == name), None)

    def turn(self, at: datetime) -> Turn | None:
        """Whose turn it is at an instant; None where no layer covers it."""
        at = utc(at)
        turns = (layer.turn(at) for layer in reversed(self.layers))
        return next((turn for turn in turns if turn is not None), None)

    def stretches(self, since: datetime, until: datetime) -> Iterator[Stretch]:
        """All of ``[since, until)``, by turns: contiguous, in order, clipped at the edges."""
        since, until = utc(since), utc(until)
        if since < until:
            layers = [list(layer.stretches(since, until)) for layer in self.layers]
            yield from _topmost(layers, since, until)

    def renamed(self, who: Callable[[PersonId], PersonId]) -> "Rotation":
        """The same with each person known by another id."""
        return replace(self, layers=tuple(_renamed(layer, who) for layer in self.layers))


def _renamed(
    layer: Layer | CalendarLayer, who: Callable[[PersonId], PersonId]
) -> Layer | CalendarLayer:
    if isinstance(layer, Layer):
        return replace(layer, members=tuple(map(who, layer.members)))
    spans = (replace(span, people=tuple(map(who, span.people))) for span in layer.spans)
    return replace(layer, spans=tuple(spans))


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
