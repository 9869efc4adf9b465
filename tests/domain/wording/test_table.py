"""What is found in each text, to the character; and what is not found in ordinary updates."""

from dataclasses import replace

import pytest

from bot.domain.incident import Flag
from bot.domain.wording import Rule, check
from tests.domain.wording.cases import TABLE, Case, Expected, cases

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


def test_the_tables_are_large_enough() -> None:
    """The figures that the project promises, so that nobody thins the tables out unseen."""
    assert len(BAD) >= 180
    assert len(GOOD) >= 75
    assert {expected.rule for case in BAD for expected in case.expected} == set(Rule) - {
        Rule.OTHER_LANGUAGE
    }
    for language in ("en", "uk", "ru"):
        assert sum(case.language == language for case in BAD) >= 40
        assert sum(case.language == language for case in GOOD) >= 20
