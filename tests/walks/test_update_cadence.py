"""Clients hear in time: reminded, missed, told to those above, put off with a reason."""

from bot.domain.events import UpdateEscalated, UpdateMissed, UpdateReminded, UpdateSnoozed
from bot.domain.ids import IncidentId
from sandbox.messages import Message
from tests.support.stories import declared
from tests.support.updating import buttons, draft, press, sent
from tests.support.world import ANNA, MARKO, NATALIA, OLEH, World, words

ALARMS = (UpdateReminded, UpdateMissed, UpdateEscalated, UpdateSnoozed)


async def watched(here: World) -> str:
    """Anna leads a SEV2 and Marko writes; a key client makes its first update due in 15 minutes."""
    room = await declared(here, "Card payments end in an error", severity="SEV2")
    for person in (ANNA, MARKO):
        await here.slack.acts.join(person, room)
    await here.settle()
    await here.command(ANNA, room, f"role lead <@{ANNA}>")
    await here.command(MARKO, room, f"role comms <@{MARKO}>")
    return room


def told(here: World, person: str) -> list[Message]:
    """What this person was told of an update that is due."""
    return [m for m in here.dm(person) if "snooze" in buttons(m)]


async def alarms(here: World) -> list[str]:
    async with here.bot.store.read() as work:
        entries = await work.timeline.read(IncidentId(1))
    return [type(e.event).__name__ for e in entries if isinstance(e.event, ALARMS)]


def card(here: World, room: str) -> str:
    [pinned] = here.channel(room).pins
    return words(here.channel(room).messages[pinned])


async def test_reminded_missed_and_escalated(here: World) -> None:
    room = await watched(here)
    await here.later(minutes=9)
    assert told(here, MARKO) == []
    await here.later(minutes=2)
    assert await alarms(here) == ["UpdateReminded"]
    for person in (ANNA, MARKO):
        [reminder] = told(here, person)
        assert "clients have heard nothing yet. The first update is due at" in words(reminder)
        assert buttons(reminder) == ["client_update", "snooze"], "there is nothing to repeat"
    assert told(here, OLEH) == []

    await here.later(minutes=5)
    assert await alarms(here) == ["UpdateReminded", "UpdateMissed"]
    assert "heard nothing." in words(told(here, MARKO)[-1])
    assert "2026-11-23 09:15 UTC" in card(here, room)
    assert (await here.incident()).update_missed

    [aloud] = [m for m in here.messages(room) if "snooze" in buttons(m)]
    assert buttons(aloud) == ["client_update", "snooze"]

    await here.later(minutes=10)
    assert await alarms(here) == ["UpdateReminded", "UpdateMissed", "UpdateEscalated"]
    [above] = told(here, OLEH)
    assert "INC-1: the client update is 11 min late." in words(above)
    assert "To be written by <@U0MARKO>, <@U0ANNA>." in words(above)
    assert len(told(here, NATALIA)) == 1

    # It rings no more, and the timeline says how late the word was.
    await here.later(minutes=60)
    assert len(await alarms(here)) == 3
    await press(here, MARKO, told(here, MARKO)[-1], "client_update")
    assert here.modal(MARKO).callback_id == "client_update"
    await draft(here, ANNA, room)
    assert (await here.submit(ANNA)).ok
    assert [len(texts) for texts in sent(here).values()] == [1, 1, 0, 1]
    # The next one is owed from now on, and its reminder comes again.
    await here.later(minutes=11)
    assert (await alarms(here))[3:] == ["UpdateReminded"]
    [*_, again] = told(here, MARKO)
    assert buttons(again) == ["client_update", "no_change", "snooze"]
    await press(here, ANNA, told(here, ANNA)[-1], "no_change")
    assert (await here.submit(ANNA)).ok
    assert [len(texts) for texts in sent(here).values()] == [2, 2, 0, 2]


async def test_put_off_with_a_reason(here: World) -> None:
    room = await watched(here)
    await here.later(minutes=11)
    [reminder] = told(here, MARKO)
    await press(here, MARKO, reminder, "snooze")
    done = await here.submit(MARKO, {"reason": "The bank calls us back at half past"})
    assert done.ok, done
    assert "no reminder of client updates before" in here.whispers(MARKO)[-1].text
    assert await alarms(here) == ["UpdateReminded", "UpdateSnoozed"]
    assert any("The bank calls us back at half past" in m.text for m in here.messages(room))

    await here.later(minutes=10)
    assert len(await alarms(here)) == 2, "they are put off for 15 minutes"
    await here.later(minutes=6)
    assert (await alarms(here))[2:] == ["UpdateMissed"], "what was owed is still owed"


async def test_a_reason_is_asked_for(here: World) -> None:
    await watched(here)
    await here.later(minutes=11)
    [reminder] = told(here, MARKO)
    await press(here, MARKO, reminder, "snooze")
    done = await here.submit(MARKO, {"reason": "  "})
    assert [*done.errors] == ["reason"]
    assert await alarms(here) == ["UpdateReminded"]


async def test_a_reminder_is_silent_once_the_word_was_sent(here: World) -> None:
    room = await watched(here)
    await draft(here, ANNA, room)
    await here.submit(ANNA)
    await here.later(minutes=9)
    assert await alarms(here) == []
    assert told(here, MARKO) == []


async def test_it_rings_after_the_bot_was_away(here: World) -> None:
    """An hour without a tick: what was missed is said at once, and once."""
    await watched(here)
    await here.later(minutes=60)
    await here.later(seconds=1)
    assert await alarms(here) == ["UpdateMissed", "UpdateEscalated"]
    assert len(told(here, MARKO)) == 1
