"""A room is opened once, filled, kept true, and never shows what it should not."""

from typing import TypeVar

import pytest

from bot.domain.events import Fact, NoteAdded, PersonJoined, PersonLeft, StepFailed, StepRetried
from bot.domain.ids import IncidentId, RoomId
from bot.slack import ids
from bot.slack.outcome import Posted
from sandbox.channels import Channel
from sandbox.messages import Message
from tests.support.world import (
    ANNA,
    GENERAL,
    INCIDENTS,
    MARKO,
    OLENA,
    SUPPORT,
    World,
    text_of,
    words,
)

Happened = TypeVar("Happened", bound=Fact)

TITLE = "Webhooks arrive late"
NAME = "inc-1-webhooks-arrive-late"


async def declared(world: World, typed: str = f"sev3 {TITLE}", by: str = MARKO) -> Channel:
    """An incident without pages, and its room."""
    assert (await world.command(by, SUPPORT, f"declare {typed}")).ok
    room = (await world.incident()).room
    assert room is not None
    return world.channel(room)


def ours(channel: Channel) -> list[Message]:
    """The bot's messages that stand in a channel, by when they were written."""
    return [m for m in channel.messages.values() if m.metadata and not m.deleted]


def card(channel: Channel) -> Message:
    [pinned] = channel.pins
    return channel.messages[pinned]


async def facts(world: World, kind: type[Happened]) -> list[Happened]:
    async with world.bot.store.read() as work:
        entries = await work.timeline.read(IncidentId(1))
    return [entry.event for entry in entries if isinstance(entry.event, kind)]


async def hurry(world: World) -> None:
    """Let every wait between tries pass, until nothing is left to send."""
    for _ in range(12):
        async with world.bot.store.read() as work:
            if await work.outbox.next_due() is None:
                return
        await world.later(seconds=65)


async def test_a_declared_incident_has_everything(here: World) -> None:
    room = await declared(here)
    assert room.name == NAME
    assert MARKO in room.members
    assert room.topic.value == f"SEV3 · Досліджуємо · Керівник інциденту: ще немає · {TITLE}"
    assert words(card(room)).startswith(f"SEV3 INC-1 {TITLE}\n🟡 SEV3 INC-1 {TITLE}")
    links = here.bot.links
    marks = {mark.link for mark in room.bookmarks.values()}
    assert marks == {f"{links.base}/incidents/1", links.runbook("webhooks-delayed")}
    [announced] = [m for m in here.messages(INCIDENTS) if m.metadata]
    assert room.id in words(announced)
    [told] = [m for m in here.dm(MARKO) if m.metadata]
    assert words(told).startswith("The war room of *INC-1* is open: <#")
    runbook, whole = [m for m in ours(room) if m is not card(room)]
    assert "webhooks-delayed" in words(runbook)
    assert whole.thread_ts == runbook.ts


async def test_a_name_that_is_taken_gets_a_number(here: World) -> None:
    await here.slack.acts.create_channel(OLENA, NAME)
    gone = await here.slack.acts.create_channel(OLENA, f"{NAME}-2")
    await here.slack.acts.archive(OLENA, gone)
    room = await declared(here)
    assert room.name == f"{NAME}-3"


@pytest.mark.parametrize(
    "method",
    [
        "conversations.create",
        "conversations.invite",
        "conversations.setTopic",
        "chat.postMessage",
        "pins.add",
        "bookmarks.add",
    ],
)
async def test_a_lost_answer_makes_nothing_twice(here: World, method: str) -> None:
    here.slack.faults.drop_response(method)
    await here.command(MARKO, SUPPORT, f"declare sev3 {TITLE}")
    await hurry(here)
    rooms = [c for c in here.slack.workspace.channels.values() if c.name.startswith("inc-1")]
    assert [room.name for room in rooms] == [NAME]
    [room] = rooms
    assert MARKO in room.members
    assert len(room.bookmarks) == 2
    first_words = sorted(words(m).split("\n")[0] for m in ours(room) if not m.thread_ts)
    assert len([one for one in first_words if one == f"SEV3 INC-1 {TITLE}"]) == 1
    assert len([m for m in ours(room) if m.thread_ts]) == 1
    assert card(room).text == f"SEV3 INC-1 {TITLE}"
    assert len([m for m in here.messages(INCIDENTS) if m.metadata]) == 1
    assert len([m for m in here.dm(MARKO) if m.metadata]) == 1


async def test_a_wait_for_slack_is_told_once(here: World) -> None:
    here.slack.faults.rate_limit("conversations.create", times=1, retry_after=30)
    await here.command(MARKO, SUPPORT, f"declare sev3 {TITLE}")
    [told] = [m for m in here.dm(MARKO) if m.metadata]
    assert words(told) == (
        "*INC-1* is declared. Slack limits how fast rooms are made, "
        "so its war room opens in about 30 s. You need not do anything."
    )
    assert (await here.incident()).room is None
    here.slack.faults.rate_limit("conversations.create", times=1, retry_after=30)
    await here.later(seconds=31)
    assert (await here.incident()).room is None
    await here.later(seconds=31)
    assert (await here.incident()).room_name == NAME
    texts = [words(m) for m in here.dm(MARKO) if m.metadata]
    assert [text for text in texts if "Slack limits" in text] == [words(told)]


async def test_a_short_wait_is_not_worth_a_word(here: World) -> None:
    here.slack.faults.rate_limit("conversations.create", times=1, retry_after=2)
    await here.command(MARKO, SUPPORT, f"declare sev3 {TITLE}")
    assert [m for m in here.dm(MARKO) if m.metadata] == []
    await here.later(seconds=3)
    assert (await here.incident()).room_name == NAME


async def test_who_comes_and_goes_is_on_the_timeline(here: World) -> None:
    room = await declared(here)
    await here.slack.acts.join(ANNA, room.id)
    await here.slack.acts.leave(ANNA, room.id)
    await here.settle()
    joined = [event.person for event in await facts(here, PersonJoined)]
    assert joined == [MARKO, ANNA]
    assert [event.person for event in await facts(here, PersonLeft)] == [ANNA]


async def test_a_private_incident_is_seen_by_those_in_its_room(here: World) -> None:
    await here.command(MARKO, SUPPORT, "declare")
    await here.submit(MARKO, {"impact": TITLE, "severity": "SEV3", "private": ["yes"]})
    room = here.channel((await here.incident()).room or "")
    unknown = "There is no INC-1. `/incident list` shows the open ones."
    assert (await here.command(ANNA, GENERAL, "show INC-1")).body["text"] == unknown
    await here.slack.acts.invite(MARKO, room.id, ANNA)
    await here.settle()
    assert (await here.command(ANNA, GENERAL, "show INC-1")).ok
    assert TITLE in text_of(here.modal(ANNA).blocks)
    await here.slack.acts.leave(ANNA, room.id)
    await here.settle()
    assert (await here.command(ANNA, GENERAL, "show INC-1")).body["text"] == unknown


async def test_a_room_shut_by_hand_and_a_renamed_one_are_noticed(here: World) -> None:
    room = await declared(here)
    await here.slack.acts.join(ANNA, room.id)
    await here.slack.acts.rename(MARKO, room.id, "late-hooks")
    await here.settle()
    assert (await here.incident()).room_name == "late-hooks"
    await here.slack.acts.archive(ANNA, room.id)
    await here.settle()
    [note] = await facts(here, NoteAdded)
    assert note.author == ANNA


async def test_made_private_it_vanishes_from_where_all_could_see(here: World) -> None:
    room = await declared(here)
    await here.command(MARKO, room.id, f"role lead <@{MARKO}>")
    await here.command(MARKO, room.id, "private")
    assert (await here.submit(MARKO)).ok
    incident = await here.incident()
    assert incident.private
    hidden = here.channel(incident.room or "")
    assert hidden.is_private
    assert hidden.name == "inc-1"
    assert MARKO in hidden.members
    assert card(hidden).text == f"SEV3 INC-1 {TITLE}"
    assert room.is_archived
    assert room.topic.value == ""
    assert f"SEV3 INC-1 {TITLE}" not in [m.text for m in ours(room)]
    assert [m for m in here.messages(INCIDENTS) if m.metadata] == []


async def test_a_failed_step_is_shown_and_tried_again(here: World) -> None:
    # At once, and again as a step of its own.
    here.slack.faults.error("pins.add", "restricted_action", times=2)
    await here.command(MARKO, SUPPORT, f"declare sev3 {TITLE}")
    room = here.channel((await here.incident()).room or "")
    assert room.pins == {}
    [shown] = [m for m in ours(room) if m.text == f"SEV3 INC-1 {TITLE}"]
    [retry] = [block["accessory"] for block in shown.blocks or [] if "accessory" in block]
    assert retry["action_id"].startswith(f"{ids.RETRY}:")
    [failed] = await facts(here, StepFailed)
    assert (failed.step, str(failed.outbox)) == ("PinCard", retry["value"])
    assert (await here.click(MARKO, shown, room.id, retry["action_id"])).ok
    assert list(room.pins) == [shown.ts]
    assert not [block for block in card(room).blocks or [] if "accessory" in block]
    [retried] = await facts(here, StepRetried)
    assert (retried.by, retried.step) == (MARKO, "PinCard")


async def test_a_card_that_somebody_deleted_comes_back(here: World) -> None:
    room = await declared(here)
    first = card(room)
    await here.bot.slack.delete(Posted(RoomId(room.id), first.ts))
    await here.command(MARKO, room.id, "severity SEV4 nobody notices")
    [new] = [m for m in ours(room) if m.text == f"SEV4 INC-1 {TITLE}"]
    assert new.ts != first.ts
    assert set(room.pins) == {new.ts}


async def test_a_card_slack_will_not_edit_is_given_up_quietly(here: World) -> None:
    room = await declared(here)
    here.slack.faults.error("chat.update", "invalid_blocks", times=50)
    await here.command(MARKO, room.id, "severity SEV4 nobody notices")
    await hurry(here)
    failed = await facts(here, StepFailed)
    assert sorted(event.step for event in failed) == ["Announce", "RefreshCard", "RefreshCard"]


async def test_a_declarer_who_leaves_a_private_room_is_outside_too(here: World) -> None:
    await here.command(MARKO, SUPPORT, "declare")
    await here.submit(MARKO, {"impact": TITLE, "severity": "SEV3", "private": ["yes"]})
    room = (await here.incident()).room or ""
    await here.slack.acts.invite(MARKO, room, ANNA)
    await here.slack.acts.leave(MARKO, room)
    await here.settle()
    unknown = "There is no INC-1. `/incident list` shows the open ones."
    assert (await here.command(MARKO, GENERAL, "note INC-1 It was me")).body["text"] == unknown
    nothing = "No incident is open. `/incident declare` opens one."
    assert (await here.command(MARKO, GENERAL, "list")).body["text"] == nothing

    await here.slack.acts.invite(ANNA, room, MARKO)
    await here.settle()

    heard = await here.command(MARKO, GENERAL, "note INC-1 It was me")
    assert heard.body["text"] == "On the timeline of INC-1."
