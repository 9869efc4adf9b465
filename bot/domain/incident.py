"""The incident: its facts as they stand now. What can be done to it is in `lifecycle`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.events.reporting import Milestone
from bot.domain.ids import ClockName, IncidentId, PersonId, RoomId, label
from bot.domain.refusal import Refusal
from bot.domain.role import LEAD, RoleName
from bot.domain.service import ClientName, ServiceName
from bot.domain.severity import ClientState, SeverityName


class Status(StrEnum):
    """Where the work stands inside; what clients were told is `ClientState`."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"

    @property
    def open(self) -> bool:
        return self in OPEN


OPEN = frozenset({Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING})


class UpdateAlarm(StrEnum):
    """What rings next about a client update that is due."""

    REMIND = "remind"
    MISSED = "missed"
    ESCALATE = "escalate"


class Flag(StrEnum):
    """Any of them makes the incident private and keeps it out of every public place."""

    SECURITY = "security"
    MONEY = "money"
    PERSONAL_DATA = "personal_data"


@dataclass(frozen=True, slots=True)
class NearestClock:
    """The regulatory clock to look at first; ``due_at`` has passed where it is ``missed``."""

    name: ClockName
    due_at: datetime
    missed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """All times are UTC. An unknown time stays None; nothing is imputed."""

    id: IncidentId
    title: str
    severity: SeverityName
    #: What clients see, in the declarer's words.
    impact: str
    status: Status = Status.INVESTIGATING
    client_state: ClientState | None = None
    service: ServiceName | None = None
    clients: tuple[ClientName, ...] = ()
    flags: frozenset[Flag] = frozenset()
    private: bool = False
    drill: bool = False
    declared_by: PersonId
    declared_at: datetime
    started_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    #: Moments as people said or corrected them; `milestone.milestones` knows the recorded too.
    milestones: Mapping[Milestone, datetime] = field(default_factory=dict)
    tickets: tuple[str, ...] = ()
    room: RoomId | None = None
    room_name: str = ""
    #: How many rooms it has had; part of the room's effect keys.
    room_count: int = 0
    roles: Mapping[RoleName, PersonId] = field(default_factory=dict)
    summary: str = ""
    merged_into: IncidentId | None = None
    #: Deadlines are columns: the ticker looks for those that have passed.
    lead_due_at: datetime | None = None
    update_due_at: datetime | None = None
    #: Clients were promised that time; otherwise it follows from the severity.
    update_promised: bool = False
    update_alarm: UpdateAlarm | None = None
    update_alarm_at: datetime | None = None
    update_snoozed_until: datetime | None = None
    #: Written with the clocks themselves, never with the incident.
    clock: NearestClock | None = None

    @property
    def lead(self) -> PersonId | None:
        return self.roles.get(LEAD)

    @property
    def clients_may_hear(self) -> bool:
        """A drill is for us alone. Of a private incident only the affected clients hear."""
        return not self.drill

    @property
    def update_missed(self) -> bool:
        """An update was due and was not sent, as far as its alarms have told."""
        return self.update_due_at is not None and self.update_alarm in {None, UpdateAlarm.ESCALATE}

    @property
    def clients_wait(self) -> bool:
        """They were told that something is wrong, and not yet that it is over."""
        told = self.client_state not in {None, ClientState.RESOLVED}
        return told and self.clients_may_hear

    def must_be_open(self) -> None:
        if self.status in {Status.CANCELLED, Status.MERGED}:
            raise Refusal(
                "{incident} was cancelled or merged. Declare a new one with `/incident declare`.",
                incident=label(self.id),
            )
        if not self.status.open:
            raise Refusal(
                "{incident} is not open any more. `/incident reopen` opens it again.",
                incident=label(self.id),
            )
