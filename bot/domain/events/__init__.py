"""Facts, in the past tense. Together they are the timeline.

Stored payloads are schema: add fields with defaults, never rename (see store/codec.py).
"""

from typing import TypeAlias

from bot.domain.events.audit import Flaw, PagingMended
from bot.domain.events.clocks import (
    AnchorSet,
    ClockDismissed,
    ClockMissed,
    ClocksProposed,
    ClockStarted,
    ClockSubmitted,
    ClockWarned,
    Ticking,
)
from bot.domain.events.course import (
    Course,
    FlagsChanged,
    IncidentAbsorbed,
    IncidentCancelled,
    IncidentClosed,
    IncidentMerged,
    IncidentReopened,
    IncidentResolved,
    MadePrivate,
    ServiceChanged,
    SeverityChanged,
    StatusChanged,
    TitleChanged,
)
from bot.domain.events.delivery import (
    Delivering,
    DeliveryFailed,
    DeliveryRetried,
    DeliverySettled,
    DeliveryUnknown,
)
from bot.domain.events.fact import (
    Fact,
)
from bot.domain.events.incident import (
    IncidentDeclared,
    LeadMissed,
    PersonJoined,
    PersonLeft,
    RoleTaken,
    RoomOpened,
    RunbookAsked,
    StepFailed,
    StepRetried,
)
from bot.domain.events.notified import PersonNotified
from bot.domain.events.paging import (
    AckConfirmed,
    AckLapsed,
    AckQuestioned,
    Because,
    EscalationForced,
    EscalationStarted,
    EscalationStopped,
    LevelSkipped,
    PageAcknowledged,
    PageDeclined,
    Paging,
    PersonCalled,
    ResponderPaged,
    SkipAsked,
    Skipped,
    WebhookCalled,
)
from bot.domain.events.record import (
    EntryCorrected,
    EntryRemoved,
    EvidenceKept,
    NoteAdded,
    NoteKind,
    Recording,
)
from bot.domain.events.reporting import (
    Milestone,
    MilestoneSet,
    Reporting,
    StakeholderReport,
    TacticalReport,
)
from bot.domain.events.updates import (
    ApprovalAsked,
    ApprovalGiven,
    ApprovalRefused,
    ApprovalVoided,
    ClientsChanged,
    ClientUpdateSent,
    UpdateDrafted,
    UpdateEscalated,
    UpdateMissed,
    UpdateReminded,
    UpdateRevised,
    UpdateSnoozed,
    UpdateWithdrawn,
    Updating,
    WordingWaived,
)

#: What is of no larger family: an incident begins, people come, the bot works.
Happening: TypeAlias = (
    IncidentDeclared
    | RoomOpened
    | PersonJoined
    | PersonLeft
    | RoleTaken
    | LeadMissed
    | StepFailed
    | StepRetried
    | RunbookAsked
    | PersonNotified
    | PagingMended
)

Event: TypeAlias = (
    Happening | Course | Paging | Recording | Reporting | Updating | Delivering | Ticking
)

__all__ = [
    "AckConfirmed",
    "AckLapsed",
    "AckQuestioned",
    "AnchorSet",
    "ApprovalAsked",
    "ApprovalGiven",
    "ApprovalRefused",
    "ApprovalVoided",
    "Because",
    "ClientUpdateSent",
    "ClientsChanged",
    "ClockDismissed",
    "ClockMissed",
    "ClockStarted",
    "ClockSubmitted",
    "ClockWarned",
    "ClocksProposed",
    "Course",
    "Delivering",
    "DeliveryFailed",
    "DeliveryRetried",
    "DeliverySettled",
    "DeliveryUnknown",
    "EntryCorrected",
    "EntryRemoved",
    "EscalationForced",
    "EscalationStarted",
    "EscalationStopped",
    "Event",
    "EvidenceKept",
    "Fact",
    "FlagsChanged",
    "Flaw",
    "Happening",
    "IncidentAbsorbed",
    "IncidentCancelled",
    "IncidentClosed",
    "IncidentDeclared",
    "IncidentMerged",
    "IncidentReopened",
    "IncidentResolved",
    "LeadMissed",
    "LevelSkipped",
    "MadePrivate",
    "Milestone",
    "MilestoneSet",
    "NoteAdded",
    "NoteKind",
    "PageAcknowledged",
    "PageDeclined",
    "Paging",
    "PagingMended",
    "PersonCalled",
    "PersonJoined",
    "PersonLeft",
    "PersonNotified",
    "Recording",
    "Reporting",
    "ResponderPaged",
    "RoleTaken",
    "RoomOpened",
    "RunbookAsked",
    "ServiceChanged",
    "SeverityChanged",
    "SkipAsked",
    "Skipped",
    "StakeholderReport",
    "StatusChanged",
    "StepFailed",
    "StepRetried",
    "TacticalReport",
    "Ticking",
    "TitleChanged",
    "UpdateDrafted",
    "UpdateEscalated",
    "UpdateMissed",
    "UpdateReminded",
    "UpdateRevised",
    "UpdateSnoozed",
    "UpdateWithdrawn",
    "Updating",
    "WebhookCalled",
    "WordingWaived",
]
