"""People who are asked to answer."""

from dataclasses import dataclass

from bot.domain.effects.order import CARD, NOTICE, PAGE, Order
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
class CallWebhook(Order):
    """Tell an address that a level is asked. It leaves after pages, and never delays one."""

    priority = NOTICE
    escalation: EscalationId
    version: int
    level: int
    round: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskIfStill(Order):
    """Ask somebody who acknowledged whether they still have it; a sign of life cancels it."""

    priority = NOTICE
    escalation: EscalationId
    version: int
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshPages(Order):
    """Edit the page messages of an escalation: who answered, when, after how long."""

    priority = CARD
    coalesces = True
    escalation: EscalationId

    @property
    def lane(self) -> str:
        return f"pages:{self.escalation}"
