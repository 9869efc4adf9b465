"""One run through an escalation path, as it stands: who was asked, who has it, what is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.escalation_path import EscalationPath, Level
from bot.domain.ids import EscalationId, IncidentId, PersonId
from bot.domain.severity import ONE_ACK, AckRule, SeverityName

#: The last resort is asked again after this long: a path never ends in silence.
LAST_RESORT_WAIT = timedelta(minutes=5)
LAST_RESORT = 0


class State(StrEnum):
    ACTIVE = "active"
    ACKNOWLEDGED = "acknowledged"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Ack:
    """Somebody has it, since ``at`` (UTC)."""

    person: PersonId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """One run through a path. ``position`` is the level to page next, counted from 0.

    Once the last resort is asked, ``position`` lies beyond the last level.
    """

    id: EscalationId
    incident: IncidentId
    path: EscalationPath
    #: By which the conditions of levels are judged.
    severity: SeverityName | None = None
    rule: AckRule = ONE_ACK
    state: State = State.ACTIVE
    version: int = 0
    position: int = 0
    round: int = 1
    #: UTC. An active escalation always has one; the database insists. An acknowledged one has it
    #: where the rule lets an acknowledgement lapse.
    next_step_at: datetime | None
    #: Everybody who was asked and has not declined.
    paged: tuple[PersonId, ...] = ()
    #: Those of the level being asked who have said nothing yet.
    waiting: tuple[PersonId, ...] = ()
    #: Those asked by name, beside the path, who have said nothing yet.
    called: tuple[PersonId, ...] = ()
    #: Levels that a person wants passed over, counted from 1.
    skipped: tuple[int, ...] = ()
    first_paged_at: datetime | None = None
    acks: tuple[Ack, ...] = ()
    #: UTC, when those who acknowledged were asked whether they still have it.
    questioned_at: datetime | None = None

    @property
    def answerable(self) -> bool:
        return self.state is State.ACTIVE

    @property
    def holders(self) -> tuple[PersonId, ...]:
        """Who has it, the first to acknowledge first."""
        return tuple(ack.person for ack in self.acks)

    @property
    def acknowledged_by(self) -> PersonId | None:
        return self.acks[0].person if self.acks else None

    @property
    def acknowledged_at(self) -> datetime | None:
        return self.acks[0].at if self.acks else None

    @property
    def missing(self) -> int:
        """How many more must acknowledge."""
        return max(0, self.rule.needed - len(self.acks))

    @property
    def level(self) -> int | None:
        """The level being asked, counted from 1; 0 is the last resort; None before the first."""
        if self.position > len(self.path.levels):
            return LAST_RESORT
        return self.position or None

    @property
    def next_level(self) -> Level | None:
        """The level that would be asked next; None when that is the last resort."""
        levels = self.path.levels
        if self.position < len(levels):
            return levels[self.position]
        return levels[0] if self.round < self.path.rounds and levels else None

    def awaits(self, person: PersonId | None, version: int | None) -> bool:
        """Whether a page is still wanted when it leaves. ``version`` None: it was by name.

        A page to a channel names nobody. Whoever has acknowledged is asked no more, except as
        the last resort while somebody else is still missing.
        """
        if self.state is State.STOPPED:
            return False
        if version is None:
            return person in self.called or person in self.waiting
        if not self.answerable or version != self.version:
            return False
        return person not in self.holders or self.level == LAST_RESORT
