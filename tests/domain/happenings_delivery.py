"""Updates that did not simply arrive: what each fact reads like, and what goes out for it."""

from dataclasses import replace

from bot.domain.client_update import Medium
from bot.domain.events import (
    DeliveryFailed,
    DeliveryRetried,
    DeliverySettled,
    DeliveryUnknown,
    Event,
)
from bot.domain.ids import ClientUpdateId
from bot.domain.service import ClientName
from bot.domain.snag import Snag
from bot.domain.update_delivery import Addressee
from tests.domain.happenings import of

UPDATE = ClientUpdateId("u1")
MAIL = Addressee(
    recipient="r1", medium=Medium.MAIL, address="ops@acme.example", client=ClientName("acme")
)
CHANNEL = replace(MAIL, recipient="r2", medium=Medium.CHANNEL, address="C0ACME")
HOOK = replace(MAIL, recipient="r3", medium=Medium.HOOK, address="hooks.example")
NO = "the other side refused it"
SHOWN = ["RefreshCard", "TellRoom"]
FAILED = of(DeliveryFailed, update=UPDATE, to=(MAIL,), snag=Snag.REFUSED, detail="no such user")
AGAIN = of(DeliveryRetried, update=UPDATE, to=(MAIL,))

TOLD: list[tuple[Event, list[str], str]] = [
    (
        FAILED,
        SHOWN,
        f"The client update did not reach ops@acme.example: {NO} (no such user)",
    ),
    (
        replace(FAILED, to=(CHANNEL, MAIL, HOOK), detail=""),
        SHOWN,
        f"The client update did not reach #C0ACME and 2 more: {NO}",
    ),
    (
        of(DeliveryUnknown, update=UPDATE, to=MAIL, snag=Snag.REFUSED),
        SHOWN,
        (
            f"Whether the client update reached ops@acme.example is not known: {NO}. "
            "It is not sent again by itself."
        ),
    ),
    (
        of(DeliverySettled, update=UPDATE, to=MAIL),
        ["RefreshCard"],
        "@U0OLENA found that the client update reached ops@acme.example",
    ),
    (
        AGAIN,
        ["MailClientUpdate", "RefreshCard"],
        "@U0OLENA sent the client update again to ops@acme.example",
    ),
    (
        replace(AGAIN, to=(CHANNEL, HOOK)),
        ["SendClientUpdate", "CallUpdateHook", "RefreshCard"],
        "@U0OLENA sent the client update again to #C0ACME and 1 more",
    ),
]
REACTIONS: list[tuple[Event, list[str]]] = [(event, names) for event, names, _ in TOLD]
SENTENCES: list[tuple[Event, str]] = [(event, said) for event, _, said in TOLD]
