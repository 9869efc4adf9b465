"""Shifts change hands, and rotations change under them: the pager follows both.

On Monday 23 November 2026 at 11:00 in Kyiv (09:00 UTC) Anna has the payments developers until the
next Monday 10:00 (08:00 UTC); then it is James's week, then Anna's again.
"""

from datetime import datetime, timedelta

from bot.domain.ids import PersonId
from bot.domain.lifecycle import Declaration
from bot.domain.service import RotationName, ServiceName
from bot.usecases import cover
from bot.usecases.declare import declare
from sandbox.messages import Message
from tests.support.world import (
    ANNA,
    FULL_POLICY,
    JAMES,
    MARKO,
    START,
    World,
    text_of,
    words,
)

DEV = RotationName("payments-dev")
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
HANDOFF = START + WEEK - HOUR
PEOPLE = "members: [U0ANNA, U0JAMES]"


async def apply(world: World, old: str, new: str) -> None:
    """What `tocsin policy apply` does with an edited file; the bot takes it up at its next tick."""
    text = FULL_POLICY.read_text(encoding="utf-8")
    assert text.count(old) == 1
    async with world.bot.store.begin() as work:
        await work.policies.add(text.replace(old, new), file="full.yaml", now=work.now)
    await world.later(seconds=1)


async def on_call(world: World, at: datetime) -> list[PersonId]:
    """Nobody but the people of the roster."""
    async with world.bot.store.read() as work:
        return list((await work.rosters.all())[DEV].on_call(at))


async def developer_paged(world: World) -> str:
    """Card payments fail, and three levels are silent: who is paged at the fourth."""
    said = Declaration(impact="Card payments fail", service=ServiceName("cards"))
    async with world.bot.store.begin() as work:
        severity = work.policy.severity("SEV1")
        incident = await declare(work, said, severity=severity, by=PersonId(MARKO))
    for _ in range(3):
        await world.later(minutes=5)
    return (await world.bot_paged(incident.id))[-1]


def told(world: World, user: str, text: str) -> list[Message]:
    return [message for message in world.dm(user) if text in words(message)]


async def test_the_pager_follows_a_cover_and_then_goes_back(here: World) -> None:
    asked = await here.oncall(ANNA, "cover me payments-dev tomorrow 9-18")
    assert asked.ok
    assert f"<@{JAMES}>" in text_of(asked.body)
    [question] = told(here, JAMES, "asks")
    await here.click(JAMES, question, here.dm_channel(JAMES), "take_cover")

    # Anna's clock is Berlin's: 9 to 18 there is 8:00 to 17:00 UTC.
    nine = datetime.fromisoformat("2026-11-24T08:00:00Z")
    tick = timedelta(microseconds=1)
    moments = (nine - tick, nine, nine + 9 * HOUR - tick, nine + 9 * HOUR)
    assert [await on_call(here, at) for at in moments] == [[ANNA], [JAMES], [JAMES], [ANNA]]
    assert told(here, ANNA, f"<@{JAMES}> takes your shift")

    await here.later(hours=24)
    assert await developer_paged(here) == JAMES
    await here.later(hours=9)
    assert await developer_paged(here) == ANNA


async def test_a_swap_moves_with_its_shift_when_the_rotation_is_edited(here: World) -> None:
    """James and Anna swap their weeks; then hand-offs move from 10:00 to noon."""
    async with here.bot.store.begin() as work:
        roster = await work.rosters.get(DEV)
        mine, theirs = roster.shift_at(HANDOFF).id, roster.shift_at(HANDOFF + WEEK).id
        assert mine
        assert theirs
        await cover.ask_swap(work, mine, theirs, by=PersonId(JAMES))
    await here.settle()
    [question] = told(here, ANNA, "swap")
    await here.click(ANNA, question, here.dm_channel(ANNA), "take_cover")
    assert [await on_call(here, HANDOFF), await on_call(here, HANDOFF + WEEK)] == [[ANNA], [JAMES]]

    await here.later(days=2)
    # Only this rotation names its zone.
    zone = "timezone: Europe/Kyiv # the workspace's zone is the default"
    await apply(here, f"10:00\n    {zone}", f"12:00\n    {zone}")

    noon = HANDOFF + 2 * HOUR
    moments = (here.now, noon - HOUR, noon, noon + WEEK - HOUR, noon + WEEK, noon + 2 * WEEK)
    assert [await on_call(here, at) for at in moments] == [
        [ANNA],
        [ANNA],
        [ANNA],
        [ANNA],
        [JAMES],
        [JAMES],
    ]
    for user in (ANNA, JAMES):
        assert len(told(here, user, "your next shifts there move")) == 1
    await here.later(minutes=5)
    for user in (ANNA, JAMES):
        assert len(told(here, user, "your next shifts there move")) == 1


async def test_an_edit_leaves_whoever_is_on_call_until_the_hand_off(here: World) -> None:
    """Marko comes first in the list, and second on call; he is told, and pages follow."""
    await apply(here, f"default\n    {PEOPLE}", "default\n    members: [U0MARKO, U0JAMES, U0ANNA]")

    moments = (START, HANDOFF - HOUR, HANDOFF, HANDOFF + WEEK, HANDOFF + 2 * WEEK)
    assert [await on_call(here, at) for at in moments] == [
        [ANNA],
        [ANNA],
        [MARKO],
        [JAMES],
        [ANNA],
    ]
    assert len(told(here, MARKO, "your next shifts there move")) == 1
    async with here.bot.store.read() as work:
        past = await work.rosters.get(DEV, since=START - 4 * WEEK)
    assert [past.on_call(START - weeks * WEEK) for weeks in range(1, 5)] == [
        (JAMES,),
        (ANNA,),
        (JAMES,),
        (ANNA,),
    ]
