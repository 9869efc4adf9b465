"""The page's WebSocket: the browser says what it shows, the sandbox keeps that true.

The browser sends {"me", "channel", "thread", "inspector"}. The sandbox answers with frames
{"topic", "now", "data"}, a whole snapshot each, and again whenever one has changed. The first
frame, `hello`, tells a ts: what a page was shown before it is gone after a reload, as ephemeral
messages are.
"""

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from sandbox import page_state
from sandbox.events import Event
from sandbox.faults import Faults
from sandbox.interaction import Interaction
from sandbox.limits import Limits
from sandbox.mailbox import Mailbox
from sandbox.page_faults import active_faults
from sandbox.phone import Phones
from sandbox.traffic import Call, Delivery, Traffic
from sandbox.workspace import Workspace

COALESCE = 0.025
"""Seconds in which changes are gathered into one snapshot."""
GLANCE = 1.0
"""Seconds between looks at the app's connections, which announce nothing."""
FIRST_ENTRIES = 300
KINDS = ("events_api", "interactive", "slash_commands")

_STATE = frozenset({"workspace", "channel", "thread", "views", "home", "phone", "mailbox"})
_HERE = frozenset({"channel", "thread"})


class Live:
    """Every open page."""

    def __init__(
        self,
        workspace: Workspace,
        interaction: Interaction,
        *,
        faults: Faults,
        limits: Limits,
        traffic: Traffic,
        phones: Phones,
        mailbox: Mailbox,
        methods: Callable[[], list[str]],
    ) -> None:
        self.workspace = workspace
        self.interaction = interaction
        self.faults = faults
        self.limits = limits
        self.traffic = traffic
        self.phones = phones
        self.mailbox = mailbox
        self.methods = methods
        self._pages: set[Page] = set()
        workspace.on_event(self._happened)
        traffic.listeners.append(self._passed)
        faults.listeners.append(self.faults_changed)

    @property
    def connections(self) -> int:
        return len(self.interaction.sockets.connections)

    @property
    def online(self) -> bool:
        """Whether the app can be reached: over HTTP always, else by an open socket."""
        return self.interaction.http is not None or self.connections > 0

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """One browser. Pages of other sites are turned away: acting is not theirs to do."""
        origin = request.headers.get("Origin")
        if origin is not None and origin.partition("://")[2] != request.host:
            raise web.HTTPForbidden
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        await socket.send_json({"topic": "hello", "data": {"ts": self.workspace.next_ts()}})
        page = Page(self, socket)
        self._pages.add(page)
        pushing = asyncio.create_task(page.push())
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    page.watch(json.loads(message.data))
        finally:
            self._pages.discard(page)
            pushing.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await pushing
        return socket

    async def close(self) -> None:
        for page in list(self._pages):
            await page.socket.close()

    def faults_changed(self) -> None:
        for page in self._pages:
            page.dirty({"faults"})

    def _happened(self, event: Event) -> None:
        for page in self._pages:
            elsewhere = event.channel is not None and event.channel != page.channel
            page.dirty(_STATE - _HERE if elsewhere else _STATE)

    def _passed(self, item: Call | Delivery) -> None:
        for page in self._pages:
            page.note(item)


class Page:
    """One browser: what it shows, and what has changed since it was last told."""

    def __init__(self, live: Live, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self.channel: str | None = None
        self._live = live
        self._me: str | None = None
        self._thread: str | None = None
        self._inspector = False
        self._entries: list[dict[str, Any]] = []
        self._fresh = False
        self._dirty: set[str] = set()
        self._told: dict[str, str] = {}
        self._seen = (False, 0)
        self._wake = asyncio.Event()

    def watch(self, view: dict[str, Any]) -> None:
        """What the browser shows now; everything about it is sent."""
        if view.get("me") != self._me:
            self._told.clear()
        self._me, self.channel, self._thread = view["me"], view["channel"], view["thread"]
        opened = bool(view["inspector"]) and not self._inspector
        self._inspector = bool(view["inspector"])
        if opened:
            log = list(self._live.traffic.log)[-FIRST_ENTRIES:]
            self._entries = [page_state.traffic_entry(item) for item in log]
            self._fresh = True
        self.dirty({*_STATE, "faults", "traffic"} if self._inspector else _STATE)

    def dirty(self, topics: frozenset[str] | set[str]) -> None:
        self._dirty |= topics
        self._wake.set()

    def note(self, item: Call | Delivery) -> None:
        if self._inspector:
            self._entries.append(page_state.traffic_entry(item))
            self.dirty({"traffic"})

    async def push(self) -> None:
        """Send what changed, forever."""
        while not self.socket.closed:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GLANCE):
                    await self._wake.wait()
            await asyncio.sleep(COALESCE)
            self._wake.clear()
            self._glance()
            topics, self._dirty = self._dirty, set()
            for topic in sorted(topics, reverse=True):  # the workspace before what refers to it
                await self._send(topic)

    def _glance(self) -> None:
        seen = (self._live.online, self._live.connections)
        if seen != self._seen:
            self._seen = seen
            self._dirty |= {"workspace", "faults"} if self._inspector else {"workspace"}

    async def _send(self, topic: str) -> None:
        data = self._frame(topic)
        words = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
        if topic != "traffic" and self._told.get(topic) == words:
            return
        self._told[topic] = words
        now = self._live.workspace.now()
        await self.socket.send_str(f'{{"topic":"{topic}","now":{now},"data":{words}}}')

    def _frame(self, topic: str) -> Any:
        live, workspace = self._live, self._live.workspace
        me = page_state.somebody(workspace, self._me)
        match topic:
            case "workspace":
                return page_state.workspace_frame(workspace, me, online=live.online)
            case "channel":
                return page_state.channel_frame(workspace, me, self.channel)
            case "thread":
                return page_state.thread_frame(workspace, me, self.channel, self._thread)
            case "views":
                return page_state.views_frame(live.interaction.views, me)
            case "phone":
                return live.phones.frame(me.id)
            case "mailbox":
                return live.mailbox.frame()
            case "home":
                return page_state.home_frame(live.interaction.views, me)
            case "traffic":
                return self._traffic()
            case _:
                return self._faults()

    def _traffic(self) -> dict[str, Any]:
        entries, fresh = self._entries, self._fresh
        self._entries, self._fresh = [], False
        return {"entries": entries, "fresh": fresh}

    def _faults(self) -> dict[str, Any]:
        return {
            "active": active_faults(self._live.faults),
            "realistic": self._live.limits.realistic,
            "methods": self._live.methods(),
            "kinds": KINDS,
            "sockets": self._live.connections,
        }
