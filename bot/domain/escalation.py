"""Keep asking, level by level, until enough people answer. It owns a copy of its path.

The due time lives on the escalation itself: there is no separate timer to lose. Every change of
mind raises ``version``, and a page of an older version is cancelled when it would be sent. What
people answer is in `escalation_answers`, what they ask for in `escalation_wishes`.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.change import Change
from bot.domain.escalation_path import EscalationPath, Resolve, Target, ToChannel, ToPerson
from bot.domain.escalation_run import LAST_RESORT, LAST_RESORT_WAIT, Ack, Escalation, State
from bot.domain.escalation_step import Cause, Found, ask, barred, behind, tell
from bot.domain.events import (
    AckLapsed,
    AckQuestioned,
    Because,
    EscalationStarted,
    EscalationStopped,
    Event,
    LevelSkipped,
    Skipped,
)
from bot.domain.ids import EscalationId, IncidentId, PersonId, RoomId
from bot.domain.severity import ONE_ACK, Severity

__all__ = [
    "LAST_RESORT",
    "LAST_RESORT_WAIT",
    "STILL_WAIT",
    "Ack",
    "Escalation",
    "Resolve",
    "State",
    "advance",
    "begin",
    "onward",
    "start",
    "stop",
]

#: How long somebody has to say that they still have it.
STILL_WAIT = timedelta(minutes=5)


def start(
    id: EscalationId,
    incident: IncidentId,
    path: EscalationPath,
    *,
    severity: Severity | None = None,
    by: PersonId | None,
    at: datetime,
) -> Change[Escalation]:
    """The first level is due at once. ``severity`` says who must answer, and judges conditions."""
    escalation = Escalation(
        id=id,
        incident=incident,
        path=path,
        severity=severity.name if severity else None,
        rule=severity.ack_rule if severity else ONE_ACK,
        next_step_at=at,
    )
    fact = EscalationStarted(
        incident=incident, at=at, by=by, escalation=id, path=path.name, levels=len(path.levels)
    )
    return Change(escalation, (fact,))


def begin(
    id: EscalationId,
    incident: IncidentId,
    path: EscalationPath,
    resolve: Resolve,
    *,
    severity: Severity | None = None,
    by: PersonId | None,
    at: datetime,
) -> Change[Escalation]:
    """Start and page the first level in the same instant: no page waits for a tick."""
    started = start(id, incident, path, severity=severity, by=by, at=at)
    paged = advance(started.state, resolve, at=at)
    return Change(paged.state, (*started.events, *paged.events))


def advance(
    escalation: Escalation,
    resolve: Resolve,
    *,
    at: datetime,
    because: Because = Because.SILENCE,
) -> Change[Escalation]:
    """Fire the step that is due: one level, or one question; nothing when it is not due.

    A level with nobody on call, or whose condition does not hold, is passed over at once and
    says so. After the last round the last resort is asked, again and again, until somebody
    answers. An acknowledgement without a sign of life is questioned once, then the path goes on.
    """
    due = escalation.next_step_at
    if escalation.state is State.STOPPED or due is None or at < due:
        return Change(escalation)
    if escalation.state is State.ACKNOWLEDGED:
        return _lapse(escalation, resolve, at=at)
    return _climb(escalation, resolve, at=at, because=because)


def _climb(
    escalation: Escalation, resolve: Resolve, *, at: datetime, because: Because
) -> Change[Escalation]:
    cause = Cause.of(escalation, because, at)
    moved, events = escalation, list[Event]()
    while (level := moved.next_level) is not None:
        again = moved.position >= len(moved.path.levels)
        number = 1 if again else moved.position + 1
        turn = moved.round + again
        why = barred(level, number, severity=moved.severity, skipped=moved.skipped, at=at)
        found = Found() if why else behind(level.targets, resolve)
        asked = found.without(moved.holders)
        if asked.answers:
            moved = _waiting(moved, (number, turn), asked, at + level.wait, at)
            events += tell(moved, found, number, at)
            events += ask(moved, asked, number, cause, at)
            return Change(moved, tuple(events))
        moved = replace(moved, position=number, round=turn)
        events += tell(moved, found, number, at)
        empty = Skipped.ANSWERED if found.people else Skipped.NOBODY
        events.append(_skip(moved, number, why or empty, at))
    last = moved.path.last_resort
    asked = behind((last,), _itself)
    place = (len(moved.path.levels) + 1, moved.round)
    moved = _waiting(moved, place, asked, at + LAST_RESORT_WAIT, at)
    events += ask(moved, asked, LAST_RESORT, cause, at)
    return Change(moved, tuple(events))


def _itself(target: Target) -> tuple[PersonId | RoomId, ...]:
    """The last resort is a person or a channel that always exists: it needs no roster."""
    if isinstance(target, ToPerson):
        return (target.person,)
    return (target.channel,) if isinstance(target, ToChannel) else ()


def _waiting(
    moved: Escalation, place: tuple[int, int], asked: Found, until: datetime, at: datetime
) -> Escalation:
    """At its ``place``, which is position and round, until those who are asked have answered."""
    position, turn = place
    return replace(
        moved,
        position=position,
        round=turn,
        next_step_at=until,
        paged=tuple(dict.fromkeys((*moved.paged, *asked.people))),
        waiting=asked.people,
        called=tuple(person for person in moved.called if person not in asked.people),
        first_paged_at=moved.first_paged_at or at,
    )


def _skip(moved: Escalation, level: int, why: Skipped, at: datetime) -> LevelSkipped:
    return LevelSkipped(
        incident=moved.incident,
        at=at,
        escalation=moved.id,
        level=level,
        round=moved.round,
        why=why,
    )


def _lapse(escalation: Escalation, resolve: Resolve, *, at: datetime) -> Change[Escalation]:
    """An acknowledgement without a sign of life: ask once; unanswered, ask the next level."""
    if escalation.questioned_at is None:
        since = escalation.rule.timeout or timedelta()
        asked = replace(escalation, questioned_at=at, next_step_at=at + STILL_WAIT)
        question = AckQuestioned(
            incident=escalation.incident,
            at=at,
            escalation=escalation.id,
            people=escalation.holders,
            silent_seconds=int(since.total_seconds()),
            version=escalation.version,
        )
        return Change(asked, (question,))
    lapsed = AckLapsed(
        incident=escalation.incident, at=at, escalation=escalation.id, people=escalation.holders
    )
    paged = _climb(onward(escalation, at), resolve, at=at, because=Because.ABSENCE)
    return Change(paged.state, (lapsed, *paged.events))


def onward(escalation: Escalation, at: datetime) -> Escalation:
    """Nobody has it any more, and the next level is due at once."""
    return replace(
        escalation,
        state=State.ACTIVE,
        version=escalation.version + 1,
        next_step_at=at,
        waiting=(),
        acks=(),
        questioned_at=None,
    )


def stop(escalation: Escalation, *, at: datetime) -> Change[Escalation]:
    """The incident has ended; whoever was being paged may sleep."""
    if escalation.state is State.STOPPED:
        return Change(escalation)
    ended = replace(
        escalation,
        state=State.STOPPED,
        version=escalation.version + 1,
        next_step_at=None,
        waiting=(),
        called=(),
        questioned_at=None,
    )
    if escalation.state is State.ACKNOWLEDGED:
        return Change(ended)
    return Change(
        ended, (EscalationStopped(incident=escalation.incident, at=at, escalation=escalation.id),)
    )
