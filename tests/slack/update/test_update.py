"""`/incident update`: written once in each language, read word by word, sent once."""

from bot.domain.client_update import Draft
from bot.domain.ids import ClientUpdateId, IncidentId, PersonId
from bot.domain.language import Language
from bot.domain.severity import ClientState
from bot.usecases import triage, update
from tests.support.stories import declared
from tests.support.updating import (
    DOING,
    IMPACT,
    choose_state,
    draft,
    fields,
    fill,
    nothing,
    press_in_modal,
    preview,
    sent,
    under_fields,
    written,
)
from tests.support.world import GENERAL, GUEST, NATALIA, OLEH, OLENA, World, text_of

SAID = f"What you may notice: {IMPACT['en']}\nWhat we are doing: {DOING['en']}\n"


def shown(world: World, person: str) -> dict[str, object]:
    """What stands in each field of the page this person sees."""
    view = world.modal(person)
    return {
        name: view.values[block["block_id"]][block["element"]["action_id"]].get("value")
        for name, block in fields(view).items()
        if block["element"]["type"] == "plain_text_input"
    }


async def test_the_form_asks_in_the_authors_language_first(here: World) -> None:
    room = await declared(here)
    await here.command(OLENA, room, "update Ми перевіряємо зв’язок із банком")
    asked = fields(here.modal(OLENA))
    assert [*asked] == [
        "state",
        "headline_uk",
        "impact_uk",
        "workaround_uk",
        "doing_uk",
        "next_by",
        "services",
        "health",
        "clients",
    ]
    # The declarer's words are offered only in the language they were typed in.
    ready = shown(here, OLENA)
    assert str(ready.pop("headline_uk")).startswith("Обробка карток: ")
    assert ready == {"impact_uk": IMPACT["uk"], "workaround_uk": None, "doing_uk": DOING["uk"]}
    # SEV3 asks for an update each 60 minutes; for a key client each 30, as at SEV2.
    promised = asked["next_by"]["element"]["initial_date_time"]
    assert promised == int(here.now.timestamp()) + 30 * 60


async def test_the_other_languages_are_asked_for_beside_the_authors_words(here: World) -> None:
    await declared(here)
    await here.command(OLEH, GENERAL, "update INC-1")
    await fill(here, OLEH, written())
    page = here.modal(OLEH)
    assert page.callback_id == "client_update_words"
    wanted = [name for name in fields(page) if name.startswith("impact")]
    assert wanted == ["impact_uk"]
    assert IMPACT["en"] in text_of(page.blocks)
    assert shown(here, OLEH)["impact_uk"] == IMPACT["uk"], "the declarer wrote it in Ukrainian"
    assert sent(here) == nothing()


async def test_clients_read_what_the_preview_showed_and_once(here: World) -> None:
    room = await declared(here)
    read = await draft(here, OLENA, room)
    assert sent(here) == nothing()
    done = await here.submit(OLENA)
    assert done.ok, done
    assert here.slack.interaction.views.top(OLENA) is None

    got = sent(here)
    assert [len(texts) for texts in got.values()] == [1, 1, 0, 1]
    [english], [ukrainian], [both] = got["C0ACME"], got["C0ZORIA"], got["C0NORTHWIND"]
    assert SAID in english
    assert both == f"{english}\n\n{ukrainian}"
    assert english in read
    assert ukrainian in read
    assert (await here.incident()).client_state == "investigating"
    assert (await here.story()).count("ClientUpdateSent") == 1


async def test_back_keeps_what_was_typed_and_makes_no_second_draft(here: World) -> None:
    room = await declared(here)
    await draft(here, OLENA, room)
    for _ in range(2):  # back to the other languages, and to the first page
        await here.slack.acts.close(OLENA, here.modal(OLENA).id)
    assert here.modal(OLENA).callback_id == "client_update"
    read = await preview(here, OLENA, {"doing_en": "We are restarting the gateway"})
    assert "What we are doing: We are restarting the gateway" in read
    assert IMPACT["en"] in read
    assert sent(here) == nothing()
    async with here.bot.store.read() as work:
        assert len(await work.client_updates.of_incident(IncidentId(1))) == 1


async def test_a_closed_form_opens_where_it_was_left(here: World) -> None:
    await declared(here)
    await here.command(OLEH, GENERAL, "update INC-1")
    ready = shown(here, OLEH)["doing_en"]
    await fill(here, OLEH, {"impact_en": "Some cards fail", "doing_en": "Typed by me"})
    await here.slack.acts.close(OLEH, here.modal(OLEH).id, whole_stack=True)

    await here.command(OLEH, GENERAL, "update INC-1")
    assert shown(here, OLEH)["doing_en"] == "Typed by me"
    assert "You began this" in text_of(here.modal(OLEH).blocks)
    await press_in_modal(here, OLEH, "update_afresh")
    assert shown(here, OLEH)["doing_en"] == ready
    assert "You began this" not in text_of(here.modal(OLEH).blocks)


async def test_a_form_that_opens_too_late_is_asked_for_once_more(here: World) -> None:
    room = await declared(here)
    here.slack.faults.error("views.open", "expired_trigger_id")
    await here.command(OLENA, room, "update")
    assert here.slack.interaction.views.top(OLENA) is None
    assert len(here.whispers(OLENA)) == 1
    await here.command(OLENA, room, "update")
    assert here.modal(OLENA).callback_id == "client_update"


async def test_what_was_typed_outlives_a_page_that_slack_did_not_show(here: World) -> None:
    """The answer to the first page is lost on its way; the words are not."""
    await declared(here)
    await here.command(OLEH, GENERAL, "update INC-1")
    here.slack.faults.error("views.update", "internal_error")
    await here.slack.acts.fill(OLEH, here.modal(OLEH).id, {"doing_en": "Typed by me"})
    await choose_state(here, OLEH, "identified")
    await here.slack.acts.close(OLEH, here.modal(OLEH).id)
    await here.command(OLEH, GENERAL, "update INC-1")
    assert shown(here, OLEH)["doing_en"] == "Typed by me"
    state = fields(here.modal(OLEH))["state"]["element"]["initial_option"]["value"]
    assert state == "identified"


async def test_another_state_begins_anew_only_what_nobody_typed(here: World) -> None:
    await declared(here)
    await here.command(OLEH, GENERAL, "update INC-1")
    first = shown(here, OLEH)
    await here.slack.acts.fill(OLEH, here.modal(OLEH).id, {"doing_en": "Typed by me"})
    await choose_state(here, OLEH, "identified")
    after = shown(here, OLEH)
    assert first["headline_en"] != after["headline_en"]
    assert "cause" in str(after["headline_en"])
    assert after["doing_en"] == "Typed by me"
    health = fields(here.modal(OLEH))["health"]["element"]["initial_option"]["value"]
    assert health == "degraded"
    await choose_state(here, OLEH, "resolved")
    assert "next_by" not in fields(here.modal(OLEH))
    assert shown(here, OLEH)["doing_en"] == "Typed by me"
    await choose_state(here, OLEH, "identified")
    assert shown(here, OLEH) == after


async def test_blank_words_are_asked_for_under_their_field(here: World) -> None:
    await declared(here)
    await here.command(OLEH, GENERAL, "update INC-1")
    done = await fill(here, OLEH, written(doing_en="   "))
    assert [*under_fields(done)] == ["doing_en"]
    await fill(here, OLEH, written())
    done = await fill(here, OLEH, written(impact_uk=" \u200b "))
    assert under_fields(done) == {
        "impact_uk": "Write this in the client's language. Tocsin never translates by itself."
    }
    assert sent(here) == nothing()


async def test_a_workaround_in_one_language_is_needed_in_all(here: World) -> None:
    await declared(here)
    await here.command(OLEH, GENERAL, "update INC-1")
    await fill(here, OLEH, written(workaround_en="Pay by account transfer"))
    done = await fill(here, OLEH, written())
    assert [*under_fields(done)] == ["workaround_uk"]
    assert "Pay by account transfer" in text_of(here.modal(OLEH).blocks)


async def test_a_promise_in_the_past_is_refused_under_its_field(here: World) -> None:
    room = await declared(here)
    await here.command(OLENA, room, "update")
    past = int(here.now.timestamp()) - 60
    done = await fill(here, OLENA, written(next_by=past))
    assert [*under_fields(done)] == ["next_by"]


async def test_the_last_word_promises_no_other(here: World) -> None:
    room = await declared(here)
    await here.command(OLENA, room, "update")
    await choose_state(here, OLENA, "resolved")
    await preview(here, OLENA)
    assert (await here.submit(OLENA)).ok
    [text] = sent(here)["C0ACME"]
    assert "Our next update" not in text
    assert (await here.incident()).update_due_at is None


async def test_what_people_type_can_ping_nobody(here: World) -> None:
    room = await declared(here)
    await draft(here, OLENA, room, written(impact_en="<!channel> & <@U0OLEH> look"))
    await here.submit(OLENA)
    [text] = sent(here)["C0ACME"]
    assert "What you may notice: &lt;!channel&gt; &amp; &lt;@U0OLEH&gt; look\n" in text


async def test_the_next_form_quotes_what_clients_were_told(here: World) -> None:
    room = await declared(here)
    await draft(here, OLENA, room)
    await here.submit(OLENA)
    await here.command(NATALIA, GENERAL, "update INC-1")
    assert f"&gt;Що ми робимо: {DOING['uk']}\n" in text_of(here.modal(NATALIA).blocks)
    assert shown(here, NATALIA)["impact_uk"] == IMPACT["uk"]


async def test_no_change_is_one_click_from_the_form(here: World) -> None:
    room = await declared(here)
    await draft(here, OLENA, room)
    await here.submit(OLENA)
    await here.later(minutes=20)
    await here.command(OLENA, room, "update")
    await press_in_modal(here, OLENA, "no_change")
    assert here.modal(OLENA).callback_id == "client_update_send"
    assert (await here.submit(OLENA)).ok
    assert [len(texts) for texts in sent(here).values()] == [2, 2, 0, 2]
    assert sent(here)["C0ACME"][1] != sent(here)["C0ACME"][0], "it says that nothing has changed"


async def test_clients_chosen_in_the_form_are_written_to_and_put_on_the_incident(
    here: World,
) -> None:
    await declared(here)
    await here.command(OLEH, GENERAL, "update INC-1")
    read = await preview(here, OLEH, written(update_clients=["altyn"]))
    assert "<#C0ALTYN>" in read
    assert "<#C0ACME>" not in read
    assert "altyn" in (await here.incident()).clients


async def test_an_update_caught_by_privacy_on_its_way_is_shown_as_failed(here: World) -> None:
    room = await declared(here)
    await draft(here, OLENA, room)
    [_, id, *_] = here.modal(OLENA).private_metadata.split(":")
    async with here.bot.store.begin() as work:
        await update.send(work, ClientUpdateId(id), by=PersonId(OLENA))
        await triage.make_private(work, IncidentId(1), by=PersonId(OLENA))
    await here.settle()
    assert sent(here) == nothing()
    assert "DeliveryFailed" in await here.story()


async def test_a_guest_writes_to_no_client(here: World) -> None:
    room = await declared(here)
    await here.slack.acts.invite(OLENA, room, GUEST)
    await here.settle()
    done = await here.command(GUEST, room, "update")
    assert here.slack.interaction.views.top(GUEST) is None
    assert text_of(done.body) == (
        "Guests cannot do this here. Ask somebody from the team to do it for you."
    )


async def test_a_draft_in_a_store_before_the_form_had_pages_still_opens(here: World) -> None:
    """The one that waits is in the list, and opens in the form with all its words."""
    await declared(here)
    said = Draft(
        state=ClientState.INVESTIGATING,
        impact={Language(code): text for code, text in IMPACT.items()},
        doing={Language(code): text for code, text in DOING.items()},
    )
    async with here.bot.store.begin() as work:
        await update.draft(
            work, IncidentId(1), said, by=PersonId(OLENA), render=lambda *_: "As it was"
        )
    await here.command(OLEH, GENERAL, "updates INC-1")
    await press_in_modal(here, OLEH, "edit_update:1")
    assert shown(here, OLEH)["impact_en"] == IMPACT["en"]
    assert shown(here, OLEH)["doing_en"] == DOING["en"]
