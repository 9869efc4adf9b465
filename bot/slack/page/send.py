"""Pages going out, and page messages kept true: who answered, or that nobody need any more."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.domain import foresight
from bot.domain.audience import announced
from bot.domain.delivery import Hopeless
from bot.domain.effects import PagePerson, RefreshPages
from bot.domain.escalation import LAST_RESORT, Escalation, State
from bot.domain.events import (
    EscalationForced,
    PageDeclined,
    PersonCalled,
    ResponderPaged,
)
from bot.domain.ids import EventId, PersonId, RoomId, label
from bot.domain.incident import Incident
from bot.domain.on_call import on_call, rosters_of
from bot.domain.phrase import Phrase
from bot.domain.policy import Policy
from bot.i18n import Translator
from bot.slack import kit
from bot.slack.desk import Desk, key
from bot.slack.kit import Block, Mrkdwn
from bot.slack.outcome import Posted, SlackError
from bot.slack.page import views
from bot.store.cards import Card
from bot.store.outbox import Parcel
from bot.store.timeline import Entry
from bot.store.work import Work
from bot.usecases.deliver import After, Senders

#: A page by name: no version fences it, only the end of the incident.
BY_NAME = -1
_KIND = "page"
#: The message was deleted, or its channel is gone: there is nothing to keep true.
_GONE = frozenset({"message_not_found", "channel_not_found", "cant_update_message"})


def senders(desk: Desk) -> Senders:
    async def page_person(effect: PagePerson, parcel: Parcel) -> After | None:
        async with desk.store.read() as work:
            run = await work.escalations.get(effect.escalation)
            incident = await work.incidents.get(effect.incident)
            story = await work.timeline.read(effect.incident)
        if not incident.status.open or not _wanted(effect, run):
            return None
        whom = _addressee(effect, incident)
        t = await _language(desk, effect.person)
        place = _cause(parcel.key, story)
        page = _page(t, incident, run, desk.store.policy, place, story)
        outcome = _outcome(t, incident, run, effect.person, place, story)
        text, blocks = views.page(t, replace(page, outcome=outcome))
        posted = await desk.slack.post(whom, text, blocks, key=key(parcel))
        return _remember(effect, parcel, run, incident, posted)

    async def refresh_pages(effect: RefreshPages, parcel: Parcel) -> After | None:
        async with desk.store.read() as work:
            run = await work.escalations.get(effect.escalation)
            incident = await work.incidents.get(effect.incident)
            story = await work.timeline.read(effect.incident)
            cards = await work.cards.of(_KIND, effect.incident)
        for card in cards:
            escalation_id, _, cause = card.ref.partition(":")
            if escalation_id != run.id:
                continue
            t = await _language(desk, card.person)
            place = _cause(cause, story)
            page = _page(t, incident, run, desk.store.policy, place, story)
            outcome = _outcome(t, incident, run, card.person, place, story)
            text, blocks = views.page(t, replace(page, outcome=outcome))
            await _edit(desk, Posted(card.channel, card.ts), text, blocks)
        return None

    return {PagePerson: page_person, RefreshPages: refresh_pages}


def _addressee(effect: PagePerson, incident: Incident) -> PersonId | RoomId:
    whom = effect.person or effect.channel
    if whom is None:
        raise Hopeless("A page names neither a person nor a channel.")
    if effect.channel and not announced(incident):
        raise Hopeless(
            f"{label(incident.id)} is private, so it pages people only, never a channel."
        )
    return whom


def _wanted(effect: PagePerson, run: Escalation) -> bool:
    """A page is cancelled, in silence, when its escalation has moved on before it left."""
    return effect.version == BY_NAME or (run.answerable and run.version == effect.version)


async def _language(desk: Desk, person: PersonId | None) -> Translator:
    return await desk.language_of(person) if person else desk.room_language()


async def _edit(desk: Desk, message: Posted, text: str, blocks: Sequence[Block]) -> None:
    try:
        await desk.slack.update(message, text, blocks)
    except SlackError as error:
        if error.code not in _GONE:
            raise


def _remember(
    effect: PagePerson, parcel: Parcel, run: Escalation, incident: Incident, posted: Posted
) -> After:
    """Keep where the message is. Whoever is paged about a private incident may see it.

    The reference names the event that caused the page: the last resort is asked again with
    the same level and round. If somebody answered, or the room opened, while the message was
    on its way, it is out of date already.
    """

    async def after(work: Work) -> None:
        if effect.person:
            await work.incidents.add_members(effect.incident, (effect.person,), work.now)
        card = Card(
            kind=_KIND,
            ref=f"{effect.escalation}:{parcel.key}",
            incident=effect.incident,
            channel=posted.channel,
            ts=posted.ts,
            person=effect.person,
        )
        await work.cards.put(card)
        now = await work.escalations.get(effect.escalation)
        stands = await work.incidents.get(effect.incident)
        if (now.version, stands.room) != (run.version, incident.room):
            refresh = RefreshPages(incident=effect.incident, escalation=effect.escalation)
            work.also(refresh, because=parcel.key)

    return after


def _cause(key: str, story: Sequence[Entry]) -> int:
    """Which entry of the timeline caused the page: its key begins with that event's id."""
    id = EventId(key.partition(".")[0])
    return next(number for number, entry in enumerate(story) if entry.id == id)


def _page(
    t: Translator,
    incident: Incident,
    run: Escalation,
    policy: Policy,
    cause: int,
    story: Sequence[Entry],
) -> views.Page:
    service = policy.services.get(incident.service) if incident.service else None
    place, why = _why(cause, story, len(run.path.levels))
    return views.Page(
        incident=incident,
        escalation=run.id,
        service=service.title.to(t.language) if service else "",
        place=place,
        why=why,
        until=run.next_step_at,
        then=foresight.at_next_step(run, partial(on_call, policy, rosters_of(policy))),
        invited=isinstance(story[cause].event, PersonCalled),
    )


def _why(cause: int, story: Sequence[Entry], levels: int) -> tuple[Phrase, Phrase]:
    """The reader's place on the path, and what made it their turn."""
    event = story[cause].event
    if isinstance(event, PersonCalled):
        return views.by_name(), views.called(event.by, event.reason)
    assert isinstance(event, ResponderPaged)
    place = _place(event, levels)
    for entry in reversed(story[:cause]):
        match entry.event:
            case PageDeclined(by=by) as told if told.escalation == event.escalation and by:
                return place, views.after_decline(place, by)
            case EscalationForced(by=by) as told if told.escalation == event.escalation and by:
                return place, views.after_demand(place, by, told.reason)
            case ResponderPaged() as told if _earlier(told, event):
                waited = event.at - told.at
                return place, views.after_silence(place, _place(told, levels), waited)
    return place, views.first(place)


def _earlier(told: ResponderPaged, event: ResponderPaged) -> bool:
    return told.escalation == event.escalation and told.at < event.at


def _place(event: ResponderPaged, levels: int) -> Phrase:
    return views.at_last() if event.level == LAST_RESORT else views.at_level(event.level, levels)


def _outcome(
    t: Translator,
    incident: Incident,
    run: Escalation,
    person: PersonId | None,
    cause: int,
    story: Sequence[Entry],
) -> Mrkdwn | None:
    """What became of one page; None while its reader can still answer."""
    lines: list[Mrkdwn] = []
    for entry in story[cause:]:
        told = entry.event
        if isinstance(told, PageDeclined) and (told.escalation, told.by) == (run.id, person):
            lines = [views.declined(t, told.at, told.reason)]
    if run.acknowledged_by and run.acknowledged_at:
        first = run.first_paged_at or run.acknowledged_at
        after = run.acknowledged_at - first
        lines.append(views.answered(t, run.acknowledged_by, run.acknowledged_at, after))
    elif run.state is State.STOPPED or not incident.status.open:
        lines.append(views.ended(t))
    return kit.join(lines) if lines else None
