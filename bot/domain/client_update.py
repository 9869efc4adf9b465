"""What clients read: one statement, in each client's language, sent once to each channel."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.change import Change
from bot.domain.events import ClientUpdateSent
from bot.domain.ids import ClientUpdateId, IncidentId, PersonId, RoomId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.severity import ClientState, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One client channel and the languages it is written to in, the first one first."""

    channel: RoomId
    languages: tuple[Language, ...]


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


def may_leave(incident: Incident) -> None:
    """Nothing about a private incident leaves its room."""
    if incident.private:
        raise Refusal(
            "{incident} is private, so the bot sends no client updates about it. "
            "Agree the words with the people in this room and write to the client yourself.",
            incident=f"INC-{incident.id}",
        )


def send(
    update: ClientUpdate, incident: Incident, *, severity: Severity, by: PersonId, at: datetime
) -> tuple[Change[ClientUpdate], Change[Incident]]:
    """Let it out. A second press of the same button changes nothing."""
    if update.sent_at is not None:
        return Change(update), Change(incident)
    may_leave(incident)
    if not update.recipients:
        raise Refusal(
            "{incident} names no client with a channel. Set its service or clients first.",
            incident=f"INC-{incident.id}",
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
        text=next(iter(update.texts.values())),
    )
    told = replace(incident, client_state=update.state, update_due_at=due)
    return Change(replace(update, sent_at=at)), Change(told, (fact,))
