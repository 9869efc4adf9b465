"""Moments of an incident that people say, or say better than before."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from bot.domain.events.fact import Fact


class Milestone(StrEnum):
    """In the order in which they are read."""

    STARTED = "started"
    DETECTED = "detected"
    DECLARED = "declared"
    ACKNOWLEDGED = "acknowledged"
    MITIGATED = "mitigated"
    RESOLVED = "resolved"
    CLOSED = "closed"


#: What was reopened had not ended: what was said of its end goes with it.
ENDS = frozenset({Milestone.MITIGATED, Milestone.RESOLVED, Milestone.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneSet(Fact):
    """``moment`` is UTC; None says that it is not known after all.

    ``previous`` is what was known of it before: recorded, or set by a person.
    """

    milestone: Milestone
    moment: datetime | None
    previous: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TacticalReport(Fact):
    """For those who work on it: how things stand, what is being done, what is needed."""

    conditions: str
    actions: str
    needs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderReport(Fact):
    """For managers. ``since`` and ``next_update`` are the facts as they stood, UTC or unknown."""

    summary: str
    seen: str
    doing: str
    needs: str = ""
    severity: str = ""
    since: datetime | None = None
    next_update: datetime | None = None


#: What people say of the incident as a whole, so that others can follow it.
Reporting: TypeAlias = MilestoneSet | TacticalReport | StakeholderReport
