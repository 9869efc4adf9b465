"""The order in which people are asked: levels, targets, waits, conditions, and a last resort."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.domain.ids import PersonId, RoomId
from bot.domain.language import Localised
from bot.domain.person import GroupName
from bot.domain.service import PathName, RotationName
from bot.domain.severity import SeverityName
from bot.domain.windows import Windows


@dataclass(frozen=True, slots=True)
class ToRotation:
    rotation: RotationName


@dataclass(frozen=True, slots=True)
class ToPerson:
    person: PersonId


@dataclass(frozen=True, slots=True)
class ToChannel:
    channel: RoomId


@dataclass(frozen=True, slots=True)
class ToGroup:
    """Everybody in a group of the policy."""

    group: GroupName


@dataclass(frozen=True, slots=True)
class ToUsergroup:
    """Everybody in a Slack user group, by its id (S…)."""

    usergroup: str


@dataclass(frozen=True, slots=True)
class ToWebhook:
    """An address that is told. Nobody answers there, so it never makes a level wait."""

    webhook: str


Target: TypeAlias = ToRotation | ToPerson | ToChannel | ToGroup | ToUsergroup | ToWebhook
#: Finds who stands behind a target now: people in order, or rooms; empty when nobody does.
Resolve: TypeAlias = Callable[[Target], tuple[PersonId | RoomId, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When a level is asked. What is not given holds always; all that is given must hold."""

    #: Empty for every severity.
    severities: tuple[SeverityName, ...] = ()
    #: None for every hour.
    hours: Windows | None = None

    def fits(self, severity: SeverityName | None) -> bool:
        """An unknown severity fits: to page in vain is the smaller harm."""
        return not self.severities or severity is None or severity in self.severities

    def covers(self, at: datetime) -> bool:
        """Whether its hours cover this instant (UTC)."""
        return self.hours is None or self.hours.covers(at)


ALWAYS = Condition()


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One rung, for example Support L2. All its targets are paged at once."""

    name: Localised
    targets: tuple[Target, ...]
    #: How long this level may stay silent before the next one is paged.
    wait: timedelta
    #: Where it does not hold, the level is passed over at once.
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationPath:
    name: PathName
    levels: tuple[Level, ...]
    #: How many times the whole path is walked before the last resort.
    rounds: int = 1
    #: A person or channel that always exists: a path never ends in silence.
    last_resort: ToPerson | ToChannel
