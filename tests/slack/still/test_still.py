"""Still with it? Asked once, answered by a button or by any sign of life, else paged on.

SEV1 lets an acknowledgement lapse after thirty minutes in `examples/full.yaml`.
"""

from dataclasses import replace
from datetime import timedelta

from sandbox.messages import Message
from tests.support.world import IRYNA, MARKO, OLENA, SUPPORT, World, words


async def held(world: World) -> str:
    """A SEV1 that Olena has acknowledged, where answers lapse after half an hour. Its room."""
    worst, *others = world.bot.store.policy.severities
    lapsing = replace(worst, acks=1, ack_roles=(), ack_timeout=timedelta(minutes=30))
    world.bot.store.policy = replace(world.bot.store.policy, severities=(lapsing, *others))
    await world.command(MARKO, SUPPORT, "declare SEV1 Card payments fail")
    [page] = world.dm(OLENA)
    await world.click(OLENA, page, world.dm_channel(OLENA), "acknowledge")
    room = (await world.incident()).room
    assert room
    return room


def questions(world: World, user: str) -> list[Message]:
    return [one for one in world.dm(user) if "'still'" in str(one.blocks)]


async def test_silence_is_asked_about_once_and_then_the_next_level_is_paged(here: World) -> None:
    await held(here)
    await here.later(minutes=29)
    assert questions(here, OLENA) == []
    await here.later(minutes=1)
    [question] = questions(here, OLENA)
    assert "INC-1" in question.text
    assert f"<@{IRYNA}>" in words(question)
    assert len(here.dm(IRYNA)) == 0

    await here.later(minutes=5)

    [page] = here.dm(IRYNA)
    assert f"<@{OLENA}>" in words(page)
    assert len(questions(here, OLENA)) == 1
    [first, _] = here.dm(OLENA)
    assert "acknowledge" in str(first.blocks)
    # Too late for the button: she can take it again on her page, and nothing else changed.
    before = await here.story()
    await here.click(OLENA, question, here.dm_channel(OLENA), "still")
    assert await here.story() == before


async def test_the_button_keeps_it_and_the_question_gives_way(here: World) -> None:
    await held(here)
    await here.later(minutes=30)
    [question] = questions(here, OLENA)
    await here.click(OLENA, question, here.dm_channel(OLENA), "still")
    assert questions(here, OLENA) == []
    assert (await here.story())[-1] == "AckConfirmed"
    await here.later(minutes=29)
    assert questions(here, OLENA) == []
    await here.later(minutes=1)
    assert len(questions(here, OLENA)) == 1
    assert here.dm(IRYNA) == []


async def test_a_word_in_the_room_is_a_sign_of_life(here: World) -> None:
    room = await held(here)
    await here.later(minutes=20)
    await here.slack.acts.say(OLENA, room, "rolling back now")
    await here.settle()
    await here.later(minutes=20)
    assert questions(here, OLENA) == []
    await here.later(minutes=10)
    assert len(questions(here, OLENA)) == 1


async def test_so_is_a_status_or_a_note_but_not_what_others_do(here: World) -> None:
    room = await held(here)
    await here.later(minutes=20)
    await here.command(OLENA, room, "status identified")
    await here.later(minutes=20)
    await here.command(OLENA, room, "note found the commit")
    await here.slack.acts.say(MARKO, SUPPORT, "any news?")
    await here.later(minutes=29)
    await here.command(MARKO, room, "note still failing")
    assert questions(here, OLENA) == []
    await here.later(minutes=1)
    assert len(questions(here, OLENA)) == 1
