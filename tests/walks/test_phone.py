"""Pages that leave Slack: the phone rings when nobody answers there, and a link answers it."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest

from bot.domain.events import PersonNotified
from bot.domain.ids import IncidentId, PersonId
from bot.usecases.try_contacts import try_contacts
from sandbox.messages import Message
from tests.support.world import ANNA, OLENA, SUPPORT, TARAS, World, words, world

LINK = re.compile(r"http://\S+/page\?pass=\S+")
TITLE = "Card payments fail"
#: Eleven in the evening in Kyiv, inside Olena's quiet hours; until nine she is the first level.
NIGHT = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)


@pytest.fixture
async def at_night(sqlite: str) -> AsyncIterator[World]:
    async with world(sqlite, start=NIGHT) as made:
        yield made


async def declare(here: World, text: str = f"declare SEV1 {TITLE}") -> None:
    """A SEV1 without a service pages the first level of support: Olena."""
    await here.command(TARAS, SUPPORT, text)


def rang(here: World, user: str = OLENA) -> list[str]:
    return [ring.kind for ring in here.slack.phones.rings(user)]


def link(here: World, user: str = OLENA) -> str:
    found = LINK.search(here.slack.phones.rings(user)[-1].text)
    assert found
    return found[0]


def pages(here: World, user: str = OLENA) -> list[Message]:
    return [message for message in here.dm(user) if "INC-" in message.text]


def buttons(message: Message) -> list[str]:
    elements = (each for block in message.blocks or [] for each in block.get("elements", ()))
    return [each["action_id"] for each in elements if each.get("type") == "button"]


async def reached(here: World, number: int = 1) -> list[str]:
    """``U0OLENA sms delivered`` for each attempt, in order; with what went wrong, if anything."""
    async with here.bot.store.read() as work:
        entries = await work.timeline.read(IncidentId(number))
    told = (entry.event for entry in entries if isinstance(entry.event, PersonNotified))
    return [
        " ".join(filter(None, (one.person, one.means, one.outcome, one.why, one.detail)))
        for one in told
    ]


async def press(url: str, answer: str) -> str:
    async with aiohttp.ClientSession() as browser, browser.post(url, data={"answer": answer}) as r:
        return await r.text()


async def preview(url: str) -> None:
    """What a messenger does with a link before anybody reads it."""
    async with aiohttp.ClientSession() as browser:
        for method in ("HEAD", "GET"):
            async with browser.request(method, url) as answer:
                assert answer.ok


async def test_silent_on_slack_then_the_phone_rings_and_a_link_answers(anywhere: World) -> None:
    here = anywhere
    await declare(here)
    assert rang(here) == []
    await here.later(seconds=59)
    assert rang(here) == []
    await here.later(seconds=1)
    assert rang(here) == ["sms"]
    await here.later(minutes=2)
    assert rang(here) == ["sms", "phone"]
    last = here.slack.phones.rings(OLENA)[-1]
    assert last.title == f"SEV1 INC-1 {TITLE}"

    await preview(link(here))
    assert "PageAcknowledged" not in await here.story()
    await press(link(here), "acknowledge")
    await here.settle()

    [page] = pages(here)
    assert buttons(page) == []
    assert (await here.story()).count("PageAcknowledged") == 1
    assert await here.bot_paged() == [OLENA]
    assert await reached(here) == [
        "U0OLENA slack delivered",
        "U0OLENA sms delivered",
        "U0OLENA phone delivered",
    ]


async def test_after_an_answer_nothing_more_leaves(here: World) -> None:
    await declare(here)
    await here.later(minutes=1)
    await here.click(OLENA, pages(here)[0], here.dm_channel(OLENA), "acknowledge")

    await here.later(minutes=30)

    assert rang(here) == ["sms"]


async def test_declined_by_link_the_next_level_is_asked(here: World) -> None:
    await declare(here)
    await here.later(minutes=1)

    await press(link(here), "decline")
    await here.settle()

    assert (await here.bot_paged())[0] == OLENA
    assert len(await here.bot_paged()) == 2
    await here.later(minutes=4)
    assert rang(here) == ["sms"]


async def test_slack_is_down_while_paging(here: World) -> None:
    """The other methods leave at once; later Slack says it too, once."""
    here.slack.faults.error("chat.postMessage", 500, times=1000)
    await declare(here)
    assert pages(here) == []
    assert sorted(rang(here)) == ["phone", "sms"]

    here.slack.faults.clear()
    for _ in range(3):
        await here.later(minutes=1)

    assert len(pages(here)) == 1
    assert sorted(rang(here)) == ["phone", "sms"]
    told = await reached(here)
    assert told[0] == "U0OLENA slack unknown no_answer"
    assert sorted(told[1:3]) == ["U0OLENA phone delivered", "U0OLENA sms delivered"]
    assert told[3:] == ["U0OLENA slack delivered"]


@pytest.mark.parametrize(
    ("code", "said"),
    [("fatal_error", "unknown no_answer"), ("not_allowed", "failed refused not_allowed")],
)
async def test_slack_says_no_while_paging(here: World, code: str, said: str) -> None:
    here.slack.faults.error("chat.postMessage", code, times=1000)

    await declare(here)

    assert sorted(rang(here)) == ["phone", "sms"]
    assert f"U0OLENA slack {said}" in await reached(here)


async def test_slack_took_the_page_but_did_not_say_so(here: World) -> None:
    """Nobody knew, so the phone rang; what Slack has is found and not written again."""
    here.slack.faults.drop_response("chat.postMessage", times=1)
    await declare(here)

    for _ in range(3):
        await here.later(seconds=20)

    assert len(pages(here)) <= 1
    assert sum(message.text.startswith("SEV1 INC-1") for message in here.dm(OLENA)) == 1


async def test_slack_asks_to_wait_for_too_long(here: World) -> None:
    here.slack.faults.rate_limit("chat.postMessage", times=1000, retry_after=60)

    await declare(here)

    assert sorted(rang(here)) == ["phone", "sms"]


async def test_a_method_that_fails_makes_way_for_the_next_and_is_tried_again(here: World) -> None:
    here.slack.faults.error("phone", 503, times=1)
    await declare(here)
    await here.later(minutes=1)
    assert rang(here) == ["phone"]

    await here.later(seconds=30)

    assert rang(here) == ["phone", "sms"]
    assert await reached(here) == [
        "U0OLENA slack delivered",
        "U0OLENA sms failed refused 503",
        "U0OLENA phone delivered",
        "U0OLENA sms delivered",
    ]


async def test_in_doubt_the_next_method_leaves_and_this_one_is_not_repeated(here: World) -> None:
    here.slack.faults.drop_response("phone", times=1)
    await declare(here)
    await here.later(minutes=1)
    assert rang(here) == ["sms", "phone"]

    await here.later(minutes=3)

    assert rang(here) == ["sms", "phone"]
    assert (await reached(here))[1] == "U0OLENA sms unknown no_answer"


async def test_by_night_only_what_is_urgent_leaves_slack(at_night: World) -> None:
    """The pages of the night end in one message; the path asks again at seven, which is another."""
    here = at_night
    await declare(here, f"declare SEV3 {TITLE}")
    room = (await here.incident()).room
    assert room
    for reason in ("when you wake up", "no hurry"):
        await here.command(TARAS, room, f"page @olena.kovalenko {reason}")
    assert len(pages(here)) == 2

    await here.later(hours=8)
    assert rang(here) == []
    await here.later(minutes=1)
    assert rang(here) == ["sms"]
    await here.later(seconds=3)
    assert rang(here) == ["sms", "sms"]
    await here.later(minutes=3)
    assert "phone" not in rang(here)


async def test_by_night_an_urgent_page_leaves_at_once(at_night: World) -> None:
    await declare(at_night)

    await at_night.later(minutes=3)

    assert sorted(rang(at_night)) == ["phone", "sms"]


async def test_of_a_private_incident_nothing_is_said_outside(here: World) -> None:
    await here.command(TARAS, SUPPORT, "declare")
    form = {"impact": "Passwords leaked", "severity": "SEV1", "private": ["yes"]}
    await here.submit(TARAS, form)
    await here.later(minutes=3)

    assert sorted(rang(here)) == ["phone", "sms"]
    for ring in here.slack.phones.rings(OLENA):
        assert "SEV1" in ring.title
        assert "INC-1" not in ring.title + ring.text
        assert "assword" not in ring.title + ring.text


async def test_a_trial_uses_every_method_at_once_and_tells_what_became_of_it(
    at_night: World,
) -> None:
    here = at_night
    here.slack.faults.error("phone", 401, times=1)
    async with here.bot.store.begin() as work:
        methods = await try_contacts(work, by=PersonId(OLENA))
    assert [one.name for one in methods] == ["sms", "phone"]
    await here.settle()

    assert len(rang(here)) == 1
    [message] = here.dm(OLENA)
    said = words(message)
    assert "401" in said
    assert said.count("\n") >= 3


async def test_a_trial_of_somebody_whom_only_slack_reaches(here: World) -> None:
    async with here.bot.store.begin() as work:
        assert await try_contacts(work, by=PersonId(ANNA)) == ()
    await here.settle()

    [message] = here.dm(ANNA)
    assert "Only Slack can reach you." in words(message)
