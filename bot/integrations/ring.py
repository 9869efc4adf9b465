"""One message by one method, through Apprise, and what became of it.

Apprise speaks to more than a hundred services and answers yes or no; why it was no, it writes to
its log. Its log also holds addresses, so it goes nowhere else: what is read from it here are
codes, never texts. A clear no means that nothing was sent; any other end is *unknown*.
"""

import asyncio
import logging
import re
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from bot.domain.contact import Contact, Outcome, Why
from bot.usecases.reach import Report

#: Shorter than an effect's lease.
LIMIT_SECONDS = 8.0
#: A service that hangs holds one of these, and its own page only.
THREADS = 32
_SECRET = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")
_STATUS = re.compile(r"error=(\d{3})\b")
#: The words of Python's sockets and of urllib3 for a connection that never was.
_NO_CONNECTION = re.compile(
    "refused|resolve|Name or service|unreachable|No route|NewConnectionError|ConnectTimeout"
    "|CERTIFICATE"
)
#: A server error may come after the fact; these two say that nothing was done.
_NOT_DONE = frozenset({501, 503})
_SERVER_ERROR = 500


class SecretMissing(Exception):
    """The address names a secret that the environment does not have. The argument is its name."""


@dataclass(frozen=True, slots=True)
class Message:
    """Plain texts. Where a service has no titles, Apprise puts the title above the body."""

    title: str
    body: str


class Ringer:
    """``environment`` holds the secrets that contacts name as ``${NAME}``."""

    def __init__(self, environment: Mapping[str, str], *, limit: float = LIMIT_SECONDS) -> None:
        self._environment = environment
        self._limit = limit
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="ring")

    async def ring(self, contact: Contact, message: Message) -> Report:
        """Send once. Never raises, never sends again, and takes no longer than the limit."""
        try:
            url = expand(contact.url, self._environment)
        except SecretMissing as missing:
            return Report(outcome=Outcome.FAILED, why=Why.NO_SECRET, detail=str(missing))
        begun = time.perf_counter()
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._limit):
                report = await loop.run_in_executor(self._threads, _send, url, message)
        except TimeoutError:
            # The thread may still be talking: what it achieves will not be known.
            report = Report(outcome=Outcome.UNKNOWN, why=Why.NO_ANSWER)
        took = time.perf_counter() - begun
        return Report(
            outcome=report.outcome, why=report.why, detail=report.detail, seconds=round(took, 1)
        )

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def missing(url: str, environment: Mapping[str, str]) -> list[str]:
    """The names of the secrets that an address asks for and the environment does not have."""
    return [name for name in dict.fromkeys(_SECRET.findall(url)) if not environment.get(name)]


def expand(url: str, environment: Mapping[str, str]) -> str:
    """The address with its secrets in it. Raises SecretMissing."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if not environment.get(name):
            raise SecretMissing(name)
        return environment[name]

    return _SECRET.sub(value, url)


def _send(url: str, message: Message) -> Report:
    """In a thread of its own."""
    # Imported at the first page that leaves: it is slow to load, and the start must be fast.
    import apprise

    log = logging.getLogger("apprise")
    log.setLevel(logging.DEBUG)
    log.propagate = False
    service = apprise.Apprise(asset=apprise.AppriseAsset(app_id="Tocsin", app_desc="Tocsin"))
    try:
        if not service.add(url):
            return Report(outcome=Outcome.FAILED, why=Why.UNREADABLE)
        result = service.notify(
            body=message.body,
            title=message.title,
            body_format=apprise.NotifyFormat.TEXT,
            log_level=logging.DEBUG,
        )
    except Exception as error:  # noqa: BLE001 - a plugin's bug must not cost the next method
        return Report(outcome=Outcome.UNKNOWN, why=Why.NO_ANSWER, detail=type(error).__name__)
    return _read(result)


def _read(result: Any) -> Report:
    """Apprise's result in our words. Nothing of its log but codes gets out."""
    if result:
        return Report(outcome=Outcome.DELIVERED)
    said = "\n".join(entry.message for service in result for entry in service.logs())
    if found := _STATUS.search(said):
        status = int(found[1])
        if status < _SERVER_ERROR or status in _NOT_DONE:
            return Report(outcome=Outcome.FAILED, why=Why.REFUSED, detail=found[1])
        return Report(outcome=Outcome.UNKNOWN, why=Why.REFUSED, detail=found[1])
    if _NO_CONNECTION.search(said):
        return Report(outcome=Outcome.FAILED, why=Why.UNREACHABLE)
    return Report(outcome=Outcome.UNKNOWN, why=Why.NO_ANSWER)
