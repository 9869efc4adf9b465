"""What a holder of a lease is given."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.domain.effects import Effect

#: What the column holds.
KEY_LIMIT = 64


def kept(key: str) -> str:
    """The key as it is stored. Effects that order effects make keys that grow without end."""
    return key if len(key) <= KEY_LIMIT else sha256(key.encode()).hexdigest()


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
