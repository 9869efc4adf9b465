"""Severity, status, roles, title, service, visibility and the ends of an incident."""

from datetime import timedelta

import pytest

from bot.domain.effects import (
    Announce,
    AskForLead,
    Effect,
    InvitePeople,
    OpenRoom,
    PagePerson,
    RefreshCard,
    RefreshPages,
    RetireRoom,
    SetTopic,
    TellDuties,
    TellRoom,
)
from bot.domain.escalation import State
from bot.domain.events import (
    Because,
    EscalationStarted,
    EscalationStopped,
    IncidentAbsorbed,
    IncidentCancelled,
    IncidentClosed,
    IncidentMerged,
    IncidentReopened,
    LeadMissed,
    MadePrivate,
    PersonJoined,
    PersonLeft,
    ResponderPaged,
    RoleTaken,
    ServiceChanged,
    SeverityChanged,
    StatusChanged,
    TitleChanged,
)
from bot.domain.ids import IncidentId, PersonId, RoomId
from bot.domain.incident import Incident, Status
from bot.domain.refusal import Refusal
from bot.domain.role import COMMS, LEAD
from bot.domain.service import ServiceName
from bot.domain.severity import SeverityName
from bot.store.database import Database
from bot.store.work import Store
from bot.usecases import page, triage
from bot.usecases.declare import room_opened
from bot.usecases.resolve import resolve
from tests.support.databases import START, ManualTime
from tests.support.ledger import effects, events, last_row
from tests.usecases.conftest import Declare

ONE, TWO = IncidentId(1), IncidentId(2)
TARAS, OLENA, IRYNA = PersonId("U0TARAS"), PersonId("U0OLENA"), PersonId("U0IRYNA")
ROOM = RoomId("C0ROOM1")


async def _kinds(database: Database, after: int) -> list[type[Effect]]:
    return [type(effect) for effect in await effects(database, after=after)]


async def _incident(store: Store, id: IncidentId = ONE) -> Incident:
    async with store.read() as work:
        return await work.incidents.get(id)


async def test_a_worse_severity_pages_and_tightens_the_duty_to_update(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV3")
    before = await last_row(database)
    time.later(minutes=2)

    async with store.begin() as work:
        to = work.policy.severity("1")
        incident = await triage.reclassify(work, ONE, to, by=TARAS, reason="money is stuck")
        (run,) = await work.escalations.of_incident(ONE)

    assert incident.severity == "SEV1"
    assert incident.update_due_at == START + timedelta(minutes=15)
    assert (await events(store, ONE))[1:] == [
        SeverityChanged(
            incident=ONE,
            at=time.now,
            by=TARAS,
            old=SeverityName("SEV3"),
            new=SeverityName("SEV1"),
            worse=True,
            reason="money is stuck",
        ),
        EscalationStarted(
            incident=ONE, at=time.now, by=TARAS, escalation=run.id, path="payments", levels=4
        ),
        ResponderPaged(
            incident=ONE,
            at=time.now,
            escalation=run.id,
            level=1,
            round=1,
            person=OLENA,
            because=Because.START,
        ),
    ]
    card, topic, announced, told, paged, _beside = await effects(database, after=before)
    assert (card, topic) == (RefreshCard(incident=ONE), SetTopic(incident=ONE))
    assert announced == Announce(incident=ONE)
    assert isinstance(told, TellRoom)
    assert paged == PagePerson(
        incident=ONE, escalation=run.id, version=0, level=1, round=1, person=OLENA
    )


async def test_between_paging_severities_nobody_is_paged_twice(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared("SEV2")
    before = await last_row(database)

    async with store.begin() as work:
        await triage.reclassify(work, ONE, work.policy.severity("SEV1"), by=TARAS)

    assert PagePerson not in await _kinds(database, before)


async def test_a_milder_severity_loosens_the_duty(store: Store, declared: Declare) -> None:
    await declared("SEV1")

    async with store.begin() as work:
        incident = await triage.reclassify(work, ONE, work.policy.severity("SEV4"), by=TARAS)

    # SEV4 owes nothing, but a key client is owed what SEV3 owes.
    assert incident.update_due_at == START + timedelta(minutes=60)
    fact = (await events(store, ONE))[-1]
    assert isinstance(fact, SeverityChanged)
    assert not fact.worse


async def test_the_same_severity_changes_nothing(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared("SEV3")
    before = await last_row(database)

    async with store.begin() as work:
        await triage.reclassify(work, ONE, work.policy.severity("SEV3"), by=TARAS)

    assert await effects(database, after=before) == []
    assert len(await events(store, ONE)) == 1


async def test_a_status_is_set_among_the_open_ones(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared()
    before = await last_row(database)

    async with store.begin() as work:
        await triage.set_status(work, ONE, Status.IDENTIFIED, by=TARAS)
    with pytest.raises(Refusal, match="incident resolve"):
        async with store.begin() as work:
            await triage.set_status(work, ONE, Status.RESOLVED, by=TARAS)

    assert (await events(store, ONE))[1:] == [
        StatusChanged(incident=ONE, at=START, by=TARAS, old="investigating", new="identified")
    ]
    assert await _kinds(database, before) == [RefreshCard, SetTopic, Announce, TellRoom]
    assert (await _incident(store)).status is Status.IDENTIFIED


async def test_the_lead_is_taken_and_handed_over_with_a_record(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared()
    async with store.begin() as work:
        await triage.take_role(work, ONE, LEAD, TARAS, by=TARAS)
    before = await last_row(database)

    async with store.begin() as work:
        incident = await triage.take_role(work, ONE, LEAD, IRYNA, by=TARAS)

    assert (incident.lead, incident.lead_due_at) == (IRYNA, None)
    assert (await events(store, ONE))[1:] == [
        RoleTaken(incident=ONE, at=START, by=TARAS, role=LEAD, person=TARAS),
        RoleTaken(incident=ONE, at=START, by=TARAS, role=LEAD, person=IRYNA, previous=TARAS),
    ]
    told, invited, duties = await effects(database, after=before)
    assert isinstance(told, TellRoom)
    assert invited == InvitePeople(incident=ONE, people=(IRYNA,))
    assert duties == TellDuties(incident=ONE, role=LEAD, person=IRYNA)
    async with store.read() as work:
        assert await work.incidents.members(ONE) == {TARAS, IRYNA}


async def test_another_role_leaves_the_lead_wanted(store: Store, declared: Declare) -> None:
    await declared()

    async with store.begin() as work:
        incident = await triage.take_role(work, ONE, COMMS, IRYNA, by=IRYNA)

    assert incident.lead_due_at == START + timedelta(minutes=5)


async def test_a_lead_nobody_took_is_asked_for_once(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    await declared()
    before = await last_row(database)
    time.later(minutes=5)

    async with store.begin() as work:
        assert await triage.miss_leads(work) == 1
    async with store.begin() as work:
        assert await triage.miss_leads(work) == 0

    assert (await events(store, ONE))[1:] == [
        LeadMissed(incident=ONE, at=time.now, after_seconds=300)
    ]
    assert await effects(database, after=before) == [
        AskForLead(incident=ONE),
        RefreshCard(incident=ONE),
    ]


async def test_title_and_service_are_changed(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared(service=None)
    before = await last_row(database)

    async with store.begin() as work:
        await triage.retitle(work, ONE, "Cards are\ndeclined <!channel>", by=TARAS)
        incident = await triage.set_service(work, ONE, ServiceName("kyc"), by=TARAS)

    assert (incident.title, incident.clients) == ("Cards are declined <!channel>", ("zoria",))
    assert (await events(store, ONE))[1:] == [
        TitleChanged(
            incident=ONE,
            at=START,
            by=TARAS,
            old="Card payments fail",
            new="Cards are declined <!channel>",
        ),
        ServiceChanged(
            incident=ONE,
            at=START,
            by=TARAS,
            old=None,
            new=ServiceName("kyc"),
            title=store.policy.services[ServiceName("kyc")].title,
        ),
    ]
    kinds = await _kinds(database, before)
    assert kinds == [RefreshCard, SetTopic, Announce, TellRoom, TellRoom]


async def test_making_it_private_opens_a_new_room_and_retires_the_old(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared()
    async with store.begin() as work:
        await room_opened(work, ONE, ROOM, "inc-1", runbooks=())
    before = await last_row(database)

    async with store.begin() as work:
        incident = await triage.make_private(work, ONE, by=OLENA)

    assert (incident.private, incident.room) == (True, None)
    assert (await events(store, ONE))[-1] == MadePrivate(
        incident=ONE, at=START, by=OLENA, old_room=ROOM
    )
    assert await effects(database, after=before) == [
        OpenRoom(incident=ONE),
        RetireRoom(incident=ONE, room=ROOM),
    ]
    async with store.read() as work:
        assert await work.incidents.members(ONE) == {TARAS, OLENA}


async def test_cancelling_lets_whoever_is_paged_sleep(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared("SEV1")
    before = await last_row(database)

    async with store.begin() as work:
        incident = await triage.cancel(work, ONE, by=TARAS, reason="a test transaction")
        (run,) = await work.escalations.of_incident(ONE)

    assert (incident.status, incident.lead_due_at, incident.update_due_at) == (
        Status.CANCELLED,
        None,
        None,
    )
    assert (run.state, run.next_step_at) == (State.STOPPED, None)
    assert (await events(store, ONE))[-2:] == [
        IncidentCancelled(incident=ONE, at=START, by=TARAS, reason="a test transaction"),
        EscalationStopped(incident=ONE, at=START, escalation=run.id),
    ]
    assert RefreshPages(incident=ONE, escalation=run.id) in await effects(database, after=before)


async def test_a_merge_ends_one_and_tells_the_other(store: Store, declared: Declare) -> None:
    await declared("SEV1")
    await declared("SEV2")

    async with store.begin() as work:
        gone = await triage.merge(work, TWO, ONE, by=TARAS)
        first = await work.escalations.of_incident(ONE)
        second = await work.escalations.of_incident(TWO)

    assert (gone.status, gone.merged_into) == (Status.MERGED, ONE)
    assert (await events(store, ONE))[-1] == IncidentAbsorbed(
        incident=ONE, at=START, by=TARAS, other=TWO
    )
    assert (await events(store, TWO))[-2:] == [
        IncidentMerged(incident=TWO, at=START, by=TARAS, into=ONE),
        EscalationStopped(incident=TWO, at=START, escalation=second[0].id),
    ]
    assert [run.state for run in (*first, *second)] == [State.ACTIVE, State.STOPPED]


async def test_a_merge_into_itself_or_into_an_ended_one_is_refused(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared()
    await declared()
    async with store.begin() as work:
        await triage.cancel(work, ONE, by=TARAS, reason="")
    before = await last_row(database)

    with pytest.raises(Refusal, match="into itself"):
        async with store.begin() as work:
            await triage.merge(work, TWO, TWO, by=TARAS)
    with pytest.raises(Refusal, match="INC-1 is not open"):
        async with store.begin() as work:
            await triage.merge(work, TWO, ONE, by=TARAS)

    assert (await _incident(store, TWO)).status is Status.INVESTIGATING
    assert await effects(database, after=before) == []


async def test_a_private_incident_is_not_merged_into_a_public_one(
    store: Store, declared: Declare
) -> None:
    await declared()
    await declared(private=True)

    with pytest.raises(Refusal, match="Make INC-1 private first"):
        async with store.begin() as work:
            await triage.merge(work, TWO, ONE, by=TARAS)


async def test_closing_and_reopening(store: Store, declared: Declare) -> None:
    await declared()
    with pytest.raises(Refusal, match="Resolve INC-1 first"):
        async with store.begin() as work:
            await triage.close(work, ONE, by=TARAS)
    async with store.begin() as work:
        await resolve(work, ONE, by=TARAS, summary="A bad deploy, rolled back.")
        await triage.close(work, ONE, by=TARAS)

    async with store.begin() as work:
        incident = await triage.reopen(work, ONE, by=OLENA, reason="it is back")

    assert (incident.status, incident.resolved_at, incident.closed_at) == (
        Status.INVESTIGATING,
        None,
        None,
    )
    assert (await events(store, ONE))[-2:] == [
        IncidentClosed(incident=ONE, at=START, by=TARAS),
        IncidentReopened(incident=ONE, at=START, by=OLENA, reason="it is back"),
    ]


async def test_a_reopened_incident_can_page_again(store: Store, declared: Declare) -> None:
    await declared("SEV1")
    async with store.begin() as work:
        await resolve(work, ONE, by=TARAS, summary="A bad deploy, rolled back.")
        await triage.reopen(work, ONE, by=TARAS, reason="")

    async with store.begin() as work:
        await page.escalate(work, ONE, by=TARAS)
        runs = await work.escalations.of_incident(ONE)

    assert sorted(run.state for run in runs) == [State.ACTIVE, State.STOPPED]


async def test_entering_and_leaving_the_room(store: Store, declared: Declare) -> None:
    await declared(private=True)
    async with store.begin() as work:
        await room_opened(work, ONE, ROOM, "inc-1", runbooks=())

    async with store.begin() as work:
        await triage.joined(work, ROOM, IRYNA)
        assert await work.incidents.members(ONE) == {TARAS, IRYNA}
        await triage.left(work, ROOM, IRYNA)
        await triage.joined(work, RoomId("C0GENERAL"), OLENA)

    async with store.read() as work:
        assert await work.incidents.members(ONE) == {TARAS}
    assert (await events(store, ONE))[-2:] == [
        PersonJoined(incident=ONE, at=START, by=IRYNA, person=IRYNA),
        PersonLeft(incident=ONE, at=START, by=IRYNA, person=IRYNA),
    ]
