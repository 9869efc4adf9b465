"""Change who is on call: override, ask for cover, take it, swap, undo; take up a new policy.

Each locks the rosters it changes, so that two who decide at once decide one after the other.
A decision that cannot be is a `Refusal`, in a sentence.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.ids import CoverId, CoverRequestId, OverrideId, PersonId
from bot.domain.service import RotationName
from bot.store.work import Work

if TYPE_CHECKING:
    from bot.domain.cover import CoverRequest
    from bot.domain.roster import Override, ShiftId


async def override(
    work: Work,
    rotation: RotationName,
    *,
    kind: str,
    person: PersonId,
    start: datetime,
    end: datetime,
    by: PersonId,
    replaced: PersonId | None = None,
    reason: str = "",
) -> "Override":
    """Put a person on call, take one off, or replace one by another, in ``[start, end)``.

    ``kind`` is ``add``, ``remove`` or ``replace``. The ends are aware, in any zone. A start that
    has passed counts from now. Ask Slack for the person's profile first: who is not in the
    database and not in the policy is unknown here.
    """
    raise NotImplementedError


async def remove_override(work: Work, id: OverrideId, *, by: PersonId) -> "Override":
    """Take an override back: all of it, or, if it has begun, what is left of it."""
    raise NotImplementedError


async def ask_cover(
    work: Work,
    *,
    by: PersonId,
    start: datetime | None = None,
    end: datetime | None = None,
    rotation: RotationName | None = None,
    reason: str = "",
) -> "tuple[CoverRequest, ...]":
    """Ask the others to take my shift, or the part of it in ``[start, end)``; first come.

    Without times it is the whole of my present shift, or of my next. One request for each shift
    of mine that the times touch; without a rotation, in all of them.
    """
    raise NotImplementedError


async def take_cover(work: Work, id: CoverRequestId, *, by: PersonId) -> "CoverRequest":
    """The first to accept is on call instead of the asker. Later ones hear who was first."""
    raise NotImplementedError


async def decline_cover(work: Work, id: CoverRequestId, *, by: PersonId) -> "CoverRequest":
    """I cannot. The asker hears it at once when nobody is left to answer."""
    raise NotImplementedError


async def withdraw_cover(work: Work, id: CoverRequestId, *, by: PersonId) -> "CoverRequest":
    """The asker needs it no longer: a request for cover or for a swap."""
    raise NotImplementedError


async def undo_cover(work: Work, id: CoverId, *, by: PersonId) -> None:
    """Give a taken cover back, from now on; of a swap, both halves that are not over."""
    raise NotImplementedError


async def ask_swap(
    work: Work, mine: "ShiftId", theirs: "ShiftId", *, by: PersonId, reason: str = ""
) -> "CoverRequest":
    """Offer my shift for another's. Its holder accepts or declines."""
    raise NotImplementedError


async def accept_swap(work: Work, id: CoverRequestId, *, by: PersonId) -> "CoverRequest":
    """Both shifts change hands, or neither."""
    raise NotImplementedError


async def decline_swap(
    work: Work, id: CoverRequestId, *, by: PersonId, reason: str = ""
) -> "CoverRequest":
    raise NotImplementedError


async def expire_requests(work: Work, *, limit: int = 100) -> int:
    """Close requests whose time is over, and tell who asked; how many there were."""
    raise NotImplementedError


async def take_up_policy(work: Work) -> None:
    """Record what the policy in force (``work.policy``) changed of the rotations, from now on.

    History stays. Whose shifts of the next 30 days move are told, once across replicas.
    """
    raise NotImplementedError
