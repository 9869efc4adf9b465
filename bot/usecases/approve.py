"""Ask for an approval, give it, or give the update back; let grave words stand."""

from collections.abc import Mapping

from bot.domain import approving, proofread
from bot.domain.approval import may_waive
from bot.domain.client_update import ClientUpdate, TextKey
from bot.domain.events import EntryCorrected, EntryRemoved, NoteAdded
from bot.domain.ids import ClientUpdateId, PersonId
from bot.domain.incident import Incident
from bot.domain.record import notes
from bot.domain.refusal import Refusal
from bot.domain.wording import Finding
from bot.store.work import Work


async def ask(work: Work, id: ClientUpdateId, *, by: PersonId) -> ClientUpdate:
    """Ask those who may agree; a private incident lets them in, or they could not judge."""
    incident, update = await work.client_updates.locked(id)
    proofread.must_be_clean(update, incident, await _findings(work, incident, update))
    return await work.record(approving.ask(update, incident, work.policy, by=by, at=work.now))


async def approve(work: Work, id: ClientUpdateId, *, seen: str, by: PersonId) -> ClientUpdate:
    """Agree to the text whose digest is ``seen``. Of two who press at once, the first agrees."""
    incident, update = await work.client_updates.locked(id)
    proofread.must_be_clean(update, incident, await _findings(work, incident, update))
    return await work.record(
        approving.approve(update, incident, work.policy, seen=seen, by=by, at=work.now)
    )


async def give_back(work: Work, id: ClientUpdateId, *, reason: str, by: PersonId) -> ClientUpdate:
    """Say no, and what is wrong in it."""
    incident, update = await work.client_updates.locked(id)
    return await work.record(
        approving.give_back(update, incident, work.policy, reason=reason, by=by, at=work.now)
    )


async def waive(
    work: Work, id: ClientUpdateId, *, rule: str, words: str, reason: str, by: PersonId
) -> ClientUpdate:
    """Let grave words stand, in writing. ``rule`` and ``words`` are those of a finding."""
    incident, update = await work.client_updates.locked(id)
    approving.must_be_pending(update)
    if not may_waive(incident, update, work.policy, by):
        raise Refusal(
            "Only the lead and those who approve may let these words stand. Ask one of them, or "
            "write it otherwise."
        )
    found = await _findings(work, incident, update)
    same = (
        finding
        for findings in found.values()
        for finding in findings
        if (finding.rule.value, finding.quote) == (rule, words)
    )
    finding = next(same, None)
    if finding is None:
        raise Refusal("The text does not say that any more. Open it again.")
    return await work.record(
        proofread.waive(update, found, finding, reason=reason, by=by, at=work.now)
    )


async def _findings(
    work: Work, incident: Incident, update: ClientUpdate
) -> Mapping[TextKey, tuple[Finding, ...]]:
    kinds = (NoteAdded, EntryCorrected, EntryRemoved)
    marked = notes(await work.timeline.read(incident.id, kinds), *proofread.PROOF)
    return proofread.proofread(update, incident, work.policy, proofread.evidence(marked))
