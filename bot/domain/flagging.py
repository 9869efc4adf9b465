"""What an incident touches can turn out later: security, client money, personal data.

A flag makes the incident private, as it does at declare. Taking one away opens nothing again.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.domain import lifecycle
from bot.domain.change import Change
from bot.domain.events import FlagsChanged
from bot.domain.ids import PersonId, label
from bot.domain.incident import Flag, Incident, Status
from bot.domain.refusal import Refusal
from bot.domain.text import TEXT_LIMIT, clean


def may_flag(incident: Incident) -> None:
    """What is over can still be flagged, unless it would have to move into a private room."""
    if not incident.private or incident.status in {Status.CANCELLED, Status.MERGED}:
        incident.must_be_open()


def flag(
    incident: Incident, flags: Collection[Flag], *, by: PersonId, at: datetime, reason: str = ""
) -> Change[Incident]:
    may_flag(incident)
    added = sorted(set(flags) - incident.flags)
    if not added:
        return Change(incident)
    fact = FlagsChanged(
        incident=incident.id, at=at, by=by, added=tuple(added), reason=clean(reason, TEXT_LIMIT)
    )
    flagged = replace(incident, flags=incident.flags | set(added))
    hidden = Change(flagged) if flagged.private else lifecycle.make_private(flagged, by=by, at=at)
    return Change(hidden.state, (fact, *hidden.events))


def unflag(
    incident: Incident, flags: Collection[Flag], *, reason: str, by: PersonId, at: datetime
) -> Change[Incident]:
    """It keeps its private room; clocks that were proposed stay until somebody dismisses them."""
    may_flag(incident)
    removed = sorted(incident.flags & set(flags))
    if not removed:
        raise Refusal("{incident} has no such flag.", incident=label(incident.id), field="flags")
    why = clean(reason, TEXT_LIMIT)
    if not why:
        raise Refusal("Say why: the reason stays on record.", field="reason")
    fact = FlagsChanged(incident=incident.id, at=at, by=by, removed=tuple(removed), reason=why)
    return Change(replace(incident, flags=incident.flags - set(removed)), (fact,))
