"""What clients and managers read, and who is asked for it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.effects.order import BULK, NOTICE, ROOM, Order
from bot.domain.ids import ClientUpdateId, EventId, PersonId, RoomId


@dataclass(frozen=True, slots=True, kw_only=True)
class SendClientUpdate(Order):
    """One update to one channel in Slack: each recipient's delivery is a row of its own.

    ``channel`` stands alone in orders from before there were other recipients than channels.
    A text too long for one message leaves in parts, each ordered when the one before has left.
    """

    priority = ROOM
    update: ClientUpdateId
    channel: RoomId | None = None
    #: `client_update.Recipient.key`.
    recipient: str = ""
    part: int = 1

    @property
    def lane(self) -> str:
        """One for each address, since its key is the same in every update."""
        return f"client:{self.recipient or self.channel}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailClientUpdate(Order):
    """One update to one e-mail address."""

    priority = BULK
    update: ClientUpdateId
    recipient: str

    @property
    def lane(self) -> str:
        return f"client:{self.recipient}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallUpdateHook(Order):
    """One update to one web address, signed."""

    priority = NOTICE
    update: ClientUpdateId
    recipient: str

    @property
    def lane(self) -> str:
        return f"client:{self.recipient}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskApproval(Order):
    """The exact text, with the buttons: to one who may agree to it, or to the room."""

    priority = ROOM
    update: ClientUpdateId
    #: None is the room.
    person: PersonId | None = None

    @property
    def lane(self) -> str:
        return f"approval:{self.update}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshApprovals(Order):
    """Every question about this update shows how it stands: answered, void, changed or sent."""

    priority = NOTICE
    coalesces = True
    update: ClientUpdateId

    @property
    def lane(self) -> str:
        return f"approval:{self.update}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TellAuthor(Order):
    """A DM to whoever wrote it: what became of the approval they asked for, as the event says."""

    priority = NOTICE
    update: ClientUpdateId
    person: PersonId
    event: EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindOfUpdate(Order):
    """A DM: the next client update is due soon. In silence when it was sent meanwhile."""

    priority = ROOM
    person: PersonId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TellUpdateMissed(Order):
    """A DM: clients wait. In silence when it was sent meanwhile."""

    priority = ROOM
    person: PersonId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalateUpdate(Order):
    """A DM to those above: clients still wait, and who was to write."""

    priority = ROOM
    person: PersonId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePostmortem(Order):
    """A DM with a signed link to the page."""

    priority = NOTICE
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPostmortem(Order):
    """The document as a Markdown file in the room."""

    priority = NOTICE
