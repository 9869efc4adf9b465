"""What the public may read: sent updates, and the incidents and components they tell of.

Nothing else of an incident is known here, so nothing else can be shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

from bot.domain.client_update import ClientUpdate, Medium
from bot.domain.component import Health
from bot.domain.component_history import Calendar, Day, Spell, calendar, overlaid
from bot.domain.ids import ClientUpdateId, IncidentId
from bot.domain.language import Language
from bot.domain.service import ServiceName
from bot.domain.severity import ClientState
from bot.domain.status_page import StatusPage
from bot.domain.wall_clock import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A sent update as the page shows it. It never changes."""

    id: ClientUpdateId
    incident: IncidentId
    #: Within its incident, from 1.
    number: int
    state: ClientState
    #: UTC.
    at: datetime
    services: tuple[ServiceName, ...]
    health: Health
    headline: Mapping[Language, str]
    texts: Mapping[Language, str]
    next_by: datetime | None = None
    #: The earlier update that this one puts right.
    corrects: ClientUpdateId | None = None


def published(update: ClientUpdate) -> Published | None:
    """A sent update in the words that went to the page; None when it did not go there."""
    page = next((each for each in update.recipients if each.medium is Medium.PAGE), None)
    if page is None or update.sent_at is None:
        return None
    texts = {language: update.texts[language, page.zone.key] for language in page.languages}
    return Published(
        id=update.id,
        incident=update.incident,
        number=update.number,
        state=update.state,
        at=update.sent_at,
        services=update.services,
        health=update.health or Health.DEGRADED,
        headline={each: update.headline[each] for each in texts if each in update.headline},
        texts=texts,
        next_by=update.next_by,
        corrects=update.corrects,
    )


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the language it is in: the reader's, else the first that it has."""

    language: Language
    text: str


def text_in(language: Language, texts: Mapping[Language, str]) -> Text:
    """For a reader. ``texts`` holds at least one."""
    if language in texts:
        return Text(language, texts[language])
    found, text = next(iter(texts.items()))
    return Text(found, text)


@dataclass(frozen=True)
class PublicIncident:
    """An incident as its updates tell it, the oldest first; there is at least one."""

    id: IncidentId
    updates: tuple[Published, ...]

    @property
    def last(self) -> Published:
        return self.updates[-1]

    @property
    def over(self) -> bool:
        return self.last.state is ClientState.RESOLVED

    @property
    def health(self) -> Health:
        return Health.OPERATIONAL if self.over else self.last.health

    @property
    def began_at(self) -> datetime:
        """When clients were first told."""
        return self.updates[0].at

    @cached_property
    def ended_at(self) -> datetime | None:
        """When clients were told that it was over; a correction of that later changes nothing."""
        if not self.over:
            return None
        ended = self.last.at
        for update in reversed(self.updates):
            if update.state is not ClientState.RESOLVED:
                break
            ended = update.at
        return ended

    @cached_property
    def corrections(self) -> Mapping[ClientUpdateId, Published]:
        """The update that puts another right, by the other's id; of several, the last."""
        return {update.corrects: update for update in self.updates if update.corrects}

    @cached_property
    def worst(self) -> Health:
        """Of all that was said and not taken back."""
        return Health.worst(self._health(update) for update in self.updates)

    def headline(self, language: Language) -> Text:
        """The last one given in the reader's language, else the last one given."""
        given = [update.headline for update in reversed(self.updates) if update.headline]
        mine = next((texts for texts in given if language in texts), None)
        texts = mine or next(iter(given), None)
        return text_in(language, texts) if texts else Text(language, "")

    def services(self, page: StatusPage) -> tuple[ServiceName, ...]:
        """All that it touched and the page names, in the page's order."""
        touched = {service for update in self.updates for service in self._stands(update).services}
        return tuple(service for service in page.services if service in touched)

    def spells(self) -> Iterator[tuple[ServiceName, Spell]]:
        """How this incident says that each component fared."""
        later = [*(update.at for update in self.updates[1:]), None]
        for update, end in zip(self.updates, later, strict=True):
            spell = Spell(start=update.at, end=end, health=self._health(update))
            for service in self._stands(update).services:
                yield service, spell

    def _stands(self, update: Published) -> Published:
        """What is true of that time: a correction that speaks of the same state takes its place."""
        correction = self.corrections.get(update.id)
        if correction is None or correction.state is not update.state:
            return update
        return self._stands(correction)

    def _health(self, update: Published) -> Health:
        stands = self._stands(update)
        return Health.OPERATIONAL if stands.state is ClientState.RESOLVED else stands.health


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    service: ServiceName
    #: As of now.
    health: Health
    #: The oldest first; the last is today.
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The whole page at one instant."""

    at: datetime
    calendar: Calendar
    #: The worst of all components and open incidents.
    health: Health
    components: Mapping[ServiceName, Component]
    #: The newest first.
    incidents: tuple[PublicIncident, ...]

    @property
    def open(self) -> tuple[PublicIncident, ...]:
        return tuple(incident for incident in self.incidents if not incident.over)

    def begun_on(self, incident: PublicIncident) -> date:
        """The day in the page's zone on which it stands in the history."""
        return reading(incident.began_at, self.calendar.zone).date()

    def incident(self, id: int) -> PublicIncident | None:
        return next((incident for incident in self.incidents if incident.id == id), None)


def board(published: Sequence[Published], page: StatusPage, now: datetime) -> Board:
    """What may be read now. ``published``: all that was sent of what is public, in any order."""
    incidents = _incidents(published)
    days = calendar(now, page.zone, _since(incidents, page, now))
    spells: dict[ServiceName, list[Spell]] = {service: [] for service in page.services}
    for incident in incidents:
        for service, spell in incident.spells():
            if service in spells and (spell.end is None or spell.end > days.midnights[0]):
                spells[service].append(spell)
    components = {service: _component(service, each, days) for service, each in spells.items()}
    healths = [component.health for component in components.values()]
    return Board(
        at=now,
        calendar=days,
        health=Health.worst((*healths, *(incident.health for incident in incidents))),
        components=components,
        incidents=incidents,
    )


def _incidents(published: Sequence[Published]) -> tuple[PublicIncident, ...]:
    ordered = sorted(published, key=lambda update: (update.incident, update.at, update.number))
    found = (
        PublicIncident(id, tuple(updates))
        for id, updates in groupby(ordered, key=lambda update: update.incident)
    )
    return tuple(sorted(found, key=lambda each: (each.began_at, each.id), reverse=True))


def _since(incidents: Sequence[PublicIncident], page: StatusPage, now: datetime) -> date:
    if page.since:
        return page.since
    first = incidents[-1].began_at if incidents else now
    return reading(first, page.zone).date()


def _component(service: ServiceName, spells: Sequence[Spell], days: Calendar) -> Component:
    health = Health.worst(spell.health for spell in spells if spell.end is None)
    *before, today = days.days(overlaid(spells, days.now))
    if today.health:
        # A trouble told of this very moment has lasted no time yet.
        today = replace(today, health=Health.worst((today.health, health)))
    return Component(service=service, health=health, days=(*before, today))
