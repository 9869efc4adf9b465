"""What a role asks of its holder, and the call for a lead."""

from bot.domain.audience import may_see
from bot.domain.effects import AskForLead, TellDuties
from bot.slack.desk import Desk, key
from bot.slack.triage import views
from bot.store.outbox import Parcel
from bot.usecases.deliver import After, Senders


def senders(desk: Desk) -> Senders:
    async def tell_duties(effect: TellDuties, parcel: Parcel) -> After | None:
        """In private, in the holder's language; nothing when the role has moved on meanwhile."""
        async with desk.store.read() as work:
            incident = await work.incidents.get(effect.incident)
            members = await work.incidents.members(effect.incident)
        role = next((one for one in desk.store.policy.roles if one.name == effect.role), None)
        if role is None or incident.roles.get(effect.role) != effect.person:
            return None
        profile = await desk.people.profile(effect.person)
        if not may_see(incident, effect.person, members=members, guest=profile.guest):
            return None
        t = await desk.language_of(effect.person)
        title, told = role.title.to(t.language), role.duties.to(t.language)
        text, blocks = views.duties(t, incident, title, told)
        await desk.slack.post(effect.person, text, blocks, key=key(parcel))
        return None

    async def ask_for_lead(effect: AskForLead, parcel: Parcel) -> After | None:
        async with desk.store.read() as work:
            incident = await work.incidents.get(effect.incident)
            waited = int((work.now - incident.declared_at).total_seconds()) // 60
        if incident.room is None or incident.lead is not None or not incident.status.open:
            return None
        text, blocks = views.ask_for_lead(desk.room_language(), incident, waited)
        await desk.slack.post(incident.room, text, blocks, key=key(parcel))
        return None

    return {TellDuties: tell_duties, AskForLead: ask_for_lead}
