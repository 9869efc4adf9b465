"""One unit of work: one transaction, at one instant, with one way to write a decision."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from functools import partial
from typing import TypeAlias, TypeVar, overload

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.domain.amendment import Amendment
from bot.domain.approving import UNSETTLING, reconsider
from bot.domain.change import Change
from bot.domain.client_update import ClientUpdate
from bot.domain.clocks import Clocks
from bot.domain.effects import Effect, NotifyPerson
from bot.domain.escalation import Escalation
from bot.domain.events import ApprovalAsked, Event
from bot.domain.events.on_call import RosterEvent
from bot.domain.foresight import OnCall
from bot.domain.ids import EventId, IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.on_call import on_call
from bot.domain.policy import Policy
from bot.domain.reactions import react
from bot.domain.roster_reactions import react_to_roster
from bot.domain.update_delivery import deliveries, orders
from bot.store.audit import Audit
from bot.store.calendar import Feeds
from bot.store.cards import Cards
from bot.store.client_updates import ClientUpdates
from bot.store.clocks import ClockRows
from bot.store.cover_requests import CoverRequests
from bot.store.database import Database
from bot.store.deadlines import Deadlines, next_deadlines
from bot.store.deliveries import Deliveries
from bot.store.duties import Duties
from bot.store.escalations import Escalations
from bot.store.evidence import Evidence
from bot.store.inbox import Inbox
from bot.store.incidents import Incidents
from bot.store.looks import Looks
from bot.store.outbox import Outbox
from bot.store.picks import Picks
from bot.store.policies import Policies
from bot.store.profiles import Profiles
from bot.store.published import PublishedUpdates
from bot.store.roster_log import RosterEntry, RosterLog
from bot.store.rosters import Rosters
from bot.store.shelf import Shelf
from bot.store.timeline import Entry, Timeline
from bot.store.unfinished import UnfinishedUpdates
from bot.store.usergroups import UserGroups
from bot.store.wake import notify

State = TypeVar("State", Incident, Escalation, ClientUpdate, Clocks)


class Work:
    """``now`` is the one instant of this transaction; ``policy`` the one in force."""

    def __init__(
        self, connection: AsyncConnection, now: datetime, policy: Policy, shelf: Shelf
    ) -> None:
        self._connection = connection
        self.now = now
        self.policy = policy
        self.incidents = Incidents(connection)
        self.escalations = Escalations(connection)
        self.client_updates = ClientUpdates(connection)
        self.deliveries = Deliveries(connection)
        self.unfinished_updates = UnfinishedUpdates(connection)
        self.clocks = ClockRows(connection)
        self.timeline = Timeline(connection)
        self.looks = Looks(connection)
        self.outbox = Outbox(connection)
        self.inbox = Inbox(connection)
        self.cards = Cards(connection)
        self.picks = Picks(connection)
        self.evidence = Evidence(connection)
        self.profiles = Profiles(connection)
        self.published = PublishedUpdates(connection)
        self.policies = Policies(connection)
        self.feeds = Feeds(connection)
        self.usergroups = UserGroups(connection)
        self.duties = Duties(connection, now)
        self.audit = Audit(connection)
        self.rosters = Rosters(connection, policy, now, shelf)
        self.roster_log = RosterLog(connection)
        self.cover_requests = CoverRequests(connection)
        self._entries: list[Entry] = []
        self._roster_entries: list[RosterEntry] = []
        self._orders: list[tuple[str, Effect]] = []
        #: Whether an order's key may be in the outbox already.
        self._repeats = False
        self._appointed: list[tuple[str, Effect, datetime]] = []
        self.sends = False
        #: After this transaction the public may read otherwise than before.
        self.publishes = False

    async def on_call(self) -> OnCall:
        """Who stands behind each target at any instant: the rosters, read once."""
        return partial(on_call, self.policy, await self.rosters.all())

    @overload
    async def record(self, change: Change[State]) -> State: ...
    @overload
    async def record(self, change: Amendment) -> None: ...
    async def record(self, change: Change[State] | Amendment) -> State | None:
        """Save the state, append its events, and enqueue what they set off. The only door.

        Events and effects are written together when the transaction ends, in order.
        """
        if isinstance(change, Amendment):
            await self._amend(change)
            return None
        match change.state:
            case Incident() as incident:
                await self.incidents.save(incident)
                self.publishes |= incident.private
            case Escalation() as escalation:
                await self.escalations.save(escalation)
            case Clocks() as clocks:
                await self.clocks.save(clocks)
            case ClientUpdate() as update:
                await self.client_updates.save(update)
                await self._let_in(change.events)
                if update.sent_at == self.now:
                    await self._dispatch(update)
                self.publishes |= update.sent_at is not None
        for event in change.events:
            self._note(event)
        if isinstance(change.state, Incident):
            await self._judge_updates(change.state, change.events)
        return change.state

    async def _let_in(self, events: Sequence[Event]) -> None:
        """Whoever is asked about a private incident may know of it from now on."""
        for event in events:
            if isinstance(event, ApprovalAsked) and event.let_in:
                await self.incidents.add_members(event.incident, event.people, self.now)

    async def _judge_updates(self, incident: Incident, events: Sequence[Event]) -> None:
        """Client updates that were agreed to, or wait for it, after the incident has changed.

        Here and not in each use case, so that none can forget it.
        """
        if not any(isinstance(event, UNSETTLING) for event in events):
            return
        for update in await self.client_updates.waiting(incident.id, for_update=True):
            judged = reconsider(update, incident, self.policy, at=self.now)
            await self.record(judged)

    async def record_all(
        self, before: Sequence[Escalation], changes: Sequence[Change[Escalation]]
    ) -> None:
        """`record` for runs that are all stored, as in ``before``: one statement for a batch."""
        await self.escalations.save_all(before, [change.state for change in changes])
        for change in changes:
            for event in change.events:
                self._note(event)

    async def _amend(self, amendment: Amendment) -> None:
        if amendment.request:
            await self.cover_requests.save(amendment.request)
        await self.rosters.save(amendment)
        for event in amendment.events:
            self._note_of_roster(event)

    def _note_of_roster(self, event: RosterEvent) -> None:
        entry = RosterEntry(self.roster_log.new_id(), event)
        self._roster_entries.append(entry)
        for number, effect in enumerate(react_to_roster(event, entry.id)):
            self._orders.append((f"{entry.id}.{number}", effect))

    def _note(self, event: Event) -> None:
        entry = Entry(self.timeline.new_id(), event)
        self._entries.append(entry)
        for number, effect in enumerate(react(event, entry.id)):
            if isinstance(effect, NotifyPerson) and not self._reaches(effect.person):
                continue
            self._orders.append((f"{entry.id}.{number}", effect))

    def _reaches(self, person: PersonId) -> bool:
        """Whether they have a method outside Slack; in a storm, in vain is a row too many."""
        member = self.policy.people.get(person)
        return member is not None and bool(member.contacts)

    async def _dispatch(self, update: ClientUpdate) -> None:
        """It has just been sent: a row and an order for each recipient, written in bulk."""
        queued = deliveries(update, self.now)
        await self.deliveries.queue(queued)
        self._orders += orders(queued)

    def also(self, effect: Effect, *, because: str) -> None:
        """A delivery's own next step, such as pinning the card that was just posted.

        ``because`` is the key of the effect that asks for it; it makes this one's key.
        """
        self._orders.append((f"{because}+{type(effect).__name__}", effect))
        self._repeats = True

    def appoint(self, effect: Effect, *, key: str, due_at: datetime) -> None:
        """An effect that leaves at its own time, in UTC, and once for all uses of its key."""
        self._appointed.append((key, effect, due_at))

    def touched_by(self, person: PersonId) -> tuple[IncidentId, ...]:
        """The incidents with which this person did something in this transaction."""
        events = (entry.event for entry in self._entries)
        return tuple(dict.fromkeys(event.incident for event in events if event.by == person))

    async def flush(self) -> None:
        await self.rosters.flush()
        if self._entries:
            await self.timeline.append(self._entries)
            self._entries = []
        if self._roster_entries:
            await self.roster_log.append(self._roster_entries)
            self._roster_entries = []
        if self._orders:
            added = await self.outbox.enqueue(self._orders, self.now, new=not self._repeats)
            self._orders = []
            if added:
                self.sends = True
                await notify(self._connection)
        for key, effect, due_at in self._appointed:
            await self.outbox.enqueue([(key, effect)], self.now, due_at=due_at)
            self.sends = True
        self._appointed = []

    async def deadlines(self) -> Deadlines:
        """When something is due next."""
        return await next_deadlines(self._connection)

    def cite(self) -> EventId | None:
        """The newest event recorded in this transaction."""
        return self._entries[-1].id if self._entries else None


Begin: TypeAlias = Callable[[], AbstractAsyncContextManager[Work]]


class Store:
    """Opens units of work. ``policy`` is replaced whole when a new one is applied."""

    def __init__(
        self, database: Database, clock: Clock, policy: Policy, wake: Callable[[], None]
    ) -> None:
        self.database = database
        self.clock = clock
        self.policy = policy
        self._wake = wake
        self._shelf = Shelf()
        #: Counts the commits of this process after which the public may read otherwise.
        self.edition = 0

    @asynccontextmanager
    async def begin(self) -> AsyncGenerator[Work]:
        """Write: commit at the end, roll back on any error, wake delivery after the commit."""
        async with self.database.write() as connection:
            work = Work(connection, self.clock(), self.policy, self._shelf)
            yield work
            await work.flush()
        self.edition += work.publishes
        if work.sends:
            self._wake()

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[Work]:
        """Look without writing, beside whoever writes."""
        async with self.database.read() as connection:
            yield Work(connection, self.clock(), self.policy, self._shelf)
