"""Declaring, by every way there is, through a real Bolt app and a local Slack."""

from bot.domain.events import NoteAdded
from bot.domain.ids import IncidentId
from bot.domain.incident import Flag, Incident
from tests.support.world import (
    GENERAL,
    GUEST,
    INCIDENTS,
    MARKO,
    OLENA,
    SUPPORT,
    TARAS,
    World,
    text_of,
    words,
)

ACME_CHANNEL = "C0ACME"


async def incidents(world: World) -> list[Incident]:
    async with world.bot.store.read() as work:
        return list(reversed(await work.incidents.open()))


async def notes(world: World) -> list[NoteAdded]:
    async with world.bot.store.read() as work:
        entries = await work.timeline.read(IncidentId(1))
    return [entry.event for entry in entries if isinstance(entry.event, NoteAdded)]


def filled(world: World, user: str) -> dict[str, object]:
    """What stands in the fields of the modal on this person's screen."""
    values = world.modal(user).values
    return {block: next(iter(elements.values())) for block, elements in values.items()}


async def test_words_with_a_severity_act_at_once(here: World) -> None:
    done = await here.command(MARKO, SUPPORT, "declare 2 Cards <!channel> & <@U0OLENA>")
    assert done.body == {
        "response_type": "ephemeral",
        "text": "*INC-1 is declared:* SEV2 Cards &lt;!channel&gt; &amp; @olena.kovalenko\n"
        "Opening the room… The link comes as a message from Tocsin.",
    }
    [incident] = await incidents(here)
    assert (incident.severity, incident.title, incident.declared_by) == (
        "SEV2",
        "Cards <!channel> & @olena.kovalenko",
        MARKO,
    )


async def test_words_without_a_severity_open_the_form_with_them(here: World) -> None:
    done = await here.command(MARKO, SUPPORT, "declare INC-7 came back")
    assert done.body is None
    assert await incidents(here) == []
    fields = filled(here, MARKO)
    assert fields["impact"] == {"type": "plain_text_input", "value": "INC-7 came back"}
    assert fields["title"] == {"type": "plain_text_input", "value": "INC-7 came back"}


async def test_a_severity_alone_opens_the_form_with_it(here: World) -> None:
    await here.command(MARKO, SUPPORT, "declare sev1")
    severity = filled(here, MARKO)["severity"]
    assert isinstance(severity, dict)
    assert severity["selected_option"]["value"] == "SEV1"


async def test_the_form_gives_way_to_the_answer(here: World) -> None:
    await here.command(MARKO, GENERAL, "")
    done = await here.submit(
        MARKO,
        {
            "impact": "Payouts arrive twice",
            "severity": "SEV2",
            "declare_service": "payouts",
            "declare_clients": ["acme"],
            "flags": ["money"],
            "tickets": "https://tickets.example/1",
            "drill": ["yes"],
        },
    )
    assert done.ok, done
    assert text_of(here.modal(MARKO).blocks) == (
        "*INC-1 is declared:* SEV2 Payouts arrive twice\n"
        "Opening the room… The link comes as a message from Tocsin."
    )
    [incident] = await incidents(here)
    assert incident.service == "payouts"
    assert incident.clients == ("acme",)
    assert incident.flags == {Flag.MONEY}
    assert incident.private
    assert incident.drill
    assert incident.tickets == ("https://tickets.example/1",)


async def test_a_refusal_stands_under_its_field_and_nothing_is_lost(here: World) -> None:
    await here.command(MARKO, GENERAL, "declare")
    done = await here.submit(MARKO, {"impact": "🔥", "severity": "SEV3"})
    assert done.errors == {
        "impact": "Say in a few words what clients see, for example “Card payments fail”."
    }
    tomorrow = int(here.time.now) + 86_400
    done = await here.submit(MARKO, {"impact": "Slow", "severity": "SEV3", "started_at": tomorrow})
    assert done.errors == {
        "started_at": "It cannot have started in the future. "
        "Choose an earlier time, or leave it empty."
    }
    assert await incidents(here) == []
    assert filled(here, MARKO)["impact"] == {"type": "plain_text_input", "value": "Slow"}


async def test_the_same_form_sent_twice_declares_once(here: World) -> None:
    await here.command(MARKO, GENERAL, "declare")
    here.slack.faults.duplicate("interactive")
    await here.submit(MARKO, {"impact": "Slow", "severity": "SEV3"})
    assert len(await incidents(here)) == 1


async def test_from_a_message_its_words_author_and_link_are_kept(here: World) -> None:
    ts = await here.slack.acts.say(OLENA, SUPPORT, "Acme says <@U0TARAS> & cards fail")
    await here.slack.acts.message_shortcut(MARKO, "declare_from_message", SUPPORT, ts)
    await here.settle()
    assert filled(here, MARKO)["impact"] == {
        "type": "plain_text_input",
        "value": "Acme says @Taras Bondar & cards fail",
    }
    done = await here.submit(MARKO, {"impact": "Cards fail at Acme", "severity": "SEV3"})
    assert done.ok, done
    [note] = await notes(here)
    assert note.text == "Acme says @Taras Bondar & cards fail"
    assert (note.author, note.by) == (OLENA, MARKO)
    assert note.said_at.timestamp() == float(ts)
    assert (
        note.permalink
        == f"{here.slack.workspace.base_url}/archives/{SUPPORT}/p{ts.replace('.', '')}"
    )


async def test_the_global_shortcut_and_the_button_at_home_open_the_form(here: World) -> None:
    await here.slack.acts.shortcut(TARAS, "declare")
    await here.settle()
    assert here.modal(TARAS).callback_id == "declare"
    await here.slack.acts.open_home(MARKO)
    await here.settle()
    home = here.slack.interaction.views.homes[MARKO]
    await here.slack.acts.click(MARKO, action_id="declare", view_id=home.id)
    await here.settle()
    assert here.modal(MARKO).callback_id == "declare"


async def test_guests_are_refused_in_words(here: World) -> None:
    refused = "Guests cannot do this here. Ask somebody from the team to do it for you."
    for typed in ("", "declare", "declare sev1 x", "list", "mine"):
        done = await here.command(GUEST, ACME_CHANNEL, typed)
        assert done.body == {"response_type": "ephemeral", "text": refused}, typed
    await here.slack.acts.shortcut(GUEST, "declare")
    await here.settle()
    assert text_of(here.modal(GUEST).blocks) == refused
    assert await incidents(here) == []


async def test_alone_in_a_war_room_it_shows_the_incident(here: World) -> None:
    await here.command(MARKO, SUPPORT, "declare sev3 Webhooks are late")
    room = (await here.incident()).room
    assert room is not None
    await here.command(MARKO, room, "")
    assert here.modal(MARKO).callback_id == "panel"
    assert "SEV3 INC-1 Webhooks are late" in text_of(here.modal(MARKO).blocks)


async def test_what_is_private_is_announced_nowhere(here: World) -> None:
    before = len(here.messages(INCIDENTS))
    await here.command(MARKO, GENERAL, "declare")
    await here.submit(
        MARKO, {"impact": "Zebra leaked", "severity": "SEV3", "flags": ["personal_data"]}
    )
    incident = await here.incident()
    assert incident.room is not None
    room = here.channel(incident.room)
    assert room.is_private
    assert room.name == "inc-1"
    assert len(here.messages(INCIDENTS)) == before
    for channel in here.slack.workspace.channels.values():
        if channel.id not in {incident.room, here.dm_channel(MARKO)}:
            assert not any("Zebra" in words(one) for one in channel.messages.values()), channel.name
