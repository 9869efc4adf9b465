"""In a thread Slack has no slash commands: every verb works by mention there, for that person."""

import pytest

from sandbox.messages import Message
from tests.support.world import ANNA, GUEST, IRYNA, MARKO, SUPPORT, TARAS, World, text_of, words

BOT = "<@U0TOCSIN>"
FORM = (
    "This needs a form, and Slack opens none from a thread. Write the words after the verb, "
    "or use `/incident` outside the thread."
)


async def declare(world: World) -> tuple[str, str]:
    """A war room that Marko leads, and a message in it under which people talk."""
    await world.command(MARKO, SUPPORT, "declare SEV3 Webhooks arrive late")
    room = (await world.incident()).room
    assert room is not None
    await world.command(MARKO, room, "role lead")
    await world.command(MARKO, room, "service cards")
    return room, await world.slack.acts.say(MARKO, room, "Let us talk here")


async def say(world: World, user: str, room: str, text: str, thread: str = "") -> list[Message]:
    """What only this person hears in answer."""
    before = len(world.whispers(user))
    await world.slack.acts.say(user, room, text, thread_ts=thread or None)
    await world.settle()
    return world.whispers(user)[before:]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("note Rolled back 2.14", "On the timeline of INC-1."),
        ("severity SEV4 nobody notices", "INC-1 is SEV4 now.\n"),
        ("status identified", "INC-1: the status is Identified now."),
        (f"role comms <@{IRYNA}>", f"INC-1: <@{IRYNA}> is Client communications now."),
        ("title Webhooks stand still", "INC-1 is called “Webhooks stand still” now."),
        ("service webhooks", "INC-1: the service is Webhooks now."),
        (f"page <@{ANNA}> she wrote it", f"INC-1: <@{ANNA}> is paged now."),
        ("escalate the bank is asking", "INC-1: "),
        ("runbook payouts-stuck", "INC-1: the runbook *Payouts are stuck* goes to <#"),
        ("timeline", "<http://127.0.0.1:"),
        ("list", "*1 incident is open*"),
        ("mine", "*Yours*"),
        ("show", "SEV3 INC-1 Webhooks arrive late"),
        ("help", "*What Tocsin can do*"),
        ("", "*What Tocsin can do*"),
        ("resolve A bad deploy. We rolled it back.", "INC-1 is resolved. Thank you."),
        ("cancel it was a test", "INC-1 is cancelled. Nobody is paged any more."),
        ("declare SEV4 Another thing", "*INC-2 is declared:* SEV4 Another thing\n"),
        ("sevrity SEV1", "I do not know “sevrity”. Did you mean `/incident severity`?"),
        ("kindly fix it", "I do not know “kindly”. `/incident help` lists everything."),
        ("severity", FORM),
        ("update We are looking", FORM),
        ("private", FORM),
    ],
)
async def test_every_verb_answers_in_the_thread(here: World, text: str, heard: str) -> None:
    room, thread = await declare(here)

    answers = await say(here, MARKO, room, f"{BOT} {text}", thread)

    assert answers, "nothing was heard"
    assert answers[0].text.startswith(heard)
    assert {answer.thread_ts for answer in answers} == {thread}


async def test_what_was_said_by_mention_is_done(here: World) -> None:
    room, thread = await declare(here)

    for text in ("note Rolled back <2.14>", "severity SEV4", "status monitoring"):
        await say(here, MARKO, room, f"{BOT} {text}", thread)

    incident = await here.incident()
    assert (incident.severity, incident.status) == ("SEV4", "monitoring")
    assert (await here.story())[-3:] == ["NoteAdded", "SeverityChanged", "StatusChanged"]


async def test_a_mention_in_the_channel_is_answered_in_the_channel(here: World) -> None:
    room, _ = await declare(here)

    [answer] = await say(here, MARKO, room, f"{BOT} note Rolled back")

    assert (answer.text, answer.thread_ts) == ("On the timeline of INC-1.", None)


async def test_outside_the_room_an_incident_is_named(here: World) -> None:
    await declare(here)

    [nameless] = await say(here, MARKO, SUPPORT, f"{BOT} note Rolled back")
    [named] = await say(here, MARKO, SUPPORT, f"{BOT} note INC-1 Rolled back")

    assert nameless.text.startswith("This channel is not a war room.")
    assert named.text == "On the timeline of INC-1."


async def test_others_may_be_named_before_the_bot(here: World) -> None:
    room, thread = await declare(here)

    [answer] = await say(here, MARKO, room, f"<@{TARAS}> look: {BOT} severity SEV4", thread)

    assert answer.text.startswith("INC-1 is SEV4 now.")


async def test_the_panel_by_mention_has_its_buttons(here: World) -> None:
    room, thread = await declare(here)

    [answer] = await say(here, MARKO, room, f"{BOT} show", thread)

    assert "*Status*" in words(answer)
    done = await here.click(MARKO, answer, room, "severity")
    assert done.ok, done
    assert "INC-1" in text_of(here.modal(MARKO).blocks)


async def test_an_edited_or_repeated_mention_acts_once(here: World) -> None:
    room, thread = await declare(here)
    here.slack.faults.duplicate("app_mention")

    await say(here, MARKO, room, f"{BOT} note Rolled back", thread)

    assert (await here.story()).count("NoteAdded") == 1


async def test_a_guest_in_the_room_does_nothing_by_mention(here: World) -> None:
    room, thread = await declare(here)
    here.channel(room).members[GUEST] = None
    before = await here.story()

    [answer] = await say(here, GUEST, room, f"{BOT} severity SEV1", thread)

    assert answer.text == "Guests cannot do this here. Ask somebody from the team to do it for you."
    assert await here.story() == before
