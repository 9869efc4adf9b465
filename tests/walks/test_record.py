"""People put the room's words on record: picked, corrected, taken back, and kept when deleted."""

from hashlib import sha256

import pytest

from bot.domain.events import EntryCorrected, EntryRemoved, EvidenceKept, NoteAdded
from bot.domain.events.record import NoteKind, Source, Why
from bot.domain.ids import EvidenceId, IncidentId
from bot.domain.record import Told, told
from tests.support.world import (
    ANNA,
    GENERAL,
    GUEST,
    JAMES,
    KATE,
    MARKO,
    SUPPORT,
    World,
    text_of,
)

BOT = "<@U0TOCSIN>"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
RECORDS = NoteAdded | EntryCorrected | EntryRemoved | EvidenceKept


async def room_of(world: World, how: str = "declare SEV3 Webhooks arrive late") -> str:
    await world.command(MARKO, SUPPORT, how)
    room = (await world.incident()).room
    assert room is not None
    for person in (ANNA, JAMES):
        if person not in world.channel(room).members:
            await world.slack.acts.invite(MARKO, room, person)
    await world.settle()
    return room


async def said(world: World, user: str, room: str, text: str, thread: str = "") -> str:
    ts = await world.slack.acts.say(user, room, text, thread_ts=thread or None)
    await world.settle()
    return ts


async def record(world: World, number: int = 1) -> list[Told]:
    """What people wrote, and what became of it."""
    async with world.bot.store.read() as work:
        entries = told(await work.timeline.read(IncidentId(number)))
    return [one for one in entries if isinstance(one.event, RECORDS)]


async def notes(world: World, number: int = 1) -> list[NoteAdded]:
    """As they read now, what is struck out left out."""
    found = [one for one in await record(world, number) if one.stands]
    return [one.event for one in found if isinstance(one.event, NoteAdded)]


def calls(world: World) -> list[str]:
    return [call.method for call in world.slack.traffic.calls()]


async def test_a_reaction_puts_it_there_and_takes_it_back(anywhere: World) -> None:
    world, acts = anywhere, anywhere.slack.acts
    room = await room_of(world)
    ts = await said(world, JAMES, room, f"<@{MARKO}>: full since 08:40 & <90 % before>")
    world.time.now += 300

    for person in (ANNA, MARKO):
        await acts.react(person, room, ts, "pushpin")
        await world.settle()

    [note] = await notes(world)
    assert note.text == "@Marko Lysenko: full since 08:40 & <90 % before>"
    assert (note.author, note.by, note.kind) == (JAMES, ANNA, None)
    assert note.source == Source(channel=world.channel(room).id, ts=ts)
    assert f"{note.said_at.timestamp():.6f}" == ts
    assert note.permalink.endswith(f"/p{ts.replace('.', '')}")
    assert [one.text for one in world.whispers(ANNA)][-1:] == [
        "Kept for the timeline of INC-1. Take :pushpin: back to strike it out."
    ]

    await acts.unreact(ANNA, room, ts, "pushpin")
    await world.settle()
    assert len(await notes(world)) == 1, "Marko still holds it"
    await acts.unreact(MARKO, room, ts, "pushpin")
    await world.settle()

    assert await notes(world) == []
    [entry, removed] = await record(world)
    assert isinstance(removed.event, EntryRemoved)
    assert (removed.event.by, removed.event.why) == (MARKO, Why.TAKEN_BACK)
    assert entry.removed == removed.event


async def test_a_kind_by_its_own_emoji_and_a_reply_in_a_thread(here: World) -> None:
    room = await room_of(here)
    above = await said(here, JAMES, room, "What now?")
    ts = await said(here, MARKO, room, "We stop the importer", above)

    await here.slack.acts.react(ANNA, room, ts, "scales")
    await here.slack.acts.react(JAMES, room, ts, "+1")
    await here.settle()

    [note] = await notes(here)
    assert (note.text, note.kind, note.author) == (
        "We stop the importer",
        NoteKind.DECISION,
        MARKO,
    )


async def test_a_pin_is_a_pick_but_not_the_bots_own(here: World) -> None:
    room = await room_of(here)
    assert len(here.channel(room).pins) == 1, "the card"
    ts = await said(here, JAMES, room, "Rolled back to 2.13")

    await here.slack.acts.pin(ANNA, room, ts)
    await here.settle()
    [note] = await notes(here)
    assert (note.text, note.by) == ("Rolled back to 2.13", ANNA)

    await here.slack.acts.unpin(JAMES, room, ts)
    await here.settle()
    assert await notes(here) == [note], "only who pinned it takes it back"
    await here.slack.acts.pin(ANNA, room, ts)
    await here.slack.acts.unpin(ANNA, room, ts)
    await here.settle()
    assert await notes(here) == []


async def test_however_often_and_by_whatever_way_it_is_one_entry(here: World) -> None:
    room = await room_of(here)
    ts = await said(here, JAMES, room, "Found: the pool is exhausted")
    here.slack.faults.duplicate("reaction_added")

    await here.slack.acts.react(ANNA, room, ts, "pushpin")
    await here.slack.acts.pin(MARKO, room, ts)
    await here.slack.acts.message_shortcut(ANNA, "add_to_timeline", room, ts)
    await said(here, ANNA, room, f"{BOT} note", ts)

    [note] = await notes(here)
    assert (note.text, note.kind) == ("Found: the pool is exhausted", NoteKind.FINDING)
    assert len(await record(here)) == 1
    assert here.whispers(ANNA)[-1].text == "It is on the timeline of INC-1 already."


async def test_edits_and_a_deletion_follow_and_the_words_stay(anywhere: World) -> None:
    world, acts = anywhere, anywhere.slack.acts
    room = await room_of(world)
    ts = await said(world, JAMES, room, "Rolled back 2.14")
    await acts.react(ANNA, room, ts, "pushpin")
    await world.settle()
    world.slack.faults.duplicate("message")

    await acts.edit(JAMES, room, ts, "Rolled back 2.15")
    await world.settle()
    await acts.delete(JAMES, room, ts)
    await world.settle()

    [entry, edited, deleted] = await record(world)
    assert isinstance(entry.event, NoteAdded)
    assert (entry.event.text, entry.stands) == ("Rolled back 2.15", True)
    assert isinstance(edited.event, EntryCorrected)
    assert (edited.event.by, edited.event.old_text) == (JAMES, "Rolled back 2.14")
    assert isinstance(deleted.event, EntryCorrected)
    assert (deleted.event.by, deleted.event.why, deleted.event.old_text) == (
        None,
        Why.DELETED,
        "Rolled back 2.15",
    )


async def test_a_note_by_mention_has_its_source_and_follows_its_edits(here: World) -> None:
    room = await room_of(here)
    above = await said(here, JAMES, room, "What do we know?")

    ts = await said(here, MARKO, room, f"{BOT} note decision: roll back 2.14", above)
    await here.slack.acts.edit(MARKO, room, ts, f"{BOT} note decision: roll back 2.15")
    await here.settle()

    [note] = await notes(here)
    assert (note.text, note.kind, note.author) == ("roll back 2.15", NoteKind.DECISION, MARKO)
    assert note.source == Source(channel=here.channel(room).id, ts=ts)
    assert f"/p{ts.replace('.', '')}?thread_ts={above}" in note.permalink


async def test_a_mention_alone_in_a_thread_keeps_the_message_above(here: World) -> None:
    room = await room_of(here)
    above = await said(here, JAMES, room, "The certificate ran out")

    await said(here, MARKO, room, f"{BOT} note", above)

    [note] = await notes(here)
    assert (note.text, note.author, note.by) == ("The certificate ran out", JAMES, MARKO)
    [heard] = here.whispers(MARKO)[-1:]
    assert (heard.text, heard.thread_ts) == ("The message above is kept for INC-1.", above)


async def test_the_bots_own_words_may_be_kept_too(here: World) -> None:
    room = await room_of(here)
    [card] = here.channel(room).pins

    await said(here, MARKO, room, f"{BOT} note", card)
    await here.command(MARKO, room, "title Webhooks stand still")

    [note] = await notes(here)
    assert (note.author, note.by) == ("U0TOCSIN", MARKO)
    assert "Webhooks arrive late" in note.text
    assert len(await record(here)) == 1, "the card changes all the time, and is no one's word"


async def test_unknown_words_in_a_thread_get_a_short_help(here: World) -> None:
    room = await room_of(here)
    above = await said(here, JAMES, room, "What do we know?")

    await said(here, MARKO, room, f"{BOT} kindly help", above)

    assert here.whispers(MARKO)[-1].text == (
        "I do not know “kindly”. `/incident help` lists everything.\n"
        "In a thread say `note` and what happened, or `note` alone to keep the message above."
    )


async def test_files_are_kept_as_they_were(anywhere: World) -> None:
    world = anywhere
    room = await room_of(world)
    files = {"graph.png": PICTURE, "empty.txt": b""}
    ts = await world.slack.acts.say(JAMES, room, "", files=files)
    await world.slack.acts.react(ANNA, room, ts, "pushpin")
    await world.settle()

    [note, *kept] = await record(world)
    assert isinstance(note.event, NoteAdded)
    assert note.event.text == "graph.png, empty.txt"
    facts = {one.event.name: one.event for one in kept if isinstance(one.event, EvidenceKept)}
    assert set(facts) == set(files)
    picture = facts["graph.png"]
    assert (picture.sha256, picture.by, picture.mimetype) == (
        sha256(PICTURE).hexdigest(),
        ANNA,
        "image/png",
    )
    async with world.bot.store.read() as work:
        found = await work.evidence.read(IncidentId(1), picture.evidence or EvidenceId(""))
    assert found is not None
    assert found[1] == PICTURE


async def test_lost_answers_and_a_slow_slack_lose_nothing(here: World) -> None:
    room = await room_of(here)
    for method in ("reactions.get", "chat.getPermalink", "files.info"):
        here.slack.faults.drop_response(method)
    ts = await here.slack.acts.say(JAMES, room, "The graph", files={"graph.png": PICTURE})
    await here.slack.acts.react(ANNA, room, ts, "pushpin")
    await here.settle()
    for _ in range(6):
        await here.later(seconds=5)

    note, kept = await record(here)
    assert isinstance(note.event, NoteAdded)
    assert isinstance(kept.event, EvidenceKept)
    assert (note.event.text, kept.event.sha256) == ("The graph", sha256(PICTURE).hexdigest())


async def test_what_slack_does_not_hand_over_is_said_with_a_way_to_try_again(here: World) -> None:
    room = await room_of(here)
    ts = await here.slack.acts.say(JAMES, room, "The graph", files={"graph.png": PICTURE})
    [file] = here.slack.workspace.files.values()
    file.uploaded = False
    await here.slack.acts.react(ANNA, room, ts, "pushpin")
    await here.settle()

    assert (await here.story())[-1] == "StepFailed"
    [card] = [m for m in here.messages(room) if "take_lead" in str(m.blocks)]
    file.uploaded = True
    [retry] = [
        element["action_id"]
        for block in card.blocks
        for element in (block.get("accessory"),)
        if element and element["action_id"].startswith("retry")
    ]
    await here.click(MARKO, card, room, retry)
    assert [type(one.event).__name__ for one in await record(here)] == ["NoteAdded", "EvidenceKept"]


async def test_a_file_over_the_limit_stays_in_slack_and_that_is_said(here: World) -> None:
    room = await room_of(here)
    limit = here.bot.store.policy.timeline.most
    ts = await here.slack.acts.say(JAMES, room, "The dump", files={"heap.bin": b"x"})
    [file] = here.slack.workspace.files.values()
    file.size = limit + 1
    await here.slack.acts.message_shortcut(ANNA, "add_to_timeline", room, ts)
    await here.settle()

    [_, fact] = await record(here)
    assert isinstance(fact.event, EvidenceKept)
    assert (fact.event.evidence, fact.event.size) == (None, limit + 1)
    assert file.id in fact.event.link


async def test_correct_by_the_form(here: World) -> None:
    room = await room_of(here)
    await here.command(MARKO, room, "note Rolled back 2.14")
    await here.command(ANNA, room, "note Called the bank")

    await here.command(ANNA, room, "correct")
    entries = await record(here)
    [first, second] = [one.id for one in entries]
    await here.slack.acts.click(
        ANNA, action_id="correct", view_id=here.modal(ANNA).id, selected=f"1:{first}"
    )
    await here.settle()
    assert "Rolled back 2.14" in str(here.modal(ANNA).blocks)
    silent = await here.submit(ANNA, {"text": "Rolled back 2.15"})
    assert not silent.ok
    done = await here.submit(ANNA, {"text": "Rolled back 2.15", "reason": "a slip"})
    assert done.ok, done

    assert [note.text for note in await notes(here)] == ["Rolled back 2.15", "Called the bank"]
    [fact] = (await record(here))[0].corrections
    assert (fact.by, fact.old_text, fact.reason, fact.moment, fact.kind) == (
        ANNA,
        "Rolled back 2.14",
        "a slip",
        None,
        None,
    )
    assert here.whispers(ANNA)[-1].text.startswith("Corrected on the timeline of INC-1.")

    await here.command(ANNA, room, "correct")
    await here.slack.acts.click(
        ANNA, action_id="correct", view_id=here.modal(ANNA).id, selected=f"1:{second}"
    )
    await here.settle()
    await here.submit(ANNA, {"reason": "another incident", "strike": ["strike"]})
    assert [note.text for note in await notes(here)] == ["Rolled back 2.15"]


async def test_correct_from_the_timeline_and_back_to_it(here: World) -> None:
    room = await room_of(here)
    await here.command(MARKO, room, "note Rolled back 2.14")
    [entry] = await record(here)

    await here.command(ANNA, room, "timeline")
    await here.slack.acts.click(ANNA, action_id=f"correct:{entry.id}", view_id=here.modal(ANNA).id)
    await here.settle()
    stack = here.slack.interaction.views.stacks[ANNA]
    assert [view.callback_id for view in stack] == ["timeline", "correct"]
    done = await here.submit(ANNA, {"text": "Rolled back 2.15", "reason": "a slip"})

    assert done.ok, done
    assert [note.text for note in await notes(here)] == ["Rolled back 2.15"]


async def test_a_guest_picks_nothing_and_is_told(here: World) -> None:
    room = await room_of(here)
    here.channel(room).members[GUEST] = None
    ts = await said(here, JAMES, room, "Rolled back 2.14")

    await here.slack.acts.react(GUEST, room, ts, "pushpin")
    await here.slack.acts.pin(GUEST, room, ts)
    await here.settle()

    assert await record(here) == []
    assert {one.text for one in here.whispers(GUEST)} == {
        "Guests cannot do this here. Ask somebody from the team to do it for you."
    }


async def test_outside_war_rooms_a_pin_is_a_pin(here: World) -> None:
    await room_of(here)
    ts = await said(here, MARKO, SUPPORT, "Lunch?")
    before = calls(here)

    for emoji in ("pushpin", "scales"):
        await here.slack.acts.react(MARKO, SUPPORT, ts, emoji)
    await here.slack.acts.unreact(MARKO, SUPPORT, ts, "pushpin")
    await here.slack.acts.pin(MARKO, SUPPORT, ts)
    await here.settle()

    assert await record(here) == []
    assert calls(here) == before


async def test_ordinary_talk_costs_nothing(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    room = await room_of(here)
    await said(here, ANNA, room, "I am here")
    before, store = calls(here), here.bot.store

    def nobody_asks() -> None:
        raise AssertionError("the database was asked")

    monkeypatch.setattr(store.database, "read", nobody_asks)
    monkeypatch.setattr(store.database, "write", nobody_asks)
    talk = [await here.slack.acts.say(JAMES, room, f"Line {n}") for n in range(20)]
    await here.slack.acts.say(JAMES, room, "A reply", thread_ts=talk[0])
    await here.slack.acts.react(JAMES, room, talk[1], "eyes")
    await here.slack.acts.settled()
    monkeypatch.undo()

    assert calls(here) == before
    deliveries = here.slack.traffic.deliveries()
    assert all(one.acked for one in deliveries if one.kind == "events_api")


async def test_a_private_incidents_picks_stay_inside(here: World) -> None:
    await here.command(KATE, GENERAL, "declare SEV3 Something odd")
    await here.command(KATE, (await here.incident()).room or "", "private")
    assert (await here.submit(KATE)).ok
    room = (await here.incident()).room or ""
    before = len(here.slack.traffic.calls())
    ts = await said(here, KATE, room, "tokens of a partner leaked")
    await here.slack.acts.react(KATE, room, ts, "pushpin")
    await here.settle()

    assert [note.text for note in await notes(here)] == ["tokens of a partner leaked"]
    later = here.slack.traffic.calls()[before:]
    assert "tokens" not in str([call.args for call in later])
    spoken = [call for call in later if call.method.startswith("chat.post")]
    assert {call.args["channel"] for call in spoken} == {room}
    shown = await here.command(ANNA, GENERAL, "correct INC-1")
    assert "There is no INC-1" in text_of(shown.body) + str(shown.body)
