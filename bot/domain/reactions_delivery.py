"""What goes out because a client update did not simply arrive."""

from typing import assert_never

from bot.domain.effects import Effect, RefreshCard, TellRoom
from bot.domain.events.delivery import (
    Delivering,
    DeliveryFailed,
    DeliveryRetried,
    DeliverySettled,
    DeliveryUnknown,
)
from bot.domain.update_delivery import order


def react_to_delivery(event: Delivering, card: RefreshCard, tell: TellRoom) -> tuple[Effect, ...]:
    """The room hears that somebody did not get it; the card says so until it is mended."""
    match event:
        case DeliveryFailed() | DeliveryUnknown():
            return (card, tell)
        case DeliverySettled():
            return (card,)
        case DeliveryRetried(incident=incident, update=update, to=to):
            orders = (order(incident, update, each.recipient, each.medium) for each in to)
            return (*(one for one in orders if one is not None), card)
    assert_never(event)
