"""kill -9 in the middle of an update to thirty recipients: all of them get it, each once.

Slack is asked what it has. A mail server cannot be, so a mail it had in its hands at that moment
is left to people, who look and press *It arrived* or *Send again*.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.clock import system_clock
from bot.domain.client_update import ClientUpdate
from bot.domain.ids import PersonId
from bot.domain.medium import Medium
from bot.domain.update_delivery import DeliveryState, UpdateDelivery
from bot.integrations.smtp import CONNECTIONS
from bot.policy import load
from bot.slack.manifest import manifest
from bot.store.database import Database
from bot.store.work import Store
from bot.usecases import dispatch
from sandbox import rooms
from sandbox.server import Sandbox
from sandbox.traffic import Call, Delivery
from tests.support import sent as updates
from tests.support.mailbox import Mail, Mailbox, opened
from tests.support.process import BotProcess, until
from tests.support.sent import mail_to, reader, rows, send
from tests.support.world import FULL_POLICY

CHANNELS, MAILS = 12, 18
ADDRESSES = [f"contact{number}@acme.example" for number in range(MAILS)]
#: When the bot dies: as this Slack post has taken effect, or as this mail has come in whole; and
#: in each case before it hears of it.
AT_POST, AT_MAIL = "post", "mail"


@dataclass
class Field:
    """Slack, a mail server, the bot as a process, and its database as another one sees it."""

    slack: Sandbox
    box: Mailbox
    bot: BotProcess
    store: Store
    channels: list[str]

    @property
    def got(self) -> Counter[str]:
        """How often each recipient has it."""
        posts = Counter(
            channel
            for channel in self.channels
            for message in self.slack.workspace.channels[channel].messages.values()
            if message.metadata
        )
        return posts + self.box.counts

    async def of(self, update: ClientUpdate, *wanted: DeliveryState) -> list[UpdateDelivery]:
        found = (await rows(self.store, update)).values()
        return [row for row in found if row.state in wanted]

    async def told(self, update: ClientUpdate) -> bool:
        """Whether nothing waits any more."""
        return not await self.of(update, DeliveryState.QUEUED)


@asynccontextmanager
async def field(database_url: str) -> AsyncIterator[Field]:
    slack = Sandbox(manifest=manifest())
    url = await slack.start()
    channels = []
    for number in range(CHANNELS):
        made = rooms.create(slack.workspace, f"client-{number}", by=slack.workspace.bot_user)
        channels.append(made.id)
    policy = load(FULL_POLICY.read_text(encoding="utf-8"), file="full.yaml")
    database = Database(database_url)
    store = Store(database, system_clock, policy, wake=lambda: None)
    async with opened() as box:
        try:
            async with BotProcess(
                slack_url=url, database_url=database_url, smtp_url=box.url
            ) as bot:
                yield Field(slack, box, bot, store, channels)
        finally:
            await database.close()
            await slack.stop()


def strike_at(field: Field, moment: str, nth: int, strike: Callable[[], None]) -> None:
    """Once, at the nth of them."""
    seen = 0

    def count() -> None:
        nonlocal seen
        seen += 1
        if seen == nth:
            strike()

    def posted(item: Call | Delivery) -> None:
        if isinstance(item, Call) and item.ok and item.method == "chat.postMessage":
            count()

    def mailed(_: Mail) -> None:
        count()

    if moment == AT_POST:
        field.slack.traffic.listeners.append(posted)
    else:
        field.box.watchers.append(mailed)


async def whole(field: Field, moment: str, nth: int) -> None:
    readers = [reader(Medium.CHANNEL, channel) for channel in field.channels]
    await updates.incident(field.store)
    strike_at(field, moment, nth, field.bot.kill)
    update = await send(field.store, (*readers, *mail_to(*ADDRESSES)))
    assert len(update.recipients) == 30

    await field.bot.gone()
    before = field.got
    assert 0 < before.total() < 30, "it was in the middle"
    await field.bot.start()
    await until(lambda: field.told(update))

    everybody = dict.fromkeys([*field.channels, *ADDRESSES], 1)
    in_doubt = await field.of(update, DeliveryState.UNKNOWN)
    # No more than were on the wire: what is in doubt is theirs alone, and never a channel.
    assert len(in_doubt) <= CONNECTIONS
    assert {row.medium for row in in_doubt} <= {Medium.MAIL}
    assert in_doubt or moment == AT_POST
    for row in in_doubt:
        async with field.store.begin() as work:
            arrived = bool(field.box.to(row.address))
            by = PersonId("U0TARAS")
            await dispatch.settle(work, update.id, row.recipient, arrived=arrived, by=by)
    await until(lambda: field.told(update))
    await until(field.bot.idle)

    assert field.got == everybody
    assert len(await field.of(update, DeliveryState.SENT)) == 30
    assert await field.bot.stop() == 0


@pytest.mark.parametrize(("moment", "nth"), [(AT_POST, 6), (AT_MAIL, 7)])
async def test_thirty_get_it_each_once(moment: str, nth: int, tmp_path: Path) -> None:
    async with field(f"sqlite+aiosqlite:///{tmp_path}/k.db") as made:
        await whole(made, moment, nth)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("moment", "nth"),
    [
        *((AT_POST, nth) for nth in (1, 2, 11, 12)),
        *((AT_MAIL, nth) for nth in (1, 2, 4, 5, 9, 13)),
    ],
)
async def test_whenever_it_dies(moment: str, nth: int, tmp_path: Path) -> None:
    async with field(f"sqlite+aiosqlite:///{tmp_path}/k.db") as made:
        await whole(made, moment, nth)


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize(("moment", "nth"), [(AT_POST, 6), (AT_MAIL, 7)])
async def test_on_postgresql(moment: str, nth: int, postgres: str) -> None:
    async with field(postgres) as made:
        await whole(made, moment, nth)
