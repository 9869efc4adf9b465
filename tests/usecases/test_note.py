"""Notes: what was said, by whom, when, and who put it on the timeline."""

from datetime import timedelta

import pytest

from bot.domain.events import NoteAdded
from bot.domain.ids import IncidentId, PersonId
from bot.domain.refusal import Refusal
from bot.store.database import Database
from bot.store.work import Store
from bot.usecases.note import note
from tests.support.databases import START, ManualTime
from tests.support.ledger import effects, events, last_row
from tests.usecases.conftest import Declare

ONE = IncidentId(1)
TARAS, OLENA = PersonId("U0TARAS"), PersonId("U0OLENA")


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


async def test_somebody_elses_message_keeps_its_author_and_time(
    store: Store, declared: Declare
) -> None:
    await declared()
    said_at = START - timedelta(minutes=3)

    async with store.begin() as work:
        await note(
            work, ONE, "It is the bank", by=TARAS, author=OLENA, said_at=said_at, permalink="p"
        )

    assert (await events(store, ONE))[1:] == [
        NoteAdded(
            incident=ONE,
            at=START,
            by=TARAS,
            text="It is the bank",
            author=OLENA,
            said_at=said_at,
            permalink="p",
        )
    ]


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
