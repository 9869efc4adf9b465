"""A sandbox and a real Bolt app beside it, joined over Socket Mode or over signed HTTP."""

import re
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.acts import Acts
from sandbox.clock import ManualClock
from sandbox.server import Sandbox

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Probe"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "tocsin"},
        "slash_commands": [
            {"command": "/probe", "description": "Try", "should_escape": True},
            {"command": "/plain", "description": "Try", "should_escape": False},
        ],
        "shortcuts": [
            {"name": "Begin", "type": "global", "callback_id": "begin"},
            {"name": "Keep", "type": "message", "callback_id": "keep"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "channels:history",
                "channels:manage",
                "channels:read",
                "chat:write",
                "commands",
                "groups:history",
                "groups:read",
                "im:history",
                "im:write",
                "pins:read",
                "reactions:read",
                "users:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "app_mention",
                "channel_archive",
                "channel_rename",
                "member_joined_channel",
                "message.channels",
                "message.groups",
                "message.im",
                "pin_added",
                "reaction_added",
            ]
        },
        "interactivity": {
            "is_enabled": True,
            "message_menu_options_url": "https://bot.example/slack/events",
        },
    },
}


@dataclass
class World:
    sandbox: Sandbox
    app: AsyncApp
    clock: ManualClock
    handlers: list[AsyncSocketModeHandler]

    @property
    def acts(self) -> Acts:
        return self.sandbox.acts

    @property
    def base(self) -> str:
        return self.sandbox.workspace.base_url

    def ephemerals(self, user: str) -> list[str]:
        seen = self.sandbox.workspace.ephemerals.values()
        return [each.message.text for each in seen if each.viewer == user]

    def texts(self, channel: str) -> list[str]:
        return [each.text for each in self.sandbox.workspace.channels[channel].messages.values()]


async def start_world(stack: AsyncExitStack, transport: str, *, connections: int = 1) -> World:
    apps: list[AsyncApp] = []
    url = await serve_app(stack, lambda: apps[0]) if transport == "http" else None
    clock = ManualClock()
    sandbox = Sandbox(manifest=MANIFEST, clock=clock, events_url=url)
    base = await sandbox.start()
    stack.push_async_callback(sandbox.stop)
    session = await stack.enter_async_context(ClientSession())
    client = AsyncWebClient(token="xoxb-sandbox", base_url=f"{base}/api/", session=session)
    client.retry_handlers = []
    app = AsyncApp(client=client, signing_secret="sandbox-secret", process_before_response=True)
    apps.append(app)
    world = World(sandbox=sandbox, app=app, clock=clock, handlers=[])
    if transport == "socket":
        for _ in range(connections):
            await connect(stack, world)
    return world


def acknowledge_events(world: World) -> None:
    """Acknowledge every event nothing else listens to, so that none is sent again."""

    async def ignore() -> None:
        pass

    world.app.event(re.compile(".+"))(ignore)


async def connect(stack: AsyncExitStack, world: World) -> AsyncSocketModeHandler:
    handler = AsyncSocketModeHandler(world.app, app_token="xapp-sandbox", ping_interval=0.2)
    await handler.connect_async()
    stack.push_async_callback(handler.close_async)
    world.handlers.append(handler)
    return handler


async def serve_app(stack: AsyncExitStack, find: Callable[[], AsyncApp]) -> str:
    """Serve Bolt over HTTP on a free port, as its own aiohttp adapter does."""

    async def receive(request: web.Request) -> web.Response:
        bolt = await find().async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(bolt)

    server = web.Application()
    server.router.add_post("/slack/events", receive)
    runner = web.AppRunner(server)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    return f"http://{host}:{port}/slack/events"
