"""One update on its way to one recipient: its key, its states, and what is said of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.effects import CallUpdateHook, MailClientUpdate, SendClientUpdate
from bot.domain.events import DeliveryFailed, DeliveryRetried, DeliverySettled, DeliveryUnknown
from bot.domain.ids import ClientUpdateId, IncidentId, PersonId, RoomId
from bot.domain.language import Language
from bot.domain.medium import Medium
from bot.domain.phrase import Where
from bot.domain.snag import Snag, explain
from bot.domain.timeline import sentence
from bot.domain.update_delivery import (
    DeliveryState,
    UpdateDelivery,
    deliveries,
    delivery_key,
    orders,
)
from bot.i18n import translator
from tests.support import sent
from tests.support.sent import EN, reader

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
T = translator(Language.EN)
IT = UpdateDelivery(
    update=ClientUpdateId("u1"),
    recipient="ops",
    incident=IncidentId(12),
    medium=Medium.MAIL,
    address="ops@acme.example",
    queued_at=NOW,
)


def test_a_key_is_one_of_a_kind_short_and_says_nothing() -> None:
    keys = {
        delivery_key(ClientUpdateId(update), recipient)
        for update in ("u1", "u2", "u")
        for recipient in ("ops", "1ops")
    }
    assert len(keys) == 6
    assert {len(key) for key in keys} == {40}
    assert delivery_key(ClientUpdateId("u1"), "ops") == IT.key


def test_each_recipient_has_a_row_and_all_but_the_page_an_order() -> None:
    readers = (
        reader(Medium.CHANNEL, "C0ACME", EN, client="acme"),
        reader(Medium.SUPPORT, "C0SUPPORT"),
        reader(Medium.MAIL, "ops@acme.example", EN, client="acme"),
        reader(Medium.HOOK, "https://helpdesk.example/in?key=hidden"),
        reader(Medium.PAGE, "status"),
    )
    update = sent.update(readers, at=NOW)
    rows = deliveries(update, NOW)

    assert [(row.medium, row.state, row.sent_at) for row in rows] == [
        (Medium.CHANNEL, DeliveryState.QUEUED, None),
        (Medium.SUPPORT, DeliveryState.QUEUED, None),
        (Medium.MAIL, DeliveryState.QUEUED, None),
        (Medium.HOOK, DeliveryState.QUEUED, None),
        (Medium.PAGE, DeliveryState.SENT, NOW),
    ]
    found = orders(rows)
    assert [type(effect) for _, effect in found] == [
        SendClientUpdate,
        SendClientUpdate,
        MailClientUpdate,
        CallUpdateHook,
    ]
    assert [key for key, _ in found] == [row.key for row in rows[:4]]
    # What may hold a secret is kept to send, and shown by its host alone.
    assert rows[3].addressee.address == "helpdesk.example"
    assert rows[0].addressee.shown == Where(RoomId("C0ACME"))


def test_a_retry_begins_anew() -> None:
    later = NOW + timedelta(minutes=5)
    failed = replace(IT, handed_at=NOW).failed(Snag.REFUSED, "550 no")
    assert (failed.state, failed.attempts, failed.handed_at) == (DeliveryState.FAILED, 1, None)
    assert failed.again(later) == replace(IT, queued_at=later)
    assert IT.put_off(Snag.REFUSED, "451 later").waits
    lost = replace(IT, handed_at=NOW).lost(Snag.NO_ANSWER)
    assert (lost.state, lost.handed_at) == (DeliveryState.UNKNOWN, NOW)
    assert lost.again(later) == replace(IT, queued_at=later)
    known = lost.sent(later, "")
    assert (known.state, known.sent_at, known.snag) == (DeliveryState.SENT, later, Snag.NONE)


def test_what_the_timeline_says() -> None:
    taras, both = PersonId("U0TARAS"), (IT.addressee, replace(IT, address="b@b.example").addressee)
    facts = [
        DeliveryFailed(
            incident=IT.incident,
            at=NOW,
            update=IT.update,
            to=both,
            snag=Snag.REFUSED,
            detail="550 no",
        ),
        DeliveryUnknown(
            incident=IT.incident, at=NOW, update=IT.update, to=IT.addressee, snag=Snag.INTERRUPTED
        ),
        DeliverySettled(incident=IT.incident, at=NOW, by=taras, update=IT.update, to=IT.addressee),
        DeliveryRetried(incident=IT.incident, at=NOW, by=taras, update=IT.update, to=both[:1]),
    ]
    assert [
        T.phrase(sentence(fact), lambda slot: getattr(slot, "id", str(slot))) for fact in facts
    ] == [
        (
            "The client update did not reach ops@acme.example and 1 more: "
            "the other side refused it (550 no)"
        ),
        (
            "Whether the client update reached ops@acme.example is not known: Tocsin stopped in "
            "the middle of sending. It is not sent again by itself."
        ),
        "U0TARAS found that the client update reached ops@acme.example",
        "U0TARAS sent the client update again to ops@acme.example",
    ]


@pytest.mark.parametrize("snag", Snag)
def test_every_snag_has_a_reason(snag: Snag) -> None:
    assert T.phrase(explain(snag), str)
    assert T.phrase(explain(snag, "550 no"), str).endswith("(550 no)")
