"""Client updates by e-mail: who gets one, in which thread, and how each fault ends."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.domain.events import DeliveryFailed, DeliveryUnknown
from bot.domain.ids import IncidentId, PersonId
from bot.domain.medium import Medium
from bot.domain.snag import Snag
from bot.domain.update_delivery import DeliveryState
from bot.domain.update_rules import Mail
from bot.integrations import mail
from bot.integrations.mail import WAITS
from bot.integrations.mail_server import Server
from bot.integrations.smtp import CONNECTIONS, Mailer
from bot.store.work import Store
from bot.usecases import dispatch
from bot.usecases.deliver import Delivery
from tests.support import sent as updates
from tests.support.databases import ManualTime
from tests.support.mailbox import HANG_UP, Mailbox, opened
from tests.support.sent import EN, UK, mail_to, reader, rows, send, states, story

RULES = Mail(
    sender="Kobza Pay <status@kobzapay.example>",
    reply_to="support@kobzapay.example",
    unsubscribe="mailto:unsubscribe@kobzapay.example",
)
ACME, ZORIA = "ops@acme.example", "noc@zoria.example"
SENT, FAILED, QUEUED, UNKNOWN = (
    DeliveryState.SENT,
    DeliveryState.FAILED,
    DeliveryState.QUEUED,
    DeliveryState.UNKNOWN,
)
ANNA = PersonId("U0ANNA")


@dataclass
class Office:
    """The store, the mail server and delivery between them, with a clock that is told."""

    store: Store
    box: Mailbox
    time: ManualTime
    delivery: Delivery

    async def out(self, **later: float) -> None:
        self.time.later(**later)
        await self.delivery.quiet()


@pytest.fixture
async def office(store: Store, mailbox: Mailbox, time: ManualTime) -> AsyncIterator[Office]:
    rules = replace(store.policy.client_updates, mail=RULES)
    store.policy = replace(store.policy, client_updates=rules)
    await updates.incident(store)
    mailer = Mailer(Server.of(mailbox.url), limit=1, end_limit=1)
    yield Office(store, mailbox, time, Delivery(store.begin, mail.senders(store, mailer)))
    await mailer.close()


async def test_each_contact_gets_one_in_their_own_languages(office: Office) -> None:
    both = (
        reader(Medium.MAIL, ACME, EN, client="acme"),
        reader(Medium.MAIL, ZORIA, UK, EN, client="zoria"),
    )
    it = await send(office.store, both)
    await office.out()

    assert office.box.counts == {ACME: 1, ZORIA: 1}
    [english], [two] = office.box.to(ACME), office.box.to(ZORIA)
    text = "Payments by card fail. We are working on it."
    assert english.text == text
    assert english.message["Subject"] == "Card payments fail"
    assert english.message["Content-Language"] == "en"
    assert two.text == f"Українською. {text}\n\n{text}"
    assert two.message["Subject"] == "Не працюють картки"
    assert two.message["Content-Language"] == "uk, en"
    # Nobody learns of anybody else, nor what the incident is called inside.
    assert b"zoria" not in english.raw
    assert b"Ledger" not in english.raw + two.raw
    assert await states(office.store, it) == {ACME: SENT, ZORIA: SENT}
    kept = (await rows(office.store, it))[ACME]
    assert (kept.sent_at, kept.ref) == (office.time.now, english.message["Message-ID"])
    assert await story(office.store) == []


async def test_an_incident_is_one_thread_for_each_reader(office: Office) -> None:
    await send(office.store, mail_to(ACME))
    await office.out()
    await send(office.store, mail_to(ACME, ZORIA), number=2)
    await office.out(minutes=30)
    await send(office.store, mail_to(ACME, ZORIA), number=3)
    await office.out(minutes=30)

    first, second, third = (each.message for each in office.box.to(ACME))
    assert first["In-Reply-To"] is None
    assert second["In-Reply-To"] == second["References"] == first["Message-ID"]
    assert third["References"] == first["Message-ID"]
    theirs, later = (each.message for each in office.box.to(ZORIA))
    assert theirs["In-Reply-To"] is None
    assert later["References"] == theirs["Message-ID"]
    ids = {each.message["Message-ID"] for each in office.box.mails}
    assert len(ids) == 5


async def test_another_incident_is_another_thread(office: Office) -> None:
    await updates.incident(office.store, 2)
    await send(office.store, mail_to(ACME))
    await send(office.store, mail_to(ACME), incident=2)
    await office.out()
    assert [each.message["References"] for each in office.box.to(ACME)] == [None, None]


async def test_a_burst_takes_few_connections(office: Office) -> None:
    many = [f"contact{n}@acme.example" for n in range(60)]
    it = await send(office.store, mail_to(*many))
    await office.out()

    assert office.box.counts == dict.fromkeys(many, 1)
    assert office.box.connections <= CONNECTIONS
    assert set((await states(office.store, it)).values()) == {SENT}


async def test_a_lasting_no_is_one_recipient_s_alone(office: Office) -> None:
    office.box.refuse(ACME, "550 5.1.1 No such user here")
    it = await send(office.store, mail_to(ACME, ZORIA))
    await office.out()

    assert await states(office.store, it) == {ACME: FAILED, ZORIA: SENT}
    async with office.store.read() as work:
        [entry] = await work.timeline.read(IncidentId(1))
    assert isinstance(entry.event, DeliveryFailed)
    assert entry.event.snag is Snag.REFUSED
    assert entry.event.detail == "550 5.1.1 No such user here"
    assert [each.address for each in entry.event.to] == [ACME]


async def test_a_temporary_no_is_tried_again_later(office: Office) -> None:
    office.box.refuse(ACME, "451 4.7.1 Greylisted", times=2)
    it = await send(office.store, mail_to(ACME))
    await office.out()
    assert await states(office.store, it) == {ACME: QUEUED}
    await office.out(seconds=WAITS[0].total_seconds())
    assert office.box.counts == {}
    await office.out(seconds=WAITS[1].total_seconds())
    assert office.box.counts == {ACME: 1}
    assert await states(office.store, it) == {ACME: SENT}
    assert await story(office.store) == []


async def test_a_no_to_the_whole_mail_is_tried_again_too(office: Office) -> None:
    """It was handed over, and clearly refused: nothing is in doubt."""
    office.box.spoil(ACME, "452 4.3.1 No room", times=1)
    it = await send(office.store, mail_to(ACME))
    await office.out()
    assert (await rows(office.store, it))[ACME].handed_at is None
    await office.out(seconds=WAITS[0].total_seconds())
    assert office.box.counts == {ACME: 1}
    assert await states(office.store, it) == {ACME: SENT}


async def test_a_temporary_no_that_lasts_is_given_up(office: Office) -> None:
    office.box.refuse(ACME, "451 4.7.1 Greylisted")
    it = await send(office.store, mail_to(ACME))
    for wait in (timedelta(0), *WAITS):
        await office.out(seconds=wait.total_seconds())

    assert await states(office.store, it) == {ACME: FAILED}
    assert office.box.commands["RCPT"] == len(WAITS) + 1
    assert await story(office.store) == ["DeliveryFailed"]


async def test_a_server_that_goes_away_comes_back(office: Office) -> None:
    office.box.refuse(ACME, "421 4.3.2 Closing", times=1)
    it = await send(office.store, mail_to(ACME))
    await office.out()
    await office.out(seconds=WAITS[0].total_seconds())
    assert office.box.counts == {ACME: 1}
    assert await states(office.store, it) == {ACME: SENT}


async def test_what_nobody_answered_for_is_never_sent_again_by_itself(office: Office) -> None:
    office.box.spoil(ACME, HANG_UP)
    it = await send(office.store, mail_to(ACME))
    await office.out()
    await office.out(days=1)

    assert office.box.counts == {ACME: 1}
    assert await states(office.store, it) == {ACME: UNKNOWN}
    async with office.store.read() as work:
        [entry] = await work.timeline.read(IncidentId(1))
    assert isinstance(entry.event, DeliveryUnknown)
    assert entry.event.snag is Snag.NO_ANSWER


async def test_a_person_says_that_it_arrived(office: Office) -> None:
    office.box.spoil(ACME, HANG_UP)
    it = await send(office.store, mail_to(ACME))
    await office.out()
    key = it.recipients[0].key
    for _ in range(2):
        async with office.store.begin() as work:
            await dispatch.settle(work, it.id, key, arrived=True, by=ANNA)
    await office.out(hours=1)

    assert await states(office.store, it) == {ACME: SENT}
    assert office.box.counts == {ACME: 1}
    assert await story(office.store) == ["DeliveryUnknown", "DeliverySettled"]


async def test_a_person_has_it_sent_again(office: Office) -> None:
    office.box.spoil(ACME, HANG_UP, times=1)
    it = await send(office.store, mail_to(ACME))
    await office.out()
    office.box.mails.clear()  # it never reached them
    key = it.recipients[0].key
    for _ in range(2):
        async with office.store.begin() as work:
            await dispatch.settle(work, it.id, key, arrived=False, by=ANNA)
    await office.out()

    assert office.box.counts == {ACME: 1}
    assert await states(office.store, it) == {ACME: SENT}
    assert await story(office.store) == ["DeliveryUnknown", "DeliveryRetried"]


async def test_a_mark_without_an_end_is_left_to_people(office: Office) -> None:
    """As a process leaves it that dies with the mail in its hands."""
    it = await send(office.store, mail_to(ACME))
    async with office.store.begin() as work:
        row = await work.deliveries.find(it.id, it.recipients[0].key)
        assert row is not None
        assert await work.deliveries.hand(row, work.now, "<id@kobzapay.example>")
        # A second holder, who only seemed dead, is not let through.
        assert not await work.deliveries.hand(row, work.now, "<id@kobzapay.example>")
    await office.out()

    assert office.box.counts == {}
    assert await states(office.store, it) == {ACME: UNKNOWN}


async def test_without_a_server_nothing_is_lost(office: Office) -> None:
    """One fact for all of them, and Retry sends them once there is a server."""
    it = await send(office.store, mail_to(ACME, ZORIA))
    none = Delivery(office.store.begin, mail.senders(office.store, None))
    await none.quiet()
    assert await states(office.store, it) == {ACME: FAILED, ZORIA: FAILED}
    async with office.store.read() as work:
        [entry] = await work.timeline.read(IncidentId(1))
    assert isinstance(entry.event, DeliveryFailed)
    assert (entry.event.snag, len(entry.event.to)) == (Snag.NO_SERVER, 2)

    for _ in range(2):
        async with office.store.begin() as work:
            await dispatch.retry(work, it.id, by=ANNA)
    await office.out()
    assert office.box.counts == {ACME: 1, ZORIA: 1}
    assert await states(office.store, it) == {ACME: SENT, ZORIA: SENT}
    assert await story(office.store) == ["DeliveryFailed", "DeliveryRetried"]


async def test_a_server_that_stays_away_is_one_fact(office: Office) -> None:
    """Whoever works on the incident hears it once, however many contacts there are."""
    nobody = Mailer(Server.of("smtp://127.0.0.1:1"), limit=1)
    away = Delivery(office.store.begin, mail.senders(office.store, nobody))
    it = await send(office.store, mail_to(ACME, ZORIA))
    for wait in (timedelta(), *WAITS):
        assert await story(office.store) == []
        office.time.later(seconds=wait.total_seconds())
        await away.quiet()
    assert await states(office.store, it) == {ACME: FAILED, ZORIA: FAILED}
    async with office.store.read() as work:
        [entry] = await work.timeline.read(IncidentId(1))
    assert isinstance(entry.event, DeliveryFailed)
    assert (entry.event.snag, len(entry.event.to)) == (Snag.UNREACHABLE, 2)


async def test_a_server_that_lets_nobody_in_is_one_fact(office: Office) -> None:
    async with opened(user="tocsin", password="right") as box:
        wrong = Mailer(Server.of(f"smtp://tocsin:wrong@127.0.0.1:{box.port}"))
        it = await send(office.store, mail_to(ACME, ZORIA))
        await Delivery(office.store.begin, mail.senders(office.store, wrong)).quiet()
    assert {row.snag for row in (await rows(office.store, it)).values()} == {Snag.BARRED}
    assert await story(office.store) == ["DeliveryFailed"]


async def test_without_a_sender_in_the_policy_it_says_so(office: Office) -> None:
    rules = replace(office.store.policy.client_updates, mail=None)
    office.store.policy = replace(office.store.policy, client_updates=rules)
    it = await send(office.store, mail_to(ACME, ZORIA))
    await office.out()
    assert {row.snag for row in (await rows(office.store, it)).values()} == {Snag.NO_SENDER}
    assert await story(office.store) == ["DeliveryFailed"]


async def test_what_became_private_meanwhile_stays(office: Office) -> None:
    it = await send(office.store, mail_to(ACME))
    await updates.hide(office.store)
    await office.out()
    assert office.box.mails == []
    assert {row.snag for row in (await rows(office.store, it)).values()} == {Snag.WITHHELD}


async def test_an_address_that_is_none_fails_alone(office: Office) -> None:
    it = await send(office.store, mail_to("ops@" + "a" * 70 + ".example", ZORIA))
    await office.out()
    assert office.box.counts == {ZORIA: 1}
    assert sorted((await states(office.store, it)).values()) == [FAILED, SENT]
