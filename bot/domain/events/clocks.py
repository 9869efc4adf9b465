"""What becomes of regulatory clocks. ``title`` is what the clock was called then."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.domain.events.fact import Fact
from bot.domain.ids import ClockName, PersonId

#: The anchor of a clock that follows a report.
SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClocksProposed(Fact):
    """They may apply, for its flags. None runs until somebody says from when."""

    clocks: tuple[ClockName, ...]
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStarted(Fact):
    """Somebody confirmed from when it runs: ``anchors`` are the moments, by name.

    ``due_at`` is None where the rule has no limit. Not ``firm``: the latest it could be.
    ``invited`` are let into the room for it.
    """

    clock: ClockName
    title: str
    anchors: dict[str, datetime]
    due_at: datetime | None = None
    firm: bool = True
    ground: str = ""
    invited: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorSet(Fact):
    """A moment was named later, or corrected; ``previous`` is what stood there before."""

    clock: ClockName
    title: str
    anchor: str
    moment: datetime
    previous: datetime | None = None
    due_at: datetime | None = None
    firm: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWarned(Fact):
    """So much of the time has gone; all of it where the deadline was not ``firm``."""

    clock: ClockName
    title: str
    percent: int
    due_at: datetime
    firm: bool = True
    people: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMissed(Fact):
    clock: ClockName
    title: str
    due_at: datetime
    people: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSubmitted(Fact):
    """A report went to the authority at ``moment``. ``why``: what is said of being late."""

    clock: ClockName
    title: str
    moment: datetime
    reference: str = ""
    due_at: datetime | None = None
    why: str = ""
    #: It had been submitted before: this one updates or corrects that.
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockDismissed(Fact):
    clocks: tuple[ClockName, ...]
    titles: tuple[str, ...]
    reason: str


#: What becomes of regulatory clocks.
Ticking: TypeAlias = (
    ClocksProposed
    | ClockStarted
    | AnchorSet
    | ClockWarned
    | ClockMissed
    | ClockSubmitted
    | ClockDismissed
)
