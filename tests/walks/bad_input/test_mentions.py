"""Verbs by mention that cannot be: the answer is a whisper in the thread."""

import pytest

from tests.support.world import MARKO, SUPPORT, World
from tests.walks.bad_input.answers import (
    NEEDS_FORM,
    NO_ROOM,
    SEVERITIES,
    room_of,
    unknown,
    whispered,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

IN_A_THREAD = "In a thread say `note` and what happened, or `note` alone to keep the message above."


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("frobnicate now", f"{unknown('frobnicate')}\n{IN_A_THREAD}"),
        ("severity SEV9", f"There is no severity “sev9”. {SEVERITIES}"),
        ("", "*What Tocsin can do*"),
        ("declare", NEEDS_FORM),
        ("resolve", NEEDS_FORM),
    ],
)
async def test_mentioned_in_a_thread(busy: World, words: str, answer: str) -> None:
    room = await room_of(busy)
    [card] = busy.channel(room).pins
    await busy.slack.acts.say(MARKO, room, f"<@U0TOCSIN> {words}", thread_ts=card)
    await busy.settle()
    assert whispered(busy) == (MARKO, answer)


async def test_mentioned_in_the_wrong_channel(busy: World) -> None:
    await busy.slack.acts.say(MARKO, SUPPORT, "<@U0TOCSIN> note hi")
    await busy.settle()
    assert whispered(busy) == (MARKO, NO_ROOM)


async def test_a_slash_command_in_a_thread_never_leaves_slack(busy: World) -> None:
    room = await room_of(busy)
    [card] = busy.channel(room).pins
    done = await busy.slack.acts.command(MARKO, room, "/incident", "note hi", thread_ts=card)
    assert (done.error, done.attempts) == ("/incident is not supported in threads. Sorry!", 0)
