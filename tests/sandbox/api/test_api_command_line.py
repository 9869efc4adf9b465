"""python -m sandbox, as a developer of any app starts it."""

import asyncio
import json
import sys
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.api.workspace import manifest


async def test_it_serves_an_apps_manifest_until_told_to_stop(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(manifest("chat:write")), encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", str(path), "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    lines = [(await process.stdout.readline()).decode().strip() for _ in range(5)]
    told = dict(line.split("=", 1) for line in lines[1:])
    client = AsyncWebClient(told["SLACK_BOT_TOKEN"], base_url=told["SLACK_API_URL"])
    assert (await client.auth_test())["bot_id"] == "B0TOCSIN"
    process.terminate()
    assert await process.wait() == 0
