"""Being paged, answering, declining, escalating and calling by name, in a local Slack.

On 23 November 2026 at 11:00 in Kyiv: Olena is L1, Iryna L2, Daryna L3, Anna the developer on
call; Nataliia is the last resort. The policy gives Olena and Iryna Ukrainian, Anna English.
"""

from bot.domain.effects import PagePerson
from bot.domain.ids import IncidentId, PersonId
from bot.store.codec import decode_effect
from bot.usecases.page import acknowledge, escalate
from sandbox.workspace import Message
from tests.support.ledger import effects, last_row, rows
from tests.support.world import (
    ANNA,
    DARYNA,
    GENERAL,
    GUEST,
    IRYNA,
    JAMES,
    MARKO,
    NATALIA,
    OLENA,
    SUPPORT,
    TARAS,
    World,
    text_of,
    words,
)


async def declare(world: World, text: str = "declare SEV1 Card payments fail") -> str:
    """A SEV1 without a service: the platform path. Its room."""
    await world.command(TARAS, SUPPORT, text)
    room = (await world.incident()).room
    assert room
    return room


def buttons(message: Message) -> list[str]:
    return [
        element["action_id"]
        for block in message.blocks or []
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def pages(world: World, user: str) -> list[Message]:
    return [m for m in world.dm(user) if "INC-1" in m.text and "acknowledge" in _ever(m)]


def _ever(message: Message) -> str:
    """Buttons while there are any; a page that has been answered is known by its outcome."""
    return " ".join(buttons(message)) or "acknowledge"


async def press(world: World, user: str, action: str, number: int = 0) -> None:
    await world.click(user, pages(world, user)[number], world.dm_channel(user), action)


async def test_a_page_says_what_is_needed_to_answer_it(here: World) -> None:
    room = await declare(here)
    await here.command(TARAS, room, "page @anna.schmidt knows the gateway")

    [page] = pages(here, ANNA)

    assert page.text == "SEV1 INC-1 Card payments fail: you are paged, by name"
    shown = words(page)
    assert "*SEV1 INC-1 Card payments fail*" in shown
    assert "Clients see" not in shown  # The title says it.
    assert f"<@{TARAS}> paged you by name: knows the gateway" in shown
    assert f"<#{room}>" in shown
    assert buttons(page) == ["acknowledge", "decline", "escalate"]


async def test_level_by_level_until_somebody_answers(here: World) -> None:
    await declare(here)
    [first] = pages(here, OLENA)
    assert f"<@{IRYNA}>" in words(first)
    await here.later(minutes=4, seconds=59)
    assert pages(here, IRYNA) == []
    await here.later(seconds=1)
    assert len(pages(here, IRYNA)) == 1

    await here.later(seconds=30)
    await press(here, IRYNA, "acknowledge")

    for user in (OLENA, IRYNA):
        [page] = pages(here, user)
        assert buttons(page) == []
        assert f"<@{IRYNA}>" in words(page)
    await here.later(hours=1)
    assert pages(here, here.channel(GENERAL).id) == []
    assert (await here.story())[-1] != "ResponderPaged"
    assert "PageAcknowledged" in await here.story()
    room = (await here.incident()).room
    assert room
    assert IRYNA in here.channel(room).members


async def test_a_decline_asks_the_next_and_says_so_to_the_decliner(here: World) -> None:
    await declare(here)
    await press(here, OLENA, "decline")
    assert f"<@{IRYNA}>" in text_of(here.modal(OLENA).blocks)

    await here.submit(OLENA, {"reason": "train"})

    [mine] = pages(here, OLENA)
    assert buttons(mine) == []
    assert "train" in words(mine)
    [theirs] = pages(here, IRYNA)
    assert f"<@{OLENA}>" in words(theirs)
    assert buttons(theirs) == ["acknowledge", "decline", "escalate"]


async def test_the_second_to_acknowledge_hears_who_was_first(here: World) -> None:
    """The older message may still stand on a phone that was offline."""
    await declare(here)
    async with here.bot.store.read() as work:
        [run] = await work.escalations.of_incident(IncidentId(1))
    async with here.bot.store.begin() as work:
        await acknowledge(work, run.id, by=PersonId(IRYNA))

    done = await here.slack.acts.click(
        OLENA,
        action_id="acknowledge",
        message=(here.dm_channel(OLENA), pages(here, OLENA)[0].ts),
    )
    await here.settle()

    assert done.acked
    async with here.bot.store.read() as work:
        [run] = await work.escalations.of_incident(IncidentId(1))
    assert run.acknowledged_by == IRYNA
    assert (await here.story()).count("PageAcknowledged") == 1


async def test_whoever_is_called_after_an_answer_is_let_in_and_told_who_has_it(
    here: World,
) -> None:
    room = await declare(here)
    await press(here, OLENA, "acknowledge")

    await here.command(TARAS, room, "page @anna.schmidt knows the gateway")

    [page] = pages(here, ANNA)
    assert buttons(page) == ["acknowledge", "decline", "escalate"]
    assert f"<@{OLENA}> has it since" in words(page)
    assert ANNA in here.channel(room).members

    await press(here, ANNA, "acknowledge")

    [page] = pages(here, ANNA)
    assert buttons(page) == []
    assert f"<@{ANNA}> has it since" in words(page)
    assert (await here.story()).count("PageAcknowledged") == 2
    async with here.bot.store.read() as work:
        [run] = await work.escalations.of_incident(IncidentId(1))
    assert run.acknowledged_by == OLENA


async def test_a_decline_by_name_leaves_the_path_alone(here: World) -> None:
    room = await declare(here)
    await here.command(TARAS, room, "page @anna.schmidt knows the gateway")
    await press(here, ANNA, "decline")
    assert "nobody else is paged now" in text_of(here.modal(ANNA).blocks)

    await here.submit(ANNA, {"ready": "I cannot help with this"})

    [page] = pages(here, ANNA)
    assert buttons(page) == []
    assert "I cannot help with this" in words(page)
    assert pages(here, IRYNA) == []
    [first] = pages(here, OLENA)
    assert buttons(first) == ["acknowledge", "decline", "escalate"]


async def test_an_emoji_is_no_answer(here: World) -> None:
    """Whatever is put on the page or the card: only the button says that somebody has it."""
    room = await declare(here)
    [page] = pages(here, OLENA)
    [pinned] = here.channel(room).pins
    for channel, ts in ((here.dm_channel(OLENA), page.ts), (room, pinned)):
        for name in ("white_check_mark", "eyes", "ok_hand"):
            await here.slack.acts.react(OLENA, channel, ts, name)
    await here.settle()
    assert "PageAcknowledged" not in await here.story()
    await here.later(minutes=5)
    assert len(pages(here, IRYNA)) == 1


async def test_the_last_resort_is_asked_again_and_every_message_is_closed(here: World) -> None:
    await declare(here, "declare SEV1 Cards fail")
    for _ in range(8):
        await here.later(minutes=5)
    async with here.bot.store.read() as work:
        cards = await work.cards.of("page", IncidentId(1))
    assert len(cards) == 9

    await here.command(NATALIA, SUPPORT, "cancel INC-1 a drill after all")

    for user in {card.person for card in cards}:
        assert user
        assert [buttons(page) for page in pages(here, user)] == [[] for _ in pages(here, user)]


async def test_escalate_shows_who_is_next_and_pages_on_confirmation(here: World) -> None:
    room = await declare(here)
    await here.command(TARAS, room, "escalate")
    assert f"<@{IRYNA}>" in text_of(here.modal(TARAS).blocks)
    assert pages(here, IRYNA) == []

    await here.submit(TARAS, {"reason": "db"})

    [page] = pages(here, IRYNA)
    assert f"<@{TARAS}>" in words(page)
    assert "db" in words(page)


async def test_escalate_with_a_reason_acts_at_once(here: World) -> None:
    await declare(here)

    done = await here.command(MARKO, SUPPORT, "escalate INC-1 the bank is asking")

    assert done.body == {
        "response_type": "ephemeral",
        "text": f"INC-1: <@{IRYNA}> is paged now.",
    }
    assert len(pages(here, IRYNA)) == 1


async def test_nobody_is_paged_once_it_has_ended(here: World) -> None:
    room = await declare(here)
    await here.command(TARAS, room, "role lead")
    await here.command(TARAS, room, "cancel it was a test")

    done = await here.command(TARAS, room, "page @anna.schmidt")

    assert "INC-1" in (done.body or {})["text"]
    assert pages(here, ANNA) == []


async def test_a_page_that_was_overtaken_on_its_way_is_not_sent(here: World) -> None:
    """Ordered for a version of the path that an answer has ended since: it leaves no message."""
    await declare(here)
    last = await last_row(here.bot.database)
    async with here.bot.store.begin() as work:
        run = await escalate(work, IncidentId(1), by=PersonId(TARAS))
    async with here.bot.store.begin() as work:
        answered = await acknowledge(work, run.id, by=PersonId(OLENA))
    [ordered] = [
        one for one in await effects(here.bot.database, after=last) if isinstance(one, PagePerson)
    ]
    assert (ordered.person, ordered.version) == (IRYNA, run.version)
    assert answered.version > ordered.version

    await here.settle()

    assert pages(here, IRYNA) == []
    assert await outbox_state(here, ordered) == "settled"


async def outbox_state(world: World, effect: PagePerson) -> str:
    for row in await rows(world.bot.database):
        if decode_effect(row.kind, row.payload) == effect:
            return "settled" if row.settled_at else "pending or given up"
    raise AssertionError(effect)


async def test_guests_and_bots_are_not_paged(here: World) -> None:
    room = await declare(here)
    await here.command(TARAS, room, f"page <@{GUEST}> hello")
    await here.command(TARAS, room, "page <@U0TOCSIN> hello")

    assert pages(here, GUEST) == []
    assert "PersonCalled" not in await here.story()


async def test_a_name_that_fits_nobody_is_said(here: World) -> None:
    await declare(here)

    done = await here.command(MARKO, SUPPORT, "page INC-1 @nobody.here now")

    assert done.body == {
        "response_type": "ephemeral",
        "text": "I know nobody called “nobody.here”. Type @ and choose the person from Slack's "
        "list.",
    }


async def test_whoever_is_on_call_for_a_private_incident_is_let_in_on_answering(
    here: World,
) -> None:
    await declare(here)
    await here.command(NATALIA, SUPPORT, "private INC-1")
    await here.submit(NATALIA, {})
    hidden = (await here.incident()).room
    assert hidden

    await here.later(minutes=5)

    [page] = pages(here, IRYNA)
    assert IRYNA not in here.channel(hidden).members
    async with here.bot.store.read() as work:
        assert PersonId(IRYNA) in await work.incidents.members(IncidentId(1))
    await here.click(IRYNA, page, here.dm_channel(IRYNA), "acknowledge")
    assert IRYNA in here.channel(hidden).members


async def test_a_private_page_lets_its_reader_in(here: World) -> None:
    await here.command(TARAS, SUPPORT, "declare SEV3 Keys leaked")
    room = (await here.incident()).room
    assert room
    await here.command(TARAS, room, "role lead")
    await here.command(TARAS, room, "private")
    await here.submit(TARAS, {})
    hidden = (await here.incident()).room
    assert hidden
    assert hidden != room

    await here.command(TARAS, hidden, "page @james.carter you hold the keys")
    async with here.bot.store.read() as work:
        assert PersonId(JAMES) in await work.incidents.members(IncidentId(1))

    [page] = pages(here, JAMES)
    assert f"<#{hidden}>" in words(page)
    assert JAMES in here.channel(hidden).members
    assert pages(here, DARYNA) == pages(here, NATALIA) == []


async def test_a_page_is_acknowledged_in_the_room_by_one_word(here: World) -> None:
    room = await declare(here)
    before = await here.command(MARKO, SUPPORT, "ack")
    assert before.body
    assert before.body["text"].startswith("This channel is not a war room.")

    await here.command(OLENA, room, "ack")

    async with here.bot.store.read() as work:
        [run] = await work.escalations.of_incident(IncidentId(1))
    assert run.acknowledged_by == OLENA
    assert (await here.story()).count("PageAcknowledged") == 1
