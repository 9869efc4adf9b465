"""The order in which people are asked: levels, targets, waits, and a last resort."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from bot.domain.ids import PersonId, RoomId
from bot.domain.language import Localised
from bot.domain.service import PathName, RotationName


@dataclass(frozen=True, slots=True)
class ToRotation:
    rotation: RotationName


@dataclass(frozen=True, slots=True)
class ToPerson:
    person: PersonId


@dataclass(frozen=True, slots=True)
class ToChannel:
    channel: RoomId


Target: TypeAlias = ToRotation | ToPerson | ToChannel


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One rung, for example Support L2. All its targets are paged at once."""

    name: Localised
    targets: tuple[Target, ...]
    #: How long this level may stay silent before the next one is paged.
    wait: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationPath:
    name: PathName
    levels: tuple[Level, ...]
    #: How many times the whole path is walked before the last resort.
    rounds: int = 1
    #: A person or channel that always exists: a path never ends in silence.
    last_resort: ToPerson | ToChannel
