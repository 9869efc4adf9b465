"""Runbooks by verb: the list, one by its name, and what is said when there is none such."""

import pytest

from bot.domain.ids import IncidentId
from bot.domain.language import Language
from bot.domain.runbook import Runbook
from bot.i18n import translator
from bot.slack.runbook import views
from sandbox.blockkit import validate
from sandbox.messages import Message
from tests.domain.sample import incident
from tests.support.world import (
    GENERAL,
    GUEST,
    JAMES,
    MARKO,
    NATALIA,
    SUPPORT,
    World,
    text_of,
    words,
)

ALL = {
    "card-payments-failing",
    "database-replica-lag",
    "payouts-stuck",
    "tocsin-does-not-answer",
    "tocsin-pages-late",
    "tocsin-step-stuck",
    "webhooks-delayed",
}


async def declare(world: World, title: str = "Webhooks arrive late") -> str:
    await world.command(MARKO, SUPPORT, f"declare SEV3 {title}")
    room = (await world.incident()).room
    assert room is not None
    return room


def books(world: World, room: str) -> list[Message]:
    """The runbooks that stand in a room, without what is in their threads."""
    own = [m for m in world.messages(room) if m.metadata and not m.thread_ts]
    return [m for m in own if "/runbooks/" in words(m)]


async def test_alone_it_lists_what_fits_first_then_the_others(here: World) -> None:
    room = await declare(here)

    done = await here.command(MARKO, room, "runbook")

    assert done.body["response_type"] == "ephemeral"
    blocks = done.body["blocks"]
    said = [block["text"]["text"] for block in blocks]
    assert said[0] == "*Runbooks that fit INC-1*"
    assert said[1].endswith("> `webhooks-delayed`")
    assert here.bot.links.runbook("webhooks-delayed") in said[1]
    assert said[2] == "*Other runbooks*"
    buttons = [block["accessory"] for block in blocks if "accessory" in block]
    assert {button["value"] for button in buttons} == {f"1:{slug}" for slug in ALL}
    assert len({button["action_id"] for button in buttons}) == len(ALL)


async def test_one_is_posted_by_its_button(here: World) -> None:
    room = await declare(here)
    await here.command(MARKO, room, "runbook")
    listed = here.whispers(MARKO)[-1]

    done = await here.click(MARKO, listed, room, "runbook:payouts-stuck")

    assert done.ok, done
    assert "payouts-stuck" in words(books(here, room)[-1])
    assert (await here.story())[-1] == "RunbookAsked"


@pytest.mark.parametrize("name", ["payouts-stuck", "payouts-stuck.md", "payouts", "Stuck payouts"])
async def test_one_is_posted_by_its_name_with_the_whole_page_below(here: World, name: str) -> None:
    room = await declare(here)
    before = len(books(here, room))

    done = await here.command(MARKO, room, f"runbook {name}")

    title = here.bot.runbooks["payouts-stuck"].title
    assert done.body["text"] == f"INC-1: the runbook *{title}* goes to <#{room}>."
    posted = books(here, room)
    assert len(posted) == before + 1
    assert here.bot.links.runbook("payouts-stuck") in words(posted[-1])
    [whole] = [m for m in here.messages(room) if m.thread_ts == posted[-1].ts]
    assert here.bot.runbooks["payouts-stuck"].body[:40] in words(whole)


async def test_what_is_asked_for_again_stands_at_the_end_again(here: World) -> None:
    room = await declare(here)
    first = books(here, room)[-1]

    await here.command(MARKO, room, "runbook webhooks")

    again = books(here, room)[-1]
    assert words(again) == words(first)
    assert again.ts != first.ts
    assert len([m for m in here.messages(room) if m.thread_ts == again.ts]) == 1


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (
            "runbook payout-stick",
            "There is no runbook “payout-stick”. Did you mean `/incident runbook payouts-stuck`?",
        ),
        (
            "runbook <!channel>",
            "There is no runbook “&lt;!channel&gt;”. `/incident runbook` alone shows them all.",
        ),
        (
            "runbook tocsin",
            (
                "Several runbooks fit “tocsin”: "
                "tocsin-does-not-answer, tocsin-pages-late, tocsin-step-stuck."
            ),
        ),
    ],
)
async def test_a_wrong_name_is_answered_with_the_nearest(
    here: World, text: str, heard: str
) -> None:
    room = await declare(here)
    before = await here.story()

    assert (await here.command(MARKO, room, text)).body["text"] == heard
    assert await here.story() == before


async def test_from_anywhere_by_the_incidents_name(here: World) -> None:
    room = await declare(here)

    await here.command(MARKO, GENERAL, "runbook INC-1 payouts-stuck")

    assert "payouts-stuck" in words(books(here, room)[-1])


async def test_outside_a_room_it_is_a_list_to_read(here: World) -> None:
    done = await here.command(MARKO, GENERAL, "runbook")

    blocks = done.body["blocks"]
    assert blocks[0]["text"]["text"] == "*Runbooks*"
    assert [block for block in blocks if "accessory" in block] == []
    assert [slug for slug in ALL if f"`{slug}`" not in text_of(blocks)] == []
    posting = await here.command(MARKO, GENERAL, "runbook payouts-stuck")
    assert posting.body["text"].startswith("This channel is not a war room.")


async def test_a_room_that_is_still_being_opened_takes_none_yet(here: World) -> None:
    here.slack.faults.rate_limit("conversations.create", times=1, retry_after=30)
    await here.command(MARKO, SUPPORT, "declare SEV3 Webhooks arrive late")

    done = await here.command(MARKO, SUPPORT, "runbook INC-1 payouts-stuck")

    assert done.body["text"] == (
        "The war room of INC-1 is still being opened. Try again in a moment."
    )


async def test_guests_and_outsiders_get_nothing(here: World) -> None:
    await declare(here)
    here.channel("C0ACME").members[GUEST] = None
    for text in ("runbook", "runbook INC-1 payouts-stuck"):
        done = await here.command(GUEST, "C0ACME", text)
        assert done.body["text"] == (
            "Guests cannot do this here. Ask somebody from the team to do it for you."
        )
    await here.command(NATALIA, SUPPORT, "private INC-1")
    await here.submit(NATALIA, {})
    for text in ("runbook INC-1", "runbook INC-1 payouts-stuck"):
        done = await here.command(JAMES, GENERAL, text)
        assert done.body["text"] == "There is no INC-1. `/incident list` shows the open ones."


@pytest.mark.parametrize("language", list(Language))
def test_a_long_list_fits_a_message_in_every_language(language: Language) -> None:
    many = [
        Runbook(slug=f"{'s' * 70}-{n}", title="<" * 300, owners=("a",), body="x") for n in range(60)
    ]
    urls = {book.slug: f"https://tocsin.example/runbooks/{book.slug}" for book in many}
    for about in (None, incident(id=IncidentId(1))):
        text, blocks = views.listed(
            translator(language), urls, incident=about, fitting=many[:3], others=many[3:]
        )
        assert validate(blocks, surface="message") == []
        assert "<<" not in str(text)


def test_no_runbooks_at_all() -> None:
    text, blocks = views.listed(translator(Language.EN), {}, incident=None, fitting=(), others=())
    assert str(text) == "There are no runbooks. They are Markdown files in the folder `runbooks`."
    assert validate(blocks, surface="message") == []
