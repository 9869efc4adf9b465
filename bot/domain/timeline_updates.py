"""What happened to client updates, as sentences."""

from collections.abc import Sequence
from typing import assert_never

from bot.domain.client_update import Void, void_name
from bot.domain.events.updates import (
    ApprovalAsked,
    ApprovalGiven,
    ApprovalRefused,
    ApprovalVoided,
    ClientsChanged,
    ClientUpdateSent,
    UpdateDrafted,
    UpdateEscalated,
    UpdateMissed,
    UpdateReminded,
    UpdateRevised,
    UpdateSnoozed,
    UpdateWithdrawn,
    Updating,
    WordingWaived,
)
from bot.domain.naming import state_name
from bot.domain.phrase import Phrase, Slot, Who, phrase
from bot.domain.timeline_paging import because, who

_Alarm = UpdateReminded | UpdateMissed | UpdateEscalated | UpdateSnoozed
_Text = UpdateDrafted | UpdateRevised | UpdateWithdrawn | WordingWaived


def update_sentence(event: Updating) -> Phrase:
    by = who(event.by)
    match event:
        case ClientUpdateSent():
            return _sent(event, by)
        case UpdateDrafted() | UpdateRevised() | UpdateWithdrawn() | WordingWaived():
            return _text(event, by)
        case ApprovalAsked() | ApprovalGiven() | ApprovalRefused() | ApprovalVoided():
            return _approval(event, by)
        case UpdateReminded() | UpdateMissed() | UpdateEscalated() | UpdateSnoozed():
            return _alarm(event, by)
        case ClientsChanged():
            clients = ", ".join(event.titles or event.new) or phrase("none")
            return phrase("{by} set the affected clients to: {clients}", by=by, clients=clients)
    assert_never(event)


def _sent(event: ClientUpdateSent, by: Slot) -> Phrase:
    """In time or how late, where one was due."""
    state, text = state_name(event.state), event.text
    if event.corrects is not None:
        return phrase(
            "{by} sent client update {number} ({state}), which corrects update {corrected}: {text}",
            by=by,
            number=event.number,
            state=state,
            corrected=event.corrects_number,
            text=text,
        )
    if event.due_at is None:
        return phrase("{by} sent a client update ({state}): {text}", by=by, state=state, text=text)
    if event.late:
        return phrase(
            "{by} sent a client update ({state}), {late} late: {text}",
            by=by,
            state=state,
            late=event.at - event.due_at,
            text=text,
        )
    return phrase(
        "{by} sent a client update ({state}), on time: {text}", by=by, state=state, text=text
    )


def _text(event: _Text, by: Slot) -> Phrase:
    number = event.number
    match event:
        case UpdateDrafted():
            return phrase(
                "{by} drafted client update {number} ({state})",
                by=by,
                number=number,
                state=state_name(event.state),
            )
        case UpdateRevised():
            return phrase(
                "{by} changed client update {number}: {fields}",
                by=by,
                number=number,
                fields=_listed([field_name(each) for each in event.changed]),
            )
        case UpdateWithdrawn():
            return because(
                phrase("{by} withdrew client update {number}", by=by, number=number), event.reason
            )
        case WordingWaived():
            return phrase(
                "{by} let the words “{words}” stand in client update {number}: {reason}",
                by=by,
                words=event.words,
                number=number,
                reason=event.reason,
            )
    assert_never(event)


def _approval(
    event: ApprovalAsked | ApprovalGiven | ApprovalRefused | ApprovalVoided, by: Slot
) -> Phrase:
    number = event.number
    match event:
        case ApprovalAsked(again=True):
            return phrase(
                "The approval of client update {number} was asked for again, of {people}",
                number=number,
                people=_listed([Who(each) for each in event.people]),
            )
        case ApprovalAsked():
            return phrase(
                "{by} asked {people} to approve client update {number}",
                by=by,
                people=_listed([Who(each) for each in event.people]),
                number=number,
            )
        case ApprovalGiven():
            return phrase("{by} approved client update {number}", by=by, number=number)
        case ApprovalRefused():
            return phrase(
                "{by} did not approve client update {number}: {reason}",
                by=by,
                number=number,
                reason=event.reason,
            )
        case ApprovalVoided():
            return phrase(
                "The approval of client update {number} by {approver} is void: {why}",
                number=number,
                approver=Who(event.approved_by),
                why=void_name(Void(event.why)),
            )
    assert_never(event)


def _alarm(event: _Alarm, by: Slot) -> Phrase:
    due = event.due_at
    match event:
        case UpdateReminded(people=()):
            return phrase("A client update is due at {due}, and nobody has the task", due=due)
        case UpdateReminded():
            return phrase(
                "{people} reminded: a client update is due at {due}",
                people=_listed([Who(each) for each in event.people]),
                due=due,
            )
        case UpdateMissed(first=True):
            return phrase("The first client update was due at {due} and was not sent", due=due)
        case UpdateMissed():
            return phrase("A client update was due at {due} and was not sent", due=due)
        case UpdateEscalated(people=()):
            return phrase("Clients still wait for the update that was due at {due}", due=due)
        case UpdateEscalated():
            return phrase(
                "Clients still wait for the update that was due at {due}; {people} told",
                due=due,
                people=_listed([Who(each) for each in event.people]),
            )
        case UpdateSnoozed():
            return phrase(
                "{by} put off the reminders of client updates until {until}: {reason}",
                by=by,
                until=event.until,
                reason=event.reason,
            )
    assert_never(event)


def field_name(field: str) -> Phrase:
    """A field of the form, inside a sentence."""
    names = {
        "state": phrase("state"),
        "headline": phrase("headline"),
        "impact": phrase("impact"),
        "workaround": phrase("workaround"),
        "doing": phrase("what we are doing"),
        "next_by": phrase("next update"),
        "services": phrase("services"),
        "health": phrase("health of the services"),
        "clients": phrase("clients"),
        "readers": phrase("who reads it"),
    }
    return names.get(field) or phrase("{word}", word=field)


def _listed(slots: Sequence[Slot]) -> Slot:
    """One after another, with commas."""
    first, *rest = slots
    said: Slot = first
    for each in rest:
        said = phrase("{people}, {person}", people=said, person=each)
    return said
