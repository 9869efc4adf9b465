"""*Catch me up*: what is new to one person, told to them alone."""

import re

from bot.domain.catchup import LINES
from bot.domain.ids import IncidentId, PersonId
from bot.slack import ids
from tests.support.stories import declared
from tests.support.world import DARYNA, GENERAL, GUEST, MARKO, OLENA, World, text_of


def lines(text: str) -> list[str]:
    """As they read, without the clock's markup."""
    return re.sub(r"<!date\^\d+\^[^|]*\|[^>]*?(\d\d:\d\d) UTC>", r"\1", text).split("\n")


async def test_the_first_time_it_tells_the_whole_story(here: World) -> None:
    room = await declared(here, severity="SEV2")
    await here.later(minutes=10)
    await here.command(OLENA, room, "severity SEV1 all banks")
    await here.command(OLENA, room, "note decision: we switch to the other bank")
    await here.later(minutes=40)
    done = await here.command(MARKO, GENERAL, "catchup INC-1")
    assert done.body["response_type"] == "ephemeral"
    told = lines(done.body["text"])
    assert len(told) <= LINES
    assert told[0] == "*INC-1*: SEV1, Investigating, 50 min since declare. Lead: <@U0OLENA>"
    assert told[1] == "Clients see: Оплата карткою може не проходити"
    assert told[-1].endswith("|Everything, live>")
    assert "• Severity: SEV2 → SEV1: all banks" in told
    assert [line for line in told if line.startswith("Awaited: a client update")]


async def test_the_second_time_only_what_is_new(here: World) -> None:
    room = await declared(here)
    await here.slack.acts.join(MARKO, room)
    await here.command(MARKO, GENERAL, "catchup INC-1")
    again = lines((await here.command(MARKO, GENERAL, "catchup INC-1")).body["text"])
    assert "*Nothing is new since you looked 1 min ago.*" in again
    await here.later(minutes=5)
    await here.command(OLENA, room, "note The certificate expired")
    await here.command(MARKO, room, "note I am looking too")
    told = lines((await here.command(MARKO, GENERAL, "catchup INC-1")).body["text"])
    assert "*Since you looked 5 min ago (1 entry):*" in told
    assert "• Note by <@U0OLENA>: The certificate expired" in told
    assert not [line for line in told if "I am looking" in line]
    # Somebody else has seen nothing yet.
    other = lines((await here.command(DARYNA, GENERAL, "catchup INC-1")).body["text"])
    assert [line for line in other if line.startswith(("*From the beginning", "*Від початку"))]


async def test_the_cards_button_tells_only_whoever_pressed_it(here: World) -> None:
    room = await declared(here)
    [ts] = here.channel(room).pins
    card = here.channel(room).messages[ts]
    await here.slack.acts.join(MARKO, room)
    await here.settle()
    before = len(here.messages(room))
    await here.click(MARKO, card, room, ids.CATCH_UP)
    [told] = here.whispers(MARKO)
    assert "Everything, live" in text_of(told.blocks)
    assert len(here.messages(room)) == before
    async with here.bot.store.read() as work:
        assert await work.looks.last(IncidentId(1), PersonId(MARKO)) == here.now


async def test_a_guest_is_told_nothing(here: World) -> None:
    room = await declared(here)
    await here.slack.acts.invite(OLENA, room, GUEST)
    await here.settle()
    done = await here.command(GUEST, room, "catchup")
    assert text_of(done.body).startswith("Guests cannot do this here.")
