"""Which method leaves when, on both databases, without Slack and without any service.

Delivery leases from the real outbox; a service here is a list of what it was sent.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.domain.contact import Contact, Outcome, Why
from bot.domain.delivery import Later
from bot.domain.effects import HurryContacts, NotifyPerson
from bot.domain.events import PersonNotified
from bot.domain.ids import IncidentId, PersonId
from bot.integrations import notify
from bot.integrations.ring import Message, Ringer
from bot.links import Links
from bot.store.outbox import Parcel
from bot.store.work import Store
from bot.usecases import page, reach, storm
from bot.usecases.reach import Report
from tests.support.databases import ManualTime
from tests.support.ledger import events
from tests.usecases.conftest import Declare

ONE, OLENA = IncidentId(1), PersonId("U0OLENA")
TAKEN = Report(outcome=Outcome.DELIVERED)
NO = Report(outcome=Outcome.FAILED, why=Why.REFUSED, detail="503")


class Service(Ringer):
    """Takes everything, unless told what to answer next."""

    def __init__(self) -> None:
        super().__init__({})
        self.sent: list[str] = []
        self.answers: list[Report] = []

    async def ring(self, contact: Contact, message: Message) -> Report:
        self.sent.append(contact.name)
        return self.answers.pop(0) if self.answers else TAKEN


@dataclass
class Phone:
    """Everything of paging that does not go through Slack."""

    store: Store
    time: ManualTime
    service: Service = field(default_factory=Service)

    def __post_init__(self) -> None:
        self.senders = notify.senders(self.store, Links("", b"k" * 32), self.service)

    async def lease(self) -> list[Parcel]:
        async with self.store.begin() as work:
            until = work.now + timedelta(seconds=10)
            return await work.outbox.lease(99, owner="a", now=work.now, until=until)

    async def send(self, parcels: Sequence[Parcel]) -> None:
        """As delivery does: send, then settle together with what follows."""
        for parcel in parcels:
            sender = self.senders.get(type(parcel.effect))
            after = await sender(parcel.effect, parcel) if sender else None
            async with self.store.begin() as work:
                await work.outbox.settle([parcel], work.now)
                if after:
                    await after(work)

    async def later(self, **by: float) -> None:
        self.time.later(**by)
        while parcels := await self.lease():
            await self.send(parcels)

    async def at_once(self, parcels: Sequence[Parcel]) -> None:
        """Side by side, as delivery does; who is to wait for others is put back."""
        parcels = [one for one in parcels if type(one.effect) in self.senders]
        sends = (self.senders[type(one.effect)](one.effect, one) for one in parcels)
        ends = await asyncio.gather(*sends, return_exceptions=True)
        for parcel, end in zip(parcels, ends, strict=True):
            async with self.store.begin() as work:
                if isinstance(end, Later):
                    wait = {"due_at": end.at, "error": "", "uncertain": False, "counted": False}
                    await work.outbox.put_back(parcel, **wait)  # type: ignore[arg-type]
                    continue
                assert not isinstance(end, BaseException)
                await work.outbox.settle([parcel], work.now)
                if end:
                    await end(work)

    async def told(self) -> list[tuple[str, Outcome, Why]]:
        facts = [one for one in await events(self.store, ONE) if isinstance(one, PersonNotified)]
        return [(one.means, one.outcome, one.why) for one in facts]

    async def slack(self, report: Report) -> None:
        """What the sender of Slack's page reports of the first page."""
        async with self.store.read() as work:
            story = await work.timeline.read(ONE)
            [run] = await work.escalations.of_incident(ONE)
        [event] = [e.id for e in story if type(e.event).__name__ == "ResponderPaged"]
        first = reach.Page(escalation=run.id, person=OLENA, event=event)
        async with self.store.begin() as work:
            if report.outcome is Outcome.DELIVERED:
                await reach.slack_delivered(work, first)
            else:
                await reach.slack_failed(work, first, report)


@pytest.fixture
async def phone(store: Store, time: ManualTime, declared: Declare) -> Phone:
    """Olena is paged, by SMS after a minute and by phone after three."""
    await declared("SEV1")
    return Phone(store, time)


async def test_each_method_has_its_minute(phone: Phone) -> None:
    await phone.later(seconds=0)
    await phone.slack(TAKEN)
    for seconds, sent in ((59, []), (1, ["sms"]), (119, ["sms"]), (1, ["sms", "phone"])):
        await phone.later(seconds=seconds)
        assert phone.service.sent == sent


async def test_slack_that_says_nothing_for_ten_seconds_counts_as_down(phone: Phone) -> None:
    await phone.later(seconds=0)
    await phone.later(seconds=9)
    assert phone.service.sent == []

    await phone.later(seconds=1)

    assert sorted(phone.service.sent) == ["phone", "sms"]
    assert (await phone.told())[0] == ("slack", Outcome.UNKNOWN, Why.NO_ANSWER)


async def test_slack_that_fails_before_the_walk_begins_is_not_forgotten(phone: Phone) -> None:
    await phone.slack(NO)

    await phone.later(seconds=0)

    assert sorted(phone.service.sent) == ["phone", "sms"]


async def test_slack_that_fails_twice_is_told_once(phone: Phone) -> None:
    await phone.later(seconds=0)
    await phone.slack(NO)
    await phone.slack(NO)
    await phone.later(seconds=0)

    told = [means for means, *_ in await phone.told()]
    assert (told[0], sorted(told[1:])) == ("slack", ["phone", "sms"])
    assert len(phone.service.sent) == 2


async def test_a_send_that_a_crash_cut_off_is_in_doubt_and_not_repeated(phone: Phone) -> None:
    """The process dies between the service's yes and the commit; its lease runs out."""
    await phone.later(seconds=0)
    await phone.slack(TAKEN)
    phone.time.later(minutes=1)
    [parcel] = [one for one in await phone.lease() if isinstance(one.effect, NotifyPerson)]
    await phone.senders[NotifyPerson](parcel.effect, parcel)
    assert phone.service.sent == ["sms"]

    await phone.later(seconds=11)

    assert phone.service.sent == ["sms", "phone"]
    assert (await phone.told())[1:] == [
        ("sms", Outcome.UNKNOWN, Why.INTERRUPTED),
        ("phone", Outcome.DELIVERED, Why.NONE),
    ]


async def test_a_walk_that_a_crash_cut_off_is_walked_once(phone: Phone) -> None:
    """Orders are known by their keys, so a walk begun twice orders nothing twice."""
    parcels = [one for one in await phone.lease() if isinstance(one.effect, NotifyPerson)]
    for parcel in parcels:
        after = await phone.senders[NotifyPerson](parcel.effect, parcel)
        assert after
        async with phone.store.begin() as work:
            await after(work)

    await phone.later(seconds=11)
    await phone.later(minutes=5)

    assert sorted(phone.service.sent) == ["phone", "sms"]


async def test_a_clear_no_is_tried_again_twice_and_no_more(phone: Phone) -> None:
    phone.service.answers = [NO, TAKEN, NO, NO]
    await phone.later(seconds=0)
    await phone.slack(TAKEN)
    await phone.later(minutes=1)
    assert phone.service.sent == ["sms", "phone"]

    await phone.later(seconds=30)
    assert phone.service.sent == ["sms", "phone", "sms"]
    await phone.later(minutes=2)
    assert phone.service.sent == ["sms", "phone", "sms", "sms"]
    await phone.later(hours=1)
    assert phone.service.sent == ["sms", "phone", "sms", "sms"]


async def test_whoever_answers_is_left_alone(phone: Phone) -> None:
    await phone.later(seconds=0)
    async with phone.store.begin() as work:
        [run] = await work.escalations.of_incident(ONE)
        await page.acknowledge(work, run.id, by=OLENA)

    await phone.later(hours=1)

    assert phone.service.sent == []
    assert "sms" not in [means for means, *_ in await phone.told()]


async def test_nobody_waits_for_slack_where_there_is_nothing_to_hurry(
    store: Store, time: ManualTime, declared: Declare
) -> None:
    """Whoever has no method needs no look at what Slack did."""
    await declared("SEV1")
    async with store.begin() as work:
        await page.call(work, ONE, (PersonId("U0ANNA"),), by=OLENA)
    phone = Phone(store, time)

    seen = [type(parcel.effect) for parcel in await phone.lease()]

    assert HurryContacts not in seen


STORM = 6


async def notified(store: Store) -> Counter[tuple[int, str, Outcome]]:
    found: Counter[tuple[int, str, Outcome]] = Counter()
    for number in range(1, STORM + 1):
        for one in await events(store, IncidentId(number)):
            if isinstance(one, PersonNotified) and not one.by_slack:
                found[number, one.means, one.outcome] += 1
    return found


@pytest.fixture
async def stormy(phone: Phone, declared: Declare, monkeypatch: pytest.MonkeyPatch) -> Phone:
    """Six pages; Slack says nothing for ten seconds, so that all their methods are due.

    They find each other however slow the machine is.
    """
    monkeypatch.setattr(storm, "GATHER", 1.0)
    for _ in range(STORM - 1):
        await declared("SEV1")
    await phone.at_once(await phone.lease())
    phone.time.later(seconds=10)
    await phone.at_once(await phone.lease())
    return phone


async def test_a_storm_is_one_message_of_each_method_and_then_another(stormy: Phone) -> None:
    await stormy.at_once(await stormy.lease())
    assert sorted(stormy.service.sent) == ["phone", "sms"]

    stormy.time.later(seconds=3)
    await stormy.at_once(await stormy.lease())

    assert sorted(stormy.service.sent) == ["phone", "phone", "sms", "sms"]
    assert await notified(stormy.store) == Counter(
        (number, means, Outcome.DELIVERED)
        for number in range(1, STORM + 1)
        for means in ("sms", "phone")
    )


async def test_a_storm_that_a_crash_cut_off_is_in_doubt_page_by_page(stormy: Phone) -> None:
    """The process dies between the service's yes to one message and the commit of its pages."""
    await stormy.at_once(await stormy.lease())
    done = await notified(stormy.store)
    stormy.time.later(seconds=3)
    cut = [one for one in await stormy.lease() if isinstance(one.effect, NotifyPerson)]
    await asyncio.gather(*(stormy.senders[NotifyPerson](one.effect, one) for one in cut))
    assert len(cut) == 2 * (STORM - 1)

    stormy.time.later(seconds=11)
    await stormy.at_once(await stormy.lease())

    assert sorted(stormy.service.sent) == ["phone", "phone", "sms", "sms"]
    told = await notified(stormy.store)
    assert told - done == Counter(
        (one.effect.incident, one.effect.contact, Outcome.UNKNOWN)
        for one in cut
        if isinstance(one.effect, NotifyPerson)
    )


async def test_a_storm_to_which_the_service_says_no_is_tried_again_whole(stormy: Phone) -> None:
    await stormy.at_once(await stormy.lease())
    stormy.service.answers = [NO, NO]
    stormy.time.later(seconds=3)
    await stormy.at_once(await stormy.lease())

    stormy.time.later(seconds=30)
    for _ in range(3):
        await stormy.at_once(await stormy.lease())
        stormy.time.later(seconds=3)

    outcomes = Counter(outcome for _, _, outcome in (await notified(stormy.store)).elements())
    assert outcomes == {Outcome.DELIVERED: 2 * STORM, Outcome.FAILED: 2 * (STORM - 1)}
    assert len(stormy.service.sent) < 10
