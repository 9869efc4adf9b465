"""What can break, who owns it, which path pages for it; and the clients it serves."""

from dataclasses import dataclass
from typing import NewType
from zoneinfo import ZoneInfo

from bot.domain.ids import RoomId
from bot.domain.language import Language, Localised

ServiceName = NewType("ServiceName", str)
ClientName = NewType("ClientName", str)
PathName = NewType("PathName", str)
RotationName = NewType("RotationName", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    name: ServiceName
    title: Localised
    #: The team's channel or name, shown to people.
    owner: str = ""
    path: PathName
    runbooks: tuple[str, ...] = ()
    clients: tuple[ClientName, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    name: ClientName
    title: str
    #: The first is the one used when only one can be.
    languages: tuple[Language, ...]
    #: Where this client reads updates in Slack.
    channels: tuple[RoomId, ...] = ()
    #: E-mail addresses of this client's contacts.
    emails: tuple[str, ...] = ()
    #: A key client raises the duty to update, not the severity.
    key: bool = False
    #: On whose clock its updates tell times. None: on the workspace's; ``Policy.clock_of`` decides.
    zone: ZoneInfo | None = None
