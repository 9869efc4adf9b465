"""Socket Mode: WebSocket connections the app opens, and envelopes through one of them each.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import contextlib
import json
import secrets
import socket
import struct
from collections.abc import Callable
from typing import Any

from aiohttp import WSMessage, WSMsgType, web

from sandbox.delivery.envelope import Envelope, Reply

MOST_CONNECTIONS = 10
TICKET_SECONDS = 30.0
CONNECTION_SECONDS = 3600
DEBUG_CONNECTION_SECONDS = 360
CLOSE_LINGERING_SECONDS = 10.0
FROZEN_LOOK_SECONDS = 0.05
RESET = struct.pack("ii", 1, 0)  # SO_LINGER on, zero seconds: closing sends a TCP reset


class Connection:
    """One WebSocket. `draining`: asked to leave, gets nothing new. `frozen`: answers nothing."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.Transport) -> None:
        self.socket = socket
        self.transport = transport
        self.draining = False
        self.frozen = False

    async def say(self, message: dict[str, Any]) -> None:
        await self.socket.send_str(json.dumps(message))

    async def gone(self) -> None:
        """Wait, answering nothing, until the other side drops the wire."""
        while not self.transport.is_closing():  # noqa: ASYNC110 aiohttp tells nobody
            await asyncio.sleep(FROZEN_LOOK_SECONDS)

    def reset(self) -> None:
        raw = self.transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.transport.abort()


class SocketMode:
    """The app's Socket Mode connections, and the acks still awaited on any of them."""

    name = "socket"
    timeout_reason = "timeout"

    def __init__(self, *, app_id: str, clock: Callable[[], float]) -> None:
        self.connections: list[Connection] = []
        self._app_id = app_id
        self._clock = clock
        self._tickets: dict[str, float] = {}
        self._awaited: dict[str, asyncio.Future[Any]] = {}
        self._turn = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()

    # -- the app connects -----------------------------------------------------------------

    def ticket_url(self, base_url: str) -> str:
        """A fresh address for one connection, as apps.connections.open returns it."""
        ticket = secrets.token_hex(16)
        self._tickets[ticket] = self._clock() + TICKET_SECONDS
        address = base_url.replace("http", "ws", 1)
        return f"{address}/link/?ticket={ticket}&app_id={self._app_id}"

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """GET /link/: the WebSocket itself. A spent, late or unknown ticket is refused."""
        if self._tickets.pop(request.query.get("ticket", ""), 0.0) < self._clock():
            raise web.HTTPForbidden(text="invalid_ticket")
        response = web.WebSocketResponse(autoping=False, autoclose=False, compress=False)
        await response.prepare(request)
        assert request.transport is not None
        connection = Connection(response, request.transport)
        if len(self.connections) >= MOST_CONNECTIONS:
            await connection.say(self._goodbye("too_many_websockets"))
            await response.close()
            return response
        self._add(connection)
        try:
            debug = request.query.get("debug_reconnects") == "true"
            await connection.say(self._hello(debug=debug))
            await self._listen(connection)
        finally:
            self._remove(connection)
        return response

    async def connected(self, count: int = 1) -> None:
        """Wait until at least `count` connections take payloads."""
        while len(self._open()) < count:
            await self.changed()

    async def changed(self) -> None:
        """Wait until a connection comes or goes."""
        self._changed.clear()
        await self._changed.wait()

    # -- Slack delivers -------------------------------------------------------------------

    async def send(self, envelope: Envelope) -> Reply:
        connection = self._next()
        if connection is None:
            return Reply(acked=False, failure="connection_failed")
        envelope_id = secrets.token_hex(16)
        answer = asyncio.get_running_loop().create_future()
        self._awaited[envelope_id] = answer
        try:
            await connection.say(_sealed(envelope, envelope_id))
            return Reply(acked=True, body=await answer)
        except (ConnectionError, RuntimeError):
            return Reply(acked=False, failure="connection_failed")
        finally:
            del self._awaited[envelope_id]

    def _next(self) -> Connection | None:
        """Each payload goes to exactly one connection; here they take turns."""
        ready = self._open()
        if not ready:
            return None
        self._turn += 1
        return ready[self._turn % len(ready)]

    def _open(self) -> list[Connection]:
        return [each for each in self.connections if not each.draining]

    # -- what can go wrong ----------------------------------------------------------------

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to leave: `warning`, `refresh_requested` or `link_disabled`.

        A warning changes nothing yet. After the other two nothing new is sent on the connection,
        acks on it still count, and it is closed if the app does not do it itself.
        """
        for connection in self._open():
            connection.draining = reason != "warning"
            self._later(self._part(connection, reason))

    def close(self) -> None:
        for connection in self.connections:
            connection.draining = True
            self._later(_shut(connection))

    def reset(self) -> None:
        """Cut the wire: the app sees a TCP reset."""
        for connection in self.connections:
            connection.draining = True
            connection.reset()

    def freeze(self) -> None:
        """The peer goes silent: payloads vanish, no pong, no close is answered, no ack is read."""
        for connection in self.connections:
            connection.frozen = True

    async def stop(self) -> None:
        for connection in list(self.connections):
            if connection.frozen:
                connection.reset()
            else:
                await _shut(connection)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # -- inside ---------------------------------------------------------------------------

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            if connection.frozen:
                continue
            if message.type == WSMsgType.PING:
                await connection.socket.pong(message.data)
            elif message.type == WSMsgType.TEXT:
                self._acked(message)
        if connection.frozen:
            await connection.gone()

    def _acked(self, message: WSMessage) -> None:
        """An ack counts whichever connection brings it; one for nothing awaited is ignored."""
        try:
            ack = json.loads(message.data)
        except ValueError:
            return
        answer = self._awaited.get(ack.get("envelope_id", "")) if isinstance(ack, dict) else None
        if answer is not None and not answer.done():
            answer.set_result(ack.get("payload") or None)

    def _hello(self, *, debug: bool) -> dict[str, Any]:
        seconds = DEBUG_CONNECTION_SECONDS if debug else CONNECTION_SECONDS
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {
                "host": "sandbox",
                "build_number": 1,
                "approximate_connection_time": seconds,
            },
            "connection_info": {"app_id": self._app_id},
        }

    def _goodbye(self, reason: str) -> dict[str, Any]:
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}

    async def _part(self, connection: Connection, reason: str) -> None:
        with contextlib.suppress(ConnectionError):
            await connection.say(self._goodbye(reason))
        if connection.draining:
            await asyncio.sleep(CLOSE_LINGERING_SECONDS)
            await _shut(connection)

    def _add(self, connection: Connection) -> None:
        self.connections.append(connection)
        self._changed.set()

    def _remove(self, connection: Connection) -> None:
        self.connections.remove(connection)
        self._changed.set()

    def _later(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _sealed(envelope: Envelope, envelope_id: str) -> dict[str, Any]:
    sealed: dict[str, Any] = {
        "envelope_id": envelope_id,
        "type": envelope.kind,
        "accepts_response_payload": envelope.accepts_response,
        "payload": envelope.payload,
    }
    if envelope.kind == "events_api":
        sealed["retry_attempt"] = envelope.attempt
        sealed["retry_reason"] = envelope.retry_reason
    return sealed


async def _shut(connection: Connection) -> None:
    """Close without waiting for the app's half of the handshake."""
    connection.draining = True
    try:
        await connection.socket.close(drain=False)
    except (ConnectionError, RuntimeError):
        connection.reset()
