"""What became of an update on its way to its recipients, as sentences."""

from collections.abc import Sequence
from typing import assert_never

from bot.domain.events.delivery import (
    Delivering,
    DeliveryFailed,
    DeliveryRetried,
    DeliverySettled,
    DeliveryUnknown,
)
from bot.domain.phrase import Phrase, Slot, phrase, phrases
from bot.domain.snag import explain
from bot.domain.timeline_paging import who
from bot.domain.update_delivery import Addressee


def delivery_sentence(event: Delivering) -> Phrase:
    match event:
        case DeliveryFailed(to=to, snag=snag, detail=detail):
            why = explain(snag, detail)
            return phrase("The client update did not reach {who}: {why}", who=named(to), why=why)
        case DeliveryUnknown(to=to, snag=snag, detail=detail):
            return phrase(
                "Whether the client update reached {who} is not known: {why}. "
                "It is not sent again by itself.",
                who=to.shown,
                why=explain(snag, detail),
            )
        case DeliverySettled(to=to, by=by):
            return phrase(
                "{by} found that the client update reached {who}", by=who(by), who=to.shown
            )
        case DeliveryRetried(to=to, by=by):
            return phrase("{by} sent the client update again to {who}", by=who(by), who=named(to))
    assert_never(event)


def named(to: Sequence[Addressee]) -> Slot:
    """The one, or the first of many and how many more."""
    first, *others = to
    if not others:
        return first.shown
    return phrases(
        "{first} and {count} more", "{first} and {count} more", len(others), first=first.shown
    )
