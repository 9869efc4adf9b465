"""Hand-overs: the instants at which somebody else is on call, and for how long they will be."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from bot.domain.ids import PersonId
from bot.domain.roster import Roster
from bot.domain.service import RotationName

_TICK = timedelta(microseconds=1)
_BRIEF = timedelta(minutes=1)
#: How far ahead the end of somebody's time is looked for: nearby first.
_REACHES = tuple(timedelta(days=days) for days in (2, 16, 100))

People = tuple[PersonId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """At ``at``, UTC, ``leaving`` are on call no more and ``coming`` begin.

    ``people`` are all who are on call from then on; nobody is ``()``.
    """

    rotation: RotationName
    at: datetime
    leaving: People
    coming: People
    people: People


def handovers(roster: Roster, since: datetime, until: datetime) -> Iterator[Handover]:
    """Those within ``[since, until)``. Whoever goes on into the next shift hands nothing over.

    In a range as short as a minute two looks do instead of a schedule: whoever is on call for
    less time than that has nothing to hand over.
    """
    if until - since <= _BRIEF and roster.on_call(since - _TICK) == roster.on_call(until - _TICK):
        return
    for before, after in pairwise(roster.schedule(since - _TICK, until)):
        if since <= after.start < until and set(before.people) != set(after.people):
            yield Handover(
                rotation=roster.name,
                at=after.start,
                leaving=tuple(who for who in before.people if who not in after.people),
                coming=tuple(who for who in after.people if who not in before.people),
                people=after.people,
            )


def handover_at(roster: Roster, at: datetime) -> Handover | None:
    return next(handovers(roster, at, at + _TICK), None)


def until(roster: Roster, person: PersonId, at: datetime) -> datetime | None:
    """When a person who is on call at an instant is so no more; None when not for long."""
    return _ends(roster, at, lambda people: person in people)


def lasts(roster: Roster, at: datetime) -> datetime | None:
    """Until when the same people, or nobody, are on call; None when not for long."""
    same = set(roster.on_call(at))
    return _ends(roster, at, lambda people: set(people) == same)


def _ends(roster: Roster, at: datetime, goes_on: Callable[[People], bool]) -> datetime | None:
    for reach in _REACHES:
        for shift in roster.schedule(at, at + reach):
            if not goes_on(shift.people):
                return shift.start
    return None
