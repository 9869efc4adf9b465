"""Approvals: bound to the text and to the incident, lost at once when either changes."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.domain.approval import Stand, Standing, standing
from bot.domain.client_update import ClientUpdate, Void
from bot.domain.effects import AskApproval, InvitePeople, RefreshApprovals, TellAuthor
from bot.domain.events import (
    ApprovalAsked,
    ApprovalGiven,
    ApprovalRefused,
    ApprovalVoided,
    ClientUpdateSent,
    UpdateRevised,
    WordingWaived,
)
from bot.domain.flagging import flag, unflag
from bot.domain.incident import Flag
from bot.domain.lifecycle import Declaration
from bot.domain.medium import Medium
from bot.domain.refusal import Refusal
from bot.domain.role import LEAD
from bot.domain.service import ServiceName
from bot.domain.severity import ClientState
from bot.domain.update_rules import UpdateRules
from bot.store.database import Database
from bot.store.work import Store, Work
from bot.ticker import fire_due
from bot.usecases import approve, triage, update
from bot.usecases.declare import declare
from tests.support.databases import START, ManualTime
from tests.support.ledger import effects, events, last_row
from tests.usecases.conftest import Declare
from tests.usecases.written import (
    EN,
    KATE,
    NATALIA,
    OLEH,
    OLENA,
    ONE,
    SAID,
    TARAS,
    UK,
    drafted,
    render,
)


async def delicate(store: Store, *flags: Flag, severity: str = "SEV3") -> None:
    """INC-1, flagged: a second person must agree."""
    said = Declaration(
        impact="Keys leaked",
        service=ServiceName("cards"),
        flags=frozenset(flags or {Flag.SECURITY}),
    )
    async with store.begin() as work:
        await declare(work, said, severity=work.policy.severity(severity), by=TARAS)


async def asked(store: Store) -> ClientUpdate:
    kept = await drafted(store)
    async with store.begin() as work:
        return await approve.ask(work, kept.id, by=OLENA)


async def agreed(store: Store) -> ClientUpdate:
    kept = await asked(store)
    async with store.begin() as work:
        return await approve.approve(work, kept.id, seen=kept.digest, by=OLEH)


async def now(store: Store, kept: ClientUpdate) -> tuple[ClientUpdate, Standing]:
    """The update as it stands."""
    async with store.read() as work:
        update = await work.client_updates.get(kept.id)
        incident = await work.incidents.get(ONE)
        return update, standing(update, incident, work.now, work.policy)


async def kinds(store: Store) -> list[type]:
    told = (
        ApprovalAsked,
        ApprovalGiven,
        ApprovalRefused,
        ApprovalVoided,
        UpdateRevised,
        WordingWaived,
        ClientUpdateSent,
    )
    return [type(event) for event in await events(store, ONE) if isinstance(event, told)]


async def test_a_security_update_leaves_for_the_clients_alone_once_a_second_person_agreed(
    store: Store, database: Database
) -> None:
    await delicate(store)
    kept = await asked(store)
    assert {each.medium for each in kept.recipients} <= {Medium.CHANNEL, Medium.MAIL}
    orders = await effects(database)
    assert [each.person for each in orders if isinstance(each, AskApproval)] == [
        NATALIA,
        OLEH,
        None,  # the room
    ]
    assert InvitePeople(incident=ONE, people=(NATALIA, OLEH)) in orders
    async with store.read() as work:
        assert {NATALIA, OLEH} <= await work.incidents.members(ONE)

    with pytest.raises(Refusal, match="still waits for the approval of"):
        async with store.begin() as work:
            await update.send(work, kept.id, by=OLENA)
    async with store.begin() as work:
        await approve.approve(work, kept.id, seen=kept.digest, by=OLEH)
    async with store.begin() as work:
        gone, _ = await update.send(work, kept.id, by=OLENA, seen=kept.digest)

    assert gone.sent_at == START
    [*_, fact] = await events(store, ONE)
    assert isinstance(fact, ClientUpdateSent)
    assert (fact.drafted_by, fact.approved_by, fact.by) == (OLENA, OLEH, OLENA)


async def test_nobody_agrees_to_their_own_words(store: Store) -> None:
    await delicate(store)
    kept = await drafted(store, by=OLEH)

    with pytest.raises(Refusal, match="You wrote this, so somebody else"):
        async with store.begin() as work:
            await approve.approve(work, kept.id, seen=kept.digest, by=OLEH)
    with pytest.raises(Refusal, match="This needs the approval of"):
        async with store.begin() as work:
            await update.send(work, kept.id, by=OLEH)


async def test_an_approver_who_changes_a_word_is_an_author_now(store: Store) -> None:
    await delicate(store)
    kept = await asked(store)
    other = replace(SAID, impact={EN: "Some cards fail", UK: "Частина карток"})
    async with store.begin() as work:
        mine = await update.revise(work, kept.id, other, by=OLEH, render=render)

    with pytest.raises(Refusal, match="You wrote this"):
        async with store.begin() as work:
            await approve.approve(work, kept.id, seen=mine.digest, by=OLEH)
    async with store.begin() as work:
        given = await approve.approve(work, kept.id, seen=mine.digest, by=NATALIA)
    assert given.approval is not None


async def test_the_text_that_was_read_is_the_text_that_is_agreed_to(store: Store) -> None:
    await delicate(store)
    kept = await asked(store)
    other = replace(SAID, impact={EN: "Some cards fail", UK: "Частина карток"})
    async with store.begin() as work:
        await update.revise(work, kept.id, other, by=OLENA, render=render)

    with pytest.raises(Refusal, match="changed after you opened it"):
        async with store.begin() as work:
            await approve.approve(work, kept.id, seen=kept.digest, by=OLEH)


async def change_a_word(work: Work, kept: ClientUpdate) -> None:
    other = replace(SAID, doing={EN: "We rolled back", UK: "Повернули версію"})
    await update.revise(work, kept.id, other, by=OLENA, render=render)


async def change_the_severity(work: Work, _: ClientUpdate) -> None:
    await triage.reclassify(work, ONE, work.policy.severity("SEV2"), by=TARAS)


async def flag_it(work: Work, _: ClientUpdate) -> None:
    incident = await work.incidents.get(ONE, for_update=True)
    await work.record(unflag(incident, {Flag.SECURITY}, reason="so", by=TARAS, at=work.now))
    incident = await work.incidents.get(ONE, for_update=True)
    await work.record(flag(incident, {Flag.PERSONAL_DATA}, by=TARAS, at=work.now))


async def tell_clients_another_state(work: Work, _: ClientUpdate) -> None:
    other = await update.draft(
        work, ONE, replace(SAID, state=ClientState.MONITORING), by=OLENA, render=render
    )
    await approve.approve(work, other.id, seen=other.digest, by=NATALIA)
    await update.send(work, other.id, by=OLENA)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (change_a_word, Void.WORDS),
        (change_the_severity, Void.SEVERITY),
        (tell_clients_another_state, Void.STATE),
    ],
)
async def test_what_changes_voids_the_approval_at_once_and_asks_again(
    store: Store,
    database: Database,
    change: Callable[[Work, ClientUpdate], Awaitable[None]],
    why: Void,
) -> None:
    await delicate(store)
    kept = await agreed(store)
    before = await last_row(database)

    async with store.begin() as work:
        await change(work, kept)

    after, stands = await now(store, kept)
    assert (after.approval, stands) == (None, Standing(Stand.ASKED, why))
    void = next(e for e in await events(store, ONE) if isinstance(e, ApprovalVoided))
    assert (void.by, void.why, void.approved_by, void.author) == (None, why, OLEH, OLENA)
    [*_, again] = [e for e in await events(store, ONE) if isinstance(e, ApprovalAsked)]
    assert (again.again, again.people) == (True, (NATALIA, OLEH))
    orders = await effects(database, after=before)
    # One refresh does for all that happened before it leaves.
    assert RefreshApprovals(incident=ONE, update=kept.id) in await effects(database)
    assert any(isinstance(each, TellAuthor) and each.person == OLENA for each in orders)
    with pytest.raises(Refusal, match="still waits"):
        async with store.begin() as work:
            await update.send(work, kept.id, by=OLENA)


async def test_another_flag_asks_its_own_group(store: Store) -> None:
    await delicate(store)
    kept = await agreed(store)

    async with store.begin() as work:
        await flag_it(work, kept)

    assert (await now(store, kept))[1] == Standing(Stand.ASKED, Void.APPROVERS)
    asked_of = [e.people for e in await events(store, ONE) if isinstance(e, ApprovalAsked)]
    assert asked_of[-1] == (KATE,)


async def test_a_change_that_concerns_nobody_leaves_the_approval(store: Store) -> None:
    await delicate(store)
    kept = await agreed(store)

    async with store.begin() as work:
        await triage.retitle(work, ONE, "Keys leaked from a laptop", by=TARAS)
        await triage.take_role(work, ONE, LEAD, TARAS, by=TARAS)

    assert (await now(store, kept))[1] == Standing(Stand.APPROVED)


async def test_becoming_private_takes_the_public_readers_and_the_approval(
    store: Store, declared: Declare
) -> None:
    await declared("SEV1")
    kept = await agreed(store)
    assert Medium.PAGE in {each.medium for each in kept.recipients}

    async with store.begin() as work:
        await triage.make_private(work, ONE, by=TARAS)

    after, stands = await now(store, kept)
    assert {each.medium for each in after.recipients} == {Medium.CHANNEL, Medium.MAIL}
    assert stands == Standing(Stand.ASKED, Void.READERS)
    assert (await kinds(store))[-3:] == [UpdateRevised, ApprovalVoided, ApprovalAsked]


async def test_a_new_lead_is_asked_where_the_lead_agrees(store: Store, declared: Declare) -> None:
    await declared("SEV3")
    async with store.begin() as work:
        await triage.take_role(work, ONE, LEAD, TARAS, by=TARAS)
    await asked(store)

    async with store.begin() as work:
        await triage.take_role(work, ONE, LEAD, NATALIA, by=NATALIA)

    people = [e.people for e in await events(store, ONE) if isinstance(e, ApprovalAsked)]
    assert people == [(TARAS,), (NATALIA,)]


async def test_the_lead_agrees_by_sending(store: Store, declared: Declare) -> None:
    await declared("SEV3")
    async with store.begin() as work:
        await triage.take_role(work, ONE, LEAD, TARAS, by=TARAS)
    kept = await drafted(store, by=TARAS)

    async with store.begin() as work:
        await update.send(work, kept.id, by=TARAS)

    assert await kinds(store) == [ApprovalGiven, ClientUpdateSent]


async def test_an_update_that_needs_nobody_is_not_asked_for(
    store: Store, declared: Declare
) -> None:
    await declared("SEV4")
    kept = await drafted(store)

    with pytest.raises(Refusal, match="asks nobody's approval"):
        async with store.begin() as work:
            await approve.ask(work, kept.id, by=OLENA)


async def test_an_empty_group_says_what_to_set_and_who_could(store: Store) -> None:
    store.policy = replace(store.policy, client_updates=UpdateRules())
    await delicate(store)
    kept = await drafted(store)

    with pytest.raises(Refusal, match="the policy names no approvers for it") as refused:
        async with store.begin() as work:
            await approve.ask(work, kept.id, by=OLENA)

    slots = refused.value.phrase.slots
    assert slots["key"] == "security"
    assert "managers" in str(slots["example"])


async def test_given_back_it_is_the_authors_again(store: Store, database: Database) -> None:
    await delicate(store)
    kept = await asked(store)
    before = await last_row(database)

    async with store.begin() as work:
        await approve.give_back(work, kept.id, reason="Which cards?", by=NATALIA)

    assert (await now(store, kept))[1] == Standing(Stand.NONE)
    assert any(
        isinstance(each, TellAuthor) and each.person == OLENA
        for each in await effects(database, after=before)
    )
    with pytest.raises(Refusal, match="Only these people can approve"):
        async with store.begin() as work:
            await approve.give_back(work, kept.id, reason="so", by=KATE)


async def test_two_approvers_at_once_make_one_approval(store: Store) -> None:
    await delicate(store)
    kept = await asked(store)

    async def press(by: object) -> None:
        async with store.begin() as work:
            await approve.approve(work, kept.id, seen=kept.digest, by=by)  # type: ignore[arg-type]

    await asyncio.gather(press(OLEH), press(NATALIA))

    assert (await kinds(store)).count(ApprovalGiven) == 1
    assert (await now(store, kept))[1] == Standing(Stand.APPROVED)


async def test_an_approval_that_races_with_a_severity_change_never_covers_the_other_severity(
    store: Store,
) -> None:
    """Whoever comes first: either it is void after it, or it was given for the new severity."""
    await delicate(store)
    kept = await asked(store)

    async def agree() -> None:
        async with store.begin() as work:
            await approve.approve(work, kept.id, seen=kept.digest, by=OLEH)

    async def worsen() -> None:
        async with store.begin() as work:
            await triage.reclassify(work, ONE, work.policy.severity("SEV1"), by=TARAS)

    await asyncio.gather(agree(), worsen())

    after, stands = await now(store, kept)
    told = await kinds(store)
    if after.approval is None:
        assert stands == Standing(Stand.ASKED, Void.SEVERITY)
        assert told[-2:] == [ApprovalVoided, ApprovalAsked]
    else:
        assert (after.approval.severity, stands) == ("SEV1", Standing(Stand.APPROVED))
        assert ApprovalVoided not in told


async def test_sending_races_with_a_severity_change(store: Store) -> None:
    """It leaves as it was agreed to, or not at all."""
    await delicate(store)
    kept = await agreed(store)

    async def press() -> str:
        try:
            async with store.begin() as work:
                await update.send(work, kept.id, by=OLENA)
        except Refusal as refused:
            return str(refused)
        return "sent"

    async def worsen() -> None:
        async with store.begin() as work:
            await triage.reclassify(work, ONE, work.policy.severity("SEV1"), by=TARAS)

    said, _ = await asyncio.gather(press(), worsen())

    told = await kinds(store)
    assert (ClientUpdateSent in told) is (said == "sent")
    assert (ApprovalVoided in told) is (said != "sent")


async def test_grave_words_stop_a_flagged_update_until_they_are_waived_in_writing(
    store: Store,
) -> None:
    await delicate(store)
    claim = {EN: "No client data was affected", UK: "Ми перевіряємо дані"}
    kept = await drafted(store, impact=claim)
    words = {"rule": "no_harm", "words": "No client data was affected"}

    with pytest.raises(Refusal, match="These words may hurt"):
        async with store.begin() as work:
            await approve.ask(work, kept.id, by=OLENA)
    with pytest.raises(Refusal, match="Only the lead and those who approve"):
        async with store.begin() as work:
            await approve.waive(work, kept.id, **words, reason="so", by=OLENA)
    with pytest.raises(Refusal, match="does not say that any more"):
        async with store.begin() as work:
            await approve.waive(work, kept.id, rule="sum", words="$5", reason="so", by=OLEH)
    # The policy of Kobza Pay lets managers and the lead.
    async with store.begin() as work:
        waived = await approve.waive(work, kept.id, **words, reason="the audit says so", by=OLEH)
    async with store.begin() as work:
        await approve.ask(work, kept.id, by=OLENA)
        await approve.approve(work, kept.id, seen=waived.digest, by=OLEH)
        await update.send(work, kept.id, by=OLENA)

    assert await kinds(store) == [WordingWaived, ApprovalAsked, ApprovalGiven, ClientUpdateSent]
    fact = next(e for e in await events(store, ONE) if isinstance(e, WordingWaived))
    assert (fact.by, fact.rule, fact.words, fact.reason) == (
        OLEH,
        "no_harm",
        "No client data was affected",
        "the audit says so",
    )


async def test_in_an_ordinary_incident_the_check_only_advises(
    store: Store, declared: Declare
) -> None:
    await declared("SEV4")
    kept = await drafted(store, impact={EN: "No client data was affected", UK: "Дані цілі"})

    async with store.begin() as work:
        gone, _ = await update.send(work, kept.id, by=OLENA)

    assert gone.sent_at == START


async def test_an_old_approval_is_void_and_asked_for_again_by_the_clock(
    store: Store, time: ManualTime
) -> None:
    await delicate(store)
    kept = await agreed(store)
    time.later(minutes=14, seconds=59)
    await fire_due(store)
    assert (await now(store, kept))[1] == Standing(Stand.APPROVED)

    time.later(seconds=1)
    await asyncio.gather(fire_due(store), fire_due(store))
    await fire_due(store)

    assert (await now(store, kept))[1] == Standing(Stand.ASKED, Void.EXPIRED)
    assert await kinds(store) == [ApprovalAsked, ApprovalGiven, ApprovalVoided, ApprovalAsked]
    async with store.read() as work:
        assert (await work.deadlines()).approval is None
