"""The letters clients read: every state, severity and language, as a person found them good."""

from dataclasses import replace
from itertools import product
from time import perf_counter
from typing import Any

import pytest

from bot.domain.client_update import Draft
from bot.domain.incident import Flag
from bot.domain.language import Language
from bot.domain.severity import ClientState
from bot.domain.wording import check
from bot.integrations.templates import TEMPLATES, Templates
from tests.domain.sample import CARDS, PAYOUTS
from tests.domain.wording.cases import KOBZA
from tests.integrations.templates.letters import (
    KYIV,
    SENT,
    Told,
    every,
    policy,
    table,
    templates,
)

EVERY = [told for language in Language for told in every(language)]
USUAL = [told for told in EVERY if told.name == "investigating SEV2"]
#: What makes lines come and go.
CHANGES: tuple[dict[str, Any], ...] = (
    {},
    {"unchanged": True},
    {"corrects": SENT},
    {"services": (CARDS, PAYOUTS)},
    {"workaround": {}},
)


def ids(told: Told) -> str:
    return f"{told.name} {told.language}"


@pytest.mark.parametrize("told", EVERY, ids=ids)
def test_a_letter_in_full(told: Told) -> None:
    assert told.letter(templates()) == table(told.language)[told.name]


@pytest.mark.parametrize("told", USUAL, ids=ids)
def test_a_letter_with_nothing_new_says_so(told: Told) -> None:
    text = told.letter(templates(), unchanged=True)
    assert text == table(told.language)["unchanged"]


@pytest.mark.parametrize("told", USUAL, ids=ids)
def test_a_correction_says_what_it_corrects(told: Told) -> None:
    text = told.letter(templates(), corrects=SENT)
    assert text == table(told.language)["correction"]


def test_the_tables_hold_nothing_else() -> None:
    names = {told.name for told in EVERY}
    assert len(names) == len(ClientState) * 3
    for language in Language:
        assert table(language).keys() == names | {"unchanged", "correction"}


@pytest.mark.parametrize("told", EVERY, ids=ids)
def test_the_wording_check_finds_nothing_in_our_own_words(told: Told) -> None:
    """In no combination, so that in an incident with flags nothing stops it."""
    write = templates()
    for change, service in product(CHANGES, (CARDS, None)):
        said = told.draft(write, **change)
        text = write.render(told.incident(service=service), said, policy(), told.language, KYIV)
        context = replace(KOBZA, state=told.state)
        assert check(text, language=told.language, context=context) == ()


@pytest.mark.parametrize("told", EVERY, ids=ids)
def test_an_apology_is_made_when_it_is_over_and_not_before(told: Told) -> None:
    sorry = {Language.EN: "sorry", Language.UK: "Перепрошуємо", Language.RU: "Приносим извинения"}
    said = sorry[told.language] in told.letter(templates())
    assert said is (told.state is ClientState.RESOLVED)


@pytest.mark.parametrize("language", Language)
def test_the_worse_the_severity_the_other_the_tone(language: Language) -> None:
    """What is worst and what is third do not read alike; what comes after is as the third."""
    severities = [*policy().severities, replace(policy().severities[2], name="SEV4", rank=4)]
    scale = replace(policy(), severities=tuple(severities))
    for state in ClientState:
        told = Told(state=state, severity=severities[0], language=language)
        said = told.draft(templates())
        letters = [
            templates().render(
                replace(told.incident(), severity=severity.name), said, scale, language, KYIV
            )
            for severity in severities
        ]
        assert len(set(letters)) == 3
        assert letters[2] == letters[3]


def test_without_a_headline_the_template_has_one() -> None:
    told = EVERY[0]
    assert told.letter(templates(), headline={}) == told.letter(templates())


def test_without_a_service_nothing_is_left_of_it() -> None:
    told = USUAL[0]
    begun = templates().prefill(told.incident(service=None), policy(), told.state, told.language)
    assert begun.headline == "We are investigating a problem"
    said = told.draft(templates(), services=(), headline={Language.EN: begun.headline})
    incident = told.incident(service=None)
    text = templates().render(incident, said, policy(), told.language, KYIV)
    assert text.startswith(
        "Kobza Pay · We are investigating a problem\n\nWhat you may notice: Some card"
    )


def test_when_a_flagged_incident_began_is_not_told_by_itself() -> None:
    told = next(each for each in EVERY if each.severity.rank == 3)
    said = told.draft(templates())
    for flags in (frozenset[Flag](), frozenset({Flag.SECURITY})):
        incident = told.incident(flags=flags)
        text = templates().render(incident, said, policy(), told.language, KYIV)
        assert ("Began: 23 November, 12:40 (Kyiv time)" in text) is not flags


def test_what_people_type_is_no_template() -> None:
    told, typed = USUAL[0], "{{ 7 * 7 }} {% raw %} <&>"
    text = told.letter(templates(), impact={told.language: typed})
    assert f"What you may notice: {typed}\n" in text


def test_every_file_is_of_use() -> None:
    kinds = [*ClientState, "correction", "letter"]
    wanted = {f"{kind}.{language}.j2" for kind in kinds for language in Language}
    assert {path.name for path in TEMPLATES.glob("*.j2")} == wanted


def test_three_languages_take_no_time_that_anybody_notices() -> None:
    """Some 1 ms when nobody else wants the machine; the first also reads the files."""
    write, told = Templates(), USUAL[0]
    said = Draft(
        state=told.state,
        impact=dict.fromkeys(Language, "Payments fail."),
        doing=dict.fromkeys(Language, "We look."),
    )
    took = []
    for _ in range(20):
        began = perf_counter()
        for language in Language:
            write.render(told.incident(), said, policy(), language, KYIV)
        took.append(perf_counter() - began)
    assert min(took) < 0.005
