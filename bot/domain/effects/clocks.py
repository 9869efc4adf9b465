"""What people read about regulatory clocks."""

from dataclasses import dataclass

from bot.domain.effects.order import NOTICE, Order
from bot.domain.ids import EventId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowClocks(Order):
    """One message in the room, posted once and edited in place: all clocks as they stand."""

    priority = NOTICE
    coalesces = True

    @property
    def lane(self) -> str:
        return f"clocks:{self.incident}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TellOfClock(Order):
    """A warning, with the way to act: in the room, or to one person by DM."""

    priority = NOTICE
    event: EventId
    person: PersonId | None = None
