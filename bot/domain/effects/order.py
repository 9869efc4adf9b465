"""What every effect has in common."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.ids import IncidentId

#: Leased in this order. A slow card or a bulk of reminders never delays a page.
PAGE, ROOM, CARD, NOTICE, CHORE = 0, 10, 20, 30, 40
#: What comes by the hundred, and must never take the room of the others.
BULK = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """An order about no incident. Effects that share a lane leave one after another."""

    priority: ClassVar[int] = CHORE
    #: A pending, unleased twin makes a second one needless.
    coalesces: ClassVar[bool] = False

    @property
    def lane(self) -> str | None:
        return None

    @property
    def about(self) -> IncidentId | None:
        """The incident it is about, if any."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Errand):
    """An order about an incident."""

    incident: IncidentId

    @property
    def about(self) -> IncidentId:
        return self.incident
