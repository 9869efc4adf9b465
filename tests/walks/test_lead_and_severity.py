"""A lead is asked for until there is one; a new severity brings all its duties with it."""

from bot.domain.events import RoleTaken
from bot.domain.ids import IncidentId
from bot.i18n import translator
from sandbox.messages import Message
from tests.support.world import IRYNA, MARKO, OLENA, SUPPORT, World, words


async def declare(world: World, severity: str = "SEV3") -> str:
    await world.command(MARKO, SUPPORT, f"declare {severity} Card payments fail")
    room = (await world.incident()).room
    assert room is not None
    return room


def card(world: World, room: str) -> Message:
    [pinned] = world.channel(room).pins
    return world.channel(room).messages[pinned]


def asked(world: World, room: str) -> list[Message]:
    """The messages that ask for a lead; the card has the button too."""
    ours = [m for m in world.messages(room) if "take_lead" in str(m.blocks)]
    return [message for message in ours if message.ts != card(world, room).ts]


async def test_a_missing_lead_is_asked_for_once_and_shown_on_the_card(here: World) -> None:
    room = await declare(here)
    t = translator(here.bot.store.policy.workspace.language)
    missed = t("*nobody: who takes it?*")

    await here.later(minutes=4, seconds=59)
    assert asked(here, room) == []
    assert missed not in words(card(here, room))
    await here.later(seconds=1)
    await here.later(minutes=30)

    [question] = asked(here, room)
    assert t.plural(
        "{incident} has had no lead for {count} minute. Who takes it?",
        "{incident} has had no lead for {count} minutes. Who takes it?",
        5,
        incident="INC-1",
    ) in words(question)
    assert missed in words(card(here, room))
    assert (await here.story()).count("LeadMissed") == 1

    await here.click(MARKO, question, room, "take_lead")
    assert f"<@{MARKO}>" in words(card(here, room))
    assert missed not in words(card(here, room))
    assert "take_lead" not in str(card(here, room).blocks)


async def test_a_lead_taken_in_time_is_not_asked_for(here: World) -> None:
    room = await declare(here)
    await here.click(MARKO, card(here, room), room, "take_lead")

    await here.later(minutes=30)

    assert asked(here, room) == []
    assert "LeadMissed" not in await here.story()


async def test_a_role_is_handed_over_with_a_record_and_its_duties(here: World) -> None:
    room = await declare(here)
    await here.command(MARKO, room, "role lead")

    await here.command(MARKO, room, f"role lead <@{IRYNA}>")

    async with here.bot.store.read() as work:
        entries = await work.timeline.read(IncidentId(1))
    taken = [entry.event for entry in entries if isinstance(entry.event, RoleTaken)]
    assert [(event.by, event.person, event.previous) for event in taken] == [
        (MARKO, MARKO, None),
        (MARKO, IRYNA, MARKO),
    ]
    last = [m for m in here.messages(room) if m.metadata][-1]
    assert f"<@{IRYNA}>" in words(last)
    assert f"<@{MARKO}>" in words(last)
    assert "INC-1" in here.dm(IRYNA)[-1].text
    assert IRYNA in here.channel(room).members
    assert here.channel(room).topic.value.split(" · ")[2].endswith(f"<@{IRYNA}>")


async def test_a_worse_severity_pages_and_shortens_the_promise_on_the_card(here: World) -> None:
    room = await declare(here)
    t = translator(here.bot.store.policy.workspace.language)
    assert await here.bot_paged() == []
    nobody = t("Nobody is paged. Escalate pages whoever is on call.")
    assert nobody in words(card(here, room))
    assert "escalate" in str(card(here, room).blocks)
    await here.later(minutes=2)

    heard = await here.command(MARKO, room, "severity SEV1 all banks")

    declared = int(here.now.timestamp()) - 2 * 60
    due = declared + 15 * 60
    assert heard.body["text"].split("\n") == [
        "INC-1 is SEV1 now.",
        f"Being paged: <@{OLENA}>.",
        f"The first client update is due by <!date^{due}^{{time}}|2026-11-23 09:15 UTC>.",
        "Client updates need the agreement of managers.",
        "A postmortem will be needed.",
    ]
    assert await here.bot_paged() == [OLENA]
    assert f"<!date^{due}^" in words(card(here, room))
    assert nobody not in words(card(here, room))
    await here.command(MARKO, room, "severity SEV4 a false alarm")
    assert (await here.incident()).update_due_at is None
    assert f"<!date^{due}^" not in words(card(here, room))


async def test_escalate_on_a_card_that_pages_nobody_pages_in_two_presses(here: World) -> None:
    room = await declare(here, "SEV4")

    await here.click(MARKO, card(here, room), room, "escalate")
    assert f"<@{OLENA}>" in words_of_modal(here)
    await here.submit(MARKO)

    assert await here.bot_paged() == [OLENA]


def words_of_modal(world: World) -> str:
    return str(world.modal(MARKO).blocks)
