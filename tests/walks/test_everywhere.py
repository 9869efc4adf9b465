"""Every command answers everywhere: in a DM, where the bot is not, and when Slack is silent."""

import pytest

from bot.slack import slices
from tests.support.world import (
    GENERAL,
    KATE,
    MARKO,
    OLEH,
    SUPPORT,
    World,
    text_of,
)

SECURITY, RANDOM = "G0SECURITY", "C0RANDOM"
#: The words each verb needs to act on INC-1; nothing where it acts alone or opens its form.
NEEDS = {"merge": "INC-1", "declare": "SEV4 Something small"}
VERBS = [verb.name for routes in slices.ROUTES for verb in routes.verbs]
STRANGER = (
    "Slack does not tell me who you are right now, so I cannot do this for you. "
    "Try again in a minute."
)


async def answered(world: World, user: str, channel: str, text: str) -> str:
    """What was said or shown to this person; the empty string when nothing was."""
    world.slack.interaction.views.stacks.pop(user, None)
    done = await world.command(user, channel, text)
    assert done.ok, (text, done)
    if done.body:
        return text_of({"text": done.body.get("text"), "blocks": done.body.get("blocks") or []})
    stack = world.slack.interaction.views.stacks.get(user)
    return text_of(stack[-1].blocks) if stack else ""


@pytest.mark.parametrize("verb", VERBS)
async def test_each_verb_from_where_the_bot_is_not(here: World, verb: str) -> None:
    await here.command(MARKO, SUPPORT, "declare SEV3 Webhooks arrive late")
    dm = await here.slack.acts.open_dm(OLEH, "U0TOCSIN")
    two = await here.slack.acts.open_dm(OLEH, KATE)
    named = "" if verb in {"", "declare", "help", "list", "mine"} else " INC-1"

    for where in (dm, two, SECURITY, RANDOM):
        assert "U0TOCSIN" not in here.channel(where).members or where == dm
        assert await answered(here, OLEH, where, verb), f"{verb} alone in {where}"
        full = f"{verb}{named} {NEEDS.get(verb, '')}".strip()
        assert await answered(here, OLEH, where, full), f"{full} in {where}"


async def test_lists_and_panels_from_anywhere(here: World) -> None:
    await here.command(MARKO, SUPPORT, "declare SEV3 Webhooks arrive late")
    dm = await here.slack.acts.open_dm(MARKO, "U0TOCSIN")
    for where in (dm, RANDOM, GENERAL):
        assert "INC-1" in await answered(here, MARKO, where, "list")
        assert (await answered(here, MARKO, where, "mine")).startswith("No open incident is yours")
        assert "SEV3 INC-1 Webhooks arrive late" in await answered(here, MARKO, where, "show INC-1")
        assert "SEV3 INC-1 Webhooks arrive late" in await answered(here, MARKO, where, "show inc 1")


async def test_who_slack_cannot_tell_is_a_stranger_for_a_moment(here: World) -> None:
    here.slack.faults.error("users.info", "fatal_error", times=1)

    assert await answered(here, MARKO, GENERAL, "list") == STRANGER
    assert (await answered(here, MARKO, GENERAL, "help")).startswith("*What Tocsin can do*")
    await here.later(seconds=31)
    assert (await answered(here, MARKO, GENERAL, "list")).startswith("No incident is open.")


async def test_who_was_known_stays_known_while_slack_is_silent(here: World) -> None:
    await here.command(MARKO, SUPPORT, "declare SEV3 Webhooks arrive late")
    await here.later(hours=2)
    here.slack.faults.error("users.info", "fatal_error", times=50)

    heard = await answered(here, MARKO, GENERAL, "note INC-1 Slack is unwell")

    assert heard == "On the timeline of INC-1."


async def test_a_slow_slack_does_not_hold_the_answer_up(here: World) -> None:
    await here.command(MARKO, SUPPORT, "declare SEV3 Webhooks arrive late")
    await here.later(hours=2)
    here.slack.faults.latency("users.info", 30)

    done = await here.slack.acts.command(MARKO, GENERAL, "/incident", "note INC-1 Slack is slow")
    here.slack.faults.clear()

    assert done.body == {"response_type": "ephemeral", "text": "On the timeline of INC-1."}
    assert done.seconds < 2
