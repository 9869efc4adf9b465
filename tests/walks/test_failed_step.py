"""A step that keeps failing: the card says which, Retry repeats that one, and the note goes."""

from collections import Counter
from typing import Any

from bot.domain.delivery import BACKOFF
from bot.domain.ids import IncidentId
from bot.slack import ids
from sandbox.messages import Message
from tests.support.world import MARKO, SUPPORT, World, words

#: Slack may think better of this one, so the bot tries again: this often in all.
REFUSED, TRIES = "posting_to_general_channel_denied", len(BACKOFF) + 1


async def declare(world: World) -> str:
    await world.command(MARKO, SUPPORT, "declare SEV3 Webhooks arrive late")
    room = (await world.incident()).room
    assert room is not None
    # Nobody is asked to take the lead while the tests let time pass.
    await world.command(MARKO, room, "role lead")
    return room


async def wait_out(world: World) -> None:
    """Let every wait between tries pass, until nothing is left to send."""
    for _ in range(2 * TRIES):
        async with world.bot.store.read() as work:
            if await work.outbox.next_due() is None:
                return
        await world.later(seconds=65)
    raise AssertionError("something is tried for ever")


def card(world: World, room: str) -> Message:
    [pinned] = world.channel(room).pins
    return world.channel(room).messages[pinned]


def ours(world: World, room: str) -> list[Message]:
    """What the bot wrote itself; Slack's own lines tell of topics and arrivals."""
    return [message for message in world.messages(room) if message.metadata]


def retries(world: World, room: str) -> list[dict[str, Any]]:
    """The Retry buttons of the card."""
    found = [block.get("accessory") for block in card(world, room).blocks or []]
    return [one for one in found if one and one["action_id"].startswith(ids.RETRY)]


async def buried(world: World) -> list[str]:
    async with world.bot.store.read() as work:
        return [kind for _, kind, _ in await work.outbox.buried(IncidentId(1))]


async def test_the_card_names_it_and_retry_repeats_it_alone(here: World) -> None:
    room = await declare(here)
    here.slack.faults.error("conversations.setTopic", "not_in_room_mood", times=20)

    await here.command(MARKO, room, "title Webhooks stand still")
    await wait_out(here)

    assert await buried(here) == ["SetTopic"]
    assert ":warning:" in words(card(here, room))
    [retry] = retries(here, room)
    assert here.channel(room).topic.value.endswith("Webhooks arrive late")

    here.slack.faults.clear()
    here.slack.traffic.clear()
    assert (await here.click(MARKO, card(here, room), room, retry["action_id"])).ok
    assert here.channel(room).topic.value.endswith("Webhooks stand still")
    assert retries(here, room) == []
    assert ":warning:" not in words(card(here, room))
    made = Counter(call.method for call in here.slack.traffic.calls())
    assert made["conversations.setTopic"] == 1
    assert set(made) <= {"conversations.setTopic", "chat.update"}
    assert (await here.story())[-2:] == ["StepFailed", "StepRetried"]


async def test_a_retry_that_fails_again_comes_back_to_the_card(here: World) -> None:
    room = await declare(here)
    here.slack.faults.error("conversations.setTopic", "not_in_room_mood", times=2 * TRIES)
    await here.command(MARKO, room, "title Webhooks stand still")
    await wait_out(here)
    [retry] = retries(here, room)

    await here.click(MARKO, card(here, room), room, retry["action_id"])
    assert retries(here, room) == []
    await wait_out(here)

    assert [one["value"] for one in retries(here, room)] == [retry["value"]]
    assert (await here.story()).count("StepFailed") == 2


async def test_a_retry_looks_first_when_the_last_try_may_have_arrived(here: World) -> None:
    room = await declare(here)
    before = len(ours(here, room))
    here.slack.faults.error("chat.postMessage", REFUSED, times=TRIES - 1)
    here.slack.faults.drop_response("chat.postMessage", times=1)

    await here.command(MARKO, room, "severity SEV4 nobody notices")
    await wait_out(here)

    assert await buried(here) == ["TellRoom"]
    assert len(ours(here, room)) == before + 1, "it did arrive; only the answer was lost"
    [retry] = retries(here, room)
    await here.click(MARKO, card(here, room), room, retry["action_id"])

    assert await buried(here) == []
    assert len(ours(here, room)) == before + 1, "and it is not said twice"


async def test_a_clear_no_to_the_last_try_needs_no_search(here: World) -> None:
    room = await declare(here)
    before = len(ours(here, room))
    here.slack.faults.error("chat.postMessage", REFUSED, times=TRIES)
    await here.command(MARKO, room, "severity SEV4 nobody notices")
    await wait_out(here)
    [retry] = retries(here, room)
    here.slack.traffic.clear()

    await here.click(MARKO, card(here, room), room, retry["action_id"])

    assert len(ours(here, room)) == before + 1
    assert here.slack.traffic.calls("conversations.history") == []
