"""What people hear of the roster: requests to cover or to swap, and changes that concern them."""

from dataclasses import dataclass

from bot.domain.effects.order import CARD, NOTICE, Errand
from bot.domain.ids import CoverRequestId, EventId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForCover(Errand):
    """A DM to one of those asked, with the buttons to accept or decline; of a swap too."""

    priority = NOTICE
    request: CoverRequestId
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshCoverAsks(Errand):
    """Edit the messages that asked: who took it, or that it is over."""

    priority = CARD
    coalesces = True
    request: CoverRequestId

    @property
    def lane(self) -> str:
        return f"cover:{self.request}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TellOfRoster(Errand):
    """A DM to a person whom an entry of the roster's log concerns."""

    priority = NOTICE
    event: EventId
    person: PersonId
