"""A page as the timeline tells it: who is asked, why they are, and what became of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import foresight
from bot.domain.document import Recorded
from bot.domain.escalation import LAST_RESORT, Escalation, State
from bot.domain.events import (
    AckLapsed,
    Because,
    EscalationForced,
    Event,
    PageDeclined,
    PersonCalled,
    ResponderPaged,
    SkipAsked,
)
from bot.domain.foresight import OnCall
from bot.domain.ids import EscalationId, EventId, PersonId
from bot.domain.incident import Incident
from bot.domain.naming import role_name
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
    #: What its reader should know and can still answer.
    note: Mrkdwn | None = None
    #: Whoever is called by name is invited at once; the others when they acknowledge.
    invited: bool = False


# Why this reader


def called(by: PersonId | None, reason: str, rotation: str = "", *, handed: bool = False) -> Phrase:
    if by is None:
        asked = phrase("Paged by name")
    elif handed:
        asked = phrase("{person} hands this page over to you", person=Who(by))
    elif rotation:
        asked = phrase(
            "{person} paged you as on call in {rotation}", person=Who(by), rotation=rotation
        )
    else:
        asked = phrase("{person} paged you by name", person=Who(by))
    return _because(asked, reason)


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


def after_decline(place: Phrase, who: PersonId, reason: str) -> Phrase:
    said = phrase("You are asked as {place}: {person} cannot take it", place=place, person=Who(who))
    return _because(said, reason)


def after_demand(place: Phrase, who: PersonId, reason: str) -> Phrase:
    said = phrase(
        "You are asked as {place}: {person} wants more help", place=place, person=Who(who)
    )
    return _because(said, reason)


def after_skip(place: Phrase, who: PersonId, level: int) -> Phrase:
    return phrase(
        "You are asked as {place}: {person} skipped level {level}.",
        place=place,
        person=Who(who),
        level=level,
    )


def after_absence(place: Phrase, who: PersonId) -> Phrase:
    return phrase(
        "You are asked as {place}: {person} had it and is not heard of.",
        place=place,
        person=Who(who),
    )


def for_more(place: Phrase) -> Phrase:
    return phrase("You are asked as {place}: one person is not enough for this.", place=place)


def after_severity(place: Phrase) -> Phrase:
    return phrase("You are asked as {place}: the severity was raised.", place=place)


def _because(said: Phrase, reason: str) -> Phrase:
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
    on_call: OnCall,
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
        until=run.next_step_at if run.answerable else None,
        then=foresight.at_next_step(run, on_call),
        invited=isinstance(story[cause].event, PersonCalled),
    )


def _why(cause: int, story: Sequence[Recorded], levels: int) -> tuple[Phrase, Phrase]:
    """The reader's place on the path, and what made it their turn."""
    event = story[cause].event
    if isinstance(event, PersonCalled):
        return by_name(), called(event.by, event.reason, event.rotation, handed=event.handed)
    assert isinstance(event, ResponderPaged)
    place = _place(event.level, levels)
    if event.because is Because.SILENCE and event.after_level is not None:
        waited = timedelta(seconds=event.waited_seconds)
        return place, after_silence(place, _place(event.after_level, levels), waited)
    if event.because is Because.MISSING:
        return place, for_more(place)
    if event.because is Because.SEVERITY:
        return place, after_severity(place)
    for entry in reversed(story[:cause]):
        found = _cause(entry.event, event, place)
        if found:
            return place, found
    return place, first(place)


def _cause(before: Event, event: ResponderPaged, place: Phrase) -> Phrase | None:
    """How the person's act that this page is because of reads to its reader."""
    match before, event.because:
        case PageDeclined(by=by, reason=reason), Because.DECLINE if by:
            found = after_decline(place, by, reason)
        case EscalationForced(by=by, reason=reason), Because.DEMAND if by:
            found = after_demand(place, by, reason)
        case SkipAsked(by=by, level=level), Because.SKIP if by:
            found = after_skip(place, by, level)
        case AckLapsed(people=people), Because.ABSENCE if people:
            found = after_absence(place, people[0])
        case _:
            return None
    return found if before.escalation == event.escalation else None


def _place(level: int, levels: int) -> Phrase:
    return at_last() if level == LAST_RESORT else at_level(level, levels)


def with_outcome(
    t: Translator,
    page: Page,
    run: Escalation,
    person: PersonId | None,
    cause: int,
    story: Sequence[Recorded],
) -> Page:
    """What became of one page. While its reader can still answer, that is only a note."""
    lines: list[Mrkdwn] = []
    for entry in story[cause:]:
        told = entry.event
        if isinstance(told, PageDeclined) and (told.escalation, told.by) == (run.id, person):
            lines = [declined(t, told.at, told.reason)]
    over = run.state is State.STOPPED or not page.incident.status.open
    wanted = run.answerable or (person is not None and person in run.called)
    closed = bool(lines) or over or person in run.holders or not wanted
    lines += _holders(t, run)
    if over and not run.acks:
        lines.append(ended(t))
    if not closed:
        lines += _latest(t, run, person, story[cause + 1 :])
    said = kit.join(lines) if lines else None
    return replace(page, outcome=said) if closed else replace(page, note=said)


def _holders(t: Translator, run: Escalation) -> list[Mrkdwn]:
    """Who has it; while somebody is still missing, how many do."""
    first = run.first_paged_at or (run.acks[0].at if run.acks else None)
    lines = [answered(t, ack.person, ack.at, ack.at - (first or ack.at)) for ack in run.acks]
    if lines and run.missing and run.answerable:
        have, needed = len(run.acks), run.rule.needed
        said = md(t, "{have} of {needed} have answered.", have=have, needed=needed)
        roles = run.rule.roles[have:]
        for_role = md(t, "The next is needed as {role}.", role=role_name(roles[0])) if roles else ""
        lines.append(kit.join((said, for_role), " ") if roles else said)
    return lines


def _latest(
    t: Translator, run: Escalation, person: PersonId | None, since: Sequence[Recorded]
) -> list[Mrkdwn]:
    """What happened since to this page that its reader should know; the latest only."""
    for entry in reversed(since):
        match entry.event:
            case EscalationForced(escalation=id, by=by, at=at) if id == run.id and by:
                return [md(t, "{person} asked for more help at {time}.", person=Who(by),
                           time=kit.clock(at))]  # fmt: skip
            case AckLapsed(escalation=id, people=people) if id == run.id and person in people:
                return [md(t, "You gave no sign of life, so others are asked. Acknowledge again "
                              "if you still have it.")]  # fmt: skip
    return []
