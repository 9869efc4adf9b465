"""Orders to the outside world, in the imperative. They leave through the outbox.

An effect names what must become true, not the bytes to send: the sender reads the state as
it is at delivery, so a late or repeated effect still converges. One effect makes at most one
call that cannot be repeated.
"""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from bot.domain.ids import ClientUpdateId, EscalationId, EventId, IncidentId, PersonId, RoomId
from bot.domain.role import RoleName

#: Leased in this order. A slow card or a bulk of reminders never delays a page.
PAGE, ROOM, CARD, NOTICE, CHORE = 0, 10, 20, 30, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What every effect has. Effects that share a lane leave one after another."""

    priority: ClassVar[int] = CHORE
    #: A pending, unleased twin makes a second one needless.
    coalesces: ClassVar[bool] = False

    incident: IncidentId

    @property
    def lane(self) -> str | None:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRoom(Order):
    priority = ROOM


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitePeople(Order):
    """Bring these people into the war room; an empty tuple means all who belong there."""

    priority = ROOM
    people: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCard(Order):
    priority = CARD

    @property
    def lane(self) -> str:
        return f"card:{self.incident}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshCard(Order):
    priority = CARD
    coalesces = True

    @property
    def lane(self) -> str:
        return f"card:{self.incident}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PinCard(Order):
    priority = CARD


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTopic(Order):
    priority = NOTICE
    coalesces = True

    @property
    def lane(self) -> str:
        return f"topic:{self.incident}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddBookmark(Order):
    """``what`` is ``page`` for the incident's own page or a runbook's slug."""

    priority = NOTICE
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Announce(Order):
    """One message in the announce channel, posted once and edited in place afterwards."""

    priority = NOTICE
    coalesces = True

    @property
    def lane(self) -> str:
        return f"announcement:{self.incident}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRunbook(Order):
    """Its first steps, or with ``whole`` the page itself, in the thread below them."""

    priority = NOTICE
    slug: str
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TellDeclarer(Order):
    """A DM with the link to the room."""

    priority = ROOM
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class TellWaiting(Order):
    """A DM to the declarer: Slack limits how fast rooms are made, yours is in line."""

    priority = NOTICE
    person: PersonId
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TellRoom(Order):
    """Say in the room what just happened, as the timeline tells it."""

    priority = NOTICE
    event: EventId

    @property
    def lane(self) -> str:
        return f"room:{self.incident}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TellDuties(Order):
    """A DM to the person who took a role: what it asks of them."""

    priority = NOTICE
    role: RoleName
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForLead(Order):
    priority = NOTICE


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireRoom(Order):
    """Archive a room that the incident has left."""

    room: RoomId


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePerson(Order):
    """``version`` fences: a page of an older version is cancelled when it would be sent."""

    priority = PAGE
    escalation: EscalationId
    version: int
    level: int
    round: int
    person: PersonId | None = None
    channel: RoomId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshPages(Order):
    """Edit the page messages of an escalation: who answered, when, after how long."""

    priority = CARD
    coalesces = True
    escalation: EscalationId

    @property
    def lane(self) -> str:
        return f"pages:{self.escalation}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendClientUpdate(Order):
    """One update to one channel: each recipient's delivery is a row of its own."""

    priority = ROOM
    update: ClientUpdateId
    channel: RoomId

    @property
    def lane(self) -> str:
        return f"client:{self.channel}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePostmortem(Order):
    """A DM with a signed link to the page."""

    priority = NOTICE
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPostmortem(Order):
    """The document as a Markdown file in the room."""

    priority = NOTICE


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
    | SendClientUpdate
    | SharePostmortem
    | UploadPostmortem
)
