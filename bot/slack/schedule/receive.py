"""`/oncall me`, `schedule`, `gaps`, `load`: read from the rosters, changing nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.load import loads
from bot.domain.permission import Action
from bot.domain.phrase import phrase
from bot.domain.standing import Turn, on_duty, turns_of
from bot.slack import kit, rotas, words
from bot.slack.period import length_in
from bot.slack.request import Reply, Request, Verb
from bot.slack.schedule import views
from bot.slack.schedule.views import Burden, Coming, Rota

AHEAD = timedelta(days=30)
BACK = timedelta(days=90)
#: What `/oncall schedule` shows of one rotation, of all, and at most.
ONE, ALL, MOST = timedelta(weeks=2), timedelta(weeks=1), timedelta(weeks=12)


async def me(request: Request) -> Reply:
    """What I am on call for, and my shifts of the next 30 days with what I can do about them."""
    async with request.read() as work:
        rosters = await work.rosters.all()
        until = work.now + AHEAD
        now = on_duty(rosters, request.by, work.now)
        later = [
            turn
            for turn in turns_of(rosters, request.by, work.now, until)
            if turn.shift.start > work.now
        ]
        url = request.links.schedule(request.by, now=work.now)
    t, zone = request.t, request.actor.zone
    blocks = views.mine(t, _mine(request, now), _mine(request, later), zone, url)
    return Reply(text=kit.md(t, "*Your shifts*"), blocks=blocks)


def _mine(request: Request, turns: Sequence[Turn]) -> list[Coming]:
    return [
        Coming(
            rotation=rotas.title(request.policy, turn.rotation, request.t.language),
            zone=rotas.zone(request.policy, turn.rotation),
            shift=turn.shift,
            value=rotas.written(turn.shift),
        )
        for turn in turns
    ]


async def schedule(request: Request) -> Reply:
    """`schedule`, `schedule support-l1`, `schedule 2w`, `schedule support-l1 2w`."""
    name, rest = rotas.leading(request.policy, request.words) or (None, request.words)
    length = await length_in(rest) if rest else None
    if rest and length is None:
        found = rotas.meant(request.policy, words.plain(rest, {}))
        wanted = found.rotations or rotas.of_paths(found.paths)
    else:
        wanted = (name,) if name else tuple(request.policy.rotations)
    length = min(length or (ONE if len(wanted) == 1 else ALL), MOST)
    async with request.read() as work:
        rosters = await work.rosters.all()
        shown = [
            Rota(
                title=rotas.title(work.policy, one, request.t.language),
                zone=rotas.zone(work.policy, one),
                shifts=rosters[one].schedule(work.now, work.now + length),
            )
            for one in wanted
            if one in rosters
        ]
        only = wanted[0] if len(wanted) == 1 else ""
        url = request.links.schedule(request.by, now=work.now, rotation=only)
    names = await words.names(request)
    t = request.t
    return Reply(
        text=kit.md(t, "*Schedule*"),
        blocks=views.schedule(t, shown, names, request.actor.zone, url),
    )


async def gaps(request: Request) -> Reply:
    """When nobody will be on call in the next 30 days."""
    async with request.read() as work:
        rosters = await work.rosters.all()
        turns = [
            Turn(rotation=name, shift=gap)
            for name, roster in rosters.items()
            for gap in roster.gaps(work.now, work.now + AHEAD)
        ]
    turns.sort(key=lambda turn: (turn.shift.start, turn.rotation))
    t = request.t
    found = [replace(one, value="") for one in _mine(request, turns)]
    return Reply(text=kit.md(t, "*Gaps*"), blocks=views.gaps(t, found, request.actor.zone))


async def load(request: Request) -> Reply:
    """Hours, nights, weekends and pages over 90 days.

    A policy may keep them to managers (`see_load`): then others see their own.
    """
    async with request.read() as work:
        since = work.now - BACK
        rosters = await work.rosters.all(since)
        pages = await work.timeline.pages(since)
        zones = await work.profiles.zones()
        allowed = request.may(Action.SEE_LOAD)
        carried = loads(rosters.values(), since, work.now, zones)
    burdens = [
        Burden(load=one, pages=pages.get(one.person, 0))
        for one in carried
        if allowed or one.person == request.by
    ]
    names = await words.names(request)
    t = request.t
    return Reply(
        text=kit.md(t, "*On-call load*"),
        blocks=views.loads(t, burdens, names, whole=allowed),
    )


VERBS = (
    Verb(name="me", handler=me, what=phrase("your shifts"), aliases=("mine",)),
    Verb(
        name="schedule",
        handler=schedule,
        usage=phrase("[rotation] [2w]"),
        what=phrase("who is on call when"),
        aliases=("rota",),
    ),
    Verb(name="gaps", handler=gaps, what=phrase("when nobody will be on call")),
    Verb(name="load", handler=load, what=phrase("who carried how much in 90 days")),
)
