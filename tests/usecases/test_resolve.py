"""Resolving: the end of it, the sleep of the paged, the postmortem that is owed."""

import pytest

from bot.domain.effects import (
    Announce,
    RefreshCard,
    RefreshPages,
    SetTopic,
    SharePostmortem,
    TellRoom,
    UploadPostmortem,
)
from bot.domain.escalation import State
from bot.domain.events import EscalationStopped, IncidentResolved
from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Status
from bot.domain.refusal import Refusal
from bot.store.database import Database
from bot.store.work import Store
from bot.usecases import page
from bot.usecases.resolve import resolve
from tests.support.databases import START
from tests.support.ledger import effects, events, last_row
from tests.usecases.conftest import Declare

ONE = IncidentId(1)
TARAS, OLENA = PersonId("U0TARAS"), PersonId("U0OLENA")
SUMMARY = "A bad deploy. Rolled back."


async def test_resolving_a_sev1_stops_paging_and_owes_a_postmortem(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared("SEV1")
    async with store.begin() as work:
        until = work.now
        await work.outbox.lease(10, owner="a", now=work.now, until=until)
    before = await last_row(database)

    async with store.begin() as work:
        incident = await resolve(work, ONE, by=TARAS, summary=SUMMARY)
        (run,) = await work.escalations.of_incident(ONE)

    assert (incident.status, incident.summary, incident.resolved_at) == (
        Status.RESOLVED,
        SUMMARY,
        START,
    )
    assert (incident.lead_due_at, incident.update_due_at) == (None, None)
    assert (run.state, run.version, run.next_step_at) == (State.STOPPED, 1, None)
    assert (await events(store, ONE))[-2:] == [
        IncidentResolved(incident=ONE, at=START, by=TARAS, summary=SUMMARY, needs_postmortem=True),
        EscalationStopped(incident=ONE, at=START, escalation=run.id),
    ]
    card, topic, announced, told, share, upload, pages = await effects(database, after=before)
    assert (card, topic) == (RefreshCard(incident=ONE), SetTopic(incident=ONE))
    assert announced == Announce(incident=ONE)
    assert isinstance(told, TellRoom)
    assert share == SharePostmortem(incident=ONE, person=TARAS)
    assert upload == UploadPostmortem(incident=ONE)
    assert pages == RefreshPages(incident=ONE, escalation=run.id)


async def test_a_mild_one_owes_none(store: Store, database: Database, declared: Declare) -> None:
    await declared("SEV4")
    before = await last_row(database)

    async with store.begin() as work:
        await resolve(work, ONE, by=TARAS, summary=SUMMARY)

    kinds = [type(effect) for effect in await effects(database, after=before)]
    assert kinds == [RefreshCard, SetTopic, Announce, TellRoom]


async def test_an_answered_page_ends_without_a_word(store: Store, declared: Declare) -> None:
    await declared("SEV1")
    async with store.begin() as work:
        (run,) = await work.escalations.of_incident(ONE)
        await page.acknowledge(work, run.id, by=OLENA)

    async with store.begin() as work:
        await resolve(work, ONE, by=TARAS, summary=SUMMARY)
        (run,) = await work.escalations.of_incident(ONE)

    assert (run.state, run.acknowledged_by) == (State.STOPPED, OLENA)
    assert isinstance((await events(store, ONE))[-1], IncidentResolved)


async def test_a_second_resolve_is_refused(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared()
    async with store.begin() as work:
        await resolve(work, ONE, by=TARAS, summary=SUMMARY)
    before = await last_row(database)

    with pytest.raises(Refusal, match="already resolved"):
        async with store.begin() as work:
            await resolve(work, ONE, by=OLENA, summary="Again.")

    assert await effects(database, after=before) == []
    async with store.read() as work:
        assert (await work.incidents.get(ONE)).summary == SUMMARY


async def test_a_summary_is_asked_for(store: Store, declared: Declare) -> None:
    await declared()

    with pytest.raises(Refusal) as refused:
        async with store.begin() as work:
            await resolve(work, ONE, by=TARAS, summary=" ")

    assert refused.value.field == "summary"
