"""The same submission twice, to one replica or to two at once: one incident, one room."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from bot.domain.ids import IncidentId
from bot.domain.incident import Incident
from sandbox.delivery.envelope import Envelope, Reply
from sandbox.delivery.http import SignedHttp
from tests.support.complete import assert_complete
from tests.support.replicas import replica, settle
from tests.support.world import OLENA, SUPPORT, World, world

DECLARE = "declare SEV1 Card payments fail for everyone"
FORM: Mapping[str, Any] = {"impact": "Card payments fail for everyone", "severity": "SEV1"}


class Everyone:
    """Hands each delivery to every replica at the same moment, as no balancer should."""

    name = "http"
    timeout_reason = "http_timeout"

    def __init__(self, *replicas: SignedHttp) -> None:
        self.replicas = replicas
        self.replies: list[Reply] = []

    async def send(self, envelope: Envelope) -> Reply:
        self.replies = list(await asyncio.gather(*(each.send(envelope) for each in self.replicas)))
        return self.replies[0]

    async def stop(self) -> None:
        await asyncio.gather(*(each.stop() for each in self.replicas))


async def declared(made: World) -> list[Incident]:
    """Every incident there is."""
    async with made.bot.store.read() as work:
        found = [await work.incidents.find(IncidentId(number)) for number in range(1, 5)]
    return [incident for incident in found if incident is not None]


async def assert_one(made: World) -> None:
    assert [incident.id for incident in await declared(made)] == [1]
    assert (await made.story()).count("IncidentDeclared") == 1
    assert_complete(made.slack, declarer=OLENA)


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_command_twice(database_url: str, http: bool) -> None:
    async with world(database_url, http=http) as made:
        made.slack.faults.duplicate("slash_commands")
        assert (await made.command(OLENA, SUPPORT, DECLARE)).acked
        again = await made.slack.acts.repeat("slash_commands")
        assert again.acked
        await made.settle()
        await assert_one(made)


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_submission_twice(database_url: str, http: bool) -> None:
    async with world(database_url, http=http) as made:
        await made.command(OLENA, SUPPORT, "")
        made.slack.faults.duplicate("view_submission")
        assert (await made.submit(OLENA, FORM)).acked
        again = await made.slack.acts.repeat("view_submission")
        assert again.acked
        assert not again.errors
        await made.settle()
        await assert_one(made)


@pytest.mark.postgres
@pytest.mark.parametrize("form", [False, True], ids=["command", "submission"])
async def test_two_replicas_at_once(postgres: str, form: bool) -> None:
    async with world(postgres, http=True) as made, replica(made) as other:
        first = made.slack.interaction.http
        assert first is not None
        second = SignedHttp(
            f"http://127.0.0.1:{other.port}/slack/events", secret="s" * 32, clock=first._clock
        )
        if form:
            await made.command(OLENA, SUPPORT, "")
        everyone = Everyone(first, second)
        made.slack.interaction.courier.transport = everyone
        if form:
            await made.slack.acts.submit(OLENA, made.modal(OLENA).id, FORM)
        else:
            await made.slack.acts.command(OLENA, SUPPORT, "/incident", DECLARE)
        assert [reply.acked for reply in everyone.replies] == [True, True]
        # One of them acted; the other found it done and had nothing to add.
        assert sum(reply.body is None for reply in everyone.replies) == (0 if form else 1)
        await settle(made, other)
        await assert_one(made)
