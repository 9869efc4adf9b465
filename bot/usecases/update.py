"""Draft what clients will read, and send it when all who must agree have seen exactly that.

The incident is locked before its updates, here and wherever both are: so nothing waits in a ring,
and an approval never races with what makes it void.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.domain import approving, client_readers, drafting, proofread, sending
from bot.domain.client_update import ClientUpdate, Draft, Recipient, TextKey, languages
from bot.domain.events import EntryCorrected, EntryRemoved, NoteAdded
from bot.domain.ids import ClientUpdateId, IncidentId, PersonId, label
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.policy import Policy
from bot.domain.record import notes
from bot.domain.refusal import Refusal
from bot.domain.service import ClientName
from bot.domain.wording import Finding
from bot.store.work import Work

#: Writes the text of one language, with its times in a zone: `bot/integrations/templates.py`.
Render: TypeAlias = Callable[[Incident, Draft, Policy, Language, ZoneInfo], str]


async def draft(
    work: Work,
    id: IncidentId,
    said: Draft,
    *,
    by: PersonId,
    render: Render,
    update: ClientUpdateId | None = None,
) -> ClientUpdate:
    """Keep a draft; nothing leaves. The preview shows exactly these texts.

    ``update`` is the draft's id where the form has one: the first preview writes it, later ones
    change it. A client who is not on the incident yet is put on it.
    """
    incident = await work.incidents.get(id, for_update=True)
    known = await work.client_updates.find(update, for_update=True) if update else None
    if known is not None:
        return await _revise(work, incident, known, said, by=by, render=render)
    return await _begin(work, incident, said, by=by, render=render, id=update)


async def revise(
    work: Work, id: ClientUpdateId, said: Draft, *, by: PersonId, render: Render
) -> ClientUpdate:
    """Other words. Whoever had agreed to the ones before is asked again."""
    incident, update = await work.client_updates.locked(id)
    return await _revise(work, incident, update, said, by=by, render=render)


async def no_change(
    work: Work,
    id: IncidentId,
    *,
    by: PersonId,
    render: Render,
    next_by: datetime | None = None,
    update: ClientUpdateId | None = None,
) -> ClientUpdate:
    """The last update once more, with a new promise: a draft that only has to be sent.

    Pressed again before that, the same draft is brought up to date.
    """
    incident = await work.incidents.get(id, for_update=True)
    last = await work.client_updates.last_sent(id)
    if last is None:
        raise Refusal(
            "Clients have not been told anything of {incident} yet, so there is nothing to "
            "repeat. Write the first update.",
            incident=label(id),
        )
    said = drafting.again(last, next_by=next_by)
    waiting = await work.client_updates.waiting(id, for_update=True)
    mine = [one for one in waiting if drafting.repeats(one, last, by=by)]
    if mine and update is None:
        return await _revise(work, incident, mine[-1], said, by=by, render=render)
    return await _begin(work, incident, said, by=by, render=render, id=update)


async def correct(
    work: Work, wrong: ClientUpdateId, said: Draft, *, by: PersonId, render: Render,
    update: ClientUpdateId | None = None,
) -> ClientUpdate:  # fmt: skip
    """A draft that corrects a sent update, for those who read it; it says what it corrects."""
    incident, sent = await work.client_updates.locked(wrong)
    said = drafting.correcting(sent, said)
    known = await work.client_updates.find(update, for_update=True) if update else None
    if known is not None:
        return await _revise(work, incident, known, said, by=by, render=render)
    return await _begin(work, incident, said, by=by, render=render, id=update)


async def send(
    work: Work, id: ClientUpdateId, *, by: PersonId, seen: str = ""
) -> tuple[ClientUpdate, Incident]:
    """Let it out to every recipient. Pressed twice, it leaves once.

    ``seen`` is the digest of what the sender read.
    """
    incident, update = await work.client_updates.locked(id)
    corrected = await work.client_updates.find(update.corrects) if update.corrects else None
    if update.pending:
        proofread.must_be_clean(update, incident, await _findings(work, incident, update))
    sent, told = sending.send(
        update, incident, work.policy, by=by, at=work.now, seen=seen, corrected=corrected
    )
    return await work.record(sent), await work.record(told)


async def withdraw(
    work: Work, id: ClientUpdateId, *, by: PersonId, reason: str = ""
) -> ClientUpdate:
    _, update = await work.client_updates.locked(id)
    return await work.record(drafting.withdraw(update, reason=reason, by=by, at=work.now))


async def set_clients(
    work: Work, id: IncidentId, clients: Sequence[ClientName], *, by: PersonId
) -> Incident:
    """Who is affected; what is owed to them follows, since a key client may be among them."""
    incident = await work.incidents.get(id, for_update=True)
    return await work.record(
        drafting.set_clients(incident, tuple(clients), work.policy, by=by, at=work.now)
    )


async def findings(work: Work, id: ClientUpdateId) -> Mapping[TextKey, tuple[Finding, ...]]:
    """What the preview says about each text."""
    update = await work.client_updates.get(id)
    return await _findings(work, await work.incidents.get(update.incident), update)


async def _findings(
    work: Work, incident: Incident, update: ClientUpdate
) -> Mapping[TextKey, tuple[Finding, ...]]:
    kinds = (NoteAdded, EntryCorrected, EntryRemoved)
    marked = notes(await work.timeline.read(incident.id, kinds), *proofread.PROOF)
    return proofread.proofread(update, incident, work.policy, proofread.evidence(marked))


async def _begin(
    work: Work,
    incident: Incident,
    said: Draft,
    *,
    by: PersonId,
    render: Render,
    id: ClientUpdateId | None,
) -> ClientUpdate:
    readers = await _readers(work, incident, said)
    said = drafting.completed(said, incident, work.policy, languages(readers), now=work.now)
    incident = await _with_clients(work, incident, said, by=by)
    return await work.record(
        drafting.begin(
            id or work.client_updates.new_id(),
            await work.client_updates.next_number(incident.id),
            said,
            incident,
            _texts(work, incident, said, readers, render),
            readers,
            by=by,
            at=work.now,
        )
    )


async def _revise(
    work: Work,
    incident: Incident,
    update: ClientUpdate,
    said: Draft,
    *,
    by: PersonId,
    render: Render,
) -> ClientUpdate:
    if update.incident != incident.id:
        raise Refusal("That draft is gone. Write the update again with `/incident update`.")
    approving.must_be_pending(update)
    if update.corrects and not said.corrects:
        said = drafting.correcting(await work.client_updates.get(update.corrects), said)
    readers = await _readers(work, incident, said)
    said = drafting.completed(said, incident, work.policy, languages(readers), now=work.now)
    incident = await _with_clients(work, incident, said, by=by)
    texts = _texts(work, incident, said, readers, render)
    revised = await work.record(drafting.revise(update, said, texts, readers, by=by, at=work.now))
    judged = approving.reconsider(revised, incident, work.policy, at=work.now)
    return revised if judged.state is revised else await work.record(judged)


async def _readers(work: Work, incident: Incident, said: Draft) -> tuple[Recipient, ...]:
    """A correction goes to those who read what it corrects, as far as they may still know."""
    if said.corrects is None:
        return client_readers.readers(incident, work.policy, said.clients, said.services)
    client_readers.may_leave(incident)
    wrong = await work.client_updates.get(said.corrects.update)
    known = client_readers.restricted(wrong).recipients if incident.private else wrong.recipients
    return known or client_readers.readers(incident, work.policy, wrong.clients)


async def _with_clients(work: Work, incident: Incident, said: Draft, *, by: PersonId) -> Incident:
    """Whoever is written to as affected is affected; of a correction perhaps not any more."""
    if said.corrects is not None:
        return incident
    clients = (*incident.clients, *said.clients)
    change = drafting.set_clients(incident, clients, work.policy, by=by, at=work.now)
    return await work.record(change) if change.events else incident


def _texts(
    work: Work, incident: Incident, said: Draft, readers: Sequence[Recipient], render: Render
) -> Mapping[TextKey, str]:
    wanted = dict.fromkeys((language, each.zone) for each in readers for language in each.languages)
    return {
        (language, zone.key): render(incident, said, work.policy, language, zone)
        for language, zone in wanted
    }
