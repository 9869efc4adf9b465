"""Draft what clients will read, and send it when somebody has seen exactly that."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from bot.domain import client_update
from bot.domain.client_update import ClientUpdate, Draft
from bot.domain.ids import ClientUpdateId, IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.severity import ClientState
from bot.domain.text import TEXT_LIMIT, clean
from bot.store.work import Work

#: Writes the text of one language: `bot/integrations/templates.py` reads the organisation's files.
Render: TypeAlias = Callable[[Incident, Draft, Policy, Language], str]


async def draft(
    work: Work, id: IncidentId, said: Draft, *, by: PersonId, render: Render
) -> ClientUpdate:
    """Keep a draft; nothing leaves. The preview shows exactly these texts."""
    incident = await work.incidents.get(id)
    recipients = client_update.readers(incident, work.policy)
    languages = client_update.languages(recipients)
    said = _checked(said, languages, work.now)
    kept = ClientUpdate(
        id=work.client_updates.new_id(),
        incident=id,
        state=said.state,
        texts={language: render(incident, said, work.policy, language) for language in languages},
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
    sent, told = client_update.send(
        update,
        incident,
        severity=severity,
        language=work.policy.workspace.language,
        by=by,
        at=work.now,
    )
    return await work.record(sent), await work.record(told)


def _checked(said: Draft, languages: Sequence[Language], now: datetime) -> Draft:
    """The draft with its texts cleaned. A Refusal names the field that lacks something."""
    impact = {language: clean(text, TEXT_LIMIT) for language, text in said.impact.items()}
    doing = {language: clean(text, TEXT_LIMIT) for language, text in said.doing.items()}
    for language in languages:
        for name, texts in (("impact", impact), ("doing", doing)):
            if not texts.get(language):
                raise Refusal(
                    "Write this in the client's language. Tocsin never translates by itself.",
                    field=f"{name}_{language}",
                )
    if said.state is ClientState.RESOLVED:
        return replace(said, impact=impact, doing=doing, next_by=None)
    if said.next_by is not None and said.next_by <= now:
        raise Refusal("Promise a time in the future, one that you can keep.", field="next_by")
    return replace(said, impact=impact, doing=doing)
