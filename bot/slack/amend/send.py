"""A direct message to each person whom a change of the roster concerns."""

from bot.domain.effects import TellOfRoster
from bot.domain.events.on_call import SwapAccepted
from bot.slack import rotas
from bot.slack.amend import views
from bot.slack.amend.views import Reader
from bot.slack.desk import Desk, key
from bot.store.outbox import Parcel
from bot.usecases.deliver import After, Senders


def senders(desk: Desk) -> Senders:
    async def tell(effect: TellOfRoster, parcel: Parcel) -> After | None:
        async with desk.store.read() as work:
            entry = await work.roster_log.get(effect.event)
        if entry is None:
            return None
        event, policy = entry.event, desk.store.policy
        actor = await desk.people.actor(effect.person)
        other = event.their_rotation if isinstance(event, SwapAccepted) else event.rotation
        reader = Reader(
            id=effect.person,
            zone=actor.zone,
            title=rotas.title(policy, event.rotation, actor.language),
            theirs=rotas.zone(policy, event.rotation),
            other_title=rotas.title(policy, other, actor.language),
        )
        said = views.told(actor.t, event, reader)
        if said is not None:
            await desk.slack.post(effect.person, *said, key=key(parcel))
        return None

    return {TellOfRoster: tell}
