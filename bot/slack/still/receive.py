"""Signs of life: the button of the question, and whatever is said in a war room."""

from bot.domain.ids import EscalationId, IncidentId
from bot.slack import ids
from bot.slack.request import Reply, Request, Routes, number
from bot.slack.still import views
from bot.usecases import page


async def confirmed(request: Request) -> Reply:
    request.must_belong()
    id = EscalationId(request.value.partition(":")[2])
    async with request.begin() as work:
        incident = await work.incidents.get(IncidentId(number(request.value)))
        run = await work.escalations.get(id)
        if request.by not in {*run.paged, *run.holders}:
            await request.must_see(work, incident)
        await page.confirm(work, id, by=request.by)
        now = work.now
    return Reply(text=views.kept(request.t, incident, now), replaces=True)


async def heard(request: Request) -> None:
    """A message in a channel. Most are in no war room, and change nothing."""
    event = request.body["event"]
    if event.get("subtype") or event.get("bot_id") or not request.by or request.channel is None:
        return
    if not any(severity.ack_timeout for severity in request.policy.severities):
        return
    async with request.read() as work:
        incident = await work.incidents.in_room(request.channel)
        runs = await work.escalations.of_incident(incident.id) if incident else ()
    if incident is None or not any(request.by in run.holders for run in runs):
        return
    async with request.begin() as work:
        await page.show_life(work, (incident.id,), by=request.by)


ROUTES = Routes(actions={ids.STILL: confirmed}, events={"message": heard})
