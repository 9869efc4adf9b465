"""The bot as a process of its own, to be killed and started again."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp

from tests.support.nursery import born
from tests.support.world import FULL_POLICY, ROOT, free_port

#: A start that takes longer has failed; it prints why.
START_SECONDS = 30
#: Long enough for a lease to run out on a machine that has other things to do.
PATIENCE_SECONDS = 40


async def until(
    true: Callable[[], bool] | Callable[[], Awaitable[bool]], *, seconds: float = PATIENCE_SECONDS
) -> None:
    """Look again and again: for what happens in another process, on its own clock."""
    async with asyncio.timeout(seconds):
        while True:
            found = true()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.02)


class BotProcess:
    """`tocsin serve` against a sandbox; leaving the block kills what still runs.

    ``cold``: a new interpreter, where the start itself is measured.
    """

    def __init__(
        self,
        *,
        slack_url: str,
        database_url: str,
        http_secret: str = "",
        smtp_url: str = "",
        policy: Path = FULL_POLICY,
        cold: bool = False,
    ) -> None:
        self._cold = cold
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **{name: value for name, value in os.environ.items() if "TOCSIN" not in name},
            "SLACK_BOT_TOKEN": "xoxb-sandbox",
            "SLACK_API_URL": f"{slack_url}/api/",
            "DATABASE_URL": database_url,
            "TOCSIN_POLICY": str(policy),
            "SMTP_URL": smtp_url,
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
        self._process: subprocess.Popen[bytes] | ForkServerProcess | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
        await self.gone()

    async def start(self) -> None:
        self._process = self._from_nothing() if self._cold else born(self._environment)
        try:
            await until(self._started, seconds=START_SECONDS)
        except BaseException:
            self.kill()
            raise

    def _from_nothing(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "bot", "serve"]
        return subprocess.Popen(
            command, env=self._environment, cwd=Path("/"), stdout=subprocess.DEVNULL
        )

    async def _started(self) -> bool:
        assert self.alive, "the bot stopped at its start"
        return await self.ready() == 200

    async def ready(self) -> int:
        """The status of `/readyz`; 0 while nothing listens."""
        try:
            async with aiohttp.ClientSession() as web, web.get(f"{self.url}/readyz") as answer:
                return answer.status
        except aiohttp.ClientError:
            return 0

    async def measure(self, sample: str) -> float:
        """One sample of `/metrics`, such as ``tocsin_outbox_depth``; 0 where there is none yet."""
        async with aiohttp.ClientSession() as web, web.get(f"{self.url}/metrics") as answer:
            text = await answer.text()
        found = re.search(rf"^{re.escape(sample)} (\S+)$", text, re.MULTILINE)
        return float(found[1]) if found else 0.0

    async def idle(self) -> bool:
        """Whether nothing waits to leave."""
        return await self.measure("tocsin_outbox_depth") == 0

    @property
    def alive(self) -> bool:
        return self._process is not None and self._code() is None

    def _code(self) -> int | None:
        """The exit code; minus a signal's number where that ended it; None while it runs."""
        if isinstance(self._process, subprocess.Popen):
            return self._process.poll()
        return self._process.exitcode if self._process is not None else None

    @property
    def pid(self) -> int:
        assert self._process is not None
        assert self._process.pid is not None
        return self._process.pid

    def kill(self) -> None:
        """SIGKILL: at once, as the kernel does it, with no chance to tidy up."""
        self._signal(signal.SIGKILL)

    def terminate(self) -> None:
        """SIGTERM: it drains."""
        self._signal(signal.SIGTERM)

    def _signal(self, number: signal.Signals) -> None:
        if self.alive:
            os.kill(self.pid, number)

    async def gone(self) -> int:
        """Wait for its end; the exit code."""
        assert self._process is not None
        await until(lambda: not self.alive, seconds=60)
        code = self._code()
        assert code is not None
        return code

    async def stop(self) -> int:
        """SIGTERM, and its exit code."""
        self.terminate()
        return await self.gone()
