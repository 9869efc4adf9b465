"""Draft what clients will read, and send it when somebody has seen exactly that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain import client_update
from bot.domain.client_update import ClientUpdate, Recipient
from bot.domain.ids import ClientUpdateId, IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.refusal import Refusal
from bot.domain.severity import ClientState
from bot.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the author says, once, in the facts that every language is written from."""

    state: ClientState
    #: Free text in the clients' words, per language it was written in.
    impact: Mapping[Language, str]
    doing: Mapping[Language, str]
    next_by: datetime | None = None


#: Writes the text of one language: `bot/integrations/templates.py` reads the organisation's files.
Render = Callable[[Incident, Draft, Language], str]


async def draft(
    work: Work, id: IncidentId, said: Draft, *, by: PersonId, render: Render
) -> ClientUpdate:
    """Keep a draft; nothing leaves. The preview shows exactly these texts."""
    incident = await work.incidents.get(id)
    client_update.may_leave(incident)
    recipients = client_update.recipients(incident, work.policy)
    languages = _languages(recipients)
    if not languages:
        raise Refusal(
            "{incident} names no client with a channel. Set its service or clients first.",
            incident=f"INC-{id}",
        )
    kept = ClientUpdate(
        id=work.client_updates.new_id(),
        incident=id,
        state=said.state,
        texts={language: render(incident, said, language) for language in languages},
        recipients=recipients,
        next_by=said.next_by,
        drafted_by=by,
        drafted_at=work.now,
    )
    await work.client_updates.save(kept)
    return kept


async def send(work: Work, id: ClientUpdateId, *, by: PersonId) -> tuple[ClientUpdate, Incident]:
    """Let it out to every recipient. Pressed twice, it leaves once."""
    update = await work.client_updates.get(id, for_update=True)
    incident = await work.incidents.get(update.incident, for_update=True)
    severity = work.policy.severity(incident.severity)
    sent, told = client_update.send(update, incident, severity=severity, by=by, at=work.now)
    return await work.record(sent), await work.record(told)


def _languages(recipients: tuple[Recipient, ...]) -> tuple[Language, ...]:
    return tuple(dict.fromkeys(language for r in recipients for language in r.languages))
