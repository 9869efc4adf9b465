"""response_url: five uses, thirty minutes, and never from ephemeral to in_channel or back."""

from typing import Any

import pytest
from aiohttp import ClientSession

from tests.sandbox.delivery.world import World

USER = "U0OLENA"
ROOM = "C0SUPPORT"


async def post(url: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    async with ClientSession() as session, session.post(url, json=body) as response:
        return response.status, await response.json()


def issue(world: World, original: str | None = None, channel: str = ROOM) -> str:
    hooks = world.sandbox.interaction.response_urls
    return hooks.issue("actions", USER, channel, original=original)


async def test_ephemeral_unless_asked_otherwise(http_world: World) -> None:
    url = issue(http_world)
    assert await post(url, {"text": "psst"}) == (200, {"ok": True})
    await post(url, {"text": "All see", "response_type": "in_channel"})
    assert http_world.ephemerals(USER) == ["psst"]
    assert http_world.texts(ROOM)[-1] == "All see"


async def test_it_reaches_rooms_the_bot_is_not_in(http_world: World) -> None:
    url = issue(http_world, channel="G0SECURITY")
    await post(url, {"text": "All see", "response_type": "in_channel"})
    assert http_world.texts("G0SECURITY")[-1] == "All see"


async def test_five_uses(http_world: World) -> None:
    url = issue(http_world)
    statuses = [(await post(url, {"text": str(number)}))[0] for number in range(5)]
    assert statuses == [200] * 5
    assert await post(url, {"text": "6"}) == (404, {"ok": False, "error": "used_url"})
    assert http_world.ephemerals(USER) == ["0", "1", "2", "3", "4"]


async def test_a_refused_body_is_not_a_use(http_world: World) -> None:
    url = issue(http_world)
    assert await post(url, {}) == (400, {"ok": False, "error": "no_text"})
    status, refused = await post(url, {"blocks": [{"type": "no_such_block"}]})
    assert (status, refused["error"]) == (400, "invalid_blocks")
    for number in range(5):
        assert (await post(url, {"text": str(number)}))[0] == 200


async def test_thirty_minutes(http_world: World) -> None:
    url = issue(http_world)
    http_world.clock.advance(minutes=30)
    assert (await post(url, {"text": "in time"}))[0] == 200
    http_world.clock.advance(seconds=1)
    assert await post(url, {"text": "late"}) == (404, {"ok": False, "error": "expired_url"})
    unknown = f"{http_world.base}/actions/T0KOBZA/none"
    assert (await post(unknown, {"text": "x"}))[1]["error"] == "expired_url"


async def test_replacing_and_deleting_a_message(http_world: World) -> None:
    answer = await http_world.app.client.chat_postMessage(channel=ROOM, text="card")
    ts = str(answer["ts"])
    url = issue(http_world, original=ts)
    wish = {"replace_original": True, "response_type": "ephemeral", "text": "new card"}
    await post(url, wish)
    assert http_world.texts(ROOM)[-1] == "new card"
    assert http_world.ephemerals(USER) == []
    await post(url, {"delete_original": True})
    assert ts not in http_world.sandbox.workspace.channels[ROOM].messages


async def test_replacing_and_deleting_an_ephemeral(http_world: World) -> None:
    answer = await http_world.app.client.chat_postEphemeral(channel=ROOM, user=USER, text="a")
    url = issue(http_world, original=str(answer["message_ts"]))
    before = http_world.texts(ROOM)
    wish = {"replace_original": True, "response_type": "in_channel", "text": "b"}
    await post(url, wish)
    assert http_world.ephemerals(USER) == ["b"]
    await post(url, {"delete_original": True})
    assert http_world.ephemerals(USER) == []
    assert http_world.texts(ROOM) == before


async def test_somebody_elses_message_is_not_replaced(http_world: World) -> None:
    ts = await http_world.acts.say(USER, ROOM, "mine")
    url = issue(http_world, original=ts)
    status, refused = await post(url, {"replace_original": True, "text": "yours"})
    assert (status, refused["error"]) == (400, "cant_update_message")


@pytest.mark.parametrize("data", ["{", "[]", ""])
async def test_a_body_that_is_no_object(http_world: World, data: str) -> None:
    async with ClientSession() as session, session.post(issue(http_world), data=data) as response:
        assert response.status == 400
        assert await response.json() == {"ok": False, "error": "invalid_payload"}
