"""What clients are told: drafted, agreed to, sent, and when it is late."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from bot.domain.events.fact import Fact
from bot.domain.ids import ClientUpdateId, PersonId, RoomId
from bot.domain.language import Language
from bot.domain.service import ClientName
from bot.domain.severity import ClientState


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientUpdateSent(Fact):
    """``due_at`` is when it was due, UTC; None when nothing was. ``text`` is in our language."""

    update: ClientUpdateId
    state: ClientState
    languages: tuple[Language, ...]
    #: The Slack channels among its recipients.
    channels: tuple[RoomId, ...]
    next_by: datetime | None = None
    text: str = ""
    number: int = 0
    headline: str = ""
    #: The same in each language that clients read; empty in older entries.
    headlines: Mapping[Language, str] = field(default_factory=dict)
    due_at: datetime | None = None
    corrects: ClientUpdateId | None = None
    #: The number of the update that this one corrects.
    corrects_number: int = 0
    drafted_by: PersonId | None = None
    approved_by: PersonId | None = None

    @property
    def late(self) -> bool:
        return self.due_at is not None and self.at > self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateDrafted(Fact):
    update: ClientUpdateId
    number: int
    state: ClientState


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRevised(Fact):
    """It was changed after somebody else had seen it. ``changed`` names fields, as forms do."""

    update: ClientUpdateId
    number: int
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalAsked(Fact):
    """``again``: the bot asks anew, since the text or the incident changed."""

    update: ClientUpdateId
    number: int
    people: tuple[PersonId, ...]
    again: bool = False
    #: The incident is private, so that they are let in before they judge of it.
    let_in: bool = False
    #: `ClientUpdate.marks` of what they are asked about: by them the next asking says what changed.
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalGiven(Fact):
    """``digest`` is that of the text that was agreed to. ``author`` hears that it may leave."""

    update: ClientUpdateId
    number: int
    digest: str
    author: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRefused(Fact):
    """Given back to ``author`` with what is wrong in it."""

    update: ClientUpdateId
    number: int
    reason: str
    author: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalVoided(Fact):
    """``why`` is the value of a `client_update.Void`."""

    update: ClientUpdateId
    number: int
    why: str
    approved_by: PersonId
    author: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingWaived(Fact):
    """Grave words that somebody with the right let pass. ``rule`` is that of a finding."""

    update: ClientUpdateId
    number: int
    rule: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateWithdrawn(Fact):
    update: ClientUpdateId
    number: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateReminded(Fact):
    """``people`` must write it soon; when nobody has the task, the room is told."""

    due_at: datetime
    people: tuple[PersonId, ...]
    #: Clients have not been told anything yet.
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateMissed(Fact):
    due_at: datetime
    people: tuple[PersonId, ...] = ()
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateEscalated(Fact):
    due_at: datetime
    people: tuple[PersonId, ...]
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateSnoozed(Fact):
    """No reminder rings before ``until``, UTC. What is owed stays owed."""

    until: datetime
    reason: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientsChanged(Fact):
    """``titles`` are what the new ones were called then; empty in older entries."""

    old: tuple[ClientName, ...]
    new: tuple[ClientName, ...]
    titles: tuple[str, ...] = ()


#: Whatever happens to an update, and to the duty to write one.
Updating: TypeAlias = (
    ClientUpdateSent
    | UpdateDrafted
    | UpdateRevised
    | ApprovalAsked
    | ApprovalGiven
    | ApprovalRefused
    | ApprovalVoided
    | WordingWaived
    | UpdateWithdrawn
    | UpdateReminded
    | UpdateMissed
    | UpdateEscalated
    | UpdateSnoozed
    | ClientsChanged
)
