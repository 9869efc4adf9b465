"""What people pick in Slack comes into our keeping."""

from dataclasses import dataclass

from bot.domain.effects.order import CHORE, NOTICE, Order
from bot.domain.ids import EventId, PersonId, RoomId


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepMessage(Order):
    """Read a message that somebody picked, and put it on the timeline if it is still wanted."""

    priority = NOTICE
    channel: RoomId
    ts: str

    @property
    def lane(self) -> str:
        return f"pick:{self.channel}:{self.ts}"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepEvidence(Order):
    """Fetch a file of an entry and keep it with the incident. ``by`` picked it."""

    priority = CHORE
    entry: EventId
    file: str
    name: str
    by: PersonId | None = None
