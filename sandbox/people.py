"""The team, its people and its user groups."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    id: str
    name: str
    domain: str
    locale: str = "en-US"


@dataclass(slots=True, kw_only=True)
class Person:
    """A member, a guest (`is_restricted`) or a bot user. `dnd_until`: Unix seconds, 0 for never."""

    id: str
    name: str
    real_name: str
    title: str = ""
    email: str = ""
    phone: str = ""
    locale: str = "en-US"
    tz: str = "Europe/Kyiv"
    color: str = "4a154b"
    is_bot: bool = False
    bot_id: str | None = None
    is_admin: bool = False
    is_restricted: bool = False
    deleted: bool = False
    presence: str = "active"
    status_text: str = ""
    status_emoji: str = ""
    dnd_until: float = 0.0

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.real_name.split()[:2]).upper()


@dataclass(slots=True, kw_only=True)
class UserGroup:
    """A mentionable group; `members` in the order they were given. Times are Unix seconds."""

    id: str
    handle: str
    name: str
    description: str = ""
    channels: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    deleted: int = 0
    created_by: str = ""
    updated_by: str = ""
