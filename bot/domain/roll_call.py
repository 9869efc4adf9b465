"""Who was asked, and what they said: the pages of an incident, told by its events."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.events import (
    EscalationStopped,
    Event,
    LevelSkipped,
    PageAcknowledged,
    PageDeclined,
    PersonCalled,
    ResponderPaged,
)
from bot.domain.ids import EscalationId
from bot.domain.phrase import Where, Who

#: Beside the path: paged by name, and answered without having been paged.
BY_NAME, UNASKED = -1, -2


class Answer(StrEnum):
    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"
    #: Somebody else answered, or the incident ended.
    RELIEVED = "relieved"
    #: Nobody was on call at this level.
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One person or channel asked at one level; ``level`` counts from 1, 0 is the last resort.

    ``at`` is UTC, of the latest page. ``seconds`` is from the escalation's first page to the
    answer.
    """

    escalation: EscalationId
    level: int
    whom: Who | Where | None
    at: datetime
    answer: Answer = Answer.WAITING
    seconds: int = 0


def roll_call(events: Iterable[Event]) -> tuple[Call, ...]:
    """In the order in which they were first asked. A page repeated replaces the earlier one."""
    calls: list[Call] = []
    for event in events:
        match event:
            case ResponderPaged(escalation=run, level=level, at=at):
                whom = Where(event.channel) if event.channel else None
                who = Who(event.person) if event.person else whom
                _ask(calls, Call(escalation=run, level=level, whom=who, at=at))
            case PersonCalled(escalation=run, person=person, at=at):
                _ask(calls, Call(escalation=run, level=BY_NAME, whom=Who(person), at=at))
            case LevelSkipped(escalation=run, level=level, at=at):
                nobody = Call(escalation=run, level=level, whom=None, at=at, answer=Answer.NOBODY)
                _ask(calls, nobody)
            case PageAcknowledged(escalation=run):
                _acknowledge(calls, event)
                _relieve(calls, run)
            case PageDeclined(escalation=run, by=by) if by:
                _answer(calls, run, Who(by), Answer.DECLINED)
            case EscalationStopped(escalation=run):
                _relieve(calls, run)
            case _:
                continue
    return tuple(calls)


def _ask(calls: list[Call], call: Call) -> None:
    for place, known in enumerate(calls):
        same = (known.escalation, known.level, known.whom)
        if same == (call.escalation, call.level, call.whom):
            calls[place] = call
            return
    calls.append(call)


def _acknowledge(calls: list[Call], event: PageAcknowledged) -> None:
    if event.by is None:
        return
    who, run = Who(event.by), event.escalation
    if not _answer(calls, run, who, Answer.ACKNOWLEDGED, event.seconds):
        stepped_in = Call(
            escalation=run,
            level=UNASKED,
            whom=who,
            at=event.at,
            answer=Answer.ACKNOWLEDGED,
            seconds=event.seconds,
        )
        _ask(calls, stepped_in)


def _answer(
    calls: list[Call], run: EscalationId, who: Who, answer: Answer, seconds: int = 0
) -> bool:
    """Mark every call of this person in this escalation; whether there was one."""
    places = [n for n, call in enumerate(calls) if (call.escalation, call.whom) == (run, who)]
    for place in places:
        calls[place] = replace(calls[place], answer=answer, seconds=seconds)
    return bool(places)


def _relieve(calls: list[Call], run: EscalationId) -> None:
    for place, call in enumerate(calls):
        if call.escalation == run and call.answer is Answer.WAITING:
            calls[place] = replace(call, answer=Answer.RELIEVED)
