"""A document as the values a template writes: text by text, with numbers for citations."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.domain.document import Document, Fact, Item, Line, Moment, Prompt, Say, Words
from bot.domain.ids import EventId, EvidenceId, PersonId
from bot.domain.incident import Incident
from bot.i18n import Translator
from bot.usecases.review import speaker

_UTC = ZoneInfo("UTC")
#: How a row of the timeline is marked, by the kind of its event; the others are plain.
_TONES = {
    "IncidentDeclared": "grave",
    "SeverityChanged": "grave",
    "StepFailed": "grave",
    "LeadMissed": "grave",
    "IncidentReopened": "grave",
    "ResponderPaged": "page",
    "PersonCalled": "page",
    "PersonNotified": "page",
    "PageDeclined": "page",
    "EscalationForced": "page",
    "LevelSkipped": "page",
    "PageAcknowledged": "good",
    "IncidentResolved": "good",
    "IncidentClosed": "good",
    "ClientUpdateSent": "client",
    "ApprovalGiven": "client",
    "UpdateMissed": "grave",
    "UpdateEscalated": "grave",
    "DeliveryFailed": "grave",
    "ClockMissed": "grave",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One item. ``kind`` is fact, line, words, moment or prompt."""

    kind: str
    label: str = ""
    text: str = ""
    unknown: bool = False
    cites: tuple[int, ...] = ()
    number: int = 0
    id: str = ""
    tone: str = ""
    day: str = ""
    time: str = ""
    iso: str = ""
    since: str = ""
    marks: tuple[str, ...] = ()
    struck: bool = False
    link: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section. ``groups`` are its items, those of one kind that follow each other together."""

    name: str
    title: str
    groups: tuple[tuple[str, tuple[Shown, ...]], ...]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes for one reader: their language, people by name, times in UTC."""

    t: Translator
    incident: Incident
    names: Mapping[PersonId, str]
    #: Where a kept file is handed out to this reader; None where it is not.
    file: Callable[[EvidenceId], str] | None = None

    @property
    def say(self) -> Say:
        return speaker(self.t, self.incident, self.names)

    def parts(self, document: Document) -> tuple[Part, ...]:
        numbers = document.numbers
        return tuple(
            Part(
                name=section.name,
                title=self.say(section.title),
                groups=_grouped([self._item(item, numbers) for item in section.items]),
            )
            for section in document.sections
        )

    def facts(self, facts: Sequence[Fact], numbers: Mapping[EventId, int]) -> tuple[Shown, ...]:
        return tuple(self._item(fact, numbers) for fact in facts)

    def moments(self, moments: Sequence[Moment]) -> tuple[Shown, ...]:
        return tuple(self._moment(moment) for moment in moments)

    def clock(self, at: datetime) -> str:
        return self.t.when(at, _UTC)

    def _item(self, item: Item, numbers: Mapping[EventId, int]) -> Shown:
        match item:
            case Fact():
                return Shown(
                    kind="fact",
                    label=self.say(item.label),
                    text=self.say(item.value),
                    unknown=not item.cites,
                    cites=tuple(numbers[id] for id in item.cites),
                )
            case Line():
                cites = tuple(numbers[id] for id in item.cites)
                return Shown(kind="line", text=self.say(item.text), cites=cites)
            case Words():
                cites = tuple(numbers[id] for id in item.cites)
                return Shown(kind="words", text=item.text, cites=cites)
            case Prompt():
                return Shown(kind="prompt", text=self.say(item.text))
            case Moment():
                return self._moment(item)

    def _moment(self, moment: Moment) -> Shown:
        at = moment.at.astimezone(UTC)
        since = moment.at - self.incident.declared_at
        return Shown(
            kind="moment",
            text=self.say(moment.text),
            number=moment.number,
            id=moment.id,
            tone=_TONES.get(moment.kind, ""),
            day=self.t.day(at, _UTC),
            time=f"{at:%H:%M:%S}",
            iso=at.isoformat(),
            since=self._since(since) if since else "",
            marks=tuple(self.say(mark) for mark in moment.marks),
            struck=moment.struck,
            link=moment.link if moment.link.startswith("https://") else "",
            file=self.file(moment.evidence) if self.file and moment.evidence else "",
        )

    def _since(self, length: timedelta) -> str:
        """From declare; what was said before it has a minus sign."""
        sign = "+" if length > timedelta(0) else ""
        return sign + self.t.duration(length)


def _grouped(items: Sequence[Shown]) -> tuple[tuple[str, tuple[Shown, ...]], ...]:
    return tuple((kind, tuple(group)) for kind, group in groupby(items, key=lambda one: one.kind))
