"""A timeline read leaf by leaf: the order it happened, a strand, either end, and ten thousand."""

from datetime import timedelta

import pytest

from bot.domain.events import EntryCorrected, EntryRemoved, NoteAdded, PersonJoined
from bot.domain.events.record import Why
from bot.domain.ids import EventId, IncidentId, PersonId
from bot.domain.strand import Strand
from bot.store.timeline import Entry
from bot.store.work import Store
from bot.usecases.timeline import leaf
from tests.support.databases import ManualTime
from tests.usecases.conftest import Declare

OLENA, MARKO = PersonId("U0OLENA"), PersonId("U0MARKO")
MINUTE = timedelta(minutes=1)


async def written(store: Store, time: ManualTime, id: IncidentId, count: int) -> None:
    """A note a minute, and after each tenth somebody comes."""
    entries = []
    for n in range(count):
        at = time.now + n * MINUTE
        note = NoteAdded(incident=id, at=at, by=OLENA, text=f"note {n}", author=OLENA, said_at=at)
        entries.append(Entry(EventId(f"n{n}"), note))
        if n % 10 == 9:
            came = PersonJoined(incident=id, at=at, by=MARKO, person=MARKO)
            entries.append(Entry(EventId(f"p{n}"), came))
    async with store.begin() as work:
        await work.incidents.get(id, for_update=True)
        await work.timeline.append(entries)


def ids(found: object) -> list[str]:
    return [row.told.id for row in found.rows]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("start", "expected", "begin"),
    [
        pytest.param(None, ["n17", "n18", "n19"], 17, id="the newest"),
        pytest.param(0, ["n0", "n1", "n2"], 0, id="the oldest"),
        pytest.param(8, ["n8", "n9", "n10"], 8, id="between"),
        pytest.param(999, ["n17", "n18", "n19"], 17, id="past the end"),
        pytest.param(-5, ["n0", "n1", "n2"], 0, id="before the beginning"),
    ],
)
async def test_a_leaf_of_a_strand(
    store: Store,
    time: ManualTime,
    declared: Declare,
    start: int | None,
    expected: list[str],
    begin: int,
) -> None:
    incident = await declared()
    await written(store, time, incident.id, 20)
    async with store.read() as work:
        found = await leaf(work, incident.id, Strand.NOTES, size=3, start=start)
        people = await leaf(work, incident.id, Strand.PEOPLE, size=3)
    assert ids(found) == expected
    assert (found.start, found.end, found.total) == (begin, begin + 3, 20)
    assert ids(people) == ["p9", "p19"]
    # Declared and nothing else came before; the numbers go through everything.
    assert [row.number for row in people.rows] == [12, 23]


async def test_the_leaf_around_an_entry(store: Store, time: ManualTime, declared: Declare) -> None:
    incident = await declared()
    await written(store, time, incident.id, 20)
    async with store.read() as work:
        found = await leaf(work, incident.id, Strand.NOTES, size=5, around=EventId("n9"))
        edge = await leaf(work, incident.id, Strand.NOTES, size=5, around=EventId("n0"))
        gone = await leaf(work, incident.id, Strand.NOTES, size=5, around=EventId("p9"))
    assert ids(found) == ["n7", "n8", "n9", "n10", "n11"]
    assert ids(edge) == ["n0", "n1", "n2", "n3", "n4"]
    assert ids(gone) == ["n15", "n16", "n17", "n18", "n19"]


async def test_entries_stand_where_they_happened_and_read_as_corrected(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    incident = await declared()
    early, later = time.now - 30 * MINUTE, time.now + 3 * MINUTE

    def note(id: str, minutes: int, text: str) -> Entry:
        said = time.now + minutes * MINUTE
        fact = NoteAdded(
            incident=incident.id, at=time.now, by=OLENA, text=text, author=OLENA, said_at=said
        )
        return Entry(EventId(id), fact)

    corrected = EntryCorrected(
        incident=incident.id,
        at=later,
        by=OLENA,
        entry=EventId("b"),
        why=Why.HAND,
        text="The first ticket",
        old_text="Ticket",
        moment=early,
        old_moment=time.now - MINUTE,
    )
    removed = EntryRemoved(
        incident=incident.id, at=later, by=OLENA, entry=EventId("a"), why=Why.HAND, text="Before"
    )
    async with store.begin() as work:
        await work.timeline.append(
            [
                note("a", -5, "Before"),
                note("b", -1, "Ticket"),
                Entry(EventId("c"), corrected),
                Entry(EventId("r"), removed),
            ]
        )
    async with store.read() as work:
        found = await leaf(work, incident.id, Strand.NOTES, size=10)
    assert ids(found) == ["b", "a", "c", "r"]
    assert [row.at for row in found.rows] == [early, time.now - 5 * MINUTE, later, later]
    first, second, *_ = (row.told for row in found.rows)
    assert isinstance(first.event, NoteAdded)
    assert (first.event.text, first.event.said_at, first.stands) == (
        "The first ticket",
        early,
        True,
    )
    assert not second.stands


async def test_ten_thousand_entries(store: Store, time: ManualTime, declared: Declare) -> None:
    incident = await declared()
    await written(store, time, incident.id, 9_000)
    async with store.read() as work:
        found = await leaf(work, incident.id, Strand.ALL, size=15, start=4_000)
        newest = await leaf(work, incident.id, Strand.ALL, size=15)
    # One for the declaration, and one in eleven is somebody who came.
    assert newest.total == 9_901
    assert (newest.rows[-1].number, ids(newest)[-1]) == (9_901, "p8999")
    assert [row.number for row in found.rows] == list(range(4_001, 4_016))
