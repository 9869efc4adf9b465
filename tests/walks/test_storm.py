"""Twenty incidents at once page the same person: few messages, and every page can be answered."""

import re
from collections.abc import Sequence

import aiohttp

from bot.domain.events import PersonNotified
from bot.domain.ids import IncidentId
from bot.usecases import page
from sandbox.messages import Message
from tests.support.world import OLENA, SUPPORT, TARAS, World, words

COUNT = 20
_NUMBER = re.compile(r"INC-(\d+)\b")


async def storm(here: World, count: int = COUNT) -> None:
    """Everything is declared before anything is delivered, as alerts arrive."""
    for number in range(1, count + 1):
        await here.slack.acts.command(
            TARAS, SUPPORT, "/incident", f"declare SEV1 Alarm {number:02} rings"
        )
        await here.bot.ear.drain()
    await here.settle()


def pages(here: World) -> list[Message]:
    return [message for message in here.dm(OLENA) if "Alarm" in words(message)]


def named(messages: Sequence[Message]) -> list[int]:
    """Which alarms the messages tell of, each as often as it is told."""
    found = (re.findall(r"Alarm (\d\d) rings\*", words(message)) for message in messages)
    return sorted(int(number) for numbers in found for number in numbers)


def pressed(message: Message, action: str) -> list[str]:
    """The action ids of the buttons that begin so, in order."""
    elements = (each for block in message.blocks or [] for each in block.get("elements", ()))
    ids = (each["action_id"] for each in elements if each.get("type") == "button")
    return [one for one in ids if one == action or one.startswith(f"{action}:")]


async def holders(here: World, count: int = COUNT) -> list[int]:
    """The incidents that Olena has acknowledged."""
    found = []
    async with here.bot.store.read() as work:
        for number in range(1, count + 1):
            runs = await work.escalations.of_incident(IncidentId(number))
            if any(OLENA in run.holders for run in runs):
                found.append(number)
    return found


async def test_a_storm_is_a_few_messages_and_loses_nothing(here: World) -> None:
    await storm(here)
    assert len(pages(here)) == 2
    await here.later(seconds=3)

    messages = pages(here)
    assert named(messages) == list(range(1, COUNT + 1))
    assert sorted(len(named([message])) for message in messages) == [1, 1, 6, 12]


async def test_each_page_of_a_bundle_is_answered_by_itself(here: World) -> None:
    await storm(here, 6)
    await here.later(seconds=3)
    bundle = pages(here)[-1]
    together = named([bundle])
    assert len(together) == 4
    second = pressed(bundle, "acknowledge")[1]

    await here.click(OLENA, bundle, here.dm_channel(OLENA), second)

    assert await holders(here, 6) == [together[1]]
    edited = here.dm_message(OLENA, bundle.ts)
    assert len(pressed(edited, "acknowledge")) == 3
    assert named([edited]) == together
    assert len(pages(here)) == 3


async def test_one_press_answers_all_of_a_bundle(here: World) -> None:
    await storm(here, 6)
    await here.later(seconds=3)
    bundle = pages(here)[-1]

    await here.click(OLENA, bundle, here.dm_channel(OLENA), "acknowledge_all")

    assert await holders(here, 6) == named([bundle])
    edited = here.dm_message(OLENA, bundle.ts)
    assert pressed(edited, "acknowledge") == []
    assert pressed(edited, "acknowledge_all") == []


async def test_one_of_a_bundle_is_declined(here: World) -> None:
    await storm(here, 6)
    await here.later(seconds=3)
    bundle = pages(here)[-1]
    first = pressed(bundle, "decline")[0]

    await here.click(OLENA, bundle, here.dm_channel(OLENA), first)
    await here.submit(OLENA, {"reason": "too many"})

    edited = here.dm_message(OLENA, bundle.ts)
    assert len(pressed(edited, "decline")) == 3
    assert "too many" in words(edited)


async def test_a_bundle_whose_answer_was_lost_is_found_and_not_written_again(here: World) -> None:
    await storm(here, 6)
    here.slack.faults.drop_response("chat.postMessage", times=1)
    for _ in range(6):
        await here.later(seconds=5)

    assert named(pages(here)) == [1, 2, 3, 4, 5, 6]
    bundle = pages(here)[2]
    await here.click(OLENA, bundle, here.dm_channel(OLENA), "acknowledge_all")
    assert await holders(here, 6) == named([bundle])
    assert len(named([bundle])) == 4


async def test_what_was_answered_meanwhile_is_not_sent(here: World) -> None:
    await storm(here, 4)
    early = min({1, 2, 3, 4} - set(named(pages(here))))
    async with here.bot.store.begin() as work:
        [run] = await work.escalations.of_incident(IncidentId(early))
        await page.acknowledge(work, run.id, by=run.paged[0])

    await here.later(seconds=3)

    assert named(pages(here)) == sorted({1, 2, 3, 4} - {early})


async def by_sms(here: World, count: int = COUNT) -> list[str]:
    """What became of each incident's message to Olena's phone."""
    told: list[str] = []
    async with here.bot.store.read() as work:
        for number in range(1, count + 1):
            story = [entry.event for entry in await work.timeline.read(IncidentId(number))]
            told += [
                event.outcome
                for event in story
                if isinstance(event, PersonNotified) and event.means == "sms"
            ]
    return told


async def test_outside_slack_a_storm_is_two_messages_and_one_link(here: World) -> None:
    await storm(here)
    await here.later(seconds=3)
    await here.later(seconds=57)
    await here.later(seconds=3)

    first, rest = [ring for ring in here.slack.phones.rings(OLENA) if ring.kind == "sms"]
    assert re.fullmatch(r"SEV1 INC-\d+ Alarm \d\d rings", first.title)
    assert re.fullmatch(r"19 .+ SEV1 INC-\d+ Alarm \d\d rings", rest.title)
    assert await by_sms(here) == ["delivered"] * COUNT

    [link] = re.findall(r"http\S+/pages\?pass=\S+", rest.text)
    async with aiohttp.ClientSession() as browser:
        async with browser.get(link) as answer:
            listed = await answer.text()
        waiting = re.findall(r'name="page" value="(\w+)"', listed)
        assert len(waiting) == COUNT
        async with browser.post(link, data={"page": waiting[0]}) as answer:
            left = await answer.text()
    assert len(re.findall(r'name="page" value="(\w+)"', left)) == COUNT - 1
    assert len(await holders(here)) == 1
