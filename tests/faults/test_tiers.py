"""Forty declares under Slack's real limits: every room complete, in order, the wait told."""

from collections import Counter, defaultdict

from sandbox.channels import Channel
from sandbox.traffic import Call
from tests.support.world import (
    ANNA,
    DARYNA,
    GENERAL,
    INCIDENTS,
    IRYNA,
    JAMES,
    MARKO,
    OLENA,
    PAVLO,
    TARAS,
    World,
    words,
    world,
)

DECLARERS = (OLENA, TARAS, IRYNA, MARKO, DARYNA, PAVLO, ANNA, JAMES)
ROOMS = 40
#: `conversations.create`, Tier 2.
A_MINUTE = 20


def declarer(number: int) -> str:
    return DECLARERS[number % len(DECLARERS)]


def rooms(made: World) -> list[Channel]:
    return [c for c in made.slack.workspace.channels.values() if c.name.startswith("inc-")]


def _number(room: Channel) -> int:
    return int(room.name.split("-")[1])


def assert_whole(made: World, room: Channel, number: int) -> None:
    assert room.name == f"inc-{number}-card-payments-fail-in-shop-{number}"
    assert declarer(number) in room.members
    assert room.topic.value.startswith("SEV3")
    posted = [message for message in room.messages.values() if message.metadata]
    [pinned] = room.pins
    card = room.messages[pinned]
    assert "take_lead" in str(card.blocks)
    assert [message for message in posted if message.text == card.text] == [card]
    links = [bookmark.link for bookmark in room.bookmarks.values()]
    assert len(links) == len(set(links)) == 2
    assert len([m for m in posted if m.thread_ts and m.thread_ts != m.ts]) == 1  # the runbook
    assert len([m for m in made.messages(INCIDENTS) if room.id in words(m)]) == 1


def assert_never_refused_twice(calls: list[Call]) -> None:
    """A call is known by what it says: the same words again are the same call again."""
    tries = defaultdict(list)
    for call in calls:
        tries[call.method, str(sorted(call.args.items()))].append(call.status)
    twice = {key[0] for key, statuses in tries.items() if statuses.count(429) > 1}
    assert not twice


async def test_forty_declares(sqlite: str) -> None:
    async with world(sqlite) as made:
        made.slack.limits.realistic = True
        for number in range(1, ROOMS + 1):
            title = f"declare SEV3 Card payments fail in shop {number}"
            assert (await made.command(declarer(number), GENERAL, title)).acked
        assert len(rooms(made)) == A_MINUTE

        told = {number: _told_to_wait(made, number) for number in range(1, ROOMS + 1)}
        assert told == {number: int(number > A_MINUTE) for number in told}

        for _ in range(36):
            await made.later(seconds=10)
        made_rooms = sorted(rooms(made), key=_number)
        assert [_number(room) for room in made_rooms] == list(range(1, ROOMS + 1))
        # Those that Slack lets in at one instant go side by side; none overtakes an earlier batch.
        times = [room.created for room in made_rooms]
        assert times == sorted(times)
        for room in made_rooms:
            assert_whole(made, room, _number(room))
        assert [_told_to_wait(made, number) for number in told] == list(told.values())

        calls = made.slack.traffic.calls()
        assert_never_refused_twice(calls)
        # One refusal teaches a method its tier. Two bookmarks leave at once, so both may meet it.
        refused = Counter(call.method for call in calls if call.status == 429)
        assert refused.keys() == {"conversations.create", "bookmarks.add"}
        assert refused["conversations.create"] == 1
        assert refused["bookmarks.add"] in {1, 2}


def _told_to_wait(made: World, number: int) -> int:
    """How many messages tell the declarer that this incident's room has to wait."""
    return len(
        [
            message
            for message in made.dm(declarer(number))
            if message.metadata
            and message.metadata["event_payload"]["key"].endswith("+TellWaiting")
            and f"INC-{number}*" in words(message)
        ]
    )
