"""`/incident catchup` and the card's *Catch me up*: what is new to the person who asks."""

from bot.domain.catchup import catch_up
from bot.domain.phrase import phrase
from bot.slack import ids
from bot.slack.catchup import views
from bot.slack.request import Reply, Request, Routes, Verb


async def asked(request: Request) -> Reply:
    """Only they see it. From now on this is what they have seen."""
    request.must_belong()
    async with request.read() as work:
        incident = await request.about(work)
        found = catch_up(
            incident,
            await work.timeline.read(incident.id),
            await work.escalations.of_incident(incident.id),
            reader=request.by,
            since=await work.looks.last(incident.id, request.by),
            now=work.now,
        )
        now = work.now
    async with request.store.begin() as work:
        await work.looks.took(incident.id, request.by, now)
    url = request.links.to("incidents", incident.id, request.by, now=now)
    text, blocks = views.message(request.t, incident, found, url)
    return Reply(text=text, blocks=blocks)


ROUTES = Routes(
    verbs=(
        Verb(
            name="catchup",
            handler=asked,
            what=phrase("what happened since you last looked, in ten lines"),
            aliases=("catch-up", "tldr"),
        ),
    ),
    actions={ids.CATCH_UP: asked},
)
