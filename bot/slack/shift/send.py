"""Those who are asked get a direct message, which is kept true: who took it, or that it is over."""

from collections.abc import Sequence

from bot.domain.cover_request import CoverRequest
from bot.domain.effects import AskForCover, RefreshCoverAsks
from bot.domain.ids import PersonId
from bot.slack import rotas
from bot.slack.desk import Desk, key
from bot.slack.kit import Block
from bot.slack.outcome import Posted, SlackError
from bot.slack.shift import views
from bot.slack.shift.views import Offer
from bot.store.cards import Card
from bot.store.outbox import Parcel
from bot.store.work import Work
from bot.usecases.deliver import After, Senders

_KIND = "cover"
#: The message was deleted, or its channel is gone: there is nothing to keep true.
_GONE = frozenset({"message_not_found", "channel_not_found", "cant_update_message"})


def senders(desk: Desk) -> Senders:
    async def ask(effect: AskForCover, parcel: Parcel) -> After | None:
        async with desk.store.read() as work:
            request = await work.cover_requests.get(effect.request)
        if not request.open:
            return None
        text, blocks = await _question(desk, request, effect.person)
        posted = await desk.slack.post(effect.person, text, blocks, key=key(parcel))
        return _remember(effect, parcel, request, posted)

    async def refresh(effect: RefreshCoverAsks, parcel: Parcel) -> After | None:
        async with desk.store.read() as work:
            request = await work.cover_requests.get(effect.request)
            cards = await work.cards.beginning(_KIND, effect.request)
        for card in cards:
            if card.person is not None:
                text, blocks = await _question(desk, request, card.person)
                await _edit(desk, Posted(card.channel, card.ts), text, blocks)
        return None

    return {AskForCover: ask, RefreshCoverAsks: refresh}


async def _question(desk: Desk, request: CoverRequest, person: PersonId) -> tuple[str, list[Block]]:
    actor = await desk.people.actor(person)
    policy, theirs = desk.store.policy, request.theirs
    language = actor.language
    offer = Offer(
        request=request,
        title=rotas.title(policy, request.rotation, language),
        zone=rotas.zone(policy, request.rotation),
        their_title=rotas.title(policy, theirs.shift.rotation, language) if theirs else "",
        their_zone=rotas.zone(policy, theirs.shift.rotation) if theirs else None,
    )
    return views.question(actor.t, offer, person, actor.zone)


def _remember(effect: AskForCover, parcel: Parcel, shown: CoverRequest, posted: Posted) -> After:
    """If it was answered while the message was on its way, the message is out of date already."""

    async def after(work: Work) -> None:
        card = Card(
            kind=_KIND,
            ref=f"{effect.request}:{effect.person}",
            channel=posted.channel,
            ts=posted.ts,
            person=effect.person,
        )
        await work.cards.put(card)
        if await work.cover_requests.get(effect.request) != shown:
            work.also(RefreshCoverAsks(request=effect.request), because=parcel.key)

    return after


async def _edit(desk: Desk, message: Posted, text: str, blocks: Sequence[Block]) -> None:
    try:
        await desk.slack.update(message, text, blocks)
    except SlackError as error:
        if error.code not in _GONE:
            raise
