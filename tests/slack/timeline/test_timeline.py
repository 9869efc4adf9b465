"""A timeline in Slack: leaf by leaf, a strand or all, from either end, with its page behind."""

import re
from typing import Any

import aiohttp

from bot.domain.ids import IncidentId
from bot.slack import ids
from tests.support.stories import declared
from tests.support.world import GENERAL, GUEST, MARKO, OLENA, World, text_of

LINK = re.compile(r"<(http://[^|>\s]+/incidents/1\?pass=[^|>\s]+)\|Live page>")


async def written(here: World, count: int) -> str:
    room = await declared(here)
    for n in range(count):
        await here.later(seconds=60)
        await here.command(OLENA, room, f"note step {n}")
    return room


def rows(view: Any) -> list[str]:
    """What each entry says, as it stands in the modal."""
    sections = [block for block in view.blocks if block["type"] == "section"][1:]
    return [block["text"]["text"].partition("  ")[2] for block in sections]


def buttons(view: Any) -> dict[str, str]:
    return {one["text"]["text"]: one["action_id"] for one in view.blocks[-1]["elements"]}


async def turn(here: World, name: str) -> None:
    form = here.modal(MARKO)
    await here.slack.acts.click(MARKO, action_id=buttons(form)[name], view_id=form.id)
    await here.settle()


async def choose(here: World, strand: str, order: str = "newest") -> None:
    form = here.modal(MARKO)
    await here.slack.acts.click(
        MARKO, action_id=ids.TIMELINE, view_id=form.id, selected=f"1:{strand}:{order}:"
    )
    await here.settle()


async def test_the_newest_first_and_back_leaf_by_leaf(here: World) -> None:
    await written(here, 20)
    await here.command(MARKO, GENERAL, "timeline INC-1")
    shown = rows(here.modal(MARKO))
    assert len(shown) == 15
    assert shown[0] == "<@U0OLENA>: step 19"
    assert set(buttons(here.modal(MARKO))) == {"Older", "Oldest first"}
    await turn(here, "Older")
    assert rows(here.modal(MARKO))[-1].endswith("declared SEV3: Оплата карткою може не проходити")
    assert "Older" not in buttons(here.modal(MARKO))
    await turn(here, "Newer")
    assert rows(here.modal(MARKO)) == shown
    await turn(here, "Oldest first")
    assert rows(here.modal(MARKO))[0].startswith("<@U0OLENA> declared SEV3")
    assert set(buttons(here.modal(MARKO))) == {"Newer", "Newest first"}


async def test_one_strand_alone(here: World) -> None:
    room = await written(here, 3)
    await here.command(OLENA, room, "severity SEV2 all banks")
    await here.command(MARKO, GENERAL, "timeline INC-1")
    await choose(here, "notes")
    form = here.modal(MARKO)
    assert rows(form) == ["<@U0OLENA>: step 2", "<@U0OLENA>: step 1", "<@U0OLENA>: step 0"]
    assert "1 to 3 of 3, on your own clock." in text_of(form.blocks)
    await choose(here, "course")
    assert rows(here.modal(MARKO)) == [
        "<@U0OLENA> changed the severity from SEV3 to SEV2: all banks",
        "<@U0OLENA> declared SEV3: Оплата карткою може не проходити",
    ]
    await choose(here, "clients")
    assert rows(here.modal(MARKO)) == []
    assert "Nothing of this kind has happened." in text_of(here.modal(MARKO).blocks)


async def test_times_are_on_the_readers_clock_and_long_entries_are_cut(here: World) -> None:
    room = await declared(here)
    await here.command(OLENA, room, f"note {'word ' * 300}<@{MARKO}>")
    await here.command(MARKO, GENERAL, "timeline INC-1")
    [newest, *_] = [b for b in here.modal(MARKO).blocks if b["type"] == "section"][1:]
    said = newest["text"]["text"]
    assert said.startswith("*<!date^1795424400^{date_short_pretty} {time}|2026-11-23 09:00 UTC>*")
    assert said.endswith("word …")
    assert len(said) < 500


async def test_what_people_wrote_can_be_corrected_from_here(here: World) -> None:
    await written(here, 1)
    await here.command(MARKO, GENERAL, "timeline INC-1")
    form = here.modal(MARKO)
    accessories = [b.get("accessory", {}) for b in form.blocks if b["type"] == "section"][1:]
    [correct] = [one for one in accessories if one]
    await here.slack.acts.click(MARKO, action_id=correct["action_id"], view_id=form.id)
    await here.settle()
    assert here.modal(MARKO).callback_id == ids.CORRECT
    assert "step 0" in str(here.modal(MARKO).blocks)
    # On top of the timeline, which is there again when it is closed.
    await here.slack.acts.close(MARKO, here.modal(MARKO).id)
    assert here.modal(MARKO).callback_id == ids.TIMELINE


async def test_the_page_is_one_press_away_and_reading_here_is_a_look(here: World) -> None:
    await declared(here)
    await here.command(MARKO, GENERAL, "timeline INC-1")
    found = LINK.search(text_of(here.modal(MARKO).blocks))
    assert found
    async with aiohttp.ClientSession() as browser, browser.get(found[1]) as answer:
        assert answer.status == 200
    async with here.bot.store.read() as work:
        assert await work.looks.last(IncidentId(1), MARKO) == here.now  # type: ignore[arg-type]


async def test_a_mention_gets_the_link_and_a_guest_nothing(here: World) -> None:
    room = await declared(here)
    await here.slack.acts.invite(OLENA, room, [MARKO, GUEST])
    [card] = here.channel(room).pins
    await here.slack.acts.say(MARKO, room, "<@U0TOCSIN> timeline", thread_ts=card)
    await here.settle()
    [*_, whispered] = here.whispers(MARKO)
    assert "|The timeline of INC-1>" in whispered.text
    done = await here.command(GUEST, room, "timeline")
    assert text_of(done.body).startswith("Guests cannot do this here.")


async def test_an_old_button_says_so(here: World) -> None:
    await declared(here)
    await here.command(MARKO, GENERAL, "timeline INC-1")
    form = here.modal(MARKO)
    button = form.blocks[-1]["elements"][0]
    button["value"] = "1:gossip:sideways:x"
    await here.slack.acts.click(MARKO, action_id=button["action_id"], view_id=form.id)
    await here.settle()
    assert "This button or form is out of date." in text_of(here.modal(MARKO).blocks)
