"""Picked messages: one entry however many pick it; taken back, edited, deleted."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.effects import KeepEvidence, KeepMessage
from bot.domain.events import EntryCorrected, EntryRemoved, Event, NoteAdded
from bot.domain.events.record import Attachment, NoteKind, Source, Why
from bot.domain.ids import EventId, IncidentId, PersonId, RoomId
from bot.domain.pick import Hand, How, Pick
from bot.store.database import Database
from bot.store.work import Store
from bot.usecases import pick
from bot.usecases.pick import Said
from tests.support.databases import START, ManualTime
from tests.support.ledger import effects, events, last_row
from tests.usecases.conftest import Declare

ONE = IncidentId(1)
TARAS, OLENA, IRYNA = PersonId("U0TARAS"), PersonId("U0OLENA"), PersonId("U0IRYNA")
THERE = Source(channel=RoomId("C0ROOM"), ts="1795424280.000100")
BY_OLENA = Hand(person=OLENA, how=How.REACTION, emoji="pushpin")
BY_IRYNA = Hand(person=IRYNA, how=How.PIN)
SAID = Said(
    text="We roll back 2.14",
    author=TARAS,
    said_at=START - timedelta(minutes=2),
    permalink="https://k/p1",
    files=(Attachment(file="F1", name="graph.png"),),
)


async def picked(
    store: Store, hand: Hand = BY_OLENA, *, kind: NoteKind | None = None, said: Said | None = SAID
) -> bool:
    async with store.begin() as work:
        return await pick.pick(work, ONE, THERE, hand, kind=kind, said=said, because="event:Ev1")


async def kept(store: Store) -> Pick | None:
    async with store.read() as work:
        found = await work.picks.of_message(THERE)
    return found[0] if found else None


async def written(store: Store) -> list[Event]:
    """What is on the timeline since the declare."""
    return (await events(store, ONE))[1:]


async def entry(store: Store) -> EventId:
    async with store.read() as work:
        return next(
            one.id for one in await work.timeline.read(ONE) if isinstance(one.event, NoteAdded)
        )


async def test_a_message_at_hand_is_written_down_with_where_it_is_from(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared()
    before = await last_row(database)

    assert await picked(store, kind=NoteKind.DECISION)

    note = NoteAdded(
        incident=ONE,
        at=START,
        by=OLENA,
        text="We roll back 2.14",
        author=TARAS,
        said_at=START - timedelta(minutes=2),
        permalink="https://k/p1",
        kind=NoteKind.DECISION,
        source=THERE,
        files=(Attachment(file="F1", name="graph.png"),),
    )
    assert await written(store) == [note]
    id = await entry(store)
    assert await effects(database, after=before) == [
        KeepEvidence(incident=ONE, entry=id, file="F1", name="graph.png", by=OLENA)
    ]
    assert await kept(store) == Pick(
        incident=ONE,
        source=THERE,
        hands=(BY_OLENA,),
        kind=NoteKind.DECISION,
        entry=id,
        picked_at=START,
    )


async def test_a_message_elsewhere_is_read_first_and_then_written_once(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared()
    before = await last_row(database)

    assert await picked(store, said=None)
    assert not await picked(store, BY_IRYNA, said=None)

    assert await effects(database, after=before) == [
        KeepMessage(incident=ONE, channel=THERE.channel, ts=THERE.ts)
    ]
    assert await written(store) == []
    for _ in range(2):
        async with store.begin() as work:
            await pick.keep(work, ONE, THERE, SAID, {"pushpin"})
    [note] = await written(store)
    assert isinstance(note, NoteAdded)
    assert (note.by, note.author, note.kind) == (OLENA, TARAS, None)
    known = await kept(store)
    assert known is not None
    assert known.hands == (BY_OLENA, BY_IRYNA)


async def test_two_who_pick_at_once_make_one_entry(store: Store, declared: Declare) -> None:
    await declared()

    fresh = await asyncio.gather(picked(store), picked(store, BY_IRYNA))

    assert sorted(fresh) == [False, True]
    assert len(await written(store)) == 1
    known = await kept(store)
    assert known is not None
    assert set(known.hands) == {BY_OLENA, BY_IRYNA}


async def test_the_words_themselves_may_name_the_kind(store: Store, declared: Declare) -> None:
    await declared()

    await picked(store, said=Said(text="Рішення: відкочуємо", author=TARAS, said_at=START))

    [note] = await written(store)
    assert isinstance(note, NoteAdded)
    assert (note.kind, note.text) == (NoteKind.DECISION, "Рішення: відкочуємо")


async def test_a_second_pick_adds_a_kind_to_an_entry_without_one(
    store: Store, declared: Declare
) -> None:
    await declared()
    await picked(store)

    assert not await picked(store, BY_IRYNA, kind=NoteKind.FINDING)
    assert not await picked(store, BY_IRYNA, kind=NoteKind.ACTION)

    _, marked = await written(store)
    assert marked == EntryCorrected(
        incident=ONE,
        at=START,
        by=IRYNA,
        entry=await entry(store),
        why=Why.HAND,
        kind=NoteKind.FINDING,
    )


async def test_it_is_struck_out_when_the_last_who_holds_it_lets_go(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared()
    await picked(store)
    await picked(store, BY_IRYNA)

    async def let_go(hand: Hand) -> bool:
        async with store.begin() as work:
            return await pick.let_go(work, THERE, hand)

    assert not await let_go(Hand(person=OLENA, how=How.PIN)), "not how she picked it"
    assert not await let_go(BY_OLENA), "another holds it"
    assert len(await written(store)) == 1
    time.later(minutes=1)
    assert await let_go(BY_IRYNA)
    assert not await let_go(BY_IRYNA)

    assert (await written(store))[1:] == [
        EntryRemoved(
            incident=ONE,
            at=time.now,
            by=IRYNA,
            entry=await entry(store),
            why=Why.TAKEN_BACK,
            text="We roll back 2.14",
        )
    ]


async def test_picked_again_after_that_it_is_a_new_entry(store: Store, declared: Declare) -> None:
    await declared()
    await picked(store)
    async with store.begin() as work:
        await pick.let_go(work, THERE, BY_OLENA)

    assert await picked(store, BY_IRYNA)

    assert [type(each).__name__ for each in await written(store)] == [
        "NoteAdded",
        "EntryRemoved",
        "NoteAdded",
    ]


@pytest.mark.parametrize("stays", [(), ("eyes",)])
async def test_what_was_taken_back_before_it_was_read_is_not_written(
    store: Store, declared: Declare, stays: tuple[str, ...]
) -> None:
    """By the reaction's absence too: its removal may be heard of before it itself is."""
    await declared()
    await picked(store, said=None)

    async with store.begin() as work:
        await pick.keep(work, ONE, THERE, SAID, stays)
        await pick.keep(work, ONE, THERE, SAID, {"pushpin"})

    assert await written(store) == []


async def test_a_message_that_is_gone_or_empty_is_forgotten(
    store: Store, declared: Declare
) -> None:
    await declared()
    await picked(store, said=None)
    async with store.begin() as work:
        await pick.forget(work, ONE, THERE)
    assert await picked(store, said=None), "nobody held it any more"

    async with store.begin() as work:
        nothing = Said(text=" ", author=TARAS, said_at=START)
        await pick.keep(work, ONE, THERE, nothing, {"pushpin"})

    assert await written(store) == []
    known = await kept(store)
    assert known is not None
    assert not known.held


def reading(text: str) -> Callable[[How], str]:
    return {How.REACTION: text, How.SAID: f"said {text}"}.__getitem__


async def test_an_edit_follows_and_keeps_what_stood_there(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared()
    await picked(store)
    time.later(minutes=1)

    for text in ("We roll back 2.15", "We roll back 2.15", " "):
        async with store.begin() as work:
            await pick.edited(work, THERE, reading(text), by=TARAS, because="event:Ev2")

    assert (await written(store))[1:] == [
        EntryCorrected(
            incident=ONE,
            at=time.now,
            by=TARAS,
            entry=await entry(store),
            why=Why.EDITED,
            text="We roll back 2.15",
            old_text="We roll back 2.14",
        )
    ]


async def test_an_edit_while_it_is_being_read_is_not_lost(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared()
    await picked(store, said=None)
    before = await last_row(database)

    async with store.begin() as work:
        await pick.edited(work, THERE, reading("We wait"), by=TARAS, because="event:Ev2")
    read_again = replace(SAID, text="We wait", edited_by=TARAS)
    for said in (SAID, read_again, read_again):
        async with store.begin() as work:
            await pick.keep(work, ONE, THERE, said, {"pushpin"})

    keep = KeepMessage(incident=ONE, channel=THERE.channel, ts=THERE.ts)
    assert (await effects(database, after=before))[0] == keep
    note, edited = await written(store)
    assert isinstance(note, NoteAdded)
    assert note.text == "We roll back 2.14"
    assert isinstance(edited, EntryCorrected)
    assert (edited.text, edited.by, edited.why) == ("We wait", TARAS, Why.EDITED)


async def test_a_deletion_is_told_once_and_takes_nothing_away(
    store: Store, declared: Declare
) -> None:
    await declared()
    await picked(store)

    for _ in range(2):
        async with store.begin() as work:
            await pick.deleted(work, THERE)

    assert (await written(store))[1:] == [
        EntryCorrected(
            incident=ONE,
            at=START,
            entry=await entry(store),
            why=Why.DELETED,
            old_text="We roll back 2.14",
        )
    ]


async def test_what_is_struck_out_follows_no_edit(store: Store, declared: Declare) -> None:
    await declared()
    await picked(store)
    async with store.begin() as work:
        await pick.let_go(work, THERE, BY_OLENA)
        await work.flush()
        await pick.edited(work, THERE, reading("other"), by=TARAS, because="event:Ev2")
        await pick.deleted(work, THERE)

    assert len(await written(store)) == 2


async def test_other_messages_are_nobodys(store: Store, declared: Declare) -> None:
    await declared()
    await picked(store)
    other = Source(channel=THERE.channel, ts="1795424280.000200")

    async with store.begin() as work:
        await pick.edited(work, other, reading("other"), by=TARAS, because="event:Ev2")
        await pick.deleted(work, other)
        assert not await pick.let_go(work, other, BY_OLENA)

    assert len(await written(store)) == 1
