"""`/oncall override @user payments fri 18:00 to mon 9:00`, its form, and its undo."""

from datetime import UTC, datetime, timedelta

from bot.domain.ids import OverrideId
from bot.domain.override import Wish
from bot.domain.permission import Action
from bot.domain.phrase import Phrase, phrase
from bot.domain.refusal import Refusal
from bot.domain.service import RotationName
from bot.domain.substitution import OverrideKind
from bot.slack import ids, rotas, words
from bot.slack.command import split
from bot.slack.kit import View
from bot.slack.override import views
from bot.slack.override.views import Form
from bot.slack.period import period_in
from bot.slack.request import Reply, Request, Routes, Verb
from bot.usecases import cover


async def override(request: Request) -> Reply:
    """Bare: the form. With words: at once, with an undo."""
    request.must(Action.OVERRIDE)
    kind, rest = _kind(request.words)
    if not rest:
        return Reply(opens=_form(request, Form(kind=kind)))
    person, rest = words.person_in(rest, await words.names(request))
    if person is None:
        raise Refusal(
            "Name the person first with @, for example "
            "`/oncall override @anna payments fri 18:00 to mon 9:00`."
        )
    rotation, rest = rotas.rotation_in(request.policy, rest, by=person)
    if not rest:
        return Reply(opens=_form(request, Form(kind=kind, person=person, rotation=rotation)))
    now = request.store.clock()
    period = await period_in(words.plain(rest, {}), now=now, zone=request.actor.zone)
    wish = Wish(kind=kind, person=person, start=period.start, end=period.end)
    return await _put(request, rotation, wish, period.notes)


async def chosen(request: Request) -> Reply:
    """The form was sent. Its times are instants, so there is nothing to understand."""
    request.must(Action.OVERRIDE)
    rotation, wish = views.said(request.body["view"])
    return await _put(request, rotation, wish)


async def _put(
    request: Request, rotation: RotationName, wish: Wish, notes: tuple[Phrase, ...] = ()
) -> Reply:
    # Before the transaction: asking Slack who they are inside it would hold the database.
    for person in filter(None, (wish.person, wish.replaced)):
        await request.people.profile(person)
    async with request.begin() as work:
        made, _ = await cover.override(work, rotation, wish, by=request.by)
    text, blocks = views.done(
        request.t,
        made,
        rotas.title(request.policy, rotation, request.t.language),
        yours=request.actor.zone,
        theirs=rotas.zone(request.policy, rotation),
        notes=notes,
    )
    if request.body.get("view"):
        return Reply(shows=views.closing(request.t, blocks))
    return Reply(text=text, blocks=blocks)


async def undo(request: Request) -> Reply:
    """Taken back: all of it, or what is left of it once it has begun."""
    request.must(Action.OVERRIDE)
    async with request.begin() as work:
        rotation, _ = await work.rosters.override(OverrideId(request.value))
        made = await cover.remove_override(work, OverrideId(request.value), by=request.by)
    title = rotas.title(request.policy, rotation, request.t.language)
    text = views.undone(request.t, made, title, request.actor.zone)
    if request.body.get("view"):
        return Reply(shows=views.closing(request.t, views.alone(text)))
    return Reply(text=text, replaces=True)


def _kind(typed: str) -> tuple[OverrideKind, str]:
    """`override add @user …` and `override remove @user …`; without either, instead of others."""
    word, rest = split(typed)
    if word in set(OverrideKind):
        return OverrideKind(word), rest
    return OverrideKind.REPLACE, typed.strip()


def _form(request: Request, filled: Form) -> View:
    now = request.store.clock().astimezone(UTC)
    rotations = [
        (name, rotation.title.to(request.t.language))
        for name, rotation in request.policy.rotations.items()
    ]
    if not rotations:
        raise Refusal("The policy has no rotations, so there is nothing to change.")
    return views.form(request.t, rotations, filled, now=_hour(now))


def _hour(at: datetime) -> datetime:
    """The next full hour: what most overrides begin at."""
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


VERBS = (
    Verb(
        name="override",
        handler=override,
        usage=phrase("[@person] [payments] [fri 18:00 to mon 9:00]"),
        what=phrase("somebody else is on call for a while"),
        aliases=("replace",),
    ),
)
ROUTES = Routes(
    actions={ids.UNDO_OVERRIDE: undo},
    views={views.FORM: chosen},
)
