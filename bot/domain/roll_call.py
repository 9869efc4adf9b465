"""Who was asked, and what they said: the pages of an incident, told by its events."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.events import (
    AckLapsed,
    Because,
    EscalationStopped,
    Event,
    LevelSkipped,
    PageAcknowledged,
    PageDeclined,
    PersonCalled,
    ResponderPaged,
    Skipped,
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
    #: Not within the level's wait; they may still answer.
    SILENT = "silent"
    #: They had it, and gave no sign of life any more.
    LAPSED = "lapsed"
    #: The level was passed over.
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
    #: Why the level was passed over, where it was.
    why: Skipped | None = None


def roll_call(events: Iterable[Event]) -> tuple[Call, ...]:
    """In the order in which they were first asked. A page repeated replaces the earlier one."""
    calls: list[Call] = []
    for event in events:
        match event:
            case ResponderPaged(escalation=run, level=level, at=at):
                if event.because in {Because.SILENCE, Because.MISSING}:
                    _turn(calls, run, Answer.WAITING, Answer.SILENT)
                whom = Where(event.channel) if event.channel else None
                who = Who(event.person) if event.person else whom
                _ask(calls, Call(escalation=run, level=level, whom=who, at=at))
            case PersonCalled(escalation=run, person=person, at=at):
                _ask(calls, Call(escalation=run, level=BY_NAME, whom=Who(person), at=at))
            case LevelSkipped(escalation=run, level=level, at=at, why=why):
                passed = Call(
                    escalation=run, level=level, whom=None, at=at, answer=Answer.NOBODY, why=why
                )
                _ask(calls, passed)
            case PageAcknowledged(escalation=run):
                _acknowledge(calls, event)
                if event.count >= event.needed:
                    _turn(calls, run, Answer.WAITING, Answer.RELIEVED)
            case AckLapsed(escalation=run, people=people):
                for person in people:
                    _answer(calls, run, Who(person), Answer.LAPSED)
            case PageDeclined(escalation=run, by=by) if by:
                _answer(calls, run, Who(by), Answer.DECLINED)
            case EscalationStopped(escalation=run):
                _turn(calls, run, Answer.WAITING, Answer.RELIEVED)
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


def _turn(calls: list[Call], run: EscalationId, before: Answer, after: Answer) -> None:
    """Whoever stood so stands otherwise now. A person called by name is in nobody's way."""
    for place, call in enumerate(calls):
        beside = after is Answer.SILENT and call.level == BY_NAME
        if call.escalation == run and call.answer is before and not beside:
            calls[place] = replace(call, answer=after)
