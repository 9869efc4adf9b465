"""What the check finds, how grave that is, and what it must know to judge."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.domain.ids import EventId
from bot.domain.incident import Flag
from bot.domain.language import Language
from bot.domain.phrase import Phrase
from bot.domain.severity import ClientState


class Rule(StrEnum):
    """What a client message should not do, or not before somebody may say so."""

    REPAIR_TIME = "repair_time"
    EARLY_CAUSE = "early_cause"
    NO_HARM = "no_harm"
    BLAME = "blame"
    DOWNPLAYING = "downplaying"
    SUM = "sum"
    LEGAL = "legal"
    INTERNAL_ADDRESS = "internal_address"
    OTHER_CLIENT = "other_client"
    CARD = "card"
    BANK_ACCOUNT = "bank_account"
    SECRET = "secret"  # noqa: S105 - the name of a rule
    PERSONAL_DATA = "personal_data"
    MASS_MENTION = "mass_mention"
    TOO_LONG = "too_long"
    EMPTY_APOLOGY = "empty_apology"
    #: Told of what its author wrote, not of the whole text: see ``proofread``.
    OTHER_LANGUAGE = "other_language"


class Gravity(IntEnum):
    """NOTE only tells; ADVICE may be ignored; GRAVE stops an update of a flagged incident."""

    NOTE = 0
    ADVICE = 1
    GRAVE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Words that a client should not read like this.

    ``text[start:end] == quote``, with every character as it was typed. ``why`` is for the
    reader of the finding. ``offer`` may stand in place of the words, in the text's ``language``.
    """

    rule: Rule
    gravity: Gravity
    start: int
    end: int
    quote: str
    why: Phrase
    offer: Phrase | None = None
    #: The language to say the offer in.
    language: Language
    #: The timeline entry that bears the words out.
    entry: EventId | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A marked line of the timeline that may bear a claim out."""

    id: EventId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the check must know of the incident and of those who will read the text."""

    #: What clients are told by this very text.
    state: ClientState
    flags: frozenset[Flag] = frozenset()
    #: The lines that people marked as findings or decisions, oldest first.
    entries: tuple[Entry, ...] = ()
    #: The names of the client who reads this text.
    client: tuple[str, ...] = ()
    #: The names of all other clients.
    others: tuple[str, ...] = ()
    #: Names, hosts, addresses and numbers that anybody may know.
    public: tuple[str, ...] = ()
    #: How many text messages the text may take; None when it goes to no phone.
    messages: int | None = None


#: Grave whatever the incident: nobody can take these words back.
_ALWAYS = frozenset(
    {
        Rule.NO_HARM,
        Rule.LEGAL,
        Rule.OTHER_CLIENT,
        Rule.CARD,
        Rule.BANK_ACCOUNT,
        Rule.SECRET,
        Rule.PERSONAL_DATA,
    }
)
#: Matters of style: advice whatever the incident.
_NEVER = frozenset({Rule.MASS_MENTION, Rule.TOO_LONG, Rule.EMPTY_APOLOGY, Rule.OTHER_LANGUAGE})


def gravity(rule: Rule, flags: frozenset[Flag]) -> Gravity:
    """Security, money and personal data make grave what is advice in an ordinary incident."""
    if rule in _ALWAYS or (flags and rule not in _NEVER):
        return Gravity.GRAVE
    return Gravity.ADVICE
