"""The text of an update: who reads which, and what its digest is bound to."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.client_update import Medium, Recipient, languages
from bot.domain.component import Health
from bot.domain.severity import ClientState
from tests.domain.sample import ACME, AT, MINUTE, PAYOUTS, ZORIA, incident
from tests.domain.updates import ALMATY, ALTYN, EN, KYIV, RU, UK, to, update

BURNING = incident(clients=(ACME, ZORIA, ALTYN))
ONE = update(BURNING)


def test_every_language_once() -> None:
    found = languages([to(Medium.CHANNEL, "C1", UK, EN), to(Medium.CHANNEL, "C2", EN, RU)])
    assert found == (UK, EN, RU)


def test_each_reads_its_own_languages_on_its_own_clock() -> None:
    several = replace(
        ONE,
        texts={
            (EN, "Europe/Kyiv"): "By 12:00 EET",
            (EN, "Asia/Almaty"): "By 15:00 in Almaty",
            (RU, "Asia/Almaty"): "До 15:00",
            (UK, "Europe/Kyiv"): "До 12:00",
        },
    )
    read = {each.address: several.text_for(each) for each in several.recipients}
    assert read == {
        "C0ACME": "By 12:00 EET",
        "ops@acme.example": "By 12:00 EET",
        "C0ZORIA": "До 12:00",
        "C0ALTYN": "До 15:00\n\nBy 15:00 in Almaty",
        "C0SUPPORT": "До 12:00",
    }


def test_a_key_is_an_addresss_own_and_tells_nothing_of_it() -> None:
    keys = [each.key for each in ONE.recipients]
    assert len(set(keys)) == len(keys)
    assert all(len(key) == 24 and set(key) <= set("0123456789abcdef") for key in keys)
    assert to(Medium.MAIL, "a@b.example", EN).key == to(Medium.MAIL, "a@b.example", UK, RU).key
    assert to(Medium.MAIL, "a@b.example", EN).key != to(Medium.HOOK, "a@b.example", EN).key
    assert ONE.recipient(keys[0]) is ONE.recipients[0]
    with pytest.raises(KeyError):
        ONE.recipient("none")


@pytest.mark.parametrize(
    "changed",
    [
        replace(ONE, texts={**ONE.texts, (EN, "Europe/Kyiv"): "Some cards are declined!"}),
        replace(ONE, recipients=ONE.recipients[1:]),
        replace(ONE, recipients=(replace(ONE.recipients[0], zone=ALMATY), *ONE.recipients[1:])),
        replace(ONE, state=ClientState.IDENTIFIED),
        replace(ONE, health=Health.MAJOR_OUTAGE),
        replace(ONE, services=(PAYOUTS,)),
    ],
)
def test_the_digest_knows_every_word_reader_and_claim(changed: object) -> None:
    assert changed.digest != ONE.digest  # type: ignore[attr-defined]


def test_the_digest_does_not_know_the_order_of_readers_or_services() -> None:
    turned = replace(
        ONE,
        recipients=ONE.recipients[::-1],
        texts=dict(reversed(list(ONE.texts.items()))),
        services=ONE.services[::-1],
    )
    assert turned.digest == ONE.digest


@given(one=st.text(max_size=20), other=st.text(max_size=20))
def test_two_texts_share_a_digest_only_when_they_are_the_same(one: str, other: str) -> None:
    first, second = (
        replace(ONE, texts={(EN, "Europe/Kyiv"): text}, recipients=(READER,))
        for text in (one, other)
    )
    assert (first.digest == second.digest) is (one == other)


READER = Recipient(medium=Medium.CHANNEL, address="C0ACME", languages=(EN,), zone=KYIV)


def test_one_text_stands_for_all_inside() -> None:
    assert ONE.text_in(UK) == "Частину карток відхилено."
    assert replace(ONE, texts={(EN, "Europe/Kyiv"): "Only this"}).text_in(RU) == "Only this"
    assert ONE.headline_in(RU) == "Card payments fail"
    assert replace(ONE, headline={}).headline_in(UK) == ""


def test_marks_tell_which_fields_differ_and_nothing_of_what_they_say() -> None:
    made = update(incident(clients=(ACME, ZORIA)))
    other = replace(made, impact={EN: "No card works"}, next_by=AT)
    changed = {name for name, mark in other.marks.items() if made.marks[name] != mark}
    assert changed == {"impact", "next_by"}
    assert made.marks == replace(made, texts={}, drafted_at=AT + MINUTE).marks
    # The order in which languages were written says nothing.
    turned = replace(made, impact=dict(reversed([*made.impact.items()])))
    assert turned.marks == made.marks
    assert "cards" not in str(made.marks)
