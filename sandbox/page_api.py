"""The page in the browser: its files, its acts, and its live state."""

import json
import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox import wire
from sandbox.api.dispatch import Api
from sandbox.documents import StoredFile
from sandbox.faults import PHONE, Faults
from sandbox.interaction import Interaction
from sandbox.limits import Limits
from sandbox.mailbox import Mailbox
from sandbox.page_acts import perform
from sandbox.page_faults import set_fault
from sandbox.page_live import Live
from sandbox.phone import Phones
from sandbox.traffic import Traffic
from sandbox.workspace import Workspace

FOLDER = Path(__file__).parent / "page"
_FRESH = {"Cache-Control": "no-cache"}
_TYPES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
"""Named here, because what a machine guesses for `.js` may not run as a module."""
_POLICY = (
    "default-src 'self'; img-src 'self' data: http: https:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class PageApi:
    """Serves the page and does what people ask for in it."""

    def __init__(
        self,
        workspace: Workspace,
        interaction: Interaction,
        *,
        api: Api,
        phones: Phones,
        mailbox: Mailbox,
        faults: Faults,
        limits: Limits,
        traffic: Traffic,
    ) -> None:
        self._workspace = workspace
        self._acts = interaction.acts
        self._faults = faults
        self._limits = limits
        self._traffic = traffic
        self._phones = phones
        self._mailbox = mailbox
        self.live = Live(
            workspace,
            interaction,
            faults=faults,
            limits=limits,
            traffic=traffic,
            phones=phones,
            mailbox=mailbox,
            methods=lambda: [*sorted(api.names), PHONE],
        )

    def routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.get("/", self._index),
            web.get("/archives/{channel}/{message}", self._permalink),
            web.get("/page/icon.svg", self._icon),
            web.get("/page/live", self.live.connect),
            web.post("/page/act/{name}", self._act),
            web.post("/page/upload", self._upload),
            web.post("/page/faults", self._set_fault),
            web.post("/page/phone/look", self._look),
            web.post("/page/mailbox/look", self._open_mailbox),
            web.post("/page/traffic/clear", self._clear_traffic),
            web.get("/page/{kind:js|css}/{path:.+}", self._asset),
        ]

    async def stop(self) -> None:
        await self.live.close()

    async def _index(self, request: web.Request) -> web.StreamResponse:
        headers = {"Content-Security-Policy": _POLICY, "Referrer-Policy": "no-referrer"}
        return web.FileResponse(FOLDER / "index.html", headers=_FRESH | headers)

    async def _icon(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(FOLDER / "icon.svg", headers=_FRESH)

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        """A module or a style sheet; nothing outside the page's folder."""
        kind = request.match_info["kind"]
        root = FOLDER / kind
        path = (root / request.match_info["path"]).resolve()
        if not path.is_relative_to(root.resolve()) or not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path, headers=_FRESH | {"Content-Type": _TYPES[kind]})

    async def _permalink(self, request: web.Request) -> web.StreamResponse:
        """A message's permalink, opened outside the page."""
        digits = request.match_info["message"].removeprefix("p")
        ts = f"{digits[:-6]}.{digits[-6:]}"
        raise web.HTTPFound(f"/#/as//{request.match_info['channel']}/at/{ts}")

    async def _act(self, request: web.Request) -> web.Response:
        body = await _body(request)
        try:
            answer = await perform(self._acts, request.match_info["name"], body)
        except KeyError as unknown:
            raise web.HTTPBadRequest(text=f"no such act or argument: {unknown}") from unknown
        return web.json_response(answer)

    async def _upload(self, request: web.Request) -> web.Response:
        """Keep a file until a message or a form shares it."""
        _only_from_here(request)
        name, content = request.query["name"], await request.read()
        workspace = self._workspace
        file = StoredFile(
            id=workspace.new_id("F"),
            name=name,
            title=name,
            user=workspace.person(request.query["me"]).id,
            created=int(workspace.now()),
            size=len(content),
            mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
            filetype=name.rpartition(".")[2].lower() if "." in name else "binary",
            content=content,
            uploaded=True,
        )
        workspace.files[file.id] = file
        return web.json_response(wire.file(workspace, file))

    async def _set_fault(self, request: web.Request) -> web.Response:
        body = await _body(request)
        try:
            if body["fault"] == "realistic":
                self._limits.realistic = bool(body["on"])
                self.live.faults_changed()
            else:
                set_fault(self._faults, body)
        except (KeyError, ValueError) as wrong:
            return web.json_response({"error": f"That fault cannot be set: {wrong}"})
        return web.json_response({"error": None})

    async def _look(self, request: web.Request) -> web.Response:
        """Somebody has taken their phone out."""
        body = await _body(request)
        self._phones.look(str(body.get("me")))
        return web.json_response({"error": None})

    async def _open_mailbox(self, request: web.Request) -> web.Response:
        """Somebody looks at what clients got."""
        await _body(request)
        self._mailbox.look()
        return web.json_response({"error": None})

    async def _clear_traffic(self, request: web.Request) -> web.Response:
        await _body(request)
        self._traffic.clear()
        return web.json_response({"error": None})


async def _body(request: web.Request) -> Mapping[str, Any]:
    """The JSON sent. Other sites' pages cannot send this type without being asked first."""
    _only_from_here(request)
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        parsed = json.loads(await request.read())
    except ValueError as wrong:
        raise web.HTTPBadRequest(text="not JSON") from wrong
    if not isinstance(parsed, dict):
        raise web.HTTPBadRequest(text="not an object")
    return parsed


def _only_from_here(request: web.Request) -> None:
    """The page acts as people: a page of another origin may not."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        raise web.HTTPForbidden
