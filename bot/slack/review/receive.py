"""`/incident postmortem`: the page, behind a link of one's own."""

from bot.domain.phrase import phrase
from bot.slack import ids
from bot.slack.request import Reply, Request, Routes, Verb
from bot.slack.review import views


async def postmortem(request: Request) -> Reply:
    request.must_belong()
    async with request.read() as work:
        incident = await request.about(work)
        url = request.links.to("postmortems", incident.id, request.by, now=work.now)
    return Reply(text=views.postmortem(request.t, incident, url))


ROUTES = Routes(
    verbs=(
        Verb(
            name="postmortem",
            handler=postmortem,
            what=phrase("get a link to what we learn from it"),
            aliases=("pm", "review"),
        ),
    ),
    actions={ids.POSTMORTEM: postmortem},
)
