"""What became of a client update on its way to its recipients, where it is not simply sent."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.events.fact import Fact
from bot.domain.ids import ClientUpdateId
from bot.domain.snag import Snag
from bot.domain.update_delivery import Addressee


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFailed(Fact):
    """Given up. One recipient, or all of a medium that has no way out at all.

    ``detail`` holds what the other side said: never a secret.
    """

    update: ClientUpdateId
    to: tuple[Addressee, ...]
    snag: Snag
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryUnknown(Fact):
    """It was handed over, and no answer came. It is not sent again by itself."""

    update: ClientUpdateId
    to: Addressee
    snag: Snag
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySettled(Fact):
    """A person found out that it arrived."""

    update: ClientUpdateId
    to: Addressee


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRetried(Fact):
    """A person has it sent again: after a failure, or because it did not arrive."""

    update: ClientUpdateId
    to: tuple[Addressee, ...]


Delivering: TypeAlias = DeliveryFailed | DeliveryUnknown | DeliverySettled | DeliveryRetried
