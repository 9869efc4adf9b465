"""Client updates told to webhooks: what a receiver learns, and how every answer ends."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web

from bot.domain.delivery import BACKOFF
from bot.domain.medium import Medium
from bot.domain.snag import Snag
from bot.domain.update_delivery import DeliveryState, UpdateDelivery, delivery_key
from bot.integrations import update_hook
from bot.integrations.webhook import sign
from bot.store.work import Store
from bot.usecases.deliver import Delivery
from tests.support import sent as updates
from tests.support.databases import ManualTime
from tests.support.sent import EN, UK, reader, rows, send, story

SECRET = b"k" * 32


@dataclass
class Receiver:
    """A web server that keeps what it is sent, and answers as it is told."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((dict(request.headers), await request.read()))
        return web.Response(status=self.answers.pop(0) if self.answers else 204)


@dataclass
class Desk:
    store: Store
    time: ManualTime
    receiver: Receiver
    session: aiohttp.ClientSession

    async def out(self, secret: bytes | None = SECRET, **later: float) -> None:
        self.time.later(**later)
        senders = update_hook.senders(self.store, self.session, secret)
        await Delivery(self.store.begin, senders).quiet()

    async def row(self, update: updates.ClientUpdate) -> UpdateDelivery:
        [row] = (await rows(self.store, update)).values()
        return row


@pytest.fixture
async def desk(store: Store, time: ManualTime) -> AsyncIterator[Desk]:
    receiver = Receiver()
    site = web.Application()
    site.router.add_post("/in", receiver.take)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/in?key=hidden"
    await updates.incident(store)
    async with aiohttp.ClientSession() as session:
        yield Desk(store, time, receiver, session)
    await runner.cleanup()


async def test_it_is_told_once_signed_and_without_a_word_more(desk: Desk) -> None:
    it = await send(desk.store, (reader(Medium.HOOK, desk.receiver.url, EN, UK),))
    await desk.out()

    [(headers, body)] = desk.receiver.got
    text = "Payments by card fail. We are working on it."
    assert json.loads(body) == {
        "type": "client_update.sent",
        "timestamp": desk.time.now.isoformat(),
        "data": {
            "id": it.id,
            "number": 1,
            "state": "identified",
            "headlines": {"en": "Card payments fail", "uk": "Не працюють картки"},
            "texts": {"en": text, "uk": f"Українською. {text}"},
            "services": [],
            "health": None,
            "sent_at": desk.time.now.isoformat(),
            "next_by": None,
            "corrects": None,
        },
    }
    key = delivery_key(it.id, it.recipients[0].key)
    signed = sign(SECRET, key, desk.time.now, body)
    assert {name: headers.get(name, headers["Content-Type"]) for name in signed} == signed
    assert (await desk.row(it)).state is DeliveryState.SENT


async def test_a_repeat_after_a_server_error_carries_the_same_id(desk: Desk) -> None:
    desk.receiver.answers = [500, 429]
    it = await send(desk.store, (reader(Medium.HOOK, desk.receiver.url),))
    await desk.out()
    for wait in BACKOFF[:2]:
        await desk.out(seconds=wait.total_seconds())

    ids = {headers["webhook-id"] for headers, _ in desk.receiver.got}
    assert (len(desk.receiver.got), len(ids)) == (3, 1)
    assert (await desk.row(it)).state is DeliveryState.SENT


async def test_a_clear_no_is_given_up_and_names_only_the_host(desk: Desk) -> None:
    desk.receiver.answers = [404]
    it = await send(desk.store, (reader(Medium.HOOK, desk.receiver.url),))
    await desk.out()

    row = await desk.row(it)
    assert (row.state, row.snag, row.detail) == (
        DeliveryState.FAILED,
        Snag.REFUSED,
        "127.0.0.1 answered 404.",
    )
    assert row.addressee.address == "127.0.0.1"
    assert await story(desk.store) == ["DeliveryFailed"]


async def test_what_stays_away_is_given_up_in_the_end(desk: Desk) -> None:
    desk.receiver.answers = [503] * 20
    it = await send(desk.store, (reader(Medium.HOOK, desk.receiver.url),))
    await desk.out()
    for wait in BACKOFF:
        await desk.out(seconds=wait.total_seconds())

    assert len(desk.receiver.got) == len(BACKOFF) + 1
    assert (await desk.row(it)).snag is Snag.NO_ANSWER
    assert await story(desk.store) == ["DeliveryFailed"]


async def test_without_a_secret_nothing_is_sent(desk: Desk) -> None:
    it = await send(desk.store, (reader(Medium.HOOK, desk.receiver.url),))
    await desk.out(secret=None)
    assert desk.receiver.got == []
    assert (await desk.row(it)).snag is Snag.NO_SECRET


async def test_a_private_incident_stays_inside(desk: Desk) -> None:
    it = await send(desk.store, (reader(Medium.HOOK, desk.receiver.url),))
    await updates.hide(desk.store)
    await desk.out()
    assert desk.receiver.got == []
    assert (await desk.row(it)).snag is Snag.WITHHELD
