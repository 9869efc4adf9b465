"""`/incident help`, `list`, `mine`, `show`: finding one's way, changing nothing."""

from collections.abc import Sequence
from functools import cache

from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.phrase import phrase
from bot.domain.refusal import Refusal
from bot.domain.text import clip
from bot.i18n import translator
from bot.slack import ids
from bot.slack.glance import glance
from bot.slack.guide import views
from bot.slack.kit import Mrkdwn
from bot.slack.panel import notification, panel
from bot.slack.request import Reply, Request, Routes, Verb
from bot.store.work import Work

#: Enough of a mistyped word to recognise it in an answer.
_SHOWN = 40


async def listed(request: Request) -> Reply:
    request.must_belong()
    async with request.read() as work:
        incidents = await _visible(work, request)
        text = views.open_ones(request.t, work.policy, incidents, now=work.now)
    return Reply(text=text)


async def mine(request: Request) -> Reply:
    """The open incidents I lead, hold a role in or was paged for."""
    request.must_belong()
    async with request.read() as work:
        visible = await _visible(work, request)
        runs = await work.escalations.of_incidents([incident.id for incident in visible])
        paged = {run.incident for run in runs if request.by in run.paged}
        own = [
            incident
            for incident in visible
            if request.by in incident.roles.values() or incident.id in paged
        ]
        text = views.mine(request.t, work.policy, own, now=work.now)
    return Reply(text=text)


async def show(request: Request) -> Reply:
    """One incident's panel: named, by its room, or by the card's “More…”."""
    if request.words and request.named is None:
        raise Refusal(
            "“{words}” names no incident. Write its number, for example `/incident show INC-7`.",
            words=clip(request.words, _SHOWN),
        )
    async with request.read() as work:
        incident = await request.about(work)
        here = request.channel is not None and request.channel == incident.room
        seen = await glance(work, incident)
    view = panel(request.t, seen, here=here)
    if not request.trigger:  # by mention, from which no modal opens
        return Reply(text=Mrkdwn(notification(request.t, incident)), blocks=view["blocks"])
    return Reply(opens=view)


async def _visible(work: Work, request: Request) -> list[Incident]:
    """The open incidents this person may see; guests never come this far."""
    member_of = await work.incidents.of_member(request.by)
    incidents = await work.incidents.open()
    return [one for one in incidents if not one.private or one.id in member_of]


_OWN = (
    Verb(name="list", handler=listed, what=phrase("the open incidents"), aliases=("ls",)),
    Verb(name="mine", handler=mine, what=phrase("those you lead, work on or were paged for")),
    Verb(
        name="show",
        handler=show,
        what=phrase("one incident with everything you can do"),
        usage=phrase("INC-12"),
        aliases=("panel",),
    ),
)


def routes(others: Sequence[Verb]) -> Routes:
    """This slice's routes. Its help tells of the verbs of all slices, from memory."""

    @cache  # the same for everybody who reads the language
    def told(language: Language) -> Reply:
        verbs = (*others, *_OWN, helping)
        lines = [(verb.name, verb.usage, verb.what) for verb in verbs]
        text, blocks = views.help(translator(language), lines)
        return Reply(text=text, blocks=blocks)

    async def help(request: Request) -> Reply:
        return told(request.actor.language)

    helping = Verb(
        name="help", handler=help, what=phrase("this list"), aliases=("?", "-h", "--help")
    )
    return Routes(verbs=(*_OWN, helping), actions={ids.PANEL: show})
