"""The regulatory clocks of one incident as they stand. What people do with them is `clock_course`.

proposed → running → submitted | missed | dismissed. A missed clock is still owed, so it can be
submitted late; one that was dismissed can be started after all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import ClockName, IncidentId, PersonId
from bot.domain.regulation import After, Anchor, Deadline

#: Whoever started it, and the policy's group, hear when so many percent of the time have gone.
WARNINGS = (50, 80, 95)
#: All of it.
OVER = 100


class State(StrEnum):
    PROPOSED = "proposed"
    RUNNING = "running"
    SUBMITTED = "submitted"
    MISSED = "missed"
    DISMISSED = "dismissed"

    @property
    def owed(self) -> bool:
        return self in {State.RUNNING, State.MISSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What a person recorded of one report; ``at`` is when it went out, in UTC."""

    at: datetime
    by: PersonId
    recorded_at: datetime
    reference: str = ""
    #: Why it was late, or why there is another.
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """``deadline`` is None while it cannot be said. ``warned`` is the percentage last told."""

    name: ClockName
    state: State = State.PROPOSED
    anchors: Mapping[Anchor, datetime] = field(default_factory=dict)
    deadline: Deadline | None = None
    warned: int = 0
    #: The named person who confirmed from when it runs.
    started_by: PersonId | None = None
    submissions: tuple[Submission, ...] = ()
    #: Why it does not apply.
    reason: str = ""

    @property
    def submitted_at(self) -> datetime | None:
        """The latest report counts: the next clock hangs on it."""
        return self.submissions[-1].at if self.submissions else None

    @property
    def alarm(self) -> tuple[datetime, int] | None:
        """When somebody is to be told next, and of how many percent."""
        if self.state is not State.RUNNING or self.deadline is None:
            return None
        left = [percent for percent in (*WARNINGS, OVER) if percent > self.warned]
        return (self.deadline.passes(left[0]), left[0]) if left else None

    def passed(self, at: datetime) -> int:
        """The highest percentage for which there is a warning and whose time has come, or 0."""
        if self.deadline is None:
            return 0
        gone = [one for one in WARNINGS if self.deadline.passes(one) <= at]
        return gone[-1] if gone else 0


@dataclass(frozen=True, slots=True)
class Clocks:
    """All clocks of one incident, in the order in which they came up."""

    incident: IncidentId
    all: Mapping[ClockName, Clock] = field(default_factory=dict)

    def put(self, clocks: Iterable[Clock]) -> "Clocks":
        return replace(self, all={**self.all, **{clock.name: clock for clock in clocks}})

    def moments(self, clock: Clock) -> Mapping[After, datetime]:
        """Everything a deadline of this clock may be counted from."""
        sent = [(one.name, one.submitted_at) for one in self.all.values()]
        known: list[tuple[After, datetime]] = [*clock.anchors.items()]
        return dict([*known, *((name, at) for name, at in sent if at)])

    @property
    def alarm_at(self) -> datetime | None:
        alarms = [clock.alarm for clock in self.all.values()]
        return min((alarm[0] for alarm in alarms if alarm), default=None)

    @property
    def nearest(self) -> Clock | None:
        """The one to look at first: the earliest deadline of what is still owed."""
        owed = [
            (clock.deadline.at, clock)
            for clock in self.all.values()
            if clock.state.owed and clock.deadline
        ]
        return min(owed, key=lambda pair: pair[0])[1] if owed else None
