"""Severity, status, role, title and service: typed, pressed and chosen, in a local Slack.

Marko reads English; he acts from #support by the incident's name, as anybody may.
"""

import pytest

from bot.domain.ids import IncidentId, PersonId
from bot.domain.role import LEAD
from bot.usecases.triage import take_role
from tests.support.world import (
    ANNA,
    GUEST,
    IRYNA,
    MARKO,
    OLENA,
    SUPPORT,
    TARAS,
    World,
    text_of,
    words,
)


async def declare(world: World, severity: str = "SEV3") -> str:
    await world.command(TARAS, SUPPORT, f"declare {severity} Card payments fail")
    room = (await world.incident()).room
    assert room
    return room


async def say(world: World, text: str) -> str:
    """What Marko hears."""
    done = await world.command(MARKO, SUPPORT, text)
    assert done.body is not None, done
    assert done.body["response_type"] == "ephemeral"
    return str(done.body["text"])


async def test_a_worse_severity_says_all_it_obliges(here: World) -> None:
    await declare(here)

    heard = await say(here, "severity INC-1 SEV1 money & data at risk")

    assert heard == (
        "INC-1 is SEV1 now.\n"
        f"Being paged: <@{OLENA}>.\n"
        "The first client update is due by <!date^1795425300^{time}|2026-11-23 09:15 UTC>.\n"
        "Client updates need the agreement of managers.\n"
        "A postmortem will be needed."
    )
    assert len([m for m in here.dm(OLENA) if "SEV1 INC-1" in m.text]) == 1
    async with here.bot.store.read() as work:
        entries = await work.timeline.read((await here.incident()).id)
    reasons = [getattr(entry.event, "reason", "") for entry in entries]
    assert "money & data at risk" in reasons


async def test_a_mild_severity_says_what_falls_away(here: World) -> None:
    await declare(here)

    assert await say(here, "sev INC-1 4") == (
        "INC-1 is SEV4 now.\nIt pages nobody.\nNo client update is due."
    )


async def test_the_severity_form_shows_criteria_and_whom_it_would_page(here: World) -> None:
    await declare(here)

    await here.command(MARKO, SUPPORT, "severity INC-1")

    shown = text_of(here.modal(MARKO).blocks)
    assert "Clients cannot pay or be paid" in str(here.modal(MARKO).blocks)
    assert f"SEV1, SEV2: level 1 is paged at once, which is <@{OLENA}>." in shown
    await here.submit(MARKO, {"severity": "SEV2", "reason": "slow for most"})
    assert (await here.incident()).severity == "SEV2"
    assert here.slack.interaction.views.top(MARKO) is None


async def test_the_status_is_set_by_its_name_in_any_language(here: World) -> None:
    await declare(here)

    assert await say(here, "status INC-1 identified") == "INC-1: the status is Identified now."
    assert await say(here, "status INC-1 Watching the fix") == (
        "INC-1: the status is Watching the fix now."
    )
    await say(here, "status INC-1 Спостерігаємо за виправленням")
    assert (await here.incident()).status == "monitoring"


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (
            "status INC-1 burning",
            "There is no status “burning”. Choose one of: investigating, identified, monitoring.",
        ),
        (
            "status INC-1 resolved",
            "Use `/incident resolve`, `/incident cancel` or `/incident merge` to end INC-1.",
        ),
        (
            "severity INC-1 SEV9",
            "There is no severity “sev9”. Choose one of: SEV1, SEV2, SEV3, SEV4.",
        ),
        (
            "service INC-1 card",
            "There is no service “card”. Did you mean `/incident service cards`?",
        ),
        (
            "role INC-1 king",
            "There is no role “king”. Choose one of: lead, comms, scribe, liaison.",
        ),
        (
            "role INC-1 lead olena",
            (
                "Name the person with @, for example `/incident role lead @olena`. "
                "Without a name you take the role yourself."
            ),
        ),
        (
            "role INC-1 lead @sam.rivers",
            (
                "<@U0GUEST> is a guest or a bot, and cannot hold a role. "
                "Choose somebody from the team."
            ),
        ),
        (
            "title INC-1 🔥",
            "Give the new title in words, for example “Card payments fail”.",
        ),
        ("severity INC-9 SEV1", "There is no INC-9. `/incident list` shows the open ones."),
    ],
)
async def test_what_cannot_be_is_said_in_words(here: World, text: str, heard: str) -> None:
    await declare(here)
    before = await here.story()

    assert await say(here, text) == heard
    assert await here.story() == before


async def test_a_role_is_taken_and_handed_over(here: World) -> None:
    room = await declare(here)

    assert await say(here, "role INC-1 lead") == f"INC-1: <@{MARKO}> is Incident lead now."
    assert MARKO in here.channel(room).members
    duties = here.dm(MARKO)[-1]
    assert duties.text == "You are Incident lead of INC-1: Card payments fail"
    assert "You decide and delegate; you do not debug." in words(duties)
    assert await say(here, "role INC-1 lead @iryna.shevchuk") == (
        f"INC-1: <@{IRYNA}> is Incident lead now."
    )
    assert (await here.incident()).lead == IRYNA


async def test_the_role_form_offers_oneself(here: World) -> None:
    await declare(here)
    await here.command(MARKO, SUPPORT, "role INC-1")

    await here.submit(MARKO, {"role": "comms", "person": ANNA})

    assert dict((await here.incident()).roles) == {"comms": ANNA}


async def test_a_missing_lead_is_asked_for_and_taken_by_a_press(here: World) -> None:
    room = await declare(here)
    await here.later(minutes=5)
    asked = here.messages(room)[-1]
    assert "take_lead" in str(asked.blocks)

    await here.click(TARAS, asked, room, "take_lead")
    await here.later(minutes=30)

    assert (await here.incident()).lead == TARAS
    assert (await here.story()).count("LeadMissed") == 1


async def test_an_old_button_takes_the_lead_from_nobody(here: World) -> None:
    room = await declare(here)
    card = next(m for m in here.messages(room) if "take_lead" in str(m.blocks))
    async with here.bot.store.begin() as work:
        await take_role(work, IncidentId(1), LEAD, PersonId(IRYNA), by=PersonId(IRYNA))

    await here.click(TARAS, card, room, "take_lead")

    assert (await here.incident()).lead == IRYNA


async def test_title_and_service(here: World) -> None:
    await declare(here)

    assert await say(here, "title INC-1 Cards <!channel> fail") == (
        "INC-1 is called “Cards &lt;!channel&gt; fail” now."
    )
    assert await say(here, "service INC-1 Card processing") == (
        "INC-1: the service is Card processing now."
    )
    assert await say(here, "service INC-1 unknown") == "INC-1: the service is Unknown now."
    assert (await here.incident()).title == "Cards <!channel> fail"


async def test_forms_carry_what_is_true_now(here: World) -> None:
    await declare(here)
    await say(here, "service INC-1 cards")

    await here.command(MARKO, SUPPORT, "title INC-1")
    await here.submit(MARKO, {"title": "Cards are down"})
    await here.command(MARKO, SUPPORT, "service INC-1")
    [chosen] = here.modal(MARKO).values["service"].values()
    assert chosen["selected_option"]["value"] == "cards"
    await here.submit(MARKO, {"service": "unknown"})
    await here.command(MARKO, SUPPORT, "status INC-1")
    await here.submit(MARKO, {"status": "identified"})

    incident = await here.incident()
    assert (incident.title, incident.service, incident.status) == (
        "Cards are down",
        None,
        "identified",
    )


@pytest.mark.parametrize(
    "verb",
    [
        "severity SEV1",
        "status identified",
        "role lead",
        "title X",
        "service cards",
        "severity",
        "status",
        "role",
    ],
)
async def test_guests_change_nothing(here: World, verb: str) -> None:
    room = await declare(here)
    here.channel(room).members[GUEST] = None
    before = await here.story()

    done = await here.command(GUEST, room, verb)

    assert done.body == {
        "response_type": "ephemeral",
        "text": "Guests cannot do this here. Ask somebody from the team to do it for you.",
    }
    assert await here.story() == before


async def test_an_ended_incident_opens_no_form(here: World) -> None:
    room = await declare(here)
    await here.command(TARAS, room, "role lead")
    await here.command(TARAS, room, "cancel a test")

    for verb in ("severity", "status", "role", "title", "service"):
        assert await say(here, f"{verb} INC-1") == (
            "INC-1 was cancelled or merged. Declare a new one with `/incident declare`."
        )


async def test_the_lead_is_asked_for_by_its_own_name(here: World) -> None:
    room = await declare(here)
    await here.command(TARAS, room, "lead")
    assert (await here.incident()).lead == TARAS
    await here.command(TARAS, room, "lead @Anna Schmidt")
    assert (await here.incident()).lead == ANNA
