"""Asking for more: another level, a rotation, people by name, a hand-over, a level skipped.

On 23 November 2026 at 11:00 in Kyiv: Olena is L1, Iryna L2, Maksym the DevOps engineer on call
of the platform path, whose last resort is Oleh. Marko, James and Anna read English.
"""

from sandbox.messages import Message
from tests.support.world import (
    ANNA,
    GUEST,
    IRYNA,
    JAMES,
    MAKSYM,
    MARKO,
    OLEH,
    OLENA,
    SUPPORT,
    TARAS,
    World,
    text_of,
    words,
)


async def declare(world: World, severity: str = "SEV1") -> str:
    """Without a service: the platform path. Its room."""
    await world.command(TARAS, SUPPORT, f"declare {severity} Card payments fail")
    room = (await world.incident()).room
    assert room
    return room


def pages(world: World, user: str) -> list[Message]:
    return [one for one in world.dm(user) if "you are paged" in one.text or "вас" in one.text]


def told(done: object) -> str:
    body = getattr(done, "body", None) or {}
    return str(body.get("text", ""))


async def test_each_choice_foretells_whom_it_pages_and_pages_just_them(here: World) -> None:
    await declare(here)
    await here.command(MARKO, SUPPORT, "escalate INC-1")
    form = here.modal(MARKO)
    assert f"Paged at once: <@{IRYNA}>." in text_of(form.blocks)
    [menu] = [b["element"] for b in form.blocks if b.get("block_id") == "to"]
    shown = [(o["text"]["text"], o.get("description", {}).get("text")) for o in menu["options"]]
    assert shown[:5] == [
        ("The next level", "Iryna Shevchuk"),
        ("L1 · Support L1", "Olena Kovalenko"),
        ("L2 · Support L2", "Iryna Shevchuk"),
        ("L3 · DevOps", "Maksym Hrytsenko"),
        ("Last resort", "Oleh Sydorenko"),
    ]

    await here.slack.acts.click(
        MARKO, action_id="escalate_to", selected="level:3", view_id=here.modal(MARKO).id
    )
    await here.settle()
    assert f"Paged at once: <@{MAKSYM}>." in text_of(here.modal(MARKO).blocks)

    await here.submit(MARKO, {"escalate_to": "level:3", "reason": "the queue is full"})

    assert len(pages(here, MAKSYM)) == 1
    assert "the queue is full" in words(pages(here, MAKSYM)[0])
    assert pages(here, IRYNA) == []


async def test_a_level_by_its_number_or_name(here: World) -> None:
    await declare(here)
    done = await here.command(MARKO, SUPPORT, "escalate INC-1 to L3 the queue is full")
    assert told(done) == f"INC-1: <@{MAKSYM}> is paged now."
    assert "the queue is full" in words(pages(here, MAKSYM)[0])

    done = await here.command(MARKO, SUPPORT, "escalate INC-1 to support l2")
    assert told(done) == f"INC-1: <@{IRYNA}> is paged now."

    done = await here.command(MARKO, SUPPORT, "escalate INC-1 to last resort it is bad")
    assert told(done) == f"INC-1: <@{OLEH}> is paged now."


async def test_a_rotation_or_a_person(here: World) -> None:
    await declare(here)
    done = await here.command(MARKO, SUPPORT, "escalate INC-1 to payments-dev")
    assert told(done) == f"INC-1: <@{ANNA}> is paged now."
    [page] = pages(here, ANNA)
    assert f"<@{MARKO}> paged you as on call in payments-dev" in words(page)

    done = await here.command(MARKO, SUPPORT, f"escalate INC-1 to <@{JAMES}> please look")
    assert told(done) == f"INC-1: <@{JAMES}> is paged now."
    assert "please look" in words(pages(here, JAMES)[0])


async def test_a_skip_now_and_a_skip_later(here: World) -> None:
    await declare(here)
    done = await here.command(MARKO, SUPPORT, "escalate INC-1 skip L2 at a wedding")
    assert told(done) == "INC-1: L2 · Support L2 will be skipped when its turn comes."
    assert pages(here, IRYNA) == []

    done = await here.command(MARKO, SUPPORT, "escalate INC-1 skip 1")
    assert told(done) == f"INC-1: L1 · Support L1 is skipped, and <@{MAKSYM}> is paged now."
    assert pages(here, IRYNA) == []


async def test_what_cannot_be_meant_is_said(here: World) -> None:
    await declare(here)
    answers = {
        "escalate INC-1 to L9": "The path platform has no level 9. Its levels are 1 to 3.",
        "escalate INC-1 to be safe": "I do not know whom “be safe” means.",
        "escalate INC-1 to": "I do not know whom “…” means.",
        "escalate INC-1 skip": "Say which level to skip",
        "escalate INC-1 skip L0": "The last resort cannot be skipped",
        "escalate INC-1 skip L7 why": "The path platform has no level 7.",
        f"escalate INC-1 to <@{GUEST}>": "is a guest or a bot, and is not paged.",
        f"page INC-1 <@{GUEST}> now": "is a guest or a bot, and is not paged.",
        "page INC-1 the boss": "Name the person with @",
        "reassign INC-1 the boss": "Name the person with @",
        "page INC-1 @anna.schmidt @nobody.here": "I know nobody called “nobody.here”.",
        "escalate INC-77 to L2": "There is no INC-77.",
    }
    before = await here.story()
    for typed, said in answers.items():
        assert said in told(await here.command(MARKO, SUPPORT, typed)), typed
    assert await here.story() == before


async def test_several_people_at_once(here: World) -> None:
    room = await declare(here)
    done = await here.command(
        MARKO, SUPPORT, f"page INC-1 <@{ANNA}>, <@{JAMES}> the gateway is yours"
    )
    assert told(done) == f"INC-1: <@{ANNA}>, <@{JAMES}> are paged now."
    for user in (ANNA, JAMES):
        [page] = pages(here, user)
        assert "the gateway is yours" in words(page)
        assert user in here.channel(room).members


async def test_the_form_for_several_people(here: World) -> None:
    await declare(here)
    await here.command(MARKO, SUPPORT, "page INC-1")
    await here.submit(MARKO, {"people": [ANNA, JAMES], "reason": "look"})
    assert [len(pages(here, user)) for user in (ANNA, JAMES)] == [1, 1]


async def test_a_page_is_handed_over(here: World) -> None:
    await declare(here)
    await here.command(MARKO, SUPPORT, "reassign INC-1")
    assert "Nobody has it yet." in text_of(here.modal(MARKO).blocks)

    await here.submit(MARKO, {"person": JAMES, "reason": "his gateway"})

    [page] = pages(here, JAMES)
    assert f"<@{MARKO}> hands this page over to you: his gateway" in words(page)
    await here.click(JAMES, page, here.dm_channel(JAMES), "acknowledge")
    done = await here.command(MARKO, SUPPORT, f"reassign INC-1 <@{JAMES}>")
    assert told(done) == f"<@{JAMES}> has it already. Choose somebody else."
    await here.later(minutes=30)
    assert pages(here, IRYNA) == []


async def test_a_path_begun_at_a_level_wakes_nobody_below(here: World) -> None:
    await declare(here, "SEV3")
    assert pages(here, OLENA) == []
    await here.command(MARKO, SUPPORT, "escalate INC-1 to L3")
    assert len(pages(here, MAKSYM)) == 1
    assert pages(here, OLENA) == pages(here, IRYNA) == []


async def test_guests_ask_for_nothing(here: World) -> None:
    await declare(here)
    before = await here.story()
    for typed in ("escalate INC-1", "escalate INC-1 to L3", "reassign INC-1 @anna.schmidt"):
        assert "Guests cannot do this here" in told(await here.command(GUEST, "C0ACME", typed))
    assert await here.story() == before
