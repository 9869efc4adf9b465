"""The board as the values that templates write: sentences, times and bars for one language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from bot.domain.component import Health
from bot.domain.component_history import Day
from bot.domain.ids import label
from bot.domain.language import Language
from bot.domain.naming import state_name
from bot.domain.phrase import Phrase
from bot.domain.published import PublicIncident, Published, Text, text_in
from bot.domain.service import ServiceName
from bot.http.status.boards import Showing
from bot.i18n import Translator, translator

#: The newest first, on the page's front; the rest is in the history.
RECENT_DAYS = 14
#: What each language calls itself.
NAMES = {Language.EN: "English", Language.UK: "Українська", Language.RU: "Русский"}
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time as people and as machines read it."""

    text: str
    iso: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One day of a component. ``kind`` is a health's value, or ``unknown``."""

    kind: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    title: str
    kind: str
    said: str
    bars: tuple[Bar, ...]
    #: How the ninety days went, in words.
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One update as it was sent, the language marked where it is not the page's."""

    anchor: str
    state: str
    at: Moment
    text: Text
    #: Which other update it puts right, or which one puts it right: a sentence and its anchor.
    note: str = ""
    other: str = ""
    corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One incident. ``letters`` are its updates, the newest first."""

    label: str
    number: int
    over: bool
    kind: str
    headline: Text
    state: str
    said: str
    components: str
    began: Moment
    ended: Moment | None
    lasted: str
    next_by: Moment | None
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A day with incidents, or a run of days without one."""

    title: str
    iso: str
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Writer:
    """Writes for readers of one language, on the page's clock."""

    showing: Showing
    language: Language

    @cached_property
    def t(self) -> Translator:
        return translator(self.language)

    @property
    def title(self) -> str:
        return self.showing.page.title.to(self.language)

    def say(self, phrase: Phrase) -> str:
        return self.t.phrase(phrase, str)

    def moment(self, at: datetime) -> Moment:
        text = self.t.when(at, self.showing.page.zone)
        return Moment(text=text, iso=at.strftime("%Y-%m-%dT%H:%M:%SZ"))

    def length(self, length: timedelta) -> str:
        """In minutes and more; in seconds only where it is less than a minute."""
        whole = length // _MINUTE * _MINUTE
        return self.t.duration(whole or length)

    def groups(self) -> Iterator[tuple[str, tuple[Row, ...]]]:
        """Headings and the components under them; no heading for those that stand alone."""
        dates = [self.t.short_date(day) for day in self.showing.board.calendar.dates]
        for group in self.showing.page.groups:
            title = group.title.to(self.language) if group.title else ""
            yield title, tuple(self._row(service, dates) for service in group.services)

    def _row(self, service: ServiceName, dates: Sequence[str]) -> Row:
        component = self.showing.board.components[service]
        bars = [self._bar(day, name) for day, name in zip(component.days, dates, strict=True)]
        return Row(
            title=self.service(service),
            kind=component.health.value,
            said=self.say(component.health.words),
            bars=tuple(bars),
            summary=self._summary(component.days),
        )

    def _bar(self, day: Day, name: str) -> Bar:
        t = self.t
        if day.health is None:
            return Bar(kind="unknown", title=t("{day}: not recorded", day=name))
        if day.health is Health.OPERATIONAL:
            return Bar(kind=day.health.value, title=t("{day}: no disruption reported", day=name))
        said = self.say(day.health.words)
        if not day.affected:
            return Bar(kind=day.health.value, title=f"{name}: {said}")
        return Bar(kind=day.health.value, title=f"{name}: {said}, {self.length(day.affected)}")

    def _summary(self, days: Sequence[Day]) -> str:
        affected = sum((day.affected for day in days), timedelta())
        if affected:
            return self.t("{length} affected", length=self.length(affected))
        return self.t("No disruption reported")

    def service(self, service: ServiceName) -> str:
        known = self.showing.policy.services.get(service)
        return known.title.to(self.language) if known else service

    def case(self, incident: PublicIncident) -> Case:
        board, page = self.showing.board, self.showing.page
        ended = incident.ended_at
        next_by = incident.last.next_by
        promised = next_by if next_by and next_by > board.at and not incident.over else None
        health = incident.worst if incident.over else incident.health
        components = ", ".join(map(self.service, incident.services(page)))
        return Case(
            label=label(incident.id),
            number=incident.id,
            over=incident.over,
            kind=health.value,
            headline=self.headline(incident, components),
            state=self.state(incident.last),
            said=self.say(health.words),
            components=components,
            began=self.moment(incident.began_at),
            ended=self.moment(ended) if ended else None,
            lasted=self.length(ended - incident.began_at) if ended else "",
            next_by=self.moment(promised) if promised else None,
            letters=tuple(self._letter(each, incident) for each in reversed(incident.updates)),
        )

    def headline(self, incident: PublicIncident, components: str) -> Text:
        """Its own; without one, what it touched."""
        given = incident.headline(self.language)
        return given if given.text else Text(self.language, components or label(incident.id))

    def state(self, update: Published) -> str:
        return self.say(state_name(update.state))

    def _letter(self, update: Published, incident: PublicIncident) -> Letter:
        t = self.t
        earlier = next((each for each in incident.updates if each.id == update.corrects), None)
        later = incident.corrections.get(update.id)
        note, other = "", later or earlier
        if later:
            note = t("Corrected on {moment}", moment=self.moment(later.at).text)
        elif earlier:
            note = t("Corrects the update of {moment}", moment=self.moment(earlier.at).text)
        return Letter(
            anchor=_anchor(update),
            state=self.state(update),
            at=self.moment(update.at),
            text=text_in(self.language, update.texts),
            note=note,
            other=_anchor(other) if other else "",
            corrected=later is not None,
        )

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
            yield Entry(title=self._date(day), iso=day.isoformat(), cases=cases)
        yield from self._quiet(quiet)

    def _quiet(self, days: Sequence[date]) -> Iterator[Entry]:
        if not days:
            return
        title = self._date(days[0])
        if len(days) > 1:
            title = f"{self.t.short_date(days[-1])} – {title}"  # noqa: RUF001 - a dash between dates
        yield Entry(title=title, iso=days[0].isoformat(), cases=())

    def _date(self, day: date) -> str:
        return self.t.short_date(day)


def _anchor(update: Published) -> str:
    return f"update-{update.number}"
