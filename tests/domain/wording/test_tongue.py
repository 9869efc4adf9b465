"""Words in the field of another language are noticed; names, brands and short words are not."""

import re

import pytest

from bot.domain.language import Language
from bot.domain.wording.tongue import strange
from tests.domain.wording.cases import TABLE, Case, cases

EN, UK, RU = Language
#: Hundreds of texts that other rules are held to. A few in the table's own language are pasted.
TEXTS = [
    case
    for path in sorted(TABLE.glob("*.txt"))
    for case in cases(path.name)
    if case.language is not EN or not re.search("[а-яі]", case.text)
]


@pytest.mark.parametrize(
    ("text", "meant_for"),
    [
        ("Оплата карткою може не проходити", RU),
        ("Ми перевіряємо зв’язок із банком", RU),
        ("Оплата картой может не проходить", UK),
        ("Мы проверяем связь с банком", UK),
        ("We are checking the link to the bank", UK),
        ("Some card payments are declined", RU),
        ("Оплата карткою може не проходити", EN),
        ("Мы проверяем связь с банком", EN),
    ],
)
def test_words_in_the_wrong_field(text: str, meant_for: Language) -> None:
    assert strange(text, meant_for)


@pytest.mark.parametrize(
    ("text", "meant_for"),
    [
        ("Оплата карткою може не проходити", UK),
        ("Оплата картой может не проходить", RU),
        ("Some card payments are declined", EN),
        # A name keeps its own letters.
        ("Банк «Київ» не принимает платежи", RU),
        ("Оплата у «Ёлка» не проходить", UK),
        ("Card payments to Банк Київ are declined", EN),
        # Terms and brands are Latin everywhere.
        ("Visa Secure, webhooks", UK),
        ("API", RU),
        # Nothing in it tells the two apart, so nobody is blamed.
        ("Оплата картками", RU),
        ("", EN),
    ],
)
def test_words_in_their_own_field_or_in_doubt(text: str, meant_for: Language) -> None:
    assert not strange(text, meant_for)


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case.place)
def test_no_false_alarm_about_texts_that_are_in_their_own_language(case: Case) -> None:
    assert not strange(case.text, case.language)
