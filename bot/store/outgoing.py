"""A client update that is on its way to many channels at the same moment, read once for all."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from bot.domain.client_update import ClientUpdate
from bot.domain.ids import ClientUpdateId
from bot.domain.incident import Incident
from bot.domain.medium import Medium
from bot.domain.update_delivery import UpdateDelivery
from bot.store.work import Work

SLACK = (Medium.CHANNEL, Medium.SUPPORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """``rows`` are those of Slack's channels, by the recipient's key."""

    update: ClientUpdate
    incident: Incident
    rows: Mapping[str, UpdateDelivery]


class Outgoing:
    """What is asked for in one pass of the event loop is read in one transaction."""

    def __init__(self, read: Callable[[], AbstractAsyncContextManager[Work]]) -> None:
        self._read = read
        self._asked: dict[ClientUpdateId, asyncio.Task[Leaving]] = {}

    async def of(self, id: ClientUpdateId) -> Leaving:
        """Refusal when there is no such update."""
        if id not in self._asked:
            self._asked[id] = asyncio.create_task(self._look(id))
        # Shielded: whoever stops waiting takes the answer from nobody else.
        return await asyncio.shield(self._asked[id])

    async def _look(self, id: ClientUpdateId) -> Leaving:
        # It runs after everybody who asks in this pass of the loop; the next one asks anew.
        self._asked.pop(id)
        async with self._read() as work:
            update = await work.client_updates.get(id)
            rows = await work.deliveries.of_update(id, *SLACK)
            return Leaving(
                update=update,
                rows={row.recipient: row for row in rows},
                # Read last, so that its privacy is the newest.
                incident=await work.incidents.get(update.incident),
            )
