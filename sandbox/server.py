"""The sandbox as one aiohttp application on one port."""

import asyncio
import contextlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aiohttp import web
from aiohttp.helpers import content_disposition_header

from sandbox import avatars
from sandbox.acts import Acts
from sandbox.api import METHODS, files
from sandbox.api.dispatch import Api, Tokens
from sandbox.api.scheduled import post_due
from sandbox.clock import Clock, wall_clock
from sandbox.control import Control
from sandbox.errors import SlackError
from sandbox.faults import Faults
from sandbox.interaction import Interaction
from sandbox.limits import Limits
from sandbox.mailbox import Mailbox
from sandbox.manifest import install
from sandbox.page_api import PageApi
from sandbox.phone import Phones
from sandbox.seed import APP_ID, BOT_ID, BOT_USER, TEAM, seed_kobza
from sandbox.traffic import Traffic
from sandbox.workspace import Workspace

MAX_BODY = 64 * 1024 * 1024
_BEARER = "Bearer "


class Sandbox:
    """A Slack workspace with one app installed.

    `events_url`: where events, commands and interactivity are sent as signed HTTP; None means
    Socket Mode.
    """

    def __init__(
        self,
        *,
        manifest: Mapping[str, Any],
        clock: Clock | None = None,
        seed: Callable[[Workspace], None] = seed_kobza,
        bot_token: str = "xoxb-sandbox",  # noqa: S107 the sandbox has no secrets
        app_token: str = "xapp-sandbox",  # noqa: S107
        signing_secret: str = "sandbox-secret",  # noqa: S107
        events_url: str | None = None,
    ) -> None:
        clock = clock or wall_clock
        app = install(manifest, app_id=APP_ID, bot_id=BOT_ID, bot_user=BOT_USER)
        self.workspace = Workspace(team=TEAM, app=app, clock=clock)
        seed(self.workspace)
        self.faults = Faults()
        self.limits = Limits(clock)
        self.traffic = Traffic()
        self.phones = Phones(self.workspace, self.faults)
        self.mailbox = Mailbox(self.workspace)
        self.interaction = Interaction(
            self.workspace,
            faults=self.faults,
            traffic=self.traffic,
            events_url=events_url,
            signing_secret=signing_secret,
        )
        self.api = self._web_api(Tokens(bot=bot_token, app=app_token))
        self.control = self._control(clock)
        self.page = self._page()
        self._bot_token = bot_token
        self._runner: web.AppRunner | None = None
        self._schedule: asyncio.Task[None] | None = None

    def _web_api(self, tokens: Tokens) -> Api:
        api = Api(
            self.workspace,
            tokens=tokens,
            faults=self.faults,
            limits=self.limits,
            traffic=self.traffic,
        )
        api.register(METHODS)
        api.register(self.interaction.methods)
        return api

    def _control(self, clock: Clock) -> Control:
        return Control(
            self.interaction,
            faults=self.faults,
            limits=self.limits,
            traffic=self.traffic,
            clock=clock,
        )

    def _page(self) -> PageApi:
        return PageApi(
            self.workspace,
            self.interaction,
            api=self.api,
            phones=self.phones,
            mailbox=self.mailbox,
            faults=self.faults,
            limits=self.limits,
            traffic=self.traffic,
        )

    @property
    def acts(self) -> Acts:
        return self.interaction.acts

    @property
    def ack_limit(self) -> float:
        """Real seconds the app has for an ack; 3 unless set."""
        return self.interaction.courier.ack_limit

    @ack_limit.setter
    def ack_limit(self, seconds: float) -> None:
        self.interaction.courier.ack_limit = seconds

    @property
    def retry_delays(self) -> Sequence[float]:
        """Real seconds before each retry of an event; Slack's (0, 60, 300) unless set."""
        return self.interaction.courier.retry_delays

    @retry_delays.setter
    def retry_delays(self, seconds: Sequence[float]) -> None:
        self.interaction.courier.retry_delays = seconds

    async def start(self, *, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen; returns the base URL. The Web API is at `{base}/api/{method}`."""
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound = self._runner.addresses[0][1]
        reachable = "127.0.0.1" if host in ("", "0.0.0.0") else host  # noqa: S104 not bound here
        self.workspace.base_url = f"http://{reachable}:{bound}"
        await self.mailbox.start(host)
        self._schedule = asyncio.create_task(self._post_scheduled())
        return self.workspace.base_url

    async def stop(self) -> None:
        if self._schedule is not None:
            self._schedule.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._schedule
        await self.page.stop()
        await self.mailbox.stop()
        await self.interaction.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=MAX_BODY)
        application.add_routes(
            [
                web.post("/api/{method}", self._call),
                web.get("/api/{method}", self._call),
                web.post("/upload/v1/{ticket}", self._upload),
                web.get("/files/{id}/{name}", self._download),
                avatars.route(self.workspace),
                *self.interaction.routes(),
                *self.control.routes(),
                *self.page.routes(),
                *self.phones.routes(),
                *self.mailbox.routes(),
            ]
        )
        return application

    async def _call(self, request: web.Request) -> web.StreamResponse:
        try:
            given, token = await read(request)
        except SlackError as refused:
            return web.json_response(refused.answer())
        reply = await self.api.call(request.match_info["method"], given, token)
        if reply.dropped and request.transport is not None:
            request.transport.abort()
        return web.Response(
            body=reply.encoded() if reply.body else b"",
            status=reply.status,
            content_type="application/json",
            charset="utf-8",
            headers=reply.headers,
        )

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        """Where files.getUploadURLExternal points: the bare bytes, or one field of a form."""
        if request.content_type == "multipart/form-data":
            fields = (await request.post()).values()
            content = next((each.file.read() for each in fields if hasattr(each, "file")), b"")
        else:
            content = await request.read()
        file = files.receive(self.workspace, request.match_info["ticket"], content)
        if file is None:
            return web.Response(status=400, text="unknown upload, or not the announced length")
        return web.Response(text=f"OK - {file.size}")

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """A file's bytes, for the page in the browser and for the bot's token."""
        header = request.headers.get("Authorization")
        if header is not None and not self._may_download(header):
            return web.Response(status=403)
        file = self.workspace.files.get(request.match_info["id"])
        if file is None or not file.uploaded:
            return web.Response(status=404)
        kind = "attachment" if "download" in request.query else "inline"
        return web.Response(
            body=file.content,
            content_type=file.mimetype,
            headers={
                "Content-Disposition": content_disposition_header(kind, filename=file.name),
                "Content-Security-Policy": "sandbox",
                "X-Content-Type-Options": "nosniff",
            },
        )

    def _may_download(self, authorization: str) -> bool:
        token = authorization == _BEARER + self._bot_token
        return token and self.workspace.app.granted("files:read")

    async def _post_scheduled(self) -> None:
        while True:
            await asyncio.sleep(1)
            post_due(self.workspace)


async def read(request: web.Request) -> tuple[dict[str, Any], str | None]:
    """A call's arguments without the token, and the token.

    Slack takes them from the address, a form or JSON; the token also from the header. Raises
    invalid_json, json_not_object.
    """
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        given |= _json_object(await request.read())
    elif request.method == "POST":
        given |= await request.post()
    asked = given.pop("token", None)
    header = request.headers.get("Authorization", "")
    token = header.removeprefix(_BEARER) if header.startswith(_BEARER) else asked
    return given, token


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(parsed, dict):
        raise SlackError("json_not_object")
    return parsed
