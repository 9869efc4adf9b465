"""How an update is written: what is asked for, what is filled in, and what changed."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain import drafting
from bot.domain.client_update import Correction, Draft
from bot.domain.component import Health
from bot.domain.events import ClientsChanged, UpdateDrafted, UpdateRevised, UpdateWithdrawn
from bot.domain.ids import ClientUpdateId
from bot.domain.refusal import Refusal
from bot.domain.service import ClientName, ServiceName
from bot.domain.severity import ClientState
from tests.domain.sample import (
    ACME,
    AT,
    CARDS,
    INC_7,
    MINUTE,
    OLENA,
    PAYOUTS,
    TARAS,
    ZORIA,
    incident,
)
from tests.domain.updates import EN, LATER, POLICY, RU, SAID, UK, approved, update

BURNING = incident(clients=(ACME, ZORIA))
ONE = update(BURNING)


def completed(said: Draft) -> Draft:
    return drafting.completed(said, BURNING, POLICY, (EN, UK), now=AT)


def test_what_the_author_leaves_to_the_incident_is_filled_in() -> None:
    said = replace(SAID, impact={EN: " Some\u202e cards \n are declined ", UK: "Частину"})
    assert completed(said) == replace(
        said,
        impact={EN: "Some cards\n are declined", UK: "Частину"},
        services=(CARDS,),
        health=Health.PARTIAL_OUTAGE,
        clients=(ACME, ZORIA),
    )


def test_what_the_author_says_stays() -> None:
    own = replace(SAID, services=(PAYOUTS,), health=Health.MAINTENANCE, clients=(ACME,))
    assert completed(own) == own


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"impact": {EN: "", UK: "Частину"}}, "impact_en"),
        ({"impact": {EN: "\u200b \x00", UK: "Частину"}}, "impact_en"),
        ({"impact": {EN: "Some"}}, "impact_uk"),
        ({"doing": {EN: "Checking"}}, "doing_uk"),
        # What may be left out is left out in all languages, or in none.
        ({"headline": {EN: "Cards fail"}}, "headline_uk"),
        ({"workaround": {UK: "Платіть рахунком"}}, "workaround_en"),
        ({"impact": {EN: "x" * 20_000, UK: "Частину"}}, "impact_en"),
        ({"workaround": {EN: "So", UK: "й" * 3_001}}, "workaround_uk"),
        ({"headline": {EN: "x" * 121, UK: "y"}}, "headline_en"),
        ({"next_by": AT}, "next_by"),
        ({"services": (ServiceName("nothing"),)}, "services"),
    ],
)
def test_what_is_wrong_is_said_under_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        completed(replace(SAID, **changes))
    assert refused.value.field == field


def test_too_long_a_text_is_never_cut_but_said_by_how_much() -> None:
    with pytest.raises(Refusal) as refused:
        completed(replace(SAID, impact={EN: "x" * 20_000, UK: "y"}))
    assert str(refused.value) == (
        "This is too long for a client to read. Shorten it by 17000 characters."
    )
    longest = replace(SAID, impact={EN: "x" * 3_000, UK: "y"})
    assert completed(longest).impact[EN] == "x" * 3_000


def test_a_headline_is_one_line_since_it_is_a_letters_subject() -> None:
    said = replace(SAID, headline={EN: "Cards\r\nBcc: fail", UK: "Картки\u2028не\tпрацюють"})
    assert completed(said).headline == {EN: "Cards Bcc: fail", UK: "Картки не працюють"}


def test_a_language_that_nobody_reads_is_kept_and_not_asked_for() -> None:
    said = replace(SAID, impact={**SAID.impact, RU: "Часть карт"})
    assert completed(said).impact[RU] == "Часть карт"


def test_the_last_word_promises_no_other() -> None:
    over = replace(SAID, state=ClientState.RESOLVED, next_by=AT - MINUTE)
    assert completed(over).next_by is None
    assert completed(over).health is Health.OPERATIONAL


def test_a_draft_is_on_record_from_its_first_preview() -> None:
    said = completed(SAID)
    change = drafting.begin(
        ClientUpdateId("u1"), 1, said, BURNING, ONE.texts, ONE.recipients, by=OLENA, at=AT
    )
    assert change.state == ONE
    assert change.events == (
        UpdateDrafted(
            incident=INC_7,
            at=AT,
            by=OLENA,
            update=ClientUpdateId("u1"),
            number=1,
            state=ClientState.INVESTIGATING,
        ),
    )


def revised(before: Any, said: Draft, by: Any = OLENA) -> Any:
    texts = {**ONE.texts, (EN, "Europe/Kyiv"): said.impact[EN]}
    return drafting.revise(before, said, texts, ONE.recipients, by=by, at=LATER)


OTHER = replace(completed(SAID), impact={**SAID.impact, EN: "Most"}, next_by=AT + 9 * MINUTE)


def test_until_somebody_has_seen_it_its_author_crosses_out_as_they_like() -> None:
    change = revised(ONE, OTHER)
    assert change.events == ()
    assert (change.state.impact[EN], change.state.revised_by, change.state.revised_at) == (
        "Most",
        OLENA,
        LATER,
    )


@pytest.mark.parametrize(
    ("before", "by"),
    [
        (replace(ONE, asked_at=AT), OLENA),
        (approved(ONE, BURNING, TARAS), OLENA),
        (ONE, TARAS),
        (replace(ONE, revised_by=TARAS), OLENA),
    ],
)
def test_what_others_have_seen_is_changed_on_the_timeline(before: Any, by: Any) -> None:
    change = revised(before, OTHER, by)
    assert change.events == (
        UpdateRevised(
            incident=INC_7,
            at=LATER,
            by=by,
            update=ONE.id,
            number=1,
            changed=("impact", "next_by"),
        ),
    )


def test_the_same_words_change_nothing() -> None:
    same = drafting.revise(ONE, completed(SAID), ONE.texts, ONE.recipients, by=TARAS, at=LATER)
    assert (same.state, same.events) == (ONE, ())


def test_other_readers_are_a_change() -> None:
    asked = replace(ONE, asked_at=AT)
    change = drafting.revise(
        asked, completed(SAID), ONE.texts, ONE.recipients[:1], by=OLENA, at=LATER
    )
    [fact] = change.events
    assert isinstance(fact, UpdateRevised)
    assert fact.changed == ("readers",)


def test_nothing_has_changed_is_the_last_update_with_a_new_promise() -> None:
    sent = replace(ONE, sent_at=AT, workaround={EN: "Pay by invoice", UK: "Рахунком"})
    again = drafting.again(sent, next_by=AT + 30 * MINUTE)
    assert again == replace(
        completed(SAID),
        workaround=sent.workaround,
        next_by=AT + 30 * MINUTE,
        clients=(),
        unchanged=True,
    )
    with pytest.raises(Refusal, match="nothing to repeat"):
        drafting.again(replace(sent, state=ClientState.RESOLVED), next_by=None)


def test_a_correction_names_what_it_corrects_and_goes_to_the_same_clients() -> None:
    sent = replace(ONE, sent_at=AT, number=3)
    said = drafting.correcting(sent, replace(SAID, clients=(ClientName("other"),)))
    assert said.corrects == Correction(update=ONE.id, number=3, sent_at=AT)
    assert said.clients == (ACME, ZORIA)
    with pytest.raises(Refusal, match="has not been sent"):
        drafting.correcting(ONE, SAID)


def test_withdrawing_once_with_a_reason_or_without() -> None:
    asked = replace(approved(ONE, BURNING, TARAS), asked_by=OLENA, asked_at=AT)
    change = drafting.withdraw(asked, reason=" false alarm ", by=TARAS, at=LATER)
    assert change.events == (
        UpdateWithdrawn(
            incident=INC_7, at=LATER, by=TARAS, update=ONE.id, number=1, reason="false alarm"
        ),
    )
    assert change.state == replace(ONE, withdrawn_at=LATER)
    assert drafting.withdraw(change.state, reason="", by=OLENA, at=LATER).events == ()
    with pytest.raises(Refusal, match="was sent already"):
        drafting.withdraw(replace(ONE, sent_at=AT), reason="", by=OLENA, at=LATER)


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ((ACME,), (ACME, ZORIA), True),
        ((ACME,), (), True),
        ((ACME,), (ACME, ACME), False),
        # The policy has forgotten a client that the incident still has.
        ((ClientName("gone"),), (ClientName("gone"), ACME), True),
    ],
)
def test_setting_the_affected_clients(
    before: tuple[ClientName, ...], after: tuple[ClientName, ...], *, changed: bool
) -> None:
    burning = incident(clients=before)
    change = drafting.set_clients(burning, after, POLICY, by=OLENA, at=AT)
    wanted = tuple(dict.fromkeys(after))
    titles = tuple({ACME: "Acme Marketplace", ZORIA: "Zoria Bank"}.get(one, one) for one in wanted)
    fact = ClientsChanged(incident=INC_7, at=AT, by=OLENA, old=before, new=wanted, titles=titles)
    assert change.events == ((fact,) if changed else ())
    assert change.state.clients == wanted


def test_a_client_that_the_policy_does_not_know_cannot_be_affected() -> None:
    with pytest.raises(Refusal, match="no client “nobody”") as refused:
        drafting.set_clients(BURNING, (ClientName("nobody"),), POLICY, by=OLENA, at=AT)
    assert refused.value.field == "clients"


def test_a_promise_in_the_future_is_kept() -> None:
    assert completed(replace(SAID, next_by=AT + MINUTE)).next_by == AT + MINUTE
