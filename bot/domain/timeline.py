"""Each event as a sentence. The same words in the room, on the page and in the postmortem."""

from typing import assert_never

from bot.domain.contact import Outcome
from bot.domain.events import (
    Course,
    Delivering,
    Event,
    FlagsChanged,
    Flaw,
    Happening,
    IncidentAbsorbed,
    IncidentCancelled,
    IncidentClosed,
    IncidentDeclared,
    IncidentMerged,
    IncidentReopened,
    IncidentResolved,
    LeadMissed,
    MadePrivate,
    Paging,
    PagingMended,
    PersonJoined,
    PersonLeft,
    PersonNotified,
    Recording,
    Reporting,
    RoleTaken,
    RoomOpened,
    RunbookAsked,
    ServiceChanged,
    SeverityChanged,
    StatusChanged,
    StepFailed,
    StepRetried,
    Ticking,
    TitleChanged,
    Updating,
)
from bot.domain.ids import label
from bot.domain.naming import means_name, obstacle, role_name, status_name, step_name
from bot.domain.phrase import Phrase, Slot, Where, Who, phrase
from bot.domain.timeline_clocks import clock_sentence, flags_sentence
from bot.domain.timeline_delivery import delivery_sentence
from bot.domain.timeline_paging import because, paging_sentence, who
from bot.domain.timeline_record import recorded
from bot.domain.timeline_reporting import reporting_sentence
from bot.domain.timeline_updates import update_sentence


def sentence(event: Event) -> Phrase:
    """What happened, for people. Reasons are added only where somebody gave one."""
    if isinstance(event, Paging):
        return paging_sentence(event)
    if isinstance(event, Course):
        return _course(event)
    if isinstance(event, Ticking):
        return clock_sentence(event)
    if isinstance(event, Recording):
        return recorded(event)
    if isinstance(event, Reporting):
        return reporting_sentence(event)
    if isinstance(event, Delivering):
        return delivery_sentence(event)
    if isinstance(event, Updating):
        return update_sentence(event)
    return _incident(event)


def _incident(event: Happening) -> Phrase:
    by = who(event.by)
    match event:
        case IncidentDeclared():
            return phrase(
                "{by} declared {severity}: {title}",
                by=by,
                severity=event.severity,
                title=event.title,
            )
        case RoomOpened():
            return phrase("War room opened: {room}", room=Where(event.room))
        case PersonJoined():
            return phrase("{person} joined", person=Who(event.person))
        case PersonLeft():
            return phrase("{person} left", person=Who(event.person))
        case RoleTaken():
            return _role(event)
        case LeadMissed():
            return phrase(
                "Nobody took the lead within {minutes} min", minutes=event.after_seconds // 60
            )
        case StepFailed() | StepRetried():
            return _step(event, by)
        case PersonNotified():
            return _notified(event)
        case PagingMended():
            return _mended(event)
        case RunbookAsked():
            return phrase("{by} asked for the runbook “{title}”", by=by, title=event.title)
    assert_never(event)


def _mended(event: PagingMended) -> Phrase:
    match event.flaw:
        case Flaw.NEVER_BEGAN:
            return phrase("The auditor found that nobody had been paged, and began paging")
        case Flaw.OUTLIVED:
            return phrase("The auditor found paging going on after the end, and stopped it")
        case Flaw.FAR_OFF:
            return phrase("The auditor found the next page too far away, and moved it up")
    assert_never(event.flaw)


def _course(event: Course) -> Phrase:
    by = who(event.by)
    match event:
        case SeverityChanged():
            said = phrase(
                "{by} changed the severity from {old} to {new}", by=by, old=event.old, new=event.new
            )
            return because(said, event.reason)
        case StatusChanged():
            return phrase(
                "{by} changed the status from {old} to {new}",
                by=by,
                old=status_name(event.old),
                new=status_name(event.new),
            )
        case TitleChanged():
            return phrase(
                "{by} changed the title from “{old}” to “{new}”",
                by=by,
                old=event.old,
                new=event.new,
            )
        case ServiceChanged():
            new = event.title or event.new or phrase("unknown")
            return phrase("{by} set the service to {new}", by=by, new=new)
        case FlagsChanged():
            return flags_sentence(event)
        case MadePrivate():
            return phrase("{by} made the incident private", by=by)
        case _:
            return _end(event, by)


_End = (
    IncidentResolved
    | IncidentReopened
    | IncidentClosed
    | IncidentCancelled
    | IncidentMerged
    | IncidentAbsorbed
)


def _end(event: _End, by: Slot) -> Phrase:
    match event:
        case IncidentResolved():
            return phrase("{by} resolved the incident: {summary}", by=by, summary=event.summary)
        case IncidentReopened():
            return because(phrase("{by} reopened the incident", by=by), event.reason)
        case IncidentClosed():
            return phrase("{by} closed the incident", by=by)
        case IncidentCancelled():
            return because(phrase("{by} cancelled the incident", by=by), event.reason)
        case IncidentMerged():
            return phrase("{by} merged this incident into {into}", by=by, into=label(event.into))
        case IncidentAbsorbed():
            return phrase("{by} merged {other} into this incident", by=by, other=label(event.other))
    assert_never(event)


def _notified(event: PersonNotified) -> Phrase:
    person, means = Who(event.person), means_name(event.means)
    if event.outcome is Outcome.DELIVERED:
        return phrase("The page to {person} went out by {means}", person=person, means=means)
    why = obstacle(event.why, event.detail)
    if event.outcome is Outcome.FAILED:
        return phrase("{means} did not reach {person}: {why}", person=person, means=means, why=why)
    return phrase(
        "Whether {means} reached {person} is not known: {why}", person=person, means=means, why=why
    )


def _step(event: StepFailed | StepRetried, by: Slot) -> Phrase:
    step = step_name(event.step)
    if isinstance(event, StepFailed):
        return phrase("A step failed and was given up: {step}", step=step)
    return phrase("{by} retried a failed step: {step}", by=by, step=step)


def _role(event: RoleTaken) -> Phrase:
    person, role = Who(event.person), role_name(event.role)
    if event.previous is None:
        return phrase("{person} is now {role}", person=person, role=role)
    return phrase(
        "{person} is now {role}, taking over from {previous}",
        person=person,
        role=role,
        previous=Who(event.previous),
    )
