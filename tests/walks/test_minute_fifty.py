"""James joins at minute fifty, and by the end it is known when it began, was noticed and fixed."""

import re
from datetime import datetime, timedelta
from html import unescape

import aiohttp

from bot.domain.catchup import LINES
from bot.slack import ids
from tests.support.world import GENERAL, JAMES, MARKO, START, World, text_of, words

POSTMORTEM = re.compile(r"http://[^|>\s]+/postmortems/1\?pass=[^|>\s]+")


def minute(n: int) -> datetime:
    return START + timedelta(minutes=n)


async def test_minute_fifty(anywhere: World) -> None:
    room = await _declare_and_answer(anywhere)
    await _work_on_it(anywhere, room)
    await _james_joins(anywhere, room)
    await _mitigate(anywhere, room)
    await _correct(anywhere, room)
    await _resolve(anywhere, room)
    figures = await _figures(anywhere)
    assert {name: figures[name] for name in EXPECTED} == EXPECTED


#: Nothing is known of when it began, so nothing is measured from there.
EXPECTED = {
    "Impact began": "unknown",
    "Noticed": "23 Nov 2026, 08:50 UTC",
    "Mitigated": "23 Nov 2026, 10:05 UTC",
    "Time to detect (from impact to the first notice)": "unknown",
    "Time to declare (from the first notice to declare)": "10 min",
    "Time to mitigate (from impact to mitigated)": "unknown",
    "Time to resolve (from impact to resolved)": "unknown",
}


async def _declare_and_answer(world: World) -> str:
    await world.command(MARKO, GENERAL, "declare SEV2 Card payments are declined")
    room = (await world.incident()).room
    assert room is not None
    await world.later(minutes=3)
    [paged, *_] = await world.bot_paged()
    [page] = [m for m in world.dm(paged) if "SEV2" in words(m)]
    await world.click(paged, page, world.dm_channel(paged), ids.ACKNOWLEDGE)
    await world.command(MARKO, room, "role lead")
    return room


async def _work_on_it(world: World, room: str) -> None:
    await world.later(minutes=17)
    await world.command(MARKO, room, "severity SEV1 every bank is affected")
    await world.command(MARKO, room, "note finding: the acquirer's certificate expired")
    for n in range(30):
        await world.command(MARKO, room, f"note step {n} of the checklist")
    await world.command(MARKO, room, "note decision: switch to the second acquirer")
    await world.later(minutes=30)


async def _james_joins(world: World, room: str) -> None:
    """The card is all he needs; the second time he reads only what is new."""
    await world.slack.acts.join(JAMES, room)
    await world.settle()
    [ts] = world.channel(room).pins
    card = world.channel(room).messages[ts]
    await world.click(JAMES, card, room, ids.CATCH_UP)
    told = _lines(world)
    assert len(told) <= LINES
    assert told[0].startswith("*INC-1*: SEV1, Investigating, 50 min since declare.")
    assert told[1] == "Clients see: Card payments are declined"
    assert "• Severity: SEV2 → SEV1: every bank is affected" in told
    assert f"• Decision by <@{MARKO}>: switch to the second acquirer" in told
    assert not [line for line in told if "step 3 " in line]

    await world.later(minutes=5)
    await world.command(MARKO, room, "note action: half of the traffic is moved")
    await world.command(JAMES, room, "catchup")
    told = _lines(world)
    assert "• Done by <@U0MARKO>: half of the traffic is moved" in told
    assert not [line for line in told if "second acquirer" in line]


def _lines(world: World) -> list[str]:
    return text_of(world.whispers(JAMES)[-1].blocks).split("\n")


async def _mitigate(world: World, room: str) -> None:
    """The status says no moment. Another than the offered one is taken in the form."""
    await world.later(minutes=20)
    await world.command(MARKO, room, "status monitoring")
    assert (await world.incident()).milestones == {}
    asked = world.whispers(MARKO)[-1]
    await world.click(MARKO, asked, room, ids.MILESTONES)
    done = await world.submit(MARKO, {"mitigated": minute(70)})
    assert done.ok, done
    assert (await world.incident()).milestones == {"mitigated": minute(70)}


async def _correct(world: World, room: str) -> None:
    """Said better later, with a reason; what stood before stays on the timeline."""
    refused = await world.command(MARKO, room, "milestone mitigated 12:05")
    assert text_of(refused.body).startswith("“Mitigated” is known already.")
    done = await world.command(MARKO, room, "milestone mitigated 12:05 because the graphs say so")
    assert text_of(done.body) == "INC-1: “Mitigated” is *23 Nov 2026, 12:05 EET* now."
    assert (await world.incident()).milestones == {"mitigated": minute(65)}


async def _resolve(world: World, room: str) -> None:
    """Pickers start empty; one is filled by hand, one offer is left alone."""
    await world.later(minutes=10)
    await world.command(MARKO, room, "resolve")
    blocks = [b["block_id"] for b in world.modal(MARKO).blocks if b["type"] == "input"]
    assert blocks == ["summary", "started:", "detected:"]
    said = {"summary": "A certificate expired. It was renewed.", "detected": minute(-10)}
    done = await world.submit(MARKO, said)
    assert done.ok, done
    assert (await world.incident()).started_at is None


async def _figures(world: World) -> dict[str, str]:
    asked = await world.command(MARKO, GENERAL, "postmortem INC-1")
    found = POSTMORTEM.search(asked.body["text"])
    assert found
    async with aiohttp.ClientSession() as browser, browser.get(found[0]) as answer:
        page = await answer.text()
    facts = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    return {
        unescape(name): unescape(re.sub(r"<span class=\"cites\">.*?</span>", "", value)).strip()
        for name, value in facts
    }
