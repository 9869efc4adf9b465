"""A page as the timeline tells it: who is asked, why they are, and what became of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.domain import foresight
from bot.domain.document import Recorded
from bot.domain.escalation import LAST_RESORT, Escalation, State
from bot.domain.events import EscalationForced, PageDeclined, PersonCalled, ResponderPaged
from bot.domain.ids import EscalationId, EventId, PersonId
from bot.domain.incident import Incident
from bot.domain.on_call import on_call, rosters_of
from bot.domain.phrase import Phrase, Slot, Who, phrase
from bot.domain.policy import Policy
from bot.i18n import Translator
from bot.slack import kit
from bot.slack.kit import Mrkdwn, md


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that a page shows. ``outcome`` is None while it can still be answered."""

    incident: Incident
    escalation: EscalationId
    #: The service's title in the reader's language; empty when unknown.
    service: str
    #: Short, for a lock screen: ``level 2 of 4``.
    place: Phrase
    #: Why this reader, and why now.
    why: Phrase
    #: When the next step fires; None when none will.
    until: datetime | None = None
    #: Who is asked then: people and channels.
    then: tuple[Slot, ...] = ()
    outcome: Mrkdwn | None = None
    #: Whoever is called by name is invited at once; the others when they acknowledge.
    invited: bool = False


# Why this reader


def called(by: PersonId | None, reason: str) -> Phrase:
    asked = phrase("{person} paged you by name", person=Who(by)) if by else phrase("Paged by name")
    return phrase("{said}: {reason}", said=asked, reason=reason) if reason else asked


def at_level(level: int, levels: int) -> Phrase:
    return phrase("level {level} of {levels}", level=level, levels=levels)


def at_last() -> Phrase:
    return phrase("last resort")


def by_name() -> Phrase:
    return phrase("by name")


def first(place: Phrase) -> Phrase:
    return phrase("You are on call: {place}.", place=place)


def after_silence(place: Phrase, before: Phrase, waited: timedelta) -> Phrase:
    """``before`` is the place that stayed silent."""
    return phrase(
        "You are asked as {place}: no answer from {before} for {waited}.",
        place=place,
        before=before,
        waited=waited,
    )


def after_decline(place: Phrase, who: PersonId) -> Phrase:
    return phrase(
        "You are asked as {place}: {person} cannot take it.", place=place, person=Who(who)
    )


def after_demand(place: Phrase, who: PersonId, reason: str) -> Phrase:
    said = phrase(
        "You are asked as {place}: {person} wants more help", place=place, person=Who(who)
    )
    return phrase("{said}: {reason}", said=said, reason=reason) if reason else said


# What became of it


def answered(t: Translator, who: PersonId, at: datetime, after: timedelta) -> Mrkdwn:
    return md(
        t,
        "{person} has it since {time}, {length} after the first page.",
        person=Who(who),
        time=kit.clock(at),
        length=after,
    )


def declined(t: Translator, at: datetime, reason: str) -> Mrkdwn:
    said = md(t, "You could not take it at {time}", time=kit.clock(at))
    return md(t, "{said}: {reason}", said=said, reason=reason) if reason else said


def ended(t: Translator) -> Mrkdwn:
    return md(t, "The incident has ended. Nobody needs to answer any more.")


# Told by the timeline


def event_of(key: str) -> EventId:
    """The event that caused a page: with its id the key of the effect begins."""
    return EventId(key.partition(".")[0])


def cause_of(key: str, story: Sequence[Recorded]) -> int:
    """Which entry of the timeline that is."""
    id = event_of(key)
    return next(number for number, entry in enumerate(story) if entry.id == id)


def told(
    t: Translator,
    incident: Incident,
    run: Escalation,
    policy: Policy,
    cause: int,
    story: Sequence[Recorded],
) -> Page:
    service = policy.services.get(incident.service) if incident.service else None
    place, why = _why(cause, story, len(run.path.levels))
    return Page(
        incident=incident,
        escalation=run.id,
        service=service.title.to(t.language) if service else "",
        place=place,
        why=why,
        until=run.next_step_at,
        then=foresight.at_next_step(run, partial(on_call, policy, rosters_of(policy))),
        invited=isinstance(story[cause].event, PersonCalled),
    )


def _why(cause: int, story: Sequence[Recorded], levels: int) -> tuple[Phrase, Phrase]:
    """The reader's place on the path, and what made it their turn."""
    event = story[cause].event
    if isinstance(event, PersonCalled):
        return by_name(), called(event.by, event.reason)
    assert isinstance(event, ResponderPaged)
    place = _place(event, levels)
    for entry in reversed(story[:cause]):
        match entry.event:
            case PageDeclined(by=by) as told if told.escalation == event.escalation and by:
                return place, after_decline(place, by)
            case EscalationForced(by=by) as told if told.escalation == event.escalation and by:
                return place, after_demand(place, by, told.reason)
            case ResponderPaged() as told if _earlier(told, event):
                waited = event.at - told.at
                return place, after_silence(place, _place(told, levels), waited)
    return place, first(place)


def _earlier(told: ResponderPaged, event: ResponderPaged) -> bool:
    return told.escalation == event.escalation and told.at < event.at


def _place(event: ResponderPaged, levels: int) -> Phrase:
    return at_last() if event.level == LAST_RESORT else at_level(event.level, levels)


def with_outcome(
    t: Translator,
    page: Page,
    run: Escalation,
    person: PersonId | None,
    cause: int,
    story: Sequence[Recorded],
) -> Page:
    """What became of one page; None while its reader can still answer."""
    lines: list[Mrkdwn] = []
    for entry in story[cause:]:
        told = entry.event
        if isinstance(told, PageDeclined) and (told.escalation, told.by) == (run.id, person):
            lines = [declined(t, told.at, told.reason)]
    awaited = run.answerable or (person is not None and person in run.called)
    if run.acknowledged_by and run.acknowledged_at and (person in run.holders or not awaited):
        first = run.first_paged_at or run.acknowledged_at
        after = run.acknowledged_at - first
        lines.append(answered(t, run.acknowledged_by, run.acknowledged_at, after))
    elif run.state is State.STOPPED or not page.incident.status.open:
        lines.append(ended(t))
    return replace(page, outcome=kit.join(lines) if lines else None)
