"""What is learned goes out: a link to the person who resolved, a file to the room."""

from bot.domain.audience import may_see
from bot.domain.effects import SharePostmortem, UploadPostmortem
from bot.domain.ids import label
from bot.slack.desk import Desk, key
from bot.slack.review import views
from bot.slack.upload import upload
from bot.store.outbox import Parcel
from bot.usecases import review
from bot.usecases.deliver import After, Senders


def senders(desk: Desk) -> Senders:
    async def share(effect: SharePostmortem, parcel: Parcel) -> After | None:
        actor = await desk.people.actor(effect.person)
        async with desk.store.read() as work:
            incident = await work.incidents.get(effect.incident)
            members = await work.incidents.members(effect.incident)
            url = desk.links.to("postmortems", incident.id, effect.person, now=work.now)
        if not may_see(incident, effect.person, members=members, guest=actor.guest):
            return None
        text = views.drafted(actor.t, incident, url).text
        await desk.slack.post(effect.person, text, key=key(parcel))
        return None

    async def file(effect: UploadPostmortem, parcel: Parcel) -> After | None:
        t = desk.room_language()
        async with desk.store.read() as work:
            incident, document = await review.draft(work, effect.incident)
            names = await review.names(work)
        if incident.room is None:
            return None
        await upload(
            desk.slack,
            incident.room,
            f"{label(incident.id)}-postmortem.md",
            review.as_markdown(document, t, incident, names),
            title=document.title,
            comment=views.filed(t, incident),
            key=key(parcel),
        )
        return None

    return {SharePostmortem: share, UploadPostmortem: file}
