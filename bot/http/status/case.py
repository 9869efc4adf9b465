"""One incident as the templates write it. What a template does not ask for is not written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache

from bot.domain.component import Health
from bot.domain.ids import label
from bot.domain.language import Language
from bot.domain.naming import state_name
from bot.domain.phrase import Phrase
from bot.domain.published import PublicIncident, Published, Text, text_in
from bot.domain.service import ServiceName
from bot.http.status.boards import Showing
from bot.i18n import Translator, translator

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time as people and as machines read it."""

    text: str
    iso: str


@dataclass(frozen=True)
class Voice:
    """Speaks one language, on the page's clock."""

    showing: Showing
    language: Language

    @cached_property
    def t(self) -> Translator:
        return translator(self.language)

    def say(self, phrase: Phrase) -> str:
        return self.t.phrase(phrase, str)

    def moment(self, at: datetime) -> Moment:
        text = self.t.when(at, self.showing.page.zone)
        return Moment(text=text, iso=at.strftime("%Y-%m-%dT%H:%M:%SZ"))

    def length(self, length: timedelta) -> str:
        """In minutes and more; in seconds only where it is less than a minute."""
        return _length(self.language, length // _MINUTE * _MINUTE or length)

    def service(self, service: ServiceName) -> str:
        known = self.showing.policy.services.get(service)
        return known.title.to(self.language) if known else service

    def services(self, incident: PublicIncident) -> str:
        return ", ".join(map(self.service, incident.services(self.showing.page)))

    def state(self, update: Published) -> str:
        return self.say(state_name(update.state))

    def headline(self, incident: PublicIncident) -> Text:
        """Its own; without one, what it touched."""
        given = incident.headline(self.language)
        said = given.text or self.services(incident) or label(incident.id)
        return Text(given.language, said)


@lru_cache(maxsize=10_000)
def _length(language: Language, length: timedelta) -> str:
    """Kept: a page has hundreds, and mostly those of a minute ago."""
    return translator(language).duration(length)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One update as it was sent. ``note`` leads to what it puts right, or to what does so to it."""

    anchor: str
    state: str
    at: Moment
    text: Text
    note: str
    other: str
    corrected: bool


@dataclass(frozen=True)
class Case:
    voice: Voice
    incident: PublicIncident

    @property
    def label(self) -> str:
        return label(self.incident.id)

    @property
    def number(self) -> int:
        return self.incident.id

    @property
    def kind(self) -> str:
        """The health it stands for: as it is now, and of one that is over, the worst it was."""
        return self._health.value

    @property
    def now(self) -> str:
        return self.incident.health.value

    @property
    def said(self) -> str:
        health = self.voice.say(self._health.words)
        return self.voice.t("at worst: {health}", health=health) if self.incident.over else health

    @cached_property
    def _health(self) -> Health:
        return self.incident.worst if self.incident.over else self.incident.health

    @cached_property
    def headline(self) -> Text:
        return self.voice.headline(self.incident)

    @cached_property
    def components(self) -> str:
        return self.voice.services(self.incident)

    @property
    def state(self) -> str:
        return self.voice.state(self.incident.last)

    @property
    def began(self) -> Moment:
        return self.voice.moment(self.incident.began_at)

    @property
    def ended(self) -> Moment | None:
        ended = self.incident.ended_at
        return self.voice.moment(ended) if ended else None

    @property
    def lasted(self) -> str:
        """From the first update until the one that said it was over; empty while it is not."""
        ended = self.incident.ended_at
        return self.voice.length(ended - self.incident.began_at) if ended else ""

    @property
    def next_by(self) -> Moment | None:
        """What was promised, as long as it is to come."""
        promised = self.incident.last.next_by
        if self.incident.over or promised is None or promised <= self.voice.showing.board.at:
            return None
        return self.voice.moment(promised)

    @property
    def letters(self) -> Sequence[Letter]:
        """The newest first."""
        return [self._letter(update) for update in reversed(self.incident.updates)]

    @property
    def earlier(self) -> str:
        """How many updates there are but the newest, in words; empty for none."""
        count = len(self.incident.updates) - 1
        t = self.voice.t
        return t.plural("{count} earlier update", "{count} earlier updates", count) if count else ""

    def _letter(self, update: Published) -> Letter:
        t, others = self.voice.t, self.incident.updates
        earlier = next((each for each in others if each.id == update.corrects), None)
        later = self.incident.corrections.get(update.id)
        note, other = "", later or earlier
        if later:
            note = t("Corrected on {moment}", moment=self.voice.moment(later.at).text)
        elif earlier:
            at = self.voice.moment(earlier.at).text
            note = t("Corrects the update of {moment}", moment=at)
        return Letter(
            anchor=anchor(update),
            state=self.voice.state(update),
            at=self.voice.moment(update.at),
            text=text_in(self.voice.language, update.texts),
            note=note,
            other=anchor(other) if other else "",
            corrected=later is not None,
        )


def anchor(update: Published) -> str:
    """Where it stands on a page, also beside other incidents."""
    return f"update-{update.incident}-{update.number}"
