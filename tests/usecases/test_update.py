"""Client updates: a draft that leaves nothing, and a send that leaves once, to every reader."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.client_update import Medium
from bot.domain.effects import MailClientUpdate, RefreshApprovals, RefreshCard, SendClientUpdate
from bot.domain.events import (
    ClientsChanged,
    ClientUpdateSent,
    NoteAdded,
    NoteKind,
    UpdateDrafted,
    UpdateWithdrawn,
)
from bot.domain.ids import ClientUpdateId, IncidentId, RoomId
from bot.domain.refusal import Refusal
from bot.domain.service import Client, ClientName, ServiceName
from bot.domain.severity import ClientState
from bot.domain.triage import add_note
from bot.domain.wording import Gravity, Rule
from bot.store.database import Database
from bot.store.work import Store
from bot.usecases import update
from bot.usecases.resolve import resolve
from tests.support.databases import START, ManualTime
from tests.support.ledger import effects, events, last_row
from tests.usecases.conftest import Declare
from tests.usecases.written import EN, OLENA, ONE, RU, SAID, TARAS, UK, drafted, render, sent

MINUTE = timedelta(minutes=1)
ALTYN = ClientName("altyn")
KYIV = "Europe/Kyiv"
TWO = IncidentId(2)


async def test_a_draft_is_kept_and_nothing_leaves(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared("SEV4")
    before = await last_row(database)

    kept = await drafted(store)

    assert kept.texts == {
        (EN, KYIV): "INC-1 Card payments fail. We are rolling back.",
        (UK, KYIV): "INC-1 Картки не працюють. Повертаємо версію.",
    }
    read = [(each.medium, each.address, each.languages) for each in kept.recipients]
    assert [each for each in read if each[0] is not Medium.MAIL] == [
        (Medium.CHANNEL, "C0ACME", (EN,)),
        (Medium.CHANNEL, "C0ZORIA", (UK,)),
        (Medium.CHANNEL, "C0NORTHWIND", (EN, UK)),
        (Medium.PAGE, "page", (UK, EN)),
        (Medium.SUPPORT, "C0SUPPORT", (UK,)),
    ]
    assert (kept.number, kept.services, kept.clients) == (
        1,
        (ServiceName("cards"),),
        ("acme", "zoria", "northwind"),
    )
    assert await effects(database, after=before) == []
    assert (await events(store, ONE))[1:] == [
        UpdateDrafted(
            incident=ONE,
            at=START,
            by=OLENA,
            update=kept.id,
            number=1,
            state=ClientState.IDENTIFIED,
        )
    ]
    async with store.read() as work:
        assert await work.client_updates.get(kept.id) == kept
        assert await work.client_updates.of_incident(ONE) == (kept,)
        assert await work.client_updates.waiting(ONE) == (kept,)
        assert await work.client_updates.last_sent(ONE) is None


async def test_the_form_previewed_again_changes_its_own_draft(
    store: Store, declared: Declare
) -> None:
    await declared("SEV4")
    mine = ClientUpdateId("a" * 32)
    async with store.begin() as work:
        await update.draft(work, ONE, SAID, by=OLENA, render=render, update=mine)
    other = replace(SAID, doing={EN: "We wait for the bank", UK: "Чекаємо на банк"})
    async with store.begin() as work:
        kept = await update.draft(work, ONE, other, by=OLENA, render=render, update=mine)

    assert (kept.id, kept.number, kept.revised_by) == (mine, 1, OLENA)
    assert kept.texts[EN, KYIV] == "INC-1 Card payments fail. We wait for the bank."
    assert [type(event) for event in (await events(store, ONE))[1:]] == [UpdateDrafted]


async def test_sending_tells_every_reader_and_sets_the_next_duty(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV4")
    kept = await drafted(store)
    before = await last_row(database)
    time.later(minutes=10)

    async with store.begin() as work:
        gone, incident = await update.send(work, kept.id, by=TARAS, seen=kept.digest)

    # Acme is a key client: at SEV4 it is owed what SEV3 owes.
    due = time.now + 120 * MINUTE
    assert (gone.sent_by, gone.sent_at) == (TARAS, time.now)
    assert (incident.client_state, incident.update_due_at, incident.update_alarm_at) == (
        ClientState.IDENTIFIED,
        due,
        due - 5 * MINUTE,
    )
    assert (await events(store, ONE))[2:] == [
        ClientUpdateSent(
            incident=ONE,
            at=time.now,
            by=TARAS,
            update=kept.id,
            number=1,
            state=ClientState.IDENTIFIED,
            languages=(EN, UK),
            channels=tuple(map(RoomId, ("C0ACME", "C0ZORIA", "C0NORTHWIND", "C0SUPPORT"))),
            next_by=due,
            # The company's own language, for whoever reads the timeline.
            headline="Оплата карткою",
            headlines=kept.headline,
            text="INC-1 Картки не працюють. Повертаємо версію.",
            due_at=START + 60 * MINUTE,
            drafted_by=OLENA,
        )
    ]
    left = await effects(database, after=before)
    assert [one.recipient for one in left if isinstance(one, SendClientUpdate)] == [
        each.key for each in kept.recipients if each.medium in {Medium.CHANNEL, Medium.SUPPORT}
    ]
    assert [one.recipient for one in left if isinstance(one, MailClientUpdate)] == [
        each.key for each in kept.recipients if each.medium is Medium.MAIL
    ]
    assert RefreshCard(incident=ONE) in left
    assert RefreshApprovals(incident=ONE, update=kept.id) in left
    async with store.read() as work:
        assert await work.client_updates.last_sent(ONE) == gone
        assert await work.client_updates.waiting(ONE) == ()


async def test_pressed_twice_at_once_it_leaves_once(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared("SEV4")
    kept = await drafted(store)
    before = await last_row(database)

    async def press() -> None:
        async with store.begin() as work:
            await update.send(work, kept.id, by=OLENA, seen=kept.digest)

    await asyncio.gather(*(press() for _ in range(4)))

    left = await effects(database, after=before)
    assert sum(isinstance(each, SendClientUpdate) for each in left) == 4
    assert [type(event) for event in (await events(store, ONE))[1:]] == [
        UpdateDrafted,
        ClientUpdateSent,
    ]


async def test_another_text_than_the_one_that_was_read_is_not_sent(
    store: Store, declared: Declare
) -> None:
    await declared("SEV4")
    kept = await drafted(store)
    async with store.begin() as work:
        other = replace(SAID, impact={EN: "All payments fail", UK: "Не працює все"})
        await update.revise(work, kept.id, other, by=TARAS, render=render)

    with pytest.raises(Refusal, match="changed after you opened it"):
        async with store.begin() as work:
            await update.send(work, kept.id, by=OLENA, seen=kept.digest)


async def test_late_or_in_time_is_a_fact(store: Store, time: ManualTime, declared: Declare) -> None:
    await declared("SEV4")
    promised = START + 25 * MINUTE
    await sent(store, next_by=promised)
    time.later(minutes=31)
    await sent(store)

    first, second = [e for e in await events(store, ONE) if isinstance(e, ClientUpdateSent)]
    assert (first.due_at, first.late, first.next_by) == (START + 60 * MINUTE, False, promised)
    assert (second.due_at, second.late, second.number) == (promised, True, 2)


async def test_the_last_word_owes_no_further_one(store: Store, declared: Declare) -> None:
    await declared("SEV4")
    async with store.begin() as work:
        await resolve(work, ONE, by=TARAS, summary="Rolled back.")
    kept = await drafted(store, state=ClientState.RESOLVED)

    async with store.begin() as work:
        _, incident = await update.send(work, kept.id, by=TARAS)

    assert (incident.client_state, incident.update_due_at) == (ClientState.RESOLVED, None)


async def test_no_change_is_one_call_with_a_new_promise(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV4")
    await sent(store, workaround={EN: "Pay by invoice", UK: "Платіть рахунком"})
    time.later(minutes=20)

    async with store.begin() as work:
        again = await update.no_change(
            work, ONE, by=TARAS, render=render, next_by=time.now + 30 * MINUTE
        )
        await update.send(work, again.id, by=TARAS)

    assert (again.number, again.state, again.workaround[EN]) == (
        2,
        ClientState.IDENTIFIED,
        "Pay by invoice",
    )
    # 9:00 UTC and 50 minutes, on Kyiv's clock.
    assert again.texts[EN, KYIV] == (
        "INC-1 No change. Card payments fail. We are rolling back. "
        f"{(time.now + 150 * MINUTE):%H:%M}."
    )
    async with store.read() as work:
        assert (await work.incidents.get(ONE)).update_due_at == time.now + 30 * MINUTE


async def test_no_change_pressed_again_is_the_same_draft_with_another_promise(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV4")
    await sent(store)
    soon, later = time.now + 30 * MINUTE, time.now + 40 * MINUTE
    async with store.begin() as work:
        first = await update.no_change(work, ONE, by=TARAS, render=render, next_by=soon)
    async with store.begin() as work:
        again = await update.no_change(work, ONE, by=TARAS, render=render, next_by=later)
        other = await update.no_change(work, ONE, by=OLENA, render=render, next_by=later)
    assert (first.number, again.number, other.number) == (2, 2, 3)
    assert (again.id, again.next_by) == (first.id, later)


async def test_before_the_first_word_there_is_nothing_to_repeat(
    store: Store, declared: Declare
) -> None:
    await declared("SEV4")

    with pytest.raises(Refusal, match="nothing to repeat"):
        async with store.begin() as work:
            await update.no_change(work, ONE, by=TARAS, render=render)


async def test_a_correction_says_what_it_corrects_to_those_who_read_that(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV4")
    wrong = await sent(store, clients=(ClientName("acme"),))
    async with store.begin() as work:
        await update.set_clients(work, ONE, (ClientName("zoria"),), by=TARAS)
    time.later(minutes=3)

    async with store.begin() as work:
        kept = await update.correct(work, wrong.id, SAID, by=TARAS, render=render)
    async with store.begin() as work:
        other = replace(SAID, impact={EN: "Only Visa fails", UK: "Лише Visa"})
        kept = await update.revise(work, kept.id, other, by=TARAS, render=render)
        await update.send(work, kept.id, by=TARAS)

    assert kept.recipients == wrong.recipients
    assert (kept.corrects, kept.number) == (wrong.id, 2)
    assert kept.texts[EN, KYIV] == (
        f"INC-1 Corrects 1 of {START:%H:%M}. Only Visa fails. We are rolling back."
    )
    [*_, fact] = await events(store, ONE)
    assert isinstance(fact, ClientUpdateSent)
    assert (fact.corrects, fact.corrects_number) == (wrong.id, 1)


async def test_what_was_not_sent_is_not_corrected(store: Store, declared: Declare) -> None:
    await declared("SEV4")
    kept = await drafted(store)

    with pytest.raises(Refusal, match="has not been sent"):
        async with store.begin() as work:
            await update.correct(work, kept.id, SAID, by=TARAS, render=render)


async def test_a_draft_for_another_client_makes_it_affected(
    store: Store, declared: Declare
) -> None:
    await declared("SEV4")
    russian = {name: {**getattr(SAID, name), RU: "Так"} for name in ("headline", "impact", "doing")}

    kept = await drafted(store, clients=(ALTYN,), **russian)

    assert kept.recipients[0].address == "C0ALTYN"
    assert set(kept.texts) == {(RU, "Asia/Almaty"), (RU, KYIV)}
    async with store.read() as work:
        assert (await work.incidents.get(ONE)).clients == ("acme", "zoria", "northwind", ALTYN)
    changed = [e for e in await events(store, ONE) if isinstance(e, ClientsChanged)]
    assert [(e.by, e.new[-1]) for e in changed] == [(OLENA, ALTYN)]


async def test_a_key_client_found_later_is_owed_more(store: Store, declared: Declare) -> None:
    await declared("SEV2", "kyc")
    async with store.begin() as work:
        before = await update.set_clients(work, ONE, (ClientName("northwind"),), by=TARAS)
        after = await update.set_clients(
            work, ONE, (ClientName("northwind"), ClientName("acme")), by=TARAS
        )

    # SEV1's quarter of an hour already: the KYC service has a key client too, and nobody waits
    # longer because it turned out not to be affected.
    assert (before.update_due_at, after.update_due_at) == (START + 15 * MINUTE,) * 2


async def test_withdrawn_it_cannot_be_sent(store: Store, declared: Declare) -> None:
    await declared("SEV4")
    kept = await drafted(store)

    async with store.begin() as work:
        await update.withdraw(work, kept.id, by=TARAS, reason="a false alarm")
    with pytest.raises(Refusal, match="was withdrawn"):
        async with store.begin() as work:
            await update.send(work, kept.id, by=OLENA)

    [*_, fact] = await events(store, ONE)
    assert isinstance(fact, UpdateWithdrawn)
    assert fact.reason == "a false alarm"


async def test_words_are_checked_and_the_timeline_can_bear_them_out(
    store: Store, declared: Declare
) -> None:
    await declared("SEV4")
    claim = {EN: "No client data was affected", UK: "Дані клієнтів не постраждали"}
    kept = await drafted(store, impact=claim)
    async with store.read() as work:
        before = await update.findings(work, kept.id)
    async with store.begin() as work:
        incident = await work.incidents.get(ONE, for_update=True)
        change = add_note(
            incident, claim[EN], author=TARAS, said_at=START, by=TARAS, at=work.now,
            kind=NoteKind.FINDING,
        )  # fmt: skip
        await work.record(change)
    async with store.read() as work:
        after = await update.findings(work, kept.id)
        [note] = await work.timeline.read(ONE, (NoteAdded,))

    assert [(one.rule, one.gravity) for one in before[EN, KYIV]] == [(Rule.NO_HARM, Gravity.GRAVE)]
    assert [(one.gravity, one.entry) for one in after[EN, KYIV]] == [(Gravity.NOTE, note.id)]


async def test_without_a_client_there_is_the_status_page_alone(
    store: Store, declared: Declare
) -> None:
    await declared("SEV4", None)

    kept = await drafted(store)

    assert [each.medium for each in kept.recipients] == [Medium.PAGE, Medium.SUPPORT]


async def test_an_unknown_draft_is_refused(store: Store) -> None:
    with pytest.raises(Refusal, match="That draft is gone"):
        async with store.begin() as work:
            await update.send(work, ClientUpdateId("none"), by=TARAS)


async def test_another_incidents_draft_is_not_changed_by_this_ones_form(
    store: Store, declared: Declare
) -> None:
    await declared("SEV4")
    await declared("SEV4")
    kept = await drafted(store)

    with pytest.raises(Refusal, match="That draft is gone"):
        async with store.begin() as work:
            await update.draft(work, TWO, SAID, by=TARAS, render=render, update=kept.id)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"doing": {EN: "We are rolling back"}}, "doing_uk"),
        ({"impact": {EN: "x" * 20_000, UK: "так"}}, "impact_en"),
        ({"next_by": START}, "next_by"),
        ({"clients": (ClientName("nobody"),)}, "clients"),
    ],
)
async def test_bad_input_is_refused_under_its_field_and_leaves_no_trace(
    store: Store, declared: Declare, changes: dict[str, object], field: str
) -> None:
    await declared("SEV4")

    with pytest.raises(Refusal) as refused:
        await drafted(store, **changes)

    assert refused.value.field == field
    assert len(await events(store, ONE)) == 1
    async with store.read() as work:
        assert await work.client_updates.of_incident(ONE) == ()


async def test_a_client_without_contacts_does_not_hold_up_five_hundred_letters(
    store: Store, database: Database, declared: Declare
) -> None:
    many = Client(
        name=ALTYN,
        title="Altyn Travel",
        languages=(EN,),
        emails=tuple(f"person{n}@altyn.example" for n in range(500)),
    )
    mute = Client(name=ClientName("mute"), title="Mute", languages=(RU,))
    store.policy = replace(store.policy, clients={many.name: many, mute.name: mute})
    await declared("SEV4", None)
    async with store.begin() as work:
        await update.set_clients(work, ONE, (many.name, mute.name), by=TARAS)
    before = await last_row(database)

    await sent(store)

    left = await effects(database, after=before)
    assert sum(isinstance(each, MailClientUpdate) for each in left) == 500
