"""What the auditor found against the rules, and mended."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.events.fact import Fact
from bot.domain.ids import EscalationId


class Flaw(StrEnum):
    """Rules that hold by construction, so that breaking one is a fault or a hand in the data."""

    #: An open incident that pages had no escalation.
    NEVER_BEGAN = "never_began"
    #: The incident had ended, and its escalation had not.
    OUTLIVED = "outlived"
    #: The next step was further away than any wait of the path: the clock was put back.
    FAR_OFF = "far_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class PagingMended(Fact):
    escalation: EscalationId
    flaw: Flaw
