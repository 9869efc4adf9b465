"""How long a law gives, counted from which moment, and where it says so. Pure.

Hours are hours: no change of the clocks moves them. A month ends on the same date and at the
same time of the next one on the organisation's clock, or on its last day where that date is
missing (Regulation (EEC, Euratom) 1182/71, Article 3(2)(c), read strictly: not at midnight).
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.ids import ClockName, RegimeName
from bot.domain.incident import Flag
from bot.domain.language import Localised
from bot.domain.person import GroupName
from bot.domain.refusal import Refusal
from bot.domain.wall_clock import first_showing, reading

_ONE_DAY, _NOON = timedelta(days=1), time(12)
_SATURDAY = 5


class Anchor(StrEnum):
    """A moment from which time is counted, and which only a person can name."""

    AWARE = "aware"
    #: As a major incident, by the organisation's own decision.
    CLASSIFIED = "classified"


#: What a limit is counted from: such a moment, or the submission of another clock's report.
After: TypeAlias = Anchor | ClockName


@dataclass(frozen=True, slots=True)
class Limit:
    """Hours, or months of the calendar."""

    hours: timedelta = timedelta()
    months: int = 0

    def end(self, start: datetime, zone: ZoneInfo) -> datetime:
        """When it is over, in UTC; months are counted on the clock of ``zone``."""
        at = start.astimezone(UTC)
        if self.months:
            wall = reading(at, zone).replace(fold=0)
            years, month = divmod(wall.month - 1 + self.months, 12)
            year, month = wall.year + years, month + 1
            day = min(wall.day, monthrange(year, month)[1])
            at = first_showing(wall.replace(year=year, month=month, day=day), zone)
        return at + self.hours


@dataclass(frozen=True, slots=True)
class Term:
    limit: Limit
    after: After


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """``limit`` is None where counsel has not said how long there is.

    ``cap``: whichever is earlier, unless ``after`` itself comes later than the cap's end.
    ``next_working_day``: a deadline on a day off moves to noon of the next working day.
    """

    name: ClockName
    regime: RegimeName
    title: Localised
    after: After = Anchor.AWARE
    limit: Limit | None = None
    cap: Term | None = None
    next_working_day: bool = False
    #: Act and article.
    source: str = ""
    note: Localised | None = None

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """The moments that a person has to name, in the order they happen."""
        named = {self.after, self.cap.after if self.cap else None}
        return tuple(anchor for anchor in Anchor if anchor in named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """``applies`` says in one sentence to whom, or when; any of ``flags`` proposes it."""

    name: RegimeName
    title: Localised
    applies: Localised | None = None
    flags: frozenset[Flag] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulation:
    """Every rule the organisation goes by. ``zone`` and ``holidays`` are where it reports."""

    rules: Mapping[ClockName, Rule] = field(default_factory=dict)
    regimes: Mapping[RegimeName, Regime] = field(default_factory=dict)
    #: Hears every warning, besides whoever started the clock.
    warn: GroupName | None = None
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    holidays: frozenset[date] = frozenset()

    def regime(self, name: str) -> Regime:
        found = self.regimes.get(RegimeName(name))
        if found is None:
            raise Refusal("The policy has no such rules any more. `/incident clocks` shows all.")
        return found

    def of(self, regime: RegimeName) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules.values() if rule.regime == regime)

    def first(self, regime: RegimeName) -> tuple[Rule, ...]:
        """Those that begin with a moment a person names; the others follow a submission."""
        return tuple(rule for rule in self.of(regime) if isinstance(rule.after, Anchor))

    def following(self, rule: ClockName) -> tuple[Rule, ...]:
        """Those that are counted from this one's submission."""
        return tuple(one for one in self.rules.values() if one.after == rule)

    def proposed_by(self, flags: frozenset[Flag]) -> tuple[Regime, ...]:
        return tuple(one for one in self.regimes.values() if one.flags & flags)

    def deadline(self, rule: Rule, moments: Mapping[After, datetime]) -> "Deadline | None":
        """When the report is due, by the moments known; None where that cannot be said."""
        start = moments.get(rule.after)
        main = rule.limit.end(start, self.zone) if start and rule.limit else None
        since = moments.get(rule.cap.after) if rule.cap else None
        cap = rule.cap.limit.end(since, self.zone) if rule.cap and since else None
        if main and start and (cap is None or start > cap or main <= cap):
            return Deadline(since=start, at=self._eased(rule, main))
        if cap and since:
            return Deadline(since=since, at=self._eased(rule, cap), firm=main is not None)
        return None

    def _eased(self, rule: Rule, at: datetime) -> datetime:
        """Delegated Regulation (EU) 2025/301, Article 5(4): by noon of the next working day."""
        day = reading(at, self.zone).date()
        if not rule.next_working_day or not self._off(day):
            return at
        while self._off(day):
            day += _ONE_DAY
        return first_showing(datetime.combine(day, _NOON), self.zone)

    def _off(self, day: date) -> bool:
        return day.weekday() >= _SATURDAY or day in self.holidays


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """``firm`` unless only the cap is known: then it is the latest that it could be."""

    since: datetime
    at: datetime
    firm: bool = True

    def passes(self, percent: int) -> datetime:
        """When so much of the time has gone."""
        return self.since + (self.at - self.since) * percent / 100
