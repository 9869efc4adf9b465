"""What happened to the roster: the on-call side's own append-only log.

No incident is concerned, so these facts are kept apart from the timelines. Stored payloads are
schema: add fields with defaults, never rename (see store/codec.py).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.domain.ids import CoverId, CoverRequestId, OverrideId, PersonId
from bot.domain.service import RotationName


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFact:
    """``at`` is UTC; ``by`` is None when the bot itself acted."""

    rotation: RotationName
    at: datetime
    by: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideAdded(RosterFact):
    """``kind`` is ``add``, ``remove`` or ``replace``; ``replaced`` is who gives way to ``person``.

    Without a person everybody is taken off, without ``replaced`` everybody gives way. It holds
    in ``[start, end)``, UTC. ``displaced`` are all who are not on call any more for some of it.
    """

    override: OverrideId
    kind: str
    person: PersonId | None
    start: datetime
    end: datetime
    replaced: PersonId | None = None
    displaced: tuple[PersonId, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideRemoved(RosterFact):
    """``[start, end)`` is what no longer holds: all of it, or what was left of it.

    ``displaced``: those it had displaced, who are on call again.
    """

    override: OverrideId
    kind: str
    person: PersonId | None
    start: datetime
    end: datetime
    replaced: PersonId | None = None
    displaced: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverAsked(RosterFact):
    """``asker`` asks whoever is in ``asked`` to be on call for them in ``[start, end)``."""

    request: CoverRequestId
    asker: PersonId
    asked: tuple[PersonId, ...]
    start: datetime
    end: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverTaken(RosterFact):
    """``person`` is on call instead of ``asker`` in ``[start, end)``."""

    request: CoverRequestId
    cover: CoverId
    asker: PersonId
    person: PersonId
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverDeclined(RosterFact):
    """``person`` cannot. ``left`` is how many have not answered yet."""

    request: CoverRequestId
    asker: PersonId
    person: PersonId
    left: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverWithdrawn(RosterFact):
    """``asker`` does not need it any more; also said of a swap that was asked for."""

    request: CoverRequestId
    asker: PersonId
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverExpired(RosterFact):
    """Nobody took it before it was over; also said of a swap that was asked for."""

    request: CoverRequestId
    asker: PersonId
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverUndone(RosterFact):
    """``person`` is not on call for ``instead_of`` any more in ``[start, end)``.

    Of a swap, one such fact for each of its two shifts.
    """

    cover: CoverId
    person: PersonId
    instead_of: PersonId
    start: datetime
    end: datetime
    swap: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapAsked(RosterFact):
    """``asker`` offers ``[start, end)`` for ``other``'s ``[their_start, their_end)``.

    The two shifts may be of different rotations: ``rotation`` is the asker's.
    """

    request: CoverRequestId
    asker: PersonId
    other: PersonId
    start: datetime
    end: datetime
    their_rotation: RotationName
    their_start: datetime
    their_end: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapAccepted(RosterFact):
    """``other`` has the asker's ``[start, end)``, and ``asker`` the other's."""

    request: CoverRequestId
    asker: PersonId
    other: PersonId
    start: datetime
    end: datetime
    their_rotation: RotationName
    their_start: datetime
    their_end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapDeclined(RosterFact):
    request: CoverRequestId
    asker: PersonId
    other: PersonId
    start: datetime
    end: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationAdded(RosterFact):
    """First seen in a policy. ``version`` counts a rotation's versions from 1."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationEdited(RosterFact):
    """A policy changed it, from ``at`` on. ``moved``: whose shifts of the next 30 days move."""

    version: int
    moved: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationRetired(RosterFact):
    """A policy has it no longer. Its history stays. ``moved``: whose next shifts are gone."""

    version: int
    moved: tuple[PersonId, ...] = ()


RosterEvent: TypeAlias = (
    OverrideAdded
    | OverrideRemoved
    | CoverAsked
    | CoverTaken
    | CoverDeclined
    | CoverWithdrawn
    | CoverExpired
    | CoverUndone
    | SwapAsked
    | SwapAccepted
    | SwapDeclined
    | RotationAdded
    | RotationEdited
    | RotationRetired
)
