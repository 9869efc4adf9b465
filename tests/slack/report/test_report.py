"""Reports that stay inside: to responders in the room, to managers where the policy says."""

import pytest

from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Flag
from bot.slack import ids
from bot.usecases import triage
from tests.support.stories import declared
from tests.support.world import GENERAL, GUEST, INCIDENTS, KATE, MARKO, OLENA, World, text_of, words

TACTICAL = {
    "conditions": "One bank refuses every card",
    "actions": "Marko moves the traffic",
    "needs": "Somebody who knows the bank",
}
MANAGERS = {
    "summary": "One bank refuses our cards; we are switching",
    "doing": "Traffic moves to the other bank",
    "needs": "Call Acme",
}


async def test_responders_read_it_in_the_room(here: World) -> None:
    room = await declared(here)
    await here.slack.acts.join(MARKO, room)
    await here.command(OLENA, room, "note action: Traffic moved")
    await here.command(MARKO, room, "report tactical")
    form = here.modal(MARKO)
    filled = {b["block_id"]: b["element"].get("initial_value") for b in form.blocks
              if b["type"] == "input"}  # fmt: skip
    assert filled["conditions"] == (
        "SEV3, Investigating. Lead: Olena Kovalenko.\nClients see: Оплата карткою може не проходити"
    )
    assert filled["needs"] is None
    done = await here.submit(MARKO, TACTICAL)
    assert done.ok, done
    [posted] = [m for m in here.messages(room) if "One bank refuses every card" in words(m)]
    assert "Somebody who knows the bank" in words(posted)
    assert f"<@{MARKO}>" in words(posted)
    assert (await here.story()).count("TacticalReport") == 1
    assert here.whispers(MARKO)[-1].text == "The report of INC-1 is posted here."


async def test_the_next_one_quotes_the_last(here: World) -> None:
    room = await declared(here)
    await here.slack.acts.join(MARKO, room)
    await here.command(MARKO, room, "report tactical")
    await here.submit(MARKO, TACTICAL)
    await here.later(minutes=10)
    await here.command(OLENA, room, "report tactical")
    shown = text_of(here.modal(OLENA).blocks)
    assert "&gt;One bank refuses every card\n&gt;Marko moves the traffic" in shown


async def test_managers_read_it_where_the_policy_says_with_the_facts(here: World) -> None:
    room = await declared(here, severity="SEV2")
    await here.slack.acts.join(MARKO, room)
    await here.command(OLENA, room, "milestone started 10:40")
    await here.command(MARKO, room, "report managers")
    form = here.modal(MARKO)
    assert f"It is posted in <#{INCIDENTS}>." in text_of(form.blocks)
    done = await here.submit(MARKO, MANAGERS)
    assert done.ok, done
    [posted] = [m for m in here.messages(INCIDENTS) if "we are switching" in words(m)]
    read = words(posted)
    assert "Call Acme" in read
    assert "SEV2" in read
    assert "<!date^1795423200^" in read, "since 10:40 in Kyiv"
    assert f"<#{room}>" in read
    assert not [m for m in here.messages(room) if "we are switching" in words(m)]


async def test_of_a_private_incident_nothing_goes_elsewhere(here: World) -> None:
    room = await declared(here, flags=frozenset({Flag.SECURITY}))
    await here.command(OLENA, room, "report stakeholders")
    assert f"<#{INCIDENTS}>" not in text_of(here.modal(OLENA).blocks)
    await here.submit(OLENA, MANAGERS)
    assert not [m for m in here.messages(INCIDENTS) if "we are switching" in words(m)]
    assert [m for m in here.messages(room) if "we are switching" in words(m)]
    outside = await here.command(KATE, GENERAL, "report stakeholders INC-1")
    assert "we are switching" not in text_of(outside.body)


async def test_made_private_meanwhile_it_goes_to_the_room(here: World) -> None:
    room = await declared(here)
    await here.slack.acts.join(MARKO, room)
    await here.command(MARKO, room, "report stakeholders")
    await here.command(OLENA, room, "private")
    await here.submit(OLENA)
    done = await here.submit(MARKO, MANAGERS)
    private = (await here.incident()).room
    assert private is not None
    assert private != room
    assert [m for m in here.messages(private) if "we are switching" in words(m)]
    assert not [m for m in here.messages(INCIDENTS) if "we are switching" in words(m)]
    assert done.acked


async def test_while_the_private_room_is_not_open_yet_it_waits(here: World) -> None:
    room = await declared(here)
    await here.command(OLENA, room, "report stakeholders")
    form = here.modal(OLENA)
    here.slack.faults.rate_limit("conversations.create", retry_after=30)
    async with here.bot.store.begin() as work:
        await triage.make_private(work, IncidentId(1), by=PersonId(OLENA))
    await here.settle()
    assert (await here.incident()).room is None
    assert form.id == here.modal(OLENA).id
    await here.submit(OLENA, MANAGERS)
    for _ in range(8):
        await here.later(seconds=10)
    private = (await here.incident()).room
    assert private is not None
    assert [m for m in here.messages(private) if "we are switching" in words(m)]
    assert "StepFailed" not in await here.story()


@pytest.mark.parametrize("button", [ids.REPORT_TACTICAL, ids.REPORT_STAKEHOLDERS])
async def test_whoever_names_none_may_choose(here: World, button: str) -> None:
    room = await declared(here)
    await here.slack.acts.join(MARKO, room)
    done = await here.command(MARKO, room, "report")
    assert "Two reports stay inside" in text_of(done.body)
    [asked] = here.whispers(MARKO)
    await here.click(MARKO, asked, room, button)
    assert here.modal(MARKO).callback_id == button


async def test_an_unknown_report_is_refused(here: World) -> None:
    room = await declared(here)
    await here.slack.acts.join(MARKO, room)
    done = await here.command(MARKO, room, "report gossip")
    assert text_of(done.body) == (
        "There is no report “gossip”. `/incident report tactical` is for responders, "
        "`/incident report stakeholders` for managers."
    )
    await here.slack.acts.invite(OLENA, room, GUEST)
    guest = await here.command(GUEST, room, "report tactical")
    assert text_of(guest.body).startswith("Guests cannot do this here.")


async def test_an_empty_report_is_asked_for_under_its_field(here: World) -> None:
    room = await declared(here)
    await here.slack.acts.join(MARKO, room)
    await here.command(MARKO, room, "report tactical")
    done = await here.submit(MARKO, {**TACTICAL, "actions": "   "})
    assert done.errors == {"actions": "Say it in a few words; “nothing yet” is an answer."}
