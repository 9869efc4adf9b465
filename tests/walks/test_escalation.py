"""Escalation lived through: silence, a decline and an answer; two people needed; nobody there.

On 23 November 2026 at 11:00 in Kyiv, payments path: Olena, Iryna, Daryna, Anna; then Nataliia.
"""

from dataclasses import replace
from datetime import timedelta

from bot.domain.escalation_path import ToGroup
from bot.domain.events import Because, ResponderPaged
from bot.domain.ids import IncidentId
from bot.domain.person import GroupName
from bot.domain.role import COMMS, LEAD
from bot.domain.service import PathName
from bot.domain.severity import Severity
from sandbox.messages import Message
from tests.support.world import (
    DARYNA,
    IRYNA,
    MARKO,
    NATALIA,
    OLENA,
    SUPPORT,
    World,
    text_of,
    words,
)


async def declare(world: World) -> str:
    """A SEV1 of the payments path. Its room."""
    await world.command(MARKO, SUPPORT, "declare SEV3 Card payments fail")
    await world.command(MARKO, SUPPORT, "service INC-1 cards")
    await world.command(MARKO, SUPPORT, "severity INC-1 SEV1 all cards")
    room = (await world.incident()).room
    assert room
    return room


def page_of(world: World, user: str, number: int = -1) -> Message:
    return [one for one in world.dm(user) if "INC-1" in one.text][number]


def card(world: World, room: str) -> str:
    [pinned] = world.channel(room).pins
    return words(world.channel(room).messages[pinned])


def worst(world: World, **changes: object) -> None:
    first, *others = world.bot.store.policy.severities
    changed: Severity = replace(first, **changes)  # type: ignore[arg-type] # real fields
    world.bot.store.policy = replace(world.bot.store.policy, severities=(changed, *others))


async def pages(world: World) -> list[ResponderPaged]:
    async with world.bot.store.read() as work:
        entries = await work.timeline.read(IncidentId(1))
    return [one.event for one in entries if isinstance(one.event, ResponderPaged)]


async def paged_so_far(world: World) -> list[str]:
    return await world.bot_paged()


async def test_l1_is_silent_l2_declines_with_a_reason_l3_answers(anywhere: World) -> None:
    world = anywhere
    room = await declare(world)
    await world.later(minutes=5)
    second = page_of(world, IRYNA)
    await world.later(seconds=30)
    await world.click(IRYNA, second, world.dm_channel(IRYNA), "decline")
    assert f"<@{DARYNA}>" in text_of(world.modal(IRYNA).blocks)
    await world.submit(IRYNA, {"reason": "у стоматолога"})
    third = page_of(world, DARYNA)
    assert "у стоматолога" in words(third)
    assert f"<@{IRYNA}>" in words(third)
    await world.later(seconds=12)
    await world.click(DARYNA, third, world.dm_channel(DARYNA), "acknowledge")

    for user in (OLENA, IRYNA, DARYNA):
        assert "acknowledge" not in str(page_of(world, user).blocks)
        assert f"<@{DARYNA}>" in words(page_of(world, user))
    assert "у стоматолога" in words(page_of(world, IRYNA))
    assert await paged_so_far(world) == [OLENA, IRYNA, DARYNA]
    await world.later(hours=2)
    assert await paged_so_far(world) == [OLENA, IRYNA, DARYNA]
    assert DARYNA in world.channel(room).members


async def test_nobody_on_call_anywhere_reaches_the_last_resort_at_once(here: World) -> None:
    policy = here.bot.store.policy
    path = policy.paths[PathName("payments")]
    nobody = ToGroup(GroupName("away"))
    empty = tuple(replace(level, targets=(nobody,)) for level in path.levels)
    paths = {**policy.paths, path.name: replace(path, levels=empty)}
    here.bot.store.policy = replace(policy, paths=paths)

    await declare(here)

    story = await here.story()
    assert story.count("LevelSkipped") == 4
    assert await paged_so_far(here) == [NATALIA]
    assert "acknowledge" in str(page_of(here, NATALIA).blocks)


async def test_two_are_needed_for_the_worst(here: World) -> None:
    worst(here, acks=2, ack_roles=(LEAD, COMMS))
    room = await declare(here)
    await here.click(OLENA, page_of(here, OLENA), here.dm_channel(OLENA), "acknowledge")
    assert "1" in card(here, room)
    assert (await here.incident()).lead is None
    assert "acknowledge" not in str(page_of(here, OLENA).blocks)

    await here.later(minutes=5)
    assert await paged_so_far(here) == [OLENA, IRYNA]
    asked = page_of(here, IRYNA)
    # She is told who has it already; nothing says that Olena stayed silent.
    assert f"<@{OLENA}>" in words(asked)
    [told] = [one for one in await pages(here) if one.person == IRYNA]
    assert (told.because, told.after_level) == (Because.MISSING, None)
    await here.click(IRYNA, asked, here.dm_channel(IRYNA), "acknowledge")
    await here.later(hours=1)
    assert await paged_so_far(here) == [OLENA, IRYNA]


async def test_an_answer_then_silence_then_the_next_level(here: World) -> None:
    worst(here, ack_timeout=timedelta(minutes=20))
    await declare(here)
    await here.click(OLENA, page_of(here, OLENA), here.dm_channel(OLENA), "acknowledge")
    await here.later(minutes=20)
    assert "'still'" in str(page_of(here, OLENA).blocks)
    assert await paged_so_far(here) == [OLENA]
    await here.later(minutes=5)
    assert await paged_so_far(here) == [OLENA, IRYNA]
    assert f"<@{OLENA}>" in words(page_of(here, IRYNA))


async def test_reopening_pages_anew(here: World) -> None:
    room = await declare(here)
    await here.command(MARKO, room, "role lead")
    await here.command(MARKO, room, "resolve A bad deploy, rolled back.")
    assert "acknowledge" not in str(page_of(here, OLENA).blocks)

    await here.later(minutes=3)
    await here.command(MARKO, room, "reopen it is back")

    assert await paged_so_far(here) == [OLENA, OLENA]
    assert "acknowledge" in str(page_of(here, OLENA).blocks)
