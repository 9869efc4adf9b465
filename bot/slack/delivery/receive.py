"""What people do about updates that did not arrive: again, or “it arrived after all”."""

from bot.domain.ids import ClientUpdateId
from bot.domain.permission import Action
from bot.slack import ids
from bot.slack.kit import md
from bot.slack.request import Reply, Request, Routes
from bot.usecases import dispatch


async def retry(request: Request) -> Reply:
    """To everybody whom it did not reach."""
    async with request.begin() as work:
        update = await work.client_updates.get(ClientUpdateId(request.value))
        incident = await work.incidents.get(update.incident)
        await request.must_see(work, incident)
        request.must(Action.UPDATE_CLIENTS, incident)
        if not await dispatch.retry(work, update.id, by=request.by):
            return Reply(text=md(request.t, "That update is not waiting for a retry any more."))
    return Reply(text=md(request.t, "Sending it again. The card shows how it went."))


async def arrived(request: Request) -> Reply:
    await _settle(request, arrived=True)
    return Reply(text=md(request.t, "Good. It is noted on the timeline."))


async def missing(request: Request) -> Reply:
    await _settle(request, arrived=False)
    return Reply(text=md(request.t, "Sending it again. The card shows how it went."))


async def _settle(request: Request, *, arrived: bool) -> None:
    id, _, recipient = request.value.partition(":")
    async with request.begin() as work:
        update = await work.client_updates.get(ClientUpdateId(id))
        incident = await work.incidents.get(update.incident)
        await request.must_see(work, incident)
        request.must(Action.UPDATE_CLIENTS, incident)
        await dispatch.settle(work, update.id, recipient, arrived=arrived, by=request.by)


ROUTES = Routes(
    actions={
        ids.RETRY_DELIVERY: retry,
        ids.DELIVERY_ARRIVED: arrived,
        ids.DELIVERY_MISSING: missing,
    }
)
