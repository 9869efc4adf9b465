"""The board as the values that templates write, for readers of one language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from bot.domain.component import Health
from bot.domain.component_history import Day
from bot.domain.language import Language
from bot.domain.published import PublicIncident
from bot.domain.service import ServiceName
from bot.http.status.bars import Bar, drawn, width
from bot.http.status.case import Case, Voice

if TYPE_CHECKING:
    from markupsafe import Markup

#: So many days are on the front; the rest is in the history.
RECENT_DAYS = 14
#: How many bars a phone has room for; style.css says the same.
PHONE_DAYS = 30
#: What each language calls itself.
NAMES = {Language.EN: "English", Language.UK: "Українська", Language.RU: "Русский"}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A component. ``summary`` and ``recent`` say how 90 and 30 days went, in words."""

    title: str
    kind: str
    said: str
    bars: "Markup"
    width: int
    summary: str
    recent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A day with incidents, or a run of days without one."""

    title: str
    iso: str
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Writer(Voice):
    @property
    def title(self) -> str:
        return self.showing.page.title.to(self.language)

    def case(self, incident: PublicIncident) -> Case:
        return Case(self, incident)

    def groups(self) -> Iterator[tuple[str, tuple[Row, ...]]]:
        """Headings and the components under them; no heading for those that stand alone."""
        dates = [self.t.short_date(day) for day in self.showing.board.calendar.dates]
        quiet = [self._well(day) for day in dates]
        for group in self.showing.page.groups:
            title = group.title.to(self.language) if group.title else ""
            rows = (self._row(service, dates, quiet) for service in group.services)
            yield title, tuple(rows)

    def _row(self, service: ServiceName, dates: Sequence[str], quiet: Sequence[Bar]) -> Row:
        component = self.showing.board.components[service]
        bars = [
            quiet[place] if day.health is Health.OPERATIONAL else self._bar(day, dates[place])
            for place, day in enumerate(component.days)
        ]
        return Row(
            title=self.service(service),
            kind=component.health.value,
            said=self.say(component.health.words),
            bars=drawn(bars),
            width=width(bars),
            summary=self._summary(component.days),
            recent=self._summary(component.days[-PHONE_DAYS:]),
        )

    def _well(self, name: str) -> Bar:
        return Bar(Health.OPERATIONAL, self.t("{day}: no disruption reported", day=name))

    def _bar(self, day: Day, name: str) -> Bar:
        if day.health is None:
            return Bar(None, self.t("{day}: not recorded", day=name))
        said = self._words[day.health]
        lasted = f", {self.length(day.affected)}" if day.affected else ""
        return Bar(day.health, f"{name}: {said}{lasted}")

    @cached_property
    def _words(self) -> Mapping[Health, str]:
        return {health: self.say(health.words) for health in Health}

    def _summary(self, days: Sequence[Day]) -> str:
        affected = sum((day.affected for day in days), timedelta())
        if affected:
            return self.t("{length} affected", length=self.length(affected))
        return self.t("No disruption reported")

    def legend(self) -> Iterator[tuple["Markup", str]]:
        for health in Health:
            words = self.say(health.words)
            yield drawn([Bar(health, words)]), words

    def recent(self) -> tuple[Entry, ...]:
        """The last days, the newest first; runs of days without an incident are one entry."""
        calendar = self.showing.board.calendar
        first = max(calendar.dates[-1] - (RECENT_DAYS - 1) * _DAY, calendar.since)
        days = [day for day in reversed(calendar.dates) if day >= first]
        return tuple(self._entries(days))

    def month(self, first: date, after: date) -> tuple[Entry, ...]:
        """The days with incidents from ``first`` until before ``after``, the newest first."""
        dates = [first + back * _DAY for back in range((after - first).days)]
        return tuple(entry for entry in self._entries(dates[::-1]) if entry.cases)

    def _entries(self, days: Sequence[date]) -> Iterator[Entry]:
        board = self.showing.board
        begun: dict[date, list[PublicIncident]] = {}
        for incident in board.incidents:
            begun.setdefault(board.begun_on(incident), []).append(incident)
        quiet: list[date] = []
        for day in days:
            if day not in begun:
                quiet.append(day)
                continue
            yield from self._quiet(quiet)
            quiet = []
            cases = tuple(self.case(incident) for incident in begun[day])
            yield Entry(title=self.t.short_date(day), iso=day.isoformat(), cases=cases)
        yield from self._quiet(quiet)

    def _quiet(self, days: Sequence[date]) -> Iterator[Entry]:
        if not days:
            return
        title = self.t.short_date(days[0])
        if len(days) > 1:
            title = f"{self.t.short_date(days[-1])} – {title}"  # noqa: RUF001 - a dash between dates
        yield Entry(title=title, iso=days[0].isoformat(), cases=())
