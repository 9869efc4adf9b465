"""The incident itself changes."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.events.fact import Fact
from bot.domain.ids import IncidentId, RoomId
from bot.domain.language import Localised
from bot.domain.service import ServiceName
from bot.domain.severity import SeverityName


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityChanged(Fact):
    old: SeverityName
    new: SeverityName
    worse: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Fact):
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleChanged(Fact):
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceChanged(Fact):
    """``title`` is what people called the new one then; None in older entries."""

    old: ServiceName | None
    new: ServiceName | None
    title: Localised | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagsChanged(Fact):
    """What it touches turned out otherwise than it was declared."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePrivate(Fact):
    old_room: RoomId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentResolved(Fact):
    summary: str
    needs_postmortem: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReopened(Fact):
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentClosed(Fact):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentCancelled(Fact):
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentMerged(Fact):
    into: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentAbsorbed(Fact):
    """The other side of a merge: this incident took ``other`` in."""

    other: IncidentId


#: What changes the incident itself after it was declared.
Course: TypeAlias = (
    SeverityChanged
    | StatusChanged
    | TitleChanged
    | ServiceChanged
    | FlagsChanged
    | MadePrivate
    | IncidentResolved
    | IncidentReopened
    | IncidentClosed
    | IncidentCancelled
    | IncidentMerged
    | IncidentAbsorbed
)
