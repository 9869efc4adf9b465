"""People who wait for an answer go first: delivery asks here before it takes a turn."""

import asyncio

#: A turn waits this many seconds for people who wait for an answer.
COURTESY = 0.1
#: The bucket of waiting leaks half of what could fill it; so many seconds in it are a crowd, and
#: it holds no more than a few. In a crowd a turn pauses for so many seconds.
LEAK, CROWD, FULL = 0.5, 0.3, 1.0
CROWD_PAUSE = 0.1


class Callers:
    """People who wait for an answer. What they ask goes before what leaves by itself.

    A context manager around each answer. ``_load`` is a leaking bucket of the seconds in which
    somebody waited: it tells a storm, or a script, from a team in an incident.
    """

    def __init__(self) -> None:
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()
        self._load = 0.0
        self._since = 0.0

    def __enter__(self) -> None:
        self._pass()
        self._count += 1
        self._none.clear()

    def __exit__(self, *_: object) -> None:
        self._pass()
        self._count -= 1
        if not self._count:
            self._none.set()

    def _pass(self) -> None:
        """Fill or leak the bucket by the time since it was looked at."""
        now = asyncio.get_running_loop().time()
        gone, self._since = now - self._since, now
        change = (1 - LEAK) * gone if self._count else -LEAK * gone
        self._load = min(max(0.0, self._load + change), FULL)

    @property
    def crowd(self) -> bool:
        """Whether somebody has been waiting for most of the last seconds."""
        self._pass()
        return self._load >= CROWD

    async def first(self) -> None:
        """Let them go first: until nobody waits, but not for long; in a crowd, a whole pause."""
        if self.crowd:
            await asyncio.sleep(CROWD_PAUSE)
        else:
            await self.answered()

    async def answered(self) -> None:
        """Until nobody waits, but not for long."""
        if not self._count:
            return
        try:
            async with asyncio.timeout(COURTESY):
                await self._none.wait()
        except TimeoutError:
            return
