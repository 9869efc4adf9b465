"""A drill is worked like an incident and looks like a drill, and no client ever hears of it."""

import pytest

from bot.domain.client_readers import may_leave
from bot.domain.ids import PersonId
from bot.domain.refusal import Refusal
from bot.i18n import translator
from tests.domain.sample import incident
from tests.support.world import (
    GENERAL,
    INCIDENTS,
    MARKO,
    OLENA,
    SUPPORT,
    World,
    words,
)

CLIENTS = ("C0ACME", "C0ZORIA", "C0ALTYN", "C0NORTHWIND")
REFUSED = (
    "INC-1 is a drill, so clients hear nothing of it. Practise the words in this room instead."
)


async def declare(world: World) -> str:
    await world.command(MARKO, SUPPORT, "declare")
    filled = {
        "impact": "Card payments fail",
        "severity": "SEV1",
        "declare_service": "cards",
        "drill": ["yes"],
    }
    assert (await world.submit(MARKO, filled)).ok
    await world.slack.acts.close(MARKO, world.modal(MARKO).id)
    room = (await world.incident()).room
    assert room is not None
    return room


async def test_it_is_called_a_drill_wherever_it_is_seen(here: World) -> None:
    room = await declare(here)
    policy = here.bot.store.policy
    aloud = translator(policy.workspace.language)
    line = aloud("Drill: {headline}", headline="SEV1 INC-1 Card payments fail")

    [pinned] = here.channel(room).pins
    card = here.channel(room).messages[pinned]
    assert card.text == line
    assert f"🔴 {line}" in words(card)
    assert here.channel(room).topic.value.startswith(f"{aloud('Drill')} · SEV1 · ")
    [announced] = [m for m in here.messages(INCIDENTS) if m.metadata]
    assert announced.text == line
    [page] = [m for m in here.dm(OLENA) if "acknowledge" in str(m.blocks)]
    theirs = translator(policy.language_of(PersonId(OLENA), "uk-UA"))
    assert page.text.startswith(theirs("Drill: {headline}", headline="SEV1 INC-1"))
    assert theirs("This is a drill.") in words(page)
    [told] = here.dm(MARKO)
    assert words(told).startswith(f"The war room of *INC-1* is open: <#{room}>\nThis is a drill.")
    await here.command(MARKO, room, "role lead")
    assert "This is a drill." in words(here.dm(MARKO)[-1])
    listed = (await here.command(MARKO, GENERAL, "list")).body["text"]
    assert "🔴 *SEV1 INC-1* Card payments fail · *Drill* · " in listed


async def test_no_client_hears_of_it(here: World) -> None:
    room = await declare(here)
    await here.command(MARKO, room, "role lead")

    heard = await here.command(MARKO, room, "update We are looking")

    assert heard.body["text"] == REFUSED
    assert [m for name in CLIENTS for m in here.messages(name) if m.metadata] == []
    [pinned] = here.channel(room).pins
    assert "client_update" not in str(here.channel(room).messages[pinned].blocks)


async def test_it_owes_no_client_update_at_any_severity(here: World) -> None:
    room = await declare(here)
    assert (await here.incident()).update_due_at is None

    heard = (await here.command(MARKO, room, "severity SEV2")).body["text"]

    assert "No client update is due." in heard
    assert (await here.incident()).update_due_at is None
    await here.command(MARKO, room, "resolve It was a drill. All went well.")
    await here.command(MARKO, room, "reopen again")
    assert (await here.incident()).update_due_at is None


def test_the_rule_itself() -> None:
    with pytest.raises(Refusal) as refused:
        may_leave(incident(drill=True))
    assert refused.value.phrase.msgid == REFUSED.replace("INC-1", "{incident}")
    may_leave(incident())
