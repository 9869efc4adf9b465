"""What goes out because of a client update, or because one is late."""

from typing import assert_never

from bot.domain.effects import (
    AskApproval,
    Effect,
    EscalateUpdate,
    InvitePeople,
    RefreshApprovals,
    RefreshCard,
    RemindOfUpdate,
    TellAuthor,
    TellRoom,
    TellUpdateMissed,
)
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
from bot.domain.ids import EventId


def react_to_update(
    event: Updating, id: EventId, card: RefreshCard, tell: TellRoom
) -> tuple[Effect, ...]:
    """A draft is its author's own until somebody is asked, so nothing goes out for it."""
    incident = event.incident
    match event:
        case UpdateDrafted():
            return ()
        case ClientUpdateSent():
            # Whom it is sent to is ordered with the update itself: `update_delivery.orders`.
            return (RefreshApprovals(incident=incident, update=event.update), card, tell)
        case ApprovalAsked():
            return (*_questions(event), card)
        case UpdateRevised(update=update):
            return (RefreshApprovals(incident=incident, update=update), card, tell)
        case ApprovalGiven(update=update, author=author, by=by):
            # Whoever agrees by sending needs no message about it.
            others = (author,) if author and author != by else ()
            news = (
                TellAuthor(incident=incident, update=update, person=each, event=id)
                for each in others
            )
            # The room reads it where it was asked.
            return (RefreshApprovals(incident=incident, update=update), *news, card)
        case UpdateWithdrawn(update=update) | WordingWaived(update=update):
            return (RefreshApprovals(incident=incident, update=update), card, tell)
        case (
            ApprovalRefused(update=update, author=author)
            | ApprovalVoided(update=update, author=author)
        ):
            told = TellAuthor(incident=incident, update=update, person=author, event=id)
            return (RefreshApprovals(incident=incident, update=update), told, card, tell)
        case UpdateSnoozed() | ClientsChanged():
            return (card, tell)
        case UpdateReminded() | UpdateMissed() | UpdateEscalated():
            return _alarm(event, card, tell)
    assert_never(event)


def _questions(event: ApprovalAsked) -> tuple[Effect, ...]:
    """To each of them, and to the room. Those who are let in see the room beside the question."""
    incident, update = event.incident, event.update
    let_in = (InvitePeople(incident=incident, people=event.people),) if event.let_in else ()
    return (
        *let_in,
        *(AskApproval(incident=incident, update=update, person=each) for each in event.people),
        AskApproval(incident=incident, update=update),
    )


def _alarm(
    event: UpdateReminded | UpdateMissed | UpdateEscalated, card: RefreshCard, tell: TellRoom
) -> tuple[Effect, ...]:
    """Each in private; the room hears what is late, and what nobody has the task for."""
    incident, due = event.incident, event.due_at
    match event:
        case UpdateReminded(people=people):
            reminds = (
                RemindOfUpdate(incident=incident, person=each, due_at=due) for each in people
            )
            return (*reminds, card, *(() if people else (tell,)))
        case UpdateMissed(people=people):
            missed = (
                TellUpdateMissed(incident=incident, person=each, due_at=due) for each in people
            )
            return (*missed, card, tell)
        case UpdateEscalated(people=people):
            above = (EscalateUpdate(incident=incident, person=each, due_at=due) for each in people)
            return (*above, card, tell)
    assert_never(event)
