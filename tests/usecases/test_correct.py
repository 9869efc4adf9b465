"""Corrections by hand: what stood there stays, and somebody says why."""

from datetime import timedelta

import pytest

from bot.domain.events import EntryCorrected, EntryRemoved, NoteAdded
from bot.domain.events.record import NoteKind, Why
from bot.domain.ids import EventId, IncidentId, PersonId
from bot.domain.refusal import Refusal
from bot.store.work import Store
from bot.usecases.correct import correct, strike
from bot.usecases.note import note
from tests.support.databases import START, ManualTime
from tests.support.ledger import events
from tests.usecases.conftest import Declare

ONE = IncidentId(1)
TARAS, OLENA = PersonId("U0TARAS"), PersonId("U0OLENA")


@pytest.fixture
async def entry(store: Store, declared: Declare) -> EventId:
    await declared()
    async with store.begin() as work:
        await note(work, ONE, "Rolled back 2.14", by=TARAS)
    async with store.read() as work:
        [*_, last] = await work.timeline.read(ONE)
    return last.id


async def test_text_time_and_kind_in_one(store: Store, time: ManualTime, entry: EventId) -> None:
    time.later(minutes=5)
    happened = START - timedelta(minutes=3)

    async with store.begin() as work:
        await correct(
            work,
            ONE,
            entry,
            text="Rolled back 2.15",
            moment=happened,
            kind=NoteKind.ACTION,
            reason="a slip",
            by=OLENA,
        )

    [_, written, corrected] = await events(store, ONE)
    assert isinstance(written, NoteAdded)
    assert written.text == "Rolled back 2.14"
    assert corrected == EntryCorrected(
        incident=ONE,
        at=time.now,
        by=OLENA,
        entry=entry,
        why=Why.HAND,
        text="Rolled back 2.15",
        old_text="Rolled back 2.14",
        moment=happened,
        old_moment=START,
        kind=NoteKind.ACTION,
        reason="a slip",
    )


async def test_it_is_struck_out_with_a_reason(store: Store, entry: EventId) -> None:
    for _ in range(2):
        async with store.begin() as work:
            await strike(work, ONE, entry, reason="another incident", by=OLENA)

    assert (await events(store, ONE))[2:] == [
        EntryRemoved(
            incident=ONE,
            at=START,
            by=OLENA,
            entry=entry,
            why=Why.HAND,
            text="Rolled back 2.14",
            reason="another incident",
        )
    ]


async def test_without_a_reason_nothing_changes(store: Store, entry: EventId) -> None:
    for change in (correct, strike):
        with pytest.raises(Refusal, match="Say why") as refused:
            async with store.begin() as work:
                await change(work, ONE, entry, reason=" ", by=OLENA)  # type: ignore[operator]
        assert refused.value.field == "reason"
    assert len(await events(store, ONE)) == 2


async def test_an_entry_of_another_incident_is_not_found(
    store: Store, declared: Declare, entry: EventId
) -> None:
    await declared()

    with pytest.raises(Refusal, match="Only what people wrote"):
        async with store.begin() as work:
            await correct(work, IncidentId(2), entry, text="b", reason="c", by=OLENA)
