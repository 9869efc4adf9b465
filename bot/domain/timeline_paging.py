"""What happens while people are paged, as sentences: asked, answered, silent, passed over."""

from datetime import timedelta
from typing import TypeAlias, assert_never
from urllib.parse import urlsplit

from bot.domain.events import (
    AckConfirmed,
    AckLapsed,
    AckQuestioned,
    Because,
    EscalationForced,
    EscalationStarted,
    EscalationStopped,
    LevelSkipped,
    PageAcknowledged,
    PageDeclined,
    Paging,
    PersonCalled,
    ResponderPaged,
    SkipAsked,
    Skipped,
    WebhookCalled,
)
from bot.domain.ids import PersonId
from bot.domain.phrase import Phrase, Slot, Where, Who, phrase

_Path: TypeAlias = (
    EscalationStarted | ResponderPaged | WebhookCalled | LevelSkipped | EscalationStopped
)


def paging_sentence(event: Paging) -> Phrase:
    """What happened, for people. Reasons are added only where somebody gave one."""
    if isinstance(event, _Path):
        return _on_the_path(event)
    by = who(event.by)
    match event:
        case PageAcknowledged():
            return _acknowledged(event, by)
        case PageDeclined():
            return because(phrase("{by} could not take the page", by=by), event.reason)
        case AckQuestioned():
            silent = timedelta(seconds=event.silent_seconds)
            return phrase(
                "No sign of {people} for {silent}: asked whether they still have it",
                people=_listed(event.people),
                silent=silent,
            )
        case AckConfirmed():
            return phrase("{by} still has it", by=by)
        case AckLapsed():
            return phrase(
                "{people} did not say that they still have it, so the path goes on",
                people=_listed(event.people),
            )
        case SkipAsked():
            said = phrase("{by} asked to skip level {level}", by=by, level=event.level)
            return because(said, event.reason)
        case EscalationForced():
            return because(_forced(event, by), event.reason)
        case PersonCalled():
            return because(_called(event, by), event.reason)
    assert_never(event)


def because(said: Phrase, reason: str) -> Phrase:
    return phrase("{said}: {reason}", said=said, reason=reason) if reason else said


def who(person: PersonId | None) -> Slot:
    return Who(person) if person else phrase("Tocsin")


def level_name(level: int) -> Phrase:
    return phrase("level {level}", level=level) if level else phrase("last resort")


def skipped(why: Skipped) -> Phrase:
    """Why a level was passed over, as the end of a sentence."""
    match why:
        case Skipped.NOBODY:
            return phrase("nobody is on call")
        case Skipped.SEVERITY:
            return phrase("it is not for this severity")
        case Skipped.HOURS:
            return phrase("it is outside its hours")
        case Skipped.WISH:
            return phrase("somebody asked to skip it")
        case Skipped.ANSWERED:
            return phrase("everybody there has answered")
    assert_never(why)


def _on_the_path(event: _Path) -> Phrase:
    match event:
        case EscalationStarted():
            return phrase("Paging began by the escalation path {path}", path=event.path)
        case ResponderPaged():
            return _paged(event)
        case WebhookCalled():
            # The address may hold a secret: its host says enough.
            host = urlsplit(event.url).hostname or ""
            return phrase("Told {host} (level {level})", host=host, level=event.level)
        case LevelSkipped():
            return phrase(
                "Level {level}: {why}, so the next level was asked at once",
                level=event.level,
                why=skipped(event.why),
            )
        case EscalationStopped():
            return phrase("Paging stopped: the incident ended before anybody answered")
    assert_never(event)


def _paged(event: ResponderPaged) -> Phrase:
    whom: Slot = Where(event.channel) if event.channel else Who(event.person or PersonId(""))
    said = phrase("Paged {whom} ({level})", whom=whom, level=level_name(event.level))
    if event.because is Because.SILENCE and event.after_level is not None:
        waited = timedelta(seconds=event.waited_seconds)
        before = level_name(event.after_level)
        said = phrase("{said}: no answer from {before} for {waited}", said=said, before=before,
                      waited=waited)  # fmt: skip
    if event.because is Because.MISSING:
        said = phrase("{said}: more people must answer", said=said)
    if event.late_seconds:
        return phrase("{said}, {late} late", said=said, late=timedelta(seconds=event.late_seconds))
    return said


def _acknowledged(event: PageAcknowledged, by: Slot) -> Phrase:
    after = timedelta(seconds=event.seconds)
    said = phrase("{by} acknowledged the page after {after}", by=by, after=after)
    if event.needed == 1:
        return said
    count = min(event.count, event.needed)
    return phrase("{said} ({count} of {needed})", said=said, count=count, needed=event.needed)


def _forced(event: EscalationForced, by: Slot) -> Phrase:
    if event.level is None:
        return phrase("{by} asked for the next level", by=by)
    if event.level == 0:
        return phrase("{by} asked for the last resort", by=by)
    return phrase("{by} asked for level {level}", by=by, level=event.level)


def _called(event: PersonCalled, by: Slot) -> Phrase:
    person = Who(event.person)
    if event.handed:
        return phrase("{by} handed the page to {person}", by=by, person=person)
    if event.rotation:
        return phrase("{by} paged {person}, on call in {rotation}", by=by, person=person,
                      rotation=event.rotation)  # fmt: skip
    return phrase("{by} paged {person}", by=by, person=person)


def _listed(people: tuple[PersonId, ...]) -> Slot:
    """Two people at most hold most pages; more are named one after another."""
    named: Slot = Who(people[0]) if people else phrase("Tocsin")
    for person in people[1:]:
        named = phrase("{people}, {person}", people=named, person=Who(person))
    return named
