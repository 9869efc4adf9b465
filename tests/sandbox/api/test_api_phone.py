"""People's phones: where an app reaches them outside Slack, and what may go wrong on the way."""

from typing import Any

import aiohttp
import pytest

from sandbox.clock import ManualClock
from sandbox.events import Event
from sandbox.server import Sandbox

TITLE, TEXT = "Alarm", "Something is wrong: https://example.com/1"


async def send(sandbox: Sandbox, path: str, **how: Any) -> int:
    url = f"{sandbox.workspace.base_url}/phone/{path}"
    async with aiohttp.ClientSession() as session, session.post(url, **how) as answer:
        return answer.status


@pytest.mark.parametrize("how", ["json", "data"])
async def test_a_message_arrives_as_json_or_as_a_form(
    sandbox: Sandbox, clock: ManualClock, events: list[Event], how: str
) -> None:
    given = {how: {"title": TITLE, "message": TEXT}}

    assert await send(sandbox, "U0ANNA/sms", **given) == 200

    [ring] = sandbox.phones.rings("U0ANNA")
    assert (ring.kind, ring.title, ring.text, ring.at) == ("sms", TITLE, TEXT, clock.now)
    assert sandbox.phones.rings("U0OLENA") == []
    assert [event.for_app for event in events] == [False], "no app hears what a phone hears"


async def test_what_came_in_is_new_until_somebody_looks(sandbox: Sandbox) -> None:
    for number in range(3):
        await send(sandbox, "U0ANNA/sms", json={"message": str(number)})
    assert sandbox.phones.unseen("U0ANNA") == 3

    sandbox.phones.look("U0ANNA")
    await send(sandbox, "U0ANNA/phone", json={"message": "again"})

    assert sandbox.phones.unseen("U0ANNA") == 1
    frame = sandbox.phones.frame("U0ANNA")
    assert [ring["text"] for ring in frame["rings"]] == ["again", "2", "1", "0"]


async def test_other_processes_may_look_too(sandbox: Sandbox) -> None:
    await send(sandbox, "U0ANNA/email", json={"title": TITLE, "message": TEXT})

    url = f"{sandbox.workspace.base_url}/phone/U0ANNA"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        [ring] = await answer.json()

    assert (ring["kind"], ring["text"]) == ("email", TEXT)


@pytest.mark.parametrize(
    ("path", "how", "status"),
    [
        ("U0NOBODY/sms", {"json": {}}, 404),
        ("U0ANNA/sms", {"data": b"{", "headers": {"Content-Type": "application/json"}}, 400),
        ("U0ANNA/sms", {"json": []}, 400),
    ],
)
async def test_what_no_phone_understands_is_refused(
    sandbox: Sandbox, path: str, how: dict[str, Any], status: int
) -> None:
    assert await send(sandbox, path, **how) == status
    assert sandbox.phones.rings("U0ANNA") == []


async def test_a_phone_may_refuse(sandbox: Sandbox) -> None:
    sandbox.faults.error("phone", 503)
    sandbox.faults.rate_limit("phone")
    sandbox.faults.error("phone", "no_credit")

    answers = [await send(sandbox, "U0ANNA/sms", json={}) for _ in range(4)]

    assert answers == [503, 429, 400, 200]
    assert len(sandbox.phones.rings("U0ANNA")) == 1


async def test_a_phone_may_ring_and_its_answer_be_lost(sandbox: Sandbox) -> None:
    sandbox.faults.drop_response("phone")

    with pytest.raises(aiohttp.ClientError):
        await send(sandbox, "U0ANNA/sms", json={"message": TEXT})

    assert [ring.text for ring in sandbox.phones.rings("U0ANNA")] == [TEXT]


async def test_a_phone_may_be_slow(sandbox: Sandbox) -> None:
    sandbox.faults.latency("phone", 0.05)

    assert await send(sandbox, "U0ANNA/sms", json={}) == 200


async def test_faults_of_all_of_slack_leave_phones_alone(sandbox: Sandbox) -> None:
    sandbox.faults.error("*", 500, times=9)
    sandbox.faults.latency("*", 60)
    sandbox.faults.drop_response("*", times=9)

    assert await send(sandbox, "U0ANNA/sms", json={}) == 200


async def test_a_phone_keeps_the_newest_only(sandbox: Sandbox) -> None:
    for number in range(55):
        await send(sandbox, "U0ANNA/sms", json={"message": str(number)})

    kept = [ring.text for ring in sandbox.phones.rings("U0ANNA")]
    assert kept == [str(number) for number in range(5, 55)]
