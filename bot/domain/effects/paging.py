"""People who are asked to answer."""

from dataclasses import dataclass

from bot.domain.effects.order import CARD, PAGE, Order
from bot.domain.ids import EscalationId, PersonId, RoomId


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePerson(Order):
    """``version`` fences: a page of an older version is cancelled when it would be sent."""

    priority = PAGE
    escalation: EscalationId
    version: int
    level: int
    round: int
    person: PersonId | None = None
    channel: RoomId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshPages(Order):
    """Edit the page messages of an escalation: who answered, when, after how long."""

    priority = CARD
    coalesces = True
    escalation: EscalationId

    @property
    def lane(self) -> str:
        return f"pages:{self.escalation}"
