"""Reminders to whoever must write to clients. All are silent when the word was sent meanwhile."""

from collections.abc import Callable

from bot.domain.audience import may_see
from bot.domain.effects import EscalateUpdate, RemindOfUpdate, TellUpdateMissed
from bot.domain.role import COMMS
from bot.i18n import Translator
from bot.slack.cadence import views
from bot.slack.desk import Desk, key
from bot.slack.kit import Block
from bot.store.outbox import Parcel
from bot.usecases.deliver import After, Senders

_Told = RemindOfUpdate | TellUpdateMissed | EscalateUpdate
_Write = Callable[[Translator, views.Due], tuple[str, list[Block]]]


def senders(desk: Desk) -> Senders:
    async def tell(effect: _Told, parcel: Parcel, write: _Write) -> None:
        async with desk.store.read() as work:
            incident = await work.incidents.get(effect.incident)
            members = await work.incidents.members(effect.incident)
            now = work.now
        if incident.update_due_at != effect.due_at:
            return
        profile = await desk.people.profile(effect.person)
        if not may_see(incident, effect.person, members=members, guest=profile.guest):
            return
        writers = tuple(dict.fromkeys(filter(None, (incident.roles.get(COMMS), incident.lead))))
        due = views.Due(incident=incident, due_at=effect.due_at, now=now, writers=writers)
        text, blocks = write(await desk.language_of(effect.person), due)
        await desk.slack.post(effect.person, text, blocks, key=key(parcel))

    async def remind(effect: RemindOfUpdate, parcel: Parcel) -> After | None:
        await tell(effect, parcel, views.reminder)
        return None

    async def missed(effect: TellUpdateMissed, parcel: Parcel) -> After | None:
        await tell(effect, parcel, views.missed)
        return None

    async def escalate(effect: EscalateUpdate, parcel: Parcel) -> After | None:
        await tell(effect, parcel, views.escalated)
        return None

    return {RemindOfUpdate: remind, TellUpdateMissed: missed, EscalateUpdate: escalate}
