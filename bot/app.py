"""The composition root: the only module that knows every other."""

import asyncio
import gc
import signal
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot import log
from bot.clock import Clock, SteadyClock, system_clock
from bot.config import Settings, environment
from bot.domain.ids import PersonId
from bot.domain.policy import Policy
from bot.domain.runbook import Runbook
from bot.http.pages.runbook import RunbookPages
from bot.http.server import build as build_site
from bot.integrations import mail, notify, update_hook, webhook
from bot.integrations.heartbeat import Heartbeat
from bot.integrations.mail_server import Server
from bot.integrations.ring import Ringer
from bot.integrations.runbooks import read_runbooks
from bot.integrations.smtp import Mailer
from bot.integrations.templates import Templates
from bot.links import Links
from bot.opening import open_store
from bot.slack import slices
from bot.slack.app import Ear, Table
from bot.slack.client import CALL_SECONDS, Slack
from bot.slack.desk import Desk
from bot.slack.pace import Pace
from bot.slack.people import People
from bot.slack.policy_in_force import PolicyInForce
from bot.slack.transport import Endpoint, Sockets
from bot.store.database import Database
from bot.store.outgoing import Outgoing
from bot.store.schema import HEAD, revision
from bot.store.sight import Sights
from bot.store.wake import listen
from bot.store.work import Store
from bot.ticker import Ticker
from bot.usecases.deliver import Delivery, Senders

#: New objects between collections. Python's own 700 slows a burst of rooms: docs/adr/0006.
COLLECT_AFTER = 20_000
RUNBOOKS = Path(__file__).resolve().parents[1] / "runbooks"

logger = structlog.get_logger(__name__)


class Bot:
    """One process: its parts wired, started and stopped in order."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        policy: Policy,
        clock: Clock = system_clock,
        secrets: Mapping[str, str] | None = None,
    ) -> None:
        self.settings = settings
        self.database = database
        self.clock = clock
        self.store = Store(database, clock, policy, wake=self._woken)
        self.links = Links(settings.public_url, settings.link_key)
        #: ``secrets`` are what contacts name as ``${NAME}``: the environment's, unless given.
        self.ringer = Ringer(environment() if secrets is None else secrets)
        self.runbooks: Mapping[str, Runbook] = {
            runbook.slug: runbook for runbook in read_runbooks(RUNBOOKS)
        }
        self._background: list[asyncio.Task[None]] = []
        self._ends = AsyncExitStack()
        self._sockets: Sockets | None = None

    def _woken(self) -> None:
        self.delivery.wake()

    async def start(self, *, ticking: bool = True) -> None:
        """Connect to Slack, listen, and take up whatever was left half done.

        Raises what Slack or the network says; what was opened until then is closed.
        """
        try:
            await self._wire()
            await self.in_force.take_up(self.store.policy)
            await self._open_doors()
        except BaseException:
            await self._ends.aclose()
            raise
        if not ticking:
            return
        self._background += [
            asyncio.create_task(self.delivery.run()),
            asyncio.create_task(listen(self.database, self.delivery.wake)),
        ]
        self.ticker.start()
        self.delivery.wake()

    async def _wire(self) -> None:
        """Every part, given what it works with."""
        self._ends.push_async_callback(self.database.close)
        self._ends.callback(self.ringer.close)
        timeout = aiohttp.ClientTimeout(total=CALL_SECONDS)
        self._session = await self._ends.enter_async_context(aiohttp.ClientSession(timeout=timeout))
        token = self.settings.slack_bot_token.get_secret_value()
        self.bolt = await self._bolt(self._web(token))
        self.slack = Slack(self._web(token), Pace(self.clock))
        self.people = People(self.store, self.slack)
        self.in_force = PolicyInForce(self.store, self.slack, self.people)
        table = Table.of(slices.ROUTES)
        letters = Templates(self.settings.tocsin_policy.parent, clock=self.clock)
        links, books = self.links, self.runbooks
        known = (table, self.store, self.slack, self.people)
        self.ear = Ear(*known, links=links, letters=letters, runbooks=books)
        self.ear.listen(self.bolt)
        desk = Desk(
            slack=self.slack,
            store=self.store,
            sights=Sights(self.store.read),
            outgoing=Outgoing(self.store.read),
            people=self.people,
            links=links,
            runbooks=books,
        )
        senders = {**slices.senders(desk), **self._outside()}
        self.delivery = Delivery(self.store.begin, senders, self.ear.callers)
        beats = self.settings.heartbeat_url
        self.ticker = Ticker(
            self.store,
            self.delivery,
            self.in_force.refresh,
            keep_time=self.keep_time,
            beat=Heartbeat(self._session, beats.get_secret_value()).beat if beats else None,
        )
        await self.keep_time()
        if self.database.sqlite:
            async with self.store.begin() as work:
                await work.outbox.release_all(work.now)

    def _outside(self) -> Senders:
        """What leaves by other ways than Slack."""
        secret, server = self.settings.webhook_secret, self.settings.smtp_url
        key = secret.get_secret_value().encode() if secret else None
        mailer = Mailer(Server.of(server.get_secret_value())) if server else None
        if mailer:
            self._ends.push_async_callback(mailer.close)
        return {
            **notify.senders(self.store, self.links, self.ringer),
            **webhook.senders(self.store, self._session, key),
            **update_hook.senders(self.store, self._session, key),
            **mail.senders(self.store, mailer),
        }

    def _web(self, token: str | None = None) -> AsyncWebClient:
        # The library's handlers send POSTs again; delivery decides that, and looks first.
        api = self.settings.slack_api_url
        return AsyncWebClient(
            token, base_url=api, session=self._session, retry_handlers=[], logger=log.of_slack()
        )

    async def _bolt(self, client: AsyncWebClient) -> AsyncApp:
        who = await client.auth_test()
        self.user = PersonId(str(who["user_id"]))
        installed = AuthorizeResult(
            enterprise_id=who.get("enterprise_id"),
            team_id=who["team_id"],
            bot_token=self.settings.slack_bot_token.get_secret_value(),
            bot_id=who.get("bot_id"),
            bot_user_id=self.user,
        )

        async def authorize(**_: Any) -> AuthorizeResult:
            return installed

        return AsyncApp(
            # Bolt would read the whole stack and its source files to find a name.
            name="tocsin",
            # Without the token, which `authorize` gives: Bolt warns of having it twice.
            client=self._web(),
            authorize=authorize,
            process_before_response=True,
            # `Endpoint` has checked the signature; Bolt's check answers 500 to malformed ones.
            request_verification_enabled=False,
            ssl_check_enabled=False,
        )

    async def _open_doors(self) -> None:
        site = build_site(self.store, self.links, ready=self.unready)
        site.add_routes(RunbookPages(self.runbooks, self.links).routes())
        if self.settings.slack_app_token is not None:
            token = self.settings.slack_app_token.get_secret_value()
            self._sockets = Sockets(self.bolt, token, heeds=self.ear.hearing.heeds)
            self._ends.push_async_callback(self._sockets.close)
            await self._sockets.open()
        elif self.settings.slack_signing_secret is not None:
            secret = self.settings.slack_signing_secret.get_secret_value()
            endpoint = Endpoint(self.bolt, secret, system_clock, heeds=self.ear.hearing.heeds)
            site.router.add_post("/slack/events", endpoint.answer)
        self._runner = web.AppRunner(site, access_log=None, shutdown_timeout=3)
        self._ends.push_async_callback(self._runner.cleanup)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.settings.host, self.settings.port).start()
        self.port: int = self._runner.addresses[0][1]

    async def unready(self) -> list[str]:
        """What keeps this process from doing its work now; empty when nothing does."""
        problems = []
        try:
            if await revision(self.database) != HEAD:
                problems.append("The database is not migrated.")
        except Exception:  # noqa: BLE001 - whatever is wrong, the answer is the same
            problems.append("The database does not answer.")
        if self._sockets is not None and not await self._sockets.connected():
            problems.append("No Socket Mode link is up.")
        # The first is delivery; the listener after it has nothing to do on SQLite, and ends.
        if any(task.done() for task in self._background[:1]):
            problems.append("Delivery has stopped.")
        return problems

    async def keep_time(self) -> None:
        """Set our clock by the one that decides; a clock that a test moves is always right."""
        if not isinstance(self.clock, SteadyClock):
            return
        if self.database.sqlite:
            self.clock.check()
        else:
            await self.clock.follow(self.database.now)

    async def stop(self) -> None:
        """Hear nothing new, answer what was heard, let what is under way arrive."""
        self.ticker.stop()
        if self._sockets is not None:
            await self._sockets.close()
        await self._runner.cleanup()
        await self.ear.drain()
        await self.delivery.stop()
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self._ends.aclose()


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT, then drain and stop."""
    log.configure(settings.log_level, secrets=settings.secrets)
    database, policy = await open_store(settings)
    bot = Bot(settings, database, policy, SteadyClock())
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    await bot.start()
    # What was loaded stays; the collector need not look through it again and again.
    gc.freeze()
    gc.enable()
    gc.set_threshold(COLLECT_AFTER)
    logger.info("ready", port=bot.port, policy=policy.version)
    await stop.wait()
    logger.info("stopping")
    await bot.stop()
