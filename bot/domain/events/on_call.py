"""What happened to the roster: the on-call side's own append-only log.

No incident is concerned, so these facts are kept apart from the timelines.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import PersonId
from bot.domain.service import RotationName


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFact:
    """``at`` is UTC; ``by`` is None when the bot itself acted."""

    rotation: RotationName
    at: datetime
    by: PersonId | None = None
