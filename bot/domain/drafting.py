"""How an update is written: what the author said, checked, in every language that is read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain import cadence
from bot.domain.change import Change
from bot.domain.client_readers import restricted
from bot.domain.client_update import (
    FIELDS,
    ClientUpdate,
    Correction,
    Draft,
    Recipient,
    TextKey,
)
from bot.domain.component import default_health
from bot.domain.events import ClientsChanged, UpdateDrafted, UpdateRevised, UpdateWithdrawn
from bot.domain.ids import ClientUpdateId, PersonId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.service import ClientName
from bot.domain.severity import ClientState
from bot.domain.text import TEXT_LIMIT, TITLE_LIMIT, clean

#: What must be said in every language, and what may be left out in all of them.
_REQUIRED, _OPTIONAL = ("impact", "doing"), ("headline", "workaround")
_ENOUGH = 100_000


def completed(
    said: Draft,
    incident: Incident,
    policy: Policy,
    languages: Sequence[Language],
    *,
    now: datetime,
) -> Draft:
    """The draft cleaned, with what its author left to the incident filled in.

    A Refusal names the field that lacks something, says too much, or promises the past.
    """
    texts = {name: _cleaned(name, getattr(said, name)) for name in (*_REQUIRED, *_OPTIONAL)}
    for language in languages:
        for name, given in texts.items():
            if not given.get(language) and (name in _REQUIRED or any(given.values())):
                raise Refusal(
                    "Write this in the client's language. Tocsin never translates by itself.",
                    field=f"{name}_{language}",
                )
    _must_be_known(said, policy)
    next_by = None if said.state is ClientState.RESOLVED else said.next_by
    if next_by is not None and next_by <= now:
        raise Refusal("Promise a time in the future, one that you can keep.", field="next_by")
    rank = policy.severity_in_force(incident.severity).rank
    return replace(
        said,
        impact=texts["impact"],
        doing=texts["doing"],
        headline=texts["headline"],
        workaround=texts["workaround"],
        next_by=next_by,
        services=said.services or ((incident.service,) if incident.service else ()),
        health=said.health or default_health(rank, said.state),
        clients=said.clients or incident.clients,
    )


def _cleaned(name: str, texts: Mapping[Language, str]) -> dict[Language, str]:
    """Nothing is cut: words that are missing at the end may be the ones that matter."""
    cleaned = {language: clean(text, _ENOUGH) for language, text in texts.items()}
    limit = TEXT_LIMIT
    if name == "headline":
        # It is the subject of a letter too.
        cleaned = {language: " ".join(text.split()) for language, text in cleaned.items()}
        limit = TITLE_LIMIT
    for language, text in cleaned.items():
        if (over := len(text) - limit) > 0:
            raise Refusal(
                "This is too long for a client to read. Shorten it by {count} characters.",
                field=f"{name}_{language}",
                count=over,
            )
    return {language: text for language, text in cleaned.items() if text}


def _must_be_known(said: Draft, policy: Policy) -> None:
    for service in said.services:
        if service not in policy.services:
            raise Refusal(
                "The policy has no service “{service}”. Choose one that it names.",
                field="services",
                service=service,
            )


def begin(
    id: ClientUpdateId,
    number: int,
    said: Draft,
    incident: Incident,
    texts: Mapping[TextKey, str],
    recipients: tuple[Recipient, ...],
    *,
    by: PersonId,
    at: datetime,
) -> Change[ClientUpdate]:
    """A draft, on record from its first preview. Nothing leaves."""
    kept = _said(
        ClientUpdate(
            id=id,
            incident=incident.id,
            number=number,
            state=said.state,
            texts=texts,
            recipients=recipients,
            corrects=said.corrects.update if said.corrects else None,
            drafted_by=by,
            drafted_at=at,
        ),
        said,
    )
    fact = UpdateDrafted(
        incident=incident.id, at=at, by=by, update=id, number=number, state=said.state
    )
    return Change(kept, (fact,))


def revise(
    update: ClientUpdate,
    said: Draft,
    texts: Mapping[TextKey, str],
    recipients: tuple[Recipient, ...],
    *,
    by: PersonId,
    at: datetime,
) -> Change[ClientUpdate]:
    """Other words. On the timeline once somebody else has seen the ones before.

    Until then it is its author's own paper, which they may cross out as they like.
    """
    revised = replace(_said(update, said), texts=texts, recipients=recipients)
    if revised == update:
        return Change(update)
    changed = [name for name in FIELDS if getattr(revised, name) != getattr(update, name)]
    if {each.key for each in recipients} != {each.key for each in update.recipients}:
        changed.append("readers")
    revised = replace(revised, revised_by=by, revised_at=at)
    own = by == (update.revised_by or update.drafted_by)
    if (own and not _shown(update)) or not changed:
        return Change(revised)
    return Change(revised, (_revised(update, tuple(changed), by=by, at=at),))


def restrict(update: ClientUpdate, incident: Incident, *, at: datetime) -> Change[ClientUpdate]:
    """For the affected clients alone once the incident is private; said when others had read it."""
    if not incident.private:
        return Change(update)
    kept = restricted(update)
    if kept == update or not _shown(update):
        return Change(kept)
    return Change(kept, (_revised(update, ("readers",), by=None, at=at),))


def _shown(update: ClientUpdate) -> bool:
    """Whether somebody else was asked to read it."""
    return update.asked_at is not None or update.approval is not None


def _revised(
    update: ClientUpdate, changed: tuple[str, ...], *, by: PersonId | None, at: datetime
) -> UpdateRevised:
    return UpdateRevised(
        incident=update.incident,
        at=at,
        by=by,
        update=update.id,
        number=update.number,
        changed=changed,
    )


def _said(update: ClientUpdate, said: Draft) -> ClientUpdate:
    return replace(update, **{name: getattr(said, name) for name in FIELDS})


def again(last: ClientUpdate, *, next_by: datetime | None) -> Draft:
    """The last update once more with a new promise, to those who are affected now."""
    if last.state is ClientState.RESOLVED:
        raise Refusal("Clients were told that it is over, so there is nothing to repeat.")
    return Draft(
        state=last.state,
        headline=last.headline,
        impact=last.impact,
        workaround=last.workaround,
        doing=last.doing,
        next_by=next_by,
        services=last.services,
        health=last.health,
        unchanged=True,
    )


def repeats(draft: ClientUpdate, last: ClientUpdate, *, by: PersonId) -> bool:
    """Whether it is this person's own paper, and says what was sent last, word for word."""
    own = draft.drafted_by == by and draft.revised_by in {None, by} and not _shown(draft)
    words = ("state", "headline", "impact", "workaround", "doing")
    same = all(getattr(draft, name) == getattr(last, name) for name in words)
    return own and same and draft.corrects is None


def correcting(wrong: ClientUpdate, said: Draft) -> Draft:
    """The words of a correction: it goes to those who read what it corrects."""
    if wrong.sent_at is None:
        raise Refusal("This update has not been sent, so change it instead.")
    corrects = Correction(update=wrong.id, number=wrong.number, sent_at=wrong.sent_at)
    return replace(said, corrects=corrects, clients=wrong.clients, unchanged=False)


def withdraw(
    update: ClientUpdate, *, reason: str, by: PersonId, at: datetime
) -> Change[ClientUpdate]:
    """It is not sent. Withdrawing twice changes nothing."""
    if update.sent_at is not None:
        raise Refusal("This update was sent already. A correction is a new update.")
    if update.withdrawn_at is not None:
        return Change(update)
    fact = UpdateWithdrawn(
        incident=update.incident,
        at=at,
        by=by,
        update=update.id,
        number=update.number,
        reason=clean(reason, TEXT_LIMIT),
    )
    gone = replace(
        update, withdrawn_at=at, approval=None, asked_by=None, asked_at=None, asked_of=()
    )
    return Change(gone, (fact,))


def set_clients(
    incident: Incident,
    clients: tuple[ClientName, ...],
    policy: Policy,
    *,
    by: PersonId,
    at: datetime,
) -> Change[Incident]:
    """Who is affected, as people know it better than the service's list."""
    named = tuple(dict.fromkeys(clients))
    for client in named:
        if client not in policy.clients and client not in incident.clients:
            raise Refusal(
                "The policy has no client “{client}”. Choose one that it names.",
                field="clients",
                client=client,
            )
    if named == incident.clients:
        return Change(incident)
    fact = ClientsChanged(
        incident=incident.id,
        at=at,
        by=by,
        old=incident.clients,
        new=named,
        titles=tuple(policy.client_title(one) for one in named),
    )
    return Change(cadence.affecting(incident, named, policy, at=at), (fact,))
