"""When nobody is on call: what is new about it, and who hears of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.escalation_path import ToChannel, ToRotation
from bot.domain.ids import PersonId, RoomId
from bot.domain.layer import CalendarLayer, Layer
from bot.domain.policy import Policy
from bot.domain.roster import Roster
from bot.domain.rotation import Rotation
from bot.domain.service import RotationName
from bot.domain.windows import Windows

#: How far ahead gaps are told of.
HORIZON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Gap:
    """Nobody is on call in ``[start, end)``, UTC."""

    start: datetime
    end: datetime


def gaps(roster: Roster, since: datetime, until: datetime) -> tuple[Gap, ...]:
    """Within a range, cut at its edges; those that touch are one."""
    found: list[Gap] = []
    for each in roster.gaps(since, until):
        if found and found[-1].end == each.start:
            found[-1] = replace(found[-1], end=each.end)
        else:
            found.append(Gap(each.start, each.end))
    return tuple(found)


def closed(roster: Roster, at: datetime) -> bool:
    """Whether nobody is on call at an instant because it is out of the rotation's hours.

    A rotation of one layer has the hours it has on purpose. Where several layers have hours,
    what is between them is as likely an oversight.
    """
    hours = _hours(roster, at)
    return hours is not None and not hours.covers(at) and not roster.on_call(at)


def lacks(roster: Roster, since: datetime, until: datetime) -> tuple[Gap, ...]:
    """When nobody is on call though it is not `closed`: what people ought to hear of."""
    hours = _hours(roster, since)
    found = gaps(roster, since, until)
    if hours is None:
        return found
    shut = _without((Gap(since, until),), (Gap(*piece) for piece in hours.pieces(since, until)))
    return _without(found, shut)


def _hours(roster: Roster, at: datetime) -> Windows | None:
    """The only layer's hours, holidays apart."""
    version = roster.version_at(at) or roster.versions[-1]
    layers = version.rotation.layers
    only = layers[0] if len(layers) == 1 else None
    if not isinstance(only, Layer) or only.windows is None or not only.windows.hours:
        return None
    return replace(only.windows, holidays=frozenset())


def new_gaps(before: Roster, after: Roster, since: datetime, until: datetime) -> tuple[Gap, ...]:
    """When nobody is on call after a change, though somebody would have been before it."""
    return _without(gaps(after, since, until), gaps(before, since, until))


def edit_gaps(roster: Roster, since: datetime, until: datetime) -> tuple[Gap, ...]:
    """What the roster's latest version leaves uncovered that the one before it covered."""
    if len(roster.versions) == 1:
        return ()
    before = replace(roster, versions=roster.versions[:-1])
    return new_gaps(before, roster, since, until)


def holiday_gaps(roster: Roster, since: datetime, until: datetime) -> tuple[Gap, ...]:
    """When nobody is on call for no other reason than a holiday."""
    plain = tuple(
        replace(version, rotation=_without_holidays(version.rotation))
        for version in roster.versions
    )
    return new_gaps(replace(roster, versions=plain), roster, since, until)


def hears(policy: Policy, name: RotationName) -> tuple[PersonId | RoomId, ...]:
    """Where a rotation's gaps are told: in its channel, else in that of the announcements.

    Where there is neither, the last resorts of the paths that use it are told: who is paged
    when nobody else is.
    """
    rotation = policy.rotations.get(name)
    channel = (rotation.channel if rotation else None) or policy.workspace.announce
    if channel:
        return (channel,)
    last = (
        path.last_resort
        for path in policy.paths.values()
        if any(ToRotation(name) in level.targets for level in path.levels)
    )
    told = (each.channel if isinstance(each, ToChannel) else each.person for each in last)
    return tuple(dict.fromkeys(told))


def _without(all_: Iterable[Gap], known: Iterable[Gap]) -> tuple[Gap, ...]:
    """The parts of some gaps that are in none of the others. Both in order."""
    left: list[Gap] = []
    others = tuple(known)
    for gap in all_:
        start = gap.start
        for other in others:
            if other.end <= start or other.start >= gap.end:
                continue
            if start < other.start:
                left.append(Gap(start, other.start))
            start = max(start, other.end)
        if start < gap.end:
            left.append(Gap(start, gap.end))
    return tuple(left)


def _without_holidays(rotation: Rotation) -> Rotation:
    layers = tuple(_everyday(layer) for layer in rotation.layers)
    return replace(rotation, layers=layers)


def _everyday(layer: Layer | CalendarLayer) -> Layer | CalendarLayer:
    if isinstance(layer, CalendarLayer) or layer.windows is None:
        return layer
    return replace(layer, windows=replace(layer.windows, holidays=frozenset()))
