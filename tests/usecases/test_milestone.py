"""Moments said by people, kept on each database; and those that come with a resolve."""

from datetime import timedelta

import pytest

from bot.domain.events import Milestone, MilestoneSet
from bot.domain.ids import PersonId
from bot.domain.milestone import milestones
from bot.domain.refusal import Refusal
from bot.store.work import Store
from bot.usecases.milestone import set_milestones
from bot.usecases.resolve import resolve
from bot.usecases.triage import reopen
from tests.support.databases import ManualTime
from tests.usecases.conftest import Declare

OLENA = PersonId("U0OLENA")
MINUTE = timedelta(minutes=1)


async def test_what_is_said_is_kept_and_corrected(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    incident = await declared()
    noticed, began = time.now - 5 * MINUTE, time.now - 9 * MINUTE
    said = {Milestone.DETECTED: noticed, Milestone.STARTED: began}
    async with store.begin() as work:
        after, facts = await set_milestones(work, incident.id, said, by=OLENA)
    assert [fact.previous for fact in facts] == [None, None]
    assert after.milestones == said
    time.later(minutes=3)
    earlier = {Milestone.DETECTED: began, Milestone.STARTED: began}
    async with store.begin() as work:
        after, facts = await set_milestones(
            work, incident.id, earlier, by=OLENA, reason="the bank's log"
        )
    assert [(fact.milestone, fact.previous, fact.reason) for fact in facts] == [
        (Milestone.DETECTED, noticed, "the bank's log")
    ]
    async with store.read() as work:
        kept = await work.incidents.get(incident.id)
        found = milestones(await work.timeline.read(incident.id))
    assert kept.milestones == earlier
    assert kept.started_at == began
    assert {each: one.at for each, one in found.items() if one.said} == earlier


async def test_all_or_nothing(store: Store, time: ManualTime, declared: Declare) -> None:
    incident = await declared()
    said = {Milestone.STARTED: time.now - MINUTE, Milestone.MITIGATED: time.now + MINUTE}
    with pytest.raises(Refusal, match="future"):
        async with store.begin() as work:
            await set_milestones(work, incident.id, said, by=OLENA)
    async with store.read() as work:
        assert (await work.incidents.get(incident.id)).milestones == {}
        assert not await work.timeline.read(incident.id, (MilestoneSet,))


async def test_what_comes_with_a_resolve_is_kept_and_what_was_left_empty_is_not(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    incident = await declared()
    time.later(minutes=30)
    fixed = time.now - 10 * MINUTE
    said = {Milestone.STARTED: None, Milestone.DETECTED: None, Milestone.MITIGATED: fixed}
    async with store.begin() as work:
        done = await resolve(work, incident.id, by=OLENA, summary="It broke.", said=said)
    assert done.milestones == {Milestone.MITIGATED: fixed}
    async with store.read() as work:
        log = await work.timeline.read(incident.id)
    assert milestones(log).keys() == {
        Milestone.DECLARED,
        Milestone.MITIGATED,
        Milestone.RESOLVED,
    }
    async with store.begin() as work:
        back = await reopen(work, incident.id, by=OLENA, reason="again")
    assert back.milestones == {}


async def test_a_nonsensical_moment_does_not_resolve(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    incident = await declared()
    said = {Milestone.STARTED: time.now, Milestone.MITIGATED: time.now - MINUTE}
    with pytest.raises(Refusal, match="would be before"):
        async with store.begin() as work:
            await resolve(work, incident.id, by=OLENA, summary="It broke.", said=said)
    async with store.read() as work:
        assert (await work.incidents.get(incident.id)).status.open


async def test_looks_are_kept_one_for_each_person(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    incident = await declared()
    first = time.now
    async with store.begin() as work:
        assert await work.looks.last(incident.id, OLENA) is None
        await work.looks.took(incident.id, OLENA, work.now)
    time.later(minutes=5)
    async with store.begin() as work:
        assert await work.looks.last(incident.id, OLENA) == first
        await work.looks.took(incident.id, OLENA, work.now)
        assert await work.looks.last(incident.id, OLENA) == time.now
        assert await work.looks.last(incident.id, PersonId("U0MARKO")) is None
