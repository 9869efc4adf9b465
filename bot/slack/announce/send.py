"""Say outside the room what may be said: the announcement, and messages to the declarer."""

from datetime import timedelta
from functools import partial

from bot.domain.audience import announced, may_see
from bot.domain.effects import Announce, TellDeclarer, TellWaiting
from bot.domain.ids import IncidentId, PersonId, RoomId
from bot.domain.incident import Incident
from bot.slack.announce import views
from bot.slack.desk import Desk, key
from bot.slack.outcome import Posted
from bot.store.cards import Card
from bot.store.outbox import Parcel
from bot.usecases.deliver import After, Senders

ANNOUNCEMENT = "announcement"


async def announce(desk: Desk, effect: Announce, parcel: Parcel) -> After | None:
    """Posted once, edited in place; taken back when the incident becomes private."""
    seen = await desk.sights.of(effect.incident)
    incident, card = seen.incident, seen.card(ANNOUNCEMENT, str(effect.incident))
    channel = desk.store.policy.workspace.announce
    if not announced(incident):
        return await _take_back(desk, incident, card, channel, parcel)
    text, blocks = views.announcement(desk.room_language(), desk.store.policy, incident)
    if card is not None:
        await desk.slack.update(Posted(card.channel, card.ts), text, blocks)
        return None
    if channel is None:
        return None
    posted = await desk.slack.post(channel, text, blocks, key=key(parcel))
    kept = Card(
        kind=ANNOUNCEMENT,
        ref=str(incident.id),
        incident=incident.id,
        channel=posted.channel,
        ts=posted.ts,
    )
    return lambda work: work.cards.put(kept)


async def _take_back(
    desk: Desk, incident: Incident, card: Card | None, channel: RoomId | None, parcel: Parcel
) -> After | None:
    message = Posted(card.channel, card.ts) if card else None
    if message is None and channel is not None and parcel.uncertain:
        message = await desk.slack.find(channel, key(parcel))
    if message is None:
        return None
    await desk.slack.delete(message)
    return lambda work: work.cards.remove(ANNOUNCEMENT, str(incident.id))


async def tell_declarer(desk: Desk, effect: TellDeclarer, parcel: Parcel) -> After | None:
    person = effect.person
    incident = await _seen_by(desk, effect.incident, person)
    if incident is None or incident.room is None:
        return None
    page = desk.links.to("incidents", incident.id, person, now=desk.store.clock())
    text, blocks = views.opened(await desk.language_of(person), incident, page)
    await desk.slack.post(person, text, blocks, key=key(parcel))
    return None


async def tell_waiting(desk: Desk, effect: TellWaiting, parcel: Parcel) -> After | None:
    incident = await _seen_by(desk, effect.incident, effect.person)
    if incident is None or incident.room is not None:
        return None
    t = await desk.language_of(effect.person)
    text = views.waiting(t, incident, timedelta(seconds=effect.seconds))
    await desk.slack.post(effect.person, text, key=key(parcel))
    return None


async def _seen_by(desk: Desk, id: IncidentId, person: PersonId) -> Incident | None:
    """The incident, if this person may see it."""
    guest = (await desk.people.profile(person)).guest
    seen = await desk.sights.of(id)
    sees = may_see(seen.incident, person, members=seen.members, guest=guest)
    return seen.incident if sees else None


def senders(desk: Desk) -> Senders:
    return {
        Announce: partial(announce, desk),
        TellDeclarer: partial(tell_declarer, desk),
        TellWaiting: partial(tell_waiting, desk),
    }
