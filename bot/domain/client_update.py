"""What clients read: one statement, in each client's language, bound to who agreed to it.

The values. Who reads it is decided in ``client_readers``, how it is written in ``drafting``, who
must agree in ``approval``, and how it leaves in ``sending``.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.component import Health
from bot.domain.ids import ClientUpdateId, IncidentId, PersonId
from bot.domain.language import Language
from bot.domain.medium import Medium
from bot.domain.phrase import Phrase, phrase
from bot.domain.service import ClientName, ServiceName
from bot.domain.severity import ClientState, SeverityName

__all__ = [
    "DIRECT",
    "Approval",
    "ClientUpdate",
    "Correction",
    "Draft",
    "Medium",
    "Recipient",
    "TextKey",
    "Void",
    "Waiver",
    "languages",
    "void_name",
]

#: A text is told apart by its language and by the zone of its times, as IANA names it.
TextKey: TypeAlias = tuple[Language, str]
#: What a change of an update is told by, in the order of the form.
FIELDS = (
    "state",
    "headline",
    "impact",
    "workaround",
    "doing",
    "next_by",
    "services",
    "health",
    "clients",
)
#: Hexadecimal digits of a recipient's key: no two of one update share so many.
_KEY = 24


#: Read by the affected client alone; all other media are read by others too.
DIRECT = frozenset({Medium.CHANNEL, Medium.MAIL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One channel, e-mail address, webhook or page, with the languages it reads, first one first.

    ``client`` is None where several read, or none of them is a client. ``zone`` is the one of the
    times in its text.
    """

    medium: Medium
    address: str
    client: ClientName | None = None
    languages: tuple[Language, ...]
    zone: ZoneInfo

    @property
    def key(self) -> str:
        """The same for the same address in every update; no address can be read from it."""
        return sha256(f"{self.medium}:{self.address}".encode()).hexdigest()[:_KEY]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The sent update that another one corrects."""

    update: ClientUpdateId
    number: int
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the author says, once, in the facts that every language is written from."""

    state: ClientState
    #: In the clients' words, per language: what they see, and what is done about it.
    impact: Mapping[Language, str]
    doing: Mapping[Language, str]
    headline: Mapping[Language, str] = field(default_factory=dict)
    workaround: Mapping[Language, str] = field(default_factory=dict)
    #: The promise of the next update, UTC.
    next_by: datetime | None = None
    #: Empty: the incident's own service.
    services: tuple[ServiceName, ...] = ()
    #: None: what severity and state suggest.
    health: Health | None = None
    #: Empty: the incident's own clients.
    clients: tuple[ClientName, ...] = ()
    corrects: Correction | None = None
    #: It only says that nothing has changed.
    unchanged: bool = False


class Void(StrEnum):
    """Why an approval holds no longer."""

    WORDS = "words"
    #: Others read it than those for whom it was approved.
    READERS = "readers"
    SEVERITY = "severity"
    STATE = "state"
    #: The incident became private, or was flagged: others than whoever agreed must agree now.
    APPROVERS = "approvers"
    EXPIRED = "expired"


def void_name(why: Void) -> Phrase:
    """The reason, after a colon."""
    match why:
        case Void.WORDS:
            return phrase("the text was changed")
        case Void.READERS:
            return phrase("others would read it now")
        case Void.SEVERITY:
            return phrase("the severity was changed")
        case Void.STATE:
            return phrase("clients were told another state")
        case Void.APPROVERS:
            return phrase("others have to approve it now")
        case Void.EXPIRED:
            return phrase("it was not sent in time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Somebody agreed to exactly this text, as things stood then. All times are UTC."""

    by: PersonId
    at: datetime
    #: `ClientUpdate.digest` of what was agreed to.
    digest: str
    severity: SeverityName
    #: What clients had been told at that moment.
    client_state: ClientState | None
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A grave finding that somebody with the right let pass, in writing."""

    #: The value of a `wording.Rule`.
    rule: str
    words: str
    reason: str
    by: PersonId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientUpdate:
    """A draft until ``sent_at`` is set. ``texts`` are exactly what is read. All times are UTC."""

    id: ClientUpdateId
    incident: IncidentId
    #: Counts the updates of this incident, from 1; 0 in those from before they were counted.
    number: int = 0
    state: ClientState
    headline: Mapping[Language, str] = field(default_factory=dict)
    impact: Mapping[Language, str] = field(default_factory=dict)
    workaround: Mapping[Language, str] = field(default_factory=dict)
    doing: Mapping[Language, str] = field(default_factory=dict)
    next_by: datetime | None = None
    services: tuple[ServiceName, ...] = ()
    health: Health | None = None
    clients: tuple[ClientName, ...] = ()
    texts: Mapping[TextKey, str]
    recipients: tuple[Recipient, ...]
    corrects: ClientUpdateId | None = None
    drafted_by: PersonId
    drafted_at: datetime
    #: Who changed it last, if anybody did.
    revised_by: PersonId | None = None
    revised_at: datetime | None = None
    asked_by: PersonId | None = None
    asked_at: datetime | None = None
    #: Whom the question went to.
    asked_of: tuple[PersonId, ...] = ()
    approval: Approval | None = None
    #: Why the last approval was lost; None once somebody agrees anew.
    voided: Void | None = None
    waived: tuple[Waiver, ...] = ()
    sent_by: PersonId | None = None
    sent_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def pending(self) -> bool:
        """It may still be changed, and may still leave."""
        return self.sent_at is None and self.withdrawn_at is None

    @property
    def languages(self) -> tuple[Language, ...]:
        return languages(self.recipients)

    @property
    def writers(self) -> frozenset[PersonId]:
        """Its author, and whoever changed it last: a second person is neither."""
        return frozenset(filter(None, (self.drafted_by, self.revised_by)))

    @property
    def marks(self) -> Mapping[str, str]:
        """A short mark of each field: where two differ, what it says differs."""
        said = ((name, getattr(self, name)) for name in FIELDS)
        told = (
            (name, str(sorted(value.items()) if isinstance(value, Mapping) else value))
            for name, value in said
        )
        return {name: sha256(text.encode()).hexdigest()[:8] for name, text in told}

    @property
    def digest(self) -> str:
        """What an approval is bound to: every text, who reads which, and what it claims."""
        readers = [
            (each.key, list(each.languages), each.zone.key)
            for each in sorted(self.recipients, key=lambda one: one.key)
        ]
        texts = sorted([language, zone, text] for (language, zone), text in self.texts.items())
        told = [texts, readers, self.state, self.health, sorted(self.services)]
        return sha256(json.dumps(told, ensure_ascii=True).encode()).hexdigest()

    def recipient(self, key: str) -> Recipient:
        """KeyError when nobody of that key reads it."""
        for each in self.recipients:
            if each.key == key:
                return each
        raise KeyError(key)

    def text_for(self, recipient: Recipient) -> str:
        """What this one reads: each of its languages, one under the other."""
        zone = recipient.zone.key
        return "\n\n".join(self.texts[language, zone] for language in recipient.languages)

    def text_in(self, language: Language) -> str:
        """One text for those inside, in this language where there is one."""
        found = (text for (spoken, _), text in self.texts.items() if spoken is language)
        return next(found, None) or next(iter(self.texts.values()), "")

    def headline_in(self, language: Language) -> str:
        return self.headline.get(language) or next(iter(self.headline.values()), "")


def languages(recipients: Sequence[Recipient]) -> tuple[Language, ...]:
    """Every language that some recipient reads, once."""
    return tuple(dict.fromkeys(language for r in recipients for language in r.languages))
