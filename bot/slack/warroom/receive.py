"""What happens to a war room: people come and go, a failed step is retried, it is archived."""

from bot.i18n import translator
from bot.slack import ids
from bot.slack.kit import md
from bot.slack.request import Reply, Request, Routes, number
from bot.usecases import retry as retrying
from bot.usecases import triage
from bot.usecases.note import note
from bot.usecases.rename import rename


async def retry(request: Request) -> Reply:
    """The Retry button beside a failed step."""
    request.must_belong()
    async with request.begin() as work:
        incident = await retrying.retry(work, number(request.value), by=request.by)
        if incident is None:
            return Reply(text=md(request.t, "That step is not waiting for a retry any more."))
        await request.must_see(work, incident)
    return Reply(text=md(request.t, "Trying again. The card shows how it went."))


async def joined(request: Request) -> None:
    if request.channel is None or request.by_the_bot:
        return
    async with request.begin() as work:
        await triage.joined(work, request.channel, request.by)


async def left(request: Request) -> None:
    if request.channel is None or request.by_the_bot:
        return
    async with request.begin() as work:
        await triage.left(work, request.channel, request.by)


async def archived(request: Request) -> None:
    """Somebody shut the room by hand: the record says who. The bot's own archiving is silent."""
    if request.channel is None or request.by_the_bot:
        return
    async with request.begin() as work:
        incident = await work.incidents.in_room(request.channel)
        if incident is None:
            return
        t = translator(work.policy.workspace.language)
        await note(work, incident.id, t("Archived the war room"), by=request.by)


async def renamed(request: Request) -> None:
    """The channel stays the same room; only what we call it changes."""
    if request.channel is None:
        return
    async with request.begin() as work:
        await rename(work, request.channel, request.body["event"]["channel"]["name"])


ROUTES = Routes(
    actions={ids.RETRY: retry},
    events={
        "member_joined_channel": joined,
        "member_left_channel": left,
        "channel_archive": archived,
        "group_archive": archived,
        "channel_rename": renamed,
        "group_rename": renamed,
    },
)
