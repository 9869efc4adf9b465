"""People are paged, and answer."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.events.fact import Fact
from bot.domain.ids import EscalationId, PersonId, RoomId


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationStarted(Fact):
    escalation: EscalationId
    path: str
    levels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponderPaged(Fact):
    """``level`` counts from 1; 0 is the last resort. ``late_seconds`` is the bot's own delay."""

    escalation: EscalationId
    level: int
    round: int
    person: PersonId | None = None
    channel: RoomId | None = None
    version: int = 0
    late_seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSkipped(Fact):
    """Nobody was on call at this level, so the next one was asked at once."""

    escalation: EscalationId
    level: int
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAcknowledged(Fact):
    """``seconds`` since the first page of this escalation."""

    escalation: EscalationId
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDeclined(Fact):
    escalation: EscalationId
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationForced(Fact):
    """A person asked for the next level without waiting."""

    escalation: EscalationId
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationStopped(Fact):
    """The incident ended before anybody answered."""

    escalation: EscalationId


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCalled(Fact):
    """A person was paged by name (`/incident page @user`)."""

    escalation: EscalationId
    person: PersonId
    reason: str = ""


#: What happens while people are being paged.
Paging: TypeAlias = (
    EscalationStarted
    | ResponderPaged
    | LevelSkipped
    | PageAcknowledged
    | PageDeclined
    | EscalationForced
    | EscalationStopped
    | PersonCalled
)
