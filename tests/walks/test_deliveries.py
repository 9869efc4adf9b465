"""An update on its way: into each channel once, and on the card until everybody has it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.domain.delivery import BACKOFF
from bot.domain.effects import SendClientUpdate
from bot.domain.ids import RoomId
from bot.domain.medium import Medium
from bot.domain.snag import Snag
from bot.domain.update_delivery import DeliveryState
from bot.slack import ids
from bot.slack.client import MESSAGE_LIMIT
from sandbox.messages import Message
from tests.support.mailbox import HANG_UP, Mailbox
from tests.support.sent import EN, UK, mail_to, reader, rows, send, states, update
from tests.support.updating import draft
from tests.support.world import GUEST, MARKO, SUPPORT, World, words, world

ACME, ZORIA, NORTHWIND = "C0ACME", "C0ZORIA", "C0NORTHWIND"
OPS = "ops@acme.example"
TEXT = "Payments by card fail. We are working on it."


@pytest.fixture
async def here(sqlite: str, mailbox: Mailbox) -> AsyncIterator[World]:
    async with world(sqlite, smtp=mailbox.url) as made:
        yield made


async def declare(here: World) -> str:
    await here.command(MARKO, SUPPORT, "declare SEV2 Webhooks arrive late")
    room = (await here.incident()).room
    assert room is not None
    # The lead may tell clients.
    await here.command(MARKO, room, "role lead")
    return room


def ours(here: World, channel: str) -> list[str]:
    return [message.text for message in here.messages(channel) if message.metadata]


def card(here: World, room: str) -> Message:
    [pinned] = here.channel(room).pins
    return here.channel(room).messages[pinned]


def buttons(here: World, room: str, *kinds: str) -> list[str]:
    """The action ids on the card that begin with one of these names."""
    found: list[dict[str, Any]] = []
    for block in card(here, room).blocks or []:
        found += [block.get("accessory") or {}, *block.get("elements", [])]
    named = (each.get("action_id", "") for each in found if isinstance(each, dict))
    return [each for each in named if each.partition(":")[0] in kinds]


async def test_each_channel_reads_it_once_in_its_languages(here: World) -> None:
    await declare(here)
    it = await send(
        here.bot.store,
        (
            reader(Medium.CHANNEL, ACME, EN, client="acme"),
            reader(Medium.CHANNEL, ZORIA, UK, client="zoria"),
            reader(Medium.CHANNEL, NORTHWIND, EN, UK, client="northwind"),
            reader(Medium.PAGE, "page", EN),
        ),
    )
    page = (await rows(here.bot.store, it))["page"]
    assert (page.state, page.sent_at) == (DeliveryState.SENT, it.sent_at)
    await here.settle()

    assert ours(here, ACME) == [TEXT]
    assert ours(here, ZORIA) == [f"Українською. {TEXT}"]
    assert ours(here, NORTHWIND) == [f"{TEXT}\n\nУкраїнською. {TEXT}"]
    kept = await rows(here.bot.store, it)
    assert {row.state for row in kept.values()} == {DeliveryState.SENT}
    assert kept[ACME].ref in here.channel(ACME).messages


async def test_what_is_sent_by_button_reaches_every_mailbox(here: World, mailbox: Mailbox) -> None:
    room = await declare(here)
    await here.command(MARKO, room, "clients acme, zoria, northwind")
    await draft(here, MARKO, room)
    assert (await here.submit(MARKO)).ok

    channels = {ACME: ["operations@acme.example"], NORTHWIND: ["it@northwind.example"]}
    channels[ZORIA] = ["noc@zoria.example", "partners@zoria.example"]
    assert mailbox.counts == {each: 1 for those in channels.values() for each in those}
    for channel, addresses in channels.items():
        for address in addresses:
            [mail] = mailbox.to(address)
            # Word for word what stands in the client's channel.
            assert [mail.text] == ours(here, channel)
            assert mail.sender == "status@kobzapay.example"
            assert mail.message["Subject"].splitlines() == [mail.message["Subject"]]
            assert b"Webhooks arrive late" not in mail.raw


async def test_our_support_reads_to_whom_it_went(here: World) -> None:
    await declare(here)
    readers = (
        reader(Medium.CHANNEL, ACME, EN, client="acme"),
        reader(Medium.MAIL, OPS, EN, client="acme"),
        reader(Medium.CHANNEL, NORTHWIND, EN, UK, client="northwind"),
        reader(Medium.SUPPORT, SUPPORT, EN),
    )
    await send(here.bot.store, readers)
    await here.settle()

    told = ours(here, SUPPORT)[-1].splitlines()
    who = "Acme Marketplace (англійська), Northwind Retail (англійська, українська)"
    assert told[0].endswith(who)
    assert told[1:] == [f"&gt;{TEXT}"]


async def test_what_is_too_long_for_one_message_comes_in_parts(here: World) -> None:
    await declare(here)
    paragraphs = [f"{number}. " + "Card payments fail & we know why. " * 40 for number in range(9)]
    text = "\n\n".join(each.strip() for each in paragraphs)
    it = await send(here.bot.store, (reader(Medium.CHANNEL, ACME, EN),), text=text)
    await here.settle()

    parts = ours(here, ACME)
    assert len(parts) == 5
    assert all(len(part) <= MESSAGE_LIMIT for part in parts)
    assert "\n\n".join(parts) == text.replace("&", "&amp;")
    assert set((await states(here.bot.store, it)).values()) == {DeliveryState.SENT}


async def test_a_lost_answer_makes_no_second_message(here: World) -> None:
    await declare(here)
    here.slack.faults.drop_response("chat.postMessage")
    it = await send(here.bot.store, (reader(Medium.CHANNEL, ACME, EN),))
    await here.settle()
    await here.later(seconds=5)

    assert ours(here, ACME) == [TEXT]
    assert set((await states(here.bot.store, it)).values()) == {DeliveryState.SENT}


async def test_the_card_names_whom_it_did_not_reach_until_retry_does(here: World) -> None:
    room = await declare(here)
    here.slack.faults.error("chat.postMessage", "is_archived")
    it = await send(
        here.bot.store, (reader(Medium.CHANNEL, ACME, EN), reader(Medium.CHANNEL, ZORIA, EN))
    )
    await here.settle()

    snags = {row.snag for row in (await rows(here.bot.store, it)).values()}
    assert snags == {Snag.ARCHIVED, Snag.NONE}
    [retry] = buttons(here, room, ids.RETRY_DELIVERY)
    assert (await here.story())[-1] == "DeliveryFailed"

    assert (await here.click(MARKO, card(here, room), room, retry)).ok
    assert (ours(here, ACME), ours(here, ZORIA)) == ([TEXT], [TEXT])
    assert buttons(here, room, ids.RETRY_DELIVERY) == []
    assert (await here.story())[-1] == "DeliveryRetried"


async def test_retry_looks_for_what_did_arrive(here: World) -> None:
    """Slack took it, its answer was lost, and then nobody could look: so it counts as failed."""
    room = await declare(here)
    here.slack.faults.drop_response("chat.postMessage")
    here.slack.faults.error("conversations.history", "internal_error", times=99)
    it = await send(here.bot.store, (reader(Medium.CHANNEL, ACME, EN),))
    for _ in range(len(BACKOFF) + 1):
        await here.later(seconds=65)
    assert set((await states(here.bot.store, it)).values()) == {DeliveryState.FAILED}
    assert ours(here, ACME) == [TEXT]

    here.slack.faults.clear()
    [retry] = buttons(here, room, ids.RETRY_DELIVERY)
    assert (await here.click(MARKO, card(here, room), room, retry)).ok
    assert ours(here, ACME) == [TEXT]
    assert set((await states(here.bot.store, it)).values()) == {DeliveryState.SENT}


async def test_an_order_from_before_there_were_rows(here: World) -> None:
    await declare(here)
    async with here.bot.store.begin() as work:
        it = update((reader(Medium.CHANNEL, ACME, EN),), at=work.now)
        await work.client_updates.save(it)
        old = SendClientUpdate(incident=it.incident, update=it.id, channel=RoomId(ACME))
        await work.outbox.enqueue([("old", old)], work.now)
    await here.settle()
    assert ours(here, ACME) == [TEXT]


async def test_a_mail_in_doubt_waits_for_a_person(here: World, mailbox: Mailbox) -> None:
    room = await declare(here)
    mailbox.spoil(OPS, HANG_UP, times=1)
    mailbox.spoil("noc@acme.example", HANG_UP, times=1)
    it = await send(here.bot.store, mail_to(OPS, "noc@acme.example"))
    await here.settle()
    await here.later(hours=2)

    assert mailbox.counts == {OPS: 1, "noc@acme.example": 1}
    shown = words(card(here, room))
    assert OPS in shown
    assert "noc@acme.example" in shown
    kept = await rows(here.bot.store, it)
    yes = f"{ids.DELIVERY_ARRIVED}:{it.id}:{kept[OPS].recipient}"
    no = f"{ids.DELIVERY_MISSING}:{it.id}:{kept['noc@acme.example'].recipient}"
    assert {yes, no} < {*buttons(here, room, ids.DELIVERY_ARRIVED, ids.DELIVERY_MISSING)}
    assert (await here.click(MARKO, card(here, room), room, yes)).ok
    assert (await here.click(MARKO, card(here, room), room, no)).ok

    assert mailbox.counts == {OPS: 1, "noc@acme.example": 2}
    assert buttons(here, room, ids.DELIVERY_ARRIVED, ids.DELIVERY_MISSING) == []
    assert set((await states(here.bot.store, it)).values()) == {DeliveryState.SENT}
    assert (await here.story())[-2:] == ["DeliverySettled", "DeliveryRetried"]


async def test_whoever_may_not_tell_clients_may_not_send_it_again(here: World) -> None:
    room = await declare(here)
    here.slack.faults.error("chat.postMessage", "is_archived")
    await send(here.bot.store, (reader(Medium.CHANNEL, ACME, EN),))
    await here.settle()
    [retry] = buttons(here, room, ids.RETRY_DELIVERY)
    await here.click(GUEST, card(here, room), room, retry)

    assert ours(here, ACME) == []
    assert (await here.story())[-1] == "DeliveryFailed"
