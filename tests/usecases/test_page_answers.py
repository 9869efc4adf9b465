"""Answers and wishes on each database: whom they page, what they stop, and what a row remembers.

Kobza Pay's payments path as in `test_page`: Olena, Iryna, Daryna, Anna; then Nataliia.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.effects import AskIfStill
from bot.domain.escalation import Escalation, State
from bot.domain.events import (
    AckConfirmed,
    AckLapsed,
    AckQuestioned,
    Because,
    LevelSkipped,
    PageDeclined,
    ResponderPaged,
    Skipped,
)
from bot.domain.ids import IncidentId, PersonId
from bot.domain.refusal import Refusal
from bot.domain.role import COMMS, LEAD
from bot.domain.service import RotationName
from bot.store.database import Database
from bot.store.work import Store
from bot.usecases import note, page, resolve, triage
from bot.usecases.advance import advance_due
from tests.support.databases import ManualTime
from tests.support.ledger import effects, events, last_row
from tests.usecases.conftest import Declare

ONE = IncidentId(1)
TARAS, OLENA, IRYNA = PersonId("U0TARAS"), PersonId("U0OLENA"), PersonId("U0IRYNA")
DARYNA, ANNA, NATALIA = PersonId("U0DARYNA"), PersonId("U0ANNA"), PersonId("U0NATALIA")
JAMES = PersonId("U0JAMES")
LIMIT = timedelta(minutes=30)


def demand(store: Store, **of_sev1: object) -> None:
    """What SEV1 asks of those who answer, from now on."""
    worst, *others = store.policy.severities
    changed = replace(worst, **of_sev1)  # type: ignore[arg-type] # the test names real fields
    store.policy = replace(store.policy, severities=(changed, *others))


async def run_of(store: Store) -> Escalation:
    async with store.read() as work:
        return (await work.escalations.of_incident(ONE))[-1]


async def fire(store: Store) -> None:
    async with store.begin() as work:
        await advance_due(work)


async def ack(store: Store, by: PersonId) -> Escalation:
    run = await run_of(store)
    async with store.begin() as work:
        return await page.acknowledge(work, run.id, by=by)


async def pages(store: Store) -> list[tuple[int, PersonId | None, Because | None]]:
    found = [fact for fact in await events(store, ONE) if isinstance(fact, ResponderPaged)]
    return [(fact.level, fact.person, fact.because) for fact in found]


async def test_l1_is_silent_l2_declines_l3_answers(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV1")
    time.later(minutes=5)
    await fire(store)
    time.later(seconds=20)
    run = await run_of(store)
    async with store.begin() as work:
        await page.decline(work, run.id, by=IRYNA, reason="at the dentist")
    time.later(seconds=10)
    run = await ack(store, DARYNA)

    assert (run.state, run.holders, run.version) == (State.ACKNOWLEDGED, (DARYNA,), 2)
    assert await pages(store) == [
        (1, OLENA, Because.START),
        (2, IRYNA, Because.SILENCE),
        (3, DARYNA, Because.DECLINE),
    ]


async def test_a_row_remembers_everything(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    """What is read back is what was written, on each database."""
    demand(store, acks=2, ack_roles=(LEAD, COMMS), ack_timeout=LIMIT)
    await declared("SEV1")
    async with store.begin() as work:
        await page.call(work, ONE, (ANNA, JAMES), by=TARAS, reason="")
    async with store.begin() as work:
        written = await page.skip(work, ONE, 3, by=TARAS, reason="on a course")
    assert await run_of(store) == written
    time.later(seconds=7)
    written = await ack(store, OLENA)
    assert await run_of(store) == written
    assert (written.called, written.skipped, written.missing) == ((ANNA, JAMES), (3,), 1)
    written = await ack(store, ANNA)
    time.later(minutes=31)
    await fire(store)
    asked = await run_of(store)
    assert (asked.questioned_at, asked.holders) == (time.now, (OLENA, ANNA))
    assert asked.rule == written.rule


async def test_two_are_needed_and_the_path_goes_on_until_both_are_there(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    demand(store, acks=2)
    await declared("SEV1")
    one = await ack(store, OLENA)
    assert (one.state, one.missing) == (State.ACTIVE, 1)
    time.later(minutes=5)
    await fire(store)
    both = await ack(store, IRYNA)
    assert (both.state, both.holders, both.next_step_at) == (
        State.ACKNOWLEDGED, (OLENA, IRYNA), None,
    )  # fmt: skip


async def test_an_answer_and_then_silence_is_questioned_and_paged_again(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    demand(store, ack_timeout=LIMIT)
    await declared("SEV1")
    await ack(store, OLENA)
    before = await last_row(database)

    time.later(minutes=30)
    await fire(store)
    run = await run_of(store)
    asked = [one for one in await effects(database, after=before) if isinstance(one, AskIfStill)]
    assert asked == [AskIfStill(incident=ONE, escalation=run.id, version=1, person=OLENA)]
    assert isinstance((await events(store, ONE))[-1], AckQuestioned)
    time.later(minutes=5)
    await fire(store)

    run = await run_of(store)
    assert (run.state, run.acks, run.waiting) == (State.ACTIVE, (), (IRYNA,))
    lapsed, paged = (await events(store, ONE))[-2:]
    assert isinstance(lapsed, AckLapsed)
    assert isinstance(paged, ResponderPaged)
    assert (paged.level, paged.because) == (2, Because.ABSENCE)


async def test_whoever_is_heard_of_is_not_questioned(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    demand(store, ack_timeout=LIMIT)
    await declared("SEV1")
    await ack(store, OLENA)
    time.later(minutes=20)
    async with store.begin() as work:
        await note.note(work, ONE, "Rolling back", by=OLENA)
        await page.show_life(work, work.touched_by(OLENA), by=OLENA)
    time.later(minutes=20)
    await fire(store)

    run = await run_of(store)
    assert (run.questioned_at, run.next_step_at) == (None, time.now + timedelta(minutes=10))


async def test_what_somebody_else_does_is_no_sign_of_life(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    demand(store, ack_timeout=LIMIT)
    await declared("SEV1")
    await ack(store, OLENA)
    due = (await run_of(store)).next_step_at
    time.later(minutes=20)
    async with store.begin() as work:
        await note.note(work, ONE, "Any news?", by=TARAS)
        await page.show_life(work, work.touched_by(TARAS), by=TARAS)
    assert (await run_of(store)).next_step_at == due


async def test_the_question_is_answered_by_its_button(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    demand(store, ack_timeout=LIMIT)
    await declared("SEV1")
    await ack(store, OLENA)
    time.later(minutes=30)
    await fire(store)
    run = await run_of(store)
    async with store.begin() as work:
        run = await page.confirm(work, run.id, by=OLENA)
    assert (run.questioned_at, run.next_step_at) == (None, time.now + LIMIT)
    assert isinstance((await events(store, ONE))[-1], AckConfirmed)


async def test_too_late_for_the_question_is_said(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    demand(store, ack_timeout=LIMIT)
    await declared("SEV1")
    await ack(store, OLENA)
    for minutes in (30, 5):
        time.later(minutes=minutes)
        await fire(store)
    run = await run_of(store)
    with pytest.raises(Refusal, match="Somebody else is being asked by now"):
        async with store.begin() as work:
            await page.confirm(work, run.id, by=OLENA)


async def test_a_named_level_is_asked_and_those_between_are_not(
    store: Store, declared: Declare
) -> None:
    await declared("SEV1")
    async with store.begin() as work:
        await page.escalate(work, ONE, by=TARAS, reason="the ledger", level=4)
    assert await pages(store) == [(1, OLENA, Because.START), (4, ANNA, Because.DEMAND)]


async def test_a_path_begins_at_the_level_somebody_wants(store: Store, declared: Declare) -> None:
    await declared("SEV3")
    async with store.begin() as work:
        await page.escalate(work, ONE, by=TARAS, level=3)
    assert await pages(store) == [(3, DARYNA, Because.DEMAND)]


async def test_skipping_the_level_being_asked_pages_the_next(
    store: Store, declared: Declare
) -> None:
    await declared("SEV1")
    async with store.begin() as work:
        await page.skip(work, ONE, 1, by=TARAS, reason="on a train")
    assert await pages(store) == [(1, OLENA, Because.START), (2, IRYNA, Because.SKIP)]


async def test_a_skipped_level_is_passed_over_when_its_turn_comes(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV1")
    async with store.begin() as work:
        await page.skip(work, ONE, 2, by=TARAS, reason="")
    time.later(minutes=5)
    await fire(store)
    skipped, paged = (await events(store, ONE))[-2:]
    assert isinstance(skipped, LevelSkipped)
    assert (skipped.level, skipped.why) == (2, Skipped.WISH)
    assert isinstance(paged, ResponderPaged)
    assert paged.person == DARYNA


async def test_nobody_paged_means_nothing_to_skip(store: Store, declared: Declare) -> None:
    await declared("SEV3")
    with pytest.raises(Refusal, match="Nobody has been paged yet"):
        async with store.begin() as work:
            await page.skip(work, ONE, 1, by=TARAS, reason="")


async def test_people_called_where_nothing_was_begun_are_waited_for_before_the_path_begins(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV3")
    async with store.begin() as work:
        await page.call(
            work, ONE, (ANNA,), by=TARAS, reason="", rotation=RotationName("payments-dev")
        )
    assert await pages(store) == []
    time.later(minutes=5)
    await fire(store)
    assert await pages(store) == [(1, OLENA, Because.START)]


async def test_the_decline_of_somebody_called_leaves_the_path_where_it_is(
    store: Store, declared: Declare
) -> None:
    await declared("SEV1")
    async with store.begin() as work:
        run = await page.call(work, ONE, (ANNA,), by=TARAS, reason="")
    async with store.begin() as work:
        after = await page.decline(work, run.id, by=ANNA, reason="not mine")
    assert after == replace(run, called=(), paged=(OLENA,))
    assert isinstance((await events(store, ONE))[-1], PageDeclined)
    assert await pages(store) == [(1, OLENA, Because.START)]


async def test_a_page_handed_over_is_waited_for_and_then_the_path_goes_on(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV1")
    await ack(store, OLENA)
    async with store.begin() as work:
        run = await page.hand_over(work, ONE, JAMES, by=OLENA, reason="his gateway")
    assert (run.state, run.waiting, run.acks) == (State.ACTIVE, (JAMES,), ())
    time.later(minutes=5)
    await fire(store)
    assert await pages(store) == [(1, OLENA, Because.START), (2, IRYNA, Because.SILENCE)]


async def test_a_worse_severity_takes_up_an_answered_page_that_needs_two(
    store: Store, declared: Declare
) -> None:
    demand(store, acks=2)
    await declared("SEV2")
    await ack(store, OLENA)
    async with store.begin() as work:
        worst = work.policy.severity("SEV1")
        await triage.reclassify(work, ONE, worst, by=TARAS)
    run = await run_of(store)
    assert (run.state, run.holders, run.waiting) == (State.ACTIVE, (OLENA,), (IRYNA,))
    assert await pages(store) == [(1, OLENA, Because.START), (2, IRYNA, Because.SEVERITY)]


async def test_reopening_begins_anew(store: Store, time: ManualTime, declared: Declare) -> None:
    await declared("SEV1")
    await ack(store, OLENA)
    async with store.begin() as work:
        await resolve.resolve(work, ONE, by=TARAS, summary="A bad deploy, rolled back.")
    time.later(minutes=2)
    async with store.begin() as work:
        await triage.reopen(work, ONE, by=TARAS, reason="it is back")
    async with store.read() as work:
        old, new = await work.escalations.of_incident(ONE)
    assert (old.state, new.state, new.acks) == (State.STOPPED, State.ACTIVE, ())
    assert await pages(store) == [(1, OLENA, Because.START), (1, OLENA, Because.START)]


async def test_after_the_end_every_answer_changes_nothing(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared("SEV1")
    run = await run_of(store)
    async with store.begin() as work:
        await resolve.resolve(work, ONE, by=TARAS, summary="A bad deploy, rolled back.")
    over, before = await run_of(store), await last_row(database)
    assert await ack(store, OLENA) == over
    with pytest.raises(Refusal, match="has ended"):
        async with store.begin() as work:
            await page.confirm(work, run.id, by=OLENA)
    with pytest.raises(Refusal, match="has ended"):
        async with store.begin() as work:
            await page.decline(work, run.id, by=OLENA, reason="")
    assert await run_of(store) == over
    assert await effects(database, after=before) == []
