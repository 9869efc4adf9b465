"""Files kept as evidence: their bytes once for an incident, or a link to where they stay."""

from hashlib import sha256

from bot.domain.effects import KeepEvidence
from bot.domain.events import EvidenceKept
from bot.domain.ids import EventId, EvidenceId, IncidentId, PersonId
from bot.store.work import Store
from bot.usecases import evidence
from bot.usecases.evidence import File
from tests.support.databases import START
from tests.support.ledger import events
from tests.usecases.conftest import Declare

ONE, TWO = IncidentId(1), IncidentId(2)
OLENA = PersonId("U0OLENA")
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
FILE = File(name="graph\u202e.png", mimetype="image/png", size=len(PICTURE), link="https://k/F1")


def order(entry: str = "n1", incident: IncidentId = ONE) -> KeepEvidence:
    return KeepEvidence(
        incident=incident, entry=EventId(entry), file="F1", name="graph.png", by=OLENA
    )


async def keep(
    store: Store, effect: KeepEvidence, content: bytes | None = PICTURE
) -> EvidenceKept | None:
    """What was added to the timeline for it."""
    before = len(await events(store, effect.incident))
    async with store.begin() as work:
        await evidence.keep(work, effect, FILE, content)
    added = (await events(store, effect.incident))[before:]
    assert len(added) < 2
    return next((each for each in added if isinstance(each, EvidenceKept)), None)


async def test_bytes_come_back_as_they_were(store: Store, declared: Declare) -> None:
    await declared()

    fact = await keep(store, order())

    assert fact is not None
    assert fact.evidence is not None
    assert fact == EvidenceKept(
        incident=ONE,
        at=START,
        by=OLENA,
        entry=EventId("n1"),
        file="F1",
        name="graph.png",
        mimetype="image/png",
        size=len(PICTURE),
        evidence=fact.evidence,
        sha256=sha256(PICTURE).hexdigest(),
    )
    async with store.read() as work:
        found = await work.evidence.read(ONE, fact.evidence)
        assert await work.evidence.read(TWO, fact.evidence) is None
        assert await work.evidence.read(ONE, EvidenceId("none")) is None
    assert found is not None
    kept, content = found
    assert content == PICTURE
    assert (kept.kept_by, kept.kept_at, kept.sha256) == (OLENA, START, fact.sha256)


async def test_a_file_is_kept_once_and_each_entry_points_to_it(
    store: Store, declared: Declare
) -> None:
    await declared()
    await declared()

    first = await keep(store, order())
    again = await keep(store, order())
    other = await keep(store, order("n2"))
    elsewhere = await keep(store, order(incident=TWO))

    assert again is None
    assert first is not None
    assert other is not None
    assert elsewhere is not None
    assert (other.evidence, other.sha256) == (first.evidence, first.sha256)
    assert elsewhere.evidence not in {None, first.evidence}


async def test_what_is_too_large_stays_where_it_is(store: Store, declared: Declare) -> None:
    await declared()

    fact = await keep(store, order(), None)

    assert fact is not None
    assert (fact.evidence, fact.sha256, fact.link, fact.name) == (
        None,
        "",
        "https://k/F1",
        "graph.png",
    )
