"""What clients and managers read."""

from dataclasses import dataclass

from bot.domain.effects.order import NOTICE, ROOM, Order
from bot.domain.ids import ClientUpdateId, PersonId, RoomId


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
