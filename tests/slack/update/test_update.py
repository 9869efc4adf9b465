"""`/incident update`: written once in each language, read word by word, sent once."""

from bot.domain.ids import ClientUpdateId, IncidentId, PersonId
from bot.domain.incident import Flag
from bot.usecases import triage, update
from tests.support.stories import declared
from tests.support.world import GENERAL, GUEST, NATALIA, OLENA, World, text_of

EN = "Card payments may be declined"
UK = "Оплата карткою може не проходити"
DOING_EN, DOING_UK = "We are checking the link to the bank", "Ми перевіряємо зв’язок із банком"
WRITTEN = {"impact_en": EN, "impact_uk": UK, "doing_en": DOING_EN, "doing_uk": DOING_UK}
CLIENTS = ("C0ACME", "C0ZORIA", "C0ALTYN", "C0NORTHWIND")


def sent(world: World) -> dict[str, list[str]]:
    """What stands in each client's channel from us."""
    return {c: [m.text for m in world.messages(c) if m.metadata] for c in CLIENTS}


def nothing() -> dict[str, list[str]]:
    return {channel: [] for channel in CLIENTS}


async def test_the_form_asks_in_the_clients_languages_the_authors_first(here: World) -> None:
    room = await declared(here)
    await here.command(OLENA, room, "update Ми перевіряємо зв’язок із банком")
    form = here.modal(OLENA)
    fields = [block for block in form.blocks if block["type"] == "input"]
    assert [field["block_id"] for field in fields] == [
        "state",
        "impact_uk",
        "doing_uk",
        "impact_en",
        "doing_en",
        "next_by",
    ]
    prefilled = {f["block_id"]: f["element"].get("initial_value") for f in fields[1:5]}
    # What was typed is offered only in the language it was typed in.
    assert prefilled == {
        "impact_uk": UK,
        "doing_uk": DOING_UK,
        "impact_en": None,
        "doing_en": None,
    }
    # SEV3 promises an update every 60 minutes while the cause is unknown.
    promised = fields[5]["element"]["initial_date_time"]
    assert promised == int(here.now.timestamp()) + 60 * 60


async def test_clients_read_what_the_preview_showed_and_once(here: World) -> None:
    room = await declared(here)
    await here.command(OLENA, room, "update")
    done = await here.submit(OLENA, WRITTEN)
    assert done.ok, done
    assert sent(here) == nothing()

    shown = text_of(here.modal(OLENA).blocks)
    done = await here.submit(OLENA)
    assert done.ok, done
    assert here.slack.interaction.views.top(OLENA) is None

    english = (
        "Kobza Pay · We are investigating a problem\n"
        "Service: Card processing\n\n"
        f"What you may notice: {EN}\n"
        f"What we are doing: {DOING_EN}\n\n"
        "We do not know the cause yet, and finding it is our first task now. "
        "We are sorry: we know that your work depends on this.\n"
        "Our next update: by 23 Nov 2026, 12:00 EET, even if nothing has changed.\n"
        "Reference: INC-1"
    )
    ukrainian = (
        "Kobza Pay · Досліджуємо проблему\n"
        "Сервіс: Обробка карток\n\n"
        f"Що ви можете помітити: {UK}\n"
        f"Що ми робимо: {DOING_UK}\n\n"
        "Причина ще невідома, і з’ясувати її — зараз наше головне завдання. "
        "Перепрошуємо: ми розуміємо, що від цього залежить ваша робота.\n"
        "Наступне повідомлення: не пізніше 23 лист. 2026\u202fр., 12:00 EET, "
        "навіть якщо змін не буде.\n"
        "Номер інциденту: INC-1"
    )
    assert sent(here) == {
        "C0ACME": [english],
        "C0ZORIA": [ukrainian],
        "C0ALTYN": [],
        "C0NORTHWIND": [f"{english}\n\n{ukrainian}"],
    }
    assert english in shown
    assert ukrainian in shown
    incident = await here.incident()
    assert incident.client_state == "investigating"
    assert (await here.story()).count("ClientUpdateSent") == 1


async def test_back_keeps_what_was_typed_and_sends_nothing(here: World) -> None:
    room = await declared(here)
    await here.command(OLENA, room, "update")
    await here.submit(OLENA, WRITTEN)
    await here.slack.acts.close(OLENA, here.modal(OLENA).id)
    again = await here.submit(OLENA, {"doing_en": "We are restarting the gateway"})
    assert again.ok, again
    shown = text_of(here.modal(OLENA).blocks)
    assert "What we are doing: We are restarting the gateway" in shown
    assert EN in shown
    assert sent(here) == nothing()


async def test_blank_words_are_asked_for_under_their_field(here: World) -> None:
    room = await declared(here)
    await here.command(OLENA, room, "update")
    done = await here.submit(OLENA, {**WRITTEN, "doing_en": "   "})
    assert list(done.errors) == ["doing_en"]
    assert sent(here) == nothing()


async def test_a_promise_in_the_past_is_refused_under_its_field(here: World) -> None:
    room = await declared(here)
    await here.command(OLENA, room, "update")
    past = int(here.now.timestamp()) - 60
    done = await here.submit(OLENA, {**WRITTEN, "next_by": past})
    assert list(done.errors) == ["next_by"]


async def test_a_text_that_would_be_cut_is_refused_with_how_much_is_too_much(here: World) -> None:
    room = await declared(here)
    await here.command(OLENA, room, "update")
    done = await here.submit(OLENA, {**WRITTEN, "impact_en": "&" * 700})
    [(field, said)] = done.errors.items()
    assert field == "impact_en"
    assert any(character.isdigit() for character in said)
    assert here.modal(OLENA).callback_id == "client_update"
    done = await here.submit(OLENA, {"impact_en": "&" * 300})
    assert here.modal(OLENA).callback_id == "client_update_send"


async def test_the_last_word_promises_no_other(here: World) -> None:
    room = await declared(here)
    await here.command(OLENA, room, "update")
    await here.submit(OLENA, {**WRITTEN, "state": "resolved"})
    await here.submit(OLENA)
    [text] = sent(here)["C0ACME"]
    assert text == (
        "Kobza Pay · The problem is resolved\n"
        "Service: Card processing\n\n"
        f"What you may have noticed: {EN}\n"
        f"What we have done: {DOING_EN}\n\n"
        "We are sorry that we let you down. If you still see the problem, please tell us here: "
        "we will look at once.\n"
        "Reference: INC-1"
    )
    assert (await here.incident()).update_due_at is None


async def test_what_people_type_can_ping_nobody(here: World) -> None:
    room = await declared(here)
    await here.command(OLENA, room, "update")
    await here.submit(OLENA, {**WRITTEN, "impact_en": "<!channel> & <@U0OLEH> look"})
    await here.submit(OLENA)
    [text] = sent(here)["C0ACME"]
    assert "What you may notice: &lt;!channel&gt; &amp; &lt;@U0OLEH&gt; look\n" in text


async def test_the_next_form_quotes_what_clients_were_told(here: World) -> None:
    room = await declared(here)
    await here.command(OLENA, room, "update")
    await here.submit(OLENA, WRITTEN)
    await here.submit(OLENA)
    await here.command(NATALIA, GENERAL, "update INC-1")
    assert f"&gt;Що ми робимо: {DOING_UK}\n" in text_of(here.modal(NATALIA).blocks)


async def test_nothing_of_a_private_incident_is_even_drafted(here: World) -> None:
    room = await declared(here, flags=frozenset({Flag.SECURITY}))
    done = await here.command(OLENA, room, "update")
    assert here.slack.interaction.views.top(OLENA) is None
    assert "INC-1" in text_of(done.body)
    assert sent(here) == nothing()


async def test_an_update_caught_by_privacy_on_its_way_is_shown_as_failed(here: World) -> None:
    room = await declared(here)
    await here.command(OLENA, room, "update")
    await here.submit(OLENA, WRITTEN)
    draft = ClientUpdateId(here.modal(OLENA).private_metadata)
    async with here.bot.store.begin() as work:
        await update.send(work, draft, by=PersonId(OLENA))
        await triage.make_private(work, IncidentId(1), by=PersonId(OLENA))
    await here.settle()
    assert sent(here) == nothing()
    story = await here.story()
    assert story.count("StepFailed") == 3


async def test_a_guest_writes_to_no_client(here: World) -> None:
    room = await declared(here)
    await here.slack.acts.invite(OLENA, room, GUEST)
    await here.settle()
    done = await here.command(GUEST, room, "update")
    assert here.slack.interaction.views.top(GUEST) is None
    assert text_of(done.body) == (
        "Guests cannot do this here. Ask somebody from the team to do it for you."
    )


async def test_whoever_may_agree_is_not_asked_to(here: World) -> None:
    # At SEV3 the lead agrees: that is Olena. Nataliia may write too, as a manager.
    room = await declared(here)
    await here.slack.acts.invite(OLENA, room, NATALIA)
    for person, asked in ((OLENA, False), (NATALIA, True)):
        await here.command(person, room, "update")
        await here.submit(person, WRITTEN)
        preview = here.modal(person)
        assert preview.callback_id == "client_update_send"
        assert ("має погодити" in text_of(preview.blocks)) is asked
