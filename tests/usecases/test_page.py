"""Paging: who is asked, when, and what every answer sets off. Kobza Pay's payments path.

On 23 November 2026 at 11:00 in Kyiv the rotations name Olena (L1), Iryna (L2), Daryna (L3) and
Anna (developers); the last resort is Nataliia. Every level waits five minutes.
"""

from datetime import timedelta

import pytest

from bot.domain.effects import (
    Effect,
    InvitePeople,
    NotifyPerson,
    PagePerson,
    RefreshCard,
    RefreshPages,
    TellRoom,
)
from bot.domain.escalation import Escalation, State
from bot.domain.events import (
    Because,
    EscalationForced,
    EscalationStarted,
    Event,
    NoteAdded,
    PageAcknowledged,
    PageDeclined,
    PersonCalled,
    ResponderPaged,
)
from bot.domain.ids import IncidentId, PersonId
from bot.domain.refusal import Refusal
from bot.store.database import Database
from bot.store.work import Store
from bot.usecases import page, resolve
from bot.usecases.advance import advance_due
from tests.support.databases import START, ManualTime
from tests.support.ledger import effects, events, last_row
from tests.usecases.conftest import Declare

ONE = IncidentId(1)
TARAS, OLENA, IRYNA = PersonId("U0TARAS"), PersonId("U0OLENA"), PersonId("U0IRYNA")
DARYNA, ANNA, NATALIA = PersonId("U0DARYNA"), PersonId("U0ANNA"), PersonId("U0NATALIA")
PAVLO = PersonId("U0PAVLO")


async def _run(store: Store) -> Escalation:
    async with store.read() as work:
        runs = await work.escalations.of_incident(ONE)
    return runs[-1]


async def _fire(store: Store) -> int:
    async with store.begin() as work:
        return await advance_due(work)


async def _paged(store: Store) -> list[tuple[int, PersonId | None]]:
    found = [fact for fact in await events(store, ONE) if isinstance(fact, ResponderPaged)]
    return [(fact.level, fact.person) for fact in found]


async def _orders(database: Database, after: int) -> list[Effect]:
    """What was ordered since, but for the ways out of Slack (tests of `reach`)."""
    found = await effects(database, after=after)
    return [effect for effect in found if not isinstance(effect, NotifyPerson)]


async def _last(store: Store) -> Event:
    return (await events(store, ONE))[-1]


async def test_nothing_is_due_before_its_time(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV1")
    time.later(minutes=4, seconds=59)

    assert await _fire(store) == 0
    assert await _paged(store) == [(1, OLENA)]


async def test_silence_pages_the_next_level(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV1")
    before = await last_row(database)
    time.later(minutes=5)

    assert await _fire(store) == 1

    run = await _run(store)
    due = START + timedelta(minutes=5)
    assert (run.next_step_at, run.paged) == (due + timedelta(minutes=5), (OLENA, IRYNA))
    assert await _last(store) == ResponderPaged(
        incident=ONE,
        at=due,
        escalation=run.id,
        level=2,
        round=1,
        person=IRYNA,
        because=Because.SILENCE,
        after_level=1,
        waited_seconds=300,
    )
    # The card's first refresh has not left yet, so a second one adds nothing.
    assert await _orders(database, before) == [
        PagePerson(incident=ONE, escalation=run.id, version=0, level=2, round=1, person=IRYNA)
    ]


async def test_the_whole_path_ends_at_the_last_resort_which_is_asked_for_ever(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV1")
    for _ in range(6):
        time.later(minutes=5)
        assert await _fire(store) == 1

    assert await _paged(store) == [
        (1, OLENA),
        (2, IRYNA),
        (3, DARYNA),
        (4, ANNA),
        (0, NATALIA),
        (0, NATALIA),
        (0, NATALIA),
    ]
    assert (await _run(store)).state is State.ACTIVE


async def test_a_late_step_fires_once_and_says_how_late(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV1")
    time.later(minutes=35)

    assert [await _fire(store), await _fire(store)] == [1, 0]

    fact = await _last(store)
    assert isinstance(fact, ResponderPaged)
    assert (fact.level, fact.late_seconds) == (2, 30 * 60)


async def test_an_answer_stops_the_paging(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV1")
    before = await last_row(database)
    time.later(seconds=42)
    run = await _run(store)

    async with store.begin() as work:
        run = await page.acknowledge(work, run.id, by=OLENA)

    assert (run.state, run.version, run.next_step_at) == (State.ACKNOWLEDGED, 1, None)
    assert (run.acknowledged_by, run.acknowledged_at) == (OLENA, time.now)
    assert await _last(store) == PageAcknowledged(
        incident=ONE, at=time.now, by=OLENA, escalation=run.id, seconds=42
    )
    pages, told, invited = await _orders(database, before)
    assert pages == RefreshPages(incident=ONE, escalation=run.id)
    assert isinstance(told, TellRoom)
    assert invited == InvitePeople(incident=ONE, people=(OLENA,))
    time.later(hours=1)
    assert await _fire(store) == 0


async def test_the_second_answer_changes_nothing(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    """However often it is pressed."""
    await declared("SEV1")
    time.later(minutes=5)
    await _fire(store)
    run = await _run(store)
    async with store.begin() as work:
        await page.acknowledge(work, run.id, by=OLENA)
    before = await last_row(database)
    told = len(await events(store, ONE))

    for _ in range(3):
        async with store.begin() as work:
            run = await page.acknowledge(work, run.id, by=IRYNA)

    assert (run.acknowledged_by, run.version) == (OLENA, 1)
    assert len(await events(store, ONE)) == told
    assert await _orders(database, before) == []


async def test_whoever_answers_for_a_private_incident_may_see_it(
    store: Store, declared: Declare
) -> None:
    await declared("SEV1", private=True)
    run = await _run(store)

    async with store.begin() as work:
        await page.acknowledge(work, run.id, by=OLENA)

    async with store.read() as work:
        assert await work.incidents.members(ONE) == {TARAS, OLENA}


async def test_a_decline_pages_the_next_level_at_once(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV1")
    before = await last_row(database)
    time.later(seconds=20)
    run = await _run(store)

    async with store.begin() as work:
        run = await page.decline(work, run.id, by=OLENA, reason=" on a train\u202e ")

    assert (run.state, run.version, run.paged) == (State.ACTIVE, 1, (IRYNA,))
    assert run.next_step_at == time.now + timedelta(minutes=5)
    assert (await events(store, ONE))[-2:] == [
        PageDeclined(incident=ONE, at=time.now, by=OLENA, escalation=run.id, reason="on a train"),
        ResponderPaged(
            incident=ONE,
            at=time.now,
            escalation=run.id,
            level=2,
            round=1,
            version=1,
            person=IRYNA,
            because=Because.DECLINE,
        ),
    ]
    assert await _orders(database, before) == [
        RefreshPages(incident=ONE, escalation=run.id),
        PagePerson(incident=ONE, escalation=run.id, version=1, level=2, round=1, person=IRYNA),
    ]


async def test_only_who_was_paged_can_decline(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared("SEV1")
    before = await last_row(database)
    run = await _run(store)

    with pytest.raises(Refusal, match="is not waiting for you"):
        async with store.begin() as work:
            await page.decline(work, run.id, by=DARYNA, reason="")

    assert await _run(store) == run
    assert await _orders(database, before) == []


async def test_a_decline_after_somebody_elses_answer_changes_nothing(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV1")
    time.later(minutes=5)
    await _fire(store)
    run = await _run(store)
    async with store.begin() as work:
        await page.acknowledge(work, run.id, by=IRYNA)
    before = await last_row(database)
    told = len(await events(store, ONE))

    async with store.begin() as work:
        run = await page.decline(work, run.id, by=OLENA, reason="")

    assert (run.state, run.acknowledged_by) == (State.ACKNOWLEDGED, IRYNA)
    assert await _orders(database, before) == []
    assert len(await events(store, ONE)) == told


async def test_escalating_pages_the_next_level_even_after_an_answer(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV1")
    run = await _run(store)
    async with store.begin() as work:
        await page.acknowledge(work, run.id, by=OLENA)
    time.later(minutes=12)

    async with store.begin() as work:
        run = await page.escalate(work, ONE, by=OLENA, reason="needs a database engineer")

    assert (run.state, run.version, run.acknowledged_by) == (State.ACTIVE, 2, None)
    forced, paged = (await events(store, ONE))[-2:]
    assert forced == EscalationForced(
        incident=ONE,
        at=time.now,
        by=OLENA,
        escalation=run.id,
        reason="needs a database engineer",
    )
    assert isinstance(paged, ResponderPaged)
    assert (paged.level, paged.person, paged.version) == (2, IRYNA, 2)


async def test_escalating_begins_the_path_if_nobody_was_paged(
    store: Store, declared: Declare
) -> None:
    await declared("SEV3")

    async with store.begin() as work:
        run = await page.escalate(work, ONE, by=TARAS)

    assert (await events(store, ONE))[1:] == [
        EscalationStarted(
            incident=ONE, at=START, by=TARAS, escalation=run.id, path="payments", levels=4
        ),
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


async def test_a_reason_to_begin_the_path_is_kept(store: Store, declared: Declare) -> None:
    await declared("SEV3")

    async with store.begin() as work:
        await page.escalate(work, ONE, by=TARAS, reason="the bank calls")

    assert await _last(store) == NoteAdded(
        incident=ONE, at=START, by=TARAS, text="the bank calls", author=TARAS, said_at=START
    )


async def test_a_person_called_by_name_is_paged_beside_the_path(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared("SEV1")
    before = await last_row(database)
    due = (await _run(store)).next_step_at

    async with store.begin() as work:
        run = await page.call(work, ONE, (PAVLO,), by=TARAS, reason="knows the ledger")

    assert (run.paged, run.version, run.next_step_at) == ((OLENA, PAVLO), 0, due)
    assert await _last(store) == PersonCalled(
        incident=ONE,
        at=START,
        by=TARAS,
        escalation=run.id,
        person=PAVLO,
        reason="knows the ledger",
    )
    called, invited, told = await _orders(database, before)
    assert invited == InvitePeople(incident=ONE, people=(PAVLO,))
    assert called == PagePerson(
        incident=ONE, escalation=run.id, version=-1, level=-1, round=0, person=PAVLO
    )
    assert isinstance(told, TellRoom)


async def test_nobody_is_paged_about_an_incident_that_has_ended(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared("SEV1")
    async with store.begin() as work:
        await resolve.resolve(work, ONE, by=TARAS, summary="A bad deploy, rolled back.")
    before = await last_row(database)

    with pytest.raises(Refusal, match="not open any more"):
        async with store.begin() as work:
            await page.escalate(work, ONE, by=TARAS)
    with pytest.raises(Refusal, match="not open any more"):
        async with store.begin() as work:
            await page.call(work, ONE, (PAVLO,), by=TARAS)

    assert await _orders(database, before) == []


async def test_a_refusal_after_the_claim_leaves_no_claim(store: Store, declared: Declare) -> None:
    """The person may press again: what was refused did not happen."""
    await declared("SEV1")
    run = await _run(store)

    async def decline_for_another() -> None:
        async with store.begin() as work:
            assert await work.inbox.claim("action:1", work.now)
            await page.decline(work, run.id, by=DARYNA, reason="")

    with pytest.raises(Refusal):
        await decline_for_another()

    async with store.begin() as work:
        assert await work.inbox.claim("action:1", work.now)


async def test_every_due_step_fires_in_one_batch(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    for _ in range(3):
        await declared("SEV1")
    time.later(minutes=5)

    async with store.begin() as work:
        assert await advance_due(work, limit=2) == 2
    async with store.begin() as work:
        assert await advance_due(work, limit=2) == 1


async def test_an_answer_and_a_due_step_do_not_both_win(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    """Whoever commits first decides; the other sees it."""
    await declared("SEV1")
    time.later(minutes=5)
    run = await _run(store)

    async with store.begin() as work:
        await page.acknowledge(work, run.id, by=OLENA)
    assert await _fire(store) == 0
    assert await _paged(store) == [(1, OLENA)]
    assert (await _run(store)).state is State.ACKNOWLEDGED


async def test_a_path_of_two_rounds_is_walked_twice(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV1", None)
    run = await _run(store)
    assert (run.path.name, run.path.rounds) == ("platform", 2)
    for _ in range(6):
        time.later(minutes=5)
        await _fire(store)

    assert [level for level, _ in await _paged(store)] == [1, 2, 3, 1, 2, 3, 0]
    rounds = [f.round for f in await events(store, ONE) if isinstance(f, ResponderPaged)]
    assert rounds == [1, 1, 1, 2, 2, 2, 2]


async def test_a_refresh_is_wanted_again_once_the_first_has_left(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV1")
    async with store.begin() as work:
        until = work.now + timedelta(seconds=10)
        parcels = await work.outbox.lease(10, owner="a", now=work.now, until=until)
        await work.outbox.settle(parcels, work.now)
    before = await last_row(database)
    time.later(minutes=5)

    await _fire(store)

    assert [type(effect) for effect in await _orders(database, before)] == [
        PagePerson,
        RefreshCard,
    ]
