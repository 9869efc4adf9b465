"""python -m sandbox: a local Slack workspace for any app's manifest."""

import argparse
import asyncio
import json
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
    asked = parser.parse_args()
    try:
        asyncio.run(_serve(asked))
    except KeyboardInterrupt:
        print("Stopped.")


async def _serve(asked: argparse.Namespace) -> None:
    sandbox = Sandbox(manifest=_manifest(asked.manifest), events_url=asked.events_url)
    base = await sandbox.start(host=asked.host, port=asked.port)
    print(f"Workspace  {base}/")
    print(f"SLACK_API_URL={base}/api/")
    print("SLACK_BOT_TOKEN=xoxb-sandbox SLACK_APP_TOKEN=xapp-sandbox")
    print("SLACK_SIGNING_SECRET=sandbox-secret")
    try:
        await asyncio.Event().wait()
    finally:
        await sandbox.stop()


def _manifest(path: Path) -> Mapping[str, Any]:
    text = path.read_text(encoding="utf-8")
    read = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    if not isinstance(read, dict):
        raise SystemExit(f"{path} holds no Slack app manifest")
    return read


if __name__ == "__main__":
    main()
