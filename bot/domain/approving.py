"""People agree to a client update, or do not; and what was agreed to is lost again."""

from dataclasses import replace
from datetime import datetime

from bot.domain import drafting
from bot.domain.approval import (
    Rule,
    Stand,
    lost,
    must_be_somebody,
    named,
    rule,
    standing,
)
from bot.domain.change import Change
from bot.domain.client_update import Approval, ClientUpdate, Void
from bot.domain.events import (
    ApprovalAsked,
    ApprovalGiven,
    ApprovalRefused,
    ApprovalVoided,
    ClientUpdateSent,
    FlagsChanged,
    MadePrivate,
    RoleTaken,
    SeverityChanged,
)
from bot.domain.ids import PersonId
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.text import TEXT_LIMIT, clean


def ask(
    update: ClientUpdate, incident: Incident, policy: Policy, *, by: PersonId, at: datetime
) -> Change[ClientUpdate]:
    """Ask those who may agree. Asking twice changes nothing."""
    must_be_pending(update)
    wanted = rule(incident, update, policy)
    if wanted.free:
        raise Refusal("Your policy asks nobody's approval for this update. Send it.")
    if standing(update, incident, at, policy).stand in {Stand.ASKED, Stand.APPROVED}:
        return Change(update)
    must_be_somebody(wanted, update, policy)
    asked = replace(
        update, asked_by=by, asked_at=at, asked_of=wanted.people, approval=None, voided=None
    )
    return Change(asked, (_asked(asked, incident, wanted.people, by=by, at=at),))


def approve(
    update: ClientUpdate,
    incident: Incident,
    policy: Policy,
    *,
    seen: str,
    by: PersonId,
    at: datetime,
) -> Change[ClientUpdate]:
    """Agree to the text whose digest is ``seen``; a second approval changes nothing."""
    must_be_pending(update)
    wanted = rule(incident, update, policy)
    if wanted.free:
        raise Refusal("Your policy asks nobody's approval for this update. Send it.")
    if standing(update, incident, at, policy).stand is Stand.APPROVED:
        return Change(update)
    _must_be_among(wanted, update, policy, by)
    if seen != update.digest:
        raise Refusal(
            "The text was changed after you opened it. Read it again, then decide.", field="text"
        )
    given = Approval(
        by=by,
        at=at,
        digest=seen,
        severity=incident.severity,
        client_state=incident.client_state,
        ends_at=at + policy.client_updates.approval_holds,
    )
    fact = ApprovalGiven(
        incident=incident.id,
        at=at,
        by=by,
        update=update.id,
        number=update.number,
        digest=seen,
        author=update.revised_by or update.drafted_by,
    )
    return Change(replace(update, approval=given, voided=None), (fact,))


def give_back(
    update: ClientUpdate,
    incident: Incident,
    policy: Policy,
    *,
    reason: str,
    by: PersonId,
    at: datetime,
) -> Change[ClientUpdate]:
    """Say no, and what is wrong in it; whoever wrote it mends it and asks again."""
    must_be_pending(update)
    _must_be_among(rule(incident, update, policy), update, policy, by)
    said = clean(reason, TEXT_LIMIT)
    if not said:
        raise Refusal("Say what should be written otherwise.", field="reason")
    fact = ApprovalRefused(
        incident=incident.id,
        at=at,
        by=by,
        update=update.id,
        number=update.number,
        reason=said,
        author=update.revised_by or update.drafted_by,
    )
    back = replace(update, asked_by=None, asked_at=None, asked_of=(), approval=None, voided=None)
    return Change(back, (fact,))


#: After these an approval may be void, or others than before may have to agree.
UNSETTLING = (SeverityChanged, RoleTaken, ClientUpdateSent, MadePrivate, FlagsChanged)


def reconsider(
    update: ClientUpdate, incident: Incident, policy: Policy, *, at: datetime
) -> Change[ClientUpdate]:
    """Judge it anew: a lost approval is said, and asked for again.

    A private incident is not for all who would have read it; where others must agree now, those
    who were not asked yet are. Needed nowhere for safety, since `standing` is asked before
    anything leaves: people must hear it when it happens, not when they press Send.
    """
    if not update.pending:
        return Change(update)
    fewer = drafting.restrict(update, incident, at=at)
    update, wanted = fewer.state, rule(incident, fewer.state, policy)
    approval = update.approval
    why = lost(update, approval, incident, at, policy) if approval else None
    if approval is None or why is None:
        asked = _ask_others(update, incident, wanted, at=at)
        return Change(asked.state, (*fewer.events, *asked.events))
    why = Void.READERS if fewer.events else why
    void = ApprovalVoided(
        incident=incident.id,
        at=at,
        update=update.id,
        number=update.number,
        why=why,
        approved_by=approval.by,
        author=update.revised_by or update.drafted_by,
    )
    asker = update.asked_by or update.drafted_by
    open_again = replace(
        update, approval=None, voided=why, asked_by=asker, asked_at=at, asked_of=()
    )
    asked = _ask_others(open_again, incident, wanted, at=at)
    return Change(asked.state, (*fewer.events, void, *asked.events))


def _ask_others(
    update: ClientUpdate, incident: Incident, wanted: Rule, *, at: datetime
) -> Change[ClientUpdate]:
    """Of those who may agree, whoever was not asked yet. Nobody where nobody needs to, or can."""
    if update.asked_at is None or update.approval is not None:
        return Change(update)
    if wanted.free or not wanted.people:
        return Change(replace(update, asked_by=None, asked_at=None, asked_of=()))
    fresh = tuple(person for person in wanted.people if person not in update.asked_of)
    if not fresh:
        return Change(update)
    fact = _asked(update, incident, fresh, by=None, at=at)
    return Change(replace(update, asked_of=(*update.asked_of, *fresh)), (fact,))


def _asked(
    update: ClientUpdate,
    incident: Incident,
    people: tuple[PersonId, ...],
    *,
    by: PersonId | None,
    at: datetime,
) -> ApprovalAsked:
    return ApprovalAsked(
        incident=incident.id,
        at=at,
        by=by,
        update=update.id,
        number=update.number,
        people=people,
        again=by is None,
        let_in=incident.private,
        marks=update.marks,
    )


def must_be_pending(update: ClientUpdate) -> None:
    """A Refusal for what has left, or was withdrawn."""
    if update.sent_at is not None:
        raise Refusal("This update was sent already. A correction is a new update.")
    if update.withdrawn_at is not None:
        raise Refusal("This update was withdrawn. Write it again with `/incident update`.")


def _must_be_among(wanted: Rule, update: ClientUpdate, policy: Policy, by: PersonId) -> None:
    if by in wanted.people:
        return
    must_be_somebody(wanted, update, policy)
    if wanted.second and by in update.writers:
        raise Refusal(
            "You wrote this, so somebody else has to approve it: {people}.",
            people=named(wanted.people),
        )
    raise Refusal("Only these people can approve it: {people}.", people=named(wanted.people))
