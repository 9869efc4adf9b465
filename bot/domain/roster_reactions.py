"""When this happens to a roster, do that."""

from collections.abc import Iterable
from functools import partial
from typing import assert_never

from bot.domain.effects import AskForCover, Effect, RefreshCoverAsks, TellOfRoster
from bot.domain.events.on_call import (
    CoverAsked,
    CoverDeclined,
    CoverExpired,
    CoverTaken,
    CoverUndone,
    CoverWithdrawn,
    OverrideAdded,
    OverrideRemoved,
    RosterEvent,
    RotationAdded,
    RotationEdited,
    RotationRetired,
    SwapAccepted,
    SwapAsked,
    SwapDeclined,
)
from bot.domain.ids import CoverRequestId, EventId, PersonId


def react_to_roster(event: RosterEvent, id: EventId) -> tuple[Effect, ...]:
    """What goes out because of this event; ``id`` is the event's own.

    Whoever did it knows it: they are answered where they asked.
    """
    tell = partial(_tell, event, id)
    match event:
        case OverrideAdded(person=person) | OverrideRemoved(person=person):
            return tell(person, *event.displaced)
        case CoverUndone(person=person, instead_of=owner):
            return tell(person, owner)
        case RotationEdited(moved=moved) | RotationRetired(moved=moved):
            return tell(*moved)
        case RotationAdded():
            return ()
        case _:
            return _requests(event, tell_asker=tell(event.asker))


_Request = (
    CoverAsked
    | CoverTaken
    | CoverDeclined
    | CoverWithdrawn
    | CoverExpired
    | SwapAsked
    | SwapAccepted
    | SwapDeclined
)


def _requests(event: _Request, tell_asker: tuple[Effect, ...]) -> tuple[Effect, ...]:
    refresh = RefreshCoverAsks(request=event.request)
    match event:
        case CoverAsked(asked=asked):
            return _ask(event.request, asked)
        case SwapAsked(other=other):
            return _ask(event.request, (other,))
        case CoverTaken() | CoverExpired() | SwapAccepted() | SwapDeclined():
            return (refresh, *tell_asker)
        case CoverDeclined(left=left):
            # The asker waits for the first to accept; only the last no is news.
            return (refresh, *(() if left else tell_asker))
        case CoverWithdrawn():
            return (refresh,)
    assert_never(event)


def _ask(request: CoverRequestId, people: Iterable[PersonId]) -> tuple[Effect, ...]:
    return tuple(AskForCover(request=request, person=person) for person in people)


def _tell(event: RosterEvent, id: EventId, *people: PersonId | None) -> tuple[Effect, ...]:
    """Each person once."""
    told = dict.fromkeys(person for person in people if person not in {None, event.by})
    return tuple(TellOfRoster(event=id, person=person) for person in told)
