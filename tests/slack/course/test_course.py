"""Merge, cancel, private, reopen and close, in a local Slack.

The policy lets the lead and the managers cancel, and also the data protection officer hide.
"""

import pytest

from tests.support.world import (
    GENERAL,
    GUEST,
    INCIDENTS,
    KATE,
    MARKO,
    NATALIA,
    OLENA,
    SUPPORT,
    TARAS,
    World,
    text_of,
    words,
)

BACK = "INC-1 is open again. `/incident escalate` pages somebody."


async def declare(world: World, title: str = "Card payments fail", severity: str = "SEV3") -> None:
    await world.command(TARAS, SUPPORT, f"declare {severity} {title}")


async def room(world: World, number: int = 1) -> str:
    found = (await world.incident(number)).room
    assert found
    return found


async def say(world: World, text: str, where: str = SUPPORT, user: str = MARKO) -> str:
    done = await world.command(user, where, text)
    assert done.body is not None, done
    return str(done.body["text"])


async def test_two_named_incidents_are_merged_from_anywhere(here: World) -> None:
    await declare(here)
    await declare(here, "Cards are declined")

    assert await say(here, "merge INC-2 INC-1") == "INC-2 is merged into INC-1: Card payments fail"

    assert (await here.incident(2)).status == "merged"
    assert (await here.incident(1)).status == "investigating"
    assert (await here.story(1))[-1] == "IncidentAbsorbed"


async def test_in_a_room_one_name_is_enough(here: World) -> None:
    await declare(here)
    await declare(here, "Cards are declined")

    await here.command(TARAS, await room(here, 2), "merge INC-1")

    assert (await here.incident(2)).merged_into == 1


async def test_the_merge_form_lists_what_this_person_may_see(here: World) -> None:
    await declare(here)
    await declare(here, "Keys leaked")
    await here.command(NATALIA, SUPPORT, "private INC-2")
    await here.submit(NATALIA, {})
    await declare(here, "Webhooks are late")

    await here.command(MARKO, SUPPORT, "merge INC-1 ")
    await here.slack.acts.settled()
    assert (await here.incident(1)).status == "investigating"
    await here.command(TARAS, await room(here, 1), "merge")

    shown = text_of(here.modal(TARAS).blocks)
    assert "INC-3 Webhooks are late" in shown
    await here.submit(TARAS, {"into": "3"})
    assert (await here.incident(1)).merged_into == 3


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (
            "merge INC-1",
            "Name both: `/incident merge INC-12 INC-7` ends INC-12, and INC-7 goes on.",
        ),
        (
            "merge INC-1 the other",
            (
                "“the other” names no incident. Write its number, for example "
                "`/incident merge INC-7`."
            ),
        ),
        (
            "merge INC-1 INC-1",
            "INC-1 cannot be merged into itself. Name another: `/incident merge INC-7`.",
        ),
        ("merge INC-1 7", "There is no INC-7. `/incident list` shows the open ones."),
        (
            "cancel INC-1 not needed",
            "Your organisation's policy does not let you do this. Ask the incident's lead.",
        ),
        ("reopen INC-1", "INC-1 is open already."),
        ("close INC-1", "Resolve INC-1 first: `/incident resolve`."),
    ],
)
async def test_what_cannot_be_is_said_in_words(here: World, text: str, heard: str) -> None:
    await declare(here)
    before = await here.story()

    assert await say(here, text) == heard
    assert await here.story() == before


async def test_cancelling_says_whom_it_lets_sleep(here: World) -> None:
    await declare(here, severity="SEV1")

    await here.command(NATALIA, SUPPORT, "cancel INC-1")
    assert f"<@{OLENA}>" in text_of(here.modal(NATALIA).blocks)
    await here.submit(NATALIA, {"reason": "a test transaction"})

    assert (await here.incident()).status == "cancelled"
    await here.later(hours=1)
    assert (await here.story())[-2:] == ["IncidentCancelled", "EscalationStopped"]


async def test_making_it_private_takes_it_out_of_sight(here: World) -> None:
    await declare(here, "Keys leaked on Friday")
    old = await room(here)
    assert any("Keys leaked" in words(m) for m in here.messages(INCIDENTS))

    await here.command(KATE, GENERAL, "private INC-1")
    shown = text_of(here.modal(KATE).blocks)
    assert f"<#{old}>" in shown
    assert f"<#{INCIDENTS}>" in shown
    await here.submit(KATE, {})

    incident = await here.incident()
    assert incident.private
    assert incident.room not in {None, old}
    assert here.channel(await room(here)).is_private
    assert here.channel(old).is_archived
    assert not any("Keys leaked" in words(m) for m in here.messages(INCIDENTS))
    assert await say(here, "severity INC-1 SEV1") == (
        "There is no INC-1. `/incident list` shows the open ones."
    )


async def test_resolved_closed_and_back(here: World) -> None:
    await declare(here)
    await say(here, "resolve INC-1 A bad deploy. Rolled back.")

    assert await say(here, "close INC-1") == "INC-1 is closed."
    assert await say(here, "reopen INC-1 it is back") == BACK
    assert (await here.incident()).status == "investigating"


async def test_a_cancelled_incident_is_offered_no_form_to_reopen_it(here: World) -> None:
    await here.command(MARKO, SUPPORT, "declare SEV3 Reports are late")
    await here.command(NATALIA, SUPPORT, "cancel INC-1 it was a test")
    assert (await here.incident()).status == "cancelled"
    done = await here.command(MARKO, SUPPORT, "reopen INC-1")
    assert done.body["text"] == (
        "INC-1 was cancelled or merged. Declare a new one with `/incident declare`."
    )
    assert not here.slack.interaction.views.stacks.get(MARKO)


async def test_the_reopen_form_says_that_nobody_is_paged(here: World) -> None:
    await declare(here)
    await say(here, "resolve INC-1 A bad deploy. Rolled back.")

    await here.command(MARKO, SUPPORT, "reopen INC-1")
    assert "Nobody is paged by this" in text_of(here.modal(MARKO).blocks)
    await here.submit(MARKO, {"reason": "it is back"})

    assert (await here.incident()).status == "investigating"


@pytest.mark.parametrize("verb", ["merge", "cancel", "private", "reopen", "close"])
async def test_guests_end_nothing(here: World, verb: str) -> None:
    await declare(here)
    here.channel("C0ACME").members[GUEST] = None

    assert await say(here, f"{verb} INC-1", "C0ACME", GUEST) == (
        "Guests cannot do this here. Ask somebody from the team to do it for you."
    )
    assert (await here.incident()).status == "investigating"
