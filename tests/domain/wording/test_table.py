"""What is found in each text, to the character; and what is not found in ordinary updates."""

from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import Environment

from bot.domain.incident import Flag
from bot.domain.language import Language
from bot.domain.severity import ClientState
from bot.domain.wording import Rule, check
from bot.integrations.templates import TEMPLATES
from tests.domain.wording.cases import KOBZA, TABLE, Case, Expected, cases

NAMES = sorted(path.name for path in TABLE.glob("*.txt"))
BAD = [case for name in NAMES if not name.startswith("good") for case in cases(name)]
GOOD = [case for name in NAMES if name.startswith("good") for case in cases(name)]


def marked(text: str, found: tuple[Expected, ...]) -> list[str]:
    return [f"{each.rule} {each.gravity.name} {text[each.start : each.end]!r}" for each in found]


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.place)
def test_exactly_these_words_are_found(case: Case) -> None:
    findings = check(case.text, language=case.language, context=case.context)
    found = tuple(
        sorted(
            (Expected(each.rule, each.gravity, each.start, each.end) for each in findings),
            key=lambda each: (each.start, each.end, each.rule),
        )
    )
    assert marked(case.text, found) == marked(case.text, case.expected)
    assert found == case.expected


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.place)
def test_an_ordinary_update_is_left_alone(case: Case) -> None:
    """In an incident with every flag, where a false alarm would stop it."""
    assert not case.expected
    context = replace(case.context, flags=frozenset(Flag))
    assert check(case.text, language=case.language, context=context) == ()


FACTS = {
    Language.EN: ("Some card payments fail.", "We are checking the gateway.", "15:00 EET"),
    Language.UK: ("Частина платежів не проходить.", "Перевіряємо шлюз.", "15:00 EET"),
    Language.RU: ("Часть платежей не проходит.", "Проверяем шлюз.", "15:00 EET"),
}
LETTERS = sorted(TEMPLATES.rglob("*.j2"))


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_our_own_templates_pass(path: Path) -> None:
    state, language = ClientState(path.name.split(".")[0]), Language(path.name.split(".")[-2])
    impact, doing, next_update = FACTS[language]
    text = (
        Environment(autoescape=False)
        .from_string(path.read_text(encoding="utf-8"))
        .render(
            company="Kobza Pay",
            service="Payments API",
            impact=impact,
            doing=doing,
            next_update=next_update,
            reference="INC-12",
        )
    )
    assert impact in text
    assert check(text, language=language, context=replace(KOBZA, state=state)) == ()


def test_the_templates_are_found() -> None:
    assert len(LETTERS) >= len(ClientState) * len(Language)


def test_the_tables_are_large_enough() -> None:
    """The figures that the project promises, so that nobody thins the tables out unseen."""
    assert len(BAD) >= 180
    assert len(GOOD) >= 75
    assert {expected.rule for case in BAD for expected in case.expected} == set(Rule)
    for language in ("en", "uk", "ru"):
        assert sum(case.language == language for case in BAD) >= 40
        assert sum(case.language == language for case in GOOD) >= 20
