"""The two ways Slack reaches us: signed HTTP, and Socket Mode on two connections."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeAlias

import aiohttp
import structlog
from aiohttp import web
from pydantic_core import from_json
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.clock import Clock, system_clock

#: Slack's own bodies stay far below.
BODY_LIMIT = 1024 * 1024
#: At least two, so that a refresh or a lost link leaves one that listens.
CONNECTIONS = 2
PING_SECONDS = 1
#: A link whose last answered ping is older than this many seconds is dead. slack-sdk itself
#: waits for four pings, and nobody who declares an incident should wait that long.
SILENCE_SECONDS = 1.4
LOOK_SECONDS = 0.2

_JSON, _EVENTS = "application/json", "events_api"
#: Whether what Slack delivered may matter; the rest is answered at once and let go by.
Heeds: TypeAlias = Callable[[Any], bool]

log = structlog.get_logger(__name__)


class _Clock:
    """What the verifier calls a clock: seconds since 1970, UTC."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock().timestamp()


class Endpoint:
    """`POST /slack/events`: events, commands and interactivity, each proved to be Slack's."""

    def __init__(self, app: AsyncApp, signing_secret: str, clock: Clock, *, heeds: Heeds) -> None:
        self._app = app
        self._heeds = heeds
        self._verifier = SignatureVerifier(signing_secret, clock=_Clock(clock))  # type: ignore[arg-type]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """401 for what Slack did not sign, 413 for what is too long; never 500 for either."""
        try:
            raw = await request.content.read(BODY_LIMIT + 1)
            while len(raw) <= BODY_LIMIT and not request.content.at_eof():
                raw += await request.content.read(BODY_LIMIT + 1 - len(raw))
        except (aiohttp.ClientError, ConnectionError):
            return web.Response(status=400, text="The body did not arrive.")
        if len(raw) > BODY_LIMIT:
            return web.Response(status=413, text="The body is too long.")
        if not self._signed(request, raw):
            return web.Response(status=401, text="The signature is not Slack's.")
        if request.content_type == _JSON and not self._heeds(_read(raw)):
            return web.Response()
        headers: dict[str, str | Sequence[str]] = dict(request.headers)
        try:
            asked = AsyncBoltRequest(body=raw.decode(), query=request.query_string, headers=headers)
        except (ValueError, AttributeError):  # not the JSON it says it is, or no object
            return web.Response(status=400, text="The body is not what Slack sends.")
        answer = await self._app.async_dispatch(asked)
        response = web.Response(status=answer.status, text=answer.body)
        for name, values in answer.headers.items():
            if name.lower() == "content-type":
                response.headers["Content-Type"] = values[0]
        return response

    def _signed(self, request: web.Request, raw: bytes) -> bool:
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        # The library raises on these instead of saying no.
        if not (stamp.isascii() and stamp.isdigit() and signature.isascii()):
            return False
        try:
            return self._verifier.is_valid(raw, stamp, signature)
        except (UnicodeDecodeError, ValueError, OverflowError):
            return False


class Sockets:
    """Socket Mode on `CONNECTIONS` links; each delivery comes over any one of them."""

    def __init__(self, app: AsyncApp, app_token: str, *, heeds: Heeds) -> None:
        self._app = app
        self._heeds = heeds
        self._token = app_token
        self._links: list[Any] = []
        self._watching: asyncio.Task[None] | None = None
        self._renewing: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

        for _ in range(CONNECTIONS):
            link = AsyncSocketModeHandler(self._app, self._token, ping_interval=PING_SECONDS)
            link.client.socket_mode_request_listeners = [self._listener(link)]
            self._links.append(link)
        await asyncio.gather(*(link.connect_async() for link in self._links))
        self._watching = asyncio.create_task(self._watch())

    def _listener(self, link: Any) -> Callable[[Any, Any], Awaitable[None]]:
        """Bolt's own, behind what lets ordinary talk go by."""
        from slack_sdk.socket_mode.response import SocketModeResponse

        async def hear(client: Any, request: Any) -> None:
            if request.type != _EVENTS or self._heeds(request.payload):
                await link.handle(client, request)
            else:
                heard = SocketModeResponse(envelope_id=request.envelope_id)
                await client.send_socket_mode_response(heard)

        return hear

    async def _watch(self) -> None:
        """Connect anew whatever has gone silent, each link beside the others."""
        loop = asyncio.get_running_loop()
        looked = loop.time()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            # After a stall of our own the answers may be here, unread.
            stalled = loop.time() - looked > 2 * LOOK_SECONDS
            looked = loop.time()
            if stalled:
                continue
            for link in self._links:
                if _silent(link.client):
                    self._start(_renew(link.client))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._renewing.add(task)
        task.add_done_callback(self._renewing.discard)

    async def connected(self) -> int:
        """How many links are up now; the watchdog of `/readyz`."""
        states = [await link.client.is_connected() for link in self._links]
        return sum(states)

    async def close(self) -> None:
        """Hear nothing new. What was heard already is answered by then."""
        for task in (self._watching, *self._renewing):
            if task is not None:
                task.cancel()
        for link in self._links:
            await link.close_async()
        self._links.clear()


def _read(raw: bytes) -> Any:
    """What a body says, or None: whoever answers it says what is wrong with it."""
    try:
        return from_json(raw)
    except ValueError:
        return None


def _silent(client: Any) -> bool:
    """Whether a link should be up and gives no sign of life."""
    session, answered = client.current_session, client.last_ping_pong_time
    if client.closed or not client.auto_reconnect_enabled or session is None:
        return False  # it is being closed, or connected anew
    now = system_clock().timestamp()  # as the library reads it
    return session.closed or (answered is not None and now - answered > SILENCE_SECONDS)


async def _renew(client: Any) -> None:
    """A new link at once, and again until there is one.

    The old one is cut without a farewell, for its peer does not answer, and as long as it stands
    Slack may go on sending there. Without it slack-sdk's own monitor of the link ends, so nobody
    else would try.
    """
    log.warning("link_silent")
    old, client.current_session = client.current_session, None
    old._response.close()  # noqa: SLF001 - `close()` itself waits ten seconds for an answer
    while client.current_session is None and not client.closed:
        client.stale, client.last_ping_pong_time = True, None
        try:
            await client.connect_to_new_endpoint()
        except Exception as error:  # noqa: BLE001 - whatever it was, the next try may succeed
            log.warning("link_not_renewed", error=str(error) or type(error).__name__)
            await asyncio.sleep(PING_SECONDS)
