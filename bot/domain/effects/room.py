"""The war room, and who is told of it."""

from dataclasses import dataclass

from bot.domain.effects.order import CARD, NOTICE, ROOM, Order
from bot.domain.ids import EventId, PersonId, RoomId
from bot.domain.role import RoleName


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
