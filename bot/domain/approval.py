"""Who must agree to a client update, and whether what they agreed to still stands.

An approval is bound to the digest of the exact texts and to the incident as it stood. It is void
when a word, a reader, the severity or what clients were told changes, and when its time is over.
`standing` judges that at any instant from the values alone; ``approving`` changes them. See
docs/adr/0011.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.client_update import Approval, ClientUpdate, Void
from bot.domain.ids import PersonId
from bot.domain.incident import Incident
from bot.domain.naming import flag_name
from bot.domain.permission import Action
from bot.domain.person import GroupName
from bot.domain.phrase import Phrase, Slot, Who, phrase
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.role import LEAD
from bot.domain.severity import Approval as Asks
from bot.domain.update_rules import PRIVATE

__all__ = ["Approval", "Rule", "RuleKind", "Stand", "Standing", "Void", "rule", "standing"]


class RuleKind(StrEnum):
    """Who agrees: whoever sends it, the lead, or somebody of a group."""

    NONE = "none"
    LEAD = "lead"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """``people`` are those who may agree to this very update.

    With ``second`` neither its author nor its last editor is among them; without, whoever may
    agree agrees by sending.
    """

    kind: RuleKind
    people: tuple[PersonId, ...] = ()
    second: bool = False
    groups: tuple[GroupName, ...] = ()
    #: The flags, or ``private``, for which the policy names no group.
    lacking: tuple[str, ...] = ()

    @property
    def free(self) -> bool:
        return self.kind is RuleKind.NONE


class Stand(StrEnum):
    #: The policy asks nobody.
    FREE = "free"
    NONE = "none"
    ASKED = "asked"
    APPROVED = "approved"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Standing:
    """``why`` it is void, or why it had to be asked for again."""

    stand: Stand
    why: Void | None = None


def rule(incident: Incident, update: ClientUpdate, policy: Policy) -> Rule:
    """Who must agree: for a private incident a second person of the policy's groups."""
    severity = policy.severity_in_force(incident.severity)
    if incident.private:
        return _second(incident, update, policy, severity.approvers)
    match severity.approval:
        case Asks.NONE:
            return Rule(kind=RuleKind.NONE)
        case Asks.LEAD:
            return Rule(kind=RuleKind.LEAD, people=(incident.lead,) if incident.lead else ())
        case Asks.GROUP:
            groups = (severity.approvers,) if severity.approvers else ()
            return Rule(kind=RuleKind.GROUP, people=_members(policy, groups), groups=groups)


def _second(
    incident: Incident, update: ClientUpdate, policy: Policy, otherwise: GroupName | None
) -> Rule:
    """One person of any of the groups: each flag brings its own."""
    reasons = tuple(sorted(incident.flags)) or (PRIVATE,)
    named = {why: policy.client_updates.approvers.get(why, otherwise) for why in reasons}
    groups = tuple(dict.fromkeys(group for group in named.values() if group))
    people = _members(policy, groups)
    return Rule(
        kind=RuleKind.GROUP,
        people=tuple(person for person in people if person not in update.writers),
        second=True,
        groups=groups,
        lacking=tuple(why for why, group in named.items() if group is None),
    )


def _members(policy: Policy, groups: Sequence[GroupName]) -> tuple[PersonId, ...]:
    people = (person for group in groups for person in policy.groups.get(group, ()))
    return tuple(dict.fromkeys(people))


def standing(update: ClientUpdate, incident: Incident, now: datetime, policy: Policy) -> Standing:
    """Whether it may leave, as far as agreement goes; at any instant, from the values alone."""
    if update.approval is not None:
        why = lost(update, update.approval, incident, now, policy)
        return Standing(Stand.VOID, why) if why else Standing(Stand.APPROVED)
    if rule(incident, update, policy).free:
        return Standing(Stand.FREE)
    return Standing(Stand.ASKED if update.asked_at else Stand.NONE, update.voided)


def lost(
    update: ClientUpdate, approval: Approval, incident: Incident, now: datetime, policy: Policy
) -> Void | None:
    """Why an approval holds no longer; None while it does."""
    if approval.digest != update.digest:
        return Void.WORDS
    if approval.severity != incident.severity:
        return Void.SEVERITY
    if approval.client_state is not incident.client_state:
        return Void.STATE
    wanted = rule(incident, update, policy)
    if wanted.second and approval.by not in wanted.people:
        return Void.APPROVERS
    return Void.EXPIRED if now >= approval.ends_at else None


def must_be_approved(
    update: ClientUpdate, incident: Incident, policy: Policy, *, by: PersonId, now: datetime
) -> None:
    """A Refusal that says who must still agree; silence where ``by`` may send it."""
    wanted = rule(incident, update, policy)
    stands = standing(update, incident, now, policy)
    if wanted.free or stands.stand is Stand.APPROVED or agrees_by_sending(wanted, by):
        return
    must_be_somebody(wanted, update, policy)
    names = named(wanted.people)
    if stands.stand is Stand.NONE:
        raise Refusal("This needs the approval of: {people}. Ask for it first.", people=names)
    if stands.stand is Stand.VOID:
        raise Refusal(
            "The approval is void by now. It is asked for again, of: {people}.", people=names
        )
    raise Refusal("This still waits for the approval of: {people}.", people=names)


def agrees_by_sending(wanted: Rule, by: PersonId) -> bool:
    return by in wanted.people and not wanted.second


def may_waive(incident: Incident, update: ClientUpdate, policy: Policy, person: PersonId) -> bool:
    """Whether this person may let grave words stand: by policy, else the lead and approvers.

    Guests are refused where they come in.
    """
    if Action.OVERRIDE_WORDING in policy.permissions.grants:
        roles = [role for role, who in incident.roles.items() if who == person]
        return policy.permissions.allow(Action.OVERRIDE_WORDING, person, guest=False, roles=roles)
    approvers = rule(incident, update, policy).people
    return person in approvers or incident.roles.get(LEAD) == person


def must_be_somebody(wanted: Rule, update: ClientUpdate, policy: Policy) -> None:
    """A Refusal where nobody may agree: what to set, and who could then."""
    if wanted.people:
        return
    if wanted.kind is RuleKind.LEAD:
        raise Refusal(
            "Your policy asks for the lead's approval, and nobody leads yet. "
            "`/incident role lead @name` gives this incident a lead."
        )
    if wanted.groups:
        members = _members(policy, wanted.groups)
        raise Refusal(
            "Nobody can approve this: group “{group}” has only those who wrote it ({people}), and "
            "a second person must agree. Whoever keeps the policy adds somebody to the group.",
            group=", ".join(wanted.groups),
            people=named(members),
        )
    raise Refusal(
        "Nobody can approve this: the policy names no approvers for it ({reasons}). Whoever keeps "
        "the policy sets client_updates → approvers → {key} to a group; {example}.",
        reasons=_joined([_reason(why) for why in wanted.lacking]) if wanted.lacking else "",
        key=next(iter(wanted.lacking), PRIVATE),
        example=_example(update, policy),
    )


def _example(update: ClientUpdate, policy: Policy) -> Phrase:
    """A group of the policy that could, with those of it who could."""
    for group, people in policy.groups.items():
        able = [person for person in people if person not in update.writers]
        if able:
            return phrase(
                "with “{group}”, {people} could approve it", group=group, people=named(able)
            )
    return phrase("no group has anybody yet but those who wrote it")


def _reason(why: str) -> Phrase:
    return phrase("private incident") if why == PRIVATE else flag_name(why)


def named(people: Sequence[PersonId]) -> Slot:
    """Several people inside a sentence."""
    return _joined([Who(person) for person in people]) if people else ""


def _joined(slots: Sequence[Slot]) -> Slot:
    first, *rest = slots
    said: Slot = first
    for each in rest:
        said = phrase("{people}, {person}", people=said, person=each)
    return said
