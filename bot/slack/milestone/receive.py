"""`/incident milestone detected 10:05 because …`, the form with all of them, and offers taken."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain import milestone
from bot.domain.events import Milestone
from bot.domain.language import Language
from bot.domain.naming import milestone_name
from bot.domain.phrase import phrase
from bot.domain.proposal import proposals
from bot.domain.refusal import Refusal
from bot.domain.text import clip
from bot.i18n import translator
from bot.slack import ids, kit, moments, words
from bot.slack.milestone import views
from bot.slack.past import moment_in, parted
from bot.slack.request import Reply, Request, Routes, Verb
from bot.usecases import milestone as usecase

_SHOWN = 40
_UNKNOWN = frozenset({"unknown", "невідомо", "неизвестно", "none", "-"})
#: What people call them beside their names.
_ALSO = {
    "began": Milestone.STARTED,
    "start": Milestone.STARTED,
    "impact": Milestone.STARTED,
    "impact started": Milestone.STARTED,
    "found": Milestone.DETECTED,
    "acked": Milestone.ACKNOWLEDGED,
    "answered": Milestone.ACKNOWLEDGED,
    "fixed": Milestone.MITIGATED,
    "ended": Milestone.RESOLVED,
}


async def asked(request: Request) -> Reply:
    """Bare: the form. With words: at once."""
    request.must_belong()
    if not request.words:
        return await _form(request)
    which, rest = _named(request.words)
    told, reason = parted(await words.said(request, rest))
    if not told:
        return await _form(request)
    at = None
    if told.casefold() not in _UNKNOWN:
        at = await moment_in(told, now=request.store.clock(), zone=request.actor.zone)
    return await _say(request, {which: at}, reason)


async def form_sent(request: Request) -> Reply:
    request.must_belong()
    view = request.body["view"]
    return await _say(request, moments.said(view), views.reason_said(view))


async def offer_taken(request: Request) -> Reply:
    """In a form the picker is filled; in a message the moment is said at once."""
    request.must_belong()
    which, at = moments.chosen(request.value)
    view = request.body.get("view")
    if view:
        return Reply(shows=moments.filled_in(view, which, at))
    return await _say(request, {which: at}, request.t("taken from the timeline"), replaces=True)


async def _say(
    request: Request,
    said: Mapping[Milestone, datetime | None],
    reason: str,
    *,
    replaces: bool = False,
) -> Reply:
    async with request.begin() as work:
        incident = await request.about(work)
        incident, facts = await usecase.set_milestones(
            work, incident.id, said, by=request.by, reason=reason
        )
    text = views.saved(
        request.t,
        incident,
        facts,
        yours=request.actor.zone,
        theirs=request.policy.workspace.zone,
    )
    return Reply(text=text, replaces=True) if replaces else request.aside(incident, text)


async def _form(request: Request) -> Reply:
    async with request.read() as work:
        incident = await request.about(work)
        log = await work.timeline.read(incident.id)
    return Reply(
        opens=views.all_of_them(
            request.t,
            incident,
            milestone.milestones(log),
            proposals(log),
            names=await words.names(request),
            zone=request.actor.zone,
        )
    )


def _named(typed: str) -> tuple[Milestone, str]:
    """The milestone named first, in any of our languages, and what follows it."""
    spelled = dict(_ALSO) | {each.value: each for each in Milestone}
    for language in Language:
        t = translator(language)
        spelled |= {kit.plain(t, milestone_name(each)).casefold(): each for each in Milestone}
    lower = typed.casefold()
    for spelling in sorted(spelled, key=len, reverse=True):
        if lower == spelling or lower.startswith(f"{spelling} "):
            return spelled[spelling], typed[len(spelling) :].strip()
    raise Refusal(
        "There is no milestone “{name}”. Choose one of: {known}.",
        name=clip(typed.partition(" ")[0], _SHOWN),
        known=", ".join(Milestone),
    )


ROUTES = Routes(
    verbs=(
        Verb(
            name="milestone",
            handler=asked,
            usage=phrase("[detected 10:05 because …]"),
            what=phrase("say when it began, was noticed, was mitigated"),
            aliases=("milestones", "timestamps"),
        ),
    ),
    actions={ids.MILESTONES: asked, ids.USE_MOMENT: offer_taken},
    views={ids.MILESTONES: form_sent},
)
