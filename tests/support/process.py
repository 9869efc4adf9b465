"""The bot as a process of its own, to be killed and started again."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import aiohttp

from tests.support.world import FULL_POLICY, ROOT, free_port

#: A start that takes longer has failed; it prints why.
START_SECONDS = 20


class BotProcess:
    """`tocsin serve` against a sandbox. Killed with SIGKILL: it gets no chance to tidy up."""

    def __init__(self, *, slack_url: str, database_url: str, http_secret: str = "") -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **{name: value for name, value in os.environ.items() if "TOCSIN" not in name},
            "SLACK_BOT_TOKEN": "xoxb-sandbox",
            "SLACK_API_URL": f"{slack_url}/api/",
            "DATABASE_URL": database_url,
            "TOCSIN_POLICY": str(FULL_POLICY),
            "PORT": str(self.port),
            "PUBLIC_URL": self.url,
            "LOG_LEVEL": "WARNING",
            "PYTHONPATH": str(ROOT),
            **(
                {"SLACK_SIGNING_SECRET": http_secret}
                if http_secret
                else {"SLACK_APP_TOKEN": "xapp-sandbox"}
            ),
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "serve",
            env=self._environment,
            cwd=Path("/"),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=None,
        )
        async with asyncio.timeout(START_SECONDS), aiohttp.ClientSession() as session:
            while True:
                assert self._process.returncode is None, "the bot stopped at its start"
                try:
                    async with session.get(f"{self.url}/readyz") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.02)

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def kill(self) -> None:
        """At once, as the kernel does it: no handler runs."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)

    async def gone(self) -> None:
        assert self._process is not None
        await self._process.wait()

    async def stop(self) -> int:
        """SIGTERM: it drains. Returns its exit code."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.terminate()
        return await self._process.wait()
