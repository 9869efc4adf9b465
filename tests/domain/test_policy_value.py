"""What the policy answers: severities as people type them, paths, languages, clients."""

from dataclasses import replace

import pytest

from bot.domain.escalation_path import EscalationPath, ToPerson
from bot.domain.ids import PersonId
from bot.domain.language import Language, Localised
from bot.domain.phrase import Phrase, phrase, phrases
from bot.domain.refusal import Refusal
from bot.domain.service import PathName, ServiceName
from bot.domain.severity import SeverityName
from tests.domain.sample import ACME, CARDS, IRYNA, OLENA, PAYOUTS, POLICY, SEV1, SEV2, SEV3, ZORIA

PATH = EscalationPath(name=PathName("payments"), levels=(), last_resort=ToPerson(OLENA))
DEFAULT = replace(PATH, name=PathName("anyone"))


@pytest.mark.parametrize("typed", ["SEV2", "sev2", " Sev2 ", "2"])
def test_a_severity_as_people_type_it(typed: str) -> None:
    assert POLICY.severity(typed) is SEV2


def test_a_name_outweighs_a_rank() -> None:
    scale = tuple(
        replace(severity, name=SeverityName(name))
        for severity, name in ((SEV1, "SEV0"), (SEV2, "SEV1"), (SEV3, "SEV2"))
    )
    policy = replace(POLICY, severities=scale)
    assert [policy.severity(typed).rank for typed in "0123"] == [1, 2, 3, 3]


def test_a_scale_with_names_of_its_own() -> None:
    scale = (replace(SEV1, name=SeverityName("Критична")), replace(SEV2, name=SeverityName("P2")))
    policy = replace(POLICY, severities=scale)
    assert [policy.severity(typed).rank for typed in ("критична", "1", "p2", "2")] == [1, 1, 2, 2]


@pytest.mark.parametrize("typed", ["", "SEV", "4", "sev22", "worst"])
def test_an_unknown_severity_is_refused_with_the_choice(typed: str) -> None:
    with pytest.raises(Refusal) as caught:
        POLICY.severity(typed)
    said = f"There is no severity “{typed}”. Choose one of: SEV1, SEV2, SEV3."
    assert (str(caught.value), caught.value.field) == (said, "severity")


def test_severities_compare_by_rank() -> None:
    assert SEV1.worse_than(SEV2)
    assert not SEV2.worse_than(SEV2)
    assert not SEV3.worse_than(SEV2)


@pytest.mark.parametrize(
    ("service", "default", "found"),
    [
        (CARDS, DEFAULT.name, PATH),
        (None, DEFAULT.name, DEFAULT),
        (ServiceName("unheard-of"), DEFAULT.name, DEFAULT),
        (None, None, None),
        # The service names a path that the policy does not have.
        (PAYOUTS, DEFAULT.name, None),
    ],
)
def test_the_path_that_pages(
    service: ServiceName | None, default: PathName | None, found: EscalationPath | None
) -> None:
    paths = {path.name: path for path in (PATH, DEFAULT)}
    policy = replace(POLICY, paths=paths, default_path=default)
    assert policy.path_for(service) == found


@pytest.mark.parametrize(
    ("person", "locale", "language"),
    [
        (IRYNA, "en-GB", Language.RU),
        (OLENA, "en-GB", Language.EN),
        (OLENA, "ru-RU", Language.RU),
        (OLENA, "de-DE", Language.UK),
        (OLENA, "", Language.UK),
    ],
)
def test_the_language_of_a_person(person: PersonId, locale: str, language: Language) -> None:
    assert POLICY.language_of(person, locale) is language


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("uk-UA", Language.UK),
        ("uk_UA", Language.UK),
        ("UK", Language.UK),
        ("en-US", Language.EN),
        ("ukraine", None),
        ("pl-PL", None),
        ("", None),
    ],
)
def test_the_language_of_a_locale(locale: str, language: Language | None) -> None:
    assert Language.of_locale(locale) is language


def test_a_text_in_the_languages_it_has() -> None:
    text = Localised("Lead", {Language.UK: "Керівник"})
    assert [text.to(language) for language in Language] == ["Lead", "Керівник", "Lead"]


@pytest.mark.parametrize(
    ("service", "clients"),
    [(CARDS, (ACME, ZORIA)), (PAYOUTS, ()), (ServiceName("unheard-of"), ()), (None, ())],
)
def test_the_clients_of_a_service(service: ServiceName | None, clients: tuple[str, ...]) -> None:
    assert POLICY.clients_of(service) == clients


def test_a_phrase_keeps_values_and_not_texts() -> None:
    assert phrase("{n} of {who}", n=2, who="x") == Phrase("{n} of {who}", {"n": 2, "who": "x"})
    assert phrases("{count} page to {who}", "{count} pages to {who}", 3, who="x") == Phrase(
        "{count} page to {who}", {"who": "x", "count": 3}, "{count} pages to {who}", 3
    )
