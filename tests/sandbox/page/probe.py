"""A small Bolt app beside a sandbox, with one of everything the page must show."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import ManualClock
from sandbox.server import Sandbox
from tests.sandbox.page.layouts import DECLARE, DETAILS, HOME, option

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Probe", "description": "Tries things out."},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Probe"},
        "slash_commands": [
            {"command": "/declare", "description": "Open a form", "usage_hint": "[what happens]"},
            {"command": "/whisper", "description": "Say it to me", "usage_hint": "words"},
        ],
        "shortcuts": [
            {"name": "Declare it", "type": "global", "callback_id": "begin"},
            {"name": "Keep this", "type": "message", "callback_id": "keep"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "bookmarks:write",
                "canvases:write",
                "channels:manage",
                "chat:write",
                "commands",
                "files:write",
                "pins:write",
                "reactions:write",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened"]},
        "interactivity": {"is_enabled": True},
    },
}
SERVICES = ("Payments API", "Payouts", "Card processing")


@dataclass
class Probe:
    """The sandbox and its clock, the app's client, and what the app was told."""

    sandbox: Sandbox
    client: AsyncWebClient
    clock: ManualClock
    clicks: list[Mapping[str, Any]] = field(default_factory=list)
    submissions: list[Mapping[str, Any]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        return self.sandbox.workspace.base_url

    def at(self, place: str, user: str = "U0OLENA") -> str:
        return f"{self.base}/#/as/{user}/{place}"


async def start_probe(stack: AsyncExitStack) -> Probe:
    clock = ManualClock()
    sandbox = Sandbox(manifest=MANIFEST, clock=clock)
    base = await sandbox.start()
    stack.push_async_callback(sandbox.stop)
    session = await stack.enter_async_context(ClientSession())
    client = AsyncWebClient(token="xoxb-sandbox", base_url=f"{base}/api/", session=session)
    client.retry_handlers = []
    app = AsyncApp(client=client, signing_secret="sandbox-secret", process_before_response=True)
    probe = Probe(sandbox=sandbox, client=client, clock=clock)
    _listen_to_modals(app, probe)
    _listen_to_the_rest(app, probe)
    handler = AsyncSocketModeHandler(app, app_token="xapp-sandbox", ping_interval=0.5)
    await handler.connect_async()
    stack.push_async_callback(handler.close_async)
    return probe


def _listen_to_modals(app: AsyncApp, probe: Probe) -> None:
    @app.command("/declare")
    async def declare(ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=DECLARE)

    @app.shortcut("begin")
    async def begin(ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=DECLARE)

    @app.view("declare")
    async def submit(ack: Any, view: Any) -> None:
        values = view["state"]["values"]
        if values["what"]["v"]["value"] == "nothing":
            await ack(response_action="errors", errors={"what": "Say what clients see."})
            return
        probe.submissions.append(values)
        await ack(response_action="push", view=DETAILS)

    @app.options("service")
    async def services(ack: Any, payload: Any) -> None:
        wanted = payload["value"].lower()
        await ack(options=[option(each) for each in SERVICES if wanted in each.lower()])


def _listen_to_the_rest(app: AsyncApp, probe: Probe) -> None:
    @app.command("/whisper")
    async def whisper(ack: Any, body: Any) -> None:
        await ack(f"Only you hear: {body['text']}")

    @app.shortcut("keep")
    async def keep(ack: Any, body: Any) -> None:
        await ack()
        probe.kept.append(body["message"]["text"])

    @app.event("app_home_opened")
    async def home(event: Any, client: Any) -> None:
        if event["tab"] == "home":
            await client.views_publish(user_id=event["user"], view=HOME)

    @app.action({"block_id": "card"})
    async def press(ack: Any, action: Any) -> None:
        probe.clicks.append(action)
        await ack()
