"""A phone for each person: where an app's messages outside Slack arrive.

An app reaches it at `{base}/phone/{user}/{kind}`, with JSON or a form that holds `title` and
`message`, as notification libraries send to a web address. `kind` is what rings: sms, phone,
email or any other word. Faults are set for the method `phone`: refuse, be slow, drop the answer.

    GET /phone/{user}    everything that arrived, oldest first, as JSON
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from aiohttp import web

from sandbox.faults import PHONE, Faults
from sandbox.workspace import Workspace

SHOWN = 50
"""A phone shows so many of the newest; the older ones are forgotten."""
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Ring:
    """One thing that arrived. `at`: Unix seconds, UTC."""

    number: int
    kind: str
    title: str
    text: str
    at: float


class Phones:
    """Everybody's phone. A ring is shown to open pages as any other change is."""

    def __init__(self, workspace: Workspace, faults: Faults) -> None:
        self._workspace = workspace
        self._faults = faults
        self._rings: dict[str, list[Ring]] = defaultdict(list)
        self._seen: dict[str, int] = defaultdict(int)
        self._count = 0

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/phone/{user}/{kind}", self._arrives),
            web.get("/phone/{user}", self._show),
        ]

    def rings(self, user: str) -> list[Ring]:
        """What arrived, oldest first."""
        return list(self._rings[user])

    def unseen(self, user: str) -> int:
        return sum(ring.number > self._seen[user] for ring in self._rings[user])

    def look(self, user: str) -> None:
        """The person has looked: nothing is new any more."""
        self._seen[user] = self._count
        self._workspace.show("phone_seen")

    def frame(self, user: str) -> dict[str, Any]:
        """What the page shows, the newest first."""
        newest = [asdict(ring) for ring in reversed(self._rings[user])]
        return {"rings": newest, "unseen": self.unseen(user)}

    async def _arrives(self, request: web.Request) -> web.StreamResponse:
        user, kind = request.match_info["user"], request.match_info["kind"]
        if user not in self._workspace.people:
            raise web.HTTPNotFound(text="nobody here has this phone")
        given = await _given(request)
        if wait := self._faults.wait(PHONE):
            await asyncio.sleep(wait)
        if refusal := self._faults.take_refusal(PHONE):
            code = refusal.code if isinstance(refusal.code, int) else 400
            return web.Response(status=429 if refusal.retry_after is not None else code)
        self._ring(user, kind, given)
        if self._faults.take_drop(PHONE) and request.transport is not None:
            request.transport.abort()
        return web.json_response({"ok": True})

    def _ring(self, user: str, kind: str, given: Mapping[str, Any]) -> None:
        self._count += 1
        title, text = (str(given.get(name, ""))[:_LONGEST] for name in ("title", "message"))
        ring = Ring(self._count, kind, title, text, self._workspace.now())
        self._rings[user] = [*self._rings[user], ring][-SHOWN:]
        self._workspace.show("phone_rang")

    async def _show(self, request: web.Request) -> web.Response:
        rings = self._rings[request.match_info["user"]]
        return web.json_response([asdict(ring) for ring in rings])


async def _given(request: web.Request) -> Mapping[str, Any]:
    """The fields sent. HTTPBadRequest for what is neither JSON nor a form."""
    if request.content_type != "application/json":
        return await request.post()
    try:
        parsed = json.loads(await request.read())
    except ValueError as wrong:
        raise web.HTTPBadRequest(text="not JSON") from wrong
    if not isinstance(parsed, dict):
        raise web.HTTPBadRequest(text="not an object")
    return parsed
