"""``tocsin demo``: the bot in a Slack of its own, with people, services and rotations.

The sandbox and the bot share this process, but speak real HTTP and WebSocket to each other,
as they would across a network.
"""

import asyncio
import os
import socket
import sys
import webbrowser
from http import HTTPStatus
from pathlib import Path

import aiohttp

from bot import app
from bot.cli import Stop
from bot.config import Settings
from bot.slack.manifest import manifest
from sandbox.server import Sandbox

HERE = "127.0.0.1"
POLICY = Path(__file__).resolve().parents[2] / "examples" / "full.yaml"
#: In the folder where the command is run; made anew each time.
DATA = Path(".demo")
#: Seconds until a bot that is not ready counts as failed.
PATIENCE = 30
_POLL = 0.05


def demo(*, port: int, browser: bool) -> int:
    """Run until interrupted. Every run begins anew: the sandbox remembers nothing either."""
    DATA.mkdir(exist_ok=True)
    for left in DATA.glob("tocsin.db*"):
        left.unlink()
    try:
        asyncio.run(_demo(port=port, browser=browser))
    except TimeoutError:  # an OSError too, so it comes first
        raise Stop(f"The bot was not ready after {PATIENCE} seconds.") from None
    except OSError as error:
        raise Stop(f"{error}. Choose another port with --port.") from None
    return 0


async def _demo(*, port: int, browser: bool) -> None:
    sandbox = Sandbox(manifest=manifest())
    address = await sandbox.start(host=HERE, port=port)
    try:
        # The policy names everybody's phone in the sandbox by it.
        os.environ["SANDBOX_PHONE"] = address.partition("://")[2]
        settings = _settings(address, sandbox.mailbox.url)
        bot = asyncio.create_task(app.serve(settings))
        if await _ready(bot, settings.public_url):
            _greet(f"{address}/", f"{settings.public_url}/status", browser=browser)
        await bot
    finally:
        await sandbox.stop()


def _settings(sandbox: str, mail: str) -> Settings:
    """Everything is given, so that settings meant for a real Slack have no say."""
    port = _free_port()
    return Settings.model_validate(
        {
            "slack_bot_token": "xoxb-sandbox",
            "slack_app_token": "xapp-sandbox",
            "slack_signing_secret": "sandbox-secret",
            "slack_api_url": f"{sandbox}/api/",
            "tocsin_secret": "links in the sandbox need no secret",
            "smtp_url": mail,
            "database_url": f"sqlite:///{DATA / 'tocsin.db'}",
            "tocsin_policy": POLICY,
            "host": HERE,
            "port": port,
            "public_url": f"http://{HERE}:{port}",
            "log_level": "ERROR",  # a newcomer reads the address first
        }
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        port: int = probe.getsockname()[1]
        return port


async def _ready(bot: asyncio.Task[None], url: str) -> bool:
    """Wait until the bot says so; False when it stops instead."""
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while not bot.done():
            try:
                async with session.get(f"{url}/readyz") as answer:
                    if answer.status == HTTPStatus.OK:
                        return True
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(_POLL)
    return False


def _greet(address: str, status: str, *, browser: bool) -> None:
    print(f"\n  {address}\n", flush=True)
    print("Kobza Pay's Slack is there, and Tocsin is in it. Try /incident in any channel.")
    print(f"What the public reads of it: {status}")
    print("Ctrl+C ends the demo.", flush=True)
    if browser and _has_screen():
        webbrowser.open(address)


def _has_screen() -> bool:
    """Whether a browser would be a window, and not take over the terminal."""
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
