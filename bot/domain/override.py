"""Who is on call instead, too, or no longer, for a time: overrides, decided."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.amendment import Amendment
from bot.domain.events.on_call import OverrideAdded, OverrideRemoved
from bot.domain.ids import OverrideId, PersonId
from bot.domain.person import Profile
from bot.domain.phrase import Phrase, Who, phrase
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.roster import Override, OverrideKind, Roster
from bot.domain.text import clean
from bot.domain.wall_clock import utc

#: Why, in a line.
REASON_LIMIT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An override as somebody asks for it: its ends aware, in any zone, and perhaps impossible.

    ``person`` is None when everybody is to be taken off; ``replaced``, when everybody gives way.
    """

    kind: OverrideKind
    start: datetime
    end: datetime
    person: PersonId | None
    replaced: PersonId | None = None
    reason: str = ""


def must_be_fit(person: PersonId, profile: Profile | None, policy: Policy) -> None:
    """Refuse to put on call whom nobody knows, or who could not answer.

    Whom Slack has not told of yet may be known to the policy.
    """
    if profile is None and person in policy.people:
        return
    if profile is None or profile.stranger:
        raise Refusal(
            "I do not know {person}. Type @ and choose the person from Slack's list.",
            field="person",
            person=Who(person),
        )
    if profile.bot or (profile.guest and person not in policy.permissions.guests):
        raise Refusal(
            "{person} is a guest or a bot, and is not paged. Choose somebody from the team.",
            field="person",
            person=Who(person),
        )


def add(roster: Roster, wish: Wish, *, id: OverrideId, by: PersonId, at: datetime) -> Amendment:
    """An override from now on, or from later on. Refusal where it cannot be, or changes nothing."""
    override = _sensible(wish, id, at)
    _must_not_shadow(roster, override)
    _must_be_meant(roster, override)
    after = replace(roster, overrides=(*roster.overrides, override))
    changed = _changed(roster, after, override.start, override.end)
    if not any(changed):
        raise Refusal("That changes nothing: the same people are on call then anyway.")
    fact = OverrideAdded(
        rotation=roster.name,
        at=at,
        by=by,
        override=id,
        kind=override.kind,
        person=override.person,
        replaced=override.replaced,
        displaced=changed[0],
        start=override.start,
        end=override.end,
        reason=clean(wish.reason, REASON_LIMIT),
    )
    return Amendment(rotation=roster.name, override=override, events=(fact,))


def remove(roster: Roster, override: Override, *, by: PersonId, at: datetime) -> Amendment:
    """Without an override, from now on: what was, stays. Refusal when it is over."""
    if override.end <= at:
        raise Refusal("That override is over, so there is nothing to take back.")
    others = tuple(each for each in roster.overrides if each.id != override.id)
    begun = override.start < at
    after = replace(roster, overrides=others)
    start = max(override.start, at)
    fact = OverrideRemoved(
        rotation=roster.name,
        at=at,
        by=by,
        override=override.id,
        kind=override.kind,
        person=override.person,
        replaced=override.replaced,
        displaced=_changed(roster, after, start, override.end)[1],
        start=start,
        end=override.end,
    )
    return Amendment(
        rotation=roster.name,
        ended=(replace(override, end=at),) if begun else (),
        undone=() if begun else (override,),
        events=(fact,),
    )


def _sensible(wish: Wish, id: OverrideId, at: datetime) -> Override:
    start, end = utc(wish.start), utc(wish.end)
    if end <= start:
        raise Refusal("The end is not after the start. Say from when until when.", field="end")
    if end <= at:
        raise Refusal("That time is over. Overrides change only what is still to come.")
    if wish.person is None and wish.kind is not OverrideKind.REMOVE:
        raise Refusal("Say who is to be on call then, with @.", field="person")
    if wish.person is not None and wish.person == wish.replaced:
        raise Refusal("Nobody can replace themselves. Name somebody else.", field="person")
    return Override(
        id=id,
        kind=wish.kind,
        start=max(start, at),
        end=end,
        person=wish.person,
        replaced=wish.replaced if wish.kind is OverrideKind.REPLACE else None,
    )


def _must_not_shadow(roster: Roster, new: Override) -> None:
    """Two overrides of the same people at once: one would undo the other, and nobody would see.

    Whoever names the person that an earlier one has put on call knows of it.
    """
    for old in roster.overrides:
        apart = old.end <= new.start or new.end <= old.start
        if apart or _names(new) == old.person:
            continue
        if _whole(old) or _whole(new) or _people(old) & _people(new):
            raise Refusal(
                "An override stands from {start} to {end} already: {what}. Take it back first, "
                "or choose another time.",
                start=old.start,
                end=old.end,
                what=_told(old),
            )


def _names(new: Override) -> PersonId | None:
    """Whom an override takes off by name."""
    return new.person if new.kind is OverrideKind.REMOVE else new.replaced


def _whole(override: Override) -> bool:
    """Whether it is of everybody on call."""
    removes = override.kind is OverrideKind.REMOVE and override.person is None
    return removes or (override.kind is OverrideKind.REPLACE and override.replaced is None)


def _people(override: Override) -> set[PersonId]:
    return {each for each in (override.person, override.replaced) if each}


def _told(override: Override) -> Phrase:
    if override.person is None:
        return phrase("nobody is on call")
    person = Who(override.person)
    match override.kind:
        case OverrideKind.REMOVE:
            return phrase("without {person}", person=person)
        case OverrideKind.ADD:
            return phrase("with {person}", person=person)
        case OverrideKind.REPLACE if override.replaced:
            replaced = Who(override.replaced)
            return phrase("{person} instead of {replaced}", person=person, replaced=replaced)
    return phrase("{person} alone", person=person)


def _must_be_meant(roster: Roster, override: Override) -> None:
    """Refuse to take off who is not on call, and to add who is."""
    shifts = roster.schedule(override.start, override.end)
    off = _names(override)
    if off and not any(off in shift.people for shift in shifts):
        raise Refusal(
            "{person} is not on call between {start} and {end}.",
            field="person",
            person=Who(off),
            start=override.start,
            end=override.end,
        )
    on = override.person if override.kind is not OverrideKind.REMOVE else None
    alone = _whole(override)
    if on and all(shift.people == (on,) if alone else on in shift.people for shift in shifts):
        raise Refusal(
            "{person} is on call already, from {start} to {end}.",
            field="person",
            person=Who(on),
            start=override.start,
            end=override.end,
        )


def _changed(
    before: Roster, after: Roster, start: datetime, end: datetime
) -> tuple[tuple[PersonId, ...], tuple[PersonId, ...]]:
    """Who is on call no longer, and who is now, for some of ``[start, end)``."""
    lost: dict[PersonId, None] = {}
    gained: dict[PersonId, None] = {}
    shifts = (*before.schedule(start, end), *after.schedule(start, end))
    for at in sorted({max(start, shift.start) for shift in shifts}):
        old, new = before.on_call(at), after.on_call(at)
        lost.update(dict.fromkeys(person for person in old if person not in new))
        gained.update(dict.fromkeys(person for person in new if person not in old))
    return tuple(lost), tuple(gained)
