"""The board as it is now, kept in memory: the database is asked once a second whether it is old.

What this process itself commits is seen at the next request; what another replica commits, within
`LOOK_SECONDS` and the time of one look. When the database does not answer, the last board stays:
a status page is read most when much is down, and without a database nothing can become private.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

import structlog

from bot.domain.ids import ClientUpdateId
from bot.domain.policy import Policy
from bot.domain.published import Board, Published, board
from bot.domain.status_page import StatusPage
from bot.store.published import Stamp
from bot.store.work import Store

LOOK_SECONDS = 1.0
#: A look takes no longer: it keeps readers waiting.
PATIENCE_SECONDS = 2.0
#: How many updates are read at once.
BATCH = 200

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What every rendering is made of. ``edition`` counts changes of what was told."""

    policy: Policy
    page: StatusPage
    board: Board
    edition: int
    minute: datetime


class Boards:
    """``seconds`` is a clock that only goes forward."""

    def __init__(self, store: Store, seconds: Callable[[], float] = monotonic) -> None:
        self._store = store
        self._seconds = seconds
        self._looking = asyncio.Lock()
        self._looked = float("-inf")
        self._seen = -1
        self._stamp: Stamp | None = None
        #: Sent updates never change, so each is read once; None for one that is not for the page.
        self._known: dict[ClientUpdateId, Published | None] = {}
        self._edition = 0
        self._showing: Showing | None = None

    async def current(self) -> Showing | None:
        """What may be read now; None when the policy has no status page."""
        if self._store.policy.status_page is None:
            return None
        if not self._fresh():
            async with self._looking:
                if not self._fresh():
                    await self._look()
        return self._showing

    def _fresh(self) -> bool:
        showing = self._showing
        return (
            showing is not None
            and self._seen == self._store.edition
            and self._seconds() - self._looked < LOOK_SECONDS
            and showing.policy is self._store.policy
            and showing.minute == _minute(self._store.clock())
        )

    async def _look(self) -> None:
        seen, changed = self._store.edition, False
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                changed = await self._read()
        except Exception as error:
            if self._showing is None:
                raise
            log.warning("status_page_not_refreshed", error=str(error) or type(error).__name__)
        self._seen, self._looked = seen, self._seconds()
        await self._set(changed=changed)

    async def _read(self) -> bool:
        """Whether anything is there that was not, or the other way round."""
        async with self._store.read() as work:
            # Before the rest: what changes meanwhile is seen at the next look.
            stamp = await work.published.stamp()
            if stamp == self._stamp:
                return False
            public = await work.published.ids()
            self._known = {id: each for id, each in self._known.items() if id in public}
            new = [*(public - self._known.keys())]
            for start in range(0, len(new), BATCH):
                batch = new[start : start + BATCH]
                found = {each.id: each for each in await work.published.several(batch)}
                self._known |= {id: found.get(id) for id in batch}
        self._stamp = stamp
        return True

    async def _set(self, *, changed: bool) -> None:
        policy, now = self._store.policy, self._store.clock()
        page, before = policy.status_page, self._showing
        assert page is not None
        minute = _minute(now)
        if before and not changed and before.policy is policy and before.minute == minute:
            return
        if before is None or changed or before.policy is not policy:
            self._edition += 1
        told = [each for each in self._known.values() if each]
        self._showing = Showing(
            policy=policy,
            page=page,
            board=await asyncio.to_thread(board, told, page, now),
            edition=self._edition,
            minute=minute,
        )


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)
