"""The control API: faults, acts, traffic and time, for tests in other processes and the bench.

Every answer is JSON with `ok`; a refusal says why in `error`.

    POST /control/faults  {"fault": "latency", "method": "*", "seconds": 0.1}
    GET  /control/faults
    POST /control/act     {"act": "command", "user": "U0ANNA", "channel": "C0SUPPORT", ...}
    POST /control/settled, POST /control/url_verification
    GET  /control/traffic?since=0&method=chat.postMessage
    GET  /control/views?user=U0ANNA
    GET  /control/clock, POST /control/clock {"seconds": 300}
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from aiohttp import web

from sandbox.acts import Outcome
from sandbox.clock import Clock, ManualClock
from sandbox.errors import SlackError
from sandbox.faults import Faults
from sandbox.interaction import Interaction
from sandbox.limits import Limits
from sandbox.traffic import Traffic

FAULTS = frozenset(
    {
        "latency",
        "rate_limit",
        "error",
        "drop_response",
        "duplicate",
        "delay_delivery",
        "close_sockets",
        "freeze_sockets",
        "reset_sockets",
        "clear",
    }
)
Handler = Callable[[web.Request], Awaitable[web.Response]]


class Control:
    """The control API of one sandbox."""

    def __init__(
        self,
        interaction: Interaction,
        *,
        faults: Faults,
        limits: Limits,
        traffic: Traffic,
        clock: Clock,
    ) -> None:
        self._interaction = interaction
        self._faults = faults
        self._limits = limits
        self._traffic = traffic
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/control/faults", _guarded(self.show_faults)),
            web.post("/control/faults", _guarded(self.set_fault)),
            web.post("/control/act", _guarded(self.act)),
            web.post("/control/settled", _guarded(self.settled)),
            web.get("/control/traffic", _guarded(self.show_traffic)),
            web.get("/control/views", _guarded(self.show_views)),
            web.post("/control/url_verification", _guarded(self.verify_url)),
            web.get("/control/clock", _guarded(self.show_clock)),
            web.post("/control/clock", _guarded(self.advance_clock)),
        ]

    async def show_faults(self, request: web.Request) -> web.Response:
        faults = self._faults
        return _answer(
            latencies=faults.latencies,
            refusals={
                name: [asdict(one) for one in each] for name, each in faults.refusals.items()
            },
            drops=faults.drops,
            duplicates=faults.duplicates,
            delays=faults.delays,
            realistic_limits=self._limits.realistic,
            connections=len(self._interaction.sockets.connections),
        )

    async def set_fault(self, request: web.Request) -> web.Response:
        """`fault` names a method of Faults, or `disconnect_sockets` or `realistic_limits`."""
        body = await _body(request)
        name = body.pop("fault", "")
        if name == "disconnect_sockets":
            self._interaction.sockets.disconnect(**body)
        elif name == "realistic_limits":
            self._limits.realistic = bool(body.get("on", True))
        elif name in FAULTS:
            getattr(self._faults, name)(**body)
        else:
            raise SlackError("unknown_fault")
        return await self.show_faults(request)

    async def act(self, request: web.Request) -> web.Response:
        """`act` names a public method of Acts; the rest are its arguments."""
        body = await _body(request)
        name = str(body.pop("act", ""))
        method = None if name.startswith("_") else getattr(self._interaction.acts, name, None)
        if not callable(method):
            raise SlackError("unknown_act")
        if isinstance(body.get("message"), list):
            body["message"] = tuple(body["message"])
        result = await method(**body)
        return _answer(result=asdict(result) if isinstance(result, Outcome) else result)

    async def settled(self, request: web.Request) -> web.Response:
        await self._interaction.acts.settled()
        return _answer()

    async def verify_url(self, request: web.Request) -> web.Response:
        """Send the challenge Slack sends when a request URL is saved; `verified` tells."""
        http = self._interaction.http
        if http is None:
            raise SlackError("socket_mode")
        return _answer(verified=await http.verify_url())

    async def show_traffic(self, request: web.Request) -> web.Response:
        """Calls and deliveries after number `since`, oldest first, of one `method` or `kind`."""
        since = int(request.query.get("since", "0"))
        method, kind = request.query.get("method"), request.query.get("kind")
        items = [*self._traffic.log]
        if method is not None:
            items = [*self._traffic.calls(method)]
        elif kind is not None:
            items = [*self._traffic.deliveries(kind)]
        return _answer(traffic=[asdict(each) for each in items if each.number > since])

    async def show_views(self, request: web.Request) -> web.Response:
        """A person's modals, the lowest first, and Home tab."""
        views, user = self._interaction.views, request.query["user"]
        home = views.homes.get(user)
        return _answer(
            stack=[views.wire(view) for view in views.stacks.get(user, ())],
            home=views.wire(home) if home else None,
        )

    async def show_clock(self, request: web.Request) -> web.Response:
        return _answer(now=self._clock(), controllable=isinstance(self._clock, ManualClock))

    async def advance_clock(self, request: web.Request) -> web.Response:
        """Move simulated time on by `seconds`, `minutes` and `hours`."""
        if not isinstance(self._clock, ManualClock):
            raise SlackError("clock_not_controllable")
        self._clock.advance(**await _body(request))
        return await self.show_clock(request)


def _answer(**beside: Any) -> web.Response:
    return web.json_response({"ok": True, **beside}, dumps=_dumps)


def _dumps(value: Any) -> str:
    return json.dumps(value, default=str)


async def _body(request: web.Request) -> dict[str, Any]:
    """The JSON object sent; nothing sent is an empty one. Raises SlackError("invalid_json")."""
    text = await request.text()
    try:
        body = json.loads(text or "{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(body, dict):
        raise SlackError("invalid_json")
    return body


def _guarded(handler: Handler) -> Handler:
    """Answer wrong requests with 400 and a reason, so that a test sees its own mistake."""

    async def answer(request: web.Request) -> web.Response:
        try:
            return await handler(request)
        except SlackError as refusal:
            refused: Mapping[str, Any] = refusal.answer()
        except (LookupError, TypeError, ValueError) as mistake:
            refused = {"ok": False, "error": f"{type(mistake).__name__}: {mistake}"}
        return web.json_response(refused, status=HTTPStatus.BAD_REQUEST)

    return answer
