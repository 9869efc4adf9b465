"""A request for cover, or for a swap: who asks whom, for what, and how it ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import CoverRequestId, PersonId
from bot.domain.roster import ShiftId
from bot.domain.service import RotationName


class RequestKind(StrEnum):
    #: Somebody else takes my shift.
    COVER = "cover"
    #: My shift for yours.
    SWAP = "swap"


class RequestState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    #: All who were asked have said that they cannot.
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    #: It was over before anybody took it.
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A shift, or the part of it in ``[start, end)``, UTC.

    Of a ``whole`` shift the ends are only what they were when it was asked for: it is bound to
    the shift, and moves with it.
    """

    shift: ShiftId
    start: datetime
    end: datetime
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverRequest:
    """``answered_by`` is who took it, or who declined last."""

    id: CoverRequestId
    kind: RequestKind = RequestKind.COVER
    state: RequestState = RequestState.OPEN
    asker: PersonId
    mine: Piece
    asked: tuple[PersonId, ...]
    declined: tuple[PersonId, ...] = ()
    #: Of a swap: what the asker takes for it.
    theirs: Piece | None = None
    reason: str = ""
    asked_at: datetime
    #: From then on nobody can take it; None when it is not open.
    expires_at: datetime | None
    answered_by: PersonId | None = None
    answered_at: datetime | None = None

    @property
    def rotation(self) -> RotationName:
        return self.mine.shift.rotation

    @property
    def open(self) -> bool:
        return self.state is RequestState.OPEN

    @property
    def waiting(self) -> tuple[PersonId, ...]:
        """Those who were asked and have not answered."""
        return tuple(person for person in self.asked if person not in self.declined)
