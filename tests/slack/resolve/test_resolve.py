"""`/incident resolve`: in a sentence or in the form; who is told, and who still waits."""

import pytest

from bot.domain.client_update import Draft
from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Flag
from bot.domain.language import Language
from bot.domain.severity import ClientState
from bot.slack import ids
from bot.usecases import update
from tests.support.stories import declared
from tests.support.world import GENERAL, GUEST, MARKO, OLENA, World, text_of

SUMMARY = "The acquirer's certificate had expired. It was renewed."


async def told(world: World, state: ClientState) -> None:
    """Clients were told this much."""
    words = dict.fromkeys(Language, "Card payments may be declined")
    said = Draft(state=state, impact=words, doing=words)
    async with world.bot.store.begin() as work:
        draft = await update.draft(
            work,
            IncidentId(1),
            said,
            by=PersonId(OLENA),
            render=lambda _incident, said, *_: str(said.state),
        )
        await update.send(work, draft.id, by=PersonId(OLENA))
    await world.settle()


async def test_words_after_the_verb_end_it_at_once(here: World) -> None:
    await declared(here)
    done = await here.command(MARKO, GENERAL, f"resolve INC-1 {SUMMARY}")
    assert text_of(done.body) == "INC-1 is resolved. Thank you."
    incident = await here.incident()
    assert (incident.status, incident.summary) == ("resolved", SUMMARY)
    assert incident.resolved_at == here.now


async def test_the_bare_verb_opens_a_form_that_says_who_is_told(here: World) -> None:
    await declared(here, severity="SEV2")
    await here.command(MARKO, GENERAL, "resolve INC-1")
    form = here.modal(MARKO)
    assert text_of(form.blocks) == (
        "*INC-1 Оплата карткою може не проходити*\n"
        "What was wrong, and what fixed it\n"
        "Two sentences are enough. The postmortem begins with them.\n"
        "Impact began\n"
        "If nobody knows, leave it empty.\n"
        "Noticed\n"
        "If nobody knows, leave it empty.\n"
        "<!date^1795424400^{time}|2026-11-23 09:00 UTC>: declared\n"
        "Use 11:00\n"
        "Mitigated\n"
        "If nobody knows, leave it empty.\n"
        "Told at once: this room and <#C0INCIDENTS>. "
        "You get the draft of the postmortem in a direct message."
    )
    done = await here.submit(MARKO, {"summary": SUMMARY})
    assert done.ok, done
    assert (await here.incident()).summary == SUMMARY


async def test_an_empty_summary_is_asked_for_under_its_field(here: World) -> None:
    await declared(here)
    await here.command(MARKO, GENERAL, "resolve INC-1")
    done = await here.submit(MARKO, {"summary": "  "})
    assert done.errors == {"summary": "Say in two sentences what was wrong and what fixed it."}
    assert (await here.incident()).status == "investigating"


@pytest.mark.parametrize(
    ("state", "reminded"), [(ClientState.MONITORING, True), (ClientState.RESOLVED, False)]
)
async def test_clients_who_were_not_told_of_the_end_are_remembered(
    here: World, state: ClientState, reminded: bool
) -> None:
    await declared(here)
    await told(here, state)
    await here.command(MARKO, GENERAL, "resolve INC-1")
    assert ("Clients were last told" in text_of(here.modal(MARKO).blocks)) is reminded
    done = await here.command(MARKO, GENERAL, f"resolve INC-1 {SUMMARY}")
    reminder = (
        "\nClients were last told “Monitoring”. Resolving tells them nothing: "
        "send them the last word with `/incident update`."
    )
    assert text_of(done.body) == "INC-1 is resolved. Thank you." + reminder * reminded


async def test_a_second_time_it_is_refused_in_words(here: World) -> None:
    await declared(here)
    await here.command(MARKO, GENERAL, f"resolve INC-1 {SUMMARY}")
    again = await here.command(MARKO, GENERAL, f"resolve INC-1 {SUMMARY}")
    assert text_of(again.body) == ("INC-1 is already resolved. `/incident reopen` opens it again.")
    assert (await here.story()).count("IncidentResolved") == 1


async def test_the_form_of_a_private_incident_names_no_other_channel(here: World) -> None:
    room = await declared(here, flags=frozenset({Flag.MONEY}))
    await here.command("U0OLENA", room, "resolve")
    assert "C0INCIDENTS" not in text_of(here.modal("U0OLENA").blocks)


async def test_outside_a_private_incident_there_is_nothing_to_resolve(here: World) -> None:
    await declared(here, flags=frozenset({Flag.MONEY}))
    done = await here.command(MARKO, GENERAL, f"resolve INC-1 {SUMMARY}")
    assert text_of(done.body) == "There is no INC-1. `/incident list` shows the open ones."
    assert (await here.incident()).status == "investigating"


async def test_a_guest_resolves_nothing(here: World) -> None:
    room = await declared(here)
    await here.slack.acts.invite("U0OLENA", room, GUEST)
    await here.settle()
    done = await here.command(GUEST, room, f"resolve {SUMMARY}")
    assert text_of(done.body) == (
        "Guests cannot do this here. Ask somebody from the team to do it for you."
    )


async def test_the_button_on_the_card_opens_the_same_form(here: World) -> None:
    room = await declared(here)
    [pinned] = here.channel(room).pins
    card = here.channel(room).messages[pinned]
    assert ids.RESOLVE in str(card.blocks)
    await here.click("U0OLENA", card, room, ids.RESOLVE)
    assert here.modal("U0OLENA").callback_id == "resolve"
    assert here.modal("U0OLENA").private_metadata == "1"
