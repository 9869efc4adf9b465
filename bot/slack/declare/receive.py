"""`/incident`, `/incident declare`, the shortcuts and the form that declare an incident."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from bot.domain.ids import PersonId, RoomId, label
from bot.domain.lifecycle import Declaration
from bot.domain.permission import Action
from bot.domain.phrase import phrase
from bot.domain.refusal import Refusal
from bot.domain.severity import Severity
from bot.domain.text import TEXT_LIMIT, clean
from bot.slack import ids
from bot.slack.command import split
from bot.slack.declare import views
from bot.slack.declare.views import Prefilled
from bot.slack.glance import glance
from bot.slack.panel import panel
from bot.slack.request import Reply, Request, Routes, Verb
from bot.slack.words import said
from bot.usecases import declare as usecase
from bot.usecases.declare import Evidence


async def bare(request: Request) -> Reply:
    """`/incident` alone: in a war room its panel, elsewhere the form."""
    if request.channel is not None:
        async with request.read() as work:
            incident = await work.incidents.in_room(request.channel)
            if incident is not None:
                await request.must_see(work, incident)
                return Reply(opens=panel(request.t, await glance(work, incident), here=True))
    return await opened(request)


async def opened(request: Request) -> Reply:
    """The empty form."""
    return _form(request, Prefilled())


async def asked(request: Request) -> Reply:
    """`/incident declare [severity] title…` acts at once; with a part of it, the form opens."""
    request.must(Action.DECLARE)
    typed = f"{label(request.named)} {request.words}" if request.named else request.words
    words = await said(request, typed)
    first, rest = split(words)
    severity = _severity(request, first)
    if severity is None:
        return _form(request, Prefilled(impact=words, title=words))
    if not rest:
        return _form(request, Prefilled(severity=severity.name))
    async with request.begin() as work:
        incident = await usecase.declare(
            work, Declaration(impact=rest), severity=severity, by=request.by
        )
    return Reply(text=views.declared(request.t, incident))


async def submitted(request: Request) -> Reply:
    request.must(Action.DECLARE)
    filled = views.parse(request.body["view"])
    async with request.begin() as work:
        kept = await work.inbox.answer(request.value) if request.value else None
        incident = await usecase.declare(
            work,
            filled.said,
            severity=work.policy.severity(filled.severity),
            by=request.by,
            evidence=_evidence(kept) if kept else None,
        )
    return Reply(shows=views.done(request.t, incident))


async def from_message(request: Request) -> Reply:
    """“Declare from this”: the message is kept at once, and waits for the form."""
    request.must(Action.DECLARE)
    kept = await _message(request)
    async with request.begin() as work:
        await work.inbox.remember(request.key, kept)
    form = _form(request, Prefilled(impact=kept["text"]), metadata=request.key)
    return Reply(opens=form.opens, then=partial(_look_up_link, request, kept))


async def services(request: Request) -> Reply:
    request.must_belong()
    return Reply(options=views.services(request.t, request.policy, request.words))


async def clients(request: Request) -> Reply:
    request.must_belong()
    return Reply(options=views.clients(request.policy, request.words))


def _form(request: Request, given: Prefilled, *, metadata: str = "") -> Reply:
    request.must(Action.DECLARE)
    return Reply(opens=views.form(request.t, request.policy, given, metadata=metadata))


def _severity(request: Request, word: str) -> Severity | None:
    try:
        return request.policy.severity(word) if word else None
    except Refusal:
        return None


async def _message(request: Request) -> dict[str, Any]:
    """The message as it is in the request: nothing is lost if Slack cannot be asked again."""
    body = request.body
    message, channel = body["message"], body["channel"]["id"]
    ts = message["ts"]
    domain = body.get("team", {}).get("domain", "")
    text = clean(await said(request, message.get("text", "")), TEXT_LIMIT)
    author = message.get("user", "")
    teller = message.get("username") or message.get("bot_profile", {}).get("name", "")
    return {
        "channel": channel,
        "ts": ts,
        "author": author or request.by,
        "text": text if author or not teller else f"{teller}: {text}",
        "permalink": f"https://{domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}",
    }


async def _look_up_link(request: Request, kept: dict[str, Any]) -> None:
    """Slack's own link is better than ours: it also fits threads and Enterprise Grid."""
    link = await request.slack.permalink(RoomId(kept["channel"]), kept["ts"])
    async with request.store.begin() as work:
        await work.inbox.remember(request.key, {**kept, "permalink": link})


def _evidence(kept: dict[str, Any]) -> Evidence:
    return Evidence(
        text=kept["text"] or kept["permalink"],
        author=PersonId(kept["author"]),
        said_at=datetime.fromtimestamp(float(kept["ts"]), UTC),
        permalink=kept["permalink"],
    )


ROUTES = Routes(
    verbs=[
        Verb(name="", handler=bare, what=phrase("declare an incident; in its room, see it")),
        Verb(
            name="declare",
            handler=asked,
            what=phrase("declare an incident; without words, the form opens"),
            usage=phrase("[SEV2] what clients see"),
            aliases=("new", "create", "open"),
        ),
    ],
    actions={ids.DECLARE: opened},
    views={views.CALLBACK: submitted},
    options={views.SERVICE_OPTIONS: services, views.CLIENT_OPTIONS: clients},
    shortcuts={"declare": opened, "declare_from_message": from_message},
)
