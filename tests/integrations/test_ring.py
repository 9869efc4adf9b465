"""One message by one method, over real HTTP: what arrives, and what is said when it does not."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.domain.contact import Contact, Outcome, Why
from bot.integrations.ring import Message, Ringer, SecretMissing, expand
from bot.usecases.reach import Report

MESSAGE = Message("SEV1 INC-1 Cards fail", "You are paged.\nAnswer: http://x/page?pass=a.b")
TOKEN = "s3cret-t0ken"


@dataclass
class Gateway:
    """A service that takes messages, or does whatever the path says."""

    base: str = ""
    got: list[dict[str, Any]] = field(default_factory=list)
    release: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        self.got.append(await request.json())
        what = request.match_info["what"]
        if what == "hang":
            await self.release.wait()
        if what == "drop" and request.transport is not None:
            request.transport.abort()
        return web.Response(status=int(what) if what.isdigit() else 200)

    def contact(self, what: str) -> Contact:
        return Contact(name="sms", url=f"json://user:${{TOKEN}}@{self.base}/{what}")


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    made = Gateway()
    site = web.Application()
    site.router.add_post("/{what}", made.take)
    server = TestServer(site)
    await server.start_server()
    made.base = f"{server.host}:{server.port}"
    yield made
    made.release.set()
    await server.close()


@pytest.fixture
def ringer() -> Ringer:
    return Ringer({"TOKEN": TOKEN}, limit=5)


async def test_a_service_that_takes_the_message_has_delivered_it(
    gateway: Gateway, ringer: Ringer
) -> None:
    report = await ringer.ring(gateway.contact("ok"), MESSAGE)

    assert (report.outcome, report.why, report.detail) == (Outcome.DELIVERED, Why.NONE, "")
    [got] = gateway.got
    assert (got["title"], got["message"]) == (MESSAGE.title, MESSAGE.body)


@pytest.mark.parametrize(
    ("what", "outcome", "why", "detail"),
    [
        ("401", Outcome.FAILED, Why.REFUSED, "401"),
        ("429", Outcome.FAILED, Why.REFUSED, "429"),
        ("503", Outcome.FAILED, Why.REFUSED, "503"),
        # It may have been taken before the error.
        ("500", Outcome.UNKNOWN, Why.REFUSED, "500"),
        ("502", Outcome.UNKNOWN, Why.REFUSED, "502"),
        ("drop", Outcome.UNKNOWN, Why.NO_ANSWER, ""),
    ],
)
async def test_only_a_clear_no_is_a_failure_and_each_is_sent_once(
    gateway: Gateway, ringer: Ringer, what: str, outcome: Outcome, why: Why, detail: str
) -> None:
    report = await ringer.ring(gateway.contact(what), MESSAGE)

    assert (report.outcome, report.why, report.detail) == (outcome, why, detail)
    assert len(gateway.got) == 1


async def test_a_service_that_hangs_is_given_up_in_time(gateway: Gateway) -> None:
    report = await Ringer({"TOKEN": TOKEN}, limit=0.3).ring(gateway.contact("hang"), MESSAGE)

    assert (report.outcome, report.why) == (Outcome.UNKNOWN, Why.NO_ANSWER)
    assert report.seconds < 3


async def test_a_service_that_hangs_delays_no_other(gateway: Gateway) -> None:
    slow = Ringer({"TOKEN": TOKEN}, limit=5)
    hanging = asyncio.create_task(slow.ring(gateway.contact("hang"), MESSAGE))
    async with asyncio.timeout(5):
        while not gateway.got:
            await asyncio.sleep(0.01)

    assert (await slow.ring(gateway.contact("ok"), MESSAGE)).outcome is Outcome.DELIVERED
    assert not hanging.done()
    gateway.release.set()
    assert (await hanging).outcome is Outcome.DELIVERED


async def test_nobody_at_the_address_is_a_clear_no(ringer: Ringer) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        closed = probe.getsockname()[1]

    report = await ringer.ring(Contact(name="x", url=f"json://127.0.0.1:{closed}/"), MESSAGE)

    assert report == Report(outcome=Outcome.FAILED, why=Why.UNREACHABLE, seconds=report.seconds)


async def test_an_address_that_means_nothing_says_so(ringer: Ringer) -> None:
    report = await ringer.ring(Contact(name="x", url="carrier-pigeon://roof"), MESSAGE)

    assert (report.outcome, report.why) == (Outcome.FAILED, Why.UNREADABLE)


async def test_a_secret_that_is_not_set_is_named(ringer: Ringer) -> None:
    contact = Contact(name="x", url="json://${HOST_ELSEWHERE}/")

    report = await ringer.ring(contact, MESSAGE)

    assert report == Report(outcome=Outcome.FAILED, why=Why.NO_SECRET, detail="HOST_ELSEWHERE")


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("tgram://${A}/1", "tgram://one/1"),
        ("${A}", "one"),
        ("x://${A}@${B_2}", "x://one@two"),
        ("x://$A", "x://$A"),
    ],
)
def test_secrets_stand_where_they_are_named(url: str, whole: str) -> None:
    assert expand(url, {"A": "one", "B_2": "two"}) == whole


def test_an_empty_secret_is_none() -> None:
    with pytest.raises(SecretMissing, match=r"^A$"):
        expand("x://${A}", {"A": ""})


@pytest.mark.parametrize("what", ["ok", "401", "drop"])
async def test_neither_addresses_nor_secrets_reach_the_log(
    gateway: Gateway, ringer: Ringer, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    report = await ringer.ring(gateway.contact(what), MESSAGE)

    assert TOKEN not in caplog.text + str(report)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert gateway.base not in "".join(ours)
