"""An incident begins; people come, speak and tell clients; the bot works."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.events.fact import Fact
from bot.domain.ids import PersonId, RoomId
from bot.domain.role import RoleName
from bot.domain.service import ClientName, ServiceName
from bot.domain.severity import SeverityName


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDeclared(Fact):
    title: str
    severity: SeverityName
    impact: str
    service: ServiceName | None = None
    clients: tuple[ClientName, ...] = ()
    flags: tuple[str, ...] = ()
    private: bool = False
    drill: bool = False
    started_at: datetime | None = None
    tickets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomOpened(Fact):
    room: RoomId
    name: str
    declarer: PersonId | None = None
    #: Slugs of the runbooks that fit, best first.
    runbooks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonJoined(Fact):
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLeft(Fact):
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTaken(Fact):
    role: RoleName
    person: PersonId
    previous: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadMissed(Fact):
    """Nobody took the lead within the policy's limit."""

    after_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFailed(Fact):
    """An effect was given up after its last attempt; the card offers Retry."""

    step: str
    error: str
    outbox: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRetried(Fact):
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunbookAsked(Fact):
    """A person wants this runbook in the room. ``title`` is what it was called then."""

    slug: str
    title: str
