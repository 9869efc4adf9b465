"""The whole path, from the form to the postmortem, on both databases and both transports."""

import re

import aiohttp

from bot.slack import ids
from tests.support.updating import buttons, draft, press
from tests.support.world import (
    GENERAL,
    INCIDENTS,
    OLEH,
    OLENA,
    World,
    words,
)


async def declare_from_form(world: World) -> str:
    """Olena fills in the form; the room's id."""
    assert (await world.command(OLENA, GENERAL, "")).acked
    done = await world.submit(
        OLENA,
        {
            "impact": "Оплата карткою не проходить з 11:55",
            "severity": "SEV2",
            "declare_service": "cards",
        },
    )
    assert done.ok, done
    incident = await world.incident()
    assert incident.room is not None
    return incident.room


async def test_from_the_form_to_the_postmortem(anywhere: World) -> None:
    world = anywhere
    room = await declare_from_form(world)
    channel = world.channel(room)
    assert channel.name == "inc-1-oplata-kartkoyu-ne-prokhodit-z-11-55"
    assert OLENA in channel.members

    # The card is pinned, the topic says what it is, and the announcement links to the room.
    [pinned] = channel.pins
    card = channel.messages[pinned]
    assert "Оплата карткою не проходить з 11:55" in words(card)
    assert "SEV2" in channel.topic.value
    [announced] = [m for m in world.messages(INCIDENTS) if m.metadata]
    assert room in words(announced)

    # Whoever is on call at level 1 is paged, and takes it.
    paged = (await world.bot_paged())[0]
    [page] = [m for m in world.dm(paged) if "SEV2" in words(m)]
    await world.later(seconds=40)
    assert (await world.click(paged, page, world.dm_channel(paged), ids.ACKNOWLEDGE)).acked
    assert paged in channel.members
    page = world.dm_message(paged, page.ts)
    assert ids.ACKNOWLEDGE not in str(page.blocks)

    # Leading is one press on the card.
    assert (await world.click(paged, card, room, ids.TAKE_LEAD)).acked
    assert (await world.incident()).lead == paged

    # It is worse than thought.
    done = await world.command(paged, room, "severity SEV1 усі картки")
    assert done.acked
    assert (await world.incident()).severity == "SEV1"
    assert "SEV1" in channel.topic.value

    # Clients are told, in their languages, after somebody saw the exact words.
    preview = await draft(world, paged, room)
    asked = await world.submit(paged)
    assert asked.ok, asked
    # SEV1 asks for a manager's agreement: Oleh reads the same, and lets it out.
    [question] = [m for m in world.dm(OLEH) if "approve_and_send" in buttons(m)]
    assert (await press(world, OLEH, question, "approve_and_send")).acked
    clients = [
        m
        for c in ("C0ACME", "C0ZORIA", "C0ALTYN", "C0NORTHWIND")
        for m in world.messages(c)
        if m.metadata
    ]
    assert clients
    assert all(m.text in preview or words(m) for m in clients)

    # It is over.
    await world.later(minutes=30)
    await world.command(paged, room, "resolve")
    done = await world.submit(paged, {"summary": "Збій з’єднання з процесингом. Перемкнули канал."})
    assert done.ok, done
    assert (await world.incident()).status == "resolved"

    # The postmortem is a page behind a personal link, and a file in the room.
    [link] = [
        found.group()
        for m in world.dm(paged)
        if (found := re.search(r"http://[^|>\s]+/postmortems/1\?pass=[^|>\s]+", words(m)))
    ]
    async with aiohttp.ClientSession() as browser, browser.get(link) as answer:
        page_text = await answer.text()
        assert answer.status == 200
    assert "Перемкнули канал" in page_text
    assert [f.name for f in world.slack.workspace.files.values()] == ["INC-1-postmortem.md"]
    story = await world.story()
    assert story[0] == "IncidentDeclared"
    for fact in (
        "RoomOpened",
        "ResponderPaged",
        "PageAcknowledged",
        "SeverityChanged",
        "ClientUpdateSent",
        "IncidentResolved",
    ):
        assert fact in story
