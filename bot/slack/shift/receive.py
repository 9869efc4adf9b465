"""`/oncall cover me tomorrow 9-18`, `/oncall swap @user`, and what those who are asked press."""

import re
from datetime import timedelta

from bot.domain.cover_request import CoverRequest
from bot.domain.ids import CoverId, CoverRequestId, PersonId
from bot.domain.phrase import Phrase, phrase
from bot.domain.refusal import Refusal
from bot.domain.service import RotationName
from bot.domain.standing import turns_of
from bot.slack import ids, rotas, words
from bot.slack.kit import Block, View
from bot.slack.period import period_in
from bot.slack.request import Reply, Request, Routes, Verb
from bot.slack.shift import views
from bot.slack.shift.views import Choice, Offer
from bot.store.work import Work
from bot.usecases import cover

#: How far ahead a form offers shifts.
AHEAD = timedelta(days=60)
_ME = re.compile(r"^(?:for\s+)?(?:me|мене|меня)\b\s*", re.IGNORECASE)


# Cover


async def cover_me(request: Request) -> Reply:
    """Bare: the form with my shifts. With words: the others are asked at once."""
    rest = _ME.sub("", request.words.strip())
    if not rest:
        return Reply(opens=await _cover_form(request))
    if words.person_in(rest, await words.names(request))[0] is not None:
        raise Refusal(
            "`/oncall cover me` asks others to take a shift of yours. To put somebody on call "
            "yourself: `/oncall override @anna payments tomorrow 9-18`."
        )
    rotation, rest = rotas.leading(request.policy, rest) or (None, rest)
    start = end = None
    notes: tuple[Phrase, ...] = ()
    if rest:
        now = request.store.clock()
        period = await period_in(words.plain(rest, {}), now=now, zone=request.actor.zone)
        start, end, notes = period.start, period.end, period.notes
    async with request.begin() as work:
        made = await cover.ask_cover(work, by=request.by, start=start, end=end, rotation=rotation)
    offers = [offer(request, one) for one in made]
    text, blocks = views.asked(request.t, offers, request.actor.zone, notes)
    return Reply(text=text, blocks=blocks)


async def cover_pressed(request: Request) -> Reply:
    """A button beside a shift opens the form with that shift chosen."""
    return Reply(opens=await _cover_form(request, request.value))


async def cover_chosen(request: Request) -> Reply:
    said = views.cover_said(request.body["view"])
    shift = rotas.carried(said.shift)
    start, end = said.start or shift.start, said.end or shift.end
    if end <= start:
        raise Refusal("The end must be later than the start.", field="end")
    async with request.begin() as work:
        made = await cover.ask_cover(
            work,
            by=request.by,
            start=start,
            end=end,
            rotation=shift.id.rotation,
            reason=said.reason,
        )
    offers = [offer(request, one) for one in made]
    _, blocks = views.asked(request.t, offers, request.actor.zone, ())
    return Reply(shows=views.closing(request.t, request.t("Ask for cover"), blocks))


async def _cover_form(request: Request, chosen: str = "") -> View:
    request.must_belong()
    async with request.read() as work:
        mine = await _choices(request, work, request.by)
    if not mine:
        raise Refusal("You have no shift in the next 60 days, so there is nothing to cover.")
    return views.cover_form(request.t, mine, _among(mine, chosen))


# Swap


async def swap(request: Request) -> Reply:
    """The form: my shift for one of theirs. Named, only theirs are offered."""
    person, rest = words.person_in(request.words.strip(), await words.names(request))
    if request.words.strip() and person is None:
        raise Refusal(
            "Name the person with @, for example `/oncall swap @marko`. "
            "Alone, `/oncall swap` offers everybody's shifts."
        )
    if person == request.by:
        raise Refusal("You cannot swap with yourself. Choose somebody else.")
    return Reply(opens=await _swap_form(request, person, at=rest))


async def swap_pressed(request: Request) -> Reply:
    return Reply(opens=await _swap_form(request, None, chosen=request.value))


async def swap_chosen(request: Request) -> Reply:
    said = views.swap_said(request.body["view"])
    mine, theirs = rotas.carried(said.mine), rotas.carried(said.theirs)
    async with request.begin() as work:
        made = await cover.ask_swap(work, mine.id, theirs.id, by=request.by, reason=said.reason)
    _, blocks = views.asked(request.t, [offer(request, made)], request.actor.zone, ())
    return Reply(shows=views.closing(request.t, request.t("Swap"), blocks))


async def _swap_form(
    request: Request, person: PersonId | None, *, chosen: str = "", at: str = ""
) -> View:
    request.must_belong()
    names = await words.names(request)
    start = None
    if at:
        now = request.store.clock()
        start = (await period_in(words.plain(at, {}), now=now, zone=request.actor.zone)).start
    async with request.read() as work:
        mine = await _choices(request, work, request.by)
        others = [person] if person else _colleagues(work, request.by)
        theirs = [
            choice for other in others for choice in await _choices(request, work, other, names)
        ]
    if not mine:
        raise Refusal("You have no shift in the next 60 days, so there is nothing to swap.")
    if not theirs:
        raise Refusal("There is no shift in the next 60 days to swap for.")
    theirs.sort(key=lambda one: (one.shift.start, one.title))
    picked = next((one.value for one in mine if start and one.shift.end > start), chosen)
    return views.swap_form(request.t, mine, theirs, _among(mine, picked), request.actor.zone)


def _colleagues(work: Work, by: PersonId) -> list[PersonId]:
    """Those who take turns with this person; everybody on a rotation, where nobody does."""
    teams = [
        [member for layer in rotation.layers for member in layer.members]
        for rotation in work.policy.rotations.values()
    ]
    mine = [team for team in teams if by in team] or teams
    return [one for one in dict.fromkeys(p for team in mine for p in team) if one != by]


async def _choices(
    request: Request, work: Work, person: PersonId, names: dict[PersonId, str] | None = None
) -> list[Choice]:
    """A person's shifts that can be asked about, the nearest first."""
    rosters = await work.rosters.all()
    turns = turns_of(rosters, person, work.now, work.now + AHEAD)
    return [
        Choice(
            title=_title(request, turn.rotation),
            person=names.get(person, person) if names is not None else "",
            shift=turn.shift,
            value=rotas.written(turn.shift),
            zone=request.actor.zone,
        )
        for turn in turns
        if turn.shift.id is not None
    ]


def _among(choices: list[Choice], value: str) -> str:
    """A shift that was shown may have moved since: then none is chosen."""
    return value if any(choice.value == value for choice in choices) else ""


# What those who are asked press


async def take(request: Request) -> Reply | None:
    """The message that asked is edited by what this sets off."""
    request.must_belong()
    async with request.begin() as work:
        await cover.take_cover(work, CoverRequestId(request.value), by=request.by)
    return None


async def decline(request: Request) -> Reply | None:
    request.must_belong()
    async with request.begin() as work:
        await cover.decline_cover(work, CoverRequestId(request.value), by=request.by)
    return None


async def withdraw(request: Request) -> Reply:
    request.must_belong()
    async with request.begin() as work:
        made = await cover.withdraw_cover(work, CoverRequestId(request.value), by=request.by)
    text = views.withdrawn(request.t, offer(request, made), request.actor.zone)
    return _instead(request, views.alone(text))


async def undo(request: Request) -> Reply:
    """A cover that was taken is given back, or a swap is, from now on."""
    request.must_belong()
    async with request.begin() as work:
        await cover.undo_cover(work, CoverId(request.value), by=request.by)
    return _instead(request, views.alone(views.given_back(request.t)))


async def undo_swap(request: Request) -> Reply:
    """Either of the two takes back a swap of which nothing has begun."""
    request.must_belong()
    async with request.begin() as work:
        await cover.undo_swap(work, CoverRequestId(request.value), by=request.by)
    return _instead(request, views.alone(views.undone(request.t)))


def _instead(request: Request, blocks: list[Block]) -> Reply:
    if request.body.get("view"):
        return Reply(shows=views.closing(request.t, request.t("Ask for cover"), blocks))
    return Reply(blocks=blocks, replaces=True)


def offer(request: Request, made: CoverRequest) -> Offer:
    theirs = made.theirs
    return Offer(
        request=made,
        title=_title(request, made.rotation),
        zone=rotas.zone(request.policy, made.rotation),
        their_title=_title(request, theirs.shift.rotation) if theirs else "",
        their_zone=rotas.zone(request.policy, theirs.shift.rotation) if theirs else None,
    )


def _title(request: Request, rotation: RotationName) -> str:
    return rotas.title(request.policy, rotation, request.t.language)


VERBS = (
    Verb(
        name="cover",
        handler=cover_me,
        usage=phrase("[me] [rotation] [tomorrow 9-18]"),
        what=phrase("ask the others to take a shift; the first to accept has it"),
    ),
    Verb(
        name="swap",
        handler=swap,
        usage=phrase("[@person]"),
        what=phrase("offer a shift for somebody else's"),
        aliases=("exchange",),
    ),
)
ROUTES = Routes(
    actions={
        ids.ASK_COVER: cover_pressed,
        ids.ASK_SWAP: swap_pressed,
        ids.TAKE_COVER: take,
        ids.DECLINE_COVER: decline,
        ids.WITHDRAW_COVER: withdraw,
        ids.UNDO_COVER: undo,
        ids.UNDO_SWAP: undo_swap,
    },
    views={views.COVER: cover_chosen, views.SWAP: swap_chosen},
)
