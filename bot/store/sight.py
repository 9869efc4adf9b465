"""What many senders want to see at the same moment, read once.

A turn of delivery lets dozens of senders go, and each shows its incident as it is now. What is
asked for in one pass of the event loop is read in one transaction, with one statement a table:
twenty war rooms cost what one does.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TypeVar

from bot.domain.escalation import Escalation
from bot.domain.events import Event
from bot.domain.ids import IncidentId, PersonId, label
from bot.domain.incident import Incident
from bot.domain.refusal import Refusal
from bot.domain.update_delivery import UpdateDelivery
from bot.store.cards import Card
from bot.store.timeline import Entry
from bot.store.work import Work

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One incident as it stands: all from one transaction."""

    incident: Incident
    #: All runs, the first begun first.
    runs: tuple[Escalation, ...]
    members: frozenset[PersonId]
    cards: Mapping[tuple[str, str], Card]

    def card(self, kind: str, ref: str) -> Card | None:
        return self.cards.get((kind, ref))


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What happened, and which steps were given up: (row in the outbox, kind)."""

    entries: tuple[Entry, ...]
    buried: tuple[tuple[int, str], ...]
    #: Client updates that somebody did not get, or may not have got.
    troubled: tuple[UpdateDelivery, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        return tuple(entry.event for entry in self.entries)


class Sights:
    """``read`` opens a transaction. An incident is read last, so that its privacy is the newest."""

    def __init__(self, read: Callable[[], AbstractAsyncContextManager[Work]]) -> None:
        self._read = read
        self._sights: dict[IncidentId, asyncio.Future[Sight]] = {}
        self._stories: dict[IncidentId, asyncio.Future[Story]] = {}
        self._looking: asyncio.Task[None] | None = None

    async def of(self, id: IncidentId) -> Sight:
        """Refusal when there is no such incident."""
        # Shielded: whoever stops waiting takes the answer from nobody else.
        return await asyncio.shield(self._ask(self._sights, id))

    async def whole(self, id: IncidentId) -> tuple[Sight, Story]:
        """The same, with the timeline of that moment."""
        sight, story = self._ask(self._sights, id), self._ask(self._stories, id)
        return await asyncio.shield(sight), await asyncio.shield(story)

    def _ask(
        self, asked: dict[IncidentId, asyncio.Future[Item]], id: IncidentId
    ) -> asyncio.Future[Item]:
        loop = asyncio.get_running_loop()
        if id not in asked:
            asked[id] = loop.create_future()
        if self._looking is None:
            # It runs after everybody who is about to ask in this pass of the loop.
            self._looking = loop.create_task(self._look())
        return asked[id]

    async def _look(self) -> None:
        sights, self._sights = self._sights, {}
        stories, self._stories = self._stories, {}
        self._looking = None
        try:
            async with self._read() as work:
                _answer(sights, await _sights(work, sights))
                if stories:
                    _answer(stories, await _stories(work, stories))
        except Exception as error:  # noqa: BLE001 - each who asked hears it, and is tried again
            _fail(sights.values(), error)
            _fail(stories.values(), error)


def _answer(
    asked: Mapping[IncidentId, asyncio.Future[Item]], found: Mapping[IncidentId, Item]
) -> None:
    for id, future in asked.items():
        if future.done():
            continue
        if id in found:
            future.set_result(found[id])
        else:
            future.set_exception(
                Refusal(
                    "There is no {incident}. `/incident list` shows the open ones.",
                    incident=label(id),
                )
            )


def _fail(asked: Iterable[asyncio.Future[Item]], error: Exception) -> None:
    for future in asked:
        if not future.done():
            future.set_exception(error)


async def _sights(work: Work, ids: Iterable[IncidentId]) -> Mapping[IncidentId, Sight]:
    wanted = list(ids)
    runs = _by_incident(await work.escalations.of_incidents(wanted), lambda run: run.incident)
    cards: dict[IncidentId, dict[tuple[str, str], Card]] = defaultdict(dict)
    for card in await work.cards.of_incidents(wanted):
        if card.incident is not None:
            cards[card.incident][card.kind, card.ref] = card
    members = await work.incidents.members_of(wanted)
    return {
        incident.id: Sight(
            incident=incident,
            runs=tuple(runs[incident.id]),
            members=members.get(incident.id, frozenset()),
            cards=cards[incident.id],
        )
        for incident in await work.incidents.several(wanted)
    }


async def _stories(work: Work, ids: Iterable[IncidentId]) -> Mapping[IncidentId, Story]:
    wanted = list(ids)
    entries = _by_incident(
        await work.timeline.of_incidents(wanted), lambda entry: entry.event.incident
    )
    buried = await work.outbox.buried_of(wanted)
    troubled = await work.deliveries.troubled(wanted)
    return {
        id: Story(
            entries=tuple(entries[id]),
            buried=tuple(buried.get(id, ())),
            troubled=tuple(troubled.get(id, ())),
        )
        for id in wanted
    }


def _by_incident(
    items: Iterable[Item], of: Callable[[Item], IncidentId]
) -> Mapping[IncidentId, list[Item]]:
    found: dict[IncidentId, list[Item]] = defaultdict(list)
    for item in items:
        found[of(item)].append(item)
    return found
