"""`/oncall`: who is on call now, my shifts, the schedule, gaps, the load; the way to the rest.

`/oncall …` is `/incident oncall …`, so a mention in a thread answers the same.
"""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.escalation_path import (
    EscalationPath,
    Level,
    Target,
    ToChannel,
    ToRotation,
    ToUsergroup,
    ToWebhook,
)
from bot.domain.ids import PersonId
from bot.domain.on_call import on_call
from bot.domain.phrase import Phrase, Where, Who, phrase
from bot.domain.roster import Roster
from bot.domain.service import RotationName
from bot.domain.standing import standing
from bot.slack import kit, rotas, words
from bot.slack.command import ONCALL, Verbs, split
from bot.slack.oncall import views
from bot.slack.oncall.views import Duty, Ladder, Rung
from bot.slack.request import Reply, Request, Routes, Verb
from bot.store.work import Work
from bot.usecases.try_contacts import try_contacts


async def everyone(request: Request) -> Reply:
    """Every path, level by level, until when and who is next."""
    async with request.read() as work:
        rosters = await work.rosters.all()
        paths = tuple(work.policy.paths.values())
        ladders = [_ladder(work, path, rosters) for path in paths]
        asked = {name for path in paths for name in rotas.of_path(path)}
        loose = _standings(request, work, rosters, [name for name in rosters if name not in asked])
        url = _page(request, work)
        clock = kit.Clock(request.actor.zone, work.now)
    text = kit.md(request.t, "*On call now*")
    return Reply(text=text, blocks=views.everyone(request.t, ladders, loose, url, clock=clock))


async def named(request: Request, verbs: Iterable[str]) -> Reply:
    """What is called so: a path, a service, a rotation, a team. ``verbs`` may have been meant."""
    async with request.read() as work:
        found = rotas.meant(work.policy, words.plain(request.words, {}), also=verbs)
        rosters = await work.rosters.all()
        ladders = [_ladder(work, path, rosters) for path in found.paths]
        standings = _standings(request, work, rosters, found.rotations)
        url = _page(request, work, found.rotations)
        clock = kit.Clock(request.actor.zone, work.now)
    title = kit.bold(found.title.to(request.t.language))
    told = views.named(request.t, title, ladders, standings, url, clock=clock)
    return Reply(text=title, blocks=told)


def _ladder(work: Work, path: EscalationPath, rosters: Mapping[RotationName, Roster]) -> Ladder:
    resolve = on_call(work.policy, rosters, work.now)

    def duty(target: Target) -> Duty:
        match target:
            case ToRotation(rotation=name) if name in rosters:
                return Duty(standing=standing(rosters[name], work.now))
            case ToChannel(channel=room):
                return Duty(people=(Where(room),))
            case ToUsergroup(usergroup=group):
                return Duty(people=(kit.Mrkdwn(f"<!subteam^{group}>"),))
            case ToWebhook(webhook=name):
                return Duty(people=(name,))
        return Duty(people=tuple(Who(PersonId(one)) for one in resolve(target)))

    rungs = tuple(
        Rung(name=level.name, duties=tuple(map(duty, level.targets)), when=_when(work, level))
        for level in path.levels
    )
    served = tuple(one.title for one in work.policy.services.values() if one.path == path.name)
    return Ladder(name=path.name, services=served, rungs=rungs, last_resort=duty(path.last_resort))


def _when(work: Work, level: Level) -> Phrase | None:
    if not level.when.covers(work.now):
        return phrase("not at this hour")
    if level.when.severities:
        return phrase("only {severities}", severities=", ".join(level.when.severities))
    return None


def _standings(
    request: Request,
    work: Work,
    rosters: Mapping[RotationName, Roster],
    names: Iterable[RotationName],
) -> list[views.Stands]:
    return [
        (rotas.title(work.policy, name, request.t.language), standing(rosters[name], work.now))
        for name in names
        if name in rosters
    ]


async def trial(request: Request) -> Reply:
    """`test`: page me now by every method I have."""
    async with request.begin() as work:
        contacts = await try_contacts(work, by=request.by)
    return Reply(text=views.trial(request.t, [contact.name for contact in contacts]))


def _page(request: Request, work: Work, rotations: Sequence[RotationName] = ()) -> str:
    only = rotations[0] if len(rotations) == 1 else ""
    return request.links.schedule(request.by, now=work.now, rotation=only)


_TEST = Verb(name="test", handler=trial, what=phrase("page you now, by every method you have"))


def routes(others: Sequence[Verb]) -> Routes:
    """This slice's routes; ``others`` are the on-call verbs of other slices, for one table."""

    async def help(request: Request) -> Reply:
        told = [(verb.name, verb.usage, verb.what) for verb in (*others, _TEST, helping)]
        text, blocks = views.help(request.t, told)
        return Reply(text=text, blocks=blocks)

    helping = Verb(
        name="help", handler=help, what=phrase("this list"), aliases=("?", "-h", "--help")
    )
    verbs = Verbs.of((*others, _TEST, helping))

    async def answer(request: Request) -> Reply | None:
        request.must_belong()
        word, rest = split(request.words)
        if not word:
            return await everyone(request)
        verb = verbs.by_name.get(word)
        if verb is None:
            return await named(request, verbs.by_name)
        return await verb.handler(request.with_words(rest))

    return Routes(
        verbs=(
            Verb(
                name=ONCALL,
                handler=answer,
                usage=phrase("[me] [schedule] [cover] [help] …"),
                what=phrase("who is on call, and everything about shifts: also `/oncall`"),
                aliases=("on-call",),
            ),
        )
    )
