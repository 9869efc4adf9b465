"""Keep asking, level by level, until someone answers. It owns a copy of its path.

The due time lives on the escalation itself: there is no separate timer to lose. Every answer
raises ``version``, and a page of an older version is cancelled when it would be sent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from bot.domain.change import Change
from bot.domain.escalation_path import (
    EscalationPath,
    Level,
    Target,
    ToChannel,
    ToPerson,
)
from bot.domain.events import (
    EscalationForced,
    EscalationStarted,
    EscalationStopped,
    Event,
    LevelSkipped,
    PageAcknowledged,
    PageDeclined,
    PersonCalled,
    ResponderPaged,
)
from bot.domain.ids import EscalationId, IncidentId, PersonId, RoomId
from bot.domain.refusal import Refusal
from bot.domain.text import clean

#: Finds who stands behind a target now; None when nobody does.
Resolve = Callable[[Target], PersonId | RoomId | None]
#: The last resort is asked again after this long: a path never ends in silence.
LAST_RESORT_WAIT = timedelta(minutes=5)
LAST_RESORT = 0
#: A step fired later than this carries its lateness onto the timeline.
LATE = timedelta(seconds=30)


class State(StrEnum):
    ACTIVE = "active"
    ACKNOWLEDGED = "acknowledged"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """One run through a path. ``position`` is the level to page next, counted from 0."""

    id: EscalationId
    incident: IncidentId
    path: EscalationPath
    state: State = State.ACTIVE
    version: int = 0
    position: int = 0
    round: int = 1
    #: UTC. An active escalation always has one; the database insists.
    next_step_at: datetime | None
    paged: tuple[PersonId, ...] = ()
    first_paged_at: datetime | None = None
    acknowledged_by: PersonId | None = None
    acknowledged_at: datetime | None = None

    @property
    def answerable(self) -> bool:
        return self.state is State.ACTIVE

    @property
    def next_level(self) -> Level | None:
        """The level that would be paged next; None when that is the last resort."""
        levels = self.path.levels
        if self.position < len(levels):
            return levels[self.position]
        return levels[0] if self.round < self.path.rounds and levels else None


def start(
    id: EscalationId,
    incident: IncidentId,
    path: EscalationPath,
    *,
    by: PersonId | None,
    at: datetime,
) -> Change[Escalation]:
    """The first level is due at once."""
    escalation = Escalation(id=id, incident=incident, path=path, next_step_at=at)
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
    by: PersonId | None,
    at: datetime,
) -> Change[Escalation]:
    """Start and page the first level in the same instant: no page waits for a tick."""
    started = start(id, incident, path, by=by, at=at)
    paged = advance(started.state, resolve, at=at)
    return Change(paged.state, (*started.events, *paged.events))


def advance(escalation: Escalation, resolve: Resolve, *, at: datetime) -> Change[Escalation]:
    """Fire the step that is due: one level, or none when it is not due.

    A level with nobody on call is skipped at once and says so. After the last round the last
    resort is asked, again and again, until somebody answers.
    """
    due = escalation.next_step_at
    if escalation.state is not State.ACTIVE or due is None or at < due:
        return Change(escalation)
    late = int((at - due).total_seconds()) if at - due >= LATE else 0
    events: list[Event] = []
    moved = escalation
    while (level := moved.next_level) is not None:
        if moved.position >= len(moved.path.levels):
            moved = replace(moved, round=moved.round + 1, position=0)
        number = moved.position + 1
        moved = replace(moved, position=number)
        found = [(target, who) for target in level.targets if (who := resolve(target)) is not None]
        if found:
            return _page(moved, found, number, level.wait, at, late, events)
        events.append(
            LevelSkipped(
                incident=moved.incident, at=at, escalation=moved.id, level=number, round=moved.round
            )
        )
    last = moved.path.last_resort
    who = last.person if isinstance(last, ToPerson) else last.channel
    return _page(moved, [(last, who)], LAST_RESORT, LAST_RESORT_WAIT, at, late, events)


def _page(
    moved: Escalation,
    found: Sequence[tuple[Target, PersonId | RoomId]],
    level: int,
    wait: timedelta,
    at: datetime,
    late: int,
    events: list[Event],
) -> Change[Escalation]:
    people = list(
        dict.fromkeys(PersonId(who) for target, who in found if not isinstance(target, ToChannel))
    )
    rooms = list(
        dict.fromkeys(RoomId(who) for target, who in found if isinstance(target, ToChannel))
    )
    paged = partial(
        ResponderPaged,
        incident=moved.incident,
        at=at,
        escalation=moved.id,
        level=level,
        round=moved.round,
        version=moved.version,
        late_seconds=late,
    )
    events += [paged(person=person) for person in people]
    events += [paged(channel=room) for room in rooms]
    after = replace(
        moved,
        next_step_at=at + wait,
        paged=tuple(dict.fromkeys((*moved.paged, *people))),
        first_paged_at=moved.first_paged_at or at,
    )
    return Change(after, tuple(events))


def acknowledge(escalation: Escalation, *, by: PersonId, at: datetime) -> Change[Escalation]:
    """Somebody has it. Again, or after the end, it changes nothing; it hands over no role."""
    if escalation.state is not State.ACTIVE:
        return Change(escalation)
    since = escalation.first_paged_at or at
    quiet = replace(
        escalation,
        state=State.ACKNOWLEDGED,
        version=escalation.version + 1,
        next_step_at=None,
        acknowledged_by=by,
        acknowledged_at=at,
    )
    seconds = int((at - since).total_seconds())
    fact = PageAcknowledged(
        incident=escalation.incident, at=at, by=by, escalation=escalation.id, seconds=seconds
    )
    return Change(quiet, (fact,))


def decline(
    escalation: Escalation, *, by: PersonId, reason: str, at: datetime
) -> Change[Escalation]:
    """Cannot take it, or cannot keep it: the next level is due at once.

    Who has declined is not asked any more, so a second press moves nothing on.
    """
    if escalation.state is State.STOPPED:
        raise Refusal("This page is over: the incident has ended.")
    if escalation.state is State.ACKNOWLEDGED and escalation.acknowledged_by != by:
        return Change(escalation)
    if by not in {*escalation.paged, escalation.acknowledged_by}:
        raise Refusal(
            "This page is not waiting for you. Use `/incident escalate` to page the next level."
        )
    fact = PageDeclined(
        incident=escalation.incident,
        at=at,
        by=by,
        escalation=escalation.id,
        reason=clean(reason, 500),
    )
    others = tuple(person for person in escalation.paged if person != by)
    onward = replace(_next(escalation, at), paged=others)
    if escalation.next_level is None and escalation.path.last_resort == ToPerson(by):
        # There is nobody behind the last resort: asking again at once would ask the same person.
        onward = replace(onward, next_step_at=at + LAST_RESORT_WAIT)
    return Change(onward, (fact,))


def force(escalation: Escalation, *, by: PersonId, reason: str, at: datetime) -> Change[Escalation]:
    """A person asks for the next level now, answered or not."""
    if escalation.state is State.STOPPED:
        raise Refusal(
            "Nobody is being paged: the incident has ended. `/incident reopen` opens it again."
        )
    fact = EscalationForced(
        incident=escalation.incident,
        at=at,
        by=by,
        escalation=escalation.id,
        reason=clean(reason, 500),
    )
    return Change(_next(escalation, at), (fact,))


def call(
    escalation: Escalation, person: PersonId, *, by: PersonId, reason: str, at: datetime
) -> Change[Escalation]:
    """Page one person by name, beside the path."""
    if escalation.state is State.STOPPED:
        raise Refusal(
            "Nobody can be paged: the incident has ended. `/incident reopen` opens it again."
        )
    paged = tuple(dict.fromkeys((*escalation.paged, person)))
    fact = PersonCalled(
        incident=escalation.incident,
        at=at,
        by=by,
        escalation=escalation.id,
        person=person,
        reason=clean(reason, 500),
    )
    return Change(
        replace(escalation, paged=paged, first_paged_at=escalation.first_paged_at or at), (fact,)
    )


def stop(escalation: Escalation, *, at: datetime) -> Change[Escalation]:
    """The incident has ended; whoever was being paged may sleep."""
    if escalation.state is State.STOPPED:
        return Change(escalation)
    ended = replace(
        escalation, state=State.STOPPED, version=escalation.version + 1, next_step_at=None
    )
    if escalation.state is State.ACKNOWLEDGED:
        return Change(ended)
    return Change(
        ended, (EscalationStopped(incident=escalation.incident, at=at, escalation=escalation.id),)
    )


def _next(escalation: Escalation, at: datetime) -> Escalation:
    return replace(
        escalation,
        state=State.ACTIVE,
        version=escalation.version + 1,
        next_step_at=at,
        acknowledged_by=None,
        acknowledged_at=None,
    )
