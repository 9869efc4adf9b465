"""A Web API call from its arrival to its answer."""

import asyncio
import inspect
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.api.method import Answer, Arguments, Method, Request, missing_scope
from sandbox.errors import SlackError
from sandbox.faults import Faults
from sandbox.limits import Limits
from sandbox.traffic import Call, Traffic
from sandbox.workspace import Workspace

_OK = 200
_TOO_MANY_REQUESTS = 429


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back. `dropped`: the connection is closed instead."""

    body: Answer
    status: int = _OK
    headers: Mapping[str, str] = field(default_factory=dict)
    dropped: bool = False

    def encoded(self) -> bytes:
        return json.dumps(self.body, separators=(",", ":"), ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class Tokens:
    bot: str
    app: str


class Api:
    """The Web API of one workspace."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        tokens: Tokens,
        faults: Faults,
        limits: Limits,
        traffic: Traffic,
    ) -> None:
        self._workspace = workspace
        self._tokens = tokens
        self._faults = faults
        self._limits = limits
        self._traffic = traffic
        self._methods: dict[str, Method] = {}

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._methods)

    def register(self, methods: Iterable[Method]) -> None:
        self._methods |= {method.name: method for method in methods}

    async def call(self, name: str, given: Mapping[str, Any], token: str | None) -> Reply:
        """Answer one call and keep it in the traffic, faults and limits included."""
        began, at = time.perf_counter(), self._workspace.now()
        wait = self._faults.wait(name)
        if wait:
            await asyncio.sleep(wait)
        reply = await self._reply(name, given, token)
        self._traffic.add(
            Call(
                number=self._traffic.next_number(),
                method=name,
                args=given,
                response=reply.body,
                status=reply.status,
                at=at,
                ms=(time.perf_counter() - began) * 1000,
                dropped=reply.dropped,
            )
        )
        return reply

    async def _reply(self, name: str, given: Mapping[str, Any], token: str | None) -> Reply:
        refusal = self._faults.take_refusal(name)
        if refusal is not None and refusal.retry_after is not None:
            return _rate_limited(refusal.retry_after)
        if refusal is not None and isinstance(refusal.code, int):
            return Reply({}, status=refusal.code)
        if refusal is not None:
            return Reply({"ok": False, "error": refusal.code})
        method = self._methods.get(name)
        if method is None:
            return Reply({"ok": False, "error": "unknown_method", "req_method": name})
        channel = str(given.get("channel") or "")
        wait = self._limits.refuse(name, method.tier, channel=channel)
        if wait is not None:
            return _rate_limited(wait)
        body = await self._run(method, given, token)
        dropped = body["ok"] and self._faults.take_drop(name)
        return Reply(body, headers=self._headers(method), dropped=dropped)

    async def _run(self, method: Method, given: Mapping[str, Any], token: str | None) -> Answer:
        try:
            self._authorise(method, token)
            answer = method.run(Request(self._workspace, Arguments(given)))
            result = await answer if inspect.isawaitable(answer) else answer
        except SlackError as refused:
            return refused.answer()
        return {"ok": True, **result}

    def _authorise(self, method: Method, token: str | None) -> None:
        if method.token == "any":  # noqa: S105 a kind of token
            return
        if not token:
            raise SlackError("not_authed")
        if token not in (self._tokens.bot, self._tokens.app):
            raise SlackError("invalid_auth")
        if token != getattr(self._tokens, method.token):
            raise SlackError("not_allowed_token_type")
        app = self._workspace.app
        if method.token == "bot" and not app.granted(*method.scopes):  # noqa: S105 the same
            raise missing_scope(app, *method.scopes)

    def _headers(self, method: Method) -> dict[str, str]:
        return {
            "x-oauth-scopes": ",".join(self._workspace.app.scopes),
            "x-accepted-oauth-scopes": ",".join(method.scopes),
        }


def _rate_limited(seconds: int) -> Reply:
    return Reply(
        {"ok": False, "error": "ratelimited"},
        status=_TOO_MANY_REQUESTS,
        headers={"Retry-After": str(seconds)},
    )
