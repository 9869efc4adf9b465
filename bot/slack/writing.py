"""What the form of a client update opens with: left where it was, or begun by templates.

Words that a template put there give way when the state changes; words that somebody typed stay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.domain import client_readers
from bot.domain.cadence import duty
from bot.domain.client_update import ClientUpdate, Draft, Recipient, languages
from bot.domain.component import default_health
from bot.domain.ids import ClientUpdateId
from bot.domain.incident import Incident, Status
from bot.domain.language import Language
from bot.domain.severity import ClientState
from bot.slack.request import Request
from bot.slack.sheet import BEGUN, Sheet
from bot.store.work import Work

_EPOCH = datetime.fromtimestamp(0, UTC)


async def fresh(request: Request, work: Work, incident: Incident, typed: str) -> Sheet:
    """Begun by the templates, the last update, what the declarer said, and the words given."""
    state = _state(incident)
    previous = await work.client_updates.last_sent(incident.id)
    said = _first(request, work, incident, state, previous)
    if previous is None:
        declared = await _declarer_speaks(work, incident)
        said = replace(said, impact=_in_its_language(incident.impact, declared))
    if typed:
        spoken = _in_its_language(typed, request.actor.language)
        said = replace(said, doing={**said.doing, **spoken})
    id = work.client_updates.new_id()
    return await laid_out(request, work, incident, said, id=id)


async def laid_out(
    request: Request,
    work: Work,
    incident: Incident,
    said: Draft,
    *,
    id: ClientUpdateId,
    corrects: ClientUpdateId | None = None,
    own: Language | None = None,
) -> Sheet:
    """A draft in the form, in the languages of its readers. A Refusal when there are none.

    ``own`` is the language of the page that is open, if one is.
    """
    readers = await _readers(work, incident, said, corrects)
    spoken = spoken_by(request, readers)
    previous = await work.client_updates.last_sent(incident.id)
    sheet = Sheet(
        incident=incident,
        policy=work.policy,
        draft=said,
        id=id,
        languages=spoken,
        own=own or spoken[0],
        recipients=readers,
        previous=previous,
        corrects=corrects,
        before=await _before(work, id, corrects, previous),
    )
    return refilled(request, sheet)


async def _before(
    work: Work,
    id: ClientUpdateId,
    corrects: ClientUpdateId | None,
    previous: ClientUpdate | None,
) -> Draft | None:
    known = await work.client_updates.find(id)
    if known is None and corrects is not None:
        known = await work.client_updates.get(corrects)
    base = known or previous
    return said_in(base) if base else None


async def _readers(
    work: Work, incident: Incident, said: Draft, corrects: ClientUpdateId | None
) -> tuple[Recipient, ...]:
    """A correction goes to those who read what it corrects."""
    found = client_readers.readers(incident, work.policy, said.clients)
    if corrects is None:
        return found
    wrong = await work.client_updates.get(corrects)
    return client_readers.restricted(wrong).recipients if incident.private else wrong.recipients


def spoken_by(request: Request, readers: Sequence[Recipient]) -> tuple[Language, ...]:
    """Every language that is read, that of the author first."""
    own = request.actor.language
    return tuple(sorted(languages(readers), key=lambda language: language is not own))


def refilled(request: Request, sheet: Sheet) -> Sheet:
    """With the templates' words wherever nobody has typed other ones.

    Where the author has, the templates of the other languages say something else: those fields
    stay empty, and are asked for.
    """
    incident, said, begun = sheet.incident, sheet.draft, dict(sheet.begun)
    texts: dict[str, Any] = {name: dict(getattr(said, name)) for name in BEGUN}
    typed: set[str] = set()
    for language in (sheet.own, *sheet.others):
        ready = {
            state: request.letters.prefill(incident, sheet.policy, state, language)
            for state in ClientState
        }
        for name in BEGUN:
            untouched = {"", *(getattr(words, name) for words in ready.values())}
            if texts[name].get(language, "") not in untouched:
                typed |= {name} if language is sheet.own else set()
                continue
            words = "" if name in typed else getattr(ready[said.state], name)
            texts[name][language] = words
            begun[f"{name}_{language}"] = said.state
    return replace(sheet, draft=replace(said, **texts), begun=begun)


def turned(work: Work, sheet: Sheet, was: Mapping[str, str]) -> Sheet:
    """After another state was chosen: its health and promise, where nobody set others."""
    incident, said = sheet.incident, sheet.draft
    rank = sheet.policy.severity(incident.severity).rank
    begun = dict(sheet.begun)
    before = was.get("health", "")
    if said.health is None or (before and said.health is default_health(rank, ClientState(before))):
        said = replace(said, health=default_health(rank, said.state))
        begun["health"] = said.state
    offered = sheet.offered
    if said.next_by is None or said.next_by == offered:
        offered = promise(work, incident, said.state)
        said = replace(said, next_by=offered)
    return replace(sheet, draft=said, begun=begun, offered=offered)


def promise(work: Work, incident: Incident, state: ClientState) -> datetime | None:
    """When clients should hear next, in whole minutes, UTC; None where nothing is owed."""
    if state is ClientState.RESOLVED:
        return None
    owed = duty(work.policy.severity(incident.severity), incident, work.policy)
    wait = owed.then.get(state)
    return (work.now + wait).replace(second=0, microsecond=0) if wait else None


def _first(
    request: Request,
    work: Work,
    incident: Incident,
    state: ClientState,
    previous: ClientUpdate | None,
) -> Draft:
    service = (incident.service,) if incident.service else ()
    rank = work.policy.severity(incident.severity).rank
    return Draft(
        state=state,
        impact=previous.impact if previous else {},
        workaround=previous.workaround if previous else {},
        doing={},
        next_by=promise(work, incident, state),
        services=previous.services if previous else service,
        health=default_health(rank, state),
        clients=incident.clients,
    )


def said_in(update: ClientUpdate) -> Draft:
    """What its author said, to be changed."""
    return Draft(
        state=update.state,
        headline=update.headline,
        impact=update.impact,
        workaround=update.workaround,
        doing=update.doing,
        next_by=update.next_by,
        services=update.services,
        health=update.health,
        clients=update.clients,
    )


def _state(incident: Incident) -> ClientState:
    """What to tell next: as far as the work has come inside."""
    if incident.status is Status.CLOSED:
        return ClientState.RESOLVED
    known = {state.value: state for state in ClientState}
    return known.get(incident.status.value, ClientState.INVESTIGATING)


async def _declarer_speaks(work: Work, incident: Incident) -> Language:
    known = await work.profiles.get(incident.declared_by, fresh_since=_EPOCH)
    return work.policy.language_of(incident.declared_by, known.locale if known else "")


def _in_its_language(text: str, otherwise: Language) -> dict[Language, str]:
    """Prefills only the language it was written in; the others wait for a person."""
    language = client_readers.written_in(text, otherwise=otherwise)
    return {language: text} if language else {}
