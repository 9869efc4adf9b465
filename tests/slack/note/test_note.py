"""Notes: typed, from the form, by mention in a thread, and somebody else's message kept."""

from datetime import UTC, datetime

import pytest

from bot.domain.events import EntryCorrected, NoteAdded
from bot.domain.events.record import NoteKind, Source
from bot.domain.ids import IncidentId, PersonId, RoomId
from tests.support.world import GUEST, MARKO, OLENA, SUPPORT, TARAS, World, text_of

ONE = IncidentId(1)
SUPPORT_ROOM = RoomId(SUPPORT)


async def declare(world: World) -> str:
    await world.command(TARAS, SUPPORT, "declare SEV3 Card payments fail")
    room = (await world.incident()).room
    assert room
    return room


async def notes(world: World) -> list[NoteAdded]:
    async with world.bot.store.read() as work:
        entries = await work.timeline.read(ONE)
    return [entry.event for entry in entries if isinstance(entry.event, NoteAdded)]


async def test_a_note_is_kept_as_it_was_meant(here: World) -> None:
    await declare(here)

    done = await here.command(
        MARKO, SUPPORT, "note INC-1 Asked <@U0OLENA> if <1% & <https://a.example|the graph> agree"
    )

    assert done.body == {"response_type": "ephemeral", "text": "On the timeline of INC-1."}
    [note] = await notes(here)
    assert (note.author, note.by, note.said_at) == (MARKO, MARKO, here.now)
    assert "@" in note.text
    assert "&amp;" not in note.text
    assert "<@" not in note.text


async def test_the_form(here: World) -> None:
    await declare(here)

    await here.command(MARKO, SUPPORT, "note INC-1")
    await here.submit(MARKO, {"note": "Rolled back 2.14\nbecause errors rose"})

    [note] = await notes(here)
    assert note.text == "Rolled back 2.14\nbecause errors rose"


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("decision: roll back 2.14", NoteKind.DECISION, "roll back 2.14"),
        ("Зроблено: перезапустили", NoteKind.ACTION, "перезапустили"),
        ("Влияние на клиентов: карты не проходят", NoteKind.IMPACT, "карты не проходят"),
        ("asked: why", None, "asked: why"),
    ],
)
async def test_a_word_before_it_says_what_it_is(
    here: World, typed: str, kind: NoteKind | None, text: str
) -> None:
    room = await declare(here)

    await here.command(TARAS, room, f"note {typed}")

    [note] = await notes(here)
    assert (note.kind, note.text, note.source) == (kind, text, None)


async def test_the_form_asks_what_it_is(here: World) -> None:
    await declare(here)

    await here.command(MARKO, SUPPORT, "note INC-1")
    await here.submit(MARKO, {"note": "The pool is exhausted", "kind": "finding"})
    await here.command(MARKO, SUPPORT, "note INC-1")
    await here.submit(MARKO, {"note": "decision: roll back", "kind": "action"})

    assert [(note.kind, note.text) for note in await notes(here)] == [
        (NoteKind.FINDING, "The pool is exhausted"),
        (NoteKind.ACTION, "roll back"),
    ]


async def test_a_guest_notes_nothing(here: World) -> None:
    await declare(here)
    here.channel("C0ACME").members[GUEST] = None

    done = await here.command(GUEST, "C0ACME", "note INC-1 hello")

    assert done.body == {
        "response_type": "ephemeral",
        "text": "Guests cannot do this here. Ask somebody from the team to do it for you.",
    }
    assert await notes(here) == []


async def test_a_message_in_the_room_is_kept_with_its_author_and_time(here: World) -> None:
    room = await declare(here)
    said = await here.slack.acts.say(TARAS, room, "The bank says 14:00")
    await here.settle()
    here.time.now += 300

    await here.slack.acts.message_shortcut(TARAS, "add_to_timeline", room, said)
    await here.settle()

    [note] = await notes(here)
    assert (note.text, note.author, note.by) == ("The bank says 14:00", TARAS, PersonId(TARAS))
    assert note.said_at == datetime.fromtimestamp(float(said), UTC)
    assert said.replace(".", "") in note.permalink


async def test_elsewhere_the_incident_is_chosen(here: World) -> None:
    await declare(here)
    said = await here.slack.acts.say(OLENA, SUPPORT, "Zoria Bank called")
    await here.settle()

    await here.slack.acts.message_shortcut(TARAS, "add_to_timeline", SUPPORT, said)
    await here.settle()
    assert "INC-1 Card payments fail" in text_of(here.modal(TARAS).blocks)
    await here.submit(TARAS, {"incident": "1", "note": "Zoria Bank called", "kind": "impact"})

    [note] = await notes(here)
    assert (note.text, note.author, note.by) == ("Zoria Bank called", OLENA, TARAS)
    assert (note.kind, note.source) == (NoteKind.IMPACT, Source(channel=SUPPORT_ROOM, ts=said))

    await here.slack.acts.edit(OLENA, SUPPORT, said, "Zoria Bank called twice")
    await here.settle()
    assert len(await notes(here)) == 1, "what was written stays as it was"
    async with here.bot.store.read() as work:
        *_, edited = await work.timeline.read(ONE)
    assert isinstance(edited.event, EntryCorrected)
    assert edited.event.text == "Zoria Bank called twice"
