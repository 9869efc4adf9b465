"""What people hear of the roster: requests to cover or to swap, changes, reminders and gaps."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.effects.order import CARD, CHORE, NOTICE, Errand
from bot.domain.ids import CoverRequestId, EventId, PersonId, RoomId
from bot.domain.service import RotationName


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindShift(Errand):
    """A DM before the shifts that a person begins at ``start``, UTC: one for all of them.

    ``hours`` says which reminder it is, a day or an hour ahead. Shifts that have moved away
    meanwhile are not told of.
    """

    priority = NOTICE
    person: PersonId
    start: datetime
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Errand):
    """A note in a team's channel at a hand-off: who leaves, who comes, and what is open."""

    priority = NOTICE
    channel: RoomId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportGaps(Errand):
    """When nobody will be on call in these rotations, as it is when the report leaves."""

    priority = CHORE
    rotations: tuple[RotationName, ...]
    person: PersonId | None = None
    channel: RoomId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarnOfGaps(Errand):
    """What leaves these rotations uncovered in ``[since, until)``: an edit, or a holiday."""

    priority = NOTICE
    rotations: tuple[RotationName, ...]
    since: datetime
    until: datetime
    holiday: bool
    person: PersonId | None = None
    channel: RoomId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncUserGroup(Errand):
    """Make a Slack user group the people on call. Lowest priority: never in the way of a page."""

    priority = CHORE
    coalesces = True
    group: str

    @property
    def lane(self) -> str:
        return f"usergroup:{self.group}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TellUserGroupFailed(Errand):
    """Slack does not let a group follow the roster: people are told, with Slack's word for it."""

    priority = NOTICE
    group: str
    error: str
    person: PersonId | None = None
    channel: RoomId | None = None
