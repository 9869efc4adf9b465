"""A whole world for a story: the real bot, a real database, and a local Slack between them.

They speak real HTTP and WebSocket. Time is told, not waited for: `await world.later(minutes=5)`.
"""

import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import Bot
from bot.config import Settings
from bot.domain.events import ResponderPaged
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident
from bot.slack.manifest import manifest
from sandbox.acts import Outcome
from sandbox.channels import Channel
from sandbox.clock import ManualClock
from sandbox.messages import Message
from sandbox.server import Sandbox
from sandbox.views import View
from tests.support.prepared import opened

ROOT = Path(__file__).resolve().parents[2]
FULL_POLICY = ROOT / "examples" / "full.yaml"
#: A Monday morning in Kyiv.
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

OLENA, TARAS, IRYNA, MARKO = "U0OLENA", "U0TARAS", "U0IRYNA", "U0MARKO"
DARYNA, PAVLO, ANNA, JAMES = "U0DARYNA", "U0PAVLO", "U0ANNA", "U0JAMES"
MAKSYM, ELENA, NATALIA, OLEH, KATE, GUEST = (
    "U0MAKSYM",
    "U0ELENA",
    "U0NATALIA",
    "U0OLEH",
    "U0KATE",
    "U0GUEST",
)
GENERAL, INCIDENTS, SUPPORT = "C0GENERAL", "C0INCIDENTS", "C0SUPPORT"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class World:
    bot: Bot
    slack: Sandbox
    time: ManualClock

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(self.time.now, UTC)

    async def settle(self) -> None:
        """Until nothing is due, nothing is under way and nothing is on its way to the bot."""
        while True:
            await self.bot.ear.drain()
            await self.bot.delivery.quiet()
            await self.slack.acts.settled()
            before = len(self.slack.traffic.log)
            await self.bot.ear.drain()
            await self.bot.delivery.quiet()
            if len(self.slack.traffic.log) == before:
                return

    async def later(self, **by: float) -> None:
        """Let time pass, then do what has become due: one tick of the bot's own clockwork."""
        self.time.now += timedelta(**by).total_seconds()
        await self.bot.ticker.tick()
        await self.settle()

    async def command(self, user: str, channel: str, text: str) -> Outcome:
        done = await self.slack.acts.command(user, channel, "/incident", text)
        await self.settle()
        return done

    async def oncall(self, user: str, text: str = "", *, channel: str = GENERAL) -> Outcome:
        done = await self.slack.acts.command(user, channel, "/oncall", text)
        await self.settle()
        return done

    async def click(self, user: str, message: Message, channel: str, action: str) -> Outcome:
        done = await self.slack.acts.click(user, action_id=action, message=(channel, message.ts))
        await self.settle()
        return done

    async def submit(self, user: str, values: Mapping[str, Any] | None = None) -> Outcome:
        """Fill in and send the modal this person sees."""
        done = await self.slack.acts.submit(user, self.modal(user).id, values or {})
        await self.settle()
        return done

    def modal(self, user: str) -> View:
        stack = self.slack.interaction.views.stacks.get(user)
        assert stack, f"{user} sees no modal"
        return stack[-1]

    def channel(self, name: str) -> Channel:
        """A channel by its name or id."""
        for channel in self.slack.workspace.channels.values():
            if name in {channel.name, channel.id}:
                return channel
        raise LookupError(name)

    def messages(self, channel: str) -> list[Message]:
        return [m for m in self.channel(channel).messages.values() if not m.deleted]

    def dm(self, user: str) -> list[Message]:
        """What the bot has written to this person."""
        for channel in self.slack.workspace.channels.values():
            if channel.is_im and user in channel.members:
                return [m for m in channel.messages.values() if not m.deleted]
        return []

    def whispers(self, user: str) -> list[Message]:
        """What only this person sees, oldest first."""
        seen = self.slack.workspace.ephemerals.values()
        return [one.message for one in seen if one.viewer == user]

    def dm_channel(self, user: str) -> str:
        for channel in self.slack.workspace.channels.values():
            if channel.is_im and user in channel.members:
                return channel.id
        raise LookupError(user)

    def dm_message(self, user: str, ts: str) -> Message:
        return self.slack.workspace.channels[self.dm_channel(user)].messages[ts]

    async def bot_paged(self, number: int = 1) -> list[str]:
        """Who was paged so far, in order, as the timeline has it."""
        async with self.bot.store.read() as work:
            entries = await work.timeline.read(IncidentId(number))
        found = [e.event.person for e in entries if isinstance(e.event, ResponderPaged)]
        return [person for person in found if person]

    async def incident(self, number: int = 1) -> Incident:
        async with self.bot.store.read() as work:
            return await work.incidents.get(IncidentId(number))

    async def story(self, number: int = 1) -> list[str]:
        """The timeline as the names of its events."""
        async with self.bot.store.read() as work:
            entries = await work.timeline.read(IncidentId(number))
        return [type(entry.event).__name__ for entry in entries]


def words(message: Message) -> str:
    """Everything a person can read in a message."""
    return text_of({"text": message.text, "blocks": message.blocks or []})


def text_of(thing: Any) -> str:
    """All texts inside blocks, a view or a payload, one a line."""
    return "\n".join(_texts(thing))


def _texts(thing: Any) -> Iterator[str]:
    if isinstance(thing, str):
        return
    if isinstance(thing, Mapping):
        if isinstance(thing.get("text"), str):
            yield thing["text"]
        for value in thing.values():
            yield from _texts(value)
    elif isinstance(thing, list | tuple):
        for value in thing:
            yield from _texts(value)


@asynccontextmanager
async def world(
    database_url: str,
    *,
    http: bool = False,
    policy: Path = FULL_POLICY,
    ticking: bool = False,
    start: datetime = START,
    smtp: str | None = None,
) -> AsyncIterator[World]:
    """A bot and a Slack that know each other; ``http`` for signed HTTP, else Socket Mode.

    ``smtp`` is a mail server's address, such as ``mailbox.url``; else mails go to the sandbox.
    """
    time = ManualClock(start.timestamp())
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    events_url = f"{base}/slack/events" if http else None
    slack = Sandbox(
        manifest=manifest(events_url=events_url),
        clock=time,
        events_url=events_url,
        signing_secret="s" * 32,
    )
    where = await slack.start()
    settings = Settings(
        _env_file=None,
        slack_bot_token="xoxb-sandbox",
        slack_app_token=None if http else "xapp-sandbox",
        slack_signing_secret="s" * 32 if http else None,
        slack_api_url=f"{where}/api/",
        database_url=database_url,
        tocsin_policy=policy,
        port=port,
        public_url=base,
        smtp_url=smtp or slack.mailbox.url,
    )

    def clock() -> datetime:
        return datetime.fromtimestamp(time.now, UTC)

    database, loaded = await opened(settings, clock())
    phones = {"SANDBOX_PHONE": where.partition("://")[2]}
    bot = Bot(settings, database, loaded, clock, secrets=phones)
    await bot.start(ticking=ticking)
    try:
        yield World(bot, slack, time)
    finally:
        await bot.stop()
        await slack.stop()
