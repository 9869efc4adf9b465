"""What clients read: one statement, in each client's language, sent once to each channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.change import Change
from bot.domain.events import ClientUpdateSent
from bot.domain.ids import ClientUpdateId, IncidentId, PersonId, RoomId, label
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.severity import ClientState, Severity

_UKRAINIAN = frozenset("іїєґ")
_RUSSIAN = frozenset("ёъыэ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One client channel and the languages it is written to in, the first one first."""

    channel: RoomId
    languages: tuple[Language, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the author says, once, in the facts that every language is written from."""

    state: ClientState
    #: In the clients' words, per language: what they see, and what is done about it.
    impact: Mapping[Language, str]
    doing: Mapping[Language, str]
    next_by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientUpdate:
    """A draft until ``sent_at`` is set. ``texts`` are exactly what clients will read."""

    id: ClientUpdateId
    incident: IncidentId
    state: ClientState
    texts: Mapping[Language, str]
    recipients: tuple[Recipient, ...]
    next_by: datetime | None
    drafted_by: PersonId
    drafted_at: datetime
    sent_at: datetime | None = None

    def text_for(self, channel: RoomId) -> str:
        """What this channel reads: each of its languages, one under the other."""
        for recipient in self.recipients:
            if recipient.channel == channel:
                return "\n\n".join(self.texts[language] for language in recipient.languages)
        raise KeyError(channel)


def recipients(incident: Incident, policy: Policy) -> tuple[Recipient, ...]:
    """The channels of the affected clients. Two clients in one channel share its languages."""
    found: dict[RoomId, tuple[Language, ...]] = {}
    for name in incident.clients:
        client = policy.clients.get(name)
        for channel in client.channels if client else ():
            known = found.get(channel, ())
            found[channel] = tuple(dict.fromkeys((*known, *client.languages))) if client else known
    return tuple(Recipient(channel=c, languages=languages) for c, languages in found.items())


def readers(incident: Incident, policy: Policy) -> tuple[Recipient, ...]:
    """Those who would read an update now; a Refusal when it may go to nobody."""
    may_leave(incident)
    found = recipients(incident, policy)
    if not found:
        raise Refusal(
            "{incident} names no client with a channel. Set its service or clients first.",
            incident=label(incident.id),
        )
    return found


def languages(recipients: Sequence[Recipient]) -> tuple[Language, ...]:
    """Every language that some recipient reads, once."""
    return tuple(dict.fromkeys(language for r in recipients for language in r.languages))


def written_in(text: str, *, otherwise: Language) -> Language | None:
    """The language a person wrote in, as far as letters tell; None when there are no letters.

    Ukrainian and Russian each have letters that the other lacks. Cyrillic without any of them
    is in ``otherwise``, the author's own language.
    """
    letters = {character for character in text.casefold() if character.isalpha()}
    if not letters:
        return None
    if letters & _UKRAINIAN:
        return Language.UK
    if letters & _RUSSIAN:
        return Language.RU
    if any("\u0400" <= letter <= "\u04ff" for letter in letters):
        return otherwise if otherwise is not Language.EN else Language.UK
    return Language.EN


def may_leave(incident: Incident) -> None:
    """Nothing about a private incident leaves its room, and nothing about a drill leaves us."""
    if incident.drill:
        raise Refusal(
            "{incident} is a drill, so clients hear nothing of it. "
            "Practise the words in this room instead.",
            incident=label(incident.id),
        )
    if incident.private:
        raise Refusal(
            "{incident} is private, so the bot sends no client updates about it. "
            "Agree the words with the people in this room and write to the client yourself.",
            incident=label(incident.id),
        )


def send(
    update: ClientUpdate,
    incident: Incident,
    *,
    severity: Severity,
    language: Language,
    by: PersonId,
    at: datetime,
) -> tuple[Change[ClientUpdate], Change[Incident]]:
    """Let it out. A second press of the same button changes nothing.

    ``language`` is the organisation's own: in it the timeline keeps the words, where they were
    written in it.
    """
    if update.sent_at is not None:
        return Change(update), Change(incident)
    may_leave(incident)
    if not update.recipients:
        raise Refusal(
            "{incident} names no client with a channel. Set its service or clients first.",
            incident=label(incident.id),
        )
    cadence = severity.cadence.get(update.state)
    due = update.next_by or (at + cadence if cadence else None)
    if update.state is ClientState.RESOLVED or not incident.status.open:
        due = None
    fact = ClientUpdateSent(
        incident=incident.id,
        at=at,
        by=by,
        update=update.id,
        state=update.state,
        languages=tuple(update.texts),
        channels=tuple(recipient.channel for recipient in update.recipients),
        next_by=due,
        text=update.texts.get(language) or next(iter(update.texts.values())),
    )
    told = replace(incident, client_state=update.state, update_due_at=due)
    return Change(replace(update, sent_at=at)), Change(told, (fact,))
