"""What people ask of paging: the next level or another, a level passed over, one more person.

And what a changed severity asks of it.
"""

from dataclasses import replace
from datetime import datetime

from bot.domain.change import Change
from bot.domain.escalation import onward
from bot.domain.escalation_answers import REASON_LIMIT, answered
from bot.domain.escalation_path import Resolve
from bot.domain.escalation_run import LAST_RESORT, LAST_RESORT_WAIT, Escalation, State
from bot.domain.escalation_step import Cause, ask, barred, behind
from bot.domain.events import Because, EscalationForced, Event, PersonCalled, SkipAsked
from bot.domain.ids import PersonId
from bot.domain.refusal import Refusal
from bot.domain.service import RotationName
from bot.domain.severity import Severity
from bot.domain.text import clean


def force(
    escalation: Escalation,
    *,
    level: int | None = None,
    by: PersonId,
    reason: str,
    at: datetime,
) -> Change[Escalation]:
    """A person asks for the next level now, or for ``level`` (0: the last resort), answered or not.

    A level that a person had wanted passed over is asked after all when it is asked for.
    """
    if escalation.state is State.STOPPED:
        raise Refusal(
            "Nobody is being paged: the incident has ended. `/incident reopen` opens it again."
        )
    fact = EscalationForced(
        incident=escalation.incident,
        at=at,
        by=by,
        escalation=escalation.id,
        reason=clean(reason, REASON_LIMIT),
        level=level,
    )
    moved = onward(escalation, at)
    if level is not None:
        levels = len(moved.path.levels)
        must_exist(moved, level)
        wanted = tuple(each for each in moved.skipped if each != level)
        to = levels if level == LAST_RESORT else level - 1
        last = moved.path.rounds if level == LAST_RESORT else moved.round
        moved = replace(moved, position=to, round=last, skipped=wanted)
    return Change(moved, (fact,))


def skip(
    escalation: Escalation, level: int, *, by: PersonId, reason: str, at: datetime
) -> Change[Escalation]:
    """Pass over a level: now, when it is the one being asked; else whenever its turn comes."""
    if escalation.state is State.STOPPED:
        raise Refusal(
            "Nobody is being paged: the incident has ended. `/incident reopen` opens it again."
        )
    if level == LAST_RESORT:
        raise Refusal("The last resort cannot be skipped: a path never ends in silence.")
    must_exist(escalation, level)
    if level in escalation.skipped:
        return Change(escalation)
    fact = SkipAsked(
        incident=escalation.incident,
        at=at,
        by=by,
        escalation=escalation.id,
        level=level,
        reason=clean(reason, REASON_LIMIT),
    )
    noted = replace(escalation, skipped=(*escalation.skipped, level))
    if escalation.answerable and escalation.level == level:
        noted = replace(onward(noted, at), acks=escalation.acks)
    return Change(noted, (fact,))


def call(
    escalation: Escalation,
    person: PersonId,
    *,
    by: PersonId,
    reason: str,
    at: datetime,
    rotation: RotationName | None = None,
) -> Change[Escalation]:
    """Page one person by name, or as the one on call in a rotation, beside the path.

    Where the path has asked nobody yet, it waits for them before it asks its first level.
    """
    _must_run(escalation)
    fact = PersonCalled(
        incident=escalation.incident,
        at=at,
        by=by,
        escalation=escalation.id,
        person=person,
        reason=clean(reason, REASON_LIMIT),
        rotation=rotation or "",
    )
    called = dict.fromkeys((*escalation.called, person))
    asked = replace(
        escalation,
        paged=tuple(dict.fromkeys((*escalation.paged, person))),
        called=escalation.called if person in escalation.waiting else tuple(called),
        first_paged_at=escalation.first_paged_at or at,
    )
    if escalation.answerable and escalation.level is None:
        asked = replace(asked, next_step_at=at + LAST_RESORT_WAIT)
    return Change(asked, (fact,))


def hand_over(
    escalation: Escalation, person: PersonId, *, by: PersonId, reason: str, at: datetime
) -> Change[Escalation]:
    """The page is this person's now, instead of whoever had it; silent, the path goes on."""
    _must_run(escalation)
    if escalation.holders == (person,):
        return Change(escalation)
    fact = PersonCalled(
        incident=escalation.incident,
        at=at,
        by=by,
        escalation=escalation.id,
        person=person,
        reason=clean(reason, REASON_LIMIT),
        handed=True,
    )
    level = escalation.level
    wait = escalation.path.levels[level - 1].wait if level else LAST_RESORT_WAIT
    theirs = replace(
        onward(escalation, at),
        next_step_at=at + wait,
        paged=tuple(dict.fromkeys((*escalation.paged, person))),
        waiting=(person,),
        called=tuple(one for one in escalation.called if one != person),
        first_paged_at=escalation.first_paged_at or at,
    )
    return Change(theirs, (fact,))


def reclassify(
    escalation: Escalation, resolve: Resolve, *, to: Severity, at: datetime
) -> Change[Escalation]:
    """A changed severity judges anew: who must answer, and which levels were passed over.

    Levels of this round that only the old severity kept out are asked at once, beside the one
    that is being asked; people who have been asked already are not. Where more people must
    acknowledge now, the next level is due at once.
    """
    if escalation.state is State.STOPPED or to.name == escalation.severity:
        return Change(escalation)
    judged = replace(escalation, severity=to.name, rule=to.ack_rule)
    if escalation.state is State.ACKNOWLEDGED:
        if judged.missing:
            return Change(replace(onward(judged, at), acks=judged.acks))
        timeout = judged.rule.timeout
        return Change(replace(judged, next_step_at=at + timeout if timeout else None))
    if judged.acks and not judged.missing:
        return Change(answered(judged, at))
    return _asked_after_all(escalation, judged, resolve, at)


def _asked_after_all(
    before: Escalation, judged: Escalation, resolve: Resolve, at: datetime
) -> Change[Escalation]:
    events: list[Event] = []
    cause = Cause(because=Because.SEVERITY)
    done = min(judged.position, len(judged.path.levels))
    for number, level in enumerate(judged.path.levels[:done], start=1):
        out = level.when.fits(before.severity)
        why = barred(level, number, severity=judged.severity, skipped=judged.skipped, at=at)
        if out or why:
            continue
        asked = behind(level.targets, resolve).without({*judged.holders, *judged.paged})
        events += ask(judged, asked, number, cause, at)
        due = judged.next_step_at
        judged = replace(
            judged,
            next_step_at=max(due, at + level.wait) if due and asked.answers else due,
            paged=tuple(dict.fromkeys((*judged.paged, *asked.people))),
            waiting=(*judged.waiting, *asked.people),
        )
    return Change(judged, tuple(events))


def must_exist(escalation: Escalation, level: int) -> None:
    """Refuse a level that the path does not have."""
    levels = len(escalation.path.levels)
    if not 0 <= level <= levels:
        raise Refusal(
            "The path {path} has no level {level}. Its levels are 1 to {levels}.",
            field="to",
            path=escalation.path.name,
            level=level,
            levels=levels,
        )


def _must_run(escalation: Escalation) -> None:
    if escalation.state is State.STOPPED:
        raise Refusal(
            "Nobody can be paged: the incident has ended. `/incident reopen` opens it again."
        )
