"""The moments by which an incident is read: when it began, was noticed, was over.

A moment is known when the bot recorded it or a person said it. What neither did is unknown, and
stays so: no moment ever stands in for another. A “Monitoring” is offered as the moment of
mitigation, and counts only when somebody takes it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from bot.domain.change import Change
from bot.domain.document import Recorded
from bot.domain.events import (
    Event,
    IncidentClosed,
    IncidentDeclared,
    IncidentReopened,
    IncidentResolved,
    Milestone,
    MilestoneSet,
    PageAcknowledged,
)
from bot.domain.events.reporting import ENDS
from bot.domain.ids import EventId, IncidentId, PersonId, label
from bot.domain.incident import Incident
from bot.domain.naming import milestone_name
from bot.domain.refusal import Refusal
from bot.domain.text import TEXT_LIMIT, clean

__all__ = ["KINDS", "Known", "Milestone", "milestones", "set_all"]

#: Saying when does not make it so: these become known by what is done, and can be corrected.
_BY_VERB = frozenset({Milestone.RESOLVED, Milestone.CLOSED})
#: Which cannot come before which. Noticing may: an alarm is sometimes earlier than any harm.
_ORDER = (
    (Milestone.STARTED, Milestone.MITIGATED),
    (Milestone.STARTED, Milestone.RESOLVED),
    (Milestone.DETECTED, Milestone.DECLARED),
    (Milestone.DETECTED, Milestone.RESOLVED),
    (Milestone.MITIGATED, Milestone.RESOLVED),
    (Milestone.DECLARED, Milestone.CLOSED),
    (Milestone.RESOLVED, Milestone.CLOSED),
)
_Source: TypeAlias = (
    IncidentDeclared
    | PageAcknowledged
    | IncidentResolved
    | IncidentClosed
    | IncidentReopened
    | MilestoneSet
)
#: The kinds of event from which everything here is read.
KINDS: tuple[type[Event], ...] = (
    IncidentDeclared,
    PageAcknowledged,
    IncidentResolved,
    IncidentClosed,
    IncidentReopened,
    MilestoneSet,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """``at`` is UTC. ``said`` is how a person set it; None for what the bot recorded."""

    at: datetime
    cites: tuple[EventId, ...]
    said: MilestoneSet | None = None


def milestones(log: Iterable[Recorded]) -> dict[Milestone, Known]:
    """What is known, with the events it comes from, in the order of reading; the rest left out."""
    known: dict[Milestone, Known] = {}
    for one in log:
        if isinstance(one.event, _Source):
            _learn(known, one.id, one.event)
    return {milestone: known[milestone] for milestone in Milestone if milestone in known}


def _learn(known: dict[Milestone, Known], id: EventId, event: _Source) -> None:
    match event:
        case MilestoneSet(milestone=milestone, moment=None):
            known.pop(milestone, None)
        case MilestoneSet(milestone=milestone, moment=datetime() as moment):
            known[milestone] = Known(at=moment, cites=(id,), said=event)
        case IncidentReopened():
            for end in ENDS:
                known.pop(end, None)
        case PageAcknowledged():
            known.setdefault(Milestone.ACKNOWLEDGED, Known(at=event.at, cites=(id,)))
        case IncidentDeclared():
            known[Milestone.DECLARED] = Known(at=event.at, cites=(id,))
            if event.started_at is not None:
                known[Milestone.STARTED] = Known(at=event.started_at, cites=(id,))
        case IncidentResolved():
            known[Milestone.RESOLVED] = Known(at=event.at, cites=(id,))
        case IncidentClosed():
            known[Milestone.CLOSED] = Known(at=event.at, cites=(id,))


def set_all(
    incident: Incident,
    log: Sequence[Recorded],
    said: Mapping[Milestone, datetime | None],
    *,
    reason: str = "",
    by: PersonId,
    at: datetime,
) -> Change[Incident]:
    """Let people say when it was; None says that nobody knows after all.

    Whoever corrects what is known says why. People say minutes, so a moment within the minute
    that is known changes nothing. A Refusal for what has not come yet, for a nonsensical order,
    and for taking back what the bot itself recorded.
    """
    known = milestones(log)
    new = {each: moment for each, moment in said.items() if _differs(known.get(each), moment)}
    why = clean(reason, TEXT_LIMIT)
    for milestone, moment in new.items():
        _must_be_possible(incident.id, milestone, moment, known.get(milestone), why, at)
    _must_be_in_order({each: one.at for each, one in known.items()} | new, new)
    facts = tuple(
        MilestoneSet(
            incident=incident.id,
            at=at,
            by=by,
            milestone=milestone,
            moment=moment,
            previous=known[milestone].at if milestone in known else None,
            reason=why,
        )
        for milestone, moment in new.items()
    )
    return Change(_kept(incident, new), facts)


def _kept(incident: Incident, new: Mapping[Milestone, datetime | None]) -> Incident:
    said = {**incident.milestones, **new}
    started = new.get(Milestone.STARTED, incident.started_at)
    kept = {each: moment for each, moment in said.items() if moment is not None}
    return replace(incident, milestones=kept, started_at=started)


def _differs(known: Known | None, moment: datetime | None) -> bool:
    if known is None or moment is None:
        return (known is None) != (moment is None)
    return _minute(known.at) != _minute(moment)


def _must_be_possible(
    incident: IncidentId,
    milestone: Milestone,
    moment: datetime | None,
    known: Known | None,
    reason: str,
    now: datetime,
) -> None:
    name = milestone_name(milestone)
    if moment is not None and moment > now:
        raise Refusal(
            "“{milestone}” cannot lie in the future. Say when it was.",
            field=milestone,
            milestone=name,
        )
    if known is None:
        if milestone in _BY_VERB:
            raise Refusal(
                "It has not come to that yet: `/incident resolve` ends {incident}, "
                "`/incident close` closes it.",
                field=milestone,
                incident=label(incident),
            )
        return
    if moment is None and known.said is None and milestone is not Milestone.STARTED:
        raise Refusal(
            "“{milestone}” is recorded by Tocsin itself. It can be corrected, not taken away.",
            field=milestone,
            milestone=name,
        )
    if not reason:
        raise Refusal(
            "“{milestone}” is known already. Say why it changes, for example "
            "“because the log of the bank says so”.",
            field="reason",
            milestone=name,
        )


def _must_be_in_order(
    moments: Mapping[Milestone, datetime | None], new: Mapping[Milestone, datetime | None]
) -> None:
    """Only what is being said now is judged: the record itself is as it is."""
    for earlier, later in _ORDER:
        first, last = moments.get(earlier), moments.get(later)
        if first is None or last is None or not new.keys() & {earlier, later}:
            continue
        if _minute(last) < _minute(first):
            raise Refusal(
                "“{later}” ({last}) would be before “{earlier}” ({first}). "
                "Correct the one that is wrong.",
                field=later if later in new else earlier,
                later=milestone_name(later),
                last=last,
                earlier=milestone_name(earlier),
                first=first,
            )


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
