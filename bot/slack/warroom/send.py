"""Open the war room and keep true what it shows."""

from datetime import timedelta
from functools import partial

from bot.domain.delivery import DeliveryError, Later
from bot.domain.effects import (
    AddBookmark,
    InvitePeople,
    OpenRoom,
    PinCard,
    PostCard,
    PostRunbook,
    RefreshCard,
    RetireRoom,
    SetTopic,
    TellRoom,
    TellWaiting,
)
from bot.domain.ids import IncidentId, PersonId, RoomId
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.slack.desk import Desk, key
from bot.slack.glance import glance_of
from bot.slack.outcome import Posted, SlackError
from bot.slack.warroom import views
from bot.store.cards import Card
from bot.store.outbox import Parcel
from bot.store.sight import Sight
from bot.store.work import Work
from bot.usecases import declare
from bot.usecases.deliver import After, Senders

CARD, RUNBOOK = "card", "runbook"
#: Nobody notices a shorter wait.
PATIENCE = timedelta(seconds=3)
#: The card's message or its room is gone: what is left of it is put right elsewhere.
_NO_CARD = {"message_not_found", "cant_update_message"}
_NO_ROOM = {"is_archived", "channel_not_found", "not_in_channel"}


async def open_room(desk: Desk, effect: OpenRoom, parcel: Parcel) -> After | None:
    incident = (await desk.sights.of(effect.incident)).incident
    if incident.room is not None:
        return None
    try:
        room, name = await _create(desk, incident, parcel)
    except Later as later:
        await _ask_for_patience(desk, incident, parcel, later)
        raise

    async def after(work: Work) -> None:
        now = await work.incidents.get(incident.id, for_update=True)
        if now.room is not None or now.private != incident.private:
            # Made private while the room was being made: a private one is on its way.
            work.also(RetireRoom(incident=incident.id, room=room), because=parcel.key)
            return
        runbooks = tuple(desk.runbooks.values())
        await declare.room_opened(work, incident.id, room, name, runbooks=runbooks)

    return after


async def _create(desk: Desk, incident: Incident, parcel: Parcel) -> tuple[RoomId, str]:
    """The first free name: a channel's name stays taken even when it is archived."""
    taken = 0
    while True:
        name = views.name(desk.store.policy, incident, taken=taken)
        room = await desk.slack.create_channel(name, private=incident.private, key=key(parcel))
        if room is not None:
            return room, name
        taken += 1


async def _ask_for_patience(desk: Desk, incident: Incident, parcel: Parcel, later: Later) -> None:
    """Tell the declarer, once, however often Slack makes us wait."""
    wait = later.at - desk.store.clock()
    if wait <= PATIENCE:
        return
    seconds = int(wait.total_seconds())
    tell = TellWaiting(incident=incident.id, person=incident.declared_by, seconds=seconds)
    async with desk.store.begin() as work:
        if await work.inbox.claim(f"waiting:{parcel.key}", work.now):
            work.also(tell, because=parcel.key)


async def invite_people(desk: Desk, effect: InvitePeople, parcel: Parcel) -> After | None:
    seen = await desk.sights.of(effect.incident)
    incident = seen.incident
    people = effect.people or _who_belongs(seen, desk.store.policy)
    if incident.room is None or not people:
        return None
    await desk.slack.invite(incident.room, people)

    async def after(work: Work) -> None:
        await work.incidents.add_members(incident.id, people, work.now)

    return after


def _who_belongs(seen: Sight, policy: Policy) -> tuple[PersonId, ...]:
    """The declarer first, then the lead, then all who have a part in it."""
    incident = seen.incident
    lead = (incident.lead,) if incident.lead else ()
    return tuple(
        dict.fromkeys(
            (
                incident.declared_by,
                *lead,
                *incident.roles.values(),
                *(person for run in seen.runs for person in run.paged),
                *sorted(seen.members),
                *(() if incident.private else policy.workspace.responders),
            )
        )
    )


async def post_card(desk: Desk, effect: PostCard, parcel: Parcel) -> After | None:
    sight, story = await desk.sights.whole(effect.incident)
    incident = sight.incident
    if incident.room is None:
        return None
    seen = glance_of(desk.store.policy, sight, story)
    text, blocks = views.card(desk.room_language(), seen)
    # Whatever changes from here on asks for a refresh, which waits behind us in the lane.
    posted = await desk.slack.post(incident.room, text, blocks, key=key(parcel))
    pinned = await _pinned(desk, posted)
    return partial(_keep_card, incident.id, posted, parcel.key, pinned=pinned)


async def _pinned(desk: Desk, posted: Posted) -> bool:
    """Pin the card at once; False leaves it to an effect of its own, which can be tried again."""
    try:
        await desk.slack.pin(posted)
    except DeliveryError:
        return False
    return True


async def _keep_card(
    id: IncidentId, posted: Posted, because: str, work: Work, *, pinned: bool = False
) -> None:
    await work.cards.put(_card(CARD, posted.channel, id, posted))
    if not pinned:
        work.also(PinCard(incident=id), because=because)


async def refresh_card(desk: Desk, effect: RefreshCard, parcel: Parcel) -> After | None:
    sight, story = await desk.sights.whole(effect.incident)
    incident = sight.incident
    card = sight.card(CARD, incident.room or "")
    if card is None:
        return None
    seen = glance_of(desk.store.policy, sight, story)
    text, blocks = views.card(desk.room_language(), seen)
    try:
        await desk.slack.update(_posted(card), text, blocks)
    except SlackError as error:
        if error.code in _NO_ROOM:
            return None
        if error.code not in _NO_CARD:
            raise
        posted = await desk.slack.post(card.channel, text, blocks, key=key(parcel))
        return partial(_keep_card, incident.id, posted, parcel.key)
    return None


async def pin_card(desk: Desk, effect: PinCard, parcel: Parcel) -> After | None:
    seen = await desk.sights.of(effect.incident)
    card = seen.card(CARD, seen.incident.room or "")
    if card is not None:
        await desk.slack.pin(_posted(card))
    return None


async def set_topic(desk: Desk, effect: SetTopic, parcel: Parcel) -> After | None:
    incident = (await desk.sights.of(effect.incident)).incident
    if incident.room is not None:
        topic = views.topic(desk.room_language(), desk.store.policy, incident)
        await desk.slack.set_topic(incident.room, topic)
    return None


async def add_bookmark(desk: Desk, effect: AddBookmark, parcel: Parcel) -> After | None:
    incident = (await desk.sights.of(effect.incident)).incident
    if incident.room is None:
        return None
    t = desk.room_language()
    if effect.what == "page":
        # The bar is read by many, so no personal pass: the page says how to get one's own.
        title, url = t("Incident page"), f"{desk.links.base}/incidents/{incident.id}"
    elif book := desk.runbooks.get(effect.what):
        title, url = t("Runbook: {title}", title=book.title), desk.links.runbook(effect.what)
    else:
        return None
    await desk.slack.add_bookmark(incident.room, title, url, key=key(parcel))
    return None


async def post_runbook(desk: Desk, effect: PostRunbook, parcel: Parcel) -> After | None:
    seen = await desk.sights.of(effect.incident)
    incident = seen.incident
    ref = f"{incident.room}:{effect.slug}"[:80]
    above = seen.card(RUNBOOK, ref)
    book = desk.runbooks.get(effect.slug)
    if incident.room is None or book is None or (effect.whole and above is None):
        return None
    thread = above.ts if effect.whole and above else ""
    text, blocks = (
        views.whole_page(book)
        if thread
        else views.runbook(desk.room_language(), book, desk.links.runbook(book.slug))
    )
    posted = await desk.slack.post(incident.room, text, blocks, key=key(parcel), thread=thread)
    if thread:
        return None

    async def after(work: Work) -> None:
        await work.cards.put(_card(RUNBOOK, ref, incident.id, posted))
        whole = PostRunbook(incident=incident.id, slug=effect.slug, whole=True)
        work.also(whole, because=parcel.key)

    return after


async def tell_room(desk: Desk, effect: TellRoom, parcel: Parcel) -> After | None:
    async with desk.store.read() as work:
        incident = await work.incidents.get(effect.incident)
        entry = await work.timeline.get(effect.event)
    if incident.room is not None and entry is not None:
        t = desk.room_language()
        text, blocks = views.told(t, entry.event), views.told_blocks(t, entry.event)
        await desk.slack.post(incident.room, text, blocks, key=key(parcel))
    return None


async def retire_room(desk: Desk, effect: RetireRoom, parcel: Parcel) -> After | None:
    """Take its words away before the door is shut: a public name is listed even when archived."""
    async with desk.store.read() as work:
        incident = await work.incidents.get(effect.incident)
        card = await work.cards.get(CARD, effect.room)
    try:
        if card is not None:
            await desk.slack.delete(_posted(card))
        await desk.slack.set_topic(effect.room, "")
        await desk.slack.rename(effect.room, views.retired(desk.store.policy, incident))
    except SlackError as error:
        if error.code != "is_archived":
            raise
    await desk.slack.archive(effect.room)
    return lambda work: work.cards.remove(CARD, effect.room)


def _card(kind: str, ref: str, incident: IncidentId, posted: Posted) -> Card:
    return Card(kind=kind, ref=ref, incident=incident, channel=posted.channel, ts=posted.ts)


def _posted(card: Card) -> Posted:
    return Posted(card.channel, card.ts)


def senders(desk: Desk) -> Senders:
    return {
        OpenRoom: partial(open_room, desk),
        InvitePeople: partial(invite_people, desk),
        PostCard: partial(post_card, desk),
        RefreshCard: partial(refresh_card, desk),
        PinCard: partial(pin_card, desk),
        SetTopic: partial(set_topic, desk),
        AddBookmark: partial(add_bookmark, desk),
        PostRunbook: partial(post_runbook, desk),
        TellRoom: partial(tell_room, desk),
        RetireRoom: partial(retire_room, desk),
    }
