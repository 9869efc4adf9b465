"""What a policy changes of a rotation: a new version from now on. Pure decisions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.amendment import Amendment, NewVersion
from bot.domain.events.on_call import RotationAdded, RotationEdited, RotationRetired
from bot.domain.ids import CoverId, PersonId
from bot.domain.layer import CalendarLayer, Layer
from bot.domain.roster import Roster, moved
from bot.domain.rotation import Rotation

#: How far ahead people are told that their shifts move.
TOLD_AHEAD = timedelta(days=30)


def taken_up(
    roster: Roster,
    rotation: Rotation | None,
    *,
    newest: int,
    since: datetime | None,
    ids: Mapping[str, PersonId],
    at: datetime,
) -> tuple[Amendment, ...]:
    """What a policy changes of one rotation; ``rotation`` is None when it has it no longer.

    ``newest`` is the number of the last version that was written, 0 when none was: the first one
    then holds from ``since``, UTC, or since ever. ``ids`` are people by their e-mail address.
    """
    if rotation is not None:
        rotation = rotation.renamed(lambda person: ids.get(person.casefold(), person))
    if newest == 0:
        return (begin(rotation, since=since, at=at),) if rotation else ()
    roster, identified = identify(roster, ids, newest=newest)
    changed = (
        edit(roster, rotation, newest=newest, at=at)
        if rotation
        else retire(roster, newest=newest, at=at)
    )
    return tuple(each for each in (identified, changed) if each)


def begin(rotation: Rotation, *, since: datetime | None, at: datetime) -> Amendment:
    """The first version of a rotation; ``since`` ever (None), or from an instant on, UTC."""
    version = NewVersion(rotation=rotation, number=1, effective_from=since)
    fact = RotationAdded(rotation=rotation.name, at=at, version=1)
    return Amendment(rotation=rotation.name, version=version, events=(fact,))


def edit(roster: Roster, rotation: Rotation, *, newest: int, at: datetime) -> Amendment | None:
    """A rotation as the policy has it now; None when nothing differs.

    ``newest`` is the number of the roster's last version. What was before stays as it was.
    """
    after = roster.edited(rotation, _from(roster, at))
    version = _version(roster, after, newest)
    if version is None:
        return None
    fact = RotationEdited(
        rotation=roster.name, at=at, version=version.number, moved=_told(roster, after, at)
    )
    return Amendment(
        rotation=roster.name, version=version, over_at=_over_at(after, at), events=(fact,)
    )


def retire(roster: Roster, *, newest: int, at: datetime) -> Amendment | None:
    """A rotation that the policy has no longer: nobody from now on; None when it is so already."""
    empty = replace(roster.rotation, layers=tuple(map(_empty, roster.rotation.layers)))
    after = roster.edited(empty, _from(roster, at))
    version = _version(roster, after, newest)
    if version is None:
        return None
    fact = RotationRetired(
        rotation=roster.name, at=at, version=version.number, moved=_told(roster, after, at)
    )
    return Amendment(rotation=roster.name, version=version, events=(fact,))


def identify(
    roster: Roster, ids: Mapping[str, PersonId], *, newest: int
) -> tuple[Roster, Amendment | None]:
    """With those known by id whom a policy named by e-mail address, as Slack tells who they are.

    They are the same people, so no version begins; None when there is nobody to identify.
    """
    last = roster.versions[-1]
    rotation = last.rotation.renamed(lambda person: ids.get(person.casefold(), person))
    if rotation == last.rotation:
        return roster, None
    now = replace(roster, versions=(*roster.versions[:-1], replace(last, rotation=rotation)))
    version = NewVersion(rotation=rotation, number=newest, effective_from=last.effective_from)
    return now, Amendment(rotation=roster.name, version=version)


def _from(roster: Roster, at: datetime) -> datetime:
    """No earlier than the last version: the clocks of two replicas may differ."""
    latest = roster.versions[-1].effective_from
    return at if latest is None else max(at, latest)


def _version(before: Roster, after: Roster, newest: int) -> NewVersion | None:
    last, was = after.versions[-1], before.versions[-1]
    if last == was:
        return None
    # A version of the same instant is replaced: it never held.
    again = last.effective_from == was.effective_from
    return NewVersion(
        rotation=last.rotation,
        number=newest if again else newest + 1,
        effective_from=last.effective_from,
    )


def _told(before: Roster, after: Roster, at: datetime) -> tuple[PersonId, ...]:
    """Whose next shifts move. Whom Slack does not know yet cannot be told."""
    people = moved(before, after, at, at + TOLD_AHEAD)
    return tuple(person for person in people if "@" not in person)


def _over_at(after: Roster, at: datetime) -> Mapping[CoverId, datetime]:
    """When the covers of whole shifts end now: they move with their shifts."""
    spans = {
        cover.id: after.span(cover.shift, at) for cover in after.covers if cover.window is None
    }
    return {id: span[1] for id, span in spans.items() if span and span[1] > at}


def _empty(layer: Layer | CalendarLayer) -> Layer | CalendarLayer:
    if isinstance(layer, Layer):
        return replace(layer, members=())
    return replace(layer, spans=())
