"""Client updates: a draft that leaves nothing, and a send that leaves once, to every channel."""

from datetime import timedelta

import pytest

from bot.domain.client_update import ClientUpdate, Draft, Recipient
from bot.domain.effects import RefreshCard, SendClientUpdate, TellRoom
from bot.domain.events import ClientUpdateSent
from bot.domain.ids import ClientUpdateId, IncidentId, PersonId, RoomId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.severity import ClientState
from bot.store.database import Database
from bot.store.work import Store
from bot.usecases import update
from bot.usecases.resolve import resolve
from bot.usecases.triage import make_private
from tests.support.databases import START, ManualTime
from tests.support.ledger import effects, events, last_row
from tests.usecases.conftest import Declare

ONE = IncidentId(1)
TARAS = PersonId("U0TARAS")
ACME, ZORIA, NORTHWIND = RoomId("C0ACME"), RoomId("C0ZORIA"), RoomId("C0NORTHWIND")
EN, UK = Language.EN, Language.UK
SAID = Draft(
    state=ClientState.IDENTIFIED,
    impact={EN: "Card payments fail", UK: "Картки не працюють"},
    doing={EN: "We are rolling back", UK: "Повертаємо версію"},
)


def render(incident: Incident, said: Draft, policy: Policy, language: Language) -> str:
    return f"INC-{incident.id} {said.impact[language]}. {said.doing[language]}."


async def _draft(store: Store, said: Draft = SAID) -> ClientUpdate:
    async with store.begin() as work:
        return await update.draft(work, ONE, said, by=TARAS, render=render)


async def test_a_draft_is_kept_and_nothing_leaves(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared("SEV3")
    before = await last_row(database)

    kept = await _draft(store)

    assert kept.texts == {
        EN: "INC-1 Card payments fail. We are rolling back.",
        UK: "INC-1 Картки не працюють. Повертаємо версію.",
    }
    assert kept.recipients == (
        Recipient(channel=ACME, languages=(EN,)),
        Recipient(channel=ZORIA, languages=(UK,)),
        Recipient(channel=NORTHWIND, languages=(EN, UK)),
    )
    assert await effects(database, after=before) == []
    assert len(await events(store, ONE)) == 1
    async with store.read() as work:
        assert await work.client_updates.get(kept.id) == kept
        assert await work.client_updates.last_sent(ONE) is None


async def test_sending_tells_every_channel_and_sets_the_next_duty(
    store: Store, database: Database, time: ManualTime, declared: Declare
) -> None:
    await declared("SEV3")
    kept = await _draft(store)
    before = await last_row(database)
    time.later(minutes=10)

    async with store.begin() as work:
        sent, incident = await update.send(work, kept.id, by=TARAS)

    due = time.now + timedelta(minutes=120)
    assert (sent.sent_at, incident.client_state, incident.update_due_at) == (
        time.now,
        ClientState.IDENTIFIED,
        due,
    )
    assert (await events(store, ONE))[1:] == [
        ClientUpdateSent(
            incident=ONE,
            at=time.now,
            by=TARAS,
            update=kept.id,
            state=ClientState.IDENTIFIED,
            languages=(EN, UK),
            channels=(ACME, ZORIA, NORTHWIND),
            next_by=due,
            # The company's own language, for whoever reads the timeline.
            text="INC-1 Картки не працюють. Повертаємо версію.",
        )
    ]
    *sends, card, told = await effects(database, after=before)
    assert sends == [
        SendClientUpdate(incident=ONE, update=kept.id, channel=channel)
        for channel in (ACME, ZORIA, NORTHWIND)
    ]
    assert card == RefreshCard(incident=ONE)
    assert isinstance(told, TellRoom)
    async with store.read() as work:
        assert await work.client_updates.last_sent(ONE) == sent


async def test_pressed_twice_it_leaves_once(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared("SEV3")
    kept = await _draft(store)
    async with store.begin() as work:
        await update.send(work, kept.id, by=TARAS)
    before = await last_row(database)

    async with store.begin() as work:
        await update.send(work, kept.id, by=TARAS)

    assert await effects(database, after=before) == []
    assert len(await events(store, ONE)) == 2


async def test_a_promised_time_goes_before_the_cadence(store: Store, declared: Declare) -> None:
    await declared("SEV3")
    promised = START + timedelta(minutes=25)
    kept = await _draft(
        store, Draft(state=SAID.state, impact=SAID.impact, doing=SAID.doing, next_by=promised)
    )

    async with store.begin() as work:
        _, incident = await update.send(work, kept.id, by=TARAS)

    assert incident.update_due_at == promised


async def test_the_last_word_owes_no_further_one(store: Store, declared: Declare) -> None:
    await declared("SEV3")
    async with store.begin() as work:
        await resolve(work, ONE, by=TARAS, summary="Rolled back.")
    kept = await _draft(
        store, Draft(state=ClientState.RESOLVED, impact=SAID.impact, doing=SAID.doing)
    )

    async with store.begin() as work:
        _, incident = await update.send(work, kept.id, by=TARAS)

    assert (incident.client_state, incident.update_due_at) == (ClientState.RESOLVED, None)


async def test_nothing_is_drafted_about_a_private_incident(store: Store, declared: Declare) -> None:
    await declared("SEV3", private=True)

    with pytest.raises(Refusal, match="is private"):
        await _draft(store)


async def test_a_draft_from_before_it_became_private_does_not_leave(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared("SEV3")
    kept = await _draft(store)
    async with store.begin() as work:
        await make_private(work, ONE, by=TARAS)
    before = await last_row(database)

    with pytest.raises(Refusal, match="is private"):
        async with store.begin() as work:
            await update.send(work, kept.id, by=TARAS)

    assert await effects(database, after=before) == []


async def test_without_a_client_there_is_nobody_to_write_to(
    store: Store, declared: Declare
) -> None:
    await declared("SEV3", None)

    with pytest.raises(Refusal, match="names no client"):
        await _draft(store)


async def test_an_unknown_draft_is_refused(store: Store) -> None:
    with pytest.raises(Refusal, match="That draft is gone"):
        async with store.begin() as work:
            await update.send(work, ClientUpdateId("none"), by=TARAS)


async def test_what_a_language_lacks_is_asked_for_by_its_field(
    store: Store, database: Database, declared: Declare
) -> None:
    await declared("SEV3")
    half = Draft(state=SAID.state, impact=SAID.impact, doing={EN: "We are rolling back"})

    with pytest.raises(Refusal) as refused:
        await _draft(store, half)

    assert refused.value.field == "doing_uk"


async def test_a_promise_in_the_past_is_refused(store: Store, declared: Declare) -> None:
    await declared("SEV3")
    late = Draft(state=SAID.state, impact=SAID.impact, doing=SAID.doing, next_by=START)

    with pytest.raises(Refusal) as refused:
        await _draft(store, late)

    assert refused.value.field == "next_by"
