"""Orders to the outside world, in the imperative. They leave through the outbox.

An effect names what must become true, not the bytes to send: the sender reads the state as
it is at delivery, so a late or repeated effect still converges. One effect makes at most one
call that cannot be repeated.
"""

from typing import TypeAlias

from bot.domain.effects.clients import (
    AskApproval,
    CallUpdateHook,
    EscalateUpdate,
    MailClientUpdate,
    RefreshApprovals,
    RemindOfUpdate,
    SendClientUpdate,
    SharePostmortem,
    TellAuthor,
    TellUpdateMissed,
    UploadPostmortem,
)
from bot.domain.effects.clocks import ShowClocks, TellOfClock
from bot.domain.effects.notify import (
    HurryContacts,
    NotifyPerson,
    RefreshBundle,
    TellTrial,
    Tried,
    TryContacts,
)
from bot.domain.effects.on_call import (
    AskForCover,
    HandOver,
    RefreshCoverAsks,
    RemindShift,
    ReportGaps,
    SyncUserGroup,
    TellOfRoster,
    TellUserGroupFailed,
    WarnOfGaps,
)
from bot.domain.effects.order import (
    BULK,
    CARD,
    CHORE,
    NOTICE,
    PAGE,
    ROOM,
    Errand,
    Order,
)
from bot.domain.effects.paging import (
    AskIfStill,
    CallWebhook,
    PagePerson,
    RefreshPages,
)
from bot.domain.effects.record import KeepEvidence, KeepMessage
from bot.domain.effects.reports import PostReport
from bot.domain.effects.room import (
    AddBookmark,
    Announce,
    AskForLead,
    InvitePeople,
    OpenRoom,
    PinCard,
    PostCard,
    PostRunbook,
    RefreshCard,
    RetireRoom,
    SetTopic,
    TellDeclarer,
    TellDuties,
    TellRoom,
    TellWaiting,
)

Effect: TypeAlias = (
    OpenRoom
    | InvitePeople
    | PostCard
    | RefreshCard
    | PinCard
    | SetTopic
    | AddBookmark
    | Announce
    | PostRunbook
    | TellDeclarer
    | TellWaiting
    | TellRoom
    | TellDuties
    | AskForLead
    | RetireRoom
    | PagePerson
    | RefreshPages
    | CallWebhook
    | AskIfStill
    | NotifyPerson
    | HurryContacts
    | RefreshBundle
    | TryContacts
    | TellTrial
    | SendClientUpdate
    | MailClientUpdate
    | CallUpdateHook
    | AskApproval
    | EscalateUpdate
    | RefreshApprovals
    | RemindOfUpdate
    | TellAuthor
    | TellUpdateMissed
    | SharePostmortem
    | UploadPostmortem
    | PostReport
    | KeepMessage
    | KeepEvidence
    | ShowClocks
    | TellOfClock
    | AskForCover
    | RefreshCoverAsks
    | TellOfRoster
    | RemindShift
    | HandOver
    | ReportGaps
    | WarnOfGaps
    | SyncUserGroup
    | TellUserGroupFailed
)

__all__ = [
    "BULK",
    "CARD",
    "CHORE",
    "NOTICE",
    "PAGE",
    "ROOM",
    "AddBookmark",
    "Announce",
    "AskApproval",
    "AskForCover",
    "AskForLead",
    "AskIfStill",
    "CallUpdateHook",
    "CallWebhook",
    "Effect",
    "Errand",
    "EscalateUpdate",
    "HandOver",
    "HurryContacts",
    "InvitePeople",
    "KeepEvidence",
    "KeepMessage",
    "MailClientUpdate",
    "NotifyPerson",
    "OpenRoom",
    "Order",
    "PagePerson",
    "PinCard",
    "PostCard",
    "PostReport",
    "PostRunbook",
    "RefreshApprovals",
    "RefreshBundle",
    "RefreshCard",
    "RefreshCoverAsks",
    "RefreshPages",
    "RemindOfUpdate",
    "RemindShift",
    "ReportGaps",
    "RetireRoom",
    "SendClientUpdate",
    "SetTopic",
    "SharePostmortem",
    "ShowClocks",
    "SyncUserGroup",
    "TellAuthor",
    "TellDeclarer",
    "TellDuties",
    "TellOfClock",
    "TellOfRoster",
    "TellRoom",
    "TellTrial",
    "TellUpdateMissed",
    "TellUserGroupFailed",
    "TellWaiting",
    "Tried",
    "TryContacts",
    "UploadPostmortem",
    "WarnOfGaps",
]
