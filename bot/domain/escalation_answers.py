"""What people answer to a page: they have it, they cannot take it, they still have it."""

from dataclasses import replace
from datetime import datetime

from bot.domain.change import Change
from bot.domain.escalation import onward
from bot.domain.escalation_path import ToPerson
from bot.domain.escalation_run import LAST_RESORT_WAIT, Ack, Escalation, State
from bot.domain.events import AckConfirmed, PageAcknowledged, PageDeclined
from bot.domain.ids import PersonId
from bot.domain.refusal import Refusal
from bot.domain.text import clean

#: The longest reason that is kept.
REASON_LIMIT = 500


def acknowledge(escalation: Escalation, *, by: PersonId, at: datetime) -> Change[Escalation]:
    """Somebody has it. Again, or after the end, it changes nothing; it hands over no role.

    Where the severity wants more people, the path goes on until enough have acknowledged.
    Whoever was called by name is heard even after somebody else has it.
    """
    if escalation.state is State.STOPPED or by in escalation.holders:
        return Change(escalation)
    if escalation.state is State.ACKNOWLEDGED and by not in escalation.called:
        return Change(escalation)
    since = escalation.first_paged_at or at
    heard = replace(
        escalation,
        acks=(*escalation.acks, Ack(by, at)),
        waiting=_without(by, escalation.waiting),
        called=_without(by, escalation.called),
    )
    fact = PageAcknowledged(
        incident=escalation.incident,
        at=at,
        by=by,
        escalation=escalation.id,
        seconds=int((at - since).total_seconds()),
        count=len(heard.acks),
        needed=escalation.rule.needed,
    )
    if escalation.state is State.ACTIVE and not heard.missing:
        heard = answered(heard, at)
    return Change(heard, (fact,))


def answered(escalation: Escalation, at: datetime) -> Escalation:
    """Enough people have it: nobody else is asked, as long as they show signs of life."""
    timeout = escalation.rule.timeout
    return replace(
        escalation,
        state=State.ACKNOWLEDGED,
        version=escalation.version + 1,
        next_step_at=at + timeout if timeout else None,
        waiting=(),
        questioned_at=None,
    )


def alive(escalation: Escalation, *, by: PersonId, at: datetime) -> Change[Escalation]:
    """A sign of life of somebody who has it: the acknowledgement holds for another while.

    It is told only when they had been asked whether they still have it.
    """
    timeout = escalation.rule.timeout
    holds = escalation.state is State.ACKNOWLEDGED and by in escalation.holders
    if not holds or timeout is None:
        return Change(escalation)
    if escalation.questioned_at is None:
        return Change(replace(escalation, next_step_at=at + timeout))
    fact = AckConfirmed(incident=escalation.incident, at=at, by=by, escalation=escalation.id)
    return Change(answered(escalation, at), (fact,))


def decline(
    escalation: Escalation, *, by: PersonId, reason: str, at: datetime
) -> Change[Escalation]:
    """Cannot take it, or cannot keep it: when nobody else is asked now, the next level is due.

    Who was called by name, or belongs to an earlier level, moves nothing on: others are asked
    already. Who has declined is not asked any more, so a second press moves nothing on either.
    """
    if escalation.state is State.STOPPED:
        raise Refusal("This page is over: the incident has ended.")
    had, called = by in escalation.holders, by in escalation.called
    if by not in {*escalation.paged, *escalation.holders}:
        raise Refusal(
            "This page is not waiting for you. Use `/incident escalate` to page the next level."
        )
    if escalation.state is State.ACKNOWLEDGED and not (had or called):
        return Change(escalation)
    fact = PageDeclined(
        incident=escalation.incident,
        at=at,
        by=by,
        escalation=escalation.id,
        reason=clean(reason, REASON_LIMIT),
    )
    left = replace(
        escalation,
        paged=_without(by, escalation.paged),
        waiting=_without(by, escalation.waiting),
        called=_without(by, escalation.called),
        acks=tuple(ack for ack in escalation.acks if ack.person != by),
    )
    last_of_level = by in escalation.waiting and not left.waiting
    if not (last_of_level or (had and left.missing)):
        return Change(left, (fact,))
    return Change(_passed_on(left, by, at), (fact,))


def _passed_on(left: Escalation, by: PersonId, at: datetime) -> Escalation:
    """The next level is due at once, except where it is the decliner again: they get a rest."""
    nobody_else = left.next_level is None and left.path.last_resort == ToPerson(by)
    due = at + LAST_RESORT_WAIT if nobody_else else at
    return replace(onward(left, at), acks=left.acks, next_step_at=due)


def _without(person: PersonId, people: tuple[PersonId, ...]) -> tuple[PersonId, ...]:
    return tuple(one for one in people if one != person)
