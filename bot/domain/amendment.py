"""What a decision changes in the rosters, and what happened: all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.cover_request import CoverRequest
from bot.domain.events.on_call import RosterEvent
from bot.domain.ids import CoverId, CoverRequestId
from bot.domain.roster import Cover, Override
from bot.domain.rotation import Rotation
from bot.domain.service import RotationName


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCover:
    """``over_at`` is when it ends as the roster stands, UTC."""

    cover: Cover
    over_at: datetime
    request: CoverRequestId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """A rotation from an instant (UTC) on; None is since ever. ``number`` counts from 1."""

    rotation: Rotation
    number: int
    effective_from: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """``rotation`` is the one whose versions and overrides change; covers name their own.

    ``ended`` hold no longer from their new end on; ``undone`` have not begun, and never will.
    """

    rotation: RotationName
    version: NewVersion | None = None
    override: Override | None = None
    #: Those of a swap are of two shifts, perhaps of two rotations.
    covers: tuple[NewCover, ...] = ()
    ended: tuple[Override | Cover, ...] = ()
    undone: tuple[Override | Cover, ...] = ()
    #: When covers end that move with their shifts, UTC.
    over_at: Mapping[CoverId, datetime] = field(default_factory=dict)
    request: CoverRequest | None = None
    events: tuple[RosterEvent, ...] = ()

    @property
    def rotations(self) -> frozenset[RotationName]:
        """Whose roster is another one after it; none, when only a request changes."""
        changed = (*(new.cover for new in self.covers), *self.ended, *self.undone)
        names = {
            each.shift.rotation if isinstance(each, Cover) else self.rotation for each in changed
        }
        own = {self.rotation} if self.version or self.override else set()
        return frozenset(names | own)
