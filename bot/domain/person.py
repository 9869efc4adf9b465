"""A person as the policy and Slack know them."""

from dataclasses import dataclass
from typing import NewType
from zoneinfo import ZoneInfo

from bot.domain.contact import Contact, QuietHours
from bot.domain.ids import PersonId
from bot.domain.language import Language

#: A named list of people: those who approve, those who may.
GroupName = NewType("GroupName", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person named in the policy, by Slack id or by an e-mail not yet looked up."""

    #: A Slack id, or an e-mail address until the directory has resolved it.
    id: PersonId
    name: str = ""
    email: str = ""
    languages: tuple[Language, ...] = ()
    #: How they are reached outside Slack.
    contacts: tuple[Contact, ...] = ()
    #: No page that can wait leaves Slack in these hours of their clock.
    quiet: QuietHours | None = None
    #: Where their clock is; None where Slack knows it.
    zone: ZoneInfo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What Slack says of a person. Unknown people are treated as guests: fail closed."""

    id: PersonId
    name: str
    guest: bool
    #: Slack did not say anything of them, so all but the id is a guess.
    stranger: bool = False
    bot: bool = False
    locale: str = ""
    zone: ZoneInfo | None = None
