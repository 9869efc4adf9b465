"""When a regulatory clock is proposed, starts, warns, is missed or answered, do that."""

from functools import partial
from typing import assert_never

from bot.domain.effects import Effect, InvitePeople, RefreshCard, ShowClocks, TellOfClock, TellRoom
from bot.domain.events.clocks import (
    AnchorSet,
    ClockDismissed,
    ClockMissed,
    ClocksProposed,
    ClockStarted,
    ClockSubmitted,
    ClockWarned,
    Ticking,
)
from bot.domain.ids import EventId


def react_to_clocks(event: Ticking, id: EventId) -> tuple[Effect, ...]:
    """``id`` is the event's own, for effects that cite it."""
    incident = event.incident
    card, board = RefreshCard(incident=incident), ShowClocks(incident=incident)
    tell = TellRoom(incident=incident, event=id)
    match event:
        case ClocksProposed():
            return (board,)
        case ClockStarted(invited=people):
            invite = (InvitePeople(incident=incident, people=people),) if people else ()
            return (card, board, tell, *invite)
        case ClockWarned(people=people) | ClockMissed(people=people):
            warn = partial(TellOfClock, incident=incident, event=id)
            return (card, board, warn(), *(warn(person=person) for person in people))
        case AnchorSet() | ClockSubmitted() | ClockDismissed():
            return (card, board, tell)
    assert_never(event)
