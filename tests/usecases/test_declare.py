"""Declaring, and the room that opens: exact events and effects, in one transaction."""

from datetime import timedelta

import pytest

from bot.domain.effects import (
    AddBookmark,
    Announce,
    InvitePeople,
    NotifyPerson,
    OpenRoom,
    PagePerson,
    PostCard,
    PostRunbook,
    RefreshCard,
    RefreshPages,
    SetTopic,
    TellDeclarer,
)
from bot.domain.escalation import State
from bot.domain.events import (
    Because,
    EscalationStarted,
    IncidentDeclared,
    NoteAdded,
    ResponderPaged,
    RoomOpened,
)
from bot.domain.ids import IncidentId, PersonId, RoomId
from bot.domain.incident import Flag, Incident, UpdateAlarm
from bot.domain.lifecycle import Declaration
from bot.domain.refusal import Refusal
from bot.domain.runbook import Runbook
from bot.domain.service import ClientName, ServiceName
from bot.domain.severity import SeverityName
from bot.store.database import Database
from bot.store.work import Store
from bot.usecases.declare import Evidence, declare, room_opened
from tests.support.databases import START, Wakes
from tests.support.ledger import effects, events, last_row
from tests.usecases.conftest import Declare

OLENA, TARAS = PersonId("U0OLENA"), PersonId("U0TARAS")
ONE = IncidentId(1)
CARDS = ("acme", "zoria", "northwind")


async def test_a_quiet_severity_opens_a_room_and_pages_nobody(
    store: Store, database: Database, wakes: Wakes
) -> None:
    said = Declaration(impact="Card payments fail", service=ServiceName("cards"))

    async with store.begin() as work:
        incident = await declare(work, said, severity=work.policy.severity("SEV3"), by=TARAS)

    assert incident == Incident(
        id=ONE,
        title="Card payments fail",
        severity=SeverityName("SEV3"),
        impact="Card payments fail",
        service=ServiceName("cards"),
        clients=tuple(ClientName(name) for name in CARDS),
        declared_by=TARAS,
        declared_at=START,
        lead_due_at=START + timedelta(minutes=5),
        # Acme and Zoria are key clients: they are owed at SEV3 what SEV2 owes.
        update_due_at=START + timedelta(minutes=30),
        update_alarm=UpdateAlarm.REMIND,
        update_alarm_at=START + timedelta(minutes=25),
    )
    assert await events(store, ONE) == [
        IncidentDeclared(
            incident=ONE,
            at=START,
            by=TARAS,
            title="Card payments fail",
            severity=SeverityName("SEV3"),
            impact="Card payments fail",
            service=ServiceName("cards"),
            clients=tuple(ClientName(name) for name in CARDS),
        )
    ]
    assert await effects(database) == [OpenRoom(incident=ONE)]
    assert wakes.count == 1
    async with store.read() as work:
        assert await work.incidents.get(ONE) == incident
        assert await work.incidents.members(ONE) == {TARAS}


async def test_a_paging_severity_pages_level_one_in_the_same_transaction(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared("SEV1")

    async with store.read() as work:
        (run,) = await work.escalations.of_incident(ONE)
    assert (run.state, run.version, run.position, run.round) == (State.ACTIVE, 0, 1, 1)
    assert run.next_step_at == START + timedelta(minutes=5)
    assert (run.paged, run.first_paged_at) == ((OLENA,), START)
    async with store.read() as work:
        [*_, paged] = await work.timeline.read(ONE)
    assert (await events(store, ONE))[1:] == [
        EscalationStarted(incident=ONE, at=START, escalation=run.id, path="payments", levels=4),
        ResponderPaged(
            incident=ONE,
            at=START,
            escalation=run.id,
            level=1,
            round=1,
            person=OLENA,
            because=Because.START,
        ),
    ]
    assert await effects(database) == [
        OpenRoom(incident=ONE),
        PagePerson(incident=ONE, escalation=run.id, version=0, level=1, round=1, person=OLENA),
        NotifyPerson(
            incident=ONE,
            escalation=run.id,
            version=0,
            level=1,
            round=1,
            person=OLENA,
            page=paged.id,
        ),
        RefreshCard(incident=ONE),
    ]


async def test_an_unknown_service_pages_by_the_default_path(
    store: Store, declared: Declare
) -> None:
    await declared("SEV1", None)

    async with store.read() as work:
        (run,) = await work.escalations.of_incident(ONE)
    assert run.path.name == "platform"


async def test_a_flag_makes_it_private(store: Store) -> None:
    said = Declaration(impact="Keys leaked", flags=frozenset({Flag.SECURITY}))

    async with store.begin() as work:
        incident = await declare(work, said, severity=work.policy.severity("SEV3"), by=TARAS)

    assert incident.private
    fact, *_ = await events(store, ONE)
    assert isinstance(fact, IncidentDeclared)
    assert (fact.private, fact.flags) == (True, ("security",))


async def test_the_message_it_was_declared_from_is_the_first_note(store: Store) -> None:
    evidence = Evidence(
        text="Zoria says payments fail",
        author=OLENA,
        said_at=START - timedelta(minutes=7),
        permalink="https://kobzapay.example/p1",
    )
    said = Declaration(impact="Card payments fail")

    async with store.begin() as work:
        severity = work.policy.severity("SEV3")
        await declare(work, said, severity=severity, by=TARAS, evidence=evidence)

    assert (await events(store, ONE))[1:] == [
        NoteAdded(
            incident=ONE,
            at=START,
            by=TARAS,
            text="Zoria says payments fail",
            author=OLENA,
            said_at=START - timedelta(minutes=7),
            permalink="https://kobzapay.example/p1",
        )
    ]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Declaration(impact="  \n "), "impact"),
        (Declaration(impact="🔥🔥"), "impact"),
        (
            Declaration(impact="Down", started_at=START + timedelta(seconds=1)),
            "started_at",
        ),
    ],
)
async def test_what_is_refused_leaves_nothing(
    store: Store, database: Database, wakes: Wakes, said: Declaration, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        async with store.begin() as work:
            await declare(work, said, severity=work.policy.severity("SEV1"), by=TARAS)

    assert refused.value.field == field
    assert await events(store, ONE) == []
    assert await effects(database) == []
    assert wakes.count == 0
    async with store.read() as work:
        assert await work.incidents.find(ONE) is None
        assert await work.incidents.members(ONE) == frozenset()


async def test_a_failure_after_the_decision_leaves_nothing(
    store: Store, database: Database, wakes: Wakes
) -> None:
    async def declare_and_fail() -> None:
        async with store.begin() as work:
            said = Declaration(impact="Card payments fail", service=ServiceName("cards"))
            await declare(work, said, severity=work.policy.severity("SEV1"), by=TARAS)
            await work.flush()
            raise RuntimeError("power")

    with pytest.raises(RuntimeError, match="power"):
        await declare_and_fail()

    assert await events(store, ONE) == []
    assert await effects(database) == []
    assert wakes.count == 0
    async with store.read() as work:
        assert await work.incidents.open() == []
        assert await work.escalations.active() == ()


ROOM = RoomId("C0ROOM1")


def _runbook(slug: str, *patterns: str) -> Runbook:
    return Runbook(slug=slug, title=slug, patterns=patterns, body="")


async def test_an_open_room_sets_off_all_the_rest(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared("SEV3")
    before = await last_row(database)
    runbooks = [_runbook("kyc", "kyc"), _runbook("cards-down", "card pay")]

    async with store.begin() as work:
        incident = await room_opened(work, ONE, ROOM, "inc-1-cards", runbooks=runbooks)

    assert (incident.room, incident.room_name, incident.room_count) == (ROOM, "inc-1-cards", 1)
    assert (await events(store, ONE))[1:] == [
        RoomOpened(
            incident=ONE,
            at=START,
            room=ROOM,
            name="inc-1-cards",
            declarer=TARAS,
            runbooks=("cards-down",),
        )
    ]
    assert await effects(database, after=before) == [
        InvitePeople(incident=ONE),
        PostCard(incident=ONE),
        SetTopic(incident=ONE),
        AddBookmark(incident=ONE, what="page"),
        AddBookmark(incident=ONE, what="cards-down"),
        Announce(incident=ONE),
        PostRunbook(incident=ONE, slug="cards-down"),
        TellDeclarer(incident=ONE, person=TARAS),
    ]


async def test_pages_that_left_before_the_room_opened_are_told_where_it_is(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared("SEV1")
    before = await last_row(database)

    async with store.begin() as work:
        await room_opened(work, ONE, ROOM, "inc-1-cards", runbooks=())
        (run,) = await work.escalations.of_incident(ONE)

    assert RefreshPages(incident=ONE, escalation=run.id) in await effects(database, after=before)


async def test_a_room_that_is_known_already_changes_nothing(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared("SEV1")
    async with store.begin() as work:
        await room_opened(work, ONE, ROOM, "inc-1-cards", runbooks=())
    before = await last_row(database)

    async with store.begin() as work:
        await room_opened(work, ONE, ROOM, "inc-1-cards", runbooks=())

    assert await effects(database, after=before) == []
    assert len(await events(store, ONE)) == 4
