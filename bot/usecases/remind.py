"""What the roster sets off by itself: reminders, hand-overs, gaps told of, groups kept in step.

Each function is a duty, done by one replica for each bucket of time. What it orders has a key of
its own that says what it is about, so an order made twice is made once, whoever makes it again.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.domain.effects import (
    Effect,
    HandOver,
    RemindShift,
    ReportGaps,
    SyncUserGroup,
    WarnOfGaps,
)
from bot.domain.gaps import HORIZON, Gap, closed, edit_gaps, hears, holiday_gaps, lacks
from bot.domain.handover import handovers
from bot.domain.ids import PersonId, RoomId
from bot.domain.roster import Roster
from bot.domain.service import RotationName
from bot.domain.usergroup import wanted_groups
from bot.store.usergroups import UserGroup
from bot.store.work import Work

#: The kind of the duty `turn_over`, which looks back to when it was last done.
TURN_OVER = "turn-over"
#: How many hours ahead people are reminded, and how late each reminder is still of use.
REMINDERS = {24: timedelta(hours=3), 1: timedelta(minutes=50)}
#: A hand-over is no news after this long, nor is a gap that an edit made.
STALE = timedelta(hours=1)
#: Slack's tier 2 is 20 calls a minute; the rest is for looking groups up and trying again.
GROUPS_A_MINUTE = 16
#: What Slack refused is tried again after this long.
AGAIN = timedelta(hours=1)
_TICK = timedelta(microseconds=1)
#: So many rosters are looked at before others get their turn.
_AT_ONCE = 20


async def turn_over(work: Work) -> None:
    """Once a minute: remind, note the hand-overs, and warn of what an edit leaves uncovered.

    What fell due since this was last done is made up for, as long as it is of use.
    """
    rosters = _in_force(work, await work.rosters.all())
    since = await work.duties.previous(TURN_OVER) or work.now - STALE
    recent = max(since, work.now - STALE)
    reminders: set[tuple[datetime, PersonId, int]] = set()
    notes: set[tuple[datetime, RoomId]] = set()
    edited: dict[RotationName, tuple[Gap, ...]] = {}
    async for name, roster in _unhurried(rosters):
        for hours, late in REMINDERS.items():
            begins = _starting(roster, max(since, work.now - late), work.now, hours)
            reminders.update((start, person, hours) for start, person in begins)
        channel = work.policy.rotations[name].channel
        if channel:
            notes.update((at, channel) for at in _handed_over(roster, recent, work.now))
        if left := _left_by_edit(roster, recent, work.now):
            edited[name] = left
    for start, person, hours in sorted(reminders):
        remind = RemindShift(person=person, start=start, hours=hours)
        _order(work, remind, person, start, hours)
    for at, channel in sorted(notes):
        # Rotations that share a channel share the note.
        _order(work, HandOver(channel=channel, at=at), channel, at)
    _warn(work, edited, holiday=False)


def _starting(
    roster: Roster, since: datetime, now: datetime, hours: int
) -> Iterator[tuple[datetime, PersonId]]:
    """Who is to be reminded so many hours ahead, when that fell due after ``since``.

    Whoever is on call in the rotation when the reminder is due knows of the next shift: people
    with a shift every day are not told of it all day long.
    """
    ahead = timedelta(hours=hours)
    for each in handovers(roster, since + ahead + _TICK, now + ahead + _TICK):
        for person in each.coming:
            # Who is known by e-mail only is nobody that Slack could write to.
            if "@" not in person and person not in roster.on_call(each.at - ahead):
                yield each.at, person


def _handed_over(roster: Roster, since: datetime, now: datetime) -> Iterator[datetime]:
    """When somebody took over. That a rotation's hours are over is no news."""
    for each in handovers(roster, since + _TICK, now + _TICK):
        if not closed(roster, each.at):
            yield each.at


def _left_by_edit(roster: Roster, since: datetime, now: datetime) -> tuple[Gap, ...]:
    """What a version that came into force after ``since`` leaves uncovered."""
    start = roster.versions[-1].effective_from
    return edit_gaps(roster, start, start + HORIZON) if start and since < start <= now else ()


async def _unhurried(
    rosters: Mapping[RotationName, Roster],
) -> AsyncIterator[tuple[RotationName, Roster]]:
    """One after another, letting whoever waits for the loop go first now and then."""
    for number, pair in enumerate(rosters.items()):
        if number % _AT_ONCE == 0:
            await asyncio.sleep(0)
        yield pair


async def report_gaps(work: Work) -> None:
    """Once a week: when nobody will be on call in the next thirty days. Silence when never."""
    rosters = _in_force(work, await work.rosters.all())
    until = work.now + HORIZON
    empty = [name async for name, roster in _unhurried(rosters) if lacks(roster, work.now, until)]
    for place, names in _by_place(work, empty):
        person, channel = _whom(place)
        effect = ReportGaps(rotations=names, person=person, channel=channel)
        _order(work, effect, place, work.now)


async def warn_of_holidays(work: Work) -> None:
    """Once a day: the holidays within thirty days that leave a rotation without anybody.

    Each is told of once. One that has begun is no warning any more, and one that reaches beyond
    the thirty days is told of when its end is known.
    """
    rosters = _in_force(work, await work.rosters.all())
    until = work.now + HORIZON
    found: dict[RotationName, list[Gap]] = {}
    async for name, roster in _unhurried(rosters):
        for gap in holiday_gaps(roster, work.now, until):
            inside = work.now < gap.start and gap.end < until
            told_by = f"{_digest(name)}:{gap.end:%Y-%m-%dT%H:%MZ}"
            if inside and await work.duties.claim("holiday-gap", told_by):
                found.setdefault(name, []).append(gap)
    _warn(work, found, holiday=True)


def _warn(work: Work, found: Mapping[RotationName, Sequence[Gap]], *, holiday: bool) -> None:
    for place, names in _by_place(work, found):
        mine = [gap for name in names for gap in found[name]]
        since, until = min(gap.start for gap in mine), max(gap.end for gap in mine)
        person, channel = _whom(place)
        effect = WarnOfGaps(
            rotations=names,
            since=since,
            until=until,
            holiday=holiday,
            person=person,
            channel=channel,
        )
        _order(work, effect, place, since, until, *names)


async def sync_groups(work: Work) -> None:
    """Once a minute: user groups that differ from the people on call, a few at a time.

    A group that nobody is on call for stays as it is: Slack has no empty ones. Those that have
    waited longest go first; what Slack refused is tried again after a while.
    """
    wanted = wanted_groups(work.policy, await work.rosters.all(), work.now)
    if not wanted:
        return
    known = await work.usergroups.all()
    due = [name for name, people in wanted.items() if _due(known.get(name), people, work.now)]
    due.sort(key=lambda name: known[name].ordered_at.timestamp() if name in known else 0)
    for name in due[:GROUPS_A_MINUTE]:
        before = known.get(name) or UserGroup(name=name, ordered_at=work.now)
        now = replace(before, ordered=wanted[name], ordered_at=work.now)
        await work.usergroups.put(now)
        _order(work, SyncUserGroup(group=name), name, work.now)


def _due(known: UserGroup | None, people: frozenset[PersonId], now: datetime) -> bool:
    if known is None:
        return True
    if known.set_at and known.members == people:
        return False
    return known.ordered != people or known.ordered_at <= now - AGAIN


def _in_force(work: Work, rosters: Mapping[RotationName, Roster]) -> dict[RotationName, Roster]:
    """Those that the policy still has."""
    return {name: rosters[name] for name in work.policy.rotations if name in rosters}


def _by_place(
    work: Work, names: Iterable[RotationName]
) -> Iterator[tuple[PersonId | RoomId, tuple[RotationName, ...]]]:
    """The rotations that each place hears of, in the order of the policy."""
    told: dict[PersonId | RoomId, list[RotationName]] = {}
    for name in names:
        for place in hears(work.policy, name):
            told.setdefault(place, []).append(name)
    for place, heard in told.items():
        yield place, tuple(heard)


def _whom(place: PersonId | RoomId) -> tuple[PersonId | None, RoomId | None]:
    return (PersonId(place), None) if place[0] in "UW" else (None, RoomId(place))


def _order(work: Work, effect: Effect, *about: object) -> None:
    work.also(effect, because=_digest(*about))


def _digest(*about: object) -> str:
    """A name of equal length for anything; an outbox key holds 64 characters."""
    told = "\n".join(one.isoformat() if isinstance(one, datetime) else str(one) for one in about)
    return blake2b(told.encode(), digest_size=16).hexdigest()
