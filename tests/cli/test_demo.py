"""The demo as a newcomer starts it: one command, one address, Ctrl+C."""

import asyncio
import signal
import sys
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parents[2]


async def test_one_command_gives_one_address_and_ends_with_ctrl_c(elsewhere: Path) -> None:
    demo = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--no-browser", "--port", "0"),
        cwd=elsewhere,
        env={"PYTHONPATH": str(ROOT), "SLACK_BOT_TOKEN": "wrong", "PORT": "wrong"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert demo.stdout is not None
    try:
        async with asyncio.timeout(60):
            said = [(await demo.stdout.readline()).decode().strip() for _ in range(6)]
            assert said[0] == ""
            async with aiohttp.ClientSession() as session, session.get(said[1]) as page:
                assert (page.status, page.content_type) == (200, "text/html")
            assert said[3].startswith("Kobza Pay's Slack is there, and Tocsin is in it.")
            public = said[4].removeprefix("What the public reads of it: ")
            async with aiohttp.ClientSession() as session, session.get(public) as page:
                assert (page.status, page.content_type) == (200, "text/html")
            demo.send_signal(signal.SIGINT)
            rest = (await demo.stdout.read()).decode()
            assert (await demo.wait(), rest) == (0, "")
    finally:
        if demo.returncode is None:
            demo.kill()
            await demo.wait()
    assert (elsewhere / ".demo" / "tocsin.db").is_file()
