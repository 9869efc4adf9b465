"""Webhooks: one signed POST, what it says, and how every answer to it ends."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web

from bot.domain.delivery import DeliveryError, Hopeless, Refused, Unknown
from bot.domain.effects import CallWebhook
from bot.domain.escalation_path import ToWebhook
from bot.domain.ids import IncidentId, PersonId
from bot.domain.lifecycle import Declaration
from bot.domain.service import PathName
from bot.integrations import webhook
from bot.store.outbox import Parcel
from bot.store.work import Store
from bot.usecases.declare import declare
from bot.usecases.resolve import resolve

SECRET = b"k" * 32
TARAS = PersonId("U0TARAS")


@dataclass
class Receiver:
    """A web server that keeps what it is sent, and answers as it is told."""

    url: str = ""
    status: int = 204
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((dict(request.headers), await request.read()))
        return web.Response(status=self.status, headers={"location": self.url})


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    site = web.Application()
    site.router.add_post("/in", made.take)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/in?key=hidden"
    yield made
    await runner.cleanup()


async def parcel(store: Store, url: str, *, private: bool = False) -> Parcel:
    """A SEV1 whose first level tells this address: what the outbox then leases for it."""
    path = store.policy.paths[PathName("platform")]
    first, *others = path.levels
    told = replace(first, targets=(*first.targets, ToWebhook(url)))
    paths = {**store.policy.paths, path.name: replace(path, levels=(told, *others))}
    store.policy = replace(store.policy, paths=paths)
    said = Declaration(impact="Card payments fail", private=private)
    async with store.begin() as work:
        severity = work.policy.severity("SEV1")
        await declare(work, said, severity=severity, by=TARAS)
    async with store.begin() as work:
        leased = await work.outbox.lease(50, owner="a", now=work.now, until=work.now)
    [found] = [each for each in leased if isinstance(each.effect, CallWebhook)]
    return found


async def call(store: Store, it: Parcel, secret: bytes | None = SECRET) -> None:
    async with aiohttp.ClientSession() as session:
        await webhook.senders(store, session, secret)[CallWebhook](it.effect, it)


async def test_a_level_is_told_once_and_signed(store: Store, receiver: Receiver) -> None:
    it = await parcel(store, receiver.url)
    await call(store, it)

    [(headers, body)] = receiver.got
    told = json.loads(body)
    assert told["type"] == "escalation.level"
    assert told["data"] == {
        "incident": "INC-1",
        "title": "Card payments fail",
        "severity": "SEV1",
        "status": "investigating",
        "service": None,
        "drill": False,
        "declared_at": told["timestamp"],
        "path": "platform",
        "level": 1,
        "round": 1,
    }
    id, at = headers["webhook-id"], headers["webhook-timestamp"]
    assert id == it.key
    assert datetime.fromtimestamp(int(at), UTC) == datetime.fromisoformat(told["timestamp"])
    said = f"{id}.{at}.".encode() + body
    digest = base64.b64encode(hmac.new(SECRET, said, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{digest}"


async def test_a_repeat_carries_the_same_id(store: Store, receiver: Receiver) -> None:
    it = await parcel(store, receiver.url)
    for _ in range(2):
        await call(store, it)
    assert {headers["webhook-id"] for headers, _ in receiver.got} == {it.key}


@pytest.mark.parametrize(
    ("status", "ends"),
    [(404, Hopeless), (302, Hopeless), (429, Unknown), (408, Unknown), (500, Unknown)],
)
async def test_every_other_answer_is_told_without_the_address(
    store: Store, receiver: Receiver, status: int, ends: type[DeliveryError]
) -> None:
    receiver.status = status
    it = await parcel(store, receiver.url)
    with pytest.raises(ends, match=rf"^127\.0\.0\.1 answered {status}\.$"):
        await call(store, it)
    assert len(receiver.got) == 1


async def test_nobody_there_is_a_clear_no(store: Store) -> None:
    it = await parcel(store, "http://127.0.0.1:9/in?key=hidden")
    with pytest.raises(Refused, match=r"^127\.0\.0\.1 cannot be reached\.$"):
        await call(store, it)


async def test_without_a_secret_nothing_is_sent(store: Store, receiver: Receiver) -> None:
    it = await parcel(store, receiver.url)
    with pytest.raises(Hopeless, match="WEBHOOK_SECRET is not set"):
        await call(store, it, secret=None)
    assert receiver.got == []


async def test_a_private_incident_stays_inside(store: Store, receiver: Receiver) -> None:
    await call(store, await parcel(store, receiver.url, private=True))
    assert receiver.got == []


async def test_what_has_ended_is_told_to_nobody(store: Store, receiver: Receiver) -> None:
    it = await parcel(store, receiver.url)
    async with store.begin() as work:
        await resolve(work, IncidentId(1), by=TARAS, summary="A bad deploy, rolled back.")
    await call(store, it)
    assert receiver.got == []
