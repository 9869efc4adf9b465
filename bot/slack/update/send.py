"""The words leave: one message to each client channel, as the preview showed it."""

from bot.domain.audience import announced
from bot.domain.delivery import Hopeless
from bot.domain.effects import SendClientUpdate
from bot.slack.desk import Desk, key
from bot.slack.kit import escape
from bot.store.outbox import Parcel
from bot.usecases.deliver import After, Senders


def senders(desk: Desk) -> Senders:
    async def client_update(effect: SendClientUpdate, parcel: Parcel) -> After | None:
        async with desk.store.read() as work:
            incident = await work.incidents.get(effect.incident)
            update = await work.client_updates.get(effect.update)
        if not announced(incident):
            # People in the room believe that it was sent, so they must hear that it was not.
            raise Hopeless("The incident became private before this left, so it was not sent.")
        if update.sent_at is None:
            raise Hopeless("Nobody has let this draft out.")
        text = escape(update.text_for(effect.channel)).text
        await desk.slack.post(effect.channel, text, key=key(parcel))
        return None

    return {SendClientUpdate: client_update}
