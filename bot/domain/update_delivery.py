"""One client update on its way to one recipient, and what became of it.

A recipient gets an update once. Slack can be asked whether a message is there already; a mail
server cannot. So a mail that may have left without our knowing is *unknown*: it is never sent
again by itself, and people say whether it arrived.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import assert_never
from urllib.parse import urlsplit

from bot.domain.client_update import ClientUpdate
from bot.domain.effects import CallUpdateHook, Effect, MailClientUpdate, SendClientUpdate
from bot.domain.ids import ClientUpdateId, IncidentId, RoomId
from bot.domain.medium import Medium
from bot.domain.phrase import Slot, Where, phrase
from bot.domain.service import ClientName
from bot.domain.snag import Snag


class DeliveryState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    #: Given up, with a reason. People may try again.
    FAILED = "failed"
    #: It was handed over, and nobody knows whether it arrived.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Whom an update was for, as the timeline keeps it. ``recipient`` is `Recipient.key`."""

    recipient: str
    medium: Medium
    #: A channel, an e-mail address or a host; of a web address only its host, which is no secret.
    address: str
    client: ClientName | None = None

    @property
    def shown(self) -> Slot:
        """For a sentence."""
        match self.medium:
            case Medium.CHANNEL | Medium.SUPPORT:
                return Where(RoomId(self.address))
            case Medium.PAGE:
                return phrase("the status page")
            case Medium.MAIL | Medium.HOOK:
                return self.address


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateDelivery:
    """All times are UTC."""

    update: ClientUpdateId
    recipient: str
    incident: IncidentId
    medium: Medium
    address: str
    client: ClientName | None = None
    state: DeliveryState = DeliveryState.QUEUED
    #: Tries that ended without success since it was queued.
    attempts: int = 0
    queued_at: datetime
    #: Written just before a mail is handed to the server, and taken back when that says no.
    handed_at: datetime | None = None
    sent_at: datetime | None = None
    snag: Snag = Snag.NONE
    detail: str = ""
    #: What the other side knows it by: a message's time in Slack, a mail's Message-ID.
    ref: str = ""

    @property
    def key(self) -> str:
        return delivery_key(self.update, self.recipient)

    @property
    def addressee(self) -> Addressee:
        host = urlsplit(self.address).hostname or "" if self.medium is Medium.HOOK else ""
        return Addressee(
            recipient=self.recipient,
            medium=self.medium,
            address=host or self.address,
            client=self.client,
        )

    @property
    def waits(self) -> bool:
        return self.state is DeliveryState.QUEUED

    def sent(self, at: datetime, ref: str) -> "UpdateDelivery":
        return replace(
            self,
            state=DeliveryState.SENT,
            sent_at=at,
            ref=ref or self.ref,
            snag=Snag.NONE,
            detail="",
        )

    def failed(self, snag: Snag, detail: str = "") -> "UpdateDelivery":
        """Given up. Nothing was handed over, as far as anybody knows."""
        return replace(
            self,
            state=DeliveryState.FAILED,
            attempts=self.attempts + 1,
            handed_at=None,
            snag=snag,
            detail=detail,
        )

    def put_off(self, snag: Snag, detail: str = "") -> "UpdateDelivery":
        """A clear no that may become a yes: it waits, and nothing was handed over."""
        return replace(self, attempts=self.attempts + 1, handed_at=None, snag=snag, detail=detail)

    def lost(self, snag: Snag, detail: str = "") -> "UpdateDelivery":
        """Handed over, and nobody knows what came of it."""
        return replace(self, state=DeliveryState.UNKNOWN, snag=snag, detail=detail)

    def again(self, at: datetime) -> "UpdateDelivery":
        """Queued anew, because a person asked for it."""
        return replace(
            self,
            state=DeliveryState.QUEUED,
            attempts=0,
            queued_at=at,
            handed_at=None,
            snag=Snag.NONE,
            detail="",
        )


def deliveries(update: ClientUpdate, at: datetime) -> tuple[UpdateDelivery, ...]:
    """One for each recipient of what was sent just now. The status page needs no sending."""
    return tuple(
        UpdateDelivery(
            update=update.id,
            recipient=each.key,
            incident=update.incident,
            medium=each.medium,
            address=each.address,
            client=each.client,
            state=DeliveryState.SENT if each.medium is Medium.PAGE else DeliveryState.QUEUED,
            queued_at=at,
            sent_at=at if each.medium is Medium.PAGE else None,
        )
        for each in update.recipients
    )


def orders(queued: Sequence[UpdateDelivery]) -> list[tuple[str, Effect]]:
    """What must leave for them, each with the key that it leaves under once."""
    made = []
    for each in queued:
        effect = order(each.incident, each.update, each.recipient, each.medium)
        if effect is not None:
            made.append((each.key, effect))
    return made


def order(
    incident: IncidentId, update: ClientUpdateId, recipient: str, medium: Medium
) -> Effect | None:
    """The order to deliver it; None where nothing has to leave."""
    match medium:
        case Medium.CHANNEL | Medium.SUPPORT:
            return SendClientUpdate(incident=incident, update=update, recipient=recipient)
        case Medium.MAIL:
            return MailClientUpdate(incident=incident, update=update, recipient=recipient)
        case Medium.HOOK:
            return CallUpdateHook(incident=incident, update=update, recipient=recipient)
        case Medium.PAGE:
            return None
    assert_never(medium)


def delivery_key(update: ClientUpdateId, recipient: str) -> str:
    """What makes this delivery one of a kind, everywhere: 40 characters, stable.

    Slack's metadata, the webhook's id and a mail's Message-ID carry it, so it says nothing.
    """
    said = f"{update}\0{recipient}".encode()
    return hashlib.blake2b(said, digest_size=20).hexdigest()
