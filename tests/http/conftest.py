"""The site over real HTTP on a real database, without Slack."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.domain.ids import PersonId
from bot.domain.incident import Incident
from bot.domain.lifecycle import Declaration
from bot.domain.person import Profile
from bot.domain.policy import Policy
from bot.domain.service import ServiceName
from bot.http.server import build
from bot.links import Links
from bot.store.database import Database
from bot.store.work import Store
from bot.usecases.declare import declare
from tests.support.databases import ManualTime

OLENA, MARKO, GUEST = PersonId("U0OLENA"), PersonId("U0MARKO"), PersonId("U0GUEST")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str


@dataclass
class Site:
    store: Store
    links: Links
    time: ManualTime
    problems: list[str] = field(default_factory=list)
    address: str = ""

    async def get(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with (
            aiohttp.ClientSession() as browser,
            browser.request(method, f"{self.address}{path}", headers=named) as answer,
        ):
            return Answer(answer.status, dict(answer.headers), await answer.text())

    def path(self, page: str, incident: Incident, person: PersonId) -> str:
        return self.links.to(page, incident.id, person, now=self.time.now)

    async def declared(self, *, private: bool = False) -> Incident:
        said = Declaration(
            impact="Card <payments> fail", service=ServiceName("cards"), private=private
        )
        async with self.store.begin() as work:
            severity = work.policy.severity("SEV3")
            return await declare(work, said, severity=severity, by=OLENA)


async def swallow(request: web.Request) -> web.Response:
    """Stands where the composition root mounts Slack's endpoint: it reads the body."""
    return web.Response(text=str(len(await request.read())))


@pytest.fixture
def sqlite_store(sqlite: str, policy: Policy, time: ManualTime) -> Store:
    return Store(Database(sqlite), time, policy, lambda: None)


@pytest.fixture
async def site(sqlite_store: Store, time: ManualTime) -> AsyncIterator[Site]:
    made = Site(sqlite_store, Links("", "k" * 32), time)
    people = {OLENA: "uk-UA", MARKO: "en-GB", GUEST: "en-US"}
    async with sqlite_store.begin() as work:
        for id, locale in people.items():
            zone = ZoneInfo("Europe/Kyiv")
            profile = Profile(id=id, name=id, guest=id == GUEST, locale=locale, zone=zone)
            await work.profiles.put(profile, now=work.now)

    async def ready() -> list[str]:
        return made.problems

    async def broken(_request: web.Request) -> web.Response:
        raise RuntimeError("a secret detail")

    app = build(sqlite_store, made.links, ready=ready)
    app.router.add_get("/broken", broken)
    app.router.add_post("/slack/events", swallow)
    server = TestServer(app)
    await server.start_server()
    made.address = str(server.make_url("")).rstrip("/")
    yield made
    await server.close()
    await sqlite_store.database.close()
