"""Facts, in the past tense. Together they are the timeline.

Stored payloads are schema: add fields with defaults, never rename (see store/codec.py).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.domain.ids import ClientUpdateId, EscalationId, IncidentId, PersonId, RoomId
from bot.domain.language import Language
from bot.domain.role import RoleName
from bot.domain.service import ClientName, ServiceName
from bot.domain.severity import ClientState, SeverityName


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact has. ``at`` is UTC; ``by`` is None when the bot itself acted."""

    incident: IncidentId
    at: datetime
    by: PersonId | None = None


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
class NoteAdded(Fact):
    """``author`` said it, ``by`` put it on the timeline; ``said_at`` is when it was said."""

    text: str
    author: PersonId
    said_at: datetime
    permalink: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonJoined(Fact):
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLeft(Fact):
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityChanged(Fact):
    old: SeverityName
    new: SeverityName
    worse: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Fact):
    old: str
    new: str


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
class TitleChanged(Fact):
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceChanged(Fact):
    old: ServiceName | None
    new: ServiceName | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePrivate(Fact):
    old_room: RoomId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationStarted(Fact):
    escalation: EscalationId
    path: str
    levels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponderPaged(Fact):
    """``level`` counts from 1; 0 is the last resort. ``late_seconds`` is the bot's own delay."""

    escalation: EscalationId
    level: int
    round: int
    person: PersonId | None = None
    channel: RoomId | None = None
    version: int = 0
    late_seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSkipped(Fact):
    """Nobody was on call at this level, so the next one was asked at once."""

    escalation: EscalationId
    level: int
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAcknowledged(Fact):
    """``seconds`` since the first page of this escalation."""

    escalation: EscalationId
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDeclined(Fact):
    escalation: EscalationId
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationForced(Fact):
    """A person asked for the next level without waiting."""

    escalation: EscalationId
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationStopped(Fact):
    """The incident ended before anybody answered."""

    escalation: EscalationId


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCalled(Fact):
    """A person was paged by name (`/incident page @user`)."""

    escalation: EscalationId
    person: PersonId
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientUpdateSent(Fact):
    update: ClientUpdateId
    state: ClientState
    languages: tuple[Language, ...]
    channels: tuple[RoomId, ...]
    next_by: datetime | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentResolved(Fact):
    summary: str
    needs_postmortem: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReopened(Fact):
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentClosed(Fact):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentCancelled(Fact):
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentMerged(Fact):
    into: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentAbsorbed(Fact):
    """The other side of a merge: this incident took ``other`` in."""

    other: IncidentId


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


#: What happens while people are being paged.
Paging: TypeAlias = (
    EscalationStarted
    | ResponderPaged
    | LevelSkipped
    | PageAcknowledged
    | PageDeclined
    | EscalationForced
    | EscalationStopped
    | PersonCalled
)
#: What changes the incident itself after it was declared.
Course: TypeAlias = (
    SeverityChanged
    | StatusChanged
    | TitleChanged
    | ServiceChanged
    | MadePrivate
    | IncidentResolved
    | IncidentReopened
    | IncidentClosed
    | IncidentCancelled
    | IncidentMerged
    | IncidentAbsorbed
)
Event: TypeAlias = (
    IncidentDeclared
    | RoomOpened
    | NoteAdded
    | PersonJoined
    | PersonLeft
    | RoleTaken
    | LeadMissed
    | ClientUpdateSent
    | StepFailed
    | StepRetried
    | RunbookAsked
    | Paging
    | Course
)
