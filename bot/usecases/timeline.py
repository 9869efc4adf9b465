"""Read a timeline leaf by leaf: ten thousand entries cost what ten do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import strand as strands
from bot.domain.ids import EventId, IncidentId
from bot.domain.record import Told, told
from bot.domain.strand import Strand
from bot.store.timeline import Place
from bot.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``number`` counts through the whole timeline, from 1, in the order it happened."""

    number: int
    at: datetime
    told: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """``rows`` are the oldest first; ``start`` is how many of the strand stand before them."""

    rows: tuple[Row, ...]
    start: int
    total: int

    @property
    def end(self) -> int:
        return self.start + len(self.rows)


async def leaf(
    work: Work,
    id: IncidentId,
    strand: Strand,
    *,
    size: int,
    start: int | None = None,
    around: EventId | None = None,
    places: Sequence[Place] | None = None,
) -> Leaf:
    """``size`` entries of a strand from ``start`` on, counted from the oldest.

    Without a start the newest; with ``around`` those among which this entry stands. ``places``
    spares the look at the whole, for whoever has looked.
    """
    whole = places if places is not None else await work.timeline.places(id)
    wanted = strands.kinds(strand)
    shown = [(n, place) for n, place in enumerate(whole, start=1) if place.kind in wanted]
    begin = _begin([place.id for _, place in shown], size, start, around)
    chosen = shown[begin : begin + size]
    ids = [place.id for _, place in chosen]
    entries = {one.id: one for one in told(await work.timeline.some(id, ids) if ids else ())}
    rows = tuple(
        Row(number=number, at=place.at, told=entries[place.id]) for number, place in chosen
    )
    return Leaf(rows=rows, start=begin, total=len(shown))


def _begin(ids: Sequence[EventId], size: int, start: int | None, around: EventId | None) -> int:
    """Never past the end: whoever turns too far gets the last leaf."""
    newest = max(0, len(ids) - size)
    if around in ids:
        return min(max(0, ids.index(around) - size // 2), newest)
    return newest if start is None else min(max(0, start), newest)
