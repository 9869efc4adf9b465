"""Who reads an update, and in which language a person wrote."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.client_readers import (
    PAGE,
    may_reach,
    readers,
    recipients,
    restricted,
    unreached,
    written_in,
)
from bot.domain.client_update import Medium
from bot.domain.ids import PersonId, RoomId
from bot.domain.incident import Incident
from bot.domain.language import Language, Localised
from bot.domain.refusal import Refusal
from bot.domain.service import Client, ClientName, ServiceName
from bot.domain.status_page import ComponentGroup, StatusPage
from bot.domain.update_rules import UpdateRules
from tests.domain.sample import ACME, AT, CARDS, OLENA, PAYOUTS, ZORIA, incident
from tests.domain.updates import (
    ALTYN,
    EN,
    NATALIA,
    POLICY,
    RU,
    UK,
    approved,
    to,
    update,
)

BURNING = incident(clients=(ACME, ZORIA))
PRIVATE = incident(clients=(ACME, ZORIA), private=True)
MUTE = ClientName("mute")
CLIENTS = (
    to(Medium.CHANNEL, "C0ACME", EN, client=ACME),
    to(Medium.MAIL, "ops@acme.example", EN, client=ACME),
    to(Medium.CHANNEL, "C0ZORIA", UK, client=ZORIA),
)
STATUS = StatusPage(
    title=Localised("Status"),
    languages=(UK, EN, RU),
    groups=(ComponentGroup(services=(CARDS,)),),
    zone=ZoneInfo("Europe/Kyiv"),
)
WITH_PAGE = replace(
    POLICY,
    status_page=STATUS,
    client_updates=UpdateRules(webhooks=("https://desk.example/hook",)),
)


def test_clients_read_first_then_our_support_in_a_language_of_theirs() -> None:
    assert recipients(BURNING, POLICY) == (*CLIENTS, to(Medium.SUPPORT, "C0SUPPORT", UK))
    english = recipients(incident(clients=(ACME,)), POLICY)
    assert english[-1] == to(Medium.SUPPORT, "C0SUPPORT", EN)


def test_the_page_and_webhooks_read_where_the_policy_says_so() -> None:
    assert recipients(BURNING, WITH_PAGE) == (
        *CLIENTS,
        to(Medium.PAGE, PAGE, UK, EN),
        to(Medium.HOOK, "https://desk.example/hook", EN, UK),
    )


def test_the_page_reads_in_what_there_is() -> None:
    def page(*clients: ClientName, **changes: Any) -> tuple[Language, ...]:
        policy = replace(WITH_PAGE, status_page=replace(STATUS, **changes))
        found = recipients(incident(clients=clients), policy)
        [one] = [each for each in found if each.medium is Medium.PAGE]
        return one.languages

    assert page(ALTYN) == (EN, RU)
    assert page(ACME, languages=(UK,)) == (EN,)
    assert page() == (UK,)


def test_the_page_takes_what_is_about_a_service_it_shows_or_about_none_yet() -> None:
    def on_page(services: tuple[ServiceName, ...] = (), **changes: Any) -> bool:
        found = recipients(incident(**changes), WITH_PAGE, (), services)
        return any(each.medium is Medium.PAGE for each in found)

    assert on_page()
    assert on_page(service=None)
    assert not on_page(service=PAYOUTS)
    assert on_page((PAYOUTS, CARDS), service=PAYOUTS)


def test_of_a_private_incident_only_the_affected_clients_read() -> None:
    assert readers(PRIVATE, WITH_PAGE) == CLIENTS


def test_only_the_clients_that_were_chosen_read() -> None:
    found = readers(BURNING, POLICY, (ALTYN,))
    assert [(each.address, each.client, each.zone.key) for each in found] == [
        ("C0ALTYN", ALTYN, "Asia/Almaty"),
        ("C0SUPPORT", None, "Europe/Kyiv"),
    ]


def test_two_clients_in_one_place_share_it_and_it_is_neithers_own() -> None:
    shared = replace(
        POLICY,
        clients={
            ACME: replace(POLICY.clients[ACME], emails=("Ops@shared.example",)),
            ZORIA: replace(
                POLICY.clients[ZORIA],
                channels=(RoomId("C0ACME"),),
                emails=("ops@shared.example",),
            ),
        },
    )
    assert readers(PRIVATE, shared) == (
        to(Medium.CHANNEL, "C0ACME", EN, UK),
        to(Medium.MAIL, "ops@shared.example", EN, UK),
    )


def test_nothing_of_a_drill_leaves() -> None:
    with pytest.raises(Refusal, match="is a drill"):
        readers(incident(drill=True, clients=(ACME,)), POLICY)


def test_a_client_without_contacts_is_named_under_its_field() -> None:
    mute = replace(
        POLICY,
        clients={MUTE: Client(name=MUTE, title="Mute & Sons", languages=(EN,))},
    )
    with pytest.raises(Refusal) as refused:
        readers(incident(clients=(MUTE,)), mute)
    assert refused.value.field == "clients"
    assert str(refused.value) == (
        "Mute & Sons cannot be reached: the policy names neither a channel nor an e-mail address. "
        "Add one to section “clients”, or choose another client."
    )


def test_one_client_without_contacts_does_not_keep_the_others_waiting() -> None:
    some = replace(
        POLICY,
        clients={**POLICY.clients, MUTE: Client(name=MUTE, title="Mute", languages=(RU,))},
    )
    burning = incident(clients=(ACME, MUTE, ClientName("gone")))
    assert readers(burning, some)[0].client == ACME
    assert unreached(burning, some) == (MUTE, "gone")
    assert unreached(BURNING, some) == ()


def test_without_clients_there_is_nobody_to_write_to_but_the_page() -> None:
    with pytest.raises(Refusal, match="names no client with a channel") as refused:
        readers(incident(), POLICY)
    assert refused.value.field == "clients"
    assert [each.medium for each in readers(incident(), WITH_PAGE)] == [Medium.PAGE, Medium.HOOK]


def test_a_client_that_the_policy_does_not_know_is_refused_under_its_field() -> None:
    with pytest.raises(Refusal, match="no client “nobody”") as refused:
        readers(BURNING, POLICY, (ClientName("nobody"),))
    assert refused.value.field == "clients"


def test_what_becomes_private_is_kept_for_clients_with_their_texts_alone() -> None:
    whole = update(BURNING, WITH_PAGE)
    kept = restricted(whole)
    assert kept.recipients == CLIENTS
    assert kept.texts == {key: whole.texts[key] for key in kept.texts}
    assert set(kept.texts) == {(EN, "Europe/Kyiv"), (UK, "Europe/Kyiv")}


@pytest.mark.parametrize(
    ("burning", "sent", "by", "reached"),
    [
        (BURNING, True, None, {"C0ACME", "ops@acme.example", "C0ZORIA", "C0SUPPORT"}),
        (BURNING, False, NATALIA, set()),
        # Private now: what nobody but its author had agreed to stays.
        (PRIVATE, True, None, set()),
        (PRIVATE, True, OLENA, set()),
        (PRIVATE, True, NATALIA, {"C0ACME", "ops@acme.example", "C0ZORIA"}),
        (incident(clients=(ACME,), drill=True), True, NATALIA, set()),
    ],
)
def test_whom_a_sent_update_may_still_reach(
    burning: Incident, sent: bool, by: PersonId | None, reached: set[str]
) -> None:
    made = update(BURNING, sent_at=AT if sent else None)
    made = approved(made, BURNING, by) if by else made
    assert {each.address for each in made.recipients if may_reach(made, burning, each)} == reached


@pytest.mark.parametrize(
    ("text", "otherwise", "language"),
    [
        ("Card payments fail", UK, EN),
        ("Платежі не проходять", RU, UK),
        ("Платежи не проходят, ошибка в подъезде", UK, RU),
        ("Не проходять карти Visa", RU, RU),  # no letter tells, so the author's own
        ("Не проходять карти Visa", UK, UK),
        ("Карта", EN, UK),
        ("503 — 🔥", EN, None),
        ("", UK, None),
    ],
)
def test_the_language_a_person_wrote_in(
    text: str, otherwise: Language, language: Language | None
) -> None:
    assert written_in(text, otherwise=otherwise) is language
