"""An edit of a rotation, carried over: turns are numbered on, and whoever is on call stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.ids import PersonId
from bot.domain.layer import CalendarLayer, Layer
from bot.domain.rotation import Rotation


def carried(before: Rotation, after: Rotation, at: datetime) -> Rotation:
    """``after`` as it follows ``before`` at an instant.

    The turn at that instant keeps its number and its owner, until the first hand-off that
    ``after`` has. An owner who is no longer a member gives the turn to whoever stands in their
    place or, where the list got shorter, to the next one who is still there. Layers are known by
    name; among the others, by their order.
    """
    return replace(
        after,
        layers=tuple(
            _carry(earlier, layer, at)
            if isinstance(earlier, Layer) and isinstance(layer, Layer)
            else layer
            for earlier, layer in zip(_counterparts(before, after), after.layers, strict=True)
        ),
    )


def _counterparts(before: Rotation, after: Rotation) -> list[Layer | CalendarLayer | None]:
    names = {layer.name for layer in after.layers}
    others = iter([layer for layer in before.layers if layer.name not in names])
    return [before.layer(layer.name) or next(others, None) for layer in after.layers]


def _carry(before: Layer, after: Layer, at: datetime) -> Layer:
    index = before.index(at)
    numbered = replace(after, carried=0)
    number = index - numbered.index(at)
    if before.members == after.members:
        return replace(after, carried=number, position=before.position)
    place = _place(before.members, after.members, (index + before.position))
    count = len(after.members)
    return replace(after, carried=number, position=(place - index) % count if count else 0)


def _place(before: Sequence[PersonId], after: Sequence[PersonId], turn: int) -> int:
    """Where in the new list whoever has a turn of the old one stands."""
    if not before:
        return 0
    order = [before[(turn + n) % len(before)] for n in range(len(before))]
    owner, following = order[0], order[1 % len(order)]
    if owner not in after and len(before) == len(after):
        return turn % len(before)
    for person in order:
        places = [place for place, each in enumerate(after) if each == person]
        if places:
            # Who stands twice goes on where the same person follows.
            return next(
                (place for place in places if after[(place + 1) % len(after)] == following),
                places[0],
            )
    return 0
