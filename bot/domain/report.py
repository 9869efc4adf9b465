"""Reports for ourselves: to those who work on the incident, and to managers."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from bot.domain.change import Change
from bot.domain.document import Recorded
from bot.domain.durations import of
from bot.domain.events import NoteAdded, StakeholderReport, TacticalReport
from bot.domain.events.record import NoteKind
from bot.domain.ids import PersonId
from bot.domain.incident import Incident
from bot.domain.record import notes
from bot.domain.refusal import Refusal
from bot.domain.text import TEXT_LIMIT, clean

#: As many of the newest actions as fit a glance.
_ACTIONS = 3
Report = TypeVar("Report", TacticalReport, StakeholderReport)


def tactical(
    incident: Incident, *, conditions: str, actions: str, needs: str, by: PersonId, at: datetime
) -> Change[Incident]:
    """Conditions, actions, needs. A need that nobody has is left empty."""
    incident.must_be_open()
    fact = TacticalReport(
        incident=incident.id,
        at=at,
        by=by,
        conditions=_said(conditions, "conditions"),
        actions=_said(actions, "actions"),
        needs=clean(needs, TEXT_LIMIT),
    )
    return Change(incident, (fact,))


def to_stakeholders(
    incident: Incident,
    *,
    summary: str,
    seen: str,
    doing: str,
    needs: str,
    since: datetime | None,
    by: PersonId,
    at: datetime,
) -> Change[Incident]:
    """What a manager asks first. ``since`` is when the impact began, unknown where it is."""
    fact = StakeholderReport(
        incident=incident.id,
        at=at,
        by=by,
        summary=_said(summary, "summary"),
        seen=_said(seen, "seen"),
        doing=_said(doing, "doing"),
        needs=clean(needs, TEXT_LIMIT),
        severity=incident.severity,
        since=since,
        next_update=incident.update_due_at,
    )
    return Change(incident, (fact,))


def last(log: Sequence[Recorded], kind: type[Report]) -> Report | None:
    """The newest report of a kind, for whoever writes the next one."""
    found = of(log, kind)
    return found[-1][1] if found else None


def actions(log: Sequence[Recorded]) -> tuple[str, ...]:
    """What people said that they did, the newest last."""
    said = of(notes(log, NoteKind.ACTION), NoteAdded)
    return tuple(note.text for _, note in said[-_ACTIONS:])


def _said(text: str, field: str) -> str:
    said = clean(text, TEXT_LIMIT)
    if not said:
        raise Refusal("Say it in a few words; “nothing yet” is an answer.", field=field)
    return said
