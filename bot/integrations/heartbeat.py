"""Tell a service outside that Tocsin pages as it should. When it falls silent, people are told."""

import aiohttp
import structlog

#: Of its own: a slow monitor must not hold up anything.
SECONDS = 5

log = structlog.get_logger(__name__)


class Heartbeat:
    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url

    async def beat(self) -> None:
        """Ask for the address once. What goes wrong is logged; the next beat is due soon."""
        try:
            limit = aiohttp.ClientTimeout(total=SECONDS)
            async with self._session.get(self._url, timeout=limit) as answer:
                answer.raise_for_status()
        except (aiohttp.ClientError, TimeoutError) as error:
            # The message of an error may hold the address, which is a secret.
            log.warning("heartbeat_failed", error=type(error).__name__)
