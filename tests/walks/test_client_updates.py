"""A failure of payments as clients hear of it: from the first draft to the last word."""

from bot.domain.events import ApprovalGiven, ApprovalRefused, ClientUpdateSent
from bot.domain.ids import IncidentId
from sandbox.messages import Message
from tests.support.stories import declared
from tests.support.updating import (
    buttons,
    choose_state,
    draft,
    fields,
    press,
    press_in_modal,
    preview,
    sent,
    written,
)
from tests.support.world import (
    ANNA,
    GENERAL,
    IRYNA,
    MARKO,
    OLEH,
    OLENA,
    World,
    text_of,
    words,
)

RU = "Оплата картой может не проходить"


async def led_by_anna(world: World, *, severity: str = "SEV2") -> str:
    """Cards fail, and Altyn Travel is hit too. Anna leads, Marko writes to clients."""
    room = await declared(world, "Card payments end in an error", severity=severity)
    for person in (ANNA, MARKO):
        await world.slack.acts.join(person, room)
    await world.settle()
    await world.command(ANNA, room, f"role lead <@{ANNA}>")
    await world.command(ANNA, room, f"role comms <@{MARKO}>")
    done = await world.command(MARKO, room, "clients Acme Marketplace, zoria, northwind, altyn")
    assert "Altyn Travel" in text_of(done.body)
    return room


def asked(world: World, person: str) -> list[Message]:
    """The questions about updates that this person can still answer."""
    return [m for m in world.dm(person) if "approve" in buttons(m)]


async def test_from_the_first_draft_to_resolved_in_three_languages(here: World) -> None:
    world = here
    room = await led_by_anna(world)
    read = await first_draft_is_asked_about(world, room)
    await the_lead_wants_other_words(world, room)
    await it_is_mended_approved_and_sent(world, room, read)
    await nothing_has_changed(world, room)
    await the_lead_says_that_it_is_over(world, room)

    async with world.bot.store.read() as work:
        told = [e.event for e in await work.timeline.read(IncidentId(1))]
        updates = await work.client_updates.of_incident(IncidentId(1))
    assert [update.number for update in updates] == [1, 2, 3]
    said = [event for event in told if isinstance(event, ClientUpdateSent)]
    assert [(e.state, e.by, e.approved_by, e.late) for e in said] == [
        ("investigating", MARKO, ANNA, False),
        ("investigating", ANNA, ANNA, False),
        ("resolved", ANNA, ANNA, False),
    ]
    assert [e.reason for e in told if isinstance(e, ApprovalRefused)] == ["Say since when."]
    assert [e.by for e in told if isinstance(e, ApprovalGiven)] == [ANNA] * 3
    assert (await world.incident()).update_due_at is None


async def first_draft_is_asked_about(world: World, room: str) -> str:
    """Marko writes in English, then the same in the two other languages. Nothing leaves."""
    read = await draft(world, MARKO, room, written(impact_ru=RU))
    assert "Before it leaves, <@U0ANNA> has to approve it." in read
    assert [words(m) for m in world.messages("C0ACME") if m.metadata] == []
    preview_of_it = world.modal(MARKO)
    assert preview_of_it.submit is not None
    assert preview_of_it.submit["text"] == "Ask for approval"
    assert (await world.submit(MARKO)).ok
    assert world.whispers(MARKO)[-1].text == (
        "Approval of client update 1 is asked for. You hear at once."
    )
    return read


async def the_lead_wants_other_words(world: World, room: str) -> None:
    """Anna sees in a direct message what each audience would read, and the room sees it too."""
    [question] = asked(world, ANNA)
    said = words(question)
    assert "<@U0MARKO> asks for approval of what clients will read about INC-1" in said
    for text in ("Card payments may be declined", "Оплата карткою може не проходити", RU):
        assert text in said
    [aloud] = [m for m in world.messages(room) if "approve" in buttons(m)]
    assert RU in words(aloud)

    assert (await press(world, ANNA, question, "ask_for_changes")).acked
    done = await world.submit(ANNA, {"reason": "Say since when."})
    assert done.ok, done
    assert asked(world, ANNA) == []
    assert "<@U0ANNA> asked for changes" in words(world.dm_message(ANNA, question.ts))
    assert "approve" not in buttons(world.channel(room).messages[aloud.ts])


async def it_is_mended_approved_and_sent(world: World, room: str, before: str) -> None:
    news = world.dm(MARKO)[-1]
    assert "Say since when." in words(news)
    assert buttons(news) == ["edit_update"]
    assert (await press(world, MARKO, news, "edit_update")).acked
    read = await preview(
        world,
        MARKO,
        {
            "impact_en": "Since 11:00 (Kyiv) card payments may be declined",
            "impact_uk": "З 11:00 (Київ) оплата карткою може не проходити",
            "impact_ru": "С 11:00 (Киев) оплата картой может не проходить",
        },
    )
    assert read != before
    assert (await world.submit(MARKO)).ok

    [question] = asked(world, ANNA)
    assert "Changed since you were asked last: impact." in words(question)
    assert (await press(world, ANNA, question, "approve")).acked
    news = world.dm(MARKO)[-1]
    assert "<@U0ANNA> approved it" in words(news)
    assert (await press(world, MARKO, news, "send_update")).acked

    got = sent(world)
    assert [len(texts) for texts in got.values()] == [1, 1, 1, 1]
    assert "Since 11:00 (Kyiv) card payments may be declined" in got["C0ACME"][0]
    assert "З 11:00 (Київ) оплата карткою може не проходити" in got["C0ZORIA"][0]
    assert "С 11:00 (Киев) оплата картой может не проходить" in got["C0ALTYN"][0]
    assert got["C0NORTHWIND"] == [f"{got['C0ACME'][0]}\n\n{got['C0ZORIA'][0]}"]
    assert got["C0ACME"][0] in read
    assert "sent it" in words(world.dm_message(ANNA, question.ts))
    assert buttons(world.messages(room)[-1]) == [
        "update_deliveries",
        "correct_update",
        "copy_update",
    ]


async def nothing_has_changed(world: World, room: str) -> None:
    """Ten minutes later Anna says so in two presses: she leads, so she agrees by sending."""
    await world.later(minutes=10)
    await world.command(ANNA, room, "update")
    await press_in_modal(world, ANNA, "no_change")
    assert world.modal(ANNA).submit is not None
    assert (world.modal(ANNA).submit or {})["text"] == "Send"
    assert (await world.submit(ANNA)).ok
    assert [len(texts) for texts in sent(world).values()] == [2, 2, 2, 2]


async def the_lead_says_that_it_is_over(world: World, room: str) -> None:
    await world.command(ANNA, room, "update")
    await choose_state(world, ANNA, "resolved")
    assert "next_by" not in fields(world.modal(ANNA))
    await preview(world, ANNA, written())
    assert (await world.submit(ANNA)).ok
    assert [len(texts) for texts in sent(world).values()] == [3, 3, 3, 3]
    assert (await world.incident()).client_state == "resolved"


async def test_what_was_sent_can_be_corrected(here: World) -> None:
    world = here
    room = await led_by_anna(world, severity="SEV3")
    await draft(world, ANNA, room, written(impact_en="Payouts are late"))
    await world.submit(ANNA)
    told = world.messages(room)[-1]
    assert buttons(told) == ["update_deliveries", "correct_update", "copy_update"]

    await press(world, ANNA, told, "correct_update")
    said = text_of(world.modal(ANNA).blocks)
    assert "This corrects what was sent" in said
    assert fields(world.modal(ANNA))["impact_en"]["element"]["initial_value"] == "Payouts are late"
    await preview(world, ANNA, {"impact_en": "Card payments fail"})
    assert (await world.submit(ANNA)).ok

    [wrong, right] = sent(world)["C0ACME"]
    assert "Payouts are late" in wrong
    assert "Card payments fail" in right
    assert "correct" in right.lower()
    await world.command(ANNA, room, "updates")
    listed = text_of(world.modal(ANNA).blocks)
    assert "Corrects update 1." in listed
    assert listed.count("Reached ") == 2


async def test_the_helpdesk_gets_the_text_in_each_language(here: World) -> None:
    world = here
    room = await led_by_anna(world, severity="SEV3")
    await draft(world, ANNA, room)
    await world.submit(ANNA)
    await press(world, ANNA, world.messages(room)[-1], "copy_update")
    reply = world.modal(ANNA)
    plain = [block["elements"][0]["elements"][0]["text"] for block in reply.blocks
             if block["type"] == "rich_text"]  # fmt: skip
    assert sent(world)["C0ACME"][0] in plain
    assert sent(world)["C0ZORIA"][0] in plain
    assert sent(world)["C0ALTYN"][0] in plain


async def test_who_got_it_is_shown_recipient_by_recipient(here: World) -> None:
    world = here
    room = await led_by_anna(world, severity="SEV3")
    await draft(world, ANNA, room)
    world.slack.workspace.channels["C0ALTYN"].is_archived = True
    await world.submit(ANNA)
    told = next(m for m in world.messages(room) if "update_deliveries" in buttons(m))
    await press(world, ANNA, told, "update_deliveries")
    shown = text_of(world.modal(ANNA).blocks)
    assert "⚠️ 1 failed" in shown
    assert "✅ <#C0ACME> (Acme Marketplace)" in shown
    assert "⚠️ <#C0ALTYN> (Altyn Travel)" in shown
    assert "Retry" in shown

    world.slack.workspace.channels["C0ALTYN"].is_archived = False
    [retry] = [
        block["accessory"]["action_id"]
        for block in world.modal(ANNA).blocks
        if "accessory" in block
    ]
    await press_in_modal(world, ANNA, retry)
    assert len(sent(world)["C0ALTYN"]) == 1


async def test_everything_answers_in_a_sentence(here: World) -> None:
    """Wrong place, wrong person, nobody to write to: what to do next, and no form."""
    world = here
    room = await led_by_anna(world)
    for person, where, typed, said in (
        (IRYNA, GENERAL, "update INC-1", "policy"),
        (OLEH, GENERAL, "update", "war room"),
        (OLEH, GENERAL, "update INC-9", "INC-9"),
        (OLEH, GENERAL, "clients INC-1 acmee", "Did you mean “acme”?"),
        (OLEH, GENERAL, "clients INC-1 nobody at all", "There is no client"),
    ):
        done = await world.command(person, where, typed)
        assert world.slack.interaction.views.top(person) is None, typed
        if person == OLEH:
            assert said in text_of(done.body), typed
    # Resolved, and clients heard nothing: there is still a last word to say, and no promise.
    await world.command(OLENA, room, "resolve It is over")
    await world.command(OLEH, GENERAL, "update INC-1")
    state = fields(world.modal(OLEH))["state"]["element"]["initial_option"]["value"]
    assert state == "resolved"
