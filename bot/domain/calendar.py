"""A roster as the entries of a calendar: each keeps its identity wherever its shift moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.domain.ids import PersonId
from bot.domain.roster import Roster, Shift
from bot.domain.service import RotationName


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """These people are on call in ``[start, end)``, UTC. ``uid`` is the same at every reading."""

    uid: str
    rotation: RotationName
    start: datetime
    end: datetime
    people: tuple[PersonId, ...]


def entries(
    roster: Roster, since: datetime, until: datetime, *, of: PersonId | None = None
) -> Iterator[Entry]:
    """The shifts that overlap a range, whole: of everybody, or ``of`` one person alone."""
    for shift in roster.schedule(since, until):
        if shift.people if of is None else of in shift.people:
            yield Entry(
                uid=_uid(roster, shift, of),
                rotation=roster.name,
                start=shift.start,
                end=shift.end,
                people=shift.people,
            )


def _uid(roster: Roster, shift: Shift, of: PersonId | None) -> str:
    """Of the turn, and of where in the turn it begins; so whoever covers it has the same entry.

    What no turn holds is known by the overrides that made it.
    """
    span = roster.span(shift.id, shift.start) if shift.id else None
    if shift.id and span:
        into = int((shift.start - span[0]).total_seconds())
        told = [shift.id.rotation, shift.id.layer, shift.id.index, into]
    else:
        told = [roster.name, *shift.because, shift.start.isoformat()]
    identity = "\n".join(str(each) for each in (*told, of or ""))
    return f"{sha256(identity.encode()).hexdigest()[:32]}@tocsin"
