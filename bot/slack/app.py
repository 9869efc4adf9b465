"""Bolt: seven broad listeners, one table of routes, every refusal said one way.

Bolt tries its listeners one after another, so there are few; the routes are dictionaries.
With `process_before_response` the work is done before the ack, and the ack is its last line;
what needs Slack (`views.open`, an ephemeral) follows as a task.
"""

import asyncio
import re
from collections.abc import Awaitable, Coroutine, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot import metrics
from bot.callers import Callers
from bot.domain.delivery import DeliveryError
from bot.domain.ids import PersonId, RoomId
from bot.domain.letters import Letters
from bot.domain.refusal import Refusal
from bot.domain.runbook import Runbook
from bot.links import Links
from bot.slack import answers, command, hearing
from bot.slack.answers import Kind
from bot.slack.client import Slack
from bot.slack.command import Verbs
from bot.slack.hearing import SPOKEN, Hearing
from bot.slack.kit import said
from bot.slack.people import Actor, People
from bot.slack.request import Handler, Reply, Request, Routes, Seen
from bot.slack.words import to_us
from bot.store.work import Store

_ANY = re.compile(".*", re.DOTALL)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The routes of all slices, merged; an id that two slices claim is a mistake."""

    verbs: Verbs
    actions: Mapping[str, Handler]
    views: Mapping[str, Handler]
    options: Mapping[str, Handler]
    shortcuts: Mapping[str, Handler]
    events: Mapping[str, Handler]

    @classmethod
    def of(cls, slices: Sequence[Routes]) -> "Table":
        def merged(name: str) -> dict[str, Handler]:
            found: dict[str, Handler] = {}
            for routes in slices:
                for id, handler in getattr(routes, name).items():
                    if id in found:
                        raise ValueError(f"Two slices listen to the {name} id {id}.")
                    found[id] = handler
            return found

        return cls(
            verbs=Verbs.of([verb for routes in slices for verb in routes.verbs]),
            actions=merged("actions"),
            views=merged("views"),
            options=merged("options"),
            shortcuts=merged("shortcuts"),
            events=merged("events"),
        )


class Ear:
    """Turns what Slack delivers into requests, and replies into what Slack wants to hear."""

    def __init__(
        self,
        table: Table,
        store: Store,
        slack: Slack,
        people: People,
        *,
        links: Links,
        letters: Letters,
        runbooks: Mapping[str, Runbook],
    ) -> None:
        self._table = table
        self._store = store
        self._slack = slack
        self._people = people
        self._links = links
        self._letters = letters
        self._runbooks = runbooks
        self.callers = Callers()
        self.hearing = Hearing(store)
        self._tasks: set[asyncio.Task[None]] = set()

    def listen(self, app: AsyncApp) -> None:
        app.command(_ANY)(self._command)
        app.action(_ANY)(self._action)
        app.view(_ANY)(self._view)
        app.view_closed(_ANY)(self._nothing)
        app.options(_ANY)(self._options)
        app.shortcut(_ANY)(self._shortcut)
        app.event(_ANY)(self._event)

    async def drain(self) -> None:
        """Let what follows the acks finish."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks))

    async def _command(self, body: dict[str, Any], ack: AsyncAck) -> BoltResponse:
        request = self._request(
            body,
            key=f"command:{body['trigger_id']}",
            channel=RoomId(body["channel_id"]),
            words=command.typed(body["command"], body.get("text", "")),
        )
        word = command.split(request.words)[0]
        verb = self._table.verbs.by_name.get(word)
        label = verb.name if verb else ("bare" if not word else "unknown")
        return await self._answer(Kind.COMMAND, label, body, ack, request, self._run_command)

    async def _run_command(self, request: Request) -> Reply | None:
        return await command.answer(self._table.verbs, request, bare="")

    async def _run_mention(self, request: Request) -> Reply | None:
        """No form opens from a mention, so a bare one is answered with what can be said."""
        return await command.answer(self._table.verbs, request, bare="help")

    async def _action(self, body: dict[str, Any], ack: AsyncAck) -> BoltResponse:
        action = body["actions"][0]
        channel = body.get("channel", {}).get("id") or body.get("container", {}).get("channel_id")
        thread = body.get("message", {}).get("thread_ts", "")
        request = self._request(
            body,
            key=f"action:{body.get('trigger_id') or action.get('action_ts')}",
            channel=RoomId(channel) if channel else None,
            thread=thread,
            value=answers.chosen(action),
        )
        id = action["action_id"].split(":")[0]
        return await self._answer(Kind.ACTION, id, body, ack, request, self._table.actions.get(id))

    async def _view(self, body: dict[str, Any], ack: AsyncAck) -> BoltResponse:
        view = body["view"]
        request = self._request(
            body,
            key=f"view:{view['id']}:{view['hash']}",
            value=view.get("private_metadata", ""),
        )
        id = view["callback_id"]
        return await self._answer(Kind.VIEW, id, body, ack, request, self._table.views.get(id))

    async def _options(self, body: dict[str, Any], ack: AsyncAck) -> BoltResponse:
        request = self._request(body, key="", words=body.get("value", ""))
        id = body["action_id"].split(":")[0]
        return await self._answer(Kind.OPTIONS, id, body, ack, request, self._table.options.get(id))

    async def _shortcut(self, body: dict[str, Any], ack: AsyncAck) -> BoltResponse:
        channel = body.get("channel", {}).get("id")
        request = self._request(
            body,
            key=f"shortcut:{body['trigger_id']}",
            channel=RoomId(channel) if channel else None,
        )
        id = body["callback_id"]
        return await self._answer(
            Kind.SHORTCUT, id, body, ack, request, self._table.shortcuts.get(id)
        )

    async def _event(self, body: dict[str, Any], ack: AsyncAck) -> BoltResponse:
        event = body["event"]
        kind = event["type"]
        if kind == SPOKEN:
            kind = hearing.name(event) or kind
        user = event.get("user")
        id = user.get("id", "") if isinstance(user, dict) else user or ""
        where = event.get("channel") or event.get("item", {}).get("channel")
        channel = where.get("id") if isinstance(where, dict) else where
        request = self._request(
            {**body, "user_id": id},
            key=f"event:{body['event_id']}",
            channel=RoomId(channel) if channel else None,
            # Outside a thread there is none yet, and Slack shows nobody a whisper in such.
            thread=event.get("thread_ts", ""),
            words=to_us(body, event.get("text") or "") if kind == "app_mention" else "",
        )
        handler = self._run_mention if kind == "app_mention" else self._table.events.get(kind)
        shape = Kind.MENTION if kind == "app_mention" else Kind.EVENT
        return await self._answer(shape, kind, body, ack, request, handler)

    async def _nothing(self, ack: AsyncAck) -> BoltResponse:
        return await ack()

    def _request(
        self,
        body: Mapping[str, Any],
        *,
        key: str,
        channel: RoomId | None = None,
        thread: str = "",
        words: str = "",
        value: str = "",
    ) -> Request:
        by = PersonId(body.get("user_id") or body.get("user", {}).get("id", ""))
        workspace = self._store.policy.workspace
        return Request(
            body=body,
            key=key,
            actor=Actor(id=by, guest=True, language=workspace.language, zone=workspace.zone),
            store=self._store,
            slack=self._slack,
            people=self._people,
            links=self._links,
            letters=self._letters,
            runbooks=self._runbooks,
            channel=channel,
            thread=thread,
            trigger=body.get("trigger_id", ""),
            words=words,
            value=value,
        )

    async def _answer(
        self,
        kind: Kind,
        label: str,
        body: Mapping[str, Any],
        ack: AsyncAck,
        request: Request,
        handler: Handler | None,
    ) -> BoltResponse:
        loop = asyncio.get_running_loop()
        began = loop.time()
        # Nobody waits for an event: Slack is content with an answer within three seconds.
        with self.callers if kind is not Kind.EVENT else nullcontext():
            request, outcome, reply = await self._handled(kind, label, body, request, handler)
            response = await ack(**answers.body(kind, reply))
        metrics.COMMANDS.labels(label, outcome).inc()
        metrics.ACK_SECONDS.observe(loop.time() - began)
        if reply is not None:
            self._follow(answers.follow_up(kind, body, request, reply, self._slack))
        return response

    async def _handled(
        self,
        kind: Kind,
        label: str,
        body: Mapping[str, Any],
        request: Request,
        handler: Handler | None,
    ) -> tuple[Request, str, Reply | None]:
        """The request as its person reads it, how it went, and what to say."""
        outcome, reply = "ok", None
        try:
            if request.by and kind is not Kind.EVENT:
                request = replace(request, actor=await self._people.actor(request.by))
            reply = await handler(request) if handler else None
        except Seen:
            outcome = "repeat"
            reply = Reply(closes=kind is Kind.VIEW)
        except Refusal as refusal:
            outcome = "refused"
            text = said(request.t, refusal.phrase, zone=request.actor.zone)
            reply = answers.refusal(kind, body, refusal, text)
        except Exception:
            outcome = "error"
            log.exception("request_failed", kind=kind, route=label, key=request.key)
            if kind is Kind.EVENT:
                raise  # Slack delivers an event again when it hears no 200
            reply = answers.failure(kind, body, request.t)
        return request, outcome, reply

    def _follow(self, work: Coroutine[Any, Any, None] | None) -> None:
        if work is None:
            return
        task = asyncio.create_task(_quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _quietly(work: Awaitable[None]) -> None:
    """What follows an ack may fail without harm to what was decided."""
    try:
        await work
    except DeliveryError as error:
        log.warning("follow_up_failed", error=str(error))
    except Exception:
        log.exception("follow_up_failed")
