"""`/oncall me`, `schedule`, `gaps`, `load`: read from the rosters, changing nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.gaps import HORIZON, closed, lacks
from bot.domain.language import Language
from bot.domain.load import loads
from bot.domain.permission import Action
from bot.domain.phrase import phrase
from bot.domain.policy import Policy
from bot.domain.roster import Roster
from bot.domain.service import RotationName
from bot.domain.standing import Turn, on_duty, turns_of
from bot.slack import kit, rotas, words
from bot.slack.period import length_in
from bot.slack.request import Reply, Request, Verb
from bot.slack.schedule import views
from bot.slack.schedule.views import Burden, Coming, Hole, Rota
from bot.store.work import Work

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
        clock = kit.Clock(request.actor.zone, work.now)
    t = request.t
    blocks = views.mine(t, _mine(request, now), _mine(request, later), clock, url)
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
    name, length = await _name_and_length(words.plain(request.words, {}))
    wanted = _wanted(request.policy, name) if name else tuple(request.policy.rotations)
    length = min(length or (ONE if len(wanted) == 1 else ALL), MOST)
    async with request.read() as work:
        rosters = await work.rosters.all()
        until = work.now + length
        shown = [
            _rota(work, rosters[one], until, request.t.language) for one in wanted if one in rosters
        ]
        only = wanted[0] if len(wanted) == 1 else ""
        url = request.links.schedule(request.by, now=work.now, rotation=only)
    names = await words.names(request)
    t = request.t
    return Reply(
        text=kit.md(t, "*Schedule*"),
        blocks=views.schedule(t, shown, names, request.actor.zone, url),
    )


async def _name_and_length(typed: str) -> tuple[str, timedelta | None]:
    """A length stands last, in one word or two."""
    parts = typed.split()
    for many in (2, 1):
        length = await length_in(" ".join(parts[-many:]))
        if length is not None:
            return " ".join(parts[:-many]), length
    return typed.strip(), None


def _wanted(policy: Policy, name: str) -> tuple[RotationName, ...]:
    """A rotation's own name comes first here; a path or a service means its rotations."""
    named = rotas.leading(policy, name)
    if named is not None and not named[1]:
        return (named[0],)
    found = rotas.meant(policy, name)
    return found.rotations or rotas.of_paths(found.paths)


def _rota(work: Work, roster: Roster, until: datetime, language: Language) -> Rota:
    shifts = roster.schedule(work.now, until)
    return Rota(
        title=rotas.title(work.policy, roster.name, language),
        zone=rotas.zone(work.policy, roster.name),
        shifts=shifts,
        closed=frozenset(one.start for one in shifts if closed(roster, one.start)),
    )


async def gaps(request: Request) -> Reply:
    """When nobody will be on call in the next 30 days, though it is within hours."""
    async with request.read() as work:
        rosters = await work.rosters.all()
        holes = [
            (gap, name)
            for name, roster in rosters.items()
            for gap in lacks(roster, work.now, work.now + HORIZON)
        ]
    t = request.t
    found = [
        Hole(
            rotation=rotas.title(request.policy, name, t.language),
            zone=rotas.zone(request.policy, name),
            gap=gap,
        )
        for gap, name in sorted(holes, key=lambda hole: (hole[0].start, hole[1]))
    ]
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
