"""Notes: what was said, by whom, when, and who put it on the timeline."""

import pytest

from bot.domain.events import NoteAdded
from bot.domain.events.record import NoteKind
from bot.domain.ids import IncidentId, PersonId
from bot.domain.refusal import Refusal
from bot.store.database import Database
from bot.store.work import Store
from bot.usecases.note import note
from tests.support.databases import ManualTime
from tests.support.ledger import effects, events, last_row
from tests.usecases.conftest import Declare

ONE = IncidentId(1)
TARAS = PersonId("U0TARAS")


async def test_a_note_of_ones_own_sends_nothing(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    await declared()
    before = await last_row(database)
    time.later(minutes=1)

    async with store.begin() as work:
        await note(work, ONE, "Rolled back 2.14", by=TARAS)

    assert (await events(store, ONE))[1:] == [
        NoteAdded(
            incident=ONE,
            at=time.now,
            by=TARAS,
            text="Rolled back 2.14",
            author=TARAS,
            said_at=time.now,
        )
    ]
    assert await effects(database, after=before) == []


async def test_a_note_may_be_more_than_a_note(store: Store, declared: Declare) -> None:
    await declared()

    async with store.begin() as work:
        await note(work, ONE, "We roll back", by=TARAS, kind=NoteKind.DECISION)

    [_, written] = await events(store, ONE)
    assert isinstance(written, NoteAdded)
    assert (written.text, written.kind) == ("We roll back", NoteKind.DECISION)


@pytest.mark.parametrize("text", ["", "  \n", "\u202e"])
async def test_an_empty_note_is_refused(store: Store, declared: Declare, text: str) -> None:
    await declared()

    with pytest.raises(Refusal, match="Write the note") as refused:
        async with store.begin() as work:
            await note(work, ONE, text, by=TARAS)

    assert refused.value.field == "note"
    assert len(await events(store, ONE)) == 1


async def test_a_note_on_an_unknown_incident_is_refused(store: Store) -> None:
    with pytest.raises(Refusal, match="There is no INC-9"):
        async with store.begin() as work:
            await note(work, IncidentId(9), "hello", by=TARAS)
