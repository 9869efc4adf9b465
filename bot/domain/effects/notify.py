"""Pages that leave Slack, and messages of pages that came in a storm."""

from dataclasses import dataclass

from bot.domain.contact import Outcome, Why
from bot.domain.effects.order import CARD, NOTICE, PAGE, Errand, Order
from bot.domain.ids import EscalationId, EventId, PersonId, RoomId


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyPerson(Order):
    """Reach a person outside Slack about one page.

    Without a ``contact`` it looks up the person's methods and orders one effect for each, due
    when its delay is over. ``version`` fences as in `PagePerson`; ``page`` is the event that
    paged, and ``attempt`` counts from 1. What quiet hours ``deferred`` stands for all pages of
    the escalation until then, and leaves if the person is still asked.
    """

    priority = PAGE
    escalation: EscalationId
    version: int
    level: int
    round: int
    person: PersonId
    page: EventId
    contact: str = ""
    place: int = 0
    attempt: int = 1
    deferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HurryContacts(Order):
    """Should Slack not have taken this page by now, no other method waits any longer."""

    priority = PAGE
    escalation: EscalationId
    person: PersonId
    page: EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshBundle(Errand):
    """Edit a message that holds several pages: who answered which."""

    priority = CARD
    coalesces = True
    channel: RoomId
    ts: str
    person: PersonId

    @property
    def lane(self) -> str:
        return f"bundle:{self.channel}:{self.ts}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TryContacts(Errand):
    """Send a trial page by every method a person has."""

    priority = NOTICE
    person: PersonId
    trial: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What became of one method in a trial. ``seconds``: until the service took it."""

    means: str
    outcome: Outcome
    why: Why = Why.NONE
    detail: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TellTrial(Errand):
    """A DM with what became of each method."""

    priority = NOTICE
    person: PersonId
    trial: str
    tried: tuple[Tried, ...]
