"""What a holder of a lease is given."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.effects import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A leased effect. ``key`` never changes; ``uncertain``: an earlier send may have arrived."""

    id: int
    key: str
    effect: Effect
    attempt: int
    uncertain: bool
    owner: str
    created_at: datetime
    due_at: datetime
