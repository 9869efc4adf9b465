"""python -m sandbox: a local Slack workspace for any app's manifest."""

import argparse
import asyncio
import json
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from sandbox.server import Sandbox


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("manifest", type=Path, help="the app's Slack manifest, JSON or YAML")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=3900)
    parser.add_argument("--events-url", help="deliver as signed HTTP to this URL")
    asyncio.run(_serve(parser.parse_args()))


async def _serve(asked: argparse.Namespace) -> None:
    """Serve until SIGINT or SIGTERM; what an app needs to connect is printed first."""
    sandbox = Sandbox(manifest=_manifest(asked.manifest), events_url=asked.events_url)
    base = await sandbox.start(host=asked.host, port=asked.port)
    told = (
        f"Workspace: {base}/",
        f"SLACK_API_URL={base}/api/",
        "SLACK_BOT_TOKEN=xoxb-sandbox",
        "SLACK_APP_TOKEN=xapp-sandbox",
        "SLACK_SIGNING_SECRET=sandbox-secret",
    )
    print(*told, sep="\n", flush=True)
    stopped = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    await stopped.wait()
    await sandbox.stop()


def _manifest(path: Path) -> Mapping[str, Any]:
    text = path.read_text(encoding="utf-8")
    read = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    if not isinstance(read, dict):
        raise SystemExit(f"{path} holds no Slack app manifest")
    return read


if __name__ == "__main__":
    main()
