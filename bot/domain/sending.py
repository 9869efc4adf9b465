"""How an update leaves: once, when all who must agree have, and what it then obliges us to."""

from dataclasses import replace
from datetime import datetime

from bot.domain import approving, cadence
from bot.domain.approval import Stand, agrees_by_sending, must_be_approved, rule, standing
from bot.domain.change import Change
from bot.domain.client_readers import may_leave
from bot.domain.client_update import DIRECT, ClientUpdate
from bot.domain.events import ClientUpdateSent
from bot.domain.ids import PersonId, RoomId
from bot.domain.incident import Incident
from bot.domain.medium import Medium
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal


def send(
    update: ClientUpdate,
    incident: Incident,
    policy: Policy,
    *,
    by: PersonId,
    at: datetime,
    seen: str = "",
    corrected: ClientUpdate | None = None,
) -> tuple[Change[ClientUpdate], Change[Incident]]:
    """Let it out. A second press of the same button changes nothing.

    ``seen`` is the digest of what the sender read; ``corrected`` the update this one corrects.
    Whoever may agree without a second person agrees by sending.
    """
    if update.sent_at is not None:
        return Change(update), Change(incident)
    may_leave(incident)
    approving.must_be_pending(update)
    if seen and seen != update.digest:
        raise Refusal(
            "The text was changed after you opened it. Read it again, then decide.", field="text"
        )
    if incident.private and any(each.medium not in DIRECT for each in update.recipients):
        raise Refusal(
            "The incident became private after this was written, so others would read it than may "
            "know. Open it and look at it again before you send it."
        )
    must_be_approved(update, incident, policy, by=by, now=at)
    agreed = _agreed(update, incident, policy, by=by, at=at)
    sent = replace(agreed.state, sent_by=by, sent_at=at)
    severity = policy.severity_in_force(incident.severity)
    told = cadence.told(incident, update.state, update.next_by, severity, policy, at=at)
    fact = _fact(sent, incident, told, policy, corrected)
    return Change(sent, agreed.events), Change(told, (fact,))


def _agreed(
    update: ClientUpdate, incident: Incident, policy: Policy, *, by: PersonId, at: datetime
) -> Change[ClientUpdate]:
    """With the approval of whoever sends it, where that is one."""
    wanted = rule(incident, update, policy)
    stands = standing(update, incident, at, policy).stand
    if wanted.free or stands is Stand.APPROVED or not agrees_by_sending(wanted, by):
        return Change(update)
    void = replace(update, approval=None)
    return approving.approve(void, incident, policy, seen=update.digest, by=by, at=at)


def _fact(
    sent: ClientUpdate,
    before: Incident,
    told: Incident,
    policy: Policy,
    corrected: ClientUpdate | None,
) -> ClientUpdateSent:
    assert sent.sent_at is not None
    language = policy.workspace.language
    slack = {Medium.CHANNEL, Medium.SUPPORT}
    return ClientUpdateSent(
        incident=sent.incident,
        at=sent.sent_at,
        by=sent.sent_by,
        update=sent.id,
        state=sent.state,
        languages=sent.languages,
        channels=tuple(RoomId(each.address) for each in sent.recipients if each.medium in slack),
        next_by=told.update_due_at,
        text=sent.text_in(language),
        number=sent.number,
        headline=sent.headline_in(language),
        headlines=sent.headline,
        due_at=before.update_due_at,
        corrects=sent.corrects,
        corrects_number=corrected.number if corrected else 0,
        drafted_by=sent.drafted_by,
        approved_by=sent.approval.by if sent.approval else None,
    )
