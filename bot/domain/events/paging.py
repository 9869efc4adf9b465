"""People are paged, and answer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.domain.events.fact import Fact
from bot.domain.ids import EscalationId, PersonId, RoomId


class Because(StrEnum):
    """What made it somebody's turn."""

    START = "start"
    #: The level before did not answer within its wait.
    SILENCE = "silence"
    #: Somebody has it, and the severity wants more people.
    MISSING = "missing"
    DECLINE = "decline"
    #: A person asked for the next level, or for this one.
    DEMAND = "demand"
    #: A person had the level before passed over.
    SKIP = "skip"
    #: Whoever acknowledged gave no more sign of life.
    ABSENCE = "absence"
    #: The severity changed, and with it what it obliges.
    SEVERITY = "severity"


class Skipped(StrEnum):
    """Why a level was passed over."""

    NOBODY = "nobody"
    SEVERITY = "severity"
    HOURS = "hours"
    #: A person asked for it.
    WISH = "wish"
    #: Everybody there has acknowledged already; somebody else is needed too.
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationStarted(Fact):
    escalation: EscalationId
    path: str
    levels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponderPaged(Fact):
    """``level`` counts from 1; 0 is the last resort. ``late_seconds`` is the bot's own delay.

    After silence, ``waited_seconds`` is how long ``after_level`` had been asked.
    """

    escalation: EscalationId
    level: int
    round: int
    person: PersonId | None = None
    channel: RoomId | None = None
    version: int = 0
    late_seconds: int = 0
    because: Because | None = None
    after_level: int | None = None
    waited_seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookCalled(Fact):
    """An address was told that this level is asked."""

    escalation: EscalationId
    level: int
    round: int
    url: str
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSkipped(Fact):
    """This level was passed over, so the next one was asked at once."""

    escalation: EscalationId
    level: int
    round: int
    why: Skipped = Skipped.NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipAsked(Fact):
    """A person wants a level passed over, now or when its turn comes."""

    escalation: EscalationId
    level: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAcknowledged(Fact):
    """``seconds`` since the first page of this escalation; the ``count``-th of ``needed``."""

    escalation: EscalationId
    seconds: int
    count: int = 1
    needed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDeclined(Fact):
    escalation: EscalationId
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AckQuestioned(Fact):
    """No sign of life for ``silent_seconds`` after an acknowledgement: they are asked once."""

    escalation: EscalationId
    people: tuple[PersonId, ...]
    silent_seconds: int
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AckConfirmed(Fact):
    """Whoever was asked whether they still have it showed that they do."""

    escalation: EscalationId


@dataclass(frozen=True, slots=True, kw_only=True)
class AckLapsed(Fact):
    """They did not say that they still have it: the path goes on."""

    escalation: EscalationId
    people: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationForced(Fact):
    """A person asked for the next level without waiting, or for ``level`` (0: last resort)."""

    escalation: EscalationId
    reason: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationStopped(Fact):
    """The incident ended before anybody answered."""

    escalation: EscalationId


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCalled(Fact):
    """A person was paged by name, or as the one on call in ``rotation``.

    ``handed``: the page is theirs now instead of whoever had it, and the path waits for them.
    """

    escalation: EscalationId
    person: PersonId
    reason: str = ""
    rotation: str = ""
    handed: bool = False


#: What happens while people are being paged.
Paging: TypeAlias = (
    EscalationStarted
    | ResponderPaged
    | WebhookCalled
    | LevelSkipped
    | SkipAsked
    | PageAcknowledged
    | PageDeclined
    | AckQuestioned
    | AckConfirmed
    | AckLapsed
    | EscalationForced
    | EscalationStopped
    | PersonCalled
)
