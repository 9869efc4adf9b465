"""What others follow the incident by."""

from dataclasses import dataclass

from bot.domain.effects.order import NOTICE, Order
from bot.domain.ids import EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class PostReport(Order):
    """Post a report where the policy says; of a private incident, in its room."""

    priority = NOTICE
    event: EventId
