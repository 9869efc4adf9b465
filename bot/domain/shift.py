"""A shift: who is on call from when to when, and the identity it keeps wherever it moves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import CoverId, OverrideId, PersonId
from bot.domain.service import RotationName


@dataclass(frozen=True, slots=True, order=True)
class ShiftId:
    """One turn of one layer, whenever it is. An edit of the rotation keeps its number."""

    rotation: RotationName
    layer: str
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """The same people on call, for the same reason, in ``[start, end)``, UTC. Never empty.

    ``people`` is empty where nobody is on call. ``id`` is the turn it is, or is a part of; None
    where no layer covers the time. ``because`` names the covers and overrides that changed it.
    """

    start: datetime
    end: datetime
    people: tuple[PersonId, ...]
    id: ShiftId | None
    because: tuple[OverrideId | CoverId, ...] = ()

    @property
    def length(self) -> timedelta:
        return self.end - self.start
